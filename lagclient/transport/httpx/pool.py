"""The connections of one process or of one event loop.

httpcore's own pool searches all its connections for every request, so that many calls at once delay
each other, and it loses a connection whose request is cancelled at the wrong moment. Here each
request has one connection, and a connection that failed is closed.

Requests go to httpcore directly until the program imports httpx, because the first call needs no
import of httpx then. From then on they go through httpx's transports, which tools such as vcrpy
watch.
"""

from __future__ import annotations

import functools
import sys
import threading
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncIterator,
    Dict,
    Generic,
    Iterator,
    List,
    Optional,
    Set,
    Tuple,
    Type,
    TypeVar,
)

import httpcore

from lagclient.log import DEBUG, Log
from lagclient.transport.connection_limit import AsyncConnectionLimit, ConnectionLimit
from lagclient.transport.httpx.connection import AsyncConnection, Connection, Plan, extensions_of
from lagclient.transport.httpx.direct import built
from lagclient.transport.httpx.request import AsyncPieces, pieces_of
from lagclient.transport.httpx.response import Response
from lagclient.transport.httpx.sockets import Hold
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import OpenedBody, PoolStats, Request, Timeouts, TransportError

if TYPE_CHECKING:
    from lagclient.transport.httpx.instrumented import AsyncPoolTransport, PoolTransport

ConnectionT = TypeVar("ConnectionT", Connection, AsyncConnection)
LimitT = TypeVar("LimitT", ConnectionLimit, AsyncConnectionLimit)


_LOG = Log("transport")


def _log_connection(what: str, origin: httpcore.Origin, plan: Plan) -> None:
    if _LOG.is_on(DEBUG):
        place = f"{origin.scheme.decode()}://{origin.host.decode()}:{origin.port}"
        _LOG.debug("%s to %s%s", what, place, f" through {plan.proxy}" if plan.proxy else "")


class _Shelf(Generic[ConnectionT, LimitT]):
    """The connections of a pool, and the turns at them. The last connection used is used next.

    Attributes:
        every: All connections, idle or in use.
    """

    _connection: Type[ConnectionT]
    _limit: Type[LimitT]

    def __init__(self, url: str, options: ConnectionOptions) -> None:
        self.every: Set[ConnectionT] = set()
        self._plan = Plan(url, options)
        self._turns: LimitT = self._limit(options.max_connections)
        self._idle: List[ConnectionT] = []
        self._max_idle = options.max_idle
        # A signal handler may close the client while this thread has the lock.
        self._lock = threading.RLock()
        self._is_closed = False

    def is_instrumented(self) -> bool:
        """Return whether tools may watch the transports of httpx in this program."""
        return "httpx" in sys.modules

    def stats(self) -> PoolStats:
        """Count the connections."""
        total, idle = len(self.every), len(self._idle)
        return PoolStats(total, idle, total - idle, self._turns.waiting)

    def _take(self, origin: httpcore.Origin) -> Tuple[ConnectionT, List[ConnectionT]]:
        """Return an idle connection or a new one, and the connections to close."""
        over: List[ConnectionT] = []
        with self._lock:
            idle = self._idle
            while idle:
                connection = idle.pop()
                if connection.is_usable():
                    _log_connection("reuses a connection", origin, self._plan)
                    return connection, over
                self.every.discard(connection)
                over.append(connection)
        _log_connection("opens a connection", origin, self._plan)
        connection = self._connection(self._plan, origin)
        self.every.add(connection)
        return connection, over

    def _give(self, connection: ConnectionT) -> List[ConnectionT]:
        """Return a healthy connection and its turn to the pool; return the connections to close."""
        over: List[ConnectionT] = []
        with self._lock:
            if self._is_closed or connection.is_over():
                over.append(connection)
            else:
                self._idle.append(connection)
            self._turns.leave()
            # Calls that have a turn will use some. The first has been idle longest; if it is
            # usable, so are the others.
            while len(self._idle) > 1:
                spare = len(self.every) - len(over) - self._turns.in_use
                if spare <= 0 or (spare <= self._max_idle and self._idle[0].is_usable()):
                    break
                over.append(self._idle.pop(0))
            self.every.difference_update(over)
        return over

    def _end(self) -> List[ConnectionT]:
        """Keep no connection from now on; return the idle ones."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
            self.every.difference_update(idle)
        return idle

    def _check(self) -> None:
        if self._is_closed:
            raise TransportError.closed()


class Pool(_Shelf[Connection, ConnectionLimit]):
    """The connections of one process, for a `Client`."""

    _connection, _limit = Connection, ConnectionLimit

    @functools.cached_property
    def instrumented(self) -> PoolTransport:
        """The transport of httpx over this pool."""
        from lagclient.transport.httpx.instrumented import PoolTransport

        return PoolTransport(self)

    def open(
        self,
        request: Request,
        timeouts: Timeouts,
        body: OpenedBody,
        ends: Optional[float],
        hold: Optional[Hold],
    ) -> Response:
        """Send, and return when the headers of the response have arrived."""
        extensions: Dict[str, object] = {"ends": ends, "hold": hold}
        direct = None
        if not self.is_instrumented():
            direct = built(request, timeouts, body, pieces_of(body), extensions)
        if direct is None:
            through = self.instrumented
            built_by_httpx = through.build(request, timeouts, body, extensions)
            return Response.of_httpx(through.handle_request(built_by_httpx))
        return Response.of_httpcore(self.handle_request(direct))

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request over a connection that no other request uses."""
        self._turns.enter(extensions_of(request)["timeout"]["pool"])
        connection: Optional[Connection] = None
        try:
            connection, over = self._take(request.url.origin)
            for each in over:
                each.dialer.close()
            self._check()
            response = connection.handle_request(request)
        except BaseException:
            self.drop(connection)
            raise
        response.stream = _Body(response.stream, self, connection)
        return response

    def give(self, connection: Connection) -> None:
        """Return a healthy connection to the pool."""
        for each in self._give(connection):
            each.dialer.close()

    def drop(self, connection: Optional[Connection]) -> None:
        """Discard a connection that failed or was abandoned; never reuse it."""
        try:
            if connection is not None:
                self.every.discard(connection)
                connection.dialer.close()
        finally:
            self._turns.leave()

    def close(self) -> None:
        """Close all connections; threads that use one fail at once."""
        for connection in self._end():
            connection.dialer.close()
        for connection in list(self.every):
            connection.dialer.hang_up()


class AsyncPool(_Shelf[AsyncConnection, AsyncConnectionLimit]):
    """The connections of one event loop, for an `AsyncClient`."""

    _connection, _limit = AsyncConnection, AsyncConnectionLimit

    @functools.cached_property
    def instrumented(self) -> AsyncPoolTransport:
        """The transport of httpx over this pool."""
        from lagclient.transport.httpx.instrumented import AsyncPoolTransport

        return AsyncPoolTransport(self)

    async def open(self, request: Request, timeouts: Timeouts, body: OpenedBody) -> Response:
        """Send, and return when the headers of the response have arrived."""
        direct = None
        if not self.is_instrumented():
            direct = built(request, timeouts, body, AsyncPieces(pieces_of(body)), {})
        if direct is None:
            through = self.instrumented
            built_by_httpx = through.build(request, timeouts, body)
            response = await through.handle_async_request(built_by_httpx)
            return Response.of_httpx(response, is_async=True)
        return Response.of_httpcore(await self.handle_async_request(direct))

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request over a connection that no other request uses."""
        await self._turns.enter(extensions_of(request)["timeout"]["pool"])
        connection: Optional[AsyncConnection] = None
        try:
            connection, over = self._take(request.url.origin)
            await _close_all(over)
            self._check()
            response = await connection.handle_async_request(request)
        except BaseException:
            await self.drop(connection)
            raise
        response.stream = _Body(response.stream, self, connection)
        return response

    async def give(self, connection: AsyncConnection) -> None:
        """Return a healthy connection to the pool."""
        await _close_all(self._give(connection))

    async def drop(self, connection: Optional[AsyncConnection]) -> None:
        """Discard a connection that failed or was abandoned; never reuse it."""
        try:
            if connection is not None:
                self.every.discard(connection)
                await connection.dialer.aclose()
        finally:
            self._turns.leave()

    async def close(self) -> None:
        """Close all connections, also those in use."""
        await _close_all([*self._end(), *self.every])

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        for connection in self.every:
            connection.dialer.abandon()


async def _close_all(connections: List[AsyncConnection]) -> None:
    """Close all the connections, even if the task is cancelled meanwhile."""
    if connections:
        try:
            await connections.pop().dialer.aclose()
        finally:
            await _close_all(connections)


class _Body:
    """A response body, blocking or not; closing it returns its connection to the pool."""

    def __init__(self, stream: object, pool: object, connection: object) -> None:
        self._stream: Any = stream
        self._pool: Any = pool
        self._connection: Any = connection

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def __aiter__(self) -> AsyncIterator[bytes]:
        chunks: AsyncIterator[bytes] = self._stream.__aiter__()
        return chunks

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                self._stream.close()
            except BaseException:
                self._pool.drop(connection)
                raise
            self._pool.give(connection)

    async def aclose(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await self._stream.aclose()
            except BaseException:
                await self._pool.drop(connection)
                raise
            await self._pool.give(connection)
