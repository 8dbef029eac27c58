"""Limit the number of connections; further calls wait for a turn, in order of arrival."""

from __future__ import annotations

import collections
import threading
from typing import Deque, Optional

from lagclient.transport.progress import reach
from lagclient.transport.protocol import TransportError


class ConnectionLimit:
    """Turns for threads.

    Attributes:
        in_use: Number of threads that have a turn.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.RLock()
        self._queue: Deque[threading.Lock] = collections.deque()
        self.in_use: int = 0

    @property
    def waiting(self) -> int:
        """Return the number of waiting calls."""
        return len(self._queue)

    def enter(self, limit: Optional[float]) -> None:
        """Wait for a turn; `leave` must follow.

        Args:
            limit: Limit of the wait in seconds; None: no limit.

        Raises:
            TransportError: The wait exceeded the limit.
        """
        with self._lock:
            if self.in_use < self._most:
                self.in_use += 1
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        has_turn = False
        try:
            seconds = -1 if limit is None else min(max(limit, 0), threading.TIMEOUT_MAX)
            has_turn = turn.acquire(timeout=seconds)
        finally:
            if not has_turn:
                self._give_up(turn)
        if not has_turn:
            raise all_in_use(self._most, limit)

    def _give_up(self, turn: threading.Lock) -> None:
        with self._lock:
            if turn in self._queue:
                self._queue.remove(turn)
                return
        self.leave()  # the turn came at the last moment

    def leave(self) -> None:
        """Hand the turn to the next in the queue."""
        with self._lock:
            if self._queue:
                self._queue.popleft().release()
            else:
                self.in_use -= 1


class AsyncConnectionLimit:
    """Turns for the tasks of one event loop."""

    def __init__(self, most: int) -> None:
        import anyio

        self._most = most
        self._turns = anyio.Semaphore(most)

    @property
    def in_use(self) -> int:
        """Return the number of calls that have a turn."""
        return self._most - self._turns.value

    @property
    def waiting(self) -> int:
        """Return the number of waiting calls."""
        return self._turns.statistics().tasks_waiting

    async def enter(self, limit: Optional[float]) -> None:
        """Wait for a turn, as `ConnectionLimit.enter` does; `leave` must follow."""
        import anyio

        try:
            self._turns.acquire_nowait()
        except anyio.WouldBlock:
            reach("pool")
            with anyio.move_on_after(limit):
                await self._turns.acquire()
                return
            raise all_in_use(self._most, limit) from None

    def leave(self) -> None:
        """Hand the turn to the next in the queue."""
        self._turns.release()


def all_in_use(most: int, limit: Optional[float]) -> TransportError:
    """Return the error for a wait that took too long."""
    return TransportError(
        f"All {most} connections of the client are in use; none became free in {limit or 0:g} s",
        phase="pool",
        sent=False,
        timed_out=True,
    )
