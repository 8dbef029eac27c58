"""Our own connections, of one process or of one event loop.

httpcore's own pool looks through all its connections for every request, which makes a crowd wait
for itself, and it loses those whose request is cancelled at the wrong moment. Here a request has a
connection for itself, and one that did not end well is closed.

The pools are below httpx's transports. What is above those, httpx's client, would parse, copy and
look up for every request what is the same for all. Tools that watch httpx see every call.
"""

from __future__ import annotations

import threading
from typing import (
    Any,
    AsyncIterator,
    Dict,
    Generic,
    Iterator,
    List,
    Optional,
    Sequence,
    Set,
    Tuple,
    TypeVar,
    Union,
)

import httpcore
import httpx

from lagclient.transport.gate import AsyncGate, Gate
from lagclient.transport.httpx.connection import AsyncConnection, Connection, Plan, extensions_of
from lagclient.transport.httpx.request import Builder
from lagclient.transport.httpx.sockets import Holder
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import OpenedBody, PoolStats, Request, Timeouts, TransportError

ConnectionT = TypeVar("ConnectionT", Connection, AsyncConnection)


class PoolTransport(httpx.HTTPTransport):
    """httpx's transport over a pool of ours. Of httpx, `_pool` is the only private name used."""

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        self._pool: Any = Pool(url, options)
        self._build = Builder()

    def open(
        self,
        request: Request,
        timeouts: Timeouts,
        body: OpenedBody,
        ends: Optional[float],
        holder: Optional[Holder],
    ) -> httpx.Response:
        """Send, and return once the headers of the response are there."""
        extensions: Dict[str, object] = {"ends": ends, "holder": holder}
        return self.handle_request(self._build(request, timeouts, body, extensions))

    def stats(self) -> PoolStats:
        """Count the connections."""
        stats: PoolStats = self._pool.stats()
        return stats


class AsyncPoolTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over a pool of ours. Of httpx, `_pool` is the only private name used."""

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        self._pool: Any = AsyncPool(url, options)
        self._build = Builder(is_async=True)

    async def open(self, request: Request, timeouts: Timeouts, body: OpenedBody) -> httpx.Response:
        """Send, and return once the headers of the response are there."""
        return await self.handle_async_request(self._build(request, timeouts, body, {}))

    def stats(self) -> PoolStats:
        """Count the connections."""
        stats: PoolStats = self._pool.stats()
        return stats

    async def close(self) -> None:
        """Close all connections, also those in use."""
        await self._pool.aclose()

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        self._pool.abandon()


class _Shelf(Generic[ConnectionT]):
    """The connections of a pool. Of the idle ones, the last used is used next."""

    def __init__(self, max_idle: int) -> None:
        self.every: Set[ConnectionT] = set()
        self.is_closed = False
        self._idle: List[ConnectionT] = []
        self._max_idle = max_idle
        self._lock = threading.Lock()

    def take(self) -> Tuple[Optional[ConnectionT], List[ConnectionT]]:
        """Return an idle connection if there is one, and those to close because they are over."""
        over: List[ConnectionT] = []
        with self._lock:
            while self._idle:
                connection = self._idle.pop()
                if connection.is_usable():
                    return connection, over
                self.every.discard(connection)
                over.append(connection)
        return None, over

    def give(self, connection: ConnectionT, gate: Union[Gate, AsyncGate]) -> Sequence[ConnectionT]:
        """Return a healthy connection to the shelf, and its turn; return those to close."""
        with self._lock:
            if self.is_closed or connection.is_closed():
                self.every.discard(connection)
                gate.leave()
                return [connection]
            self._idle.append(connection)
            gate.leave()
            if len(self._idle) == 1:
                return ()
            over: List[ConnectionT] = []
            # The first is idle for the longest time; if it is usable, the others are.
            while len(self._idle) > 1 and (
                len(self.every) - gate.in_use > self._max_idle or not self._idle[0].is_usable()
            ):
                over.append(self._idle.pop(0))
                self.every.discard(over[-1])
            return over

    def clear(self) -> List[ConnectionT]:
        """Return the idle connections, which are to be closed, as all from now on."""
        with self._lock:
            self.is_closed = True
            idle, self._idle = self._idle, []
            self.every.difference_update(idle)
            return idle

    def stats(self, waiting: int) -> PoolStats:
        """Count the connections."""
        total, idle = len(self.every), len(self._idle)
        return PoolStats(total, idle, total - idle, waiting)


class Pool:
    """The connections of one process, for a `Client`."""

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        self._plan = Plan(url, options)
        self._gate = Gate(options.max_connections)
        self._shelf: _Shelf[Connection] = _Shelf(options.max_idle)

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send over a connection of its own."""
        self._gate.enter(extensions_of(request)["timeout"]["pool"])
        connection: Optional[Connection] = None
        try:
            connection, over = self._shelf.take()
            for each in over:
                each.dialer.close()
            if connection is None:
                connection = Connection(self._plan, request.url.origin)
                self._shelf.every.add(connection)
            if self._shelf.is_closed:
                raise TransportError.closed()
            response = connection.handle_request(request)
        except BaseException:
            self.drop(connection)
            raise
        response.stream = _Body(response.stream, self, connection)
        return response

    def give(self, connection: Connection) -> None:
        """Return a healthy connection to the pool."""
        for each in self._shelf.give(connection, self._gate):
            each.dialer.close()

    def drop(self, connection: Optional[Connection]) -> None:
        """Discard a connection that failed or was abandoned; never reuse it."""
        try:
            if connection is not None:
                self._shelf.every.discard(connection)
                connection.dialer.close()
        finally:
            self._gate.leave()

    def stats(self) -> PoolStats:
        """Count the connections."""
        return self._shelf.stats(self._gate.waiting)

    def close(self) -> None:
        """Close all connections; threads that use one fail at once."""
        for connection in self._shelf.clear():
            connection.dialer.close()
        for connection in list(self._shelf.every):
            connection.dialer.hang_up()


class AsyncPool:
    """The connections of one event loop, for an `AsyncClient`."""

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        self._plan = Plan(url, options)
        self._gate = AsyncGate(options.max_connections)
        self._shelf: _Shelf[AsyncConnection] = _Shelf(options.max_idle)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send over a connection of its own."""
        await self._gate.enter(extensions_of(request)["timeout"]["pool"])
        connection: Optional[AsyncConnection] = None
        try:
            connection, over = self._shelf.take()
            if connection is None:
                connection = AsyncConnection(self._plan, request.url.origin)
                self._shelf.every.add(connection)
            for each in over:
                await each.dialer.aclose()
            if self._shelf.is_closed:
                raise TransportError.closed()
            response = await connection.handle_async_request(request)
        except BaseException:
            await self.drop(connection)
            raise
        response.stream = _AsyncBody(response.stream, self, connection)
        return response

    async def give(self, connection: AsyncConnection) -> None:
        """Return a healthy connection to the pool."""
        for each in self._shelf.give(connection, self._gate):
            await each.dialer.aclose()

    async def drop(self, connection: Optional[AsyncConnection]) -> None:
        """Discard a connection that failed or was abandoned; never reuse it."""
        try:
            if connection is not None:
                self._shelf.every.discard(connection)
                await connection.dialer.aclose()
        finally:
            self._gate.leave()

    def stats(self) -> PoolStats:
        """Count the connections."""
        return self._shelf.stats(self._gate.waiting)

    async def aclose(self) -> None:
        """Close all connections, also those in use."""
        for connection in [*self._shelf.clear(), *self._shelf.every]:
            await connection.dialer.aclose()

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        for connection in self._shelf.every:
            connection.dialer.abandon()


class _Body:
    """A response body; with its end, its connection goes back to the pool."""

    def __init__(self, stream: object, pool: Pool, connection: Connection) -> None:
        self._stream: Any = stream
        self._pool = pool
        self._connection: Optional[Connection] = connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                self._stream.close()
            except BaseException:
                self._pool.drop(connection)
                raise
            self._pool.give(connection)


class _AsyncBody:
    """A response body; with its end, its connection goes back to the pool."""

    def __init__(self, stream: object, pool: AsyncPool, connection: AsyncConnection) -> None:
        self._stream: Any = stream
        self._pool = pool
        self._connection: Optional[AsyncConnection] = connection

    def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: AsyncIterator[bytes] = self._stream.__aiter__()
        return chunks

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await self._stream.aclose()
            except BaseException:
                await self._pool.drop(connection)
                raise
            await self._pool.give(connection)
