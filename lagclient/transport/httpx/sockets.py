"""The sockets of one asynchronous connection, closed in the end whatever happens.

httpcore loses sight of a socket whose TLS handshake is cancelled, and of one that is still being
opened when its pool is closed; garbage collection would close them, and warn.
"""

from __future__ import annotations

from typing import Any, Optional, Set

import anyio
import httpcore

from lagclient.transport.httpx.cork import Cork


class Sockets(httpcore.AsyncNetworkBackend):
    """Opens sockets as httpcore would, and knows which are open."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self._open: Set[_Socket] = set()
        self._closed = False

    async def connect_tcp(self, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        """Open one."""
        socket = _Socket(await self._inner.connect_tcp(*args, **options), self._open)
        if self._closed:
            await socket.aclose()
            raise httpcore.ConnectError("The client is closed")
        return socket

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)

    async def aclose(self) -> None:
        """Close all, and those that are still being opened once they are."""
        self._closed = True
        for socket in list(self._open):
            await socket.aclose()


class _Socket(httpcore.AsyncNetworkStream):
    def __init__(self, inner: Any, among: Set[_Socket]) -> None:
        self._inner = inner
        self._cork = Cork()
        self._among = among
        among.add(self)

    async def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        self._cork.turn()
        data: bytes = await self._inner.read(max_bytes, timeout)
        return data

    async def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        await self._inner.write(self._cork.push(buffer), timeout)

    async def start_tls(self, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        try:
            self._inner = await self._inner.start_tls(*args, **options)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self.aclose()
            raise
        return self

    async def aclose(self) -> None:
        self._among.discard(self)
        await self._inner.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
