"""The right to read the stream of a robot, which one process has at a time.

A lease ends by itself if its process dies. A process that was paused may still believe that it has
one. So each script that writes checks in the same step who had the lease last.
"""

from __future__ import annotations

import os
import uuid
from typing import Any, List, Optional

import attrs

from lagclient.redis.connections import Connections, Script


@attrs.frozen
class Held:
    """What a process gets with the lease."""

    text: str
    """The text of the cursor; "" at first."""
    number: int
    """The number of the last event that was relayed."""


class Lease:
    """The lease of one robot, for one process."""

    def __init__(self, connections: Connections, base: str, lease_seconds: float) -> None:
        self.keys: List[str] = [f"{base}lease", f"{base}place"]
        self.milliseconds: int = int(lease_seconds * 1000)
        self._name = uuid.uuid4().hex
        self._take: Script = connections.script("lead.lua")
        self._release: Script = connections.script("release.lua")

    @property
    def owner(self) -> str:
        """The name of this process; a forked child has another one."""
        return f"{self._name}-{os.getpid()}"

    def take(self) -> Optional[Held]:
        """Take the lease, blocking; None if another process has it."""
        return _held(self._take.run(self.keys, self._arguments("take")))

    def renew(self) -> Optional[Held]:
        """Prolong the lease, blocking; None if another process has had it meanwhile."""
        return _held(self._take.run(self.keys, self._arguments("renew")))

    async def take_async(self) -> Optional[Held]:
        """Take the lease; None if another process has it."""
        return _held(await self._take.run_async(self.keys, self._arguments("take")))

    async def renew_async(self) -> Optional[Held]:
        """Prolong the lease; None if another process has had it meanwhile."""
        return _held(await self._take.run_async(self.keys, self._arguments("renew")))

    def release(self) -> None:
        """Give the lease back, blocking."""
        self._release.run(self.keys[:1], [self.owner])

    async def release_async(self) -> None:
        """Give the lease back."""
        await self._release.run_async(self.keys[:1], [self.owner])

    def _arguments(self, what: str) -> List[Any]:
        return [self.owner, self.milliseconds, what]


def _held(reply: Any) -> Optional[Held]:
    is_held, text, number = reply
    return Held(text.decode(), number) if is_held else None
