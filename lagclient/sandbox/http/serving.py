"""uvicorn in a thread of its own. It handles no signals and logs nothing, because it is a guest."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from importlib.util import find_spec
from typing import Awaitable, Callable, Generator, List, Optional, Tuple

import anyio
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from lagclient import accepting
from lagclient.sandbox.http.failing import HANG_UP
from lagclient.sandbox.world.clock import uptime

GRACE_SECONDS = 1.0

logger: logging.Logger = logging.getLogger("lagclient.sandbox")


class _Server(uvicorn.Server):
    """A uvicorn that another thread can wait for and stop, without uvicorn's fixed pauses."""

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
        """Serve until `stop`, for the whole life of the thread."""
        try:
            asyncio.run(self.serve(sockets=[listener]))
        except BaseException as error:
            self.failure = error
        finally:
            self.settled.set()
            self.ended.set()

    def stop(self) -> None:
        """Ask the server to end, from another thread."""
        assert self._loop is not None
        assert self._end is not None
        with contextlib.suppress(RuntimeError):  # The server has ended by itself.
            self._loop.call_soon_threadsafe(self._end.set)

    async def startup(self, sockets: Optional[List[socket.socket]] = None) -> None:
        self._loop = asyncio.get_running_loop()
        # Its timers must fire although a test has frozen the time.
        self._loop.time = uptime  # type: ignore[method-assign]
        self._end = asyncio.Event()
        await super().startup(sockets=sockets)
        # anyio imports its backend at the first use, and fails if two threads do so at once.
        await anyio.sleep(0)
        self._task = asyncio.ensure_future(self._run_beside())
        self.settled.set()

    async def _run_beside(self) -> None:
        try:
            await self._beside()
        except Exception:
            logger.exception("The task beside the server failed")

    def hang_up(self, client: Tuple[str, int]) -> None:
        """End the connection to a client without a response."""
        # All of uvicorn's protocols have a `transport`; the scope's client is its peer.
        for connection in list(self.server_state.connections):
            if connection.transport.get_extra_info("peername", ())[:2] == tuple(client):
                connection.transport.abort()

    async def main_loop(self) -> None:
        # uvicorn's own wakes up ten times a second for a Date header, which the sandbox does not
        # use.
        assert self._end is not None
        await self._end.wait()

    async def shutdown(self, sockets: Optional[List[socket.socket]] = None) -> None:
        # uvicorn's own sleeps for a tenth of a second, which slows down a suite of many short
        # tests.
        state = self.server_state
        await accepting.settled()
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
    """A running server."""

    def __init__(
        self, app: ASGIApp, listener: socket.socket, beside: Callable[[], Awaitable[None]]
    ) -> None:
        """Start to serve.

        Args:
            app: The application.
            listener: The socket to listen on.
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
            ws="wsproto" if find_spec("wsproto") else "none",
            # The same parser on every machine, so recordings agree to the byte.
            http="h11",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            # `app` sets its own.
            server_header=False,
            date_header=False,
            # Longer than clients keep idle connections, so the client closes first and no race is
            # lost.
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

    def wait(self) -> None:
        """Wait for the end of the server, for Ctrl+C, or for SIGTERM."""
        with contextlib.suppress(KeyboardInterrupt), sigterm_as_ctrl_c():
            # In pieces, because on Windows Ctrl+C does not interrupt a wait. Not a join, because
            # before Python 3.13 a join that Ctrl+C ends takes the thread for dead.
            while not self._server.ended.wait(0.5):
                pass

    def stop(self) -> None:
        """End the server: finish running requests, close connections, join the thread."""
        self._server.stop()
        self._thread.join()


@contextlib.contextmanager
def sigterm_as_ctrl_c() -> Generator[None, None, None]:
    """Let SIGTERM end a block as Ctrl+C does, unless the program handles it itself.

    As process 1 of a container, a program without a handler ignores SIGTERM.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
