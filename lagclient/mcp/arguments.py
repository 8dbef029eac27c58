"""Arguments of a model as arguments of a method: checked by the schema, then converted."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional

from jsonschema import Draft202012Validator

from lagclient.errors import LagInvalidRequestError
from lagclient.mcp.tool import Tool
from lagclient.routing.route import Param

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def arguments(tool: Tool, values: Mapping[str, Any]) -> Dict[str, Any]:
    """Return the arguments of the method.

    A null is the same as an omitted argument where the API takes no null: models often send both.

    Raises:
        LagInvalidRequestError: Arguments do not fit the schema; the message lists them.
    """
    params = {param.name: param for param in tool.params}
    passed = {
        name: value
        for name, value in values.items()
        if value is not None or name not in params or params[name].null
    }
    schema = tool.input_schema
    validator: Any = Draft202012Validator(schema)
    problems = [_problem(error) for error in validator.iter_errors(passed)]
    if problems:
        raise LagInvalidRequestError("; ".join(sorted(problems)))
    if tool.method.kind == "history":
        passed.setdefault("limit", schema["properties"]["limit"]["default"])
    return {name: _converted(tool, params[name], value) for name, value in passed.items()}


def _problem(error: Any) -> str:
    """Describe one mismatch in the grammar of the other messages."""
    name = ".".join(map(str, error.absolute_path))
    if error.validator == "required":
        (missing,) = (key for key in error.validator_value if f"'{key}'" in error.message)
        return f"`{missing}` must be set"
    if error.validator == "additionalProperties":
        names = ", ".join(error.schema["properties"]) or "no argument"
        unknown = sorted(set(error.instance) - set(error.schema["properties"]))
        return f"arguments must be among {names}, not {', '.join(unknown)}"
    if error.validator == "anyOf":
        return _problem(error.context[0])  # the others allow null
    expected = _EXPECTED.get(error.validator, "as in the schema ({})")
    expected = expected.format(_text(error.validator_value))
    return f"`{name}` must be {expected}, not {error.instance!r:.200}"


_EXPECTED: Mapping[str, str] = {
    "type": "of type {}",
    "enum": "one of {}",
    "minLength": "at least {} characters long",
    "maxLength": "at most {} characters long",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "pattern": "text that is not blank",
}


def _text(value: Any) -> str:
    many: List[Any] = value if isinstance(value, list) else [value]  # pyright: ignore[reportUnknownVariableType]
    return ", ".join(map(str, many))


def _converted(tool: Tool, param: Param, value: Any) -> Any:
    if param.type == "place":
        return _place(value)
    if param.type != "image":
        return value
    if tool.files is not None:
        return str(_inside(tool.files, param.name, value))
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise LagInvalidRequestError(f"`{param.name}` must be base64, not {value!r:.40}") from None


def _place(value: str) -> Any:
    """Return a place in a history: a time, or the id of a message."""
    if not _DATE.match(value):
        return value
    try:
        return datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        raise LagInvalidRequestError(
            f"A place must be ISO 8601 text or the id of a message, not {value!r:.40}"
        ) from None


def _inside(folder: Path, name: str, value: str) -> Path:
    """Return the path of a file in the folder, links resolved.

    Raises:
        LagInvalidRequestError: The path leads out of the folder, or to nothing.
    """
    path: Optional[Path] = None
    try:
        path = (folder / value).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        path = None
    root = folder.resolve()
    if path is None or root not in path.parents or not path.is_file():
        raise LagInvalidRequestError(f"`{name}` must be a file in {folder}, not {value!r:.200}")
    return path
