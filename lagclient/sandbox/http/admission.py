"""Admission: which kind of caller a path is for, and which permission a robot needs there."""

from __future__ import annotations

from typing import Iterator

import attrs

from lagclient.routing.route import Route
from lagclient.sandbox.errors import forbidden
from lagclient.sandbox.world.world import Caller


@attrs.frozen
class Door:
    """A route as one kind of caller reaches it."""

    route: Route
    kind: str
    """``public``, ``user`` or ``robot``."""
    path: str

    def admit(self, caller: Caller) -> None:
        """Admit the caller.

        Raises:
            ApiError: 403 if the path is for another kind of caller, or a permission is missing.
        """
        if self.kind == "public":
            return
        if caller.kind != self.kind:
            raise forbidden(
                f"{self.route.method} {self.path} must be called with a {self.kind}'s token, "
                f"not with a {caller.kind}'s"
            )
        if not caller.active and self.route.full_name != "identity":
            raise forbidden(f"The robot {caller.name} is disabled: its webhook answered 410")
        for scope in self.route.scope:
            kind, _, permission = scope.partition(":")
            if kind == self.kind and permission and permission not in caller.permissions:
                raise forbidden(f"The robot {caller.name} lacks the permission {permission}")


def doors(route: Route) -> Iterator[Door]:
    """Yield the paths of a route, one for each kind of caller.

    A kind of caller that the table sends through another route (`via`) has no path here.
    """
    for kind in route.kinds:
        if kind not in route.via:
            yield Door(route, kind, route.path_for(kind))
