"""The end of a client: every wait ends, and nothing more is sent.

Of `threading` only a plain lock is used here, because a signal handler may close the client while
its thread is inside a lock or an event of another kind.
"""

from __future__ import annotations

import contextlib
import threading
from typing import Any, Callable, Dict, Generator

_PIECE_SECONDS = 1.0
"""On Windows, Ctrl+C does not interrupt a wait for a lock, so a wait is split."""


class Alarm:
    """A wait that another thread can end."""

    def __init__(self) -> None:
        self._rung = threading.Lock()
        self._rung.acquire()

    def sleep(self, seconds: float) -> None:
        """Wait until the time is over or the alarm rings."""
        # This counts pieces and reads no clock, because a test may have frozen it.
        while seconds > 0 and not self._rung.acquire(timeout=min(seconds, _PIECE_SECONDS)):
            seconds -= _PIECE_SECONDS

    def ring(self) -> None:
        """End the wait, or the next one."""
        with contextlib.suppress(RuntimeError):  # it has rung already
            self._rung.release()


class Closing:
    """Whether a client is closed, and what to wake then; shared by clients derived from it."""

    def __init__(self) -> None:
        self.is_closed: bool = False
        self._wakes: Dict[object, Callable[[], Any]] = {}

    def close(self) -> None:
        """Let nothing more be sent, and wake everything that waits."""
        self.is_closed = True
        for wake in self._wakes.copy().values():
            wake()

    @contextlib.contextmanager
    def waking(self, wake: Callable[[], Any]) -> Generator[None, None, None]:
        """Call a function, from any thread, if the client is closed before the block ends."""
        key = object()
        self._wakes[key] = wake
        try:
            if self.is_closed:
                wake()
            yield
        finally:
            del self._wakes[key]

    @contextlib.contextmanager
    def interrupting(self) -> Generator[None, None, None]:
        """Cancel the block if the client is closed before its end; continue after the block."""
        import anyio

        from lagclient.calls.event_loop import Loop

        with anyio.CancelScope() as scope:
            loop = Loop()
            with self.waking(lambda: loop.soon(scope.cancel)):
                yield

    def sleep(self, seconds: float) -> None:
        """Block until the time is over or the client is closed."""
        alarm = Alarm()
        with self.waking(alarm.ring):
            alarm.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """Wait until the time is over or the client is closed."""
        import anyio

        with self.interrupting():
            await anyio.sleep(seconds)
