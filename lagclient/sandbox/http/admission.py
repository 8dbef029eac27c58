"""Which kind of caller a path is for, and what robots need to use it."""

from __future__ import annotations

from typing import Iterator

import attrs

from lagclient.routing.route import Route
from lagclient.sandbox.errors import forbidden
from lagclient.sandbox.handlers import handler_of
from lagclient.sandbox.registry import Handler
from lagclient.sandbox.world.world import Caller


@attrs.frozen
class Door:
    """A route as one kind of caller reaches it."""

    route: Route
    kind: str
    """``public``, ``user`` or ``robot``."""
    path: str
    handler: Handler

    def admit(self, caller: Caller) -> None:
        """Let the caller in.

        Raises:
            ApiError: 403, it is not for this kind of caller, or a permission is missing.
        """
        if self.kind == "public":
            return
        if caller.kind != self.kind:
            raise forbidden(
                f"{self.route.method} {self.path} is for {self.kind}s: "
                f"it cannot be used with a {caller.kind}'s token"
            )
        if not caller.active and self.route.full_name != "identity":
            raise forbidden(f"The robot {caller.name} is disabled: its webhook answered 410")
        for scope in self.route.scope:
            kind, _, permission = scope.partition(":")
            if kind == self.kind and permission and permission not in caller.permissions:
                raise forbidden(f"The robot {caller.name} lacks the permission {permission}")


def doors(route: Route) -> Iterator[Door]:
    """The ways into a route, where the SDK says they are.

    A kind of caller that the table sends through another route (`via`) has no way in here.
    """
    handler = handler_of(route.full_name)
    for kind in route.kinds:
        if kind not in route.via:
            path = route.path_for(kind)
            yield Door(route, kind, path, handler)
