"""The namespaces of the clients: ``client.servers.rooms.messages`` and all the others.

Nothing here is written by hand but their common base. The table says what there is, the metaclass
makes a class of each namespace in each flavour, and `resources.pyi` beside this file, generated
from the same table, tells editors and type checkers.
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
"""A route file's path, or a route."""

TABLE = Table(NAMESPACES, ROWS, LIMITS)
"""The routes of the Lag API."""


class Resource(metaclass=ResourceType):
    """A namespace of a client. It only knows who performs its calls, and who listens."""

    def __init__(self, perform: Callable[[Call], Any], listen: Any = None) -> None:
        self._perform = perform
        self._listen = listen

    def __repr__(self) -> str:
        return f"<lagclient.{type(self).__name__}>"


def families(table: Table) -> Mapping[str, Mapping[str, str]]:
    """The namespaces inside each namespace: their names there, and their full ones."""
    found: Dict[str, Dict[str, str]] = {path: {} for path in table.namespaces}
    for path in table.namespaces:
        parent, _, name = path.rpartition(".")
        if path:
            found[parent][name] = path
    return found


def grow(table: Table, flavour: Flavour) -> Dict[str, Any]:
    """The classes of all namespaces, by namespace.

    A namespace that the Lag API has too is a subclass of its class.
    """
    classes: Dict[str, Any] = {}
    inside = families(table)
    # The deepest first: a class needs those of the namespaces inside it.
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


def extended(sources: Iterable[RouteSource]) -> Table:
    """The routes of the Lag API together with a caller's own.

    Raises:
        LagRouteError: Something in them is wrong.
    """
    sources = list(sources)
    if not sources:
        return TABLE
    from lagclient.routing.load import load

    return load(sources, TABLE)


def root(table: Table, flavour: Flavour) -> Any:
    """Return the class of the namespace that holds all others of a table."""
    if table is TABLE:
        return getattr(sys.modules[__name__], class_name("", flavour))
    return grow(table, flavour)[""]


def branches(
    table: Table, flavour: Flavour, perform: Callable[[Call], Any], listen: Any
) -> Dict[str, Any]:
    """What a client has of a table: its namespaces, and the methods beside them."""
    tree: object = root(table, flavour)(perform, listen)
    return {name: getattr(tree, name) for name in vars(type(tree)) if not name.startswith("_")}


def __getattr__(name: str) -> Any:
    """The class of a namespace: those of a flavour are made when the first of them is needed."""
    # The longest prefix first: that of the plain flavour is empty.
    flavour = next(one for one in reversed(FLAVOURS) if name.startswith(one.prefix))
    if not name.startswith("_") and class_name("", flavour) not in globals():
        globals().update({cls.__name__: cls for cls in grow(TABLE, flavour).values()})
        if name in globals():
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
