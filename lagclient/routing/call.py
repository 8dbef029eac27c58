"""A call: a route with its arguments, before it is sent."""

from __future__ import annotations

from typing import Any, Dict, NamedTuple, Tuple

from lagclient.routing.route import Route


class Call(NamedTuple):
    """A route and the values of its parameters, in the route's order."""

    route: Route
    values: Tuple[Any, ...]

    def named(self) -> Dict[str, Any]:
        """Return the values by parameter name."""
        return {param.name: value for param, value in zip(self.route.params, self.values)}

    def through(self, route: Route) -> Call:
        """Return the call of another route, with the arguments of the same names."""
        values = self.named()
        return Call(route, tuple(values.get(param.name, param.default) for param in route.params))

    def replacing(self, **values: Any) -> Call:
        """Return the same call with other values of some parameters."""
        return Call(self.route, tuple({**self.named(), **values}.values()))
