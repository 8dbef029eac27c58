"""Events of one room are handled in the order in which they arrive; rooms side by side.

Events that are about no room, such as ``member.join``, are in order among themselves.
"""

from __future__ import annotations

import contextlib
import contextvars
from typing import TYPE_CHECKING, AsyncGenerator, Dict, Optional

import anyio

from lagclient.bot.waiting import IsHeard, Waiting

if TYPE_CHECKING:
    from lagclient.models import RobotEvent

MAX_CONCURRENCY = 100
"""So many events are handled at the same time, unless the robot says otherwise."""


class Turn:
    """The place of one event in the queue of its room."""

    def __init__(self, before: Optional[Turn]) -> None:
        self.before = before
        self.left: anyio.Event = anyio.Event()
        self.is_over = False
        """Whether it left after its turn had come; else those behind wait for the one before it."""


class Slots:
    """So many events are handled at once; one whose handler waits for another does not count."""

    def __init__(self, count: int) -> None:
        self._free = anyio.Semaphore(count)
        self._held: contextvars.ContextVar[Dict[str, bool]] = contextvars.ContextVar("held")

    @contextlib.asynccontextmanager
    async def hold(self) -> AsyncGenerator[None, None]:
        """Hold a slot during the block."""
        await self._free.acquire()
        held = {"": True}
        self._held.set(held)
        try:
            yield
        finally:
            if held[""]:
                self._free.release()

    @contextlib.asynccontextmanager
    async def lend(self) -> AsyncGenerator[None, None]:
        """Give the slot of the event that is being handled to others during the block."""
        held = self._held.get({"": False})
        is_lent, held[""] = held[""], False
        if is_lent:
            self._free.release()
        yield
        if is_lent:
            await self._free.acquire()
            held[""] = True


class Rooms:
    """The queues of all rooms."""

    def __init__(self, max_concurrency: int = MAX_CONCURRENCY) -> None:
        self._last: Dict[Optional[str], Turn] = {}
        self.newest_id: Optional[str] = None
        """The id of the event that arrived last."""
        self.waiting: Waiting = Waiting()
        self.slots: Slots = Slots(max_concurrency)

    @property
    def is_idle(self) -> bool:
        """Whether every event that arrived has been handled."""
        return not self._last

    def queue(
        self, event: RobotEvent, is_heard: IsHeard = lambda _: True
    ) -> contextlib.AbstractAsyncContextManager[None]:
        """Put an event at the end of its room's queue; the block begins when its turn comes.

        Args:
            event: The event.
            is_heard: Whether handlers that wait for an event may have it.
        """
        self.newest_id = event.id
        room = event.data.get("roomId")
        key = room if isinstance(room, str) else None
        turn = self._last[key] = Turn(self._last.get(key))
        return self._in_turn(turn, key, self.waiting.arrive(event, is_heard))

    @contextlib.asynccontextmanager
    async def _in_turn(
        self, turn: Turn, key: Optional[str], number: int
    ) -> AsyncGenerator[None, None]:
        try:
            while turn.before is not None:
                before = turn.before
                await before.left.wait()
                turn.before = None if before.is_over else before.before
            turn.is_over = True
            async with self.slots.hold():
                self.waiting.begin(number)
                yield
        finally:
            turn.left.set()
            self.waiting.forget(number)
            if self._last.get(key) is turn and turn.is_over:
                del self._last[key]
