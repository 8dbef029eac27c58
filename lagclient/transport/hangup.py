"""The end of a connection that a thread or an event loop still uses."""

from __future__ import annotations

import contextlib
import socket
from typing import Optional, Protocol


class Connected(Protocol):
    """A socket, or what asyncio shows of one."""

    def shutdown(self, how: int, /) -> None:
        """End it on both sides."""
        ...


def hang_up(connection: Optional[Connected]) -> None:
    """End a connection: both sides are told at once, and a thread that reads from it goes on.

    Closing it would not wake up that thread, and its file descriptor could become another's.
    """
    with contextlib.suppress(OSError):
        if isinstance(connection, socket.socket):
            # Not its own method: that of a TLS socket takes its TLS away from the thread.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        elif connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
