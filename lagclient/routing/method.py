"""A method of a client as data: its route, its name, and what a call of it returns."""

from __future__ import annotations

from typing import Literal, Tuple

import attrs

from lagclient.routing.options import options_of
from lagclient.routing.route import Param, Route

Kind = Literal["call", "pages", "events"]
"""The result of a method: a response, the pages of a listing, or events without end."""


def iterator_kind(model: str) -> Kind:
    """Return the kind of the iterators of a route with this model."""
    return "events" if model in ("stream[RobotEvent]", "list[RobotEvent]") else "pages"


@attrs.frozen
class Method:
    """A method, not yet built for a flavour."""

    route: Route
    name: str
    kind: Kind

    @property
    def full_name(self) -> str:
        """The method as a program writes it after ``client.``."""
        return f"{self.route.namespace}.{self.name}" if self.route.namespace else self.name

    @property
    def options(self) -> Tuple[Param, ...]:
        """Client-side options, which are never sent to the API."""
        return () if self.kind == "call" else options_of(self.route)

    @property
    def params(self) -> Tuple[Param, ...]:
        """All parameters: those of the route, and the options."""
        return (*self.route.params, *self.options)
