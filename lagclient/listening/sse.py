"""Bytes to server-sent events, as they come: any cut is as good as another.

Lines and fields are read by the decoders of httpx-sse. It has them in a module of its own use, so
its version is bounded; its public part reads whole answers of httpx, and an answer here comes from
any transport. One thing is stricter: a line that cannot be a field is garbage. The standard would
have it ignored, and an event with it.
"""

from __future__ import annotations

import codecs
import re
from typing import Iterator, Optional

import attrs

try:
    from httpx_sse._decoders import SSEDecoder, SSELineDecoder
except ImportError as _error:
    raise ImportError(
        "To stream events needs httpx-sse: python -m pip install 'lagclient[events]'"
    ) from _error

# Of any standard to come: a name, alone or with a value.
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*(?::.*)?", re.DOTALL)
MOST_BYTES = 16 * 1024 * 1024
"""Of one event. What goes on for longer without an end is none."""


class GarbageError(ValueError):
    """What came is no stream of events."""


@attrs.frozen
class Block:
    """The lines up to an empty one."""

    id: Optional[str]
    """None: the block has none. A stream's last id is for its reader to remember."""
    type: str
    data: str
    retry_seconds: Optional[float]


class Blocks:
    """Reads one answer."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8")("replace")
        self._lines = SSELineDecoder()
        self._fields = SSEDecoder()
        self._size = 0
        self._is_new = True
        self._after_return = False

    def feed(self, chunk: bytes) -> Iterator[Block]:
        """The blocks that are complete with this piece.

        Raises:
            GarbageError: This is no stream of events. The blocks before are returned first.
        """
        self._size += len(chunk)
        if self._size > MOST_BYTES:
            raise GarbageError(f"An event has no end after {MOST_BYTES} bytes")
        yield from self._blocks(self._text.decode(chunk))

    def _blocks(self, text: str) -> Iterator[Block]:
        if text and self._is_new:
            text, self._is_new = text.removeprefix("\ufeff"), False
        # The line decoder waits for what follows a CR, in case it is an LF; an event would be late.
        if self._after_return and text:
            text, self._after_return = text.removeprefix("\n"), False
        self._after_return = self._after_return or text.endswith("\r")
        for line in self._lines.decode(text.replace("\r\n", "\n").replace("\r", "\n")):
            if line and not line.startswith(":") and not _FIELD.fullmatch(line):
                raise GarbageError(f"A line is no field: {line[:40]!r}")
            found = self._fields.decode(line)
            if not line:
                self._size, self._fields = 0, SSEDecoder()
            if found is not None:
                retry = found.retry
                yield Block(
                    found.id or None,
                    "" if found.event == "message" else found.event,
                    found.data,
                    None if retry is None or retry < 0 else retry / 1000,
                )
