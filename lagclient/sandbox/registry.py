"""Which function handles which route.

A handler is a plain function from a `Request` to the body of the response, in the API's own names.
It runs inside the request's transaction, refuses by raising an `ApiError`, and does not know HTTP:
the status of success comes from the table. A response that takes its time is a `Held` or a
`Stream`.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping, Set, TypeVar

import attrs

from lagclient.routing import _table, _terminal
from lagclient.routing.route import Route
from lagclient.routing.table import Table
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.world.world import Request

Handler = Callable[[Request], Any]
HandlerT = TypeVar("HandlerT", bound=Handler)

SERVED = Table(
    {**_table.NAMESPACES, **_terminal.NAMESPACES},
    {**_table.ROWS, **{name: rows for name, rows in _terminal.ROWS.items() if rows}},
    _table.LIMITS,
)
"""The routes of the API, with those that only the terminal client calls."""

_HANDLERS: Dict[str, Handler] = {}
_READERS: Set[str] = set()


def handles(full_name: str, *, writes: bool = False) -> Callable[[HandlerT], HandlerT]:
    """Register a function as the handler of a route, named as in the table.

    Handlers of a GET must say so if they write; all other handlers may write.
    """
    if full_name not in SERVED:
        raise LookupError(f"A handler must be for a route of the table, not {full_name!r}")
    if full_name in _HANDLERS:
        raise LookupError(f"A route must have one handler, not a second one for {full_name}")

    def register(handler: HandlerT) -> HandlerT:
        _HANDLERS[full_name] = handler
        if not writes and SERVED[full_name].method == "GET":
            _READERS.add(full_name)
        return handler

    return register


@attrs.frozen
class Handlers:
    """The handlers of one sandbox: the registered ones, and a program's own before them."""

    own: Mapping[str, Handler] = attrs.field(factory=dict[str, Handler])
    """By the name of the route. They may write, whatever the method of the route."""

    def of(self, route: Route) -> Handler:
        """Return the handler of a route; one that answers 501 if the route has none."""
        name = route.full_name
        return self.own.get(name) or _HANDLERS.get(name, _not_implemented)

    def writes(self, route: Route) -> bool:
        """Return whether the handler of a route may write."""
        return route.full_name in self.own or route.full_name not in _READERS


def _not_implemented(request: Request) -> Any:
    raise ApiError(
        501, f"The sandbox has no handler for {request.route.full_name}: pass one in `handlers`"
    )
