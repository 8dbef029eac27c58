"""What one attempt sends: begun anew for each, and closed when it is over."""

from __future__ import annotations

from typing import Any

from lagclient.transport.protocol import Request, TransportError


def begin(request: Request) -> Any:
    """The body of one attempt: bytes, an iterator that nobody has read from, or None.

    Raises:
        TransportError: Its file cannot be read.
    """
    if not callable(request.body):
        return request.body
    try:
        return request.body()
    except (OSError, ValueError) as error:
        raise TransportError.unsent(error) from error


def end(content: Any) -> None:
    """Close what was sent, or as much of it as was: garbage collection would warn of open files."""
    close = getattr(content, "close", None)
    if close is not None:
        close()
