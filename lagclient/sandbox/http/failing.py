"""What a fault does to a request over HTTP; `faults` decides which request meets which fault.

An ASGI application cannot end a connection without a response, because the server sends a 500 in
its place. So `serving` adds one extension to the scope, `HANG_UP`, and that ends the connection.
"""

from __future__ import annotations

import math
from typing import Any, Awaitable, Callable, Dict, Optional

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lagclient.routing.route import Route
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.faults import GARBAGE, Fault, Luck
from lagclient.sandbox.http.streaming import CutError, StreamResponse
from lagclient.sandbox.world.waiting import Send as Put
from lagclient.sandbox.world.waiting import Stream

HANG_UP = "lagclient.hang_up"
"""The extension of the scope: a function that ends the connection at once, without a response."""


async def serve_with_luck(
    luck: Luck,
    route: Route,
    serve: Callable[[], Awaitable[Response]],
    refuse: Callable[[ApiError], Response],
    strike: Callable[[str], None],
) -> Response:
    """Serve a request of a route, with or without a fault.

    Args:
        luck: Decides which fault strikes.
        route: The route of the request.
        serve: Does the request and commits it.
        refuse: Returns the response of a refusal.
        strike: Records the kind of each fault that strikes.
    """
    seconds, fault = luck.roll(route.full_name, route.method_name)
    if seconds:
        strike("latency")
        await luck.sleep(seconds)
    if fault is None:
        return await serve()
    strike(fault.kind)
    refusal = _refusal(fault)
    if refusal:
        return refuse(refusal)
    if fault.kind == "drop_before":
        return NoResponse()
    if fault.kind == "drop_late":

        async def serve_late() -> None:
            await luck.sleep(fault.seconds or 0)
            await serve()

        return NoResponse(serve_late)
    return _damaged(fault, await serve())


def _refusal(fault: Fault) -> Optional[ApiError]:
    if fault.kind == "rate_limit":
        # The header takes whole seconds only.
        headers = {"Retry-After": str(math.ceil(fault.seconds or 0))}
        return ApiError(429, "Fault on demand: too many requests", headers)
    if fault.kind == "error":
        return ApiError(fault.status or 500, "Fault on demand: the server failed")
    return None


def _damaged(fault: Fault, response: Response) -> Response:
    kind = fault.kind
    if kind == "drop_after":
        return NoResponse()
    if isinstance(response, StreamResponse):
        run = response.stream.run

        async def damaged(send: Put) -> None:
            await run(_DAMAGED[kind](send, fault.bytes))

        response.stream = Stream(response.stream.media_type, damaged)
        return response
    if kind == "silent" or not response.body:
        return response
    if kind == "truncate":
        return _Part(response, fault.bytes)
    response.body = GARBAGE
    response.headers["content-length"] = str(len(GARBAGE))
    return response


def _silent(*_: Any) -> Put:
    async def put(piece: bytes) -> None:
        pass

    return put


def _with_garbage(send: Put, _: Optional[int]) -> Put:
    is_first = True

    async def put(piece: bytes) -> None:
        nonlocal is_first
        if is_first and not piece.startswith(b":"):
            is_first = False
            await send(b"event: room.message\ndata: " + GARBAGE + b"\n\n")
        await send(piece)

    return put


def _truncated(send: Put, length: Optional[int]) -> Put:
    sent = 0

    async def put(piece: bytes) -> None:
        nonlocal sent
        rest = length
        if rest is None and not piece.startswith(b":"):
            rest = sent + len(piece) // 2
        if rest is not None and sent + len(piece) >= rest:
            await send(piece[: rest - sent])
            raise CutError
        sent += len(piece)
        await send(piece)

    return put


_DAMAGED: Dict[str, Callable[[Put, Optional[int]], Put]] = {
    "silent": _silent,
    "garbage": _with_garbage,
    "truncate": _truncated,
}


class NoResponse(Response):
    """Ends the connection. A late request is done by the same task, so no task is left."""

    def __init__(self, then: Optional[Callable[[], Awaitable[None]]] = None) -> None:
        super().__init__()
        self._then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """End the connection, and then do what is late."""
        scope["extensions"][HANG_UP]()
        # The server must notice that the client is gone, else it would miss the response.
        while (await receive())["type"] != "http.disconnect":
            pass
        if self._then:
            await self._then()


class _Part(Response):
    """The first part of a response's body. The header promises all of it; the rest never comes."""

    def __init__(self, whole: Response, length: Optional[int]) -> None:
        super().__init__()
        self._whole = whole
        self._length = length

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        whole, body = self._whole, bytes(self._whole.body)
        start = {"type": "http.response.start", "status": whole.status_code}
        await send({**start, "headers": whole.raw_headers})
        part = body[: len(body) // 2 if self._length is None else self._length]
        # Servers close the connection of a response that is not over when its application is.
        await send({"type": "http.response.body", "body": part, "more_body": True})
