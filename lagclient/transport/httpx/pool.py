"""Our own connections, by process and by event loop: each is an httpx transport of its own.

This is httpx without the client around it. A client has one base URL, so what httpx's client looks
up for every request, whether a proxy applies and whom to trust, is decided once.

httpcore's pool would hold many connections in one transport. It looks through all of them for every
request, which makes a crowd wait for itself, and it loses those whose request is cancelled at the
wrong moment. Here a request has its connection for itself, and one that did not end well is closed.
"""

from __future__ import annotations

import functools
import os
import threading
from typing import (
    Any,
    Callable,
    Dict,
    List,
    Set,
)

from lagclient.transport.content import end
from lagclient.transport.gate import enter, enter_async
from lagclient.transport.httpx.prebuilt import Builder
from lagclient.transport.protocol import Request, Timeouts, TransportError

MAX_CONNECTIONS = 100


class _Share:
    """The connections of one process, or of one event loop."""

    def __init__(self, gate: Any) -> None:
        self.gate = gate
        """Lets in no more than there may be connections, first come, first served."""
        self.idle: List[Any] = []
        """The last used one last: it is the next to be used."""
        self.every: Set[Any] = set()

    def take(self, make: Callable[[], Any]) -> Any:
        """A connection that nobody else uses."""
        try:
            return self.idle.pop()
        except IndexError:
            made = make()
            self.every.add(made)
            return made

    def give(self, connection: Any) -> None:
        """Take one back that is in order."""
        self.idle.append(connection)
        self.gate.release()

    def forget(self, connection: Any) -> None:
        """Take none back: who failed, or was left half-way, is not trusted again."""
        self.every.discard(connection)
        self.gate.release()


class Pool:
    """Our own connections, made on first use and again after a fork."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._build = Builder()
        # By process: a parent's connections stay as they are, closing them here would end them.
        self._shares: Dict[int, _Share] = {}
        self._closed = False

    def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        from lagclient.transport.httpx import streams

        process = os.getpid()
        share = self._shares.get(process) or self._shares.setdefault(
            process, _Share(threading.Semaphore(MAX_CONNECTIONS))
        )
        enter(share.gate, MAX_CONNECTIONS, timeouts.cut().pool)
        connection: Any = None
        try:
            if self._closed:
                raise TransportError.unsent("The client is closed")
            try:
                connection = share.take(self._make)
                built = self._build(request, timeouts, *streams.body(content))
            except Exception as error:
                raise TransportError.unsent(error) from error
            response = connection.handle_request(built)
        except BaseException:
            self._drop(share, connection)
            raise
        finally:
            end(content)
        give = functools.partial(share.give, connection)
        if response.is_closed:
            give()  # whoever answered had it all: no connection was needed
        else:
            drop = functools.partial(self._drop, share, connection)
            response.stream = streams.Held(response.stream, give, drop)
        return response

    def _drop(self, share: _Share, connection: Any) -> None:
        try:
            if connection is not None:
                connection.close()
        finally:
            share.forget(connection)

    def close(self) -> None:
        """Close all connections, also those in use."""
        self._closed = True
        share = self._shares.get(os.getpid())
        for connection in list(share.every if share else ()):
            connection.close()


class _AsyncShare(_Share):
    async def close(self) -> None:
        for connection in list(self.every):
            await connection.aclose()


class AsyncPool:
    """Our own connections, those of each event loop apart; they are closed with their loop."""

    def __init__(self, make: Callable[[], Any]) -> None:
        import anyio

        from lagclient.transport.sessions import Sessions

        self._make = make
        self._build = Builder()
        self._shares = Sessions(lambda: _AsyncShare(anyio.Semaphore(MAX_CONNECTIONS)))
        self._closed = False

    async def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        from lagclient.transport.httpx import streams

        share = self._shares.here() or await self._shares.opened()
        await enter_async(share.gate, MAX_CONNECTIONS, timeouts.cut().pool)
        connection: Any = None
        try:
            if self._closed:
                raise TransportError.unsent("The client is closed")
            try:
                connection = share.take(self._make)
                built = self._build(request, timeouts, *streams.async_body(content))
            except Exception as error:
                raise TransportError.unsent(error) from error
            response = await connection.handle_async_request(built)
        except BaseException:
            await self._drop(share, connection)
            raise
        finally:
            end(content)
        give = functools.partial(share.give, connection)
        if response.is_closed:
            give()
        else:
            drop = functools.partial(self._drop, share, connection)
            response.stream = streams.AsyncHeld(response.stream, give, drop)
        return response

    async def _drop(self, share: _Share, connection: Any) -> None:
        try:
            if connection is not None:
                await connection.aclose()
        finally:
            share.forget(connection)

    async def close(self) -> None:
        """Close the connections of this event loop; the others close with theirs."""
        self._closed = True
        await self._shares.close()
