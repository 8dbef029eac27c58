"""Streams of httpx's kind that may be left at any point.

httpx's own are asynchronous generators: one that an error or a cancellation leaves half-way is
finished by the event loop, and trio warns of it.
"""

from __future__ import annotations

import contextlib
import functools
from typing import (
    Any,
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterator,
    Optional,
    Tuple,
    Union,
)

import httpx

from lagclient.transport.protocol import TransportError

_MOST_LEFT = 100  # pieces of a body that are in memory; a connection reads far fewer at once


def body(content: Union[bytes, Iterator[bytes], None]) -> Tuple[Any, Optional[int]]:
    """A body to send, and its length where that is known."""
    if content is None or isinstance(content, bytes):
        return httpx.ByteStream(content or b""), len(content or b"")
    return _Pieces(content), None


def async_body(content: Union[bytes, Iterator[bytes], None]) -> Tuple[Any, Optional[int]]:
    """The same for a coroutine."""
    pieces = _body_class(httpx.AsyncByteStream)
    if content is None or isinstance(content, bytes):
        return pieces(iter([content] if content else [])), len(content or b"")
    return pieces(content), None


class _Pieces(httpx.SyncByteStream):
    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks


class RequestBody(AsyncIterator[bytes]):
    """A body to send, read once."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        raise StopAsyncIteration


def give(built: Any, content: Union[bytes, Iterator[bytes], None]) -> None:
    """Replace the body of a request, be it httpx's or httpx2's, by the same one of our own kind."""
    if not content:
        return
    chunks = iter([content]) if isinstance(content, bytes) else content
    for base in type(built.stream).__mro__:
        if base.__name__ == "AsyncByteStream":
            built.stream = _body_class(base)(chunks)


@functools.cache
def _body_class(base: type) -> Any:
    return type("RequestBody", (RequestBody, base), {})


class Held(httpx.SyncByteStream):
    """The body of an answer; with its end, its connection is given back."""

    def __init__(self, stream: Any, give: Callable[[], None], drop: Callable[[], None]) -> None:
        self._stream, self._give, self._drop = stream, give, drop

    def __iter__(self) -> Iterator[bytes]:
        found: Iterator[bytes] = self._stream.__iter__()
        return found

    def close(self) -> None:
        """Give the connection back, or drop it if it could not be closed."""
        try:
            self._stream.close()
        except BaseException:
            self._drop()
            raise
        self._give()


class AsyncHeld(httpx.AsyncByteStream):
    """The body of an answer; with its end, its connection is given back."""

    def __init__(
        self, stream: Any, give: Callable[[], None], drop: Callable[[], Awaitable[None]]
    ) -> None:
        self._stream, self._give, self._drop = stream, give, drop

    def __aiter__(self) -> AsyncIterator[bytes]:
        found: AsyncIterator[bytes] = self._stream.__aiter__()
        return found

    async def aclose(self) -> None:
        """Give the connection back, or drop it if the task is cancelled in the middle of that."""
        try:
            await self._stream.aclose()
        except BaseException:
            await self._drop()
            raise
        self._give()


async def leave(chunks: AsyncGenerator[bytes, None]) -> None:
    """Have a body end that nobody reads on.

    It is one asynchronous generator inside another, and closing the outer one would leave the
    others to the event loop. A cancellation reaches the innermost, and ends them all.
    """
    import anyio

    with anyio.CancelScope() as scope, contextlib.suppress(TransportError, StopAsyncIteration):
        scope.cancel()
        for _ in range(_MOST_LEFT):
            await chunks.__anext__()
    await chunks.aclose()
