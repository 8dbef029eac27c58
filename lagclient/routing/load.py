"""Load route files and `Route` objects into a table, and check it as a whole."""

from __future__ import annotations

import os
import re
import sys
import warnings
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Union

import attrs

from lagclient.errors import LagRouteError
from lagclient.routing.document import Document, Entry, Problem, read
from lagclient.routing.lint import lint
from lagclient.routing.names import replaced
from lagclient.routing.route import Limit, Param, Route, limits_of
from lagclient.routing.shape import RouteShape, check
from lagclient.routing.table import Table

_SECTIONS = ("query", "body", "form")
"""The keys of a route with parameters that are not in its path."""


@attrs.frozen
class Chapter:
    """The namespace and the routes of one file."""

    namespace: str
    doc: str
    limits: Mapping[str, Limit]
    entries: Sequence[Entry]


def chapter(document: Document) -> Optional[Chapter]:
    """Return the routes of a document; on failure, record its problems and return None."""
    file = check(document)
    if file is None:
        return None
    namespace = "" if file.namespace == "client" else file.namespace
    entries = [
        Entry(_route(namespace, name, entry), document, ("routes", name))
        for name, entry in file.routes.items()
    ]
    if namespace and file.limits:
        document.report(("limits",), "limits of the whole API must stand in the namespace `client`")
    return Chapter(namespace, file.doc, limits_of(file.model_dump()["limits"]), entries)


def _route(namespace: str, name: str, shape: RouteShape) -> Route:
    method, _, path = shape.request.partition(" ")
    params: List[Param] = []
    for placeholder in re.findall(r"{(.*?)}", path):
        described = shape.path.get(placeholder)
        doc = described.doc if described else f"Id of the {placeholder[:-3].replace('_', ' ')}."
        params.append(Param(placeholder, "path", "str", doc, placeholder, True, positional=True))
    for where in _SECTIONS:
        for key, param in getattr(shape, where).items():
            written: Dict[str, Any] = {"wire": camel(key), **param.model_dump(exclude_unset=True)}
            params.append(Param(name=key, where=where, **written))
    row: Dict[str, Any] = {"status": 204 if shape.model == "None" else 200, "iterators": ()}
    row.update(shape.model_dump(exclude_unset=True, exclude={"request", "path", *_SECTIONS}))
    if name == "list" or name.startswith("list_"):
        row["iterators"] = ("paginate" + name[len("list") :], *row["iterators"])
    # Positional parameters first, as in a signature; both groups keep the order of the file.
    params.sort(key=lambda param: not param.positional)
    return Route(namespace=namespace, name=name, method=method, path=path, params=params, **row)


def camel(name: str) -> str:
    """Return the camelCase form of a Python name."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def load(
    sources: Iterable[Union[str, os.PathLike[str], Route]],
    base: Optional[Table] = None,
    imports_models: bool = False,
) -> Table:
    """Return the table of route files and `Route` objects, added to the routes of `base`.

    Models of the caller's own are not imported, unless `imports_models`: the module that loads the
    routes may be the one that defines them. A route that `base` has too replaces that of `base`,
    with a warning.

    Raises:
        LagRouteError: A file or a route is invalid; a problem in a file has its line.
    """
    documents: List[Document] = []
    namespaces: Dict[str, str] = dict(base.namespaces) if base else {}
    limits: Dict[str, Limit] = dict(base.limits) if base else {}
    declared: Dict[str, Document] = {}
    new: List[Entry] = []
    problems: List[Problem] = []
    for source in sources:
        if isinstance(source, Route):
            new.append(Entry(source))
            namespaces.setdefault(source.namespace, "")
        else:
            documents.append(read(source))
    for document in documents:
        added = chapter(document)
        problems += document.problems
        if added is not None:
            new += added.entries
            limits.update(added.limits)
            namespaces[added.namespace] = namespaces.get(added.namespace) or added.doc
            declared[added.namespace] = document
    before = [base[name] for name in base] if base else []
    old, both = replaced(before, new)
    behind: Dict[str, Route] = {}
    problems += lint(new, old, declared, imports_models)
    if problems:
        raise LagRouteError([str(problem) for problem in sorted(problems)])
    if both:
        warnings.warn(
            f"lagclient has endpoints that `routes` has too; those of `routes` are used. Remove "
            f"them to use lagclient's: {', '.join(both)}",
            stacklevel=_frames_inside(),
        )
        kept = {route.full_name for route in old}
        behind = {_behind(one.full_name): one for one in before if one.full_name not in kept}
        old = [_built_on(behind, route) for route in old]
    return table_of(namespaces, [*old, *(entry.route for entry in new)], limits, behind)


def _behind(full_name: str) -> str:
    """Return the name of a replaced route, which no method has."""
    return f"lagclient:{full_name}"


def _frames_inside() -> int:
    """Count the frames up to that of the program, whose line a warning names."""
    frame, count = sys._getframe(1), 1
    while frame.f_back and frame.f_globals.get("__name__", "").startswith("lagclient."):
        frame, count = frame.f_back, count + 1
    return count


def _built_on(behind: Mapping[str, Route], route: Route) -> Route:
    """Return a route whose `via` and `look` name the Lag API's own routes, also replaced ones."""

    def name(other: str) -> str:
        return _behind(other) if _behind(other) in behind else other

    via = {kind: attrs.evolve(way, route=name(way.route)) for kind, way in route.via.items()}
    return attrs.evolve(route, via=via, look=route.look and name(route.look))


def table_of(
    namespaces: Mapping[str, str],
    routes: Sequence[Route],
    limits: Mapping[str, Limit],
    behind: Mapping[str, Route] = {},
) -> Table:
    """Return the table of these routes; a `look` route gets the route that lists its messages."""
    docs = {"": ""}
    for namespace in namespaces:
        steps = namespace.split(".")
        docs.update({".".join(steps[:n]): "" for n in range(1, len(steps) + 1)})
    docs.update(namespaces)
    listings = {route.path: route.full_name for route in routes if route.model.startswith("page[")}
    rows: Dict[str, Dict[str, Any]] = {namespace: {} for namespace in sorted(docs)}
    for route in routes:
        if route.replay == "look" and route.look is None:
            route = attrs.evolve(route, look=listings[route.path])
        rows[route.namespace][route.name] = route.to_row()
    return Table({namespace: docs[namespace] for namespace in rows}, rows, limits, behind)
