"""Head and body of a request in one packet.

httpcore writes them one after the other. For a small request that is a second call of the system
and a second packet, and the server wakes up twice.
"""

from __future__ import annotations


class Cork:
    """Holds the head back until what follows it is there, be it nothing."""

    def __init__(self) -> None:
        self._head = b""
        self._is_head_next = True

    def push(self, data: bytes) -> bytes:
        """What to write now that `data` is to be written."""
        if self._is_head_next:
            # A request's end is written as well, if only as b"": the head never waits for long.
            self._head, self._is_head_next = data, False
            return b""
        data, self._head = self._head + data, b""
        return data

    def turn(self) -> None:
        """It is read from now on: what is written next begins another request."""
        self._is_head_next = True
