"""The aiohttp connections of one event loop, which never repeat a request.

aiohttp would repeat a request with an idempotent method if the connection ended without a response.
Only the call decides that, because it knows which routes are safe to repeat.
"""

from __future__ import annotations

import asyncio
import contextlib
import weakref
from typing import Any, Dict, List, Optional

import aiohttp
import anyio
from aiohttp.connector import Connection
from aiohttp.tracing import Trace

from lagclient.log import DEBUG, Log
from lagclient.transport.connection_limit import AsyncConnectionLimit
from lagclient.transport.hangup import abandon, is_readable
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.progress import reach
from lagclient.transport.protocol import PoolStats, Timeouts, TransportError

_LONGEST_FIELD = 64 * 1024
_AUTOMATIC = ("accept", "accept-encoding", "content-type", "user-agent")


_LOG = Log("transport")


def _logged() -> aiohttp.TraceConfig:
    """Return the tracing that logs the connections of a session."""
    trace = aiohttp.TraceConfig()

    async def opens(*_: object) -> None:
        _LOG.debug("opens a connection")

    async def reuses(*_: object) -> None:
        _LOG.debug("reuses a connection")

    trace.on_connection_create_start.append(opens)
    trace.on_connection_reuseconn.append(reuses)
    return trace


class AiohttpSession:
    """The connections of one event loop, and the turns at them.

    Raises:
        TransportError: The event loop is not one of asyncio.
    """

    def __init__(self, options: ConnectionOptions) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            raise TransportError.unsent(
                "This transport is for asyncio: on trio, leave `transport` out"
            ) from None
        self._turns = AsyncConnectionLimit(options.max_connections)
        self._connector = _Connector(options.idle_seconds)
        self._max_idle = options.max_idle
        self.connecting: Dict[object, anyio.CancelScope] = self._connector.connecting
        """The scope of each task's attempt, until it is connected."""
        self.http: aiohttp.ClientSession = aiohttp.ClientSession(
            connector=self._connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_AUTOMATIC,
            middlewares=(_once,),
            auto_decompress=False,  # it raises for codings that were not asked for
            max_line_size=_LONGEST_FIELD,
            max_field_size=_LONGEST_FIELD,
            trace_configs=[_logged()] if _LOG.is_on(DEBUG) else None,
        )

    async def enter(self, timeouts: Timeouts) -> None:
        """Wait for a turn, in order of arrival."""
        await self._turns.enter(timeouts.cut().pool)

    def leave(self, response: Optional[aiohttp.ClientResponse]) -> None:
        """Hand the turn to the next call; close the connection of an incomplete response."""
        if response is not None and not response.closed:
            response.close()
        self._turns.leave()
        self._connector.close_idle(self._max_idle, self._turns.in_use)

    def stats(self) -> PoolStats:
        """Count the connections."""
        total, in_use = len(self._connector.opened()), self._turns.in_use
        return PoolStats(total, max(total - in_use, 0), in_use, self._turns.waiting)

    async def close(self) -> None:
        """Close the connections; tasks that use one fail at once."""
        for scope in list(self.connecting.values()):  # aiohttp would go on connecting
            scope.cancel()
        self._connector.abort_used()
        for _ in range(2):  # with TLS, the reader fails one turn of the loop later
            await asyncio.sleep(0)
        await self.http.close()
        await asyncio.sleep(0)  # sockets are closed by the loop
        # The server may not answer the end of TLS, and before 3.11 asyncio waits for it for ever.
        self._connector.abort()
        await asyncio.sleep(0)

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        for protocol in self._connector.opened():
            abandon(protocol.transport.get_extra_info("socket"))
        # On a closed loop this does not wait; without it, aiohttp logs an unclosed session.
        closing = self.http.close()
        with contextlib.suppress(StopIteration):
            closing.send(None)
        closing.close()


class EndedError(Exception):
    """The end of an attempt: its error, and whether it was connected by then."""

    def __init__(self, error: Exception, connected: bool) -> None:
        super().__init__()
        self.error = error
        self.connected = connected


class _Connector(aiohttp.TCPConnector):
    """Opens connections; marks errors that happen before one is open."""

    def __init__(self, idle_seconds: float) -> None:
        # Turns limit the connections, because they distinguish waiting from connecting.
        super().__init__(limit=0, keepalive_timeout=idle_seconds)  # pyright: ignore[reportUnknownMemberType]
        self.connecting: Dict[object, anyio.CancelScope] = {}
        self._opened: weakref.WeakSet[Any] = weakref.WeakSet()
        self._taken: weakref.WeakSet[Connection] = weakref.WeakSet()
        self._transports: weakref.WeakSet[asyncio.Transport] = weakref.WeakSet()

    def opened(self) -> List[Any]:
        """Return the protocols of the connections that are open."""
        return [protocol for protocol in self._opened if protocol.is_connected()]

    def abort(self) -> None:
        """End what has not ended yet of connections that are closed."""
        for transport in self._transports:
            transport.abort()

    def abort_used(self) -> None:
        """End the connections in use, because aiohttp would not wake a task that reads."""
        every = [getattr(connection.protocol, "transport", None) for connection in self._taken]
        for transport in filter(None, every):
            transport.abort()

    def close_idle(self, most: int, in_use: int) -> None:
        """Close the idle connections beyond a number, because aiohttp has no limit for them."""
        if len(self._opened) > most + in_use:  # `_opened` counts closed ones for a while
            taken = {connection.protocol for connection in self._taken}
            for protocol in [each for each in self.opened() if each not in taken][most:]:
                protocol.close()

    async def connect(
        self, req: aiohttp.ClientRequest, traces: List[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        reach("connect")
        while True:
            try:
                connection = await super().connect(req, traces, timeout)
            except Exception as error:
                raise EndedError(error, connected=False) from None
            is_new = connection.protocol not in self._opened
            if is_new or not _has_unread(connection):
                break
            connection.close()
        self.connecting.pop(asyncio.current_task(), None)
        reach("read")
        if is_new:
            transport: Any = connection.transport
            self._transports.add(transport)
            self._opened.add(connection.protocol)
        self._taken.add(connection)
        return connection


def _has_unread(connection: Connection) -> bool:
    """Return whether bytes arrived while a connection was idle.

    aiohttp would take them for the response to the next request.
    """
    protocol: Any = connection.protocol
    return protocol.should_close or is_readable(protocol.transport.get_extra_info("socket"))


async def _once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> Any:
    """Send once; hide errors from aiohttp, so that it does not repeat the request."""
    try:
        return await send(request)
    except EndedError:
        raise
    except Exception as error:
        raise EndedError(error, connected=True) from None
