"""Responses that wait for events: held polls and streams.

Requests are handled without waiting, and these are handled like all others: a waiting response
waits between two short transactions. Each time the bell rings, one transaction looks for something
to send.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any, Awaitable, Callable, Generator, Optional, Set, Tuple

import anyio
import attrs

from lagclient.sandbox.world.store import Store

Send = Callable[[bytes], Awaitable[None]]


class Bell:
    """Wakes what waits for events; any thread may ring it."""

    def __init__(self) -> None:
        self._listeners: Set[Tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._lock = threading.Lock()
        self.closed: bool = False
        """Whether the sandbox is about to end; every listener must then end, too."""

    def ring(self) -> None:
        """Wake the listeners.

        It may ring before the event is committed: a listener looks in a transaction of its own,
        which waits for the end of the other one.
        """
        # One that begins to listen at this moment has not looked yet.
        if not self._listeners:
            return
        with self._lock:
            for loop, rung in self._listeners:
                loop.call_soon_threadsafe(rung.set)

    def close(self) -> None:
        """Ring for the last time."""
        self.closed = True
        self.ring()

    @contextlib.contextmanager
    def listening(
        self, rung: Optional[asyncio.Event] = None
    ) -> Generator[asyncio.Event, None, None]:
        """Yield an event that is set when the bell rings; the listener clears it.

        Args:
            rung: The event; by default a new one. One event can wait for several bells.
        """
        listener = (asyncio.get_running_loop(), rung or asyncio.Event())
        with self._lock:
            self._listeners.add(listener)
        try:
            yield listener[1]
        finally:
            with self._lock:
                self._listeners.remove(listener)


@attrs.frozen
class Held:
    """A response that is held back while it would be empty."""

    store: Store
    bell: Bell
    look: Callable[[], Any]
    """Returns the response; it runs in a transaction that may write."""
    seconds: float
    """Maximum time to hold the response."""

    async def response(self, is_gone: Callable[[], Awaitable[bool]]) -> Any:
        """Return the response once it is not empty, or after the maximum time.

        Args:
            is_gone: Returns whether the client has hung up. Then `look` is not called again, so no
                event counts as received.
        """
        end = anyio.current_time() + self.seconds
        with self.bell.listening() as rung:
            while True:
                is_last = self.bell.closed or anyio.current_time() >= end
                rung.clear()
                with self.store.transaction():
                    response = self.look()
                if response or is_last:
                    return response
                with anyio.move_on_after(end - anyio.current_time()):
                    await rung.wait()
                if await is_gone():
                    return response


@attrs.frozen
class Stream:
    """A response that goes on until the client hangs up or the sandbox ends."""

    media_type: str
    run: Callable[[Send], Awaitable[None]]
    """Sends the pieces of the body as they come."""
