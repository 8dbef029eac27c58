"""Decode the bodies of responses: one decoder for all transports, so that all agree on a bad body.

A body in a coding that was not asked for is returned as it is. The response has then arrived, and
the call says that its body is not JSON; aiohttp would report a lost connection.
"""

from __future__ import annotations

import functools
import zlib
from typing import Callable, Optional

from lagclient.transport.options import ENCODINGS

Decode = Callable[[bytes], bytes]


class DecodingError(Exception):
    """The body of a response is not compressed as its headers say."""


class _Inflater:
    """Decompresses a body, gzip or deflate."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)  # recognizes either by its head
        self._is_first = True

    def decode(self, data: bytes) -> bytes:
        """Decompress the next piece."""
        is_first, self._is_first = self._is_first, False
        try:
            return self._zlib.decompress(data)
        except zlib.error as error:
            if not is_first:
                raise DecodingError(str(error)) from error
            # Some servers send deflate without its head.
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            return self.decode(data)


_KNOWN = ENCODINGS.split(", ")


def are_known(codings: str) -> bool:
    """Return whether `decoder_of` decodes all of these codings."""
    return all(name.strip() in _KNOWN for name in codings.lower().split(","))


def decoder_of(codings: str) -> Optional[Decode]:
    """Return a function that decodes the pieces of a body in order; None: leave them as they are.

    Args:
        codings: The value of the header Content-Encoding; empty without one.
    """
    inflaters = [_Inflater() for name in codings.lower().split(",") if name.strip() in _KNOWN]
    if not inflaters:
        return None
    return lambda data: functools.reduce(lambda part, each: each.decode(part), inflaters, data)
