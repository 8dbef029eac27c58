"""A method that was called with its arguments, not yet sent."""

from __future__ import annotations

from typing import Any, Dict, Tuple

import attrs

from lagclient.routing.route import Route


@attrs.frozen
class Call:
    """A route and the values of its parameters, in the route's order."""

    route: Route
    values: Tuple[Any, ...]

    def named(self) -> Dict[str, Any]:
        """The values by parameter name."""
        return {param.name: value for param, value in zip(self.route.params, self.values)}

    def through(self, route: Route) -> Call:
        """The same arguments for another route, matched by name; its others are left out."""
        values = self.named()
        return Call(route, tuple(values.get(param.name, param.default) for param in route.params))

    def replacing(self, **values: Any) -> Call:
        """The same call with other values for some parameters."""
        return Call(self.route, tuple({**self.named(), **values}.values()))
