"""Write parameters of routes as JSON Schema, for OpenAPI and for the tools of models."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple, get_args

from lagclient import models
from lagclient.routing.route import Param

Json = Dict[str, Any]

TYPES: Mapping[str, Json] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "Timestamp": {"type": "string", "format": "date-time"},
    "datetime": {"type": "string", "format": "date-time"},
    "image": {"type": "string", "contentMediaType": "application/octet-stream"},
    "Any": {},
    "None": {"type": "null"},
}
"""The schemas of types, by their names in route files and models."""


def choices() -> Dict[str, Tuple[str, ...]]:
    """Return the choices of texts, such as ``RsvpStatus``, by name."""
    every = {name: getattr(models, name) for name in sorted(models.__all__)}
    return {name: get_args(one) for name, one in every.items() if str(one).startswith("typing.Lit")}


def schema_of(param: Param, *, inline: bool = False) -> Json:
    """Return the schema of the values of a parameter.

    Args:
        param: A parameter of a route.
        inline: Write it for models: with the texts of a choice, not its name, and with one type in
            each schema, because some APIs of models do not take more.
    """
    schema: Json
    if param.type not in choices():
        schema = dict(TYPES[param.type])
    elif inline:
        schema = {"type": "string", "enum": [*choices()[param.type]]}
    else:
        schema = {"$ref": f"#/components/schemas/{param.type}"}
    if param.length:
        schema.update(zip(("minLength", "maxLength"), param.length))
    elif param.type == "str" and param.where != "path":
        schema["pattern"] = r"\S"  # the sandbox refuses blank text, as is said there
    elif param.range:
        # The API lowers what is above; it does not refuse it. The client does.
        schema["minimum"] = param.range[0]
        if inline and param.client_range:
            schema["maximum"] = param.client_range[1]
    if param.where == "path":
        # An empty id would be the address of the collection.
        schema["minLength"] = 1
    if not param.null:
        return schema
    return {"anyOf": [schema, {"type": "null"}]} if inline else nullable(schema)


def nullable(schema: Json) -> Json:
    """Return the schema with null as one more value."""
    if "type" in schema and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def doc_of(param: Param) -> str:
    """Return the documentation of a parameter in one line."""
    return " ".join(param.doc.split()) or f"The {param.name.replace('_', ' ')}."
