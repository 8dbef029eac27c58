"""The sandbox as an ASGI application: the table's routes in, responses and error envelopes out.

A request is handled in one go on the event loop, as one transaction: identify, count, admit, read,
then the handler. Nothing waits in between, so no request sees another one half done, and the store
needs only one connection. A response that has to wait does so after its transaction: see `waiting`.
"""

from __future__ import annotations

import email.utils
import json
import logging
from typing import Any, Awaitable, Callable, Dict, List, Mapping, Optional, Sequence, Union

import attrs
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.routing import Route as HttpRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from lagclient.resources import TABLE
from lagclient.routing.table import Table
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.faults import Faults, Luck
from lagclient.sandbox.handlers import Handlers
from lagclient.sandbox.http.admission import Door, doors
from lagclient.sandbox.http.callers import identify
from lagclient.sandbox.http.failing import NoResponse, serve_with_luck
from lagclient.sandbox.http.forms import Form, form_of
from lagclient.sandbox.http.limits import Limits
from lagclient.sandbox.http.live import live_route
from lagclient.sandbox.http.login import login_route
from lagclient.sandbox.http.media import media_route
from lagclient.sandbox.http.reading import values_of
from lagclient.sandbox.http.streaming import StreamResponse
from lagclient.sandbox.world.exchanges import Exchange, Exchanges
from lagclient.sandbox.world.waiting import Held, Stream
from lagclient.sandbox.world.waiting import Send as Put
from lagclient.sandbox.world.world import Request, World

logger: logging.Logger = logging.getLogger("lagclient.sandbox")

Endpoint = Callable[[HttpRequest], Awaitable[Response]]

# What a page in a browser may read beside the body.
_EXPOSED_HEADERS = ("Date", "Retry-After", "X-Request-Id")


@attrs.frozen
class Service:
    """The parts of a sandbox that all requests use."""

    world: World
    table: Table = TABLE
    handlers: Handlers = attrs.field(factory=Handlers)
    luck: Luck = attrs.field(factory=lambda: Luck(Faults()))
    rate_limits: bool = True
    cors: Sequence[str] = ()
    """Origins of the pages that browsers may let call the sandbox."""
    exchanges: Exchanges = attrs.field(factory=Exchanges)
    limits: Limits = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "limits", Limits(self.table))


def application(service: Service, beside: Sequence[BaseRoute] = ()) -> ASGIApp:
    """Return the Lag API of a sandbox.

    Args:
        service: The parts of the sandbox.
        beside: Routes that are not of the API; a route of the API comes first.
    """
    world = service.world
    routes: List[BaseRoute] = [
        HttpRoute(path, _endpoint(service, by_method), methods=list(by_method))
        for path, by_method in _by_path(service.table).items()
    ]

    routes += [media_route(world), login_route(world), live_route(world), *beside]

    async def stray(http: HttpRequest, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        where = f"{http.method} {http.scope['path']}"
        refusal = ApiError(error.status_code, f"No route {where}", error.headers)
        response = refused(world, http, refusal)
        exchange = _begin(service, http, "")
        exchange.respond(response.status_code, bytes(response.body))
        exchange.end()
        return response

    starlette = Starlette(routes=routes, exception_handlers={HTTPException: stray})
    # A redirect would lose the body, and the API has none.
    starlette.router.redirect_slashes = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            # Routes are matched before anything is decoded: an id with %2F in it is one segment,
            # and cannot lead to another route. Only the @ of /robots/@me may come either way.
            scope = {**scope, "path": scope["raw_path"].decode("ascii").replace("%40", "@")}
        await starlette(scope, receive, send)

    if not service.cors:
        return app
    return CORSMiddleware(
        app,
        allow_origins=service.cors,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=_EXPOSED_HEADERS,
    )


def _by_path(table: Table) -> Dict[str, Dict[str, Door]]:
    """Return all doors by path and method; fixed segments come before placeholders."""
    by_path: Dict[str, Dict[str, Door]] = {}
    for route in table.values():
        for door in doors(route):
            by_path.setdefault(door.path, {})[route.method] = door
    return {path: by_path[path] for path in sorted(by_path, key=_specific_first)}


def _specific_first(path: str) -> List[str]:
    return [segment.replace("{", "\uffff") for segment in path.split("/")]


def _endpoint(service: Service, by_method: Mapping[str, Door]) -> Endpoint:
    async def endpoint(http: HttpRequest) -> Response:
        door = by_method["GET" if http.method == "HEAD" else http.method]
        try:
            body: Union[bytes, Form] = await http.body()
            if any(param.where == "form" for param in door.route.params):
                body = await form_of(http)
        except ClientDisconnect:
            # The client is gone and does not read this.
            return Response(status_code=400)
        exchange = _begin(service, http, door.route.full_name, body)

        async def serve() -> Response:
            response = await _served(service, door, http, body)
            _record(exchange, response)
            return response

        def refuse(error: ApiError) -> Response:
            response = refused(service.world, http, error)
            _record(exchange, response)
            return response

        state = "lost"
        try:
            response = await serve_with_luck(
                service.luck, door.route, serve, refuse, exchange.strike
            )
            if not isinstance(response, NoResponse):
                state = "done"
            return response
        finally:
            exchange.end(state)

    return endpoint


def _begin(
    service: Service, http: HttpRequest, route: str, body: Union[bytes, Form] = b""
) -> Exchange:
    query: str = http.scope["query_string"].decode("ascii", "replace")
    target = f"{http.scope['path']}?{query}" if query else http.scope["path"]
    return service.exchanges.begin(
        http.method,
        target,
        route,
        http.headers.get("authorization", ""),
        body if isinstance(body, bytes) else body.summary(),
    )


def _record(exchange: Exchange, response: Response) -> None:
    if not isinstance(response, StreamResponse):
        exchange.respond(response.status_code, bytes(response.body))
        return
    exchange.respond(response.status_code)
    run = response.stream.run

    async def recorded(send: Put) -> None:
        exchange.stream(b"")

        async def put(piece: bytes) -> None:
            exchange.stream(piece)
            await send(piece)

        try:
            await run(put)
        finally:
            exchange.end()

    response.stream = Stream(response.stream.media_type, recorded)


async def _served(
    service: Service, door: Door, http: HttpRequest, body: Union[bytes, Form]
) -> Response:
    try:
        result = _result(service, door, http, body)
        if isinstance(result, Held):
            result = await result.response(http.is_disconnected)
        return _response(service.world, http, door.route.status, result)
    except ApiError as error:
        return refused(service.world, http, error)
    except Exception:
        name = door.route.full_name
        logger.exception("The handler of %s failed", name)
        message = f"The handler of {name} failed; the log lagclient.sandbox has the traceback"
        return refused(service.world, http, ApiError(500, message))


def _result(service: Service, door: Door, http: HttpRequest, body: Union[bytes, Form]) -> Any:
    world, headers, route = service.world, http.headers, door.route
    http.state.now = now = world.now()
    with world.store.transaction(service.handlers.writes(route)):
        is_public = door.kind == "public"
        caller = identify(world.store, headers.get("authorization", ""), now, is_public)
        if service.rate_limits:
            service.limits.count(caller, route, now)
        door.admit(caller)
        values = values_of(
            route,
            http.path_params,
            http.query_params.multi_items(),
            headers.get("content-type", ""),
            body,
        )
        request = Request(world.at(headers.get("host")), route, caller, values, now, headers)
        return service.handlers.of(route)(request)


def refused(world: World, http: HttpRequest, error: ApiError) -> Response:
    """Return the response of a refusal: the error envelope."""
    return _response(world, http, error.status, error.envelope(), error.headers)


def _response(
    world: World,
    http: HttpRequest,
    status: int,
    result: Any,
    headers: Optional[Mapping[str, str]] = None,
) -> Response:
    now = getattr(http.state, "now", None) or world.now()
    all_headers = {
        "x-request-id": world.ids("req"),
        # Not the HTTP server's, because Date and createdAt must come from one clock.
        "date": email.utils.format_datetime(now, usegmt=True),
        "server": "lagclient-sandbox",
        **(headers or {}),
    }
    if isinstance(result, Stream):
        return StreamResponse(result, status, all_headers)
    # A 204 must not have a body, not even `null`. A refusal may quote text that UTF-8 cannot
    # encode; it has a question mark there.
    text = "" if status == 204 else json.dumps(result, ensure_ascii=False)
    media_type = None if status == 204 else "application/json"
    return Response(text.encode(errors="replace"), status, all_headers, media_type)
