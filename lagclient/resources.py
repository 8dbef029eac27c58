"""The namespaces of the clients: ``client.servers.rooms.messages`` and all the others.

Only their common base is written by hand. The metaclass creates a class for each namespace of the
table in each flavour. Editors and type checkers read `resources.pyi`, which is generated from the
same table.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Callable, Dict, Iterable, Mapping, Union

from lagclient.methods.build import ResourceType
from lagclient.methods.flavour import FLAVOURS, Flavour, class_name
from lagclient.routing._table import LIMITS, NAMESPACES, ROWS
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from lagclient.routing.table import Table

RouteSource = Union[str, "os.PathLike[str]", Route]
"""The path of a route file, or a route."""

TABLE = Table(NAMESPACES, ROWS, LIMITS)
"""The routes of the Lag API."""


class Resource(metaclass=ResourceType):
    """A namespace of a client; it holds the functions that perform its calls."""

    def __init__(self, perform: Callable[[Call], Any], listen: Any = None) -> None:
        self._perform = perform
        self._listen = listen

    def __repr__(self) -> str:
        return f"<lagclient.{type(self).__name__}>"


def child_namespaces(table: Table) -> Mapping[str, Mapping[str, str]]:
    """Return the child namespaces of each namespace: their full names by name."""
    children: Dict[str, Dict[str, str]] = {path: {} for path in table.namespaces}
    for path in table.namespaces:
        parent, _, name = path.rpartition(".")
        if path:
            children[parent][name] = path
    return children


def namespace_classes(table: Table, flavour: Flavour) -> Dict[str, Any]:
    """Return the classes of all namespaces by namespace.

    A namespace that the Lag API also has becomes a subclass of that namespace's class.
    """
    classes: Dict[str, Any] = {}
    inside = child_namespaces(table)
    # Deepest first, because a class needs the classes of its child namespaces.
    for namespace in sorted(table.namespaces, key=lambda path: (-path.count("."), path == "")):
        children = {name: classes[path] for name, path in inside[namespace].items()}
        name = class_name(namespace, flavour)
        is_new = table is TABLE or namespace not in TABLE.namespaces
        base = Resource if is_new else getattr(sys.modules[__name__], name)
        classes[namespace] = ResourceType(
            name,
            (base,),
            {"__module__": __name__},
            table=table,
            namespace=namespace,
            flavour=flavour,
            children=children,
        )
    return classes


def extended_table(sources: Iterable[RouteSource]) -> Table:
    """Return the routes of the Lag API together with the caller's own.

    Raises:
        LagRouteError: A route file or a route is invalid.
    """
    sources = list(sources)
    if not sources:
        return TABLE
    from lagclient.routing.load import load

    return load(sources, TABLE)


def root_class(table: Table, flavour: Flavour) -> Any:
    """Return the class of the namespace that holds all others of a table."""
    if table is TABLE:
        return getattr(sys.modules[__name__], class_name("", flavour))
    return namespace_classes(table, flavour)[""]


def client_attributes(
    table: Table, flavour: Flavour, perform: Callable[[Call], Any], listen: Any
) -> Dict[str, Any]:
    """Return the attributes that a client has from a table: namespaces and methods."""
    tree: object = root_class(table, flavour)(perform, listen)
    return {name: getattr(tree, name) for name in vars(type(tree)) if not name.startswith("_")}


def __getattr__(name: str) -> Any:
    """Return the class of a namespace; the first use of a flavour creates all of its classes."""
    # Longest prefix first, because the prefix of the plain flavour is empty.
    flavour = next(one for one in reversed(FLAVOURS) if name.startswith(one.prefix))
    if not name.startswith("_") and class_name("", flavour) not in globals():
        globals().update({cls.__name__: cls for cls in namespace_classes(TABLE, flavour).values()})
        if name in globals():
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
