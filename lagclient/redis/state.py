"""The state of a robot in Redis, with its cursor, for a robot in one process.

Another machine can go on where this one was, with the state that belongs to that place. Both are
saved in one step, so an event that is handled again changes the state once.
"""

from __future__ import annotations

from typing import Dict, Mapping, Optional, Tuple, TypeVar

from lagclient.redis.connections import TIMEOUT_SECONDS
from lagclient.redis.cursor import LEASE_SECONDS, RedisCursor

SelfT = TypeVar("SelfT", bound="RedisState")


class RedisState:
    """The state and the cursor of a robot, for ``Bot(state=...)``.

    ::

        from lagclient import Bot
        from lagclient.redis import RedisState

        bot = Bot(state=RedisState.from_url("redis://localhost:6379", name="greeter"))

    A robot in several processes keeps its state in `RedisWorkers`.
    """

    def __init__(self, cursor: RedisCursor) -> None:
        self._cursor = cursor

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        name: str,
        lease_seconds: float = LEASE_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        prefix: str = "lag",
    ) -> RedisState:
        """Create it; nothing is sent to Redis yet.

        Args:
            url: The Redis: ``redis://host:6379/0``, ``rediss://...`` with TLS, or ``unix://path``.
            name: The name of the robot in Redis; another one for each robot.
            lease_seconds: After this time without a sign of its process, another one may take the
                state. A process that starts waits twice as long for it.
            timeout_seconds: The limit of connecting to Redis, and of each of its responses.
            prefix: The first part of all keys in Redis.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ImportError: The extra `redis` is not installed.
        """
        return cls(
            RedisCursor.from_url(
                url,
                name=name,
                lease_seconds=lease_seconds,
                timeout_seconds=timeout_seconds,
                prefix=prefix,
            )
        )

    def load(self) -> Tuple[str, Dict[str, str]]:
        """Take the lease, and return the progress and the values that were saved last.

        Raises:
            LagCursorError: Another process has the state.
            LagConnectionError: Redis does not answer.
        """
        return self._cursor.load_progress() or "", self._cursor.values()

    def commit(self, progress: str, changes: Mapping[str, Optional[str]], /) -> None:
        """Save the progress and the values that changed, all or nothing; None removes a value.

        Raises:
            LagCursorError: Another process has taken the state; nothing was saved.
            LagConnectionError: Redis does not answer.
        """
        self._cursor.commit(progress, changes)

    def close(self) -> None:
        """Give the lease back, and close the connections."""
        self._cursor.close()

    def __enter__(self: SelfT) -> SelfT:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
