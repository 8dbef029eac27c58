"""Route files to routes: reads YAML, keeps the line of everything, and reports what is wrong.

The YAML is the plain part of it: text, whole numbers, true and false, lists and mappings. ``on``,
``yes`` and ``1.5`` are text here, so that no key or value is silently something else; a duplicate
key is an error; anchors and tags are refused.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union, cast

import attrs

from lagclient.errors import LagRouteError
from lagclient.routing.route import Limit, Param, Route, Table, Via, rows_of

try:
    import yaml
except ImportError as _error:
    raise ImportError("Route files need PyYAML: python -m pip install 'lagclient[cli]'") from _error

Where = Tuple[Union[str, int], ...]
"""The way to a value in a file: keys and indexes from the top."""


@attrs.frozen(order=True)
class Problem:
    """Something wrong in a route file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@attrs.define
class Document:
    """One route file: its data, and the line on which each part of it stands."""

    file: str
    data: Any = None
    lines: Dict[Where, int] = attrs.field(factory=dict[Where, int])
    problems: List[Problem] = attrs.field(factory=list[Problem])

    def line(self, where: Where) -> int:
        """The line of a value, or of what holds it where the value is missing."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def problem(self, where: Where, message: str) -> Problem:
        """A problem at the line of `where`."""
        return Problem(self.file, self.line(where), message)

    def report(self, where: Where, message: str) -> None:
        """Note a problem at the line of `where`."""
        self.problems.append(self.problem(where, message))


@attrs.frozen
class Entry:
    """A route and where it stands in its document."""

    route: Route
    document: Optional[Document] = None
    where: Where = ()

    def report(self, message: str, *inside: Union[str, int]) -> Problem:
        """A problem of this route, at the line of its part `inside`."""
        if self.document is None:
            return Problem(f"Route {self.route.full_name}", 0, message)
        return self.document.problem(self.where + inside, f"{self.route.full_name}: {message}")


_BOOL = ("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"))
_INT = ("tag:yaml.org,2002:int", re.compile("^(?:0|-?[1-9][0-9]*)$"))


class _Loader(yaml.SafeLoader):
    # By first character: what a plain scalar is, if it is not text.
    yaml_implicit_resolvers: Dict[str, Any] = {  # noqa: RUF012  # as in the base class
        **{first: [_BOOL] for first in "tf"},
        **{first: [_INT] for first in "-0123456789"},
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = cast("Any", self).peek_event()
        if event.anchor or getattr(event, "tag", None):
            problem = "anchors, aliases and tags are not used in route files"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def read(path: Union[str, os.PathLike[str]]) -> Document:
    """Read one file; what is wrong with its YAML is in the document's `problems`."""
    document = Document(os.fspath(path))
    try:
        loader = _Loader(Path(path).read_text(encoding="utf-8"))
        document.data = _plain(document, loader, loader.get_single_node(), ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.lines[()] = mark.line + 1 if mark else 1
        document.report((), f"not plain YAML: {error.problem}")
    except (OSError, ValueError, yaml.YAMLError) as error:
        document.report((), f"cannot be read: {' '.join(str(error).split())}")
    return document


def _plain(document: Document, loader: Any, node: Any, where: Where) -> Any:
    """A node as Python data, its lines noted on the way."""
    if node is None:
        return None
    document.lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [
            _plain(document, loader, item, where + (index,))
            for index, item in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode):
        data: Dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                document.report(where, "a key must be text")
                continue
            if key in data:
                line = key_node.start_mark.line + 1
                document.problems.append(Problem(document.file, line, f"duplicate key {key!r}"))
                continue
            data[key] = _plain(document, loader, value_node, where + (key,))
            document.lines[where + (key,)] = key_node.start_mark.line + 1
        return data
    return loader.construct_object(node)


@attrs.frozen
class Chapter:
    """What one route file adds to a table."""

    namespace: str
    doc: str
    limits: Mapping[str, Limit]
    entries: Sequence[Entry]


def chapter(document: Document) -> Optional[Chapter]:
    """What a document adds; None if its shape is wrong, which its problems then say."""
    from lagclient.routing.shape import check

    file = check(document)
    if file is None:
        return None
    namespace = "" if file.namespace == "client" else file.namespace
    found = [
        Entry(_route(namespace, name, entry), document, ("routes", name))
        for name, entry in file.routes.items()
    ]
    if namespace and file.limits:
        document.report(("limits",), "limits of the whole API stand in the namespace `client`")
    return Chapter(namespace, file.doc.strip(), _limits(file.limits), found)


def _limits(told: Mapping[Any, Any]) -> Dict[str, Limit]:
    return {kind: Limit(limit.count, limit.seconds) for kind, limit in told.items()}


def _route(namespace: str, name: str, entry: Any) -> Route:
    method, _, path = entry.request.partition(" ")
    params: List[Param] = []
    for placeholder in re.findall(r"{(.*?)}", path):
        told = entry.path.get(placeholder)
        doc = told.doc if told else f"Id of the {placeholder[:-3].replace('_', ' ')}."
        params.append(Param(placeholder, "path", "str", doc, placeholder, True, positional=True))
    for where in ("query", "body", "form"):
        for param_name, param in getattr(entry, where).items():
            params.append(
                Param(
                    name=param_name,
                    where=where,
                    wire=param.wire or camel(param_name),
                    **param.model_dump(exclude={"wire"}, exclude_unset=True, by_alias=True),
                )
            )
    iterators = tuple(entry.iterators)
    if name == "list" or name.startswith("list_"):
        iterators = ("paginate" + name[len("list") :], *iterators)
    return Route(
        namespace=namespace,
        name=name,
        doc=entry.doc.strip(),
        method=method,
        path=path,
        scope=tuple(entry.scope),
        # Positional ones first, as in a signature; both groups keep the file's order.
        params=tuple(sorted(params, key=lambda param: not param.positional)),
        model=entry.model,
        items=entry.items,
        iterators=iterators,
        status=(204 if entry.model == "None" else 200) if entry.status is None else entry.status,
        **({"replay": entry.replay} if entry.replay else {}),
        because=entry.because.strip(),
        when_gone=entry.when_gone,
        via={kind: Via(via.route, via.pick) for kind, via in entry.via.items()},
        limits=_limits(entry.limits),
    )


def camel(name: str) -> str:
    """A Python name as the wire spells it."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def load(
    sources: Iterable[Union[str, os.PathLike[str], Route]],
    base: Optional[Table] = None,
) -> Table:
    """A table from route files and `Route` objects, added to those of `base`.

    Raises:
        LagRouteError: Something in them is wrong; every problem is listed with file and line.
    """
    from lagclient.routing.lint import lint

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
        told = chapter(document)
        problems += document.problems
        if told is not None:
            new += told.entries
            limits.update(told.limits)
            namespaces[told.namespace] = namespaces.get(told.namespace) or told.doc
            declared[told.namespace] = document
    old = [base[name] for name in base] if base else []
    problems += lint(new, old, declared)
    if problems:
        raise LagRouteError([str(problem) for problem in sorted(problems)])
    return table_of(namespaces, [*old, *(entry.route for entry in new)], limits)


def table_of(
    namespaces: Mapping[str, str], routes: Sequence[Route], limits: Mapping[str, Limit]
) -> Table:
    """The table of these routes, each send with the route that lists what it makes."""
    docs = {"": ""}
    for namespace in namespaces:
        steps = namespace.split(".")
        docs.update({".".join(steps[:n]): "" for n in range(1, len(steps) + 1)})
    docs.update(namespaces)
    listings = {route.path: route.full_name for route in routes if route.model.startswith("page[")}
    rows: Dict[str, Dict[str, Any]] = {namespace: {} for namespace in sorted(docs)}
    for route in routes:
        if route.replay == "look":
            route = attrs.evolve(route, look=listings[route.path])
        rows[route.namespace][route.name] = route.to_row()
    return Table({namespace: docs[namespace] for namespace in rows}, rows, rows_of(limits))
