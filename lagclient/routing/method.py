"""A method of a client as data: its route, its name, and what a call of it returns."""

from __future__ import annotations

from typing import Literal, Mapping, NamedTuple, Tuple

from lagclient.routing.options import ADDED_OPTIONS, PROGRESS, options_of
from lagclient.routing.route import Param, Route

Kind = Literal["call", "pages", "events", "history", "wait", "download"]
"""The result of a method: a response, the pages of a listing, events without end, the items of a
listing between two places, the response that ends a wait, or a file."""

ADDED: Mapping[str, Mapping[str, Tuple[str, Kind]]] = {
    "dms": {"history": ("list_messages", "history")},
    "images": {"download": ("get", "download"), "wait": ("status", "wait")},
    "servers.rooms.messages": {"history": ("list", "history")},
}
"""Methods of several requests, by namespace and name: the route that they call, and their kind.

They are beside the table, because the API has no endpoint for them."""


def iterator_kind(model: str) -> Kind:
    """Return the kind of the iterators of a route with this model."""
    return "events" if model in ("stream[RobotEvent]", "list[RobotEvent]") else "pages"


class Method(NamedTuple):
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
        if self.kind in ADDED_OPTIONS:
            return ADDED_OPTIONS[self.kind]
        if self.kind == "call":
            return (PROGRESS,) if any(p.type == "image" for p in self.route.params) else ()
        return options_of(self.route)

    @property
    def params(self) -> Tuple[Param, ...]:
        """All parameters: those of the route, and the options.

        A history has only the path parameters of its route, because it sets the others itself.
        """
        own = self.route.params
        if self.kind == "history":
            own = tuple(param for param in own if param.where == "path")
        return (*own, *self.options)

    @property
    def is_awaited(self) -> bool:
        """Whether the asynchronous clients await its result; others iterate over it."""
        return self.kind in ("call", "wait", "download")
