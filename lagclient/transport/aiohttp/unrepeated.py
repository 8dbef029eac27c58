"""aiohttp's connections of one event loop, kept from sending anything again.

aiohttp would send a request again whose connection ended without an answer, if its method is
idempotent. That is for the call to decide, which knows what may be repeated.
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import anyio

from lagclient.transport.gate import enter_async
from lagclient.transport.options import IDLE_SECONDS
from lagclient.transport.protocol import Timeouts, TransportError

_LONGEST_FIELD = 64 * 1024
_AUTOMATIC = ("accept", "accept-encoding", "content-type", "user-agent")


class AiohttpSession:
    """Connections of one event loop, and turns at them.

    Raises:
        TransportError: It is no event loop of asyncio's.
    """

    def __init__(self, most: int) -> None:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            raise TransportError.unsent(
                "This transport is for asyncio: on trio, leave `transport` out"
            ) from None
        self.gate: anyio.Semaphore = anyio.Semaphore(most)
        self._most = most
        self.http: aiohttp.ClientSession = aiohttp.ClientSession(
            # How many there may be, the gate says: it tells waiting from connecting.
            connector=_Connector(limit=0, keepalive_timeout=IDLE_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_AUTOMATIC,
            middlewares=(_once,),
            max_line_size=_LONGEST_FIELD,
            max_field_size=_LONGEST_FIELD,
        )

    async def enter(self, timeouts: Timeouts) -> None:
        """Wait for one's turn, first come, first served."""
        await enter_async(self.gate, self._most, timeouts.cut().pool)

    def leave(self, response: Any) -> None:
        """Let the next one in; an answer that was not read to its end ends its connection."""
        if response is not None and not response.closed:
            response.close()
        self.gate.release()

    async def close(self) -> None:
        """Close the connections."""
        await self.http.close()
        await asyncio.sleep(0)  # sockets are closed by the loop


class EndedError(Exception):
    """What ended an attempt, and whether there was a connection by then."""

    def __init__(self, error: Exception, connected: bool) -> None:
        super().__init__()
        self.error = error
        self.connected = connected


class _Connector(aiohttp.TCPConnector):
    """Opens connections; whatever goes wrong before there is one, is told as that."""

    async def connect(self, *args: Any, **options: Any) -> Any:
        try:
            return await super().connect(*args, **options)
        except Exception as error:
            raise EndedError(error, connected=False) from None


async def _once(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> Any:
    """Send: what fails with an error that aiohttp does not know, it does not send again."""
    try:
        return await send(request)
    except EndedError:
        raise
    except Exception as error:
        raise EndedError(error, connected=True) from None
