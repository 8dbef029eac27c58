"""Events of one room are handled in the order in which they arrive; rooms side by side.

Events that are about no room, such as ``member.join``, are in order among themselves.
"""

from __future__ import annotations

import contextlib
import contextvars
from typing import Any, AsyncGenerator, Callable, Dict, Iterator, Optional

import anyio

from lagclient.bot.waiting import EventT, Waiting, Wanted
from lagclient.models import RobotEvent

MAX_CONCURRENCY = 100
"""So many events are handled at the same time, unless the robot says otherwise."""

_current: contextvars.ContextVar[Optional[Turn]] = contextvars.ContextVar("turn", default=None)


class Turn:
    """The place of one event in the queue of its room: a block that begins when its turn comes."""

    def __init__(self, rooms: Rooms, room: Optional[str], number: int) -> None:
        self.rooms: Rooms = rooms
        self.room: Optional[str] = room
        self.number: int = number
        """Of the event, in the order of arrival."""
        self.before: Optional[Turn] = rooms.last.get(room)
        self.left: anyio.Event = anyio.Event()
        self.is_over: bool = False
        """Whether it left after its turn had come; else those behind wait for the one before it."""
        self.outer: Optional[Turn] = None
        """The turn of the handler that has passed the event to `Bot.handle`."""
        self._has_slot = False
        """Whether it counts as one of the events that are handled at once."""
        self._waits = 0
        """For how many other events its handlers wait."""
        self._is_taking = False
        rooms.last[room] = self

    async def __aenter__(self) -> None:
        try:
            while ahead := self._ahead():
                await ahead.left.wait()
            self.is_over = True
            await self.rooms.take_slot()
        except BaseException:
            self._leave()
            raise
        self._has_slot = True
        self.rooms.waiting.forget(self.number)
        self.outer = self.rooms.current()
        _current.set(self)

    async def __aexit__(self, *exception: Any) -> None:
        _current.set(self.outer)
        self.outer = None
        self._release_slot()
        self._leave()

    @contextlib.asynccontextmanager
    async def uncounted(self) -> AsyncGenerator[None, None]:
        """Let another event be handled while the block waits."""
        self._waits += 1
        self._release_slot()
        try:
            yield
        finally:
            self._waits -= 1
            if self._is_counted() and not self._has_slot and not self._is_taking:
                await self._take_slot()

    async def _take_slot(self) -> None:
        self._is_taking = True  # another task of the handler would wait for this one's slot
        try:
            await self.rooms.take_slot()
        finally:
            self._is_taking = False
        self._has_slot = True
        if not self._is_counted():
            self._release_slot()

    def _is_counted(self) -> bool:
        # A task that a handler has left behind needs no slot.
        return not (self._waits or self.left.is_set())

    def _release_slot(self) -> None:
        if self._has_slot:
            self._has_slot = False
            self.rooms.slots.release()

    def _ahead(self) -> Optional[Turn]:
        """Return the next turn before this one that has not left."""
        while self.before is not None and self.before.left.is_set():
            self.before = None if self.before.is_over else self.before.before
        return self.before

    def _leave(self) -> None:
        self.left.set()
        self.rooms.waiting.forget(self.number)
        if self.rooms.last.get(self.room) is self:
            del self.rooms.last[self.room]
            if ahead := self._ahead():
                self.rooms.last[self.room] = ahead


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
        return Turn(self, _room_of(event), self.waiting.arrive(event))

    async def take_slot(self) -> None:
        """Wait until another event may be handled; `acquire` would let others run in any case."""
        try:
            self.slots.acquire_nowait()
        except anyio.WouldBlock:
            await self.slots.acquire()

    def current(self) -> Optional[Turn]:
        """Return the turn of the event that this task handles, if it does."""
        return None if _current.get() is None else next(self._turns(), None)

    def is_inside(self, event: RobotEvent) -> bool:
        """Whether this task handles an event of the same room, for whose end it would wait."""
        room = _room_of(event)
        return any(turn.room == room for turn in self._turns())

    def _turns(self) -> Iterator[Turn]:
        """The turns that this task is in, the innermost first."""
        turn = _current.get()
        while turn is not None:
            if turn.rooms is self and not turn.left.is_set():
                yield turn
            turn = turn.outer

    async def wait_for(self, wanted: Wanted[EventT]) -> EventT:
        """Wait for an event after the one that is being handled."""
        turn = self.current()
        if turn is None:
            return await self.waiting.wait_for(wanted, None)
        async with turn.uncounted():
            return await self.waiting.wait_for(wanted, turn.number)


def _room_of(event: RobotEvent) -> Optional[str]:
    room = event.data.get("roomId")
    return room if isinstance(room, str) else None
