"""The default transports of both clients: httpx, over our own pools.

The first request imports httpcore. `http_client` sends through a caller's client instead.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from typing import (
    TYPE_CHECKING,
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Dict,
    Iterator,
    List,
    Optional,
    Tuple,
)

from lagclient.transport.httpx.failures import fail, response_of, salvage
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import (
    AsyncStream,
    PoolStats,
    Reply,
    Request,
    Stream,
    Timeouts,
    TransportError,
    close_body,
    open_body,
)
from lagclient.transport.urls import origin_of

if TYPE_CHECKING:
    from lagclient.transport.httpx.pool import AsyncPool, Pool
    from lagclient.transport.httpx.response import Response
    from lagclient.transport.httpx.sockets import Dialer
    from lagclient.transport.sessions import Sessions

_MOST_LEFT = 100  # pieces of a body in memory; a connection reads far fewer at once


class HttpxTransport:
    """Carries the calls of a `Client`, over a pool for each process and each origin."""

    def __init__(self, options: ConnectionOptions) -> None:
        self._options = options
        # A child process keeps the connections of its parent open, because closing would end them.
        self._pools: Dict[Tuple[int, str], Pool] = {}
        self._is_closed = False

    def _sender(self, url: str) -> Pool:
        """Return the pool of this process for the API, or for another origin, as of images."""
        key = os.getpid(), origin_of(url)
        pool = self._pools.get(key)
        if pool is None:
            from lagclient.transport.httpx.pool import Pool

            pool = self._pools.setdefault(key, Pool(key[1], self._options))
        if self._is_closed:
            pool.close()
        return pool

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        arrived: List[bytes] = []
        response: Optional[Response] = None
        ends = _end(timeouts)
        body = open_body(request)
        try:
            response = self._sender(request.url).open(request, timeouts, body, ends, None)
            try:
                for chunk in response:
                    arrived.append(chunk)
                    if ends is not None and time.monotonic() >= ends:
                        # The sockets of a caller's client do not keep the deadline.
                        raise TransportError.late(response.status)
            finally:
                response.close()
        except Exception as error:
            return salvage(error, response, arrived)
        finally:
            close_body(body)
        return Reply(response.status, response.headers, b"".join(arrived))

    def stream(self, request: Request, timeouts: Timeouts) -> Streaming:
        """Make one attempt whose body is read piece by piece."""
        return Streaming(self._sender, request, timeouts)

    def _own(self) -> List[Pool]:
        process = os.getpid()
        return [pool for key, pool in list(self._pools.items()) if key[0] == process]

    def stats(self) -> Optional[PoolStats]:
        """Count the connections."""
        return PoolStats.total(pool.stats() for pool in self._own())

    def close(self) -> None:
        """Close all connections; threads that use one fail at once."""
        self._is_closed = True
        for pool in self._own():
            pool.close()


class Streaming(Iterator[bytes]):
    """The context of a response that is read piece by piece, and its pieces.

    Any thread may leave it, at any time: one that connects or reads fails at once.
    """

    leaves_at_any_time: bool = True
    """Whether another thread may leave the context while it is being entered."""

    def __init__(self, sender: Callable[[str], Pool], request: Request, timeouts: Timeouts) -> None:
        self._sender = sender
        self._request = request
        self._timeouts = timeouts
        self._is_left = False
        self._dialer: Optional[Dialer] = None
        self._response: Optional[Response] = None
        self._reading = threading.Lock()

    def _hold(self, dialer: Dialer) -> None:
        self._dialer = dialer
        if self._is_left:
            dialer.hang_up()

    def __enter__(self) -> Stream:
        request, timeouts, body = self._request, self._timeouts, open_body(self._request)
        try:
            sender = self._sender(request.url)
            response = sender.open(request, timeouts, body, _end(timeouts), self._hold)
        except Exception as error:
            response = _raised(error, is_async=False)
        finally:
            close_body(body)
        self._response, self._pieces = response, iter(response)
        if self._is_left:
            response.close()
        return Stream(response.status, response.headers, self)

    def __next__(self) -> bytes:
        assert self._response is not None
        with self._reading:
            try:
                if not self._is_left:
                    piece = next(self._pieces)
                    trailing = self._response.trailing_data
                    if trailing is not None and trailing.is_holding:
                        piece += next(self._pieces, b"")
                    return piece
            except StopIteration:
                if not self._is_left:
                    raise
            except Exception as error:
                fail(error, self._response.status)
            finally:
                if self._is_left:
                    self._response.close()
        raise TransportError.stream_closed()

    def __exit__(self, *exception: object) -> None:
        self._is_left = True
        if self._response is not None and self._reading.acquire(blocking=False):
            self._response.close()
            self._reading.release()
        elif self._dialer is not None:  # the thread that uses it closes it
            self._dialer.hang_up()
        elif self._response is not None:  # of a caller's client
            stream = self._response.network_stream
            if stream is not None:
                from lagclient.transport.hangup import hang_up

                hang_up(stream.get_extra_info("socket"))


class AsyncHttpxTransport:
    """Carries the calls of an `AsyncClient`, over a pool for each event loop and each origin."""

    def __init__(self, options: ConnectionOptions) -> None:
        self._options = options
        self._sessions: Dict[str, Sessions[AsyncPool]] = {}
        self._is_closed = False

    async def _sender(self, url: str) -> AsyncPool:
        """Return the pool of this event loop for the origin of a URL."""
        if self._is_closed:
            raise TransportError.closed()
        origin = origin_of(url)
        sessions = self._sessions.get(origin)
        if sessions is None:
            from lagclient.transport.httpx.pool import AsyncPool
            from lagclient.transport.sessions import Sessions

            sessions = Sessions(lambda: AsyncPool(origin, self._options))
            sessions = self._sessions.setdefault(origin, sessions)
        return sessions.here() or await sessions.opened()

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt; the caller bounds its total time."""
        arrived: List[bytes] = []
        response: Optional[Response] = None
        body = open_body(request)
        try:
            response = await (await self._sender(request.url)).open(request, timeouts, body)
            chunks = self._chunks(response)
            try:
                async for chunk in chunks:
                    arrived.append(chunk)
            finally:
                await chunks.close()
        except Exception as error:
            return salvage(error, response, arrived)
        finally:
            close_body(body)
        return Reply(response.status, response.headers, b"".join(arrived))

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, timeouts: Timeouts
    ) -> AsyncGenerator[AsyncStream, None]:
        """Make one attempt whose body is read piece by piece.

        Another task may leave the context while the response is read: the reader fails at once.
        """
        body = open_body(request)
        try:
            response = await (await self._sender(request.url)).open(request, timeouts, body)
        except Exception as error:
            response = _raised(error, is_async=True)
        finally:
            close_body(body)
        chunks = self._chunks(response)
        try:
            yield AsyncStream(response.status, response.headers, chunks)
        finally:
            await chunks.close()

    def _chunks(self, response: Response) -> AsyncChunks:
        return AsyncChunks(response)

    def stats(self) -> Optional[PoolStats]:
        """Count the connections, of all event loops together."""
        every = [sessions.every() for sessions in self._sessions.values()]
        return PoolStats.total(pool.stats() for pools in every for pool in pools)

    async def close(self) -> None:
        """Close the connections of this event loop; the others close with theirs."""
        self._is_closed = True
        for sessions in self._sessions.values():
            await sessions.close()


class AsyncChunks(AsyncIterator[bytes]):
    """The pieces of a response."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._pieces = response.__aiter__()
        self._is_reading = False
        self._is_read = False
        self._is_closed = False

    async def __anext__(self) -> bytes:
        self._is_reading = True
        try:
            async for piece in self._pieces:
                trailing = self._response.trailing_data
                if trailing is not None and trailing.is_holding:
                    async for rest in self._pieces:
                        return piece + rest
                return self._response.decoded(piece)
            self._is_read = True
            if not self._is_closed:
                self._response.end()
        except Exception as error:
            fail(error, self._response.status)
        finally:
            self._is_reading = False
        if self._is_closed:
            raise TransportError.stream_closed(self._response.status)
        raise StopAsyncIteration

    async def close(self) -> None:
        """Close the response; a task that reads it fails at once.

        The response is an asynchronous generator inside others. Closing the outer one would leave
        the inner ones to the event loop; a cancellation reaches the innermost and ends them all.
        """
        self._is_closed = True
        try:
            if not (self._is_reading or self._is_read):
                import anyio

                with anyio.CancelScope() as scope, contextlib.suppress(Exception):
                    scope.cancel()
                    for _ in range(_MOST_LEFT):
                        await self._pieces.__anext__()
        finally:
            await self._response.aclose()


def _end(timeouts: Timeouts) -> Optional[float]:
    """Return the deadline of an attempt; None: no limit."""
    return None if timeouts.total is None else time.monotonic() + timeouts.total


def _raised(error: Exception, *, is_async: bool) -> Response:
    """Return the response of an error of a stream; else raise the error."""
    raised = response_of(error)
    if raised is None:
        fail(error, None)
    from lagclient.transport.httpx.response import Response

    return Response.of_client(raised, is_async=is_async)
