"""Write the TypeScript SDK's generated half: the table, the models, the bodies, the namespaces.

Each namespace becomes a class with real methods, each model an interface, each route a row of the
table that the hand-written core reads. Names, parameter order and result shapes are those of the
published `@lagapp/sdk` 0.2.0, because programs written for it must keep working.
"""

from __future__ import annotations

import inspect
import json
import re
import textwrap
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence

from lagclient import models
from lagclient.generate.parameters import choices
from lagclient.generate.targets.shapes import Field, Kind, Shape, shapes
from lagclient.methods.docstring import REPLAYS, summary_of_pages
from lagclient.routing.load import camel
from lagclient.routing.method import Method
from lagclient.routing.route import Param, Route
from lagclient.routing.table import Table

WIDTH = 100
_HEAD = "// Generated from routes/*.yaml and lagclient/models by `lagclient generate`.\n"

# What a rule below does not give: the names of 0.2.0.
_CLASS_NAMES = {"servers.rooms": "RoomsResource", "servers.rooms.messages": "RoomMessagesResource"}

_TYPES = {
    "str": "string",
    "int": "number",
    "float": "number",
    "bool": "boolean",
    "Timestamp": "string",
    "datetime": "string",
    "image": "ImageInput",
    "Any": "unknown",
    "None": "null",
}
_IMAGE_DOC = "Path (Node, Bun and Deno), `Blob`, `File`, bytes or stream."
_OPTIONS_DOC = "Options of this call alone."
_CURSOR_FIELDS = ("limit", "cursor")
_HAND_WRITTEN = {
    "CallOptions",
    "CursorParams",
    "EventStream",
    "ImageInput",
    "LagPromise",
    "Pages",
    "PaginatedResponse",
    "PollingOptions",
    "StreamOptions",
}
_HELPERS = {"call": "call", "pages": "pages", "events": "listen"}
_EVENT = "RobotEvent"
_EVENT_BASE = "RobotEventBase"
_UNKNOWN = "UnknownEvent"


def typescript(table: Table) -> Dict[str, str]:
    """Return the generated files by name, as ``typescript/src/generated/`` has them."""
    return {
        "table.ts": _table(table),
        "models.ts": _models(),
        "bodies.ts": _bodies(table),
        "resources.ts": _resources(table),
    }


# The table


def _table(table: Table) -> str:
    rows = {method_name(table[name]): _row(table[name]) for name in table}
    names = "\n  | ".join(f"'{name}'" for name in rows)
    lines = [_HEAD, "import type { Limits, Row } from '../route.js';\n"]
    lines.append("/** How often each kind of token may call the API, whatever the route. */")
    lines.append(f"export const LIMITS: Limits = {_literal(_limits(table.limits))};\n")
    lines.append(f"/** The methods of the table. */\nexport type RouteName =\n  | {names};\n")
    lines.append("/** The routes of the Lag API, by the method that calls each. */")
    lines.append("export const TABLE: Readonly<Record<RouteName, Row>> = {")
    lines += [f"  '{name}': {_literal(row, '  ')}," for name, row in rows.items()]
    lines.append("};")
    return "\n".join(lines) + "\n"


def _row(route: Route) -> Dict[str, Any]:
    fields = [param for param in route.params if param.where != "path"]
    row: Dict[str, Any] = {
        "method": route.method,
        "path": _camel_path(route.path),
        "callers": list(route.kinds),
        "replay": route.replay,
        "result": _result_kind(route),
    }
    if route.items:
        row["items"] = route.items
    if fields:
        row["where"] = fields[0].where
        row["fields"] = {_field_name(param): _field_spec(param) for param in fields}
    if route.look:
        row["look"] = _dotted(route.look)
    if route.when_gone is not None:
        row["whenGone"] = {camel(name): value for name, value in route.when_gone.items()}
    if route.via:
        row["via"] = {
            kind: {"route": _dotted(via.route), **({"pick": camel(via.pick)} if via.pick else {})}
            for kind, via in route.via.items()
        }
    if route.limits:
        row["limits"] = _limits(route.limits)
    return row


def _field_spec(param: Param) -> str:
    kinds = {"int": "int", "bool": "bool", "image": "image", "datetime": "time"}
    mark = "!" if param.required else "?" if param.null else ""
    limits = " {} to {}".format(*param.client_range) if param.client_range else ""
    return ("of" if param.of else kinds.get(param.type, "str")) + mark + limits


def _result_kind(route: Route) -> str:
    shape, _, inner = route.model.rstrip("]").rpartition("[")
    if inner == "AnyIdentity":
        return "identity"  # the API has two shapes, one for users and one for robots
    if inner == _EVENT:
        return "stream" if shape == "stream" else "events"
    if shape == "list":
        return "envelope" if route.items and not route.via else "list"
    return shape or ("none" if inner == "None" else "object")


def _limits(limits: Mapping[str, Any]) -> Dict[str, Any]:
    return {
        kind: {"count": limit.count, "seconds": limit.seconds} for kind, limit in limits.items()
    }


def _camel_path(path: str) -> str:
    return re.sub(r"{(.*?)}", lambda match: f"{{{camel(match[1])}}}", path)


def _literal(value: Any, indent: str = "") -> str:
    """A value as TypeScript, over several lines only where one would be too long."""
    if isinstance(value, Mapping):
        items: Dict[str, Any] = {**value}
        parts = [f"{_key(key)}: {_literal(item, indent + '  ')}" for key, item in items.items()]
        line = "{ " + ", ".join(parts) + " }" if parts else "{}"
        if len(line) + len(indent) + 40 <= WIDTH:
            return line
        return "{\n" + "".join(f"{indent}  {part},\n" for part in parts) + indent + "}"
    if isinstance(value, (list, tuple)):
        members: List[Any] = [*value]
        return "[" + ", ".join(_literal(item) for item in members) + "]"
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z_$][\w$]*", name) else f"'{name}'"


# The models


def _models() -> str:
    lines = [_HEAD]
    for name, values in choices().items():
        line = f"export type {name} = {' | '.join(map(_text, values))};\n"
        several = "".join(f"\n  | {_text(value)}" for value in values)
        lines.append(line if len(line) <= WIDTH else f"export type {name} ={several};\n")
    every = shapes()
    for shape in every.values():
        lines += [*_interface(shape, every), ""]
    lines += [*_events(every), "", *_permission(), ""]
    lines.append("/** The API refuses uploads above this number of bytes: 25 MiB. */")
    lines.append(f"export const IMAGE_MAX_SIZE_BYTES = {models.IMAGE_MAX_SIZE_BYTES};")
    return "\n".join(lines) + "\n"


def _interface(shape: Shape, every: Mapping[str, Shape]) -> Iterator[str]:
    name = _EVENT_BASE if shape.name == _EVENT else shape.name
    head = f"export interface {name}"
    if shape.base is not None:
        base = _EVENT_BASE if shape.base == _EVENT else shape.base
        inherited = _inherited(shape, every)
        optional = [field for field in shape.fields if field.optional]
        # A field that becomes optional does not fit the interface that it is inherited from.
        wider = [_text(field.wire) for field in optional if field.wire in inherited]
        if wider:
            base = f"Omit<\n  {base},\n  {' | '.join(wider)}\n>"
        head += f" extends {base}"
    yield from _comment(shape.doc)
    yield head + " {"
    if shape.name == "RobotEventData":
        yield "  readonly [key: string]: unknown;"
    for field in shape.fields:
        yield from _comment(field.doc, "  ")
        yield f"  {_key(field.wire)}{'?' if field.optional else ''}: {_field_type(field)};"
    if shape.name == _UNKNOWN:
        yield "  type: UnknownEventType;"
    yield "}"


def _inherited(shape: Shape, every: Mapping[str, Shape]) -> List[str]:
    wires: List[str] = []
    base = shape.base
    while base is not None:
        wires += [field.wire for field in every[base].fields]
        base = every[base].base
    return wires


def _field_type(field: Field) -> str:
    return _type_of(field.kind) + (" | null" if field.nullable else "")


def _type_of(kind: Kind) -> str:
    if kind.name == "List":
        return f"{_type_of(kind.inner[0])}[]"
    if kind.name == "Dict":
        return f"Record<string, {_type_of(kind.inner[1])}>"
    if kind.name == "Literal":
        return " | ".join(_text(one.name) for one in kind.inner)
    if kind.name == "RobotEventType":
        return "RobotEventType | UnknownEventType"
    return _TYPES.get(kind.name, kind.name)


def _events(every: Mapping[str, Shape]) -> Iterator[str]:
    events = [name for name, shape in every.items() if shape.base == _EVENT]
    yield from _comment(
        "Stands for the type of an event that this version does not know, which may be any text: "
        "compare it as in `(event.type as string) === 'moon.landing'`. It is one literal for the "
        "compiler, because only then `event.type === 'room.message'` selects one interface."
    )
    yield "export type UnknownEventType = '(another type)';"
    yield ""
    yield from _comment("Something that happened in the robot's server; `type` tells what.")
    yield f"export type {_EVENT} =\n  | " + "\n  | ".join(events) + ";"
    yield ""
    yield from _comment("The owner of a token; `kind` tells which.")
    identities = [name for name, shape in every.items() if shape.base == "Identity"]
    yield f"export type AnyIdentity = {' | '.join(identities)};"


def _permission() -> Iterator[str]:
    yield from _comment(inspect.getdoc(models.Permission) or "")
    yield "export const Permission = {"
    yield from (f"  {flag.name}: {int(flag)}," for flag in models.Permission)
    yield "} as const;"
    yield "export type Permission = (typeof Permission)[keyof typeof Permission];"


# The bodies


def _bodies(table: Table) -> str:
    lines: List[str] = []
    used: List[str] = []
    for name in table:
        route = table[name]
        fields = _body_fields(route)
        if not fields:
            continue
        for param in fields:
            if param.type in choices():
                used.append(param.type)
        lines += _comment(f"What `{method_name(route)}` sends.")
        lines.append(f"export interface {_body_type(route)} {{")
        for param in fields:
            lines += _comment(_argument_doc(param), "  ")
            mark = "" if param.required else "?"
            lines.append(f"  {_field_name(param)}{mark}: {_param_type(param)};")
        lines += ["}", ""]
    if used:
        lines.insert(0, _import("import type", sorted(set(used)), "./models.js") + "\n")
    return "\n".join([_HEAD, *lines])


def _body_fields(route: Route) -> List[Param]:
    """The arguments that go by name: in TypeScript, the fields of one object."""
    inside = [param for param in route.params if param.where != "path" and param.type != "image"]
    if all(param.positional for param in inside):
        # 0.2.0 exports these too, although its methods take the one value itself.
        return inside if route.body_name else []
    return [] if _is_cursor(route) else [param for param in inside if not param.positional]


def _is_cursor(route: Route) -> bool:
    inside = [param.wire for param in route.params if param.where == "query"]
    return route.model.startswith("page[") and tuple(inside) == _CURSOR_FIELDS


def _body_type(route: Route) -> str:
    if _is_cursor(route):
        return "CursorParams"
    if route.body_name:
        return route.body_name
    kind = "Params" if all(p.where in ("path", "query") for p in route.params) else "Body"
    words = re.split(r"[._]", route.full_name)
    return "".join(word.capitalize() for word in words) + kind


def _field_name(param: Param) -> str:
    return camel(param.name) if param.of else param.wire


def _param_type(param: Param) -> str:
    plain = _TYPES.get(param.type, param.type)
    return f"{plain} | null" if param.null else plain


# The namespaces


class _Argument(NamedTuple):
    name: str
    type: str
    doc: str
    optional: bool = False

    @property
    def source(self) -> str:
        return f"{self.name}{'?' if self.optional else ''}: {self.type}"


def _resources(table: Table) -> str:
    classes: List[str] = []
    # The deepest first: a class needs those of the namespaces inside it.
    for namespace in sorted(table.namespaces, key=lambda path: (-len(path.split(".")), path)):
        if namespace:
            classes += [*_class(table, namespace), ""]
    classes += [*_class(table, ""), ""]
    body = "\n".join(classes)
    return "\n".join([_HEAD, *_imports(body, table), "", body])


def _imports(body: str, table: Table) -> Iterator[str]:
    """The names that a source uses, from where they are."""
    code = re.sub(r"/\*\*.*?\*/", "", body, flags=re.DOTALL)
    modules = {
        "../call.js": {"call", "listen", "pages", "Resource"},
        "../types.js": _HAND_WRITTEN,
        "./bodies.js": {_body_type(table[name]) for name in table} - _HAND_WRITTEN,
        "./models.js": {*shapes(), *choices(), "AnyIdentity"},
    }
    for module, names in modules.items():
        used = [name for name in names if re.search(rf"\b{name}\b", code)]
        word = "import" if module == "../call.js" else "import type"
        yield _import(word, sorted(used, key=str.lower), module)


def _import(word: str, names: Sequence[str], module: str) -> str:
    line = f"{word} {{ {', '.join(names)} }} from '{module}';"
    if len(line) <= WIDTH:
        return line
    inside = "".join(f"  {name},\n" for name in names)
    return f"{word} {{\n{inside}}} from '{module}';"


def class_name(namespace: str) -> str:
    """Return the class of a namespace, as 0.2.0 names it."""
    if namespace in _CLASS_NAMES:
        return _CLASS_NAMES[namespace]
    *outer, last = namespace.split(".")
    words = [*(one[:-1] if one.endswith("s") else one for one in outer), last]
    return "".join(word.capitalize() for word in words) + "Resource"


def _class(table: Table, namespace: str) -> Iterator[str]:
    children = [path for path in table.namespaces if path and path.rpartition(".")[0] == namespace]
    name = class_name(namespace) if namespace else "Root"
    doc = table.namespaces[namespace] or f"The methods under `{namespace}`."
    yield from _comment(doc if namespace else "The namespaces and methods of the client itself.")
    yield f"export class {name}{' extends Resource' if namespace else ''} {{"
    parts: List[List[str]] = []
    for path in children:
        field = f"  readonly {path.rpartition('.')[2]} = new {class_name(path)}(this);"
        parts.append([*_comment(table.namespaces[path], "  "), field])
    for method in table.methods(namespace):
        if _is_offered(method):
            parts.append([*_method(method)])
    yield "\n\n".join("\n".join(part) for part in parts)
    yield "}"


def _method(method: Method) -> Iterator[str]:
    route, name = method.route, camel(method.name)
    path = [camel(param.name) for param in route.params if param.where == "path"]
    passed = f"this, '{method_name(route)}'"
    arguments = _all_arguments(method)
    if method.kind == "events":
        passed += ", options"
    else:
        passed += f", [{', '.join(path)}], {_fields_of(route)}, options"
    yield from _comment("\n\n".join(_documentation(method, arguments)), "  ")
    whole = _whole_answer(route) if method.kind == "call" else None
    if whole is not None:
        yield _signature(name, arguments, f"LagPromise<{whole}>") + ";"
        yield f"  /** As a robot, whose response has fewer fields: `{name}<'robot'>(...)`. */"
        robot = f"{name}<_Caller extends 'robot'>"
        yield _signature(robot, arguments, _result_type(method)) + ";"
    yield _signature(name, arguments, _result_type(method)) + " {"
    yield f"    return {_HELPERS[method.kind]}({passed});"
    yield "  }"


def _all_arguments(method: Method) -> List[_Argument]:
    if method.kind == "events":
        kind = "StreamOptions" if method.route.is_stream else "PollingOptions"
        return [_Argument("options", kind, "Where to begin, and how to go on.", True)]
    options = _Argument("options", "CallOptions", _OPTIONS_DOC, True)
    return [*_arguments(method.route), options]


def _arguments(route: Route) -> Iterator[_Argument]:
    inside = [param for param in route.params if param.where != "path"]
    for param in route.params:
        if param.where == "path" or param.positional:
            name = "input" if param.type == "image" else camel(param.name)
            yield _Argument(name, _param_type(param), _argument_doc(param), not param.required)
    by_name = [param for param in inside if not param.positional]
    if by_name:
        is_query = by_name[0].where == "query"
        name = "params" if is_query else "opts" if by_name[0].where == "form" else "body"
        needed = any(param.required for param in by_name)
        # A change or a message without any field is a mistake; an invite without any is not.
        can_be_empty = is_query or (route.method == "POST" and route.replay != "look")
        docs = {"params": "Which page to get.", "opts": "What the image is for."}
        doc = docs.get(name, "The fields to send.")
        yield _Argument(name, _body_type(route), doc, can_be_empty and not needed)


def _fields_of(route: Route) -> str:
    """What the core gets as the fields of the query, the body or the form."""
    inside = [param for param in route.params if param.where != "path"]
    positional = [param for param in inside if param.positional]
    pairs = [
        f"{_key(param.wire)}: {'input' if param.type == 'image' else camel(param.name)}"
        if param.wire != camel(param.name) or param.type == "image"
        else _key(param.wire)
        for param in positional
    ]
    by_name = [param for param in inside if not param.positional]
    if not inside:
        return "undefined"
    name = "" if not by_name else {"query": "params", "form": "opts"}.get(by_name[0].where, "body")
    if not pairs:
        return name
    spread = [f"...{name}"] if name else []
    return "{ " + ", ".join([*spread, *pairs]) + " }"


def declaration(method: Method) -> str:
    """Return how a program calls a method, with the type of its fields, for documentation.

    It is empty for `paginate` of a list without pages, which TypeScript has not.
    """
    route = method.route
    if not _is_offered(method):
        return ""
    name = f"client.{_dotted(method.full_name)}"
    result = _result_type(method).replace("LagPromise<", "Promise<")
    head = textwrap.dedent(_signature(name, _all_arguments(method), result)) + ";"
    fields = _body_fields(route) if method.kind == "call" else []
    if all(param.positional for param in fields):
        return head
    inside = [
        f"  {_field_name(param)}{'' if param.required else '?'}: {_param_type(param)};"
        for param in fields
    ]
    return "\n".join([head, "", f"interface {_body_type(route)} {{", *inside, "}"])


def _is_offered(method: Method) -> bool:
    """Whether TypeScript has the method: a list without pages is one array there."""
    if method.kind not in _HELPERS:
        return False  # a method of several requests, which the table does not have
    return method.kind != "pages" or method.route.model.startswith("page[")


def _signature(method: str, arguments: Sequence[_Argument], result: str) -> str:
    parts = [argument.source for argument in arguments]
    line = f"  {method}({', '.join(parts)}): {result}"
    if len(line) + 2 <= WIDTH:
        return line
    return f"  {method}(\n" + "".join(f"    {part},\n" for part in parts) + f"  ): {result}"


def _whole_answer(route: Route) -> Optional[str]:
    """The model that users get, where the route's model only leaves fields of it out for robots."""
    every = shapes()
    shape = every.get(route.model)
    if shape is None or shape.base is None or "robot" not in route.kinds:
        return None
    inherited = _inherited(shape, every)
    return shape.base if all(field.wire in inherited for field in shape.fields) else None


def _result_type(method: Method) -> str:
    route = method.route
    inner = route.model.rstrip("]").rpartition("[")[2]
    if method.kind == "events":
        return "EventStream"
    if method.kind == "pages":
        return f"Pages<{inner}>"
    plain = {"None": "void"}.get(inner, inner)
    if route.always:
        pairs = [f"{_key(camel(name))}: {_literal(one)}" for name, one in route.always.items()]
        fixed = "{ " + "; ".join(pairs) + " }"
        every = {field.name for field in shapes()[inner].fields}
        plain = fixed if every == set(route.always) else f"{inner} & {fixed}"
    kind = _result_kind(route)
    if kind in ("list", "events"):
        plain = f"{inner}[]"
    elif kind == "envelope":
        plain = f"{{ {route.items}: {inner}[] }}"
    elif kind == "page":
        page = f"{{ {route.items}: {inner}[]; hasMore: boolean; nextCursor: string | null }}"
        plain = f"PaginatedResponse<{inner}>" if route.items == "messages" else page
    return f"LagPromise<{plain}>"


# Documentation


def _documentation(method: Method, arguments: Sequence[_Argument]) -> Iterator[str]:
    route = method.route
    if method.kind == "events":
        yield _prose(route.doc)
        yield _LISTENS[route.model.partition("[")[0]]
    elif method.kind == "pages":
        yield summary_of_pages(method, camel)
        yield "`for await (const page of ...)` gives pages, `.items()` gives their items."
    else:
        yield _prose(route.doc)
    yield "\n".join(_request_lines(route))
    if route.because and method.kind == "call":
        yield f"{REPLAYS[route.replay]} {_prose(route.because)}"
    tags = [f"@param {argument.name} - {argument.doc}" for argument in arguments]
    tags += [f"@throws {line}" for line in _errors(route)]
    yield "\n".join(tags)


_LISTENS = {
    "stream": (
        "The iterator has no end. A connection that breaks is opened again after the last event, "
        "and each event comes once. Asking for the next event acknowledges the previous one; only "
        "then does the cursor move."
    ),
    "list": (
        "The iterator has no end. It polls again and again, also after failures, and each event "
        "comes once. `stream` has a cursor, a poll does not."
    ),
}


def _request_lines(route: Route) -> Iterator[str]:
    yield f"`{route.method} {_camel_path(route.path)}`"
    for kind, via in route.via.items():
        part = f"`{camel(via.pick)}` of " if via.pick else ""
        yield f"For {kind}s, this is {part}`{_dotted(via.route)}`."
    robots = [scope for scope in route.scope if scope.startswith("robot")]
    needs = " and ".join(filter(None, (scope.partition(":")[2] for scope in robots)))
    if robots and "user" in route.scope and not route.path.startswith("/robots/"):
        permission = f" with permission `{needs}`" if needs else ""
        yield f"Robots{permission} use the same path under /robots/@me."
    elif robots and "user" not in route.scope:
        yield "Only for robots."
    for kind, limit in route.limits.items():
        yield f"A {kind} may call it {limit.count} times in {limit.seconds} seconds."


def _errors(route: Route) -> Iterator[str]:
    yield "LagInvalidRequestError if an argument is invalid; nothing was sent."
    if "public" not in route.scope:
        yield "LagInvalidTokenError if the token is of the wrong kind; nothing was sent."
        yield "LagAuthError if the API does not accept the token."
        yield "LagPermissionError if the token's owner lacks a permission."
    if any(param.where != "path" for param in route.params):
        yield "LagBadRequestError if the API rejects a value."
    if "{" in route.path:
        yield "LagNotFoundError if an id does not exist, or the token's owner may not see it."
    if route.method in ("POST", "PUT", "PATCH"):
        yield "LagConflictError if the request conflicts with existing state."
    yield "LagRateLimitError, LagServerError, LagConnectionError, after all retries."


def _argument_doc(param: Param) -> str:
    if param.type == "image":
        return _IMAGE_DOC
    doc = _prose(f"{param.doc} {param.limits_doc}".strip())
    return f"{doc} null clears it." if param.null and "null" not in doc else doc


def method_name(route: Route) -> str:
    """Return the method of a route, as a program writes it after ``client.``."""
    return _dotted(route.method_name)


def _dotted(full_name: str) -> str:
    return ".".join(camel(part) for part in full_name.split("."))


def _prose(text: str) -> str:
    """Documentation in the words of TypeScript: camelCase names, null for None."""
    text = text.replace("``", "`")
    text = re.sub(r"`([a-z]+(?:_[a-z]+)+)`", _known_name, text)
    return re.sub(r"\bNone\b", "null", text)


def _known_name(match: re.Match[str]) -> str:
    values = {value for one in choices().values() for value in one}
    return match[0] if match[1] in values else f"`{camel(match[1])}`"


def _comment(text: str, indent: str = "") -> Iterator[str]:
    """A JSDoc comment; yields nothing for no text."""
    text = _prose(text).strip().replace("*/", "* /")
    if not text:
        return
    if "\n" not in text and len(indent) + len(text) + 7 <= WIDTH:
        yield f"{indent}/** {text} */"
        return
    yield f"{indent}/**"
    for paragraph in text.split("\n"):
        for line in textwrap.wrap(
            paragraph,
            WIDTH - len(indent) - 3,
            subsequent_indent="  " if paragraph.startswith("@") else "",
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]:
            yield f"{indent} * {line}".rstrip()
    yield f"{indent} */"


__all__ = ["class_name", "declaration", "method_name", "typescript"]
