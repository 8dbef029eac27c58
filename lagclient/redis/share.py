"""The part that one worker has in the events of a robot: it takes events, and notes their end."""

from __future__ import annotations

import contextlib
import contextvars
import logging
import time
import uuid
from collections import deque
from datetime import datetime, timedelta
from typing import Any, Awaitable, Callable, Deque, Dict, List, Optional, Tuple, TypeVar, Union

import anyio

from lagclient.bot.state import Snapshot, snapshot
from lagclient.errors import LagConnectionError
from lagclient.models import RobotEvent
from lagclient.redis.rooms import Head, Rooms, Writes

T = TypeVar("T")

AGAIN_SECONDS = 0.5
"""The time between two tries while Redis does not answer."""
BATCH = 10
"""So many rooms a worker takes at once; the others are for other workers."""
_MOST_ENDS = 8
"""So many events are ended at once, because each needs a connection."""
_EARLY = 0.05
"""A call of a timer may come so much of its interval too early, because clocks differ."""

_current: contextvars.ContextVar[Optional[Head]] = contextvars.ContextVar("head", default=None)
"""What this task handles."""

logger: logging.Logger = logging.getLogger("lagclient.redis")


class RedisShare:
    """The events and the notes of one worker; see `lagclient.bot.workers`."""

    is_kept: bool = True

    def __init__(
        self, rooms: Rooms, robot: str, most: int, lease_seconds: float, wait_ms: int
    ) -> None:
        self._rooms = rooms
        self._robot = robot
        self._most = most
        self._seconds = lease_seconds / 3
        self._grace = max(self._seconds, 2 * AGAIN_SECONDS)
        self._wait_ms = wait_ms
        self._ready: Deque[Head] = deque()
        self._taken: Dict[int, Head] = {}
        """What was taken and is not done, by the identity of the event."""
        self._snapshots: Dict[int, Snapshot] = {}
        self._ends = anyio.Semaphore(_MOST_ENDS)
        self._reclaim_at = self._confirmed_at = time.monotonic()
        self._others_at = self._reclaim_at + self._grace
        """Until then nothing is taken from other workers: Redis may have been down, and they could
        not say that they live."""
        self._down_at = 0.0
        self._is_ending = False
        self._is_down = False

    async def __aenter__(self) -> RedisShare:
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._is_ending = True

    async def open(self) -> None:
        """Join the workers.

        Raises:
            LagConnectionError: Redis does not answer.
            LagInvalidRequestError: The keys belong to another robot.
        """
        from redis.exceptions import RedisError

        try:
            await self._rooms.join(self._robot)
        except RedisError as error:
            raise LagConnectionError(
                f"The Redis at {self._rooms.connections.place}, which hands out events, "
                f"failed: {error}"
            ) from error
        policy = await self._rooms.connections.eviction()
        if policy is not None:
            logger.warning(
                "`maxmemory-policy` must be noeviction, not %s: the Redis at %s may remove events",
                policy,
                self._rooms.connections.place,
            )

    async def __anext__(self) -> RobotEvent:
        while True:
            now = time.monotonic()
            if self._ready and now - self._confirmed_at <= 2 * self._seconds:
                return self._ready.popleft().event
            if self._ready:  # this process was paused, and others may have taken them
                await self.insist(self._confirm)
            elif now < self._reclaim_at:
                await self._shielded(self._take)
            # As long as there are such events, they come first: each is handled alone.
            elif not await self._shielded(self._reclaim):
                self._reclaim_at = now + self._seconds

    async def _reclaim(self) -> List[Head]:
        ids = [head.id for head in self._taken.values()]
        heads, _ = await self._rooms.reclaim(ids, time.monotonic() >= self._others_at)
        return heads

    async def _confirm(self) -> None:
        """Say that the events are being handled, and drop those that others have taken."""
        now = time.monotonic()
        ids = [head.id for head in self._taken.values()]
        lost = set(await self._rooms.renew(ids)) if ids else ()
        self._confirmed_at = now
        for head in [head for head in self._ready if head.id in lost]:
            self._ready.remove(head)
            del self._taken[id(head.event)]

    async def _take(self) -> Any:
        count = max(1, min(BATCH, self._most - len(self._taken)))
        ids = await self._rooms.wait(count, self._wait_ms)
        return await self._rooms.heads(ids) if ids else []

    async def _shielded(self, take: Callable[[], Awaitable[Any]]) -> Any:
        """Take events; a cancellation in the middle would lose sight of them."""

        async def whole() -> Any:
            heads: Any = ()
            with anyio.CancelScope(shield=True):
                heads = await take()
                for head in heads:
                    self._taken[id(head.event)] = head
                    self._ready.append(head)
            return heads

        heads = await self.insist(whole)
        await anyio.sleep(0)
        return heads

    def received(self) -> None:
        """Return None: what was taken and not begun is for other workers."""

    async def load(self) -> None:
        """Return None: the leader knows the cursor."""

    def arrive(self, _: RobotEvent) -> bool:
        """Return True: an event that is done has left Redis."""
        return True

    def blocked_by(self) -> None:
        """Return None: an event that is done has left Redis."""

    def deaths(self, event: RobotEvent) -> int:
        """Return how often an event was begun and not finished."""
        return self._taken[id(event)].begun - 1

    async def begin(self, event: RobotEvent) -> None:
        """Let the handlers see the state as it was when the event was taken."""
        head = self._taken[id(event)]
        self._snapshots[id(event)] = Snapshot(head.values)
        snapshot.set(self._snapshots[id(event)])
        _current.set(head)

    def give_back(self, event: RobotEvent) -> None:
        """Do nothing: `flush` gives back what is not done."""

    async def finish(self, event: RobotEvent) -> None:
        """Remove an event from Redis; if Redis does not answer, as soon as it does."""
        from redis.exceptions import RedisError

        head = self._taken[id(event)]
        changed = self._snapshots.pop(id(event), Snapshot(head.values))
        why = "another worker has taken it, or Redis lost its last writes or a response"
        try:
            async with self._ends:
                is_done = await self._commit(changed, lambda writes: self._rooms.done(head, writes))
        except RedisError as error:
            is_done, why = False, str(error)
        else:
            del self._taken[id(event)]
        if not is_done:
            logger.warning("The event %s (%s) may be handled again: %s", event.id, event.type, why)

    async def later(self, after: int) -> Optional[List[Tuple[int, RobotEvent]]]:
        """Return the events behind the one that this task handles; None if it handles none."""
        head = _current.get()
        if head is None:
            return None
        return await self.insist(lambda: self._rooms.later(head, max(after, head.number)))

    async def save(self) -> None:
        """Save what a timer has changed in the state."""
        from redis.exceptions import RedisError

        changed = snapshot.get()
        if changed is not None and changed.changes:
            key = uuid.uuid4().hex
            try:
                await self._commit(changed, lambda writes: self._rooms.save(key, writes))
            except RedisError as error:
                logger.error("What a timer has changed is lost: %s", error)

    async def _commit(
        self,
        changed: Snapshot,
        commit: Callable[[Writes], Awaitable[Union[bool, Dict[str, str]]]],
    ) -> bool:
        """Commit changes; if other events have changed the same values, to those."""
        values, changed.is_over = dict(changed.values), True
        while True:
            writes = {name: (values.get(name), n) for name, n in changed.writes(values).items()}
            reply = await self.insist(lambda: commit(writes), to_the_end=False)  # noqa: B023
            if isinstance(reply, bool):
                return reply
            values = reply

    def forget_earlier_runs(self) -> None:
        """Do nothing: events that were taken in before a gap are handled all the same."""

    async def flush(self) -> None:
        """Give back what is not done."""
        from redis.exceptions import RedisError

        heads = list(self._taken.values())
        self._taken.clear()
        try:
            await self._rooms.leave([head.id for head in heads])
        except RedisError as error:
            logger.warning("Other workers take over later, because Redis failed: %s", error)

    async def calls(self, timer: str, at: datetime, interval: Optional[timedelta]) -> bool:
        """Return whether this worker makes a call of a timer, once Redis answers."""
        from redis.exceptions import RedisError

        # The intervals of each worker begin when it starts, so their times differ.
        at_ms = int(at.timestamp() * 1000) if interval is None else None
        least = 0.001 if interval is None else interval.total_seconds() * (1 - _EARLY)
        least_ms, key = max(1, int(least * 1000)), uuid.uuid4().hex
        with contextlib.suppress(RedisError):
            is_own = await self.insist(
                lambda: self._rooms.calls(key, timer, at_ms, least_ms), to_the_end=False
            )
            if is_own:
                _current.set(None)
                snapshot.set(Snapshot(await self.insist(self._rooms.values, to_the_end=False)))
            return is_own
        return False

    async def renew(self) -> None:
        """Say again and again that the events are being handled."""
        while True:
            await anyio.sleep(self._seconds)
            await self.insist(self._confirm)

    async def insist(self, function: Callable[[], Awaitable[T]], to_the_end: bool = True) -> T:
        """Call a function of Redis until it answers.

        Args:
            function: Raises an error of Redis if it must be called again.
            to_the_end: Whether to go on while the run ends; else the error is raised then.
        """
        from redis.exceptions import RedisError

        while True:
            try:
                result = await function()
            except RedisError as error:
                if self._is_ending and not to_the_end:
                    raise
                if not self._is_down:
                    logger.warning("Events wait, because Redis failed: %s", error)
                    self._down_at = time.monotonic()
                self._is_down = True
                self._reclaim_at = self._down_at  # the response may have been lost
                if "NOGROUP" in str(error):  # Redis lost everything
                    with contextlib.suppress(RedisError):
                        await self._rooms.join(self._robot)
                await anyio.sleep(AGAIN_SECONDS)
            else:
                if self._is_down:
                    logger.info("Redis answers again")
                    now = time.monotonic()
                    if now - self._down_at > self._seconds:
                        self._others_at = now + self._grace
                self._is_down = False
                return result
