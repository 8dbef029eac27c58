"""What a handler is given: the world it acts in, and the request it acts on."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, FrozenSet, Mapping

import attrs

from lagclient.routing.route import Route
from lagclient.sandbox.world.clock import Clock
from lagclient.sandbox.world.ids import Ids
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.waiting import Bell

Wire = Dict[str, Any]
"""An object as it is answered: the API's own names, plain values."""


@attrs.frozen
class World:
    """All that requests share."""

    store: Store
    clock: Clock
    ids: Ids
    url: str
    """Where the sandbox is, without a slash at the end."""
    bell: Bell = attrs.field(factory=Bell)
    """Rings when something is recorded in the journal."""
    hook_bell: Bell = attrs.field(factory=Bell)
    """Rings when there is another robot to post webhooks to."""
    journal_entries: int = 1000
    """How many are kept, the newest: a robot that stays away for longer than these misses some."""
    keepalive_seconds: float = 30.0
    """After how long a silence a stream has a sign of life."""

    def now(self) -> datetime:
        """The time, in UTC. A clock that ticks goes on by this."""
        return self.clock().astimezone(timezone.utc)


@attrs.frozen
class Caller:
    """Who sends a request."""

    kind: str
    """``user`` or ``robot``."""
    id: str
    name: str
    """A user's username, a robot's name."""
    server_id: str = ""
    """The one server of a robot."""
    permissions: FrozenSet[str] = frozenset()
    """What a robot may do. A user's rights depend on the server: see `membership`."""
    active: bool = True
    """Whether a robot may do anything."""


NOBODY = Caller("nobody", "", "")
"""Sends requests to public routes without a credential."""


@attrs.frozen
class Request:
    """A request that may be made by its caller and holds what the table says."""

    world: World
    route: Route
    caller: Caller
    values: Mapping[str, Any]
    """Path, query and body by the Python names of the table; what was not sent is not there."""
    now: datetime
    """Read from the clock once, so that all a request does happens at one time."""
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """What was sent; only `robots.events.sse` asks for one that the table does not have."""

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> Any:
        """A parameter's value, None if it was not sent."""
        return self.values.get(name)

    def changes(self, *names: str) -> Dict[str, Any]:
        """Those of the parameters that were sent: the columns of the same names to change."""
        return {name: self.values[name] for name in names if name in self.values}
