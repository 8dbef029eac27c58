"""uvicorn in a thread of its own, as a guest: it handles no signals and logs nothing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from typing import Awaitable, Callable, List, Optional, Tuple

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from lagclient.sandbox.http.failing import HANG_UP

GRACE_SECONDS = 1.0

logger: logging.Logger = logging.getLogger("lagclient.sandbox")


class _Server(uvicorn.Server):
    """A uvicorn that another thread can wait for and stop, without its fixed naps."""

    def __init__(self, config: uvicorn.Config, beside: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._beside = beside
        self.settled = threading.Event()
        """Set once requests are accepted, or once that has failed."""
        self.ended = threading.Event()
        self.failure: Optional[BaseException] = None
        self._loop: Optional[asyncio.AbstractEventLoop] = None
        self._end: Optional[asyncio.Event] = None

    def live(self, listener: socket.socket) -> None:
        """Serve until `stop`: the whole life of the thread."""
        try:
            asyncio.run(self.serve(sockets=[listener]))
        except BaseException as error:
            self.failure = error
        finally:
            self.settled.set()
            self.ended.set()

    def stop(self) -> None:
        """Ask for the end, from another thread."""
        assert self._loop is not None
        assert self._end is not None
        with contextlib.suppress(RuntimeError):  # It has ended by itself.
            self._loop.call_soon_threadsafe(self._end.set)

    async def startup(self, sockets: Optional[List[socket.socket]] = None) -> None:
        self._loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        await super().startup(sockets=sockets)
        self._task = asyncio.ensure_future(self._run_beside())
        self.settled.set()

    async def _run_beside(self) -> None:
        try:
            await self._beside()
        except Exception:
            logger.exception("What runs beside the server failed")

    def hang_up(self, client: Tuple[str, int]) -> None:
        """End the connection to a client without another word."""
        # All of uvicorn's protocols have a `transport`; the scope's client is whom that leads to.
        for connection in list(self.server_state.connections):
            if connection.transport.get_extra_info("peername", ())[:2] == tuple(client):
                connection.transport.abort()

    async def main_loop(self) -> None:
        # uvicorn's own wakes up ten times a second, for a Date header that is not wanted here.
        assert self._end is not None
        await self._end.wait()

    async def shutdown(self, sockets: Optional[List[socket.socket]] = None) -> None:
        # uvicorn's own sleeps for a tenth of a second, which many short tests would feel.
        state = self.server_state
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        self._task.cancel()
        for connection in list(state.connections):
            connection.shutdown()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._quiet(), GRACE_SECONDS)
        for task in state.tasks:
            task.cancel()
        for connection in list(state.connections):
            connection.transport.abort()
        await self._quiet()
        await asyncio.wait({self._task})

    async def _quiet(self) -> None:
        while self.server_state.connections or self.server_state.tasks:
            await asyncio.sleep(0.001)


class Serving:
    """An application that is being served."""

    def __init__(
        self, app: ASGIApp, listener: socket.socket, beside: Callable[[], Awaitable[None]]
    ) -> None:
        """Serve it.

        Args:
            app: What is served.
            listener: Where.
            beside: Runs on the same event loop, and is cancelled at the end.
        """

        async def with_hang_up(scope: Scope, receive: Receive, send: Send) -> None:
            def hang_up() -> None:
                self._server.hang_up(scope["client"])

            extensions = {**scope.get("extensions", {}), HANG_UP: hang_up}
            await app({**scope, "extensions": extensions}, receive, send)

        config = uvicorn.Config(
            with_hang_up,
            interface="asgi3",
            lifespan="off",
            ws="none",
            # One parser on every machine, so that recordings agree to the byte.
            http="h11",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            # `app` knows better.
            server_header=False,
            date_header=False,
            # Longer than clients keep idle connections: one that closes first meets no race.
            timeout_keep_alive=75,
        )
        self._server = _Server(config, beside)
        self._thread = threading.Thread(
            target=self._server.live, args=(listener,), name="lag-sandbox", daemon=True
        )
        self._thread.start()
        self._server.settled.wait()
        if self._server.failure:
            self._thread.join()
            raise self._server.failure

    def wait(self, seconds: float) -> bool:
        """Wait for its end, but not for longer; whether it has ended."""
        # No join: before Python 3.13, one that Ctrl+C ends takes the thread for dead.
        return self._server.ended.wait(seconds)

    def stop(self) -> None:
        """End it: requests under way are answered, connections closed, the thread joined."""
        self._server.stop()
        self._thread.join()
