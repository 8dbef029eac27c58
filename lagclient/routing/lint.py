"""The rules of route files: one small check for each, run over every new route."""

from __future__ import annotations

import keyword
import re
from typing import (
    Annotated,
    Any,
    Callable,
    Dict,
    Iterator,
    List,
    Literal,
    Mapping,
    Sequence,
    Set,
    Tuple,
    get_args,
    get_origin,
)

import attrs

from lagclient import models
from lagclient.routing.document import Document, Entry, Problem
from lagclient.routing.method import iterator_kind
from lagclient.routing.names import is_name, namespaces, twice
from lagclient.routing.options import options_of
from lagclient.routing.route import METHODS, Param, Route
from lagclient.types import UNSET

_PATH = re.compile(r"(/(\{[a-z][a-z0-9_]*\}|[A-Za-z0-9@._~-]+))+")
_MODEL = re.compile(r"(?:(list|page|stream)\[)?([A-Za-z_][\w.]*(?::[A-Za-z_]\w*)?)(\])?", re.ASCII)
_TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
_PYTHON_TYPES: Mapping[str, type] = {"str": str, "int": int, "bool": bool}
# Characters that a docstring cannot contain, or that end a line in it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@attrs.frozen
class Context:
    """The other routes that a check needs."""

    routes: Mapping[str, Route]
    """All routes by full name, including the new ones."""
    imports_models: bool = False
    """Whether to import the caller's own models; else that is done when one is first needed."""


Check = Callable[[Entry, Context], Iterator[Problem]]


def lint(
    new: Sequence[Entry],
    old: Sequence[Route],
    declared: Mapping[str, Document],
    imports_models: bool = False,
) -> List[Problem]:
    """Return the problems of new routes and of the namespaces of their files."""
    every = {route.full_name: route for route in old}
    every.update({entry.route.full_name: entry.route for entry in new})
    context = Context(every, imports_models)
    problems = [problem for entry in new for check in CHECKS for problem in check(entry, context)]
    problems += namespaces(new, old, declared)
    problems += twice(new, old)
    return problems


def names(entry: Entry, context: Context) -> Iterator[Problem]:
    """Names must be valid in Python and not reserved."""
    route = entry.route
    places = {param.name: (param.where, param.name) for param in route.params}
    for name in (route.name, *route.iterators, *places):
        if not is_name(name):
            message = f"a name must be snake_case and not reserved, not {name!r}"
            yield entry.report(message, *places.get(name, ()))


def docs(entry: Entry, context: Context) -> Iterator[Problem]:
    """A route must have documentation that a docstring can contain."""
    route = entry.route
    if entry.document and not route.doc:
        yield entry.report("`doc` must be a sentence, not empty", "doc")
    texts: Dict[Tuple[str, ...], str] = {("doc",): route.doc, ("because",): route.because}
    texts.update({(param.where, param.name): param.doc for param in route.params})
    for where, text in texts.items():
        if _UNPRINTABLE.search(text):
            yield entry.report(
                "documentation must be printable text, not control characters", *where
            )


def request(entry: Entry, context: Context) -> Iterator[Problem]:
    """The request must be a method and a path with snake_case placeholders."""
    route = entry.route
    if route.method not in METHODS:
        message = f"the method must be one of {', '.join(METHODS)}, not {route.method!r}"
        yield entry.report(message, "request")
    if not _PATH.fullmatch(route.path):
        message = f"the path must be like /rooms/{{room_id}}, not {route.path!r}"
        yield entry.report(message, "request")
    if not 200 <= route.status <= 299:
        yield entry.report(f"`status` must be 200 to 299, not {route.status}", "status")


def path_and_parameters(entry: Entry, context: Context) -> Iterator[Problem]:
    """Each placeholder must be one parameter, and each parameter must have one place."""
    route = entry.route
    placeholders = re.findall(r"{(.*?)}", route.path)
    described = _section(entry, "path")
    for name in described:
        if name not in placeholders:
            message = f"`path` must describe parts of {route.path}, not {name!r}"
            yield entry.report(message, "path", name)
    for name in placeholders:
        if not name.endswith("_id") and name not in described and entry.document:
            message = f"`path` must describe {name!r}, because its name does not end in _id"
            yield entry.report(message, "request")
    seen: Dict[str, str] = {}
    wires: Set[Tuple[str, str]] = set()
    for param in (*(options_of(route) if route.iterators else ()), *route.params):
        if param.name in seen:
            where = f"in {seen[param.name]} and in {param.where}"
            message = f"parameters must have different names, not two {param.name!r}: {where}"
            yield entry.report(message, param.where, param.name)
        seen[param.name] = param.where
        if not param.of and (param.where, param.wire) in wires:
            message = f"`wire` must be used once in the {param.where}, not twice {param.wire!r}"
            yield entry.report(message, param.where, param.name)
        wires.add((param.where, param.wire))
    names = {param.name for param in route.params if param.where == "path"}
    if names != set(placeholders):
        message = f"path parameters must be those of {route.path}, not {sorted(names)}"
        yield entry.report(message, "request")


def sections(entry: Entry, context: Context) -> Iterator[Problem]:
    """A request must have one kind of body, and a GET must not have one."""
    used = {param.where for param in entry.route.params}
    if {"body", "form"} <= used:
        yield entry.report("a request must have a `body` or a `form`, not both", "form")
    for section in sorted(used & {"body", "form"}):
        if entry.route.method in ("GET", "HEAD"):
            yield entry.report(f"a {entry.route.method} must not have a {section}", section)


def parameters(entry: Entry, context: Context) -> Iterator[Problem]:
    """Types must exist, and the keys of a parameter must fit its type."""
    for param in entry.route.params:
        for message in _faults(param, entry.route):
            yield entry.report(f"parameter {param.name!r}: {message}", param.where, param.name)


def _faults(param: Param, route: Route) -> Iterator[str]:
    if param.where not in ("path", "query", "body", "form"):
        yield f"`where` must be path, query, body or form, not {param.where!r}"
    if not param.wire.strip() or not param.wire.isprintable():
        yield f"`wire` must be printable text, not {param.wire!r}"
    if param.type == "image":
        if param.where != "form" or not param.required:
            yield "an image must be a required parameter of a `form`"
    elif param.type not in ("str", "int", "bool", "datetime", "image") and not _is_enum(param.type):
        yield f"`type` must be str, int, bool, datetime, image or an enum, not {param.type!r}"
    if param.default is not UNSET:
        wanted = _PYTHON_TYPES.get(param.type)
        if type(param.default) is not wanted and param.default not in _choices(param.type):
            yield f"`default` must be of type {param.type}, not {param.default!r}"
        if param.required:
            yield "a required parameter must not have a `default`"
    for limit, type_name in (("length", "str"), ("range", "int")):
        bounds = getattr(param, limit)
        if bounds is not None and (param.type != type_name or bounds[0] > bounds[1]):
            yield f"`{limit}` must be [minimum, maximum] of a parameter of type {type_name}"
    if param.of is not None:
        if not any(other.name == param.of and other.type == "image" for other in route.params):
            yield f"`of` must name an image of this form, not {param.of!r}"
        if param.where != "form" or param.name not in ("filename", "content_type"):
            yield "`of` must stand at `filename` or `content_type` in a form"


def order(entry: Entry, context: Context) -> Iterator[Problem]:
    """Positional parameters must come first, required before optional ones."""
    highest = 0
    for param in entry.route.params:
        rank = int(not param.required) if param.positional else 2
        if rank < highest:
            message = f"parameter {param.name!r}: required positional parameters must come first"
            yield entry.report(message, param.where, param.name)
        highest = max(highest, rank)


def one_file(entry: Entry, context: Context) -> Iterator[Problem]:
    """A form must have exactly one file."""
    form = [param for param in entry.route.params if param.where == "form"]
    if form and sum(param.type == "image" for param in form) != 1:
        yield entry.report("a `form` must have exactly one parameter of type image", "form")


def scope(entry: Entry, context: Context) -> Iterator[Problem]:
    """Scopes must exist, and `public` must stand alone."""
    route = entry.route
    permissions = get_args(models.RobotPermission)
    for one in route.scope:
        kind, _, permission = one.partition(":")
        if kind not in ("public", "user", "robot") or (permission and kind != "robot"):
            message = f"`scope` must be public, user, robot or robot:<permission>, not {one!r}"
            yield entry.report(message, "scope")
        elif permission and permission not in permissions:
            choices = ", ".join(permissions)
            message = f"a robot permission must be one of {choices}, not {permission!r}"
            yield entry.report(message, "scope")
    if not route.scope or ("public" in route.scope and len(route.scope) > 1):
        yield entry.report("`scope` must be public alone, or a list of other scopes", "scope")


def model(entry: Entry, context: Context) -> Iterator[Problem]:
    """The model must exist, and a page must name the key of its items."""
    route = entry.route
    match = _MODEL.fullmatch(route.model)
    words = re.split("[.:]", match[2]) if match and route.model != "None" else ()
    written = all(word.isidentifier() and not keyword.iskeyword(word) for word in words)
    if not match or bool(match[1]) != bool(match[3]) or not written:
        forms = "None, Name, list[Name], page[Name] or module:Class"
        message = f"`model` must be {forms}, not {route.model!r}"
        yield entry.report(message, "model")
        return
    if ":" not in match[2] and match[2] != "None" and not _is_model(match[2]):
        message = f"`model` must be in lagclient.models, or module:Class, not {match[2]!r}"
        yield entry.report(message, "model")
    fault = _import_fault(match[2]) if ":" in match[2] and context.imports_models else ""
    if fault:
        message = f"`model` must be a model that can be imported, not {match[2]!r}: {fault}"
        yield entry.report(message, "model")
    if match[1] == "page" and not route.items:
        yield entry.report("a page must name the key of its items in `items`", "model")
    if route.items and match[1] not in ("list", "page"):
        yield entry.report("`items` must stand beside list[...] or page[...]", "items")
    if match[1] == "page" and "cursor" not in {param.name for param in route.params}:
        yield entry.report("a page must have a `cursor` in its query", "model")
    iterates = match[1] in ("list", "page") or iterator_kind(route.model) == "events"
    if route.iterators and not iterates:
        message = f"`iterators` must stand beside a list, a page or events, not {route.model}"
        yield entry.report(message, "model")


def _import_fault(model: str) -> str:
    """Import a model of the caller's; return what is wrong with it, or ""."""
    import difflib
    import importlib

    from pydantic import TypeAdapter

    module, _, name = model.partition(":")
    try:
        imported = importlib.import_module(module)
        if not hasattr(imported, name):
            close = difflib.get_close_matches(name, dir(imported), 1)
            return f"{module} has no {name}" + (f", but it has {close[0]}" if close else "")
        TypeAdapter(getattr(imported, name))
    except Exception as error:  # the caller's module may raise anything
        return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no text'}"
    return ""


def replay(entry: Entry, context: Context) -> Iterator[Problem]:
    """A route that may create a resource must say whether it is safe to repeat."""
    route = entry.route
    if route.replay not in ("safe", "look", "never"):
        yield entry.report(f"`replay` must be safe, look or never, not {route.replay!r}", "replay")
    explicit = entry.document is None or "replay" in _entry(entry)
    if route.method in ("POST", "PATCH") and not explicit:
        yield entry.report(f"a {route.method} must have a `replay`: safe, look or never")
    if route.method == "POST" and entry.document and not route.because:
        yield entry.report("a POST must explain its `replay` in `because`", "replay")
    if route.replay == "look":
        wanted = {"content", "reply_to_id", "image_id"} - {param.name for param in route.params}
        if wanted:
            message = f"a `look` must have the parameters {', '.join(sorted(wanted))}"
            yield entry.report(message, "replay")
        if not any(
            other.path == route.path and other.method == "GET" and other.model.startswith("page[")
            for other in context.routes.values()
        ):
            yield entry.report(
                f"a `look` must have a GET {route.path} that returns a page", "replay"
            )


def when_gone(entry: Entry, context: Context) -> Iterator[Problem]:
    """A DELETE with a model must name its result, in case the first response was lost."""
    route = entry.route
    needs = route.method == "DELETE" and route.model != "None"
    if needs and route.when_gone is None:
        yield entry.report("a DELETE with a model must have its result in `when_gone`")
    if not needs and route.when_gone is not None:
        yield entry.report("`when_gone` must stand beside a DELETE with a model", "when_gone")


def via(entry: Entry, context: Context) -> Iterator[Problem]:
    """The other route must exist, have the same parameters, and the picked field."""
    route = entry.route
    own = {param.name for param in route.params}
    for kind, way in route.via.items():
        other = context.routes.get(way.route)
        if other is None:
            yield entry.report(f"`via` must name a route, not {way.route!r}", "via", kind)
            continue
        if {param.name for param in other.params} - own or other.via:
            message = f"`via` must name a route of the same parameters, not {way.route!r}"
            yield entry.report(message, "via", kind)
        if kind not in route.kinds:
            yield entry.report(f"`via` must be for a kind in `scope`, not {kind}", "via", kind)
        fields = getattr(getattr(models, other.model, None), "model_fields", ())
        if way.pick and ":" not in other.model and way.pick not in fields:
            message = f"`pick` must be a field of {other.model}, not {way.pick!r}"
            yield entry.report(message, "via", kind, "pick")


def body_name(entry: Entry, context: Context) -> Iterator[Problem]:
    """The name of a body must be a unique type name."""
    route = entry.route
    if not route.body_name:
        return
    if not any(param.where in ("body", "form") for param in route.params):
        yield entry.report("`body_name` must stand beside a `body` or a `form`", "body_name")
    if not _TYPE_NAME.fullmatch(route.body_name):
        message = f"`body_name` must be a name such as SendMessageBody, not {route.body_name!r}"
        yield entry.report(message, "body_name")
    others = [one for one in context.routes.values() if one.full_name != route.full_name]
    if _is_model(route.body_name) or any(one.body_name == route.body_name for one in others):
        message = f"`body_name` must be a name without another use, not {route.body_name!r}"
        yield entry.report(message, "body_name")


def always(entry: Entry, context: Context) -> Iterator[Problem]:
    """The fields with a constant value must be fields of the model."""
    route = entry.route
    fields = getattr(getattr(models, route.model, None), "model_fields", ())
    for name in route.always:
        if ":" not in route.model and name not in fields:
            message = f"`always` must name fields of {route.model}, not {name!r}"
            yield entry.report(message, "always", name)


def limits(entry: Entry, context: Context) -> Iterator[Problem]:
    """Limits must be of kinds in the scope."""
    for kind in entry.route.limits:
        if kind not in entry.route.kinds:
            yield entry.report(
                f"`limits` must be for a kind in `scope`, not {kind}", "limits", kind
            )


CHECKS: Sequence[Check] = (
    names,
    docs,
    request,
    path_and_parameters,
    sections,
    parameters,
    order,
    one_file,
    scope,
    model,
    replay,
    when_gone,
    body_name,
    always,
    via,
    limits,
)


def _entry(entry: Entry) -> Any:
    data: Any = entry.document.data if entry.document else {}
    for step in entry.where:
        data = data[step]
    return data


def _section(entry: Entry, name: str) -> Any:
    return _entry(entry).get(name) or {}


def _is_model(name: str) -> bool:
    model = getattr(models, name, None)
    return isinstance(model, type) or get_origin(model) is Annotated


def _is_enum(name: str) -> bool:
    return bool(_choices(name))


def _choices(name: str) -> Sequence[str]:
    enum = getattr(models, name, None)
    return get_args(enum) if get_origin(enum) is Literal else ()
