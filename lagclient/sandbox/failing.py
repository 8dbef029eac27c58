"""What a fault does to a request over HTTP. Which request meets which fault is in `faults`.

No ASGI application can end a connection without an answer: whatever it does, the server makes a 500
of it. So `serving` adds one extension to the scope, `HANG_UP`, and that ends the connection.
"""

from __future__ import annotations

import math
from typing import Awaitable, Callable, Optional

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.faults import Fault, Luck
from lagclient.sandbox.streaming import StreamResponse

HANG_UP = "lagclient.hang_up"
"""The extension of the scope: a function that ends the connection, at once and unanswered."""

# No JSON, no UTF-8, and nothing that a lenient parser could make something of.
GARBAGE = b"\xff\xfe<garbage>\x00{"


async def meet(
    luck: Luck,
    route: str,
    serve: Callable[[], Awaitable[Response]],
    refuse: Callable[[ApiError], Response],
) -> Response:
    """The answer to a request of a route, with or without a fault.

    Args:
        luck: Decides.
        route: The route's full name.
        serve: Does what was requested; what it returns is committed.
        refuse: Makes an answer of a refusal.
    """
    seconds, fault = luck.roll(route)
    if seconds:
        await luck.sleep(seconds)
    if fault is None:
        return await serve()
    refusal = _refusal(fault)
    if refusal:
        return refuse(refusal)
    if fault.kind == "drop_before":
        return _NoAnswer()
    if fault.kind == "drop_late":

        async def serve_late() -> None:
            await luck.sleep(fault.seconds or 0)
            await serve()

        return _NoAnswer(serve_late)
    return _spoiled(fault.kind, await serve())


def _refusal(fault: Fault) -> Optional[ApiError]:
    if fault.kind == "rate_limit":
        # The header has whole seconds only.
        headers = {"Retry-After": str(math.ceil(fault.seconds or 0))}
        return ApiError(429, "A fault was asked for: too many requests", headers)
    if fault.kind == "error":
        return ApiError(fault.status or 500, "A fault was asked for: the server failed")
    return None


def _spoiled(kind: str, response: Response) -> Response:
    if kind == "drop_after":
        return _NoAnswer()
    if isinstance(response, StreamResponse) or not response.body:
        return response
    if kind == "truncate":
        return _Half(response)
    response.body = GARBAGE
    response.headers["content-length"] = str(len(GARBAGE))
    return response


class _NoAnswer(Response):
    """Ends the connection; what is to be done later is done by the same task, so none is left."""

    def __init__(self, then: Optional[Callable[[], Awaitable[None]]] = None) -> None:
        super().__init__()
        self._then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        scope["extensions"][HANG_UP]()
        # The server must know that nobody is there, else it would miss the answer.
        while (await receive())["type"] != "http.disconnect":
            pass
        if self._then:
            await self._then()


class _Half(Response):
    """Half of a response's body. The header promises all of it, and the end never comes."""

    def __init__(self, whole: Response) -> None:
        super().__init__()
        self._whole = whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        whole, body = self._whole, bytes(self._whole.body)
        start = {"type": "http.response.start", "status": whole.status_code}
        await send({**start, "headers": whole.raw_headers})
        half = body[: len(body) // 2]
        # Of an answer that is not over when the application is, servers close the connection.
        await send({"type": "http.response.body", "body": half, "more_body": True})
