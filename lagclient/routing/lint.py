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
    Optional,
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


Finding = Tuple[str, ...]
"""A message, and the keys that lead to its line in the entry of the route."""


@attrs.frozen
class Context:
    """What a check may need besides the route."""

    routes: Mapping[str, Route]
    """All routes by full name, including the new ones."""
    written: Optional[Mapping[str, Any]] = None
    """The keys of the route in its file; None for a `Route` object, which may leave out texts."""
    imports_models: bool = False
    """Whether to import the caller's own models; otherwise this happens at their first use."""


Check = Callable[[Route, Context], Iterator[Finding]]


def lint(
    new: Sequence[Entry],
    old: Sequence[Route],
    declared: Mapping[str, Document],
    imports_models: bool = False,
) -> List[Problem]:
    """Return the problems of new routes and of the namespaces of their files."""
    every = {route.full_name: route for route in (*old, *(entry.route for entry in new))}
    problems = [*namespaces(new, old, declared), *twice(new, old)]
    for entry in new:
        context = Context(every, entry.written, imports_models)
        for check in CHECKS:
            problems += [entry.report(*finding) for finding in check(entry.route, context)]
    return problems


def names(route: Route, context: Context) -> Iterator[Finding]:
    """Names must be valid in Python and not reserved."""
    places = {param.name: (param.where, param.name) for param in route.params}
    for name in (route.name, *route.iterators, *places):
        if not is_name(name):
            message = f"a name must be snake_case and not reserved, not {name!r}"
            yield (message, *places.get(name, ()))


def docs(route: Route, context: Context) -> Iterator[Finding]:
    """A route must have documentation that a docstring can contain."""
    if context.written and not route.doc:
        yield "`doc` must be a sentence, not empty", "doc"
    texts: Dict[Tuple[str, ...], str] = {("doc",): route.doc, ("because",): route.because}
    texts.update({(param.where, param.name): param.doc for param in route.params})
    for where, text in texts.items():
        if _UNPRINTABLE.search(text):
            yield ("documentation must be printable text, not control characters", *where)


def request(route: Route, context: Context) -> Iterator[Finding]:
    """The request must be a method and a path with snake_case placeholders."""
    if route.method not in METHODS:
        yield f"the method must be one of {', '.join(METHODS)}, not {route.method!r}", "request"
    if not _PATH.fullmatch(route.path):
        yield f"the path must be like /rooms/{{room_id}}, not {route.path!r}", "request"
    if not 200 <= route.status <= 299:
        yield f"`status` must be 200 to 299, not {route.status}", "status"


def path_and_parameters(route: Route, context: Context) -> Iterator[Finding]:
    """Each placeholder must be one parameter, and each parameter must have one place."""
    placeholders = re.findall(r"{(.*?)}", route.path)
    described = (context.written or {}).get("path", {})
    for name in described:
        if name not in placeholders:
            yield f"`path` must describe parts of {route.path}, not {name!r}", "path", name
    for name in placeholders:
        if context.written and not name.endswith("_id") and name not in described:
            why = "because its name does not end in _id"
            yield f"`path` must describe {name!r}, {why}", "request"
    seen: Dict[str, str] = {}
    wires: Set[Tuple[str, str]] = set()
    for param in (*(options_of(route) if route.iterators else ()), *route.params):
        place = param.where, param.name
        if param.name in seen:
            where = f"in {seen[param.name]} and in {param.where}"
            yield (f"parameters must have different names, not two {param.name!r}: {where}", *place)
        seen[param.name] = param.where
        if not param.of and (param.where, param.wire) in wires:
            message = f"`wire` must be used once in the {param.where}, not twice {param.wire!r}"
            yield (message, *place)
        wires.add((param.where, param.wire))
    names = {param.name for param in route.params if param.where == "path"}
    if names != set(placeholders):
        yield f"path parameters must be those of {route.path}, not {sorted(names)}", "request"


def sections(route: Route, context: Context) -> Iterator[Finding]:
    """A GET has no body, other requests have one kind of body, and a form has exactly one file."""
    used = {param.where for param in route.params}
    if {"body", "form"} <= used:
        yield "a request must have a `body` or a `form`, not both", "form"
    for section in sorted(used & {"body", "form"}):
        if route.method in ("GET", "HEAD"):
            yield f"a {route.method} must not have a {section}", section
    if "form" in used and sum(param.type == "image" for param in route.params) != 1:
        yield "a `form` must have exactly one parameter of type image", "form"


def parameters(route: Route, context: Context) -> Iterator[Finding]:
    """Types must exist, and the keys of a parameter must fit its type."""
    images = [param.name for param in route.params if param.type == "image"]
    for param in route.params:
        for message in _faults(param, images):
            yield f"parameter {param.name!r}: {message}", param.where, param.name


def _faults(param: Param, images: Sequence[str]) -> Iterator[str]:
    if param.where not in ("path", "query", "body", "form"):
        yield f"`where` must be path, query, body or form, not {param.where!r}"
    if not param.wire.strip() or not param.wire.isprintable():
        yield f"`wire` must be printable text, not {param.wire!r}"
    if param.type == "image":
        if param.where != "form" or not param.required:
            yield "an image must be a required parameter of a `form`"
    elif param.type not in ("str", "int", "bool", "datetime") and not _choices(param.type):
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
        if param.of not in images:
            yield f"`of` must name an image of this form, not {param.of!r}"
        if param.where != "form" or param.name not in ("filename", "content_type"):
            yield "`of` must stand at `filename` or `content_type` in a form"


def order(route: Route, context: Context) -> Iterator[Finding]:
    """Positional parameters must come first, required before optional ones."""
    highest = 0
    for param in route.params:
        rank = int(not param.required) if param.positional else 2
        if rank < highest:
            message = f"parameter {param.name!r}: required positional parameters must come first"
            yield message, param.where, param.name
        highest = max(highest, rank)


def scope(route: Route, context: Context) -> Iterator[Finding]:
    """Scopes must exist, and `public` must stand alone."""
    permissions = get_args(models.RobotPermission)
    for one in route.scope:
        kind, _, permission = one.partition(":")
        if kind not in ("public", "user", "robot") or (permission and kind != "robot"):
            kinds = "public, user, robot or robot:<permission>"
            yield f"`scope` must be {kinds}, not {one!r}", "scope"
        elif permission and permission not in permissions:
            choices = ", ".join(permissions)
            yield f"a robot permission must be one of {choices}, not {permission!r}", "scope"
    if not route.scope or ("public" in route.scope and len(route.scope) > 1):
        yield "`scope` must be public alone, or a list of other scopes", "scope"


def model(route: Route, context: Context) -> Iterator[Finding]:
    """The model must exist."""
    match = _MODEL.fullmatch(route.model)
    words = re.split("[.:]", match[2]) if match and route.model != "None" else ()
    written = all(word.isidentifier() and not keyword.iskeyword(word) for word in words)
    if not match or bool(match[1]) != bool(match[3]) or not written:
        forms = "None, dict, Name, list[Name], page[Name] or module:Class"
        yield f"`model` must be {forms}, not {route.model!r}", "model"
    elif ":" not in match[2]:
        if match[2] not in ("None", "dict") and not _is_model(match[2]):
            places = "in lagclient.models, dict or module:Class"
            yield f"`model` must be {places}, not {match[2]!r}", "model"
    elif context.imports_models:
        fault = _import_fault(match[2])
        if fault:
            expected = f"a model that can be imported, not {match[2]!r}"
            yield f"`model` must be {expected}: {fault}", "model"


def _import_fault(model: str) -> str:
    """Import a model of the caller's; return what is wrong with it, or ""."""
    import difflib
    import importlib
    from types import FunctionType

    from pydantic import TypeAdapter

    module, _, name = model.partition(":")
    try:
        imported = importlib.import_module(module)
        if not hasattr(imported, name):
            close = difflib.get_close_matches(name, dir(imported), 1)
            return f"{module} has no {name}" + (f", but it has {close[0]}" if close else "")
        if isinstance(getattr(imported, name), FunctionType):
            return f"{name} is a function"
        TypeAdapter(getattr(imported, name))
    except Exception as error:  # the caller's module may raise anything
        return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no text'}"
    return ""


def listing(route: Route, context: Context) -> Iterator[Finding]:
    """A page must name its items and take a cursor; only listings and events have iterators."""
    shape = route.model.partition("[")[0]
    if shape == "page" and not route.items:
        yield "a page must name the key of its items in `items`", "model"
    if route.items and shape not in ("list", "page"):
        yield "`items` must stand beside list[...] or page[...]", "items"
    if shape == "page" and "cursor" not in {param.name for param in route.params}:
        yield "a page must have a `cursor` in its query", "model"
    iterates = shape in ("list", "page") or iterator_kind(route.model) == "events"
    if route.iterators and not iterates:
        forms = "a list, a page or events"
        yield f"`iterators` must stand beside {forms}, not {route.model}", "model"


def replay(route: Route, context: Context) -> Iterator[Finding]:
    """A route that may create a resource must say whether it is safe to repeat."""
    if route.replay not in ("safe", "look", "never"):
        yield f"`replay` must be safe, look or never, not {route.replay!r}", "replay"
    if context.written:
        if route.method in ("POST", "PATCH") and "replay" not in context.written:
            yield (f"a {route.method} must have a `replay`: safe, look or never",)
        if route.method == "POST" and not route.because:
            yield "a POST must explain its `replay` in `because`", "replay"
    if route.replay == "look":
        wanted = {"content", "reply_to_id", "image_id"} - {param.name for param in route.params}
        if wanted:
            yield f"a `look` must have the parameters {', '.join(sorted(wanted))}", "replay"
        if not any(
            other.path == route.path and other.method == "GET" and other.model.startswith("page[")
            for other in context.routes.values()
        ):
            yield f"a `look` must have a GET {route.path} that returns a page", "replay"


def when_gone(route: Route, context: Context) -> Iterator[Finding]:
    """A DELETE with a model must name its result, in case the first response was lost."""
    needs = route.method == "DELETE" and route.model != "None"
    if needs and route.when_gone is None:
        yield ("a DELETE with a model must have its result in `when_gone`",)
    if not needs and route.when_gone is not None:
        yield "`when_gone` must stand beside a DELETE with a model", "when_gone"


def body_name(route: Route, context: Context) -> Iterator[Finding]:
    """The name of a body must be a unique type name."""
    name = route.body_name
    if not name:
        return
    if not any(param.where in ("body", "form") for param in route.params):
        yield "`body_name` must stand beside a `body` or a `form`", "body_name"
    if not _TYPE_NAME.fullmatch(name):
        yield f"`body_name` must be a name such as SendMessageBody, not {name!r}", "body_name"
    others = [one for one in context.routes.values() if one.full_name != route.full_name]
    if _is_model(name) or any(one.body_name == name for one in others):
        yield f"`body_name` must be a name without another use, not {name!r}", "body_name"


def always(route: Route, context: Context) -> Iterator[Finding]:
    """The fields with a constant value must be fields of the model."""
    for name in route.always:
        if not _has_field(route.model, name):
            yield f"`always` must name fields of {route.model}, not {name!r}", "always", name


def via(route: Route, context: Context) -> Iterator[Finding]:
    """The route in `via` must exist, and have the same parameters and the picked field."""
    own = {param.name for param in route.params}
    for kind, way in route.via.items():
        other = context.routes.get(way.route)
        if other is None:
            yield f"`via` must name a route, not {way.route!r}", "via", kind
            continue
        if {param.name for param in other.params} - own or other.via:
            message = f"`via` must name a route of the same parameters, not {way.route!r}"
            yield message, "via", kind
        if way.pick and not _has_field(other.model, way.pick):
            message = f"`pick` must be a field of {other.model}, not {way.pick!r}"
            yield message, "via", kind, "pick"


def kinds(route: Route, context: Context) -> Iterator[Finding]:
    """`limits` and `via` must be for kinds in the scope."""
    for section in ("limits", "via"):
        for kind in getattr(route, section):
            if kind not in route.kinds:
                yield f"`{section}` must be for a kind in `scope`, not {kind}", section, kind


CHECKS: Sequence[Check] = (
    names,
    docs,
    request,
    path_and_parameters,
    sections,
    parameters,
    order,
    scope,
    model,
    listing,
    replay,
    when_gone,
    body_name,
    always,
    via,
    kinds,
)


def _has_field(model: str, name: str) -> bool:
    """Return whether a model has a field; True for the caller's models, which are not imported."""
    return ":" in model or name in getattr(getattr(models, model, None), "model_fields", ())


def _is_model(name: str) -> bool:
    model = getattr(models, name, None)
    return isinstance(model, type) or get_origin(model) is Annotated


def _choices(name: str) -> Sequence[str]:
    enum = getattr(models, name, None)
    return get_args(enum) if get_origin(enum) is Literal else ()
