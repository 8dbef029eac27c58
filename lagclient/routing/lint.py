"""The rules that route files keep: one small check each, run over every new route."""

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
from lagclient.routing.route import Param, Route
from lagclient.types import UNSET

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_PATH = re.compile(r"(/(\{[a-z][a-z0-9_]*\}|[A-Za-z0-9@._~-]+))+")
_MODEL = re.compile(r"(?:(list|page|stream)\[)?([A-Za-z_][\w.]*(?::[A-Za-z_]\w*)?)(\])?", re.ASCII)
_TYPE_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
_PYTHON_TYPES: Mapping[str, type] = {"str": str, "int": int, "bool": bool}
# What a docstring cannot hold, or what would end a line in it.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@attrs.frozen
class Context:
    """What a route is checked against."""

    routes: Mapping[str, Route]
    """All routes by full name, the new ones among them."""


Check = Callable[[Entry, Context], Iterator[Problem]]


def lint(
    new: Sequence[Entry], old: Sequence[Route], declared: Mapping[str, Document]
) -> List[Problem]:
    """Everything that is wrong with `new` routes, and the files' namespaces, beside `old` ones."""
    every = {route.full_name: route for route in old}
    every.update({entry.route.full_name: entry.route for entry in new})
    context = Context(every)
    problems = [problem for entry in new for check in CHECKS for problem in check(entry, context)]
    problems += namespaces(new, old, declared)
    problems += twice(new, old)
    return problems


def names(entry: Entry, context: Context) -> Iterator[Problem]:
    """Names are those that a Python program can write."""
    route = entry.route
    places = {param.name: (param.where, param.name) for param in route.params}
    for name in (route.name, *route.iterators, *places):
        if not is_name(name):
            message = f"{name!r} cannot be a name here: use snake_case, no Python keyword"
            yield entry.report(message, *places.get(name, ()))


def docs(entry: Entry, context: Context) -> Iterator[Problem]:
    """A route is documented, in text that a docstring can hold."""
    route = entry.route
    if entry.document and not route.doc:
        yield entry.report("`doc` is empty", "doc")
    texts: Dict[Tuple[str, ...], str] = {("doc",): route.doc, ("because",): route.because}
    texts.update({(param.where, param.name): param.doc for param in route.params})
    for where, text in texts.items():
        if _UNPRINTABLE.search(text):
            yield entry.report("a control character in the documentation", *where)


def request(entry: Entry, context: Context) -> Iterator[Problem]:
    """The request is a method and a path with snake_case placeholders; it can succeed."""
    route = entry.route
    if route.method not in METHODS:
        yield entry.report(f"{route.method!r} is not one of {', '.join(METHODS)}", "request")
    if not _PATH.fullmatch(route.path):
        yield entry.report(f"{route.path!r} is not a path like /rooms/{{room_id}}", "request")
    if not 200 <= route.status <= 299:
        yield entry.report(f"the `status` {route.status} is no success", "status")


def path_and_parameters(entry: Entry, context: Context) -> Iterator[Problem]:
    """Each placeholder is one parameter, and each parameter stands in one place."""
    route = entry.route
    placeholders = re.findall(r"{(.*?)}", route.path)
    told = _section(entry, "path")
    for name in told:
        if name not in placeholders:
            yield entry.report(f"{name!r} is not in the path {route.path}", "path", name)
    for name in placeholders:
        if not name.endswith("_id") and name not in told and entry.document:
            yield entry.report(f"`path` must say what {name!r} is: it is no ..._id", "request")
    seen: Dict[str, str] = {}
    wires: Set[Tuple[str, str]] = set()
    for param in (*(options_of(route) if route.iterators else ()), *route.params):
        if param.name in seen:
            where = f"in {seen[param.name]} and in {param.where}"
            yield entry.report(f"two parameters {param.name!r}: {where}", param.where, param.name)
        seen[param.name] = param.where
        if not param.of and (param.where, param.wire) in wires:
            message = f"two parameters of the {param.where} are {param.wire!r} on the wire"
            yield entry.report(message, param.where, param.name)
        wires.add((param.where, param.wire))
    given = {param.name for param in route.params if param.where == "path"}
    if given != set(placeholders):
        yield entry.report(f"path parameters {sorted(given)} do not fit {route.path}", "request")


def sections(entry: Entry, context: Context) -> Iterator[Problem]:
    """A request has one kind of body, and a GET has none."""
    used = {param.where for param in entry.route.params}
    if {"body", "form"} <= used:
        yield entry.report("a request has a `body` or a `form`, not both", "form")
    for section in sorted(used & {"body", "form"}):
        if entry.route.method in ("GET", "HEAD"):
            yield entry.report(f"a {entry.route.method} has no {section}", section)


def parameters(entry: Entry, context: Context) -> Iterator[Problem]:
    """Types exist, and what is said of a parameter goes with its type."""
    for param in entry.route.params:
        for message in _faults(param, entry.route):
            yield entry.report(f"parameter {param.name!r}: {message}", param.where, param.name)


def _faults(param: Param, route: Route) -> Iterator[str]:
    if param.where not in ("path", "query", "body", "form"):
        yield f"{param.where!r} is not path, query, body or form"
    if not param.wire.strip() or not param.wire.isprintable():
        yield f"{param.wire!r} cannot be a name on the wire"
    if param.type == "image":
        if param.where != "form" or not param.required:
            yield "an image goes into a `form`, and is required there"
    elif param.type not in ("str", "int", "bool", "datetime", "image") and not _is_enum(param.type):
        yield f"unknown type {param.type!r}: use str, int, bool, datetime, image or an enum"
    if param.default is not UNSET:
        wanted = _PYTHON_TYPES.get(param.type)
        if type(param.default) is not wanted and param.default not in _choices(param.type):
            yield f"the default {param.default!r} is no {param.type}"
        if param.required:
            yield "what is required has no default"
    for limit, type_name in (("length", "str"), ("range", "int")):
        bounds = getattr(param, limit)
        if bounds is not None and (param.type != type_name or bounds[0] > bounds[1]):
            yield f"`{limit}` is [least, most], and goes with {type_name}"
    if param.of is not None:
        if not any(other.name == param.of and other.type == "image" for other in route.params):
            yield f"`of` names {param.of!r}, which is no image of this form"
        if param.where != "form" or param.name not in ("filename", "content_type"):
            yield "`of` is for the `filename` and the `content_type` in a form"


def order(entry: Entry, context: Context) -> Iterator[Problem]:
    """Python can write the signature: first what must be given, last what only goes by name."""
    highest = 0
    for param in entry.route.params:
        rank = int(not param.required) if param.positional else 2
        if rank < highest:
            message = f"parameter {param.name!r}: a positional one that must be given comes first"
            yield entry.report(message, param.where, param.name)
        highest = max(highest, rank)


def one_file(entry: Entry, context: Context) -> Iterator[Problem]:
    """A form has exactly one file."""
    form = [param for param in entry.route.params if param.where == "form"]
    if form and sum(param.type == "image" for param in form) != 1:
        yield entry.report("a `form` has exactly one parameter of type image", "form")


def scope(entry: Entry, context: Context) -> Iterator[Problem]:
    """Scopes are known, and `public` stands alone."""
    route = entry.route
    permissions = get_args(models.RobotPermission)
    for one in route.scope:
        kind, _, permission = one.partition(":")
        if kind not in ("public", "user", "robot") or (permission and kind != "robot"):
            message = f"unknown scope {one!r}: use public, user, robot or robot:<permission>"
            yield entry.report(message, "scope")
        elif permission and permission not in permissions:
            known = ", ".join(permissions)
            yield entry.report(f"unknown robot permission {permission!r}: not in {known}", "scope")
    if not route.scope or ("public" in route.scope and len(route.scope) > 1):
        yield entry.report("`scope` is public, or lists who may call it", "scope")


def model(entry: Entry, context: Context) -> Iterator[Problem]:
    """The model exists, and a list in an envelope says where it is."""
    route = entry.route
    match = _MODEL.fullmatch(route.model)
    words = re.split("[.:]", match[2]) if match and route.model != "None" else ()
    written = all(word.isidentifier() and not keyword.iskeyword(word) for word in words)
    if not match or bool(match[1]) != bool(match[3]) or not written:
        message = f"{route.model!r} is no model: use None, Name, list[Name], page[Name] or mod:Name"
        yield entry.report(message, "model")
        return
    if ":" not in match[2] and match[2] != "None" and not _is_model(match[2]):
        message = f"unknown model {match[2]!r}: not in lagclient.models; write others module:Class"
        yield entry.report(message, "model")
    if match[1] == "page" and not route.items:
        yield entry.report("a page says in `items` which key has them", "model")
    if route.items and match[1] not in ("list", "page"):
        yield entry.report("`items` goes with list[...] or page[...]", "items")
    if match[1] == "page" and "cursor" not in {param.name for param in route.params}:
        yield entry.report("a page has a `cursor` in its query", "model")
    walks = match[1] in ("list", "page") or iterator_kind(route.model) == "events"
    if route.iterators and not walks:
        yield entry.report(f"only lists and pages are walked, not {route.model}", "model")


def replay(entry: Entry, context: Context) -> Iterator[Problem]:
    """Whoever makes something says whether asking twice makes it twice."""
    route = entry.route
    if route.replay not in ("safe", "look", "never"):
        yield entry.report(f"{route.replay!r} is not safe, look or never", "replay")
    told = entry.document is None or "replay" in _entry(entry)
    if route.method in ("POST", "PATCH") and not told:
        yield entry.report(f"a {route.method} says its `replay`: safe, look or never")
    if route.method == "POST" and entry.document and not route.because:
        yield entry.report("a POST says in `because` why its replay is right", "replay")
    if route.replay == "look":
        wanted = {"content", "reply_to_id", "image_id"} - {param.name for param in route.params}
        if wanted:
            yield entry.report(f"`look` compares {', '.join(sorted(wanted))} too", "replay")
        if not any(
            other.path == route.path and other.method == "GET" and other.model.startswith("page[")
            for other in context.routes.values()
        ):
            yield entry.report(f"`look` needs a GET {route.path} with a page", "replay")


def when_gone(entry: Entry, context: Context) -> Iterator[Problem]:
    """A DELETE that answers something says what, when its first answer was lost."""
    route = entry.route
    needs = route.method == "DELETE" and route.model != "None"
    if needs and route.when_gone is None:
        yield entry.report("a DELETE with a model says in `when_gone` what it answers then")
    if not needs and route.when_gone is not None:
        yield entry.report("`when_gone` is for a DELETE with a model", "when_gone")


def via(entry: Entry, context: Context) -> Iterator[Problem]:
    """The other route exists, takes the same arguments, and has what is picked."""
    route = entry.route
    own = {param.name for param in route.params}
    for kind, way in route.via.items():
        other = context.routes.get(way.route)
        if other is None:
            yield entry.report(f"`via` names an unknown route {way.route!r}", "via", kind)
            continue
        if {param.name for param in other.params} - own or other.via:
            message = f"{way.route} takes other arguments, or goes via another route itself"
            yield entry.report(message, "via", kind)
        if kind not in route.kinds:
            yield entry.report(f"`via` for {kind}, who is not in the scope", "via", kind)
        fields = getattr(getattr(models, other.model, None), "model_fields", ())
        if way.pick and ":" not in other.model and way.pick not in fields:
            yield entry.report(f"{other.model} has no {way.pick!r}", "via", kind, "pick")


def body_name(entry: Entry, context: Context) -> Iterator[Problem]:
    """The name of a body is one that a language with types can use, and used once."""
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
    """The fields that always have one value are fields of the model."""
    route = entry.route
    known = getattr(getattr(models, route.model, None), "model_fields", ())
    for name in route.always:
        if ":" not in route.model and name not in known:
            yield entry.report(f"{route.model} has no {name!r}", "always", name)


def limits(entry: Entry, context: Context) -> Iterator[Problem]:
    """Limits are of those who may call it."""
    for kind in entry.route.limits:
        if kind not in entry.route.kinds:
            yield entry.report(f"`limits` for {kind}, who is not in the scope", "limits", kind)


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
    found = getattr(models, name, None)
    return isinstance(found, type) or get_origin(found) is Annotated


def _is_enum(name: str) -> bool:
    return bool(_choices(name))


def _choices(name: str) -> Sequence[str]:
    enum = getattr(models, name, None)
    return get_args(enum) if get_origin(enum) is Literal else ()
