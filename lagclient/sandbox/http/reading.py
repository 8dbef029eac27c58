"""Validation of path, query and body by the table's own parameters.

Every violation is a 400 that names the field: unknown, missing, of another type, null where null
has no meaning, outside of its limits. Only the `limit` of a page is lowered instead, as the API
does. A text without limits in the table may be anything but blank: the documentation does not say
what the live API answers to a blank name, and a client that sends one has made a mistake.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union, cast, get_args
from urllib.parse import unquote

from lagclient.routing.route import Param, Route
from lagclient.sandbox.errors import bad_request, invalid
from lagclient.sandbox.http.forms import Form, Part
from lagclient.sandbox.world.clock import moment_of
from lagclient.types import UNSET

# Beyond it a JSON number is not exact everywhere.
_LARGEST = 2**53 - 1


def values_of(
    route: Route,
    path: Mapping[str, str],
    query: Sequence[Tuple[str, Part]],
    content_type: str,
    body: Union[bytes, Form],
) -> Dict[str, Any]:
    """Return the values of the route's parameters by name, without what was not sent.

    Args:
        route: Has the parameters.
        path: Values of the placeholders, still percent-encoded.
        query: Names and values, decoded.
        content_type: The header, empty if it is missing.
        body: The body, empty if it is missing; for a route that takes a form, the form.

    Raises:
        ApiError: 400 if a value is wrong.
    """
    values: Dict[str, Any] = {name: unquote(value) for name, value in path.items()}
    sent = {"query": _fields(route, "query", query)}
    if not isinstance(body, Form):
        sent["body"] = _body(content_type, body)
    elif body.problem:
        raise bad_request(body.problem)
    else:
        sent["form"] = _fields(route, "form", body.parts)
    for where, fields in sent.items():
        params = {p.wire: p for p in route.params if p.where == where and p.of is None}
        for wire in fields:
            if wire not in params:
                raise bad_request(
                    f"`{wire}` must not be in the {where}: the route has no such field"
                )
        for wire, param in params.items():
            if wire in fields:
                values[param.name] = _checked(route, param, fields[wire])
            elif param.required:
                raise bad_request(f"`{wire}` must be in the {where}: it is required")
            elif param.default is not UNSET:
                values[param.name] = param.default
    return values


def _fields(route: Route, where: str, pairs: Sequence[Tuple[str, Part]]) -> Dict[str, Any]:
    """Return the fields of a query or a form, where numbers are text."""
    types = {param.wire: param.type for param in route.params if param.where == where}
    fields: Dict[str, Any] = {}
    for wire, value in pairs:
        if wire in fields:
            raise bad_request(f"`{wire}` must be in the {where} once, not twice")
        fields[wire] = _parsed(types.get(wire), value) if isinstance(value, str) else value
    return fields


def _parsed(type: Optional[str], text: str) -> Any:
    """Return the value that a text stands for, or the text if it is not of the type."""
    if type == "int" and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        return int(text)
    if type == "bool" and text in ("true", "false"):
        return text == "true"
    return text


def _body(content_type: str, body: bytes) -> Dict[str, Any]:
    if not body:
        return {}
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise bad_request(f"`Content-Type` must be application/json, not {content_type!r}")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad_request(f"The body must be JSON: {error}") from None
    if not isinstance(fields, dict):
        raise bad_request("The body must be a JSON object")
    return cast("Dict[str, Any]", fields)


def _checked(route: Route, param: Param, value: Any) -> Any:
    if value is None:
        if param.null:
            return None
        raise bad_request(f"`{param.wire}` must not be null")
    if param.type == "image":
        if not isinstance(value, bytes):
            raise invalid(param.wire, "a file", value)
    elif param.type == "bool":
        if not isinstance(value, bool):
            raise invalid(param.wire, "true or false", value)
    elif param.type == "int":
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
            raise invalid(param.wire, "a whole number", value)
        return _within_range(route, param, value)
    elif not isinstance(value, str):
        raise invalid(param.wire, "text", value)
    else:
        _check_text(param, value)
    return value


def _within_range(route: Route, param: Param, value: int) -> int:
    if param.range is None:
        return value
    low, high = param.range
    if value > high and param.name == "limit" and route.model.startswith("page["):
        return high
    if not low <= value <= high:
        raise invalid(param.wire, f"{low} to {high}", value)
    return value


def _check_text(param: Param, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request(f"`{param.wire}` must be text, not half of a surrogate pair") from None
    if param.type == "datetime":
        try:
            moment_of(value)
        except ValueError as error:
            raise bad_request(f"`{param.wire}` {error}") from None
    elif param.type != "str" and value not in _choices(param.type):
        raise invalid(param.wire, f"one of {', '.join(_choices(param.type))}", value)
    low, high = param.length or (0, _LARGEST)
    if not low <= len(value) <= high:
        raise bad_request(f"`{param.wire}` must be {low} to {high} characters, not {len(value)}")
    if (low or param.length is None) and not value.strip():
        raise bad_request(f"`{param.wire}` must be text, not blank")


@functools.cache
def _choices(type_name: str) -> Tuple[str, ...]:
    # Imported here, because the models import pydantic, and few requests need it.
    from lagclient import models

    return get_args(getattr(models, type_name))
