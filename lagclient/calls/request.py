"""Build the request of a call; every argument is checked here, before anything is sent."""

from __future__ import annotations

import functools
import re
from datetime import datetime, timezone
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, get_args
from urllib.parse import quote, urlencode

import attrs

from lagclient.calls.options import IMAGE, refused
from lagclient.calls.progress import Progress, reported
from lagclient.errors import LagInvalidRequestError
from lagclient.routing.call import Call
from lagclient.routing.route import Param, Route
from lagclient.transport.protocol import Body, Request
from lagclient.types import UNSET

_MAX_BITS = 1024  # the size of the largest float; Python refuses to print much longer ints

_PLAIN = re.compile(r"[A-Za-z0-9_.~-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def build(
    call: Call,
    base_url: str,
    path: str,
    headers: Mapping[str, str],
    progress: Optional[Progress] = None,
) -> Request:
    """Build the request of a call; every attempt sends the same one.

    Args:
        call: The route and its arguments.
        base_url: The URL of the API, without a slash at the end.
        path: The route's path for the credential, with its placeholders.
        headers: The headers of every request of the client.
        progress: Is called while a file is sent.
    """
    route = call.route
    segments: Dict[str, str] = {}
    fields: Dict[str, List[Tuple[str, Any]]] = {"query": [], "body": [], "form": []}
    files: Dict[str, object] = {}
    for param, value in zip(route.params, call.values):
        if param.where == "path":
            segments[param.name] = _segment(param, value)
        elif value is UNSET or (value is None and not param.null):
            if param.required:
                raise _unfit(param, value)
        elif param.of or param.type == "image":
            files[param.name] = value
        else:
            encode: _Encoder = _ENCODE.get(param.type, _enum)
            wire = None if value is None else encode(param, value)
            fields[param.where].append((param.wire, wire))
    url = base_url + (path.format_map(segments) if segments else path)
    if fields["query"]:
        url += "?" + urlencode([(name, _text_of(value)) for name, value in fields["query"]])
    places = {param.where for param in route.params}
    if "form" in places:
        more, form = _form(route, fields["form"], files, progress)
        return Request(route.method, url, {**headers, **more}, form)
    if "body" in places:
        body = _json()(dict(fields["body"])).encode()
        return Request(route.method, url, {**headers, "content-type": "application/json"}, body)
    return Request(route.method, url, headers)


def path_ids(call: Call) -> Dict[str, str]:
    """Return the ids in the path of a call, as they are sent, by parameter.

    Other values are left out, because an invite code is a secret.
    """
    return {
        param.name: _segment(param, value)
        for param, value in zip(call.route.params, call.values)
        if param.where == "path" and param.name.endswith("_id")
    }


def ids_of(call: Call) -> Dict[str, str]:
    """Return all ids among the arguments of a call, by parameter."""
    return {
        name: value
        for name, value in call.named().items()
        if name.endswith("_id") and isinstance(value, str)
    }


@functools.cache
def _json() -> Callable[[object], str]:
    """Return one JSON encoder for all calls; `json.dumps` would create one for each call."""
    import json

    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _unfit(param: Param, value: object, expected: str = "") -> LagInvalidRequestError:
    expected = expected or _EXPECTED.get(param.type) or f"one of {', '.join(_choices(param.type))}"
    return refused(param.name, expected, value)


def _segment(param: Param, value: object) -> str:
    """Return a path value as a single segment; refuse one that could address another route."""
    if not isinstance(value, str) or not value:
        is_model = isinstance(getattr(value, "id", None), str)
        raise _unfit(param, value, "the `id` of the object" if is_model else "a non-empty str")
    if value in (".", ".."):
        raise _unfit(param, value, "a single path segment")
    if _PLAIN.fullmatch(value):
        return str.__str__(value)  # the usual id
    if _CONTROL.search(value):
        raise _unfit(param, value, "an id without control characters")
    return quote(_utf8(param, value), safe="")


def _utf8(param: Param, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _unfit(param, value, "text that UTF-8 can carry") from None
    return str.__str__(value)  # a plain str, not a subclass such as an enum


def _str(param: Param, value: object) -> str:
    if not isinstance(value, str):
        raise _unfit(param, value)
    return _utf8(param, value)


def _int(param: Param, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _unfit(param, value)
    if value.bit_length() > _MAX_BITS:
        raise _unfit(param, value, "an int of a size that JSON can carry")
    limits = param.client_range
    if limits and not limits[0] <= value <= limits[1]:
        raise _unfit(param, value, f"{limits[0]} to {limits[1]}")
    return int(value)


def _bool(param: Param, value: object) -> bool:
    if not isinstance(value, bool):
        raise _unfit(param, value)
    return value


def _datetime(param: Param, value: object) -> str:
    if isinstance(value, datetime) and value.utcoffset() is not None:
        try:
            moment = value.astimezone(timezone.utc).isoformat(timespec="milliseconds")
        except OverflowError:
            raise _unfit(param, value, "a datetime of the years 1 to 9999 in UTC") from None
        return moment.replace("+00:00", "Z")
    if not isinstance(value, str):
        raise _unfit(param, value)
    return _utf8(param, value)


def _enum(param: Param, value: object) -> str:
    for choice in _choices(param.type):
        if value == choice:
            return choice  # not `value`, which may be a member of the caller's enum
    raise _unfit(param, value)


def _choices(enum: str) -> Tuple[str, ...]:
    from lagclient import models

    return get_args(getattr(models, enum))


_Encoder = Callable[[Param, Any], Any]
_ENCODE: Dict[str, _Encoder] = {
    "str": _str,
    "int": _int,
    "bool": _bool,
    "datetime": _datetime,
}
_EXPECTED = {
    "str": "a str",
    "int": "an int",
    "bool": "a bool",
    "datetime": "a datetime with a time zone, or ISO 8601 text",
    "image": IMAGE,
}


def _text_of(value: object) -> str:
    """Return a query value as text; booleans are written as in JSON."""
    if isinstance(value, str):
        return value
    import json

    return json.dumps(value)


def _form(
    route: Route,
    fields: Sequence[Tuple[str, str]],
    files: Mapping[str, object],
    progress: Optional[Progress],
) -> Tuple[Mapping[str, str], Body]:
    """Return headers and body of a form; `of` parameters give its file a name and a type."""
    from lagclient.calls.upload import Upload, multipart

    (file,) = (param for param in route.params if param.type == "image")
    about = {
        param.name: _str(param, files[param.name])
        for param in route.params
        if param.of and files.get(param.name) is not None
    }
    upload = Upload.of(file.name, files[file.name], **about)
    if progress is not None:
        chunks, report = upload.chunks, progress
        upload = attrs.evolve(upload, chunks=lambda: reported(chunks(), upload.size, report))
    return multipart(fields, file.wire, upload)
