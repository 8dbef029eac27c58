"""The one connection of an httpx transport, in the place of httpcore's pool.

The pool keeps books on requests that wait and on connections that are free. Here neither can
happen: who has a transport of ours has it for one request, see `lagclient.transport.httpx.pool`.
"""

from __future__ import annotations

from typing import Any, Optional, Tuple

import anyio
import httpcore

from lagclient.transport.httpx import deadline, sockets, tunnels


def settle(transport: Any, through_proxy: bool) -> None:
    """Let an httpx transport have one connection, whose sockets are ours to watch."""
    pool: Any = getattr(transport, "_pool", None)
    if hasattr(pool, "create_connection"):
        kind = AsyncSingle if hasattr(pool, "aclose") else Single
        transport._pool = kind(pool, through_proxy)


class _Single:
    def __init__(self, pool: Any, through_proxy: bool) -> None:
        self._pool = pool
        """What httpx made: it knows how to make a connection, and is asked for nothing else."""
        self._through_proxy = through_proxy
        self._made: Any = None

    def _next(self, request: Any) -> Tuple[Any, Optional[Any]]:
        """The connection for a request; and the one before, if that is to be closed first."""
        made, over = self._made, None
        if made is not None and (made.is_closed() or made.has_expired()):
            made, over = None, made
        if made is None:
            if request.url.scheme not in (b"http", b"https"):
                raise httpcore.UnsupportedProtocol(f"No http:// or https://: {request.url!r}")
            made = self._pool.create_connection(request.url.origin)
            self._made = tunnels.mended(made) if self._through_proxy else made
        return self._made, over


class Single(_Single):
    """For a `Client`."""

    def __init__(self, pool: Any, through_proxy: bool) -> None:
        super().__init__(pool, through_proxy)
        pool._network_backend = deadline.Backend(pool._network_backend)

    def handle_request(self, request: Any) -> Any:
        """Connect if need be, and send."""
        connection, over = self._next(request)
        if over is not None:
            over.close()
        return connection.handle_request(request)

    def close(self) -> None:
        """Give the connection up."""
        if self._made is not None:
            self._made.close()


class AsyncSingle(_Single):
    """For an `AsyncClient`."""

    def __init__(self, pool: Any, through_proxy: bool) -> None:
        super().__init__(pool, through_proxy)
        pool._network_backend = self._sockets = sockets.Sockets(pool._network_backend)

    async def handle_async_request(self, request: Any) -> Any:
        """Connect if need be, and send."""
        connection, over = self._next(request)
        if over is not None:
            await over.aclose()
        return await connection.handle_async_request(request)

    async def aclose(self) -> None:
        """Give the connection up, whatever it is doing; a cancellation has to wait."""
        with anyio.CancelScope(shield=True):
            try:
                if self._made is not None:
                    await self._made.aclose()
            finally:
                await self._sockets.aclose()
