"""One run of a robot, and its end: asked for, or by an error."""

from __future__ import annotations

import contextlib
from typing import Any, Awaitable, Callable, Generator, Optional

import anyio

from lagclient.bot.loop import Loop


class Run:
    """Created in the event loop that the robot runs in."""

    def __init__(self) -> None:
        self.loop: Loop = Loop()
        self.is_stopping: bool = False
        self.failure: Optional[BaseException] = None
        """What `Bot.start` raises in the end."""
        self.wake: Callable[[], Any] = lambda: None
        """Ends what the run waits for."""

    def stop(self) -> None:
        """End the run once the handlers that run have ended."""
        self.is_stopping = True
        self.wake()

    def fail(self, error: BaseException) -> None:
        """End the run with an error, once the handlers that run have ended."""
        self.failure = self.failure or error
        self.stop()

    async def attempt(self, part: Awaitable[None]) -> None:
        """Do a part of the run; if it fails, so does the run, and the other parts end as usual."""
        try:
            await part
        except Exception as error:
            self.fail(error)

    @contextlib.contextmanager
    def until_stopped(self) -> Generator[None, None, None]:
        """Cancel what the block waits for when the run is to end."""
        with anyio.CancelScope() as scope:
            self.wake = scope.cancel
            if self.is_stopping:
                scope.cancel()
            yield
