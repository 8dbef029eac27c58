"""Decode the bodies of responses: one decoder for all transports, so that all agree on a bad body.

A body in a coding that was not asked for is returned as it is. The response has then arrived, and
the call says that its body is not JSON; aiohttp would report a lost connection.
"""

from __future__ import annotations

import functools
import zlib
from typing import Iterable, Iterator, List, Optional, Sequence

from lagclient.transport.options import ENCODINGS

_GZIP = b"\x1f\x8b"


class DecodingError(Exception):
    """The body of a response is not compressed as its headers say."""


class _Inflater:
    """Decompresses a body: gzip, of one or more members, or deflate, with or without its head."""

    def __init__(self) -> None:
        self._zlib: Optional[zlib._Decompress] = None
        self._held = b""  # the first byte of a member, which two bytes identify
        self._is_first = True
        self._is_over = False

    def decode(self, data: bytes) -> bytes:
        """Decompress the next piece."""
        parts: List[bytes] = []
        data, self._held = self._held + data, b""
        while not self._is_over:
            if self._zlib is None:
                if len(data) < 2:
                    self._held = data
                    break
                if not self._is_first and data[:2] != _GZIP:
                    self._is_over = True  # padding, which gzip ignores too
                    break
                self._zlib = zlib.decompressobj(_window_of(data))
            try:
                parts.append(self._zlib.decompress(data))
            except zlib.error as error:
                raise DecodingError(str(error)) from error
            if not self._zlib.eof:
                break
            data, self._zlib, self._is_first = self._zlib.unused_data, None, False
        return b"".join(parts)

    def end(self) -> None:
        """Raise a `DecodingError` if the compressed data ends early."""
        if self._zlib is not None or (self._is_first and self._held):
            raise DecodingError("the compressed body is cut off")


def _window_of(data: bytes) -> int:
    """Return the window for zlib, which also says how the data begins."""
    if data[:2] == _GZIP:
        return zlib.MAX_WBITS | 16
    has_head = data[0] & 15 == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS  # some servers omit the head


class Decoder:
    """Decodes the pieces of a body in order."""

    def __init__(self, inflaters: Sequence[_Inflater]) -> None:
        self._inflaters = inflaters

    def decode(self, data: bytes) -> bytes:
        """Decode the next piece; raise a `DecodingError` if it is not compressed."""
        return functools.reduce(lambda part, each: each.decode(part), self._inflaters, data)

    def decoded(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield all pieces of a body, decoded."""
        yield from map(self.decode, pieces)
        self.end()

    def end(self) -> None:
        """Raise a `DecodingError` if the body ended before its coding did."""
        for each in self._inflaters:
            each.end()


_KNOWN = ENCODINGS.split(", ")


def are_known(codings: str) -> bool:
    """Return whether `decoder_of` decodes all of these codings."""
    return all(name.strip() in _KNOWN for name in codings.lower().split(","))


def decoder_of(codings: str) -> Optional[Decoder]:
    """Return the decoder of a body; None: leave its pieces as they are.

    Args:
        codings: The value of the header Content-Encoding; empty without one.
    """
    inflaters = [_Inflater() for name in codings.lower().split(",") if name.strip() in _KNOWN]
    return Decoder(inflaters) if inflaters else None
