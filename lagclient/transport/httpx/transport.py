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
    Any,
    AsyncGenerator,
    AsyncIterator,
    Callable,
    Dict,
    Iterator,
    List,
    Optional,
)

from lagclient.transport.httpx.failures import fail, headers_of, response_of, salvage
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
    from lagclient.transport.httpx.failures import Opened
    from lagclient.transport.httpx.pool import AsyncPool, Pool
    from lagclient.transport.httpx.sockets import Dialer
    from lagclient.transport.httpx.surplus import Surplus
    from lagclient.transport.sessions import Sessions

_MOST_LEFT = 100  # pieces of a body in memory; a connection reads far fewer at once


class HttpxTransport:
    """Carries the calls of a `Client`, over a pool for each process."""

    def __init__(self, base_url: str, options: ConnectionOptions) -> None:
        self._base_url = base_url
        self._options = options
        # The connections of a parent process stay open: its child would end them by closing them.
        self._pools: Dict[int, Pool] = {}
        self._others: Dict[str, HttpxTransport] = {}
        """Transports for other origins than the API's, such as that of images."""
        self._is_closed = False

    def _sender(self) -> Pool:
        """Return the pool of this process."""
        process = os.getpid()
        pool = self._pools.get(process)
        if pool is None:
            from lagclient.transport.httpx.pool import Pool

            pool = self._pools.setdefault(process, Pool(self._base_url, self._options))
        if self._is_closed:
            pool.close()
        return pool

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        arrived: List[bytes] = []
        response: Optional[Opened] = None
        ends = _end(timeouts)
        body = open_body(request)
        try:
            response = self._sender().open(request, timeouts, body, ends, None)
            try:
                for chunk in _plain(response) or response.iter_bytes():
                    arrived.append(chunk)
                    if ends is not None and time.monotonic() >= ends:
                        # The sockets of a caller's client do not keep the deadline.
                        raise TransportError.late(response.status_code)
            finally:
                response.close()
        except Exception as error:
            return salvage(error, response, arrived)
        finally:
            close_body(body)
        return Reply(response.status_code, headers_of(response), b"".join(arrived))

    def stream(self, request: Request, timeouts: Timeouts) -> Streaming:
        """Make one attempt whose body is read piece by piece."""
        return Streaming(self._at(request.url)._sender, request, timeouts)

    def _at(self, url: str) -> HttpxTransport:
        """Return the transport for the origin of a URL, because a pool has one origin."""
        origin = origin_of(url)
        if self._is_closed or origin == origin_of(self._base_url):
            return self
        return self._others.setdefault(origin, HttpxTransport(origin, self._options))

    def stats(self) -> Optional[PoolStats]:
        """Count the connections."""
        return self._sender().stats()

    def close(self) -> None:
        """Close all connections; threads that use one fail at once."""
        self._is_closed = True
        if os.getpid() in self._pools:
            self._sender()
        for other in self._others.values():
            other.close()


class Streaming(Iterator[bytes]):
    """The context of a response that is read piece by piece, and its pieces.

    Any thread may leave it, at any time: one that connects or reads fails at once.
    """

    leaves_at_any_time: bool = True
    """Whether another thread may leave the context while it is being entered."""

    def __init__(self, sender: Callable[[], Pool], request: Request, timeouts: Timeouts) -> None:
        self._sender = sender
        self._request = request
        self._timeouts = timeouts
        self._is_left = False
        self._dialer: Optional[Dialer] = None
        self._response: Optional[Opened] = None
        self._reading = threading.Lock()

    def hold(self, dialer: Dialer) -> None:
        """Keep what carries the request, from before it connects."""
        self._dialer = dialer
        if self._is_left:
            dialer.hang_up()

    def __enter__(self) -> Stream:
        request, timeouts, body = self._request, self._timeouts, open_body(self._request)
        try:
            response = self._sender().open(request, timeouts, body, _end(timeouts), self)
        except Exception as error:
            response = response_of(error) or fail(error, None)
        finally:
            close_body(body)
        self._response, self._pieces = response, response.iter_bytes()
        self._surplus = _surplus_of(response)
        if self._is_left:
            response.close()
        return Stream(response.status_code, headers_of(response), self)

    def __next__(self) -> bytes:
        assert self._response is not None
        with self._reading:
            try:
                if not self._is_left:
                    piece = next(self._pieces)
                    if self._surplus is not None and self._surplus.is_holding:
                        piece += next(self._pieces, b"")
                    return piece
            except StopIteration:
                if not self._is_left:
                    raise
            except Exception as error:
                fail(error, self._response.status_code)
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
            stream: Any = self._response.extensions.get("network_stream")
            if stream is not None:
                from lagclient.transport.hangup import hang_up

                hang_up(stream.get_extra_info("socket"))


class AsyncHttpxTransport:
    """Carries the calls of an `AsyncClient`, over a pool for each event loop."""

    def __init__(self, base_url: str, options: ConnectionOptions) -> None:
        self._base_url = base_url
        self._options = options
        self._sessions: Optional[Sessions[AsyncPool]] = None
        self._others: Dict[str, AsyncHttpxTransport] = {}
        self._is_closed = False

    async def _sender(self) -> AsyncPool:
        """Return the pool of this event loop."""
        if self._is_closed:
            raise TransportError.closed()
        if self._sessions is None:
            from lagclient.transport.httpx.pool import AsyncPool
            from lagclient.transport.sessions import Sessions

            self._sessions = Sessions(lambda: AsyncPool(self._base_url, self._options))
        return self._sessions.here() or await self._sessions.opened()

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt; the caller bounds its total time."""
        arrived: List[bytes] = []
        response: Optional[Opened] = None
        body = open_body(request)
        try:
            response = await (await self._sender()).open(request, timeouts, body)
            try:
                async for chunk in _plain(response) or response.aiter_bytes():
                    arrived.append(chunk)
            finally:
                await response.aclose()
        except Exception as error:
            return salvage(error, response, arrived)
        finally:
            close_body(body)
        return Reply(response.status_code, headers_of(response), b"".join(arrived))

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, timeouts: Timeouts
    ) -> AsyncGenerator[AsyncStream, None]:
        """Make one attempt whose body is read piece by piece.

        Another task may leave the context while the response is read: the reader fails at once.
        """
        body = open_body(request)
        try:
            response = await (await self._at(request.url)._sender()).open(request, timeouts, body)
        except Exception as error:
            response = response_of(error) or fail(error, None)
        finally:
            close_body(body)
        chunks = _AsyncChunks(response)
        try:
            yield AsyncStream(response.status_code, headers_of(response), chunks)
        finally:
            await chunks.close()

    def _at(self, url: str) -> AsyncHttpxTransport:
        """Return the transport for the origin of a URL, because a pool has one origin."""
        origin = origin_of(url)
        if self._is_closed or origin == origin_of(self._base_url):
            return self
        return self._others.setdefault(origin, AsyncHttpxTransport(origin, self._options))

    def stats(self) -> Optional[PoolStats]:
        """Count the connections, of all event loops together."""
        every = [] if self._sessions is None else self._sessions.every()
        return PoolStats.total(pool.stats() for pool in every)

    async def close(self) -> None:
        """Close the connections of this event loop; the others close with theirs."""
        self._is_closed = True
        if self._sessions is not None:
            await self._sessions.close()
        for other in self._others.values():
            await other.close()


class _AsyncChunks(AsyncIterator[bytes]):
    """The pieces of a response."""

    def __init__(self, response: Opened) -> None:
        self._response = response
        self._pieces = response.aiter_bytes()
        self._surplus = _surplus_of(response)
        self._is_reading = False
        self._is_closed = False

    async def __anext__(self) -> bytes:
        self._is_reading = True
        try:
            piece = await self._pieces.__anext__()
            if self._surplus is not None and self._surplus.is_holding:
                async for rest in self._pieces:
                    return piece + rest
            return piece
        except StopAsyncIteration:
            if not self._is_closed:
                raise
        except Exception as error:
            fail(error, self._response.status_code)
        finally:
            self._is_reading = False
        raise TransportError.stream_closed()

    async def close(self) -> None:
        """Close the response; a task that reads it fails at once.

        The response is an asynchronous generator inside others. Closing the outer one would leave
        the inner ones to the event loop; a cancellation reaches the innermost and ends them all.
        """
        import anyio

        self._is_closed = True
        try:
            if not self._is_reading:
                ended = (TransportError, StopAsyncIteration)
                with anyio.CancelScope() as scope, contextlib.suppress(*ended):
                    scope.cancel()
                    for _ in range(_MOST_LEFT):
                        await self.__anext__()
        finally:
            await self._response.aclose()


def _end(timeouts: Timeouts) -> Optional[float]:
    """Return the deadline of an attempt; None: no limit."""
    return None if timeouts.total is None else time.monotonic() + timeouts.total


def _plain(response: Opened) -> Any:
    """Return the body of a response that is not compressed, or None.

    Iterating over it costs less than httpx's own iterators.
    """
    is_read = response.is_stream_consumed or "content-encoding" in response.headers
    return None if is_read else response.stream


def _surplus_of(response: Opened) -> Optional[Surplus]:
    """Return the surplus of a response that is read as it arrives.

    While it holds a byte, the next piece of the body is that byte. Return None if that is not so,
    because the body is encoded, or the stream is not watched.
    """
    if "transfer-encoding" in response.headers or "content-encoding" in response.headers:
        return None
    return getattr(response.extensions.get("network_stream"), "surplus", None)
