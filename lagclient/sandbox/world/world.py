"""The two arguments of the sandbox's rules: the world they act in, and the request they act on."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, FrozenSet, Mapping, Optional

import attrs

from lagclient.routing.route import Route
from lagclient.sandbox.world.clock import Clock
from lagclient.sandbox.world.ids import Ids
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.waiting import Bell

Wire = Dict[str, Any]
"""An object of a response: the API's own names, plain values."""


@attrs.frozen
class World:
    """The state that all requests share."""

    store: Store
    clock: Clock
    ids: Ids
    url: str
    """Address of the sandbox, without a slash at its end."""
    bell: Bell = attrs.field(factory=Bell)
    """Rings when an event is recorded in the journal."""
    hook_bell: Bell = attrs.field(factory=Bell)
    """Rings when another robot is to receive webhooks."""
    journal_entries: int = 1000
    """Number of events that are kept, the newest; a robot that is away for longer misses some."""
    keepalive_seconds: float = 30.0
    """Length of a silence in seconds after which a stream sends a keepalive."""

    def now(self) -> datetime:
        """Read the clock, in UTC. A ticking clock moves by this."""
        return self.clock().astimezone(timezone.utc)

    def at(self, host: Optional[str]) -> World:
        """Return the world with addresses that a client can reach, because it used the host itself.

        A client in another container knows the sandbox by another name than the sandbox does.
        """
        return attrs.evolve(self, url=f"http://{host}") if host else self


@attrs.frozen
class Caller:
    """The sender of a request."""

    kind: str
    """``user`` or ``robot``."""
    id: str
    name: str
    """A user's username, a robot's name."""
    server_id: str = ""
    """The one server of a robot."""
    permissions: FrozenSet[str] = frozenset()
    """Permissions of a robot. Those of a user depend on the server: see `membership`."""
    active: bool = True
    """False for a robot that is disabled."""


ANONYMOUS = Caller("anonymous", "", "")
"""Sends requests to public routes without a credential."""


@attrs.frozen(repr=False)
class Request:
    """A request that a handler of your own answers: ``Sandbox(handlers={...})``.

    ``request["server_id"]`` is the value of a parameter, ``"name" in request`` says whether it was
    sent, and ``request.get("name")`` returns None if it was not. The caller may make the request,
    and its values are what the table allows.
    """

    world: World
    route: Route
    caller: Caller
    values: Mapping[str, Any]
    """Path, query and body by the Python names of the table, without what was not sent."""
    now: datetime
    """Read from the clock once, so everything that the request does happens at one time."""
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """The headers of the request; the one that matters to a route is Last-Event-ID."""

    def __repr__(self) -> str:
        # Neither values nor headers, because headers have the token.
        who = f"{self.caller.kind} {self.caller.name}".rstrip()
        return f"<lagclient.sandbox.Request: {self.route.full_name} by {who}>"

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> Any:
        """Return the value of a parameter, or None if it was not sent."""
        return self.values.get(name)

    def changes(self, *names: str) -> Dict[str, Any]:
        """Return the named parameters that were sent: the columns to change, and their values."""
        return {name: self.values[name] for name in names if name in self.values}
