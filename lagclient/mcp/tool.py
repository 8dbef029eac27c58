"""One method of the client as a tool: its name, its schemas, and what it does to the world."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import attrs
from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from lagclient.calls.decode import model_class
from lagclient.generate.parameters import Json, doc_of, schema_of
from lagclient.mcp.naming import tool_name, with_tool_names
from lagclient.methods.docstring import REPLAYS, description
from lagclient.pagination.history import PAGE
from lagclient.routing.method import Method
from lagclient.routing.route import Param
from lagclient.types import UNSET

MAX_HISTORY = 1000
"""The most messages that one call of a history returns, because a model reads all of them."""

KINDS = ("call", "history", "wait")
"""The kinds of methods that are tools: a model has no use for an iterator, and a download writes
a file."""

_OPTIONS: Dict[str, Json] = {
    "bool": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 1, "maximum": MAX_HISTORY, "default": PAGE},
    "limit": {"type": "number", "exclusiveMinimum": 0},
    "place": {"type": "string", "minLength": 1},
}
"""The schemas of options of the client, which the API does not know, by their types."""


@attrs.frozen(eq=False)
class Tool:
    """A method as a tool."""

    method: Method
    files: Optional[Path] = None
    """The folder that images may be read from; None: an image is base64."""

    @property
    def name(self) -> str:
        """The name for models."""
        return tool_name(self.method.full_name)

    @property
    def title(self) -> str:
        """What it does, in one sentence."""
        return " ".join(self._doc[0].split()).rstrip(".")

    @property
    def description(self) -> str:
        """What it does, and what a model must know before it calls the tool."""
        route = self.method.route
        rest = self._doc[1:] if self.method.kind == "call" else []  # others are about iterators
        parts = [f"{self.title}.", *(" ".join(part.split()) for part in rest)]
        permissions = [scope.partition(":")[2] for scope in route.robot_scopes if ":" in scope]
        if permissions:
            parts.append(f"A robot needs the permission {' and '.join(permissions)}.")
        if self.is_destructive:
            parts.append("Destructive: it cannot be undone.")
        if not self.is_read_only and self.method.kind == "call":
            parts.append(" ".join(part for part in (REPLAYS[route.replay], route.because) if part))
        if self.method.route.model.startswith("page["):
            parts.append("The `nextCursor` of a result is the `cursor` of the next page.")
        return with_tool_names(" ".join(parts))

    @property
    def _doc(self) -> List[str]:
        *paragraphs, _requests = description(self.method)
        return "\n\n".join(paragraphs).split("\n\n")

    @property
    def is_read_only(self) -> bool:
        """Whether it changes nothing."""
        return self.method.route.method in ("GET", "HEAD")

    @property
    def is_destructive(self) -> bool:
        """Whether it removes or ends something that cannot be restored as it was."""
        return self.method.route.destructive

    @property
    def is_idempotent(self) -> bool:
        """Whether a second call with the same arguments changes nothing more."""
        return self.method.route.replay == "safe"

    @property
    def params(self) -> Tuple[Param, ...]:
        """The parameters that a model may set."""
        return tuple(param for param in self.method.params if param.type != "progress")

    @property
    def input_schema(self) -> Json:
        """The schema of the arguments."""
        schema: Json = {
            "type": "object",
            "properties": {param.name: self._argument(param) for param in self.params},
            "additionalProperties": False,
        }
        required = [param.name for param in self.params if param.required]
        return {**schema, "required": required} if required else schema

    def _argument(self, param: Param) -> Json:
        doc = doc_of(param)
        if param.type == "image":
            doc = f"Path of an image in {self.files}." if self.files else "The image, in base64."
            schema: Json = {"type": "string", "minLength": 1}
        elif param.where == "option":
            schema = dict(_OPTIONS[param.type])
            # "None" is how Python omits an argument.
            doc = re.sub(r" None: [^.]*\.", "", doc)
        else:
            schema = schema_of(param, inline=True)
        if param.type == "place":
            doc = doc.replace("an aware datetime", "a time as ISO 8601 text with its offset")
        if param.default is not UNSET and param.default is not None:
            schema["default"] = param.default
        return {**schema, "description": with_tool_names(doc)}

    @property
    def output_schema(self) -> Json:
        """The schema of the result; its root is an object, because older clients require it."""
        shape, inner = self._shape
        if inner == "None":
            return _object({"done": {"const": True}})
        one, definitions = _model(inner)
        if shape == "list":
            schema = _object({"items": {"type": "array", "items": one}})
        elif shape == "page":
            schema = _object(
                {
                    "items": {"type": "array", "items": one},
                    "hasMore": {"type": "boolean"},
                    "nextCursor": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                }
            )
        else:
            schema = {"type": "object", **one}
        return {**schema, "$defs": definitions} if definitions else schema

    @property
    def _shape(self) -> Tuple[str, str]:
        shape, _, inner = self.method.route.model.rstrip("]").rpartition("[")
        return ("list" if self.method.kind == "history" else shape), inner


def _object(properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


class _Untitled(GenerateJsonSchema):
    """Schemas without a title for each field, which only repeats its name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's
        return False


@functools.cache
def _model(name: str) -> Tuple[Json, Json]:
    """Return the schema of a model, and the schemas that it refers to.

    They are those of pydantic, because results are the dumps of models: two of them differ from
    what the API sends, and those of the caller's own routes have no other schema.
    """
    schema = TypeAdapter(model_class(name)).json_schema(
        mode="serialization", schema_generator=_Untitled
    )
    return schema, schema.pop("$defs", {})
