"""Run one robot in several processes, on one machine or on several.

::

    from lagclient import Bot
    from lagclient.redis import RedisWorkers

    bot = Bot(workers=RedisWorkers.from_url("redis://localhost:6379"))

One worker reads the robot's stream, and relays each event to Redis in the same step in which the
cursor moves. All workers take events from there: the events of a room in order, one at a time, and
rooms side by side. Each event is handled at least once. It is handled again if its worker dies, if
the worker gives no sign for `lease_seconds`, or if Redis loses its last writes. An event that was
begun twice and not finished is set aside.
"""

from __future__ import annotations

import contextlib
from typing import AsyncGenerator, List, Tuple

import anyio

from lagclient.bot.workers import Attempt, Listen
from lagclient.calls.options import SECONDS, Rule, is_int
from lagclient.models import RobotEvent
from lagclient.redis.connections import TIMEOUT_SECONDS, Connections, keys_of
from lagclient.redis.cursor import LEASE_SECONDS
from lagclient.redis.leader import Leader
from lagclient.redis.rooms import Rooms, WorkersStats
from lagclient.redis.share import RedisShare

MOST_WAITING = 100_000
"""While more events wait, the leader takes in no more."""
_MOMENT_SECONDS = 2.0

COUNT = Rule("an int above 0", lambda value: is_int(value) and value != 0)


class RedisWorkers:
    """The workers of a robot, for ``Bot(workers=...)``; each process creates its own object."""

    def __init__(
        self,
        connections: Connections,
        *,
        name: str = "robot",
        lease_seconds: float = LEASE_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        most_waiting: int = MOST_WAITING,
        prefix: str = "lag",
    ) -> None:
        self._seconds: float = SECONDS.checked("lease_seconds", lease_seconds)
        self._most_waiting: int = COUNT.checked("most_waiting", most_waiting)
        # A response may take `timeout_seconds` in all, with the time for which Redis waits.
        self._wait_ms = max(1, int(timeout_seconds * 500))
        self._connections = connections
        self._base = keys_of(prefix, name)

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        name: str = "robot",
        lease_seconds: float = LEASE_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        most_waiting: int = MOST_WAITING,
        prefix: str = "lag",
    ) -> RedisWorkers:
        """Create it; nothing is sent to Redis yet.

        Args:
            url: The Redis, version 6.2 or newer: ``redis://host:6379/0``, ``rediss://...`` with
                TLS, or ``unix://path``.
            name: The name of the robot in Redis; another one for each robot.
            lease_seconds: A worker that gives no sign for so long counts as dead: others handle
                its events, and one of them reads the stream.
            timeout_seconds: The limit of connecting to Redis, and of each of its responses.
            most_waiting: While more events wait than this, no more are read from the stream.
            prefix: The first part of all keys in Redis.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ImportError: The extra `redis` is not installed.
        """
        return cls(
            Connections(url, timeout_seconds),
            name=name,
            lease_seconds=lease_seconds,
            timeout_seconds=timeout_seconds,
            most_waiting=most_waiting,
            prefix=prefix,
        )

    async def stats(self) -> WorkersStats:
        """Count what waits, what is in flight and what was set aside; from any process.

        Raises:
            redis.RedisError: Redis does not answer.
        """
        return await self._rooms().stats()

    async def dead(self, count: int = 100) -> List[Tuple[RobotEvent, int]]:
        """Return the events that were set aside last, the newest first.

        Args:
            count: How many events to return at most.

        Returns:
            Each event, and how often it was begun.

        Raises:
            LagInvalidRequestError: `count` is not an int above 0.
            redis.RedisError: Redis does not answer.
        """
        return await self._rooms().dead(COUNT.checked("count", count))

    @contextlib.asynccontextmanager
    async def join(
        self, robot: str, most: int, listen: Listen, attempt: Attempt
    ) -> AsyncGenerator[RedisShare, None]:
        """Be one of the workers within a block; `Bot` calls this."""
        from redis.exceptions import RedisError

        rooms = self._rooms()
        share = RedisShare(rooms, robot, most, self._seconds, self._wait_ms)
        leader = Leader(rooms, listen, self._seconds, self._most_waiting, share.insist)
        await share.open()

        async def lead() -> None:
            await attempt(leader.run())

        async def renew() -> None:
            await attempt(share.renew())

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lead)
            tasks.start_soon(renew)
            try:
                yield share
            finally:
                tasks.cancel_scope.cancel()
                with anyio.move_on_after(_MOMENT_SECONDS, shield=True):
                    with contextlib.suppress(RedisError):  # then the lease ends by itself
                        await rooms.lease.release_async()

    def _rooms(self) -> Rooms:
        return Rooms(self._connections, self._base, self._seconds)
