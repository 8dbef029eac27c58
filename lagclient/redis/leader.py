"""The worker that reads the robot's stream, and relays its events to all workers.

Each event is relayed by one script, which also moves the cursor. The events are numbered. If Redis
has lost what was written last, the next number does not fit: then the stream is opened again, after
the last event that Redis has.
"""

from __future__ import annotations

import logging
import random
from typing import Any, Awaitable, Callable, Optional, TypeVar

import anyio

from lagclient.bot.run import side_by_side
from lagclient.bot.workers import Listen
from lagclient.listening.progress import Progress, is_sendable
from lagclient.redis.lease import Held
from lagclient.redis.rooms import Rooms, WorkersStats

T = TypeVar("T")
Insist = Callable[[Callable[[], Awaitable[T]]], Awaitable[T]]
"""Calls a function of Redis until Redis answers."""

FULL_SECONDS = 1.0
"""The time between two looks whether there is room again."""
logger: logging.Logger = logging.getLogger("lagclient.redis")


class _LostError(Exception):
    """The lease, or what was relayed last."""


class Leader:
    """A worker that leads, or waits until it may."""

    def __init__(
        self,
        rooms: Rooms,
        listen: Listen,
        lease_seconds: float,
        most_waiting: int,
        insist: Insist[Any],
    ) -> None:
        self._rooms = rooms
        self._listen = listen
        self._seconds = lease_seconds / 3
        self._most_waiting = most_waiting
        self._insist = insist
        self._number = 0
        self._id: Optional[str] = None
        """The last event that this worker relayed."""

    async def run(self) -> None:
        """Lead whenever the robot has no leader."""
        while True:
            held: Optional[Held] = await self._insist(self._rooms.lease.take_async)
            if held is not None:
                try:
                    await self._lead(held)
                except _LostError as lost:
                    logger.warning("This worker reads the stream no longer: %s", lost)
                    continue
            # Else all workers would ask at once.
            await anyio.sleep(self._seconds * random.uniform(0.5, 1.5))  # noqa: S311

    async def _lead(self, held: Held) -> None:
        if not held.text and self._id is not None:
            logger.error("Redis has lost the cursor: events may be missing or handled again")
        self._number = held.number
        logger.info("This worker reads the stream of the robot")
        # The robot may have been one process before, with a cursor of several lines.
        after = Progress.from_text(held.text).cursor if held.text else self._id
        await side_by_side(lambda: self._relay(after), self._renew)

    async def _relay(self, after: Optional[str]) -> None:
        async with self._listen(after) as events:
            while True:
                event = await events.__anext__()
                number, is_place = self._number + 1, is_sendable(event.id)

                waiting: int = await self._insist(
                    lambda: self._rooms.relay(number, event, is_place)  # noqa: B023
                )
                if waiting < 0:
                    raise _LostError("another one does, or Redis lost its last writes")
                self._number = number
                self._id = event.id if is_place else self._id
                if waiting > self._most_waiting:
                    await self._until_fewer_wait()

    async def _until_fewer_wait(self) -> None:
        logger.warning("More than %d events wait: no more are read", self._most_waiting)
        while True:
            await anyio.sleep(FULL_SECONDS)
            stats: WorkersStats = await self._insist(self._rooms.stats)
            if stats.waiting <= self._most_waiting:
                return

    async def _renew(self) -> None:
        while True:
            await anyio.sleep(self._seconds)
            number = self._number
            held: Optional[Held] = await self._insist(self._rooms.lease.renew_async)
            if held is None:
                raise _LostError("another one does")
            if held.number < number:
                raise _LostError("Redis lost its last writes")
