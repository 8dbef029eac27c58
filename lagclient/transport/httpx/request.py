"""The parts of a request to any HTTP library: framing, body and time limits."""

from __future__ import annotations

import functools
from typing import Any, AsyncIterator, Dict, Iterator, Optional, Tuple

from lagclient.transport.options import ENCODINGS
from lagclient.transport.protocol import OpenBody, OpenedBody, Request, Timeouts

_WITH_BODY = ("POST", "PUT", "PATCH")

Lines = Tuple[Tuple[str, str], ...]
"""Headers by name, in the order in which they are sent."""


def lines_of(request: Request, body: OpenedBody) -> Lines:
    """Return the headers of a request, among them the length of its body."""
    lines = (*request.headers.items(),)
    if "content-length" not in request.headers:
        if isinstance(body, OpenBody):
            return (*lines, ("transfer-encoding", "chunked"))
        if body or request.method in _WITH_BODY:
            return (*lines, ("content-length", str(len(body or b""))))
    return lines


def all_headers(host: str, lines: Lines) -> Dict[str, str]:
    """Return the headers together with those that the connection needs, which come first."""
    return {"host": host, "accept-encoding": ENCODINGS, **dict(lines)}


def phases(timeouts: Timeouts) -> Dict[str, Optional[float]]:
    """Return the limits by httpx's names of the phases, none above the total."""
    cut = timeouts.cut()
    return {"connect": cut.connect, "read": cut.read, "write": cut.write, "pool": cut.pool}


def pieces_of(body: OpenedBody) -> Iterator[bytes]:
    """Return the pieces of a request body."""
    return body if isinstance(body, OpenBody) else iter([body] if body else [])


class AsyncPieces(AsyncIterator[bytes]):
    """A request body, read once.

    httpx's own bodies are asynchronous generators. If an error or a cancellation interrupts one,
    the event loop finishes it later, and trio warns of it.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for piece in self._pieces:
            return piece
        raise StopAsyncIteration


@functools.cache
def async_stream_class(base: type) -> Any:
    """Return the class of request bodies for a library that requires its own base class."""
    return type("RequestBody", (AsyncPieces, base), {})
