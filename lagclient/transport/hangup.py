"""Look at a connection's socket, and shut down one that a thread or an event loop still uses."""

from __future__ import annotations

import contextlib
import select
from typing import Any, Optional, Protocol


class Connected(Protocol):
    """A socket, or asyncio's substitute for one."""

    def shutdown(self, how: int, /) -> None:
        """End the connection on this side, the other, or both."""
        ...

    def fileno(self) -> int:
        """Return the file descriptor; -1 after the socket is closed."""
        ...


def abandon(connection: Optional[Connected]) -> None:
    """Close a connection whose event loop is closed.

    asyncio does so when it collects the connection. That never happens if a task was using it,
    because anyio keeps a task that ends in the middle of a time limit.
    """
    hang_up(connection)
    with contextlib.suppress(AttributeError):
        wrapper: Any = connection
        wrapper._sock.close()


def hang_up(connection: Optional[Connected]) -> None:
    """Shut a connection down on both sides, so that a thread that reads from it wakes up.

    Closing it would not wake that thread, and its file descriptor could be reused.
    """
    import socket

    with contextlib.suppress(OSError):
        if isinstance(connection, socket.socket):
            # Not the method of a TLS socket, because that removes TLS while the thread uses it.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        elif connection is not None:
            connection.shutdown(socket.SHUT_RDWR)


def is_readable(connection: Optional[Connected]) -> bool:
    """Return whether a read would not wait: bytes have arrived, or the other side has closed."""
    descriptor = -1 if connection is None else connection.fileno()
    if descriptor < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
