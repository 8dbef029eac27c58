"""Build a method from its route: plain functions, and a metaclass that only calls them.

A method is a real ``def`` (or ``async def``) from one template. Its source has signature,
annotations and docstring, and `inspect`, debuggers and tracebacks can read it. It is compiled on
first use; until then its class holds a `Placeholder`.
"""

from __future__ import annotations
import __future__

import functools
import inspect
import linecache
import typing
from types import FunctionType
from typing import Any, Callable, Dict, List, Mapping, NoReturn, Optional, Tuple, cast

from lagclient.methods.flavour import Flavour, class_name
from lagclient.routing.call import Call
from lagclient.routing.method import Method
from lagclient.routing.table import Table
from lagclient.types import UNSET


@functools.cache
def names(kind: str) -> Mapping[str, Any]:
    """Return the names that the source of a method of this kind uses."""
    from datetime import datetime

    from lagclient import models
    from lagclient.answer import Answer, Page
    from lagclient.calls.progress import Progress
    from lagclient.types import ImageInput, Omittable

    scope: Dict[str, Any] = {
        "Answer": Answer,
        "Any": Any,
        "Call": Call,
        "Dict": Dict,
        "ImageInput": ImageInput,
        "List": List,
        "Omittable": Omittable,
        "Optional": typing.Optional,
        "Page": Page,
        "Progress": Progress,
        "UNSET": UNSET,
        "Union": typing.Union,
        "datetime": datetime,
        "models": models,
    }
    if kind == "pages":  # what other kinds need is imported with them, because it takes time
        from lagclient.pagination.pages import AsyncPages, Pages

        scope.update(AsyncPages=AsyncPages, Pages=Pages)
    elif kind == "events":
        from lagclient.listening.cursor import CursorInput, OnGap
        from lagclient.listening.drive import AsyncListening, Listening

        scope.update(
            AsyncListening=AsyncListening,
            CursorInput=CursorInput,
            Listening=Listening,
            OnGap=OnGap,
        )
    elif kind == "history":
        from lagclient.pagination.history import AsyncHistory, History

        scope.update(AsyncHistory=AsyncHistory, History=History)
    elif kind == "download":
        from lagclient.calls.download import DownloadTarget, download

        scope.update(DownloadTarget=DownloadTarget, download=download)
    elif kind == "wait":
        from lagclient.calls.processing import wait

        scope.update(wait=wait)
    return scope


REQUIRED: Any = object()
"""The default of a keyword-only argument that must be passed."""


class Unquoted(str):
    """The text of an annotation, with a repr without quotes, because `help()` shows the repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def source(method: Method, flavour: Flavour) -> str:
    """Return the complete source of a method."""
    from lagclient.methods.docstring import documentation, literal
    from lagclient.methods.signature import definition, returns

    passed = {param.name for param in method.params} - {option.name for option in method.options}
    values = "".join(
        f"{param.name if param.name in passed else 'UNSET'}, " for param in method.route.params
    )
    call = f"Call(ROUTE, ({values.rstrip()}))"
    options = "".join(f", {option.name}={option.name}" for option in method.options)
    if method.kind == "events":
        result = f"self._listen({call}{options})"
    elif method.kind in ("pages", "history"):
        result = f"{returns(method, flavour).partition('[')[0]}(self._perform, {call}{options})"
    else:
        flow = "" if method.kind == "call" else f", {method.kind}"
        result = f"{'await ' if flavour.is_async else ''}self._perform({call}{flow}{options})"
    docstring = literal(documentation(method, flavour), "    ")
    head = definition(method, flavour, explains=True)
    named = [param for param in method.params if not param.positional]
    wrong = [*(["_extra"] if named else []), "_unknown"]
    wrong += [f"{param.name} is REQUIRED" for param in named if param.required]
    condition = " or ".join(wrong)
    if len(wrong) > 3:
        condition = "(\n        {}\n    )".format("\n        or ".join(wrong))
    check = f"    if {condition}:\n        raise wrong_arguments(locals())\n"
    return f"{head}\n{docstring}\n{check}    return {result}\n"


def build(method: Method, flavour: Flavour) -> FunctionType:
    """Compile a method."""
    text = source(method, flavour)
    owner = class_name(method.route.namespace, flavour)
    filename = f"<lagclient {owner}.{method.name}>"
    flags = __future__.annotations.compiler_flag
    code = compile(text, filename, "exec", flags=flags, dont_inherit=True)
    built: Dict[str, Any] = {}
    scope = {
        **names(method.kind),
        "ROUTE": method.route,
        "REQUIRED": REQUIRED,
        "__name__": "lagclient.resources",
    }
    exec(code, scope, built)  # noqa: S102  # the template is ours, and lint has checked the names in it
    function: FunctionType = built[method.name]
    defaults: Mapping[str, Any] = cast("Any", function).__kwdefaults__ or {}
    scope["wrong_arguments"] = functools.partial(_wrong_arguments, method, flavour, defaults)
    function.__qualname__ = f"{owner}.{method.name}"
    function.__annotations__ = {
        key: Unquoted(text) for key, text in function.__annotations__.items()
    }
    signature = inspect.signature(function)
    # Without `_extra` and `_unknown`, which are only for the error message.
    function.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[
            param.replace(default=param.empty) if param.default is REQUIRED else param
            for param in signature.parameters.values()
            if param.kind not in (param.VAR_POSITIONAL, param.VAR_KEYWORD)
        ]
    )
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    return function


def _wrong_arguments(
    method: Method, flavour: Flavour, defaults: Mapping[str, Any], values: Dict[str, Any]
) -> TypeError:
    """Return the error for the local variables of a method whose arguments are wrong."""
    from lagclient.methods.arguments import wrong_arguments

    extra, unknown = values.pop("_extra", ()), values.pop("_unknown")
    passed = {name: values[name] for name in defaults if values[name] is not defaults[name]}
    return wrong_arguments(method, flavour, names(method.kind), extra, passed, unknown)


class Placeholder:
    """Stand in a class for a method, and build it on first use."""

    def __init__(self, table: Table, namespace: str, flavour: Flavour) -> None:
        self._table, self._namespace, self._flavour = table, namespace, flavour

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: Any, owner: type) -> Any:
        """Build the method, put it in place, and bind it as Python does."""
        function = build(self._table.method(self._namespace, self._name), self._flavour)
        setattr(self._owner, self._name, function)
        return cast("Any", function).__get__(instance, owner)


def namespace_attributes(
    table: Table, namespace: str, flavour: Flavour, children: Mapping[str, type]
) -> Dict[str, Any]:
    """Return the attributes of a namespace's class: its methods, and the namespaces inside it."""
    attributes: Dict[str, Any] = {"__doc__": table.namespaces.get(namespace) or None}
    for name, (_, kind) in table.kinds(namespace).items():
        if flavour.offers(kind):
            attributes[name] = Placeholder(table, namespace, flavour)
    attributes.update({name: _child(cls) for name, cls in children.items()})
    return attributes


class Namespace(functools.cached_property[Any]):
    """A namespace as an attribute: of a client, or of its class, where it is `detached`.

    So `unittest.mock.create_autospec` and `help` find the methods behind a client's class.
    """

    def __init__(self, create: Callable[[Any], object], create_detached: Callable[[], object]):
        super().__init__(create)
        self._create_detached = create_detached

    def __get__(self, instance: Any, owner: Optional[type] = None) -> Any:
        """Create the namespace: once for an instance, anew for a class."""
        if instance is None:
            return self._create_detached()
        return super().__get__(instance, owner)


def detached(call: Call, *_flow: object, **_options: object) -> NoReturn:
    """Refuse a call in the namespaces of a class, which have no client."""
    raise TypeError(f"{call.route.full_name} needs a client: call it on an instance")


def _child(cls: Callable[..., object]) -> Namespace:
    return Namespace(
        lambda parent: cls(parent._perform, parent._listen), lambda: cls(detached, detached)
    )


class ResourceType(type):
    """The metaclass of the namespaces; `namespace_attributes` decides what a class contains."""

    def __new__(
        mcs, name: str, bases: Tuple[type, ...], body: Dict[str, Any], **about: Any
    ) -> ResourceType:
        """Create the class of a namespace; `about` are the arguments of `namespace_attributes`."""
        if about:
            body = {**body, **namespace_attributes(**about)}
        return super().__new__(mcs, name, bases, body)

    def __init__(
        cls, name: str, bases: Tuple[type, ...], body: Dict[str, Any], **_about: Any
    ) -> None:
        super().__init__(name, bases, body)
