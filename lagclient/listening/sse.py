"""Decode bytes to server-sent events as they arrive, however they are split into chunks.

httpx-sse decodes the fields. Its decoder is private, so its version is bounded. Its public part
needs a response of httpx, but a response here comes from any transport.

This is stricter than the standard, which ignores a line that is not a field. Here such a line is
garbage: it was probably damaged on its way, so the stream is opened again. If it comes a second
time, the server sends it so, and it is skipped (`Blocks.is_strict`). An event that is too large is
treated in the same way.
"""

from __future__ import annotations

import codecs
import re
from typing import Iterator, List, Optional

import attrs

try:
    from httpx_sse._decoders import SSEDecoder
except ImportError as _error:
    raise ImportError(
        "Streaming events needs httpx-sse: python -m pip install 'lagclient[events]'"
    ) from _error

# A field of this standard or a later one: a name, alone or with a value.
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?::.*)?", re.DOTALL)
MOST_BYTES = 16 * 1024 * 1024
"""Maximum size of one event in bytes."""


class GarbageError(ValueError):
    """The bytes are not a stream of events."""


@attrs.frozen
class Block:
    """The lines up to an empty one."""

    id: Optional[str]
    """None if the block does not set one; the caller remembers the last id of the stream."""
    type: str
    data: str
    retry_seconds: Optional[float]
    stray: str = ""
    """Its lines that are not fields."""
    is_cut: bool = False
    """Whether it was too large: some of its data was skipped."""


class Blocks:
    """Decodes the body of one response."""

    def __init__(self) -> None:
        self.is_strict = True
        """Whether garbage is an error; otherwise it is skipped."""
        self._text = codecs.getincrementaldecoder("utf-8")("replace")
        self._line: List[str] = []
        """The pieces of a line that has no end yet."""
        self._is_new = True
        self._after_return = False
        self._skips_line = False
        self._begin()

    def _begin(self) -> None:
        self._fields = SSEDecoder()
        self._size = 0
        self._stray: List[str] = []
        self._is_cut = False

    def feed(self, chunk: bytes) -> Iterator[Block]:
        """Yield the blocks that this chunk completes.

        Raises:
            GarbageError: This is not a stream of events. The blocks before are yielded first.
        """
        self._size += len(chunk)
        yield from self._blocks(self._text.decode(chunk))
        if self._size > MOST_BYTES:
            if self.is_strict:
                raise GarbageError(f"An event is larger than {MOST_BYTES} bytes")
            self._is_cut, self._size = True, 0
            self._skips_line = self._skips_line or any(self._line)
            self._line, self._stray = [], []

    def _blocks(self, text: str) -> Iterator[Block]:
        if text and self._is_new:
            text, self._is_new = text.removeprefix("\ufeff"), False
        # A CR ends a line at once, or an event would be late; an LF after it is part of the end.
        if self._after_return and text:
            text, self._after_return = text.removeprefix("\n"), False
        self._after_return = self._after_return or text.endswith("\r")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if self._skips_line:
            _, end, text = text.partition("\n")
            self._skips_line = not end
        *ends, rest = text.split("\n")
        for end in ends:
            line, self._line = "".join([*self._line, end]), []
            block = self._block(line)
            if block is not None:
                yield block
        self._line.append(rest)

    def _block(self, line: str) -> Optional[Block]:
        """Read a line; return the block that ends with it."""
        if line.isspace():
            return None  # a keepalive
        if line and not line.startswith(":") and not _FIELD.fullmatch(line):
            if self.is_strict:
                raise GarbageError(f"A line is not a field: {line[:40]!r}")
            self._stray += () if self._is_cut else (line,)
            return None
        if self._is_cut and line.startswith("data"):
            return None
        fields = self._fields.decode(line)
        if line:
            return None
        stray, is_cut = "\n".join(self._stray), self._is_cut
        self._begin()
        if fields is None:
            return Block(None, "", "", None, stray, is_cut) if is_cut else None
        retry = fields.retry
        return Block(
            fields.id or None,
            "" if fields.event == "message" else fields.event,
            fields.data,
            None if retry is None or retry < 0 else retry / 1000,
            stray,
            is_cut,
        )
