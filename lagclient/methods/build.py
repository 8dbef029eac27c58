"""Routes to methods: plain functions that write one, and a metaclass that only calls them.

A method is a real ``def`` (or ``async def``) made from one template: signature, annotations and
docstring stand in its source, which `inspect`, debuggers and tracebacks can read. It is compiled
when it is first touched; until then its class holds a `Later` in its place.
"""

from __future__ import annotations
import __future__

import functools
import linecache
import re
import typing
from types import FunctionType
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Tuple, cast

from lagclient.routing.call import Call
from lagclient.routing.options import options_of, params_of
from lagclient.routing.route import Param, Route, Table
from lagclient.types import UNSET

WIDTH = 96
"""Of the lines that are written."""


class Flavour(NamedTuple):
    """One of the ways in which the same tree of namespaces is offered."""

    prefix: str
    """Of its classes' names."""
    is_async: bool
    raw: bool
    """Whether calls return an `Answer` with the data, instead of the data."""


SYNC = Flavour("", is_async=False, raw=False)
ASYNC = Flavour("Async", is_async=True, raw=False)
RAW = Flavour("Raw", is_async=False, raw=True)
ASYNC_RAW = Flavour("AsyncRaw", is_async=True, raw=True)
FLAVOURS = (SYNC, ASYNC, RAW, ASYNC_RAW)


@functools.cache
def names(listens: bool) -> Mapping[str, Any]:
    """What the source of a method may name, in its annotations and as defaults.

    Args:
        listens: Whether it is one of those that listen; few programs have one.
    """
    from datetime import datetime

    from lagclient import models
    from lagclient.answer import Answer
    from lagclient.calls.drive import AsyncPages, Pages
    from lagclient.pagination.walk import Page
    from lagclient.types import ImageInput, Omittable

    known: Dict[str, Any] = {
        "Answer": Answer,
        "AsyncPages": AsyncPages,
        "Call": Call,
        "ImageInput": ImageInput,
        "List": List,
        "Omittable": Omittable,
        "Page": Page,
        "Pages": Pages,
        "UNSET": UNSET,
        "Union": typing.Union,
        "datetime": datetime,
        "models": models,
    }
    if listens:
        from lagclient.listening.cursor import CursorInput, OnGap
        from lagclient.listening.drive import AsyncListening, Listening

        known.update(
            AsyncListening=AsyncListening,
            CursorInput=CursorInput,
            Listening=Listening,
            OnGap=OnGap,
            Optional=typing.Optional,
        )
    return known


_TYPES = {
    "datetime": "Union[datetime, str]",
    "image": "ImageInput",
    "cursor": "Optional[CursorInput]",
    "on_gap": "OnGap",
    "seconds": "float",
    "id": "Optional[str]",
}


class Plain(str):
    """An annotation's text. `help()` shows annotations by their repr: this one has no quotes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def class_name(namespace: str, flavour: Flavour) -> str:
    """The class of a namespace: `AsyncServersRoomsMessages`, `Root` for the client itself."""
    words = re.split(r"[._]", namespace) if namespace else ["root"]
    return flavour.prefix + "".join(word.capitalize() for word in words)


def annotation(param: Param) -> str:
    """A parameter's type, as text."""
    if param.type in ("str", "int", "bool"):
        plain = param.type
    else:
        plain = _TYPES.get(param.type) or f"models.{param.type}"
    return plain if param.required or param.default is not UNSET else f"Omittable[{plain}]"


def returns(route: Route, flavour: Flavour, walks: bool = False) -> str:
    """A method's result, as text."""
    shape, _, inner = route.model.rstrip("]").rpartition("[")
    inner = _model(inner)
    if walks and route.listens:
        return "AsyncListening" if flavour.is_async else "Listening"
    if walks:
        page = f"Page[{inner}]"
        pages = "AsyncPages" if flavour.is_async else "Pages"
        return f"{pages}[Answer[{page}]]" if flavour.raw else f"{pages}[{page}]"
    plain = {"list": f"List[{inner}]", "page": f"Page[{inner}]"}.get(shape, inner)
    return f"Answer[{plain}]" if flavour.raw else plain


def _model(name: str) -> str:
    if name == "None":
        return name
    return name.replace(":", ".") if ":" in name else f"models.{name}"


def methods(table: Table, namespace: str, flavour: Flavour) -> Iterator[Tuple[str, str, bool]]:
    """The methods of a namespace in a flavour: those of the table, but no raw listeners."""
    for full_name, name, walks in table.methods(namespace):
        # Events come without an answer of their own.
        if not (walks and flavour.raw and table[full_name].listens):
            yield full_name, name, walks


def parameters(route: Route, walks: bool = False, stub: bool = False) -> List[str]:
    """The parameters of a method, as a signature writes them; a stub leaves defaults out."""
    parts = ["self"]
    for param in params_of(route, walks):
        if not param.positional and "*" not in parts:
            parts.append("*")
        part = f"{param.name}: {annotation(param)}"
        if not param.required:
            part += " = ..." if stub else f" = {param.default!r}"
        parts.append(part)
    return parts


def definition(
    route: Route, name: str, flavour: Flavour, walks: bool, *, indent: str = "", stub: bool = False
) -> str:
    """The ``def`` of a method, over several lines only where one would be too long."""
    start = f"{indent}{'async ' if flavour.is_async and not walks else ''}def {name}("
    end = f") -> {returns(route, flavour, walks)}:"
    parts = parameters(route, walks, stub)
    line = start + ", ".join(parts) + end
    if len(line) <= WIDTH:
        return line
    return "\n".join([start, *(f"{indent}    {part}," for part in parts), indent + end])


def source(route: Route, name: str, flavour: Flavour, walks: bool = False) -> str:
    """The source of one method, complete."""
    import textwrap

    from lagclient.methods.docstring import documentation

    values = "".join(f"{param.name}, " for param in route.params)
    call = f"Call(ROUTE, ({values.rstrip()}))"
    options = "".join(f", {param.name}={param.name}" for param in options_of(route))
    if walks and route.listens:
        result = f"self._listen({call}{options})"
    elif walks:
        result = f"{'AsyncPages' if flavour.is_async else 'Pages'}(self._perform, {call}{options})"
    else:
        result = f"{'await ' if flavour.is_async else ''}self._perform({call})"
    docstring = textwrap.indent(documentation(route, flavour, walks), "    ").strip()
    escaped = docstring.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return (
        f"{definition(route, name, flavour, walks)}\n"
        f'    """{escaped}\n    """\n'
        f"    return {result}\n"
    )


def method(route: Route, name: str, flavour: Flavour, walks: bool = False) -> FunctionType:
    """One method, compiled."""
    text = source(route, name, flavour, walks)
    owner = class_name(route.namespace, flavour)
    filename = f"<lagclient {owner}.{name}>"
    flags = __future__.annotations.compiler_flag
    code = compile(text, filename, "exec", flags=flags, dont_inherit=True)
    made: Dict[str, Any] = {}
    scope = {**names(route.listens), "ROUTE": route, "__name__": "lagclient.resources"}
    exec(code, scope, made)  # noqa: S102  # our own template, filled with what lint has checked
    function: FunctionType = made[name]
    function.__qualname__ = f"{owner}.{name}"
    function.__annotations__ = {key: Plain(text) for key, text in function.__annotations__.items()}
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    return function


class Later:
    """Stands in a class for a method that nobody has touched yet, and becomes it."""

    def __init__(self, table: Table, full_name: str, flavour: Flavour, walks: bool) -> None:
        self._about = (table, full_name, flavour, walks)

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: Any, owner: type) -> Any:
        """Compile the method, put it in place, and return it as Python would have."""
        table, full_name, flavour, walks = self._about
        function = method(table[full_name], self._name, flavour, walks)
        setattr(self._owner, self._name, function)
        return cast("Any", function).__get__(instance, owner)


def members(
    table: Table, namespace: str, flavour: Flavour, children: Mapping[str, type]
) -> Dict[str, Any]:
    """What the class of a namespace consists of: its methods, and the namespaces inside it."""
    found: Dict[str, Any] = {"__doc__": table.namespaces.get(namespace) or None}
    for full_name, name, walks in methods(table, namespace, flavour):
        found[name] = Later(table, full_name, flavour, walks)
    for name, cls in children.items():
        found[name] = _child(cls)
    return found


def _child(cls: type) -> Any:
    def child(self: Any) -> Any:
        return cls(self._perform, self._listen)

    child.__doc__ = cls.__doc__
    return functools.cached_property(child)


class ResourceType(type):
    """The metaclass of the namespaces: what a class consists of, it asks `members`."""

    def __new__(
        mcs, name: str, bases: Tuple[type, ...], body: Dict[str, Any], **about: Any
    ) -> ResourceType:
        """Make the class of a namespace; `about` is what `members` takes."""
        if about:
            body = {**body, **members(**about)}
        return super().__new__(mcs, name, bases, body)

    def __init__(
        cls, name: str, bases: Tuple[type, ...], body: Dict[str, Any], **_about: Any
    ) -> None:
        super().__init__(name, bases, body)
