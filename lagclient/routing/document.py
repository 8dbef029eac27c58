"""Read one route file: its data, the line of every value, and its problems.

Only a subset of YAML is read: text, whole numbers, true and false, lists and mappings. ``on``,
``yes`` and ``1.5`` are text, so that no key or value silently changes its type; a duplicate key is
an error; anchors and tags are refused.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union, cast

import attrs

from lagclient.routing.route import Route

try:
    import yaml
except ImportError as _error:
    raise ImportError("Route files need PyYAML: python -m pip install 'lagclient[cli]'") from _error

Where = Tuple[Union[str, int], ...]
"""The path of a value in a file: keys and indexes from the top."""


@attrs.frozen(order=True)
class Problem:
    """A problem of a route file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@attrs.define
class Document:
    """One route file: its data, and the line of each part of it."""

    file: str
    data: Any = None
    lines: Dict[Where, int] = attrs.field(factory=dict[Where, int])
    problems: List[Problem] = attrs.field(factory=list[Problem])

    def line(self, where: Where) -> int:
        """Return the line of a value, or of its parent if the value is missing."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def problem(self, where: Where, message: str) -> Problem:
        """Return a problem at the line of `where`."""
        return Problem(self.file, self.line(where), message)

    def report(self, where: Where, message: str) -> None:
        """Add a problem at the line of `where`."""
        self.problems.append(self.problem(where, message))


@attrs.frozen
class Entry:
    """A route and its place in its document."""

    route: Route
    document: Optional[Document] = None
    where: Where = ()

    @property
    def written(self) -> Optional[Mapping[str, Any]]:
        """The keys of this route in its file; None for a `Route` object."""
        data: Any = self.document and self.document.data
        for step in self.where:
            data = data[step]
        return cast("Optional[Mapping[str, Any]]", data)

    def report(self, message: str, *inside: Union[str, int]) -> Problem:
        """Return a problem of this route, at the line of its part `inside`."""
        if self.document is None:
            return Problem(f"Route {self.route.full_name}", 0, message)
        return self.document.problem(self.where + inside, f"{self.route.full_name}: {message}")


_BOOL = ("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"))
_INT = ("tag:yaml.org,2002:int", re.compile("^(?:0|-?[1-9][0-9]*)$"))


class _Loader(yaml.SafeLoader):
    # The type of a plain scalar by its first character, if it is not text.
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
    """Read one file; errors of its YAML are in the document's `problems`."""
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
    """Return a node as Python data, and record the lines of its parts."""
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
