"""What a method takes that is not sent: how an iterator goes, which the API has no say in."""

from __future__ import annotations

from typing import Tuple

from lagclient.routing.route import Param, Route

PREFETCH = Param(
    name="prefetch",
    where="option",
    type="bool",
    doc="Fetch the next page while the program works on this one, in a thread or task of its own. "
    "A loop that ends early has made one request too many.",
    wire="prefetch",
    default=False,
)


def options_of(route: Route) -> Tuple[Param, ...]:
    """What the route's iterators take beside its parameters."""
    shape = route.model.partition("[")[0]
    if route.model.endswith("[RobotEvent]"):
        from lagclient.listening.options import OPTIONS

        return OPTIONS[shape]
    return (PREFETCH,) if shape == "page" else ()
