"""Remember the webhooks of a robot for several receivers, such as those behind a load balancer.

An event that a receiver handles is leased to it. If its process dies, the lease ends, and the next
attempt of the API is handled. An event that was handled is remembered longer than the API tries.

If Redis loses its last second of writes, an event of that second may be handled again.
"""

from __future__ import annotations

import logging
import uuid
from typing import List, Literal, Sequence, cast

from lagclient.calls.options import SECONDS
from lagclient.redis.connections import TIMEOUT_SECONDS, Connections, keys_of

LEASE_SECONDS = 60.0
KEPT_SECONDS = 3 * 24 * 60 * 60.0
"""The API tries an event for about 37 hours."""

logger: logging.Logger = logging.getLogger("lagclient.redis")


class RedisSeen:
    """Events that receivers handle or have handled: ``WebhookApp(..., seen=RedisSeen...)``."""

    def __init__(
        self,
        connections: Connections,
        name: str,
        *,
        lease_seconds: float = LEASE_SECONDS,
        kept_seconds: float = KEPT_SECONDS,
        prefix: str = "lag",
    ) -> None:
        self._base = f"{keys_of(prefix, name)}seen:"
        self._lease_ms = int(SECONDS.checked("lease_seconds", lease_seconds) * 1000)
        self._kept_ms = int(SECONDS.checked("kept_seconds", kept_seconds) * 1000)
        self._begin = connections.script("begin.lua")
        self._finish = connections.script("finish.lua")
        self._token = uuid.uuid4().hex
        self.renew_seconds: float = lease_seconds / 3

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        name: str,
        lease_seconds: float = LEASE_SECONDS,
        kept_seconds: float = KEPT_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        prefix: str = "lag",
    ) -> RedisSeen:
        """Create it; nothing is sent to Redis yet.

        Args:
            url: The Redis: ``redis://host:6379/0``, ``rediss://...`` with TLS, or ``unix://path``.
            name: The name of the robot in Redis; another one for each robot, because the events of
                two robots of a server can be the same.
            lease_seconds: After this time without a sign of its receiver, an event is new again.
            kept_seconds: How long a handled event is remembered.
            timeout_seconds: The limit of connecting to Redis, and of each of its responses.
            prefix: The first part of all keys in Redis.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ImportError: The extra `redis` is not installed.
        """
        return cls(
            Connections(url, timeout_seconds),
            name,
            lease_seconds=lease_seconds,
            kept_seconds=kept_seconds,
            prefix=prefix,
        )

    async def begin(self, names: Sequence[str]) -> Literal["new", "running", "handled"]:
        """Begin an event, unless another receiver handles it or has handled it.

        Raises:
            redis.RedisError: Redis does not answer.
        """
        state = await self._begin.run_async(self._keys(names), [self._token, self._lease_ms])
        return cast('Literal["new", "running", "handled"]', state.decode())

    async def renew(self, names: Sequence[str]) -> None:
        """Prolong the lease of an event; a failure is logged."""
        await self._change(names, self._token, self._lease_ms)

    async def finish(self, names: Sequence[str], is_handled: bool) -> None:
        """Remember an event as handled, or forget it; a failure is logged."""
        await self._change(names, "handled" if is_handled else "", self._kept_ms)

    async def _change(self, names: Sequence[str], value: str, kept_ms: int) -> None:
        from redis.exceptions import RedisError

        try:
            await self._finish.run_async(self._keys(names), [self._token, value, kept_ms])
        except RedisError as error:
            # The event itself was handled or failed; only the other receivers do not know.
            logger.warning("An event may be handled again, because Redis failed: %s", error)

    def _keys(self, names: Sequence[str]) -> List[str]:
        return [f"{self._base}{name}" for name in names]
