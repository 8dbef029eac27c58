"""Answers that wait for something to happen, of which robots hear.

Requests are handled in one go, and these are no exception: what waits is between two goes. Each
time the bell rings, one short transaction looks whether there is something to send.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any, Awaitable, Callable, Generator, Set, Tuple

import anyio
import attrs

from lagclient.sandbox.world.store import Store

Send = Callable[[bytes], Awaitable[None]]


class Bell:
    """Rings when something was recorded, by whichever thread."""

    def __init__(self) -> None:
        self._listeners: Set[Tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self.closed: bool = False
        """Whether the sandbox is about to end: whoever listens must come to an end, too."""

    def ring(self) -> None:
        """Wake the listeners.

        It may ring before what happened is committed: a listener looks in a transaction of its own,
        and that waits until the other one is over.
        """
        with self._lock:
            for loop, rung in self._listeners:
                loop.call_soon_threadsafe(rung.set)

    def close(self) -> None:
        """Ring for the last time."""
        self.closed = True
        self.ring()

    @contextlib.contextmanager
    def listening(self) -> Generator[asyncio.Event, None, None]:
        """Begin to listen; the event is set when it rings, and is for the listener to clear."""
        listener = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._listeners.add(listener)
        try:
            yield listener[1]
        finally:
            with self._lock:
                self._listeners.remove(listener)


@attrs.frozen
class Held:
    """An answer that is held back while there is nothing in it."""

    store: Store
    bell: Bell
    look: Callable[[], Any]
    """Run in a transaction that may write; what it finds is the answer."""
    seconds: float
    """How long it is held at most."""

    async def found(self, is_gone: Callable[[], Awaitable[bool]]) -> Any:
        """The answer, when there is something or the time is over.

        Args:
            is_gone: Whether the client has hung up. Then nothing is looked for, and so nothing
                counts as received.
        """
        end = anyio.current_time() + self.seconds
        with self.bell.listening() as rung:
            while True:
                is_last = self.bell.closed or anyio.current_time() >= end
                rung.clear()
                with self.store.transaction():
                    answer = self.look()
                if answer or is_last:
                    return answer
                with anyio.move_on_after(end - anyio.current_time()):
                    await rung.wait()
                if await is_gone():
                    return answer


@attrs.frozen
class Stream:
    """An answer that goes on until the client hangs up or the sandbox ends."""

    media_type: str
    run: Callable[[Send], Awaitable[None]]
    """Sends the pieces as they come."""
