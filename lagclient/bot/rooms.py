"""Events of one room are handled in the order in which they arrive; rooms side by side.

Events that are about no room, such as ``member.join``, are in order among themselves.
"""

from __future__ import annotations

import contextvars
from typing import Any, Callable, Dict, Optional

import anyio

from lagclient.bot.waiting import EventT, Waiting, Wanted
from lagclient.models import RobotEvent

MAX_CONCURRENCY = 100
"""So many events are handled at the same time, unless the robot says otherwise."""

_current: contextvars.ContextVar[Optional[Turn]] = contextvars.ContextVar("turn", default=None)


class Turn:
    """The place of one event in the queue of its room: a block that begins when its turn comes."""

    def __init__(self, rooms: Rooms, room: Optional[str], number: int) -> None:
        self._rooms = rooms
        self.room: Optional[str] = room
        self.number: int = number
        """Of the event, in the order of arrival."""
        self.before: Optional[Turn] = rooms.last.get(room)
        self.left: anyio.Event = anyio.Event()
        self.is_over: bool = False
        """Whether it left after its turn had come; else those behind wait for the one before it."""
        self.has_slot: bool = False
        """Whether it counts as one of the events that are handled at once."""
        rooms.last[room] = self

    async def __aenter__(self) -> None:
        try:
            while self.before is not None:
                before = self.before
                await before.left.wait()
                self.before = None if before.is_over else before.before
            self.is_over = True
            await self._rooms.take_slot()
        except BaseException:
            self._leave()
            raise
        self.has_slot = True
        self._rooms.waiting.forget(self.number)
        _current.set(self)

    async def __aexit__(self, *exception: Any) -> None:
        if self.has_slot:
            self._rooms.slots.release()
        self._leave()

    def _leave(self) -> None:
        self.left.set()
        self._rooms.waiting.forget(self.number)
        if self._rooms.last.get(self.room) is self and self.is_over:
            del self._rooms.last[self.room]


class Rooms:
    """The queues of all rooms, of which so many events are handled at once."""

    def __init__(
        self,
        max_concurrency: int = MAX_CONCURRENCY,
        is_heard: Callable[[RobotEvent], bool] = lambda _: True,
    ) -> None:
        self.last: Dict[Optional[str], Turn] = {}
        """The newest turn of each room."""
        self.newest_id: Optional[str] = None
        """The id of the event that arrived last."""
        self.waiting: Waiting = Waiting(is_heard)
        self.slots: anyio.Semaphore = anyio.Semaphore(max_concurrency)

    @property
    def is_idle(self) -> bool:
        """Whether every event that arrived has been handled."""
        return not self.last

    def queue(self, event: RobotEvent) -> Turn:
        """Put an event at the end of its room's queue."""
        self.newest_id = event.id
        room = event.data.get("roomId")
        return Turn(self, room if isinstance(room, str) else None, self.waiting.arrive(event))

    async def take_slot(self) -> None:
        """Wait until another event may be handled; `acquire` would let others run in any case."""
        try:
            self.slots.acquire_nowait()
        except anyio.WouldBlock:
            await self.slots.acquire()

    async def wait_for(self, wanted: Wanted[EventT]) -> EventT:
        """Wait for an event after the one that is being handled, which does not count meanwhile."""
        turn = _current.get()
        if turn is None or not turn.has_slot:
            return await self.waiting.wait_for(wanted, None if turn is None else turn.number)
        turn.has_slot = False
        self.slots.release()
        try:
            return await self.waiting.wait_for(wanted, turn.number)
        finally:
            await self.take_slot()
            turn.has_slot = True
