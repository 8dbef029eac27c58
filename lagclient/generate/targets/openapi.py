"""Write the table as OpenAPI 3.1, so that tools of others can read the API.

A route that robots have too becomes two operations, because the API serves robots under a path of
their own. What OpenAPI has no word for stands in `x-lag-` fields: the route, the permission of a
robot, whether a request may be repeated, and the limits of calls.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

import attrs
import yaml

from lagclient.client import DEFAULT_BASE_URL
from lagclient.generate.parameters import TYPES, Json, choices, doc_of, nullable, schema_of
from lagclient.generate.targets.shapes import Field, Kind, Shape, shapes
from lagclient.methods.docstring import REPLAYS
from lagclient.routing.route import Limit, Param, Route
from lagclient.routing.table import Table
from lagclient.version import __version__

_SCHEMES: Mapping[str, Json] = {
    "user": {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal access token of a user, which starts with `lag_pat_`.",
    },
    "robot": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Robot ` and the key of a robot, which starts with `lag_robot_`.",
    },
}
_ERRORS: Mapping[str, Tuple[str, str]] = {
    "400": ("BadRequest", "The request is wrong; the message names the field."),
    "401": ("Unauthorized", "The token is missing, wrong or expired."),
    "403": ("Forbidden", "The caller may not do this."),
    "404": ("NotFound", "It does not exist, or not for this caller."),
    "409": ("Conflict", "It conflicts with what exists."),
    "413": ("PayloadTooLarge", "The upload is larger than the API takes."),
    "429": ("RateLimited", "Too many requests; `Retry-After` says when the next may come."),
}
_ERROR: Json = {
    "type": "object",
    "description": "An error of the API.",
    "required": ["error", "message", "statusCode"],
    "properties": {
        "error": {"type": "string", "description": "The kind of error, such as `not_found`."},
        "message": {"type": "string", "description": "What is wrong, to read."},
        "statusCode": {"type": "integer", "description": "The status of the response."},
    },
}
_WIRE: Mapping[str, Json] = {
    "Error": _ERROR,
    # Two models read several shapes of the API, so what the API sends is not in the models.
    "AnyIdentity": {
        "type": "object",
        "description": "A robot, as it sees itself.",
        "required": ["id", "name", "serverId", "permissions", "active", "createdAt"],
        "properties": {
            "id": {"type": "string"},
            "name": {"type": "string"},
            "serverId": {"type": "string"},
            "avatarUrl": {"type": ["string", "null"]},
            "permissions": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/RobotPermission"},
            },
            "active": {"type": "boolean"},
            "createdAt": {"type": "string", "format": "date-time"},
        },
    },
    "RobotEvent": {
        "type": "object",
        "description": "Something that happened in the robot's server.",
        "required": ["id", "eventType", "payload"],
        "properties": {
            "id": {"type": "string"},
            "eventType": {"$ref": "#/components/schemas/RobotEventType"},
            "payload": {
                "type": "object",
                "required": ["type", "data"],
                "properties": {"type": {"type": "string"}, "data": {"type": "object"}},
            },
            "createdAt": {"type": "string", "format": "date-time"},
        },
    },
}
"""The shapes of the wire that no model has."""
_RETRY_AFTER: Json = {
    "description": "The wait in whole seconds.",
    "schema": {"type": "string", "pattern": "^[0-9]+$"},
}


def openapi(table: Table, cassettes: Path) -> str:
    """Return ``openapi.json``; its examples are the exchanges of a folder of cassettes."""
    paths: Dict[str, Json] = {}
    for name in table:
        route = table[name]
        for kind in _kinds(route):
            operation = _operation(table, route, kind, _example(cassettes, route, kind))
            paths.setdefault(route.path_for(kind), {})[route.method.lower()] = operation
    _link(paths)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Lag API",
            "version": __version__,
            "summary": "Chat and voice: servers, rooms, messages, friends, events, images.",
            "description": (
                "Written from the route table of lagclient, by `lagclient generate`. "
                "Ids are opaque texts. Timestamps are ISO 8601. "
                "Responses may have more fields than are listed here."
            ),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": DEFAULT_BASE_URL}],
        "tags": [
            {"name": namespace or "client", "description": doc or f"Methods under `{namespace}`."}
            for namespace, doc in sorted(table.namespaces.items())
        ],
        "paths": dict(sorted(paths.items())),
        "components": {
            "securitySchemes": dict(_SCHEMES),
            "responses": {name: _refusal(name, doc) for name, doc in _ERRORS.values()},
            "schemas": dict(sorted(_schemas(paths).items())),
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _kinds(route: Route) -> Tuple[str, ...]:
    """The kinds of credentials that have the endpoint itself."""
    if "public" in route.kinds:
        return ("user",)
    return tuple(kind for kind in route.kinds if kind not in route.via)


# Operations


def _operation(table: Table, route: Route, kind: str, example: Optional[_Exchange]) -> Json:
    first, *rest = (route.doc or f"Call {route.line}.").split("\n\n")
    texts = [*rest, " ".join(part for part in (REPLAYS[route.replay], route.because) if part)]
    is_other = kind == "robot" and len(_kinds(route)) > 1
    operation: Json = {
        "operationId": route.full_name + (".robot" if is_other else ""),
        "tags": [route.namespace or "client"],
        "summary": " ".join(first.split()).rstrip(".") + (", as a robot" if is_other else ""),
        "description": "\n\n".join(" ".join(text.split()) for text in texts if text),
        "security": [{} if "public" in route.kinds else {kind: _permissions(route, kind)}],
    }
    fields = [param for param in route.params if param.where in ("body", "form")]
    parameters = [_parameter(param) for param in route.params if param.where in ("path", "query")]
    if parameters:
        operation["parameters"] = parameters
    if fields:
        operation["requestBody"] = _body(fields, example)
    operation["responses"] = _responses(route, example)
    operation["x-lag-route"] = route.full_name
    operation["x-lag-replay"] = route.replay
    operation["x-lag-destructive"] = route.destructive
    limits = table.limits_of(route, kind)
    if limits:
        operation["x-lag-limits"] = {name: _limit(limit) for name, limit in limits.items()}
    return operation


def _link(paths: Mapping[str, Json]) -> None:
    """Link each request that creates something to the operations on what it has created."""
    for path, operations in paths.items():
        if "post" not in operations:
            continue
        (created, *_) = operations["post"]["responses"].values()  # the others are errors
        inside = re.compile(re.escape(path) + r"/\{(\w+)\}")
        links: Json = {}
        for other, others in paths.items():
            match = inside.match(other)
            if match is None:
                continue
            outer = re.findall(r"{(\w+)}", path)
            for operation in others.values():
                names = re.findall(r"{(\w+)}", other)
                if names != [*outer, match[1]]:
                    continue  # it needs the id of something else, too
                links[operation["operationId"]] = {
                    "operationId": operation["operationId"],
                    "parameters": {
                        **{name: f"$request.path.{name}" for name in outer},
                        match[1]: "$response.body#/id",
                    },
                }
        if links:
            created["links"] = links


def _permissions(route: Route, kind: str) -> List[str]:
    """What a robot must be allowed, as the roles of the security requirement."""
    if kind != "robot":
        return []
    return [scope.partition(":")[2] for scope in route.robot_scopes if ":" in scope]


def _limit(limit: Limit) -> Json:
    return {"count": limit.count, "seconds": limit.seconds}


def _parameter(param: Param) -> Json:
    return {
        "name": param.name if param.where == "path" else param.wire,
        "in": param.where,
        "required": param.required or param.where == "path",
        "description": doc_of(param),
        "schema": schema_of(param),
    }


def _body(fields: List[Param], example: Optional[_Exchange]) -> Json:
    parts = [param for param in fields if not param.of]
    properties = {param.wire: {**schema_of(param), "description": doc_of(param)} for param in parts}
    schema: Json = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [param.wire for param in parts if param.required]
    if required:
        schema["required"] = required
    if fields[0].where == "form":
        return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    content: Json = {"schema": schema}
    if example is not None and example.sent is not None:
        content["example"] = example.sent
    # A body with no field at all is empty, and the API takes it.
    return {"required": bool(required), "content": {"application/json": content}}


def _responses(route: Route, example: Optional[_Exchange]) -> Json:
    shape = _result(route)
    good: Json = {"description": "It worked."}
    if route.status == 204:
        good["description"] = "It worked; there is nothing to say."
    elif route.is_stream:
        good["description"] = "Events without end, as server-sent events; `data` is an event."
        good["content"] = {"text/event-stream": {"schema": {"type": "string"}}}
    elif shape is not None:
        content: Json = {"schema": shape}
        if example is not None and example.received is not None:
            content["example"] = example.received
        good["content"] = {"application/json": content}
    return {
        str(route.status): good,
        **{
            status: {"$ref": f"#/components/responses/{name}"}
            for status, (name, _) in _ERRORS.items()
            if _can(status, route)
        },
    }


def _can(status: str, route: Route) -> bool:
    """Whether a route can answer with an error of this status."""
    return status != "401" or "public" not in route.kinds


def _result(route: Route) -> Optional[Json]:
    shape, _, inner = route.model.rstrip("]").rpartition("[")
    if inner == "None":
        return None
    if inner == "dict":
        return {"type": "object"}
    one: Json = {"$ref": f"#/components/schemas/{inner}"}
    if shape == "list":
        every: Json = {"type": "array", "items": one}
        return _object({route.items: every}) if route.items and not route.via else every
    if shape == "page":
        return _object(
            {
                route.items or "items": {"type": "array", "items": one},
                "hasMore": {"type": "boolean"},
                "nextCursor": {"type": ["string", "null"]},
            }
        )
    return one


def _object(properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


def _refusal(name: str, doc: str) -> Json:
    schema = {"schema": {"$ref": "#/components/schemas/Error"}}
    refusal: Json = {"description": doc, "content": {"application/json": schema}}
    if name == "RateLimited":
        refusal["headers"] = {"Retry-After": _RETRY_AFTER}
    return refusal


# Schemas


def _schemas(paths: Mapping[str, Json]) -> Dict[str, Json]:
    """Return the schemas that the paths refer to, and those that these refer to."""
    every = shapes()
    needed = {"Error", *_references(paths)}
    schemas: Dict[str, Json] = {}
    while needed:
        name = needed.pop()
        schemas[name] = _schema(name, every)
        needed |= set(_references(schemas[name])) - set(schemas)
    return schemas


def _references(value: Any) -> Iterator[str]:
    return (match[1] for match in re.finditer(r"#/components/schemas/(\w+)", json.dumps(value)))


def _schema(name: str, every: Mapping[str, Shape]) -> Json:
    if name in _WIRE:
        return _WIRE[name]
    if name in choices():
        return {"type": "string", "enum": list(choices()[name])}
    return _model(every[name], every)


def _model(shape: Shape, every: Mapping[str, Shape]) -> Json:
    fields = {field.wire: field for field in _all_fields(shape, every)}
    schema: Json = {"type": "object", "description": " ".join(shape.doc.split())}
    required = [wire for wire, field in fields.items() if not field.optional]
    if required:
        schema["required"] = required
    schema["properties"] = {wire: _field(field) for wire, field in fields.items()}
    return schema


def _all_fields(shape: Shape, every: Mapping[str, Shape]) -> Iterator[Field]:
    if shape.base is not None:
        yield from _all_fields(every[shape.base], every)
    yield from shape.fields


def _field(field: Field) -> Json:
    schema = _type(field.kind)
    if field.nullable:
        schema = nullable(schema)
    return {**schema, "description": " ".join(field.doc.split())} if field.doc else schema


def _type(kind: Kind) -> Json:
    if kind.name == "List":
        return {"type": "array", "items": _type(kind.inner[0])}
    if kind.name == "Dict":
        return {"type": "object", "additionalProperties": _type(kind.inner[1])}
    return dict(TYPES.get(kind.name) or {"$ref": f"#/components/schemas/{kind.name}"})


# Examples


@attrs.frozen
class _Exchange:
    """The bodies of a recorded request and of its response; None where there is no JSON."""

    sent: Any
    received: Any


def _example(cassettes: Path, route: Route, kind: str) -> Optional[_Exchange]:
    """Read the exchange of a route from its cassette; None if it has none."""
    cassette = cassettes / f"{route.full_name}.{kind}.yaml"
    if not cassette.exists():
        return None
    (first, *_) = yaml.safe_load(cassette.read_text(encoding="utf-8"))["interactions"]
    return _Exchange(_json(first["request"]["body"]), _json(first["response"]["body"]["string"]))


def _json(text: Any) -> Any:
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return None
