"""Check the arguments of `client.request` and build its call, which no route describes."""

from __future__ import annotations

import re
from typing import Any, Iterator, List, Mapping, Optional, Tuple, cast
from urllib.parse import unquote, urlencode

import attrs

from lagclient.calls import decode
from lagclient.calls.options import refused
from lagclient.calls.settings import Settings
from lagclient.errors import LagInvalidRequestError
from lagclient.routing.call import Call
from lagclient.routing.route import METHODS, Route
from lagclient.transport.protocol import Request
from lagclient.types import Query, Replay

_SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PATH = "a path such as /servers/srv_1/rooms, its values percent-encoded"


def custom(
    method: str,
    path: str,
    query: Optional[Query],
    json: Any,
    replay: Optional[Replay],
    settings: Settings,
) -> Tuple[Call, Request]:
    """Return the call and the request of `client.request`.

    Raises:
        LagInvalidRequestError: An argument is invalid.
    """
    verb = str(method).upper()
    if verb not in METHODS:
        raise refused("method", f"one of {', '.join(METHODS)}", method)
    if replay not in (None, "safe", "never"):
        raise refused("replay", "'safe', 'never' or None", replay)
    path = checked_path(path)
    route = Route(
        namespace="",
        name="request",
        method=verb,
        path=path,
        scope=("public",),
        model=decode.ANY,
    )
    if replay is not None:
        route = attrs.evolve(route, replay=replay)
    url = settings.base_url + path
    pairs = [] if query is None else [*_pairs(query)]
    if pairs:
        url += "?" + urlencode(pairs)
    if json is None:
        return Call(route, ()), Request(verb, url, settings.headers)
    if verb in ("GET", "HEAD"):
        raise LagInvalidRequestError(f"`json` must be None for a {verb}, which has no body")
    headers = {**settings.headers, "content-type": "application/json"}
    return Call(route, ()), Request(verb, url, headers, _body(json))


def checked_path(path: object) -> str:
    """Return the path unless one of its segments could lead to another path.

    Raises:
        LagInvalidRequestError: A segment is empty, ``.`` or ``..``, or is not percent-encoded.
    """
    if not isinstance(path, str) or not path.startswith("/"):
        raise refused("path", _PATH, path)
    for segment in path[1:].split("/"):
        plain = unquote(segment)
        if not _SEGMENT.fullmatch(segment) or plain in (".", "..") or _CONTROL.search(plain):
            raise refused("path", _PATH, path)
    return path


def _pairs(query: object) -> Iterator[Tuple[str, str]]:
    if not isinstance(query, Mapping):
        raise refused("query", "a mapping", query)
    for name, value in cast("Mapping[object, object]", query).items():
        if not isinstance(name, str) or _SURROGATE.search(name):
            raise refused("query", "a mapping with text as names", name)
        values = cast("List[object]", value) if isinstance(value, (list, tuple)) else [value]
        for each in values:
            if each is not None:
                yield name, _text(name, each)


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str) or _SURROGATE.search(value):
        raise refused(f"query[{name!r}]", "text, a number, a bool or a list of these", value)
    return str.__str__(value)


def _body(value: object) -> bytes:
    import json

    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise LagInvalidRequestError(f"`json` must be JSON data: {error}") from None
