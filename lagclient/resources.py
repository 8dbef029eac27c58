"""The namespaces of the clients, such as ``client.servers.rooms.messages``.

Only their base class is written by hand. The metaclass creates a class for each namespace of the
table in each flavour. Methods come from `lagclient.methods`: `build` compiles them, and `docstring`
writes their docstrings. Editors and type checkers read `resources.pyi`, which is generated from the
same table.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, Dict, Iterable, Union

from lagclient.calls.options import refused
from lagclient.methods.build import ResourceType
from lagclient.methods.flavour import FLAVOURS, Flavour, class_name
from lagclient.routing._table import LIMITS, NAMESPACES, ROWS
from lagclient.routing.route import Route
from lagclient.routing.table import Table
from lagclient.types import path_of

RouteSource = Union[str, "os.PathLike[str]", Route]
"""The path of a route file, or a route."""

TABLE = Table(NAMESPACES, ROWS, LIMITS)
"""The routes of the Lag API."""


class Resource(metaclass=ResourceType):
    """A namespace of a client."""

    def __init__(self, perform: Callable[..., Any], listen: Any = None) -> None:
        self._perform = perform
        self._listen = listen

    def __repr__(self) -> str:
        return f"<lagclient.{type(self).__name__}>"


def extended_table(
    sources: Union[RouteSource, Iterable[RouteSource]], base: Table = TABLE
) -> Table:
    """Return the routes of the Lag API, or of another table, together with the caller's.

    Raises:
        LagInvalidRequestError: A source is neither a path nor a route.
        LagRouteError: A route file or a route is wrong.
    """
    kinds = (str, os.PathLike, Route)
    every: Any = [sources] if isinstance(sources, kinds) else sources
    every = [*every] if isinstance(every, Iterable) else [every]
    every = [each if isinstance(each, Route) else path_of(each) for each in every]
    if None in every:
        raise refused("routes", "paths of route files or `Route` objects", sources)
    if not every:
        return base
    from lagclient.routing.load import load

    return load(every, base)


def namespace_classes(table: Table, flavour: Flavour) -> Dict[str, Any]:
    """Create the classes of all namespaces, by namespace.

    A namespace that the Lag API has too is a subclass of its class.
    """
    classes: Dict[str, Any] = {}
    children: Dict[str, Dict[str, Any]] = {path: {} for path in table.namespaces}
    # The deepest first, because a class needs those of the namespaces inside it.
    for namespace in sorted(table.namespaces, key=lambda path: (-path.count("."), path == "")):
        name = class_name(namespace, flavour)
        is_new = table is TABLE or namespace not in TABLE.namespaces
        classes[namespace] = ResourceType(
            name,
            (Resource if is_new else getattr(sys.modules[__name__], name),),
            {"__module__": __name__},
            table=table,
            namespace=namespace,
            flavour=flavour,
            children=children[namespace],
        )
        if namespace:
            parent, _, child = namespace.rpartition(".")
            children[parent][child] = classes[namespace]
    return classes


def root_class(table: Table, flavour: Flavour) -> Any:
    """Return the class of the namespace that contains all others."""
    if table is TABLE:
        return getattr(sys.modules[__name__], class_name("", flavour))
    return namespace_classes(table, flavour)[""]


def __getattr__(name: str) -> Any:
    """Create the classes of a flavour when the first of them is needed."""
    # The longest prefix first, because that of the plain flavour is empty.
    flavour = next(one for one in reversed(FLAVOURS) if name.startswith(one.prefix))
    if not name.startswith("_") and class_name("", flavour) not in globals():
        globals().update({cls.__name__: cls for cls in namespace_classes(TABLE, flavour).values()})
        if name in globals():
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
