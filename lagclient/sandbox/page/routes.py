"""The routes of the page: its files, its stream of changes, and its actions."""

from __future__ import annotations

import asyncio
import functools
import json
from importlib import resources
from typing import Any, Awaitable, Callable, List, Mapping, cast

import anyio
import attrs
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lagclient.sandbox.errors import ApiError, bad_request
from lagclient.sandbox.http.app import Service, refused
from lagclient.sandbox.http.streaming import StreamResponse
from lagclient.sandbox.page.actions import Actions
from lagclient.sandbox.page.guard import HEADERS, Guard
from lagclient.sandbox.page.views import Views
from lagclient.sandbox.world.clock import Movable
from lagclient.sandbox.world.waiting import Send, Stream

PREFIX = "/_sandbox"
_TYPES = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_PAUSE_SECONDS = 0.1
"""Changes within this time are sent together."""
_LOOK_SECONDS = 1.0
"""How often a stream looks for a change that rings no bell."""

Answer = Callable[[HttpRequest], Awaitable[Response]]


def page_routes(service: Service, clock: Movable, host: str, allow_remote: bool) -> List[BaseRoute]:
    """Return the routes of the page.

    Args:
        service: The parts of the sandbox.
        clock: The clock that the page can move.
        host: The address that the sandbox listens on.
        allow_remote: Whether other machines may use the sandbox.
    """
    page = _Page(service, Views(service, clock), Actions(service, clock), Guard(host, allow_remote))
    return [
        Route("/", page.guarded(page.index)),
        Route(f"{PREFIX}/changes", page.guarded(page.changes, is_control=True)),
        Route(f"{PREFIX}/requests/{{number:int}}", page.guarded(page.request, is_control=True)),
        Route(f"{PREFIX}/messages/{{place}}", page.guarded(page.messages, is_control=True)),
        Route(f"{PREFIX}/do/{{action}}", page.guarded(page.act), methods=["POST"]),
        Route(f"{PREFIX}/{{file}}", page.guarded(page.file)),
    ]


@attrs.frozen
class _Page:
    service: Service
    views: Views
    actions: Actions
    guard: Guard

    def guarded(self, answer: Answer, *, is_control: bool = False) -> Answer:
        """Return an endpoint that checks its requests first, and sends refusals as the API does."""

        async def endpoint(http: HttpRequest) -> Response:
            try:
                self.guard.check(http.headers, is_control=is_control)
                return await answer(http)
            except ApiError as error:
                response = refused(self.service.world, http, error)
            except ValueError as error:
                response = refused(self.service.world, http, bad_request(str(error)))
            response.headers.update(HEADERS)
            return response

        return endpoint

    async def index(self, http: HttpRequest) -> Response:  # noqa: ARG002
        return _file("index.html")

    async def file(self, http: HttpRequest) -> Response:
        return _file(http.path_params["file"])

    async def request(self, http: HttpRequest) -> Response:
        with self.service.world.store.transaction(writes=False):
            return _json(self.views.request(http.path_params["number"]))

    async def messages(self, http: HttpRequest) -> Response:
        with self.service.world.store.transaction(writes=False):
            return _json(self.views.messages(http.path_params["place"]))

    async def act(self, http: HttpRequest) -> Response:
        self.guard.check_action(http.headers)
        action = self.actions.named(http.path_params["action"])
        try:
            fields: Any = json.loads(await http.body())
        except (ValueError, RecursionError):
            raise bad_request("The body must be JSON") from None
        if not isinstance(fields, dict):
            raise bad_request("The body must be a JSON object")
        with self.service.world.store.transaction():
            result = action(cast("Mapping[str, Any]", fields))
        self.service.exchanges.bell.ring()
        return _json(result)

    async def changes(self, http: HttpRequest) -> Response:
        await http.body()
        return StreamResponse(Stream("text/event-stream", self._stream), 200, HEADERS)

    async def _stream(self, send: Send) -> None:
        world, rung = self.service.world, asyncio.Event()
        await send(_event("constants", json.dumps(self.views.constants())))
        version, before = 0, ""
        with world.bell.listening(rung), self.service.exchanges.bell.listening(rung):
            while not world.bell.closed:
                rung.clear()
                with world.store.transaction(writes=False):
                    requests, version = self.views.changed_since(version)
                    state = json.dumps(self.views.state(), ensure_ascii=False)
                if state != before:
                    await send(_event("state", state))
                    before = state
                if requests:
                    await send(_event("requests", json.dumps(requests, ensure_ascii=False)))
                with anyio.move_on_after(_LOOK_SECONDS):
                    await rung.wait()
                if not world.bell.closed:
                    await anyio.sleep(_PAUSE_SECONDS)


def _event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode(errors="replace")


def _json(data: Any) -> Response:
    text = json.dumps(data, ensure_ascii=False).encode(errors="replace")
    headers = {"cache-control": "no-store", **HEADERS}
    return Response(text, headers=headers, media_type="application/json")


def _file(name: str) -> Response:
    text = _assets().get(name)
    if text is None:
        raise HTTPException(404)
    media_type = _TYPES[name.rpartition(".")[2]]
    return Response(text, headers={"cache-control": "no-cache", **HEADERS}, media_type=media_type)


@functools.cache
def _assets() -> Mapping[str, bytes]:
    files = (resources.files("lagclient.sandbox") / "page" / "assets").iterdir()
    return {file.name: file.read_bytes() for file in files if file.is_file()}
