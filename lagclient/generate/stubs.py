"""Write stubs, because type checkers and editors cannot see what is built at run time."""

from __future__ import annotations

from types import ModuleType
from typing import Callable, Iterable, Iterator, List

from lagclient.methods.docstring import documentation, literal
from lagclient.methods.flavour import FLAVOURS, Flavour, class_name
from lagclient.methods.signature import definition
from lagclient.routing.method import Method
from lagclient.routing.table import Table

_HEAD = '''"""The namespaces. Generated from routes/*.yaml by `lagclient generate`."""

import os
from datetime import datetime
from typing import Any, Callable, Dict, Iterable, List, Optional, Union

from lagclient import models
from lagclient.answer import Answer, Page
from lagclient.calls.download import DownloadTarget
from lagclient.calls.progress import Progress
from lagclient.listening.cursor import CursorInput, OnGap
from lagclient.listening.drive import AsyncListening, Listening
from lagclient.methods.build import ResourceType
from lagclient.methods.flavour import Flavour
from lagclient.pagination.history import AsyncHistory, History
from lagclient.pagination.pages import AsyncPages, Pages
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from lagclient.routing.table import Table
from lagclient.types import ImageInput, Omittable

TABLE: Table

class Resource(metaclass=ResourceType):
    def __init__(self, perform: Callable[..., Any], listen: Any = None) -> None: ...

RouteSource = Union[str, os.PathLike[str], Route]

def extended_table(
    sources: Union[RouteSource, Iterable[RouteSource]], base: Table = ...
) -> Table: ...
def namespace_classes(table: Table, flavour: Flavour) -> Dict[str, Any]: ...
def root_class(table: Table, flavour: Flavour) -> Any: ...
'''

_PACKAGE_HEAD = '''"""The public names. Generated from `_EXPORTS` by `lagclient generate`."""
'''


def resources_stub(table: Table) -> str:
    """Return the source of ``lagclient/resources.pyi``.

    The classes of a namespace stand one after another, because the wheel's compression looks back
    32 kB only: their common text is then stored once.
    """
    lines: List[str] = [_HEAD]
    for namespace in table.namespaces:
        for flavour in FLAVOURS:
            lines += ["", f"class {class_name(namespace, flavour)}(Resource):"]
            methods, doc = table.methods(namespace), table.namespaces[namespace]
            lines += [literal(doc, "    ")] if doc else []
            lines += class_body(table, namespace, flavour, table.namespaces, methods, class_name)
    return "\n".join(lines) + "\n"


def class_body(
    table: Table,
    namespace: str,
    flavour: Flavour,
    namespaces: Iterable[str],
    methods: Iterable[Method],
    named: Callable[[str, Flavour], str],
) -> Iterator[str]:
    """Yield the body of a namespace's class: those of `namespaces` that are in it, and methods."""
    for path in namespaces:
        parent, _, name = path.rpartition(".")
        if not path or parent != namespace:
            continue
        yield f"    {name}: {named(path, flavour)}"
        yield literal(table.namespaces[path] or f"The namespaces in `{path}`.", "    ")
    for method in methods:
        if flavour.offers(method.kind):
            yield definition(method, flavour, indent="    ", stub=True)
            yield literal(documentation(method, flavour), "        ")
    yield "    ..."


def package_stub(package: ModuleType) -> str:
    """Return the stub of a package that exports its names lazily."""
    lines = [_PACKAGE_HEAD]
    public = list(package.__all__)
    for module, names in package._EXPORTS.items():
        lines += [f"from {package.__name__}.{module} import {name} as {name}" for name in names]
    exported = {name for names in package._EXPORTS.values() for name in names}
    lines += [f"{name}: str" for name in public if name not in exported]
    lines += ["", "__all__ = [", *(f'    "{name}",' for name in public), "]"]
    return "\n".join(lines) + "\n"
