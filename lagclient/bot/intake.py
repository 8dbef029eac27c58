"""The way of an event from a stream or poll to its handlers: room by room, noted in the ledger."""

from __future__ import annotations

import contextlib
from collections import deque
from typing import Any, Awaitable, Callable, Deque, Dict, Optional, Tuple

import anyio

from lagclient import models
from lagclient.bot.announcement import logger
from lagclient.bot.rooms import Rooms, Turn
from lagclient.bot.run import Run
from lagclient.bot.workers import Events, Notes

Connect = Callable[[], Awaitable[Any]]
"""Connects what brings the events."""
Begin = Callable[[Connect], Awaitable[None]]
"""Does what must be done before the first event, and connects meanwhile."""
Handle = Callable[[models.RobotEvent], Awaitable[None]]
"""Handles an event whose turn has come."""


class Intake:
    """Takes events in while a robot runs; the run ends if one cannot be handled."""

    def __init__(
        self, run: Run, rooms: Rooms, notes: Notes, most_unfinished: int, handle: Handle
    ) -> None:
        self._run, self._rooms, self._notes, self._handle = run, rooms, notes, handle
        self._most_unfinished = most_unfinished
        self._unfinished = 0
        self._queued: Dict[Optional[str], Deque[Tuple[models.RobotEvent, Turn]]] = {}
        """What is to be handled, by room: a task for each event would cost more."""
        self._finished = anyio.Event()

    async def receive(self, begin: Begin, listen: Callable[[Any], Events]) -> None:
        """Take events in until the run is to end, and return when their handlers have ended."""
        try:
            async with anyio.create_task_group() as tasks:
                await self._run.attempt(self._receive(tasks, begin, listen))
        finally:
            with anyio.CancelScope(shield=True):
                await self._run.attempt(self._notes.flush())

    async def _receive(self, tasks: Any, begin: Begin, listen: Callable[[Any], Events]) -> None:
        listener: Optional[Events] = None
        async with contextlib.AsyncExitStack() as stack:
            with self._run.until_stopped():
                after = await self._notes.load()
                listener = await stack.enter_async_context(listen(after))
                await begin(listener.open)
                while True:
                    await self._until_unfinished(self._most_unfinished - 1)
                    await self._until_noteworthy()
                    event = await listener.__anext__()
                    # It may end the process: no event beside it is to be taken for the cause.
                    is_suspect = self._notes.deaths(event) > 0
                    if is_suspect:
                        await self._until_unfinished(0)
                    self._accept(event, tasks)
                    if is_suspect:
                        await self._until_unfinished(0)
            # What was received and cannot be asked for again is handled before the end.
            opened = listener
            while opened is not None and not self._notes.is_kept:
                late = opened.received()
                if late is None:
                    break
                self._accept(late, tasks)

    async def _until_unfinished(self, most: int) -> None:
        await self._while(lambda: self._unfinished > most)

    async def _until_noteworthy(self) -> None:
        """Wait until the notes can hold one more event."""
        if oldest := self._notes.blocked_by():
            logger.warning(
                "Events wait until the handlers of %s end: see `handler_timeout_seconds`", oldest
            )
            self._rooms.waiting.give_up()  # what they wait for may be behind the others
            await self._while(self._notes.blocked_by)

    async def _while(self, is_so: Callable[[], Any]) -> None:
        while is_so():
            self._finished = anyio.Event()
            await self._finished.wait()

    def _accept(self, event: models.RobotEvent, tasks: Any) -> None:
        """Put an event into the queue of its room, with one task for all that are in it."""
        if not self._notes.arrive(event):
            return
        self._unfinished += 1
        turn = self._rooms.queue(event)
        if turn.room in self._queued:
            self._queued[turn.room].append((event, turn))
        else:
            self._queued[turn.room] = deque([(event, turn)])
            tasks.start_soon(self._handle_room, turn.room)

    async def _handle_room(self, room: Optional[str]) -> None:
        queue = self._queued[room]
        while queue:
            event, turn = queue.popleft()
            async with turn:
                # One that was not begun arrives again in the next run.
                if not (self._run.is_stopping and self._notes.is_kept):
                    await self._run.attempt(self._handle(event))
            self._unfinished -= 1
            self._finished.set()
        del self._queued[room]
