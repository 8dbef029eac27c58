"""Live events of the user, brought from the thread of their connection to the interface."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Callable, Sequence

from lagclient.errors import LagAPIError, LagConnectionError
from lagclient.terminal.live import Frame, Live


class Feed:
    """A connection that runs until `close`."""

    def __init__(
        self,
        base_url: str,
        token: str,
        servers: Sequence[str],
        take: Callable[[Frame], object],
        say: Callable[[str], None],
    ) -> None:
        """Describe a connection.

        Args:
            base_url: The address of the API.
            token: The token of the user.
            servers: The servers to subscribe to.
            take: Takes each frame, in the thread of the connection.
            say: Takes each message about the connection, in the same thread.
        """
        self._over = threading.Event()
        self._live = Live(base_url, token, servers, sleep=self._sleep, say=say)
        self._take, self._say = take, say
        self._thread = threading.Thread(target=self._run, name="lag ui: live events", daemon=True)

    def start(self) -> None:
        """Connect, in a thread of its own."""
        self._thread.start()

    async def send(self, frame: Frame) -> None:
        """Send a frame. If the connection is not there, the frame is lost."""
        with contextlib.suppress(LagConnectionError, OSError):
            await asyncio.to_thread(self._live.send, frame)

    async def subscribe(self, servers: Sequence[str]) -> None:
        """Receive the events of these servers from now on."""
        with contextlib.suppress(LagConnectionError, OSError):
            await asyncio.to_thread(self._live.subscribe, servers)

    async def close(self) -> None:
        """End the connection."""
        self._over.set()
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        self._live.end()
        self._thread.join(2)  # a server that does not answer must not delay the exit

    def _sleep(self, seconds: float) -> None:
        self._over.wait(seconds)

    def _run(self) -> None:
        try:
            for frame in self._live.frames():
                self._take(frame)
        except LagAPIError as error:
            self._say(f"No live events: {error}")
