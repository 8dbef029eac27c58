"""What a request holds, read and checked by the table's own parameters.

Everything that is off is a 400 that names the field: unknown, missing, of another type, null where
null means nothing, outside of the limits. Only a page's `limit` is lowered instead, as the API
does. Where the table has no limits for a text, it may be anything but blank: what the live API says
to a blank name is not documented, and whoever sends one has made a mistake.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Dict, List, Mapping, Tuple, get_args
from urllib.parse import unquote

from lagclient.routing.route import Param, Route
from lagclient.sandbox.clock import moment_of
from lagclient.sandbox.errors import ApiError, bad_request
from lagclient.types import UNSET

# Beyond it a JSON number is not exact everywhere.
_LARGEST = 2**53 - 1


def values_of(
    route: Route,
    path: Mapping[str, str],
    query: List[Tuple[str, str]],
    content_type: str,
    body: bytes,
) -> Dict[str, Any]:
    """The values of the route's parameters by name; what was not sent is not there.

    Args:
        route: Says what belongs into the request.
        path: The values of the placeholders, still percent-encoded.
        query: Names and values, decoded.
        content_type: The header, empty if there is none.
        body: The body, empty if there is none.

    Raises:
        ApiError: 400, something is off.
    """
    values: Dict[str, Any] = {name: unquote(value) for name, value in path.items()}
    sent = {"query": _query(route, query)}
    if not any(param.where == "form" for param in route.params):
        # A form is for its handler to read: it may be large, and need not be held in memory.
        sent["body"] = _body(content_type, body)
    for where, fields in sent.items():
        params = {param.wire: param for param in route.params if param.where == where}
        for wire in fields:
            if wire not in params:
                raise bad_request(f"{wire}: there is no such field in the {where}")
        for wire, param in params.items():
            if wire in fields:
                values[param.name] = _checked(route, param, fields[wire])
            elif param.required:
                raise bad_request(f"{wire}: required, but not in the {where}")
            elif param.default is not UNSET:
                values[param.name] = param.default
    return values


def _query(route: Route, pairs: List[Tuple[str, str]]) -> Dict[str, Any]:
    types = {param.wire: param.type for param in route.params if param.where == "query"}
    fields: Dict[str, Any] = {}
    for wire, text in pairs:
        if wire in fields:
            raise bad_request(f"{wire}: twice in the query")
        value: Any = text
        if types.get(wire) == "int" and re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
            value = int(text)
        elif types.get(wire) == "bool" and text in ("true", "false"):
            value = text == "true"
        fields[wire] = value
    return fields


def _body(content_type: str, body: bytes) -> Dict[str, Any]:
    if not body:
        return {}
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise bad_request("The body must be JSON, and Content-Type must say so")
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad_request(f"The body is not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise bad_request("The body must be a JSON object")
    return fields


def _checked(route: Route, param: Param, value: Any) -> Any:
    if value is None:
        if param.null:
            return None
        raise bad_request(f"{param.wire}: must not be null")
    if param.type == "bool":
        if not isinstance(value, bool):
            raise _mistyped(param, "true or false")
    elif param.type == "int":
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
            raise _mistyped(param, "a whole number")
        return _within_range(route, param, value)
    elif not isinstance(value, str):
        raise _mistyped(param, "a text")
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
        raise bad_request(f"{param.wire}: must be {low} to {high}, not {value}")
    return value


def _check_text(param: Param, value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request(f"{param.wire}: half of a surrogate pair is no text") from None
    if param.type == "datetime":
        try:
            moment_of(value)
        except ValueError as error:
            raise bad_request(f"{param.wire}: {error}") from None
    elif param.type != "str" and value not in _choices(param.type):
        raise bad_request(f"{param.wire}: must be one of {', '.join(_choices(param.type))}")
    low, high = param.length or (0, _LARGEST)
    if not low <= len(value) <= high:
        raise bad_request(f"{param.wire}: must have {low} to {high} characters, not {len(value)}")
    if (low or param.length is None) and not value.strip():
        raise bad_request(f"{param.wire}: must not be blank")


@functools.cache
def _choices(type_name: str) -> Tuple[str, ...]:
    # Imported here: the models bring pydantic, and few requests need it.
    from lagclient import models

    return get_args(getattr(models, type_name))


def _mistyped(param: Param, expected: str) -> ApiError:
    return bad_request(f"{param.wire}: must be {expected}")
