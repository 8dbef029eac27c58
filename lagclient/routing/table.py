"""All routes of a client, and their methods."""

from __future__ import annotations

from typing import Dict, Iterator, Mapping, Tuple, Union

from lagclient.routing.method import ADDED, Kind, Method, iterator_kind
from lagclient.routing.route import Limit, Route, Row, is_stream, limits_of


class Table(Mapping[str, Route]):
    """All routes by full name. A route is created when it is first read.

    Creating all of them at once would take longer than a program's first call.
    """

    def __init__(
        self,
        namespaces: Mapping[str, str],
        rows: Mapping[str, Mapping[str, Row]],
        limits: Mapping[str, Union[Limit, Row]],
        behind: Mapping[str, Route] = {},
    ) -> None:
        """Keep routes as rows; `behind` has routes without methods, which others are built on."""
        self.namespaces = namespaces
        """Each namespace and its documentation, including namespaces that only contain others."""
        self.limits: Mapping[str, Limit] = limits_of(limits)
        """Limits of all requests of a kind of credential, over all routes."""
        self._rows = rows
        self._routes: Dict[str, Route] = dict(behind)

    def __getitem__(self, full_name: str) -> Route:
        try:
            return self._routes[full_name]
        except KeyError:
            namespace, _, name = full_name.rpartition(".")
            route = Route(namespace=namespace, name=name, **self._rows[namespace][name])
            return self._routes.setdefault(full_name, route)

    def rows(self, namespace: str) -> Mapping[str, Row]:
        """Return the routes of a namespace as data, by name."""
        return self._rows.get(namespace, {})

    def limits_of(self, route: Route, kind: str) -> Dict[str, Limit]:
        """Return the limits of a kind of credential at a route, by the name of what they count."""
        own = {route.full_name: route.limits}
        return {
            name: limits[kind]
            for name, limits in {"": self.limits, **own}.items()
            if kind in limits
        }

    def kinds(self, namespace: str) -> Dict[str, Tuple[str, Kind]]:
        """Return the methods of a namespace by name: the name of their route, and their kind."""
        kinds: Dict[str, Tuple[str, Kind]] = {}
        for name, row in self.rows(namespace).items():
            if not is_stream(row["model"]):
                kinds[name] = name, "call"
            for iterator in row.get("iterators", ()):
                kinds[iterator] = name, iterator_kind(row["model"])
        for name, (route, kind) in ADDED.get(namespace, {}).items():
            if route in kinds:
                kinds.setdefault(name, (route, kind))
        return kinds

    def method(self, namespace: str, name: str) -> Method:
        """Return one method of a namespace."""
        route, kind = self.kinds(namespace)[name]
        return Method(self[f"{namespace}.{route}" if namespace else route], name, kind)

    def methods(self, namespace: str) -> Iterator[Method]:
        """Yield the methods of a namespace."""
        for name in self.kinds(namespace):
            yield self.method(namespace, name)

    def __iter__(self) -> Iterator[str]:
        for namespace, rows in self._rows.items():
            for name in rows:
                yield f"{namespace}.{name}" if namespace else name

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())
