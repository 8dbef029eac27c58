"""The sandbox as an ASGI application: the table's routes in, answers and envelopes out.

A request is handled in one go on the event loop, as one transaction: identify, count, admit, read,
then the handler. Nothing waits in between, so requests never see each other half done, and the
store needs no more than its one connection. What has to wait does so afterwards: see `waiting`.
"""

from __future__ import annotations

import email.utils
import json
import logging
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Union

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.routing import Route as HttpRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from lagclient.resources import TABLE
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.faults import Faults, Luck
from lagclient.sandbox.handlers import writes
from lagclient.sandbox.http.admission import Door, doors
from lagclient.sandbox.http.callers import identify
from lagclient.sandbox.http.failing import meet
from lagclient.sandbox.http.forms import Form, form_of
from lagclient.sandbox.http.limits import Limits
from lagclient.sandbox.http.media import media_route
from lagclient.sandbox.http.reading import values_of
from lagclient.sandbox.http.streaming import StreamResponse
from lagclient.sandbox.world.waiting import Held, Stream
from lagclient.sandbox.world.world import Request, World

logger: logging.Logger = logging.getLogger("lagclient.sandbox")

Endpoint = Callable[[HttpRequest], Awaitable[Response]]


def application(world: World, luck: Optional[Luck] = None) -> ASGIApp:
    """The Lag API of a world; `luck` decides which requests fail."""
    limits, luck = Limits(), luck or Luck(Faults())
    routes: List[BaseRoute] = [
        HttpRoute(path, _endpoint(world, limits, luck, by_method), methods=list(by_method))
        for path, by_method in _by_path().items()
    ]

    routes.append(media_route(world))

    async def stray(http: HttpRequest, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        what = "There is nothing at" if error.status_code == 404 else f"{http.method} is not for"
        refusal = ApiError(error.status_code, f"{what} {http.scope['path']}", error.headers)
        return _refused(world, http, refusal)

    starlette = Starlette(routes=routes, exception_handlers={HTTPException: stray})
    # A redirect would lose the body, and the API has none.
    starlette.router.redirect_slashes = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # Routes are matched before anything is decoded: an id with %2F in it is one segment,
            # and cannot lead to another route. Only the @ of /robots/@me may come either way.
            scope = {**scope, "path": scope["raw_path"].decode("ascii").replace("%40", "@")}
        await starlette(scope, receive, send)

    return app


def _by_path() -> Dict[str, Dict[str, Door]]:
    """All doors by path and method; a path that names a thing comes before one that has an id."""
    found: Dict[str, Dict[str, Door]] = {}
    for name in TABLE:
        for door in doors(TABLE[name]):
            found.setdefault(door.path, {})[door.route.method] = door
    return {path: found[path] for path in sorted(found, key=_specific_first)}


def _specific_first(path: str) -> List[str]:
    return [segment.replace("{", "\uffff") for segment in path.split("/")]


def _endpoint(world: World, limits: Limits, luck: Luck, by_method: Mapping[str, Door]) -> Endpoint:
    async def endpoint(http: HttpRequest) -> Response:
        door = by_method["GET" if http.method == "HEAD" else http.method]
        try:
            body: Union[bytes, Form] = await http.body()
            if any(param.where == "form" for param in door.route.params):
                body = await form_of(http)
        except ClientDisconnect:
            # There is nobody left to read this.
            return Response(status_code=400)

        async def serve() -> Response:
            return await _served(world, limits, door, http, body)

        def refuse(error: ApiError) -> Response:
            return _refused(world, http, error)

        return await meet(luck, door.route.full_name, serve, refuse)

    return endpoint


async def _served(
    world: World, limits: Limits, door: Door, http: HttpRequest, body: Union[bytes, Form]
) -> Response:
    try:
        answer = _answer(world, limits, door, http, body)
        if isinstance(answer, Held):
            answer = await answer.found(http.is_disconnected)
        return _response(world, http, door.route.status, answer)
    except ApiError as error:
        return _refused(world, http, error)
    except Exception:
        logger.exception("%s failed", door.route.full_name)
        return _refused(world, http, ApiError(500, "The sandbox has a bug, see its log"))


def _answer(
    world: World, limits: Limits, door: Door, http: HttpRequest, body: Union[bytes, Form]
) -> Any:
    now, headers, route = world.now(), http.headers, door.route
    http.state.now = now
    with world.store.transaction(writes(route.full_name)):
        is_public = door.kind == "public"
        caller = identify(world.store, headers.get("authorization", ""), now, is_public)
        limits.count(caller, route, now)
        door.admit(caller)
        values = values_of(
            route,
            http.path_params,
            http.query_params.multi_items(),
            headers.get("content-type", ""),
            body,
        )
        return door.handler(Request(world, route, caller, values, now, headers))


def _refused(world: World, http: HttpRequest, error: ApiError) -> Response:
    return _response(world, http, error.status, error.envelope(), error.headers)


def _response(
    world: World,
    http: HttpRequest,
    status: int,
    answer: Any,
    headers: Optional[Mapping[str, str]] = None,
) -> Response:
    now = getattr(http.state, "now", None) or world.now()
    all_headers = {
        "x-request-id": world.ids("req"),
        # Not the HTTP server's: Date and createdAt are to be told by one clock.
        "date": email.utils.format_datetime(now, usegmt=True),
        "server": "lagclient-sandbox",
        **(headers or {}),
    }
    if isinstance(answer, Stream):
        return StreamResponse(answer, status, all_headers)
    # An answer without a body must not have one, not even `null`. A refusal may quote what no UTF-8
    # can hold; there it has a question mark.
    text = "" if status == 204 else json.dumps(answer, ensure_ascii=False)
    media_type = None if status == 204 else "application/json"
    return Response(text.encode(errors="replace"), status, all_headers, media_type)
