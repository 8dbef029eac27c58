"""A `Stream` as an HTTP response: sent piece by piece, and ended when the client is gone."""

from __future__ import annotations

import logging
from typing import Mapping, Optional

import anyio
from starlette.background import BackgroundTask
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from lagclient.sandbox.world.waiting import Stream

logger: logging.Logger = logging.getLogger("lagclient.sandbox")


class CutError(Exception):
    """Ends a stream like a connection that is lost."""


class StreamResponse(Response):
    """A stream that ends at once when the client is gone.

    Starlette's own notices it when it sends the next piece, or not at all; which of the two depends
    on the versions of Starlette and of the server.
    """

    def __init__(self, stream: Stream, status: int, headers: Mapping[str, str]) -> None:
        # Not the base class's, which would count the bytes of a body that does not exist yet.
        self.stream: Stream = stream
        self.status_code: int = status
        self.media_type: Optional[str] = stream.media_type
        self.background: Optional[BackgroundTask] = None
        self.init_headers({"cache-control": "no-store", **headers})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response to a request whose body was read."""

        async def put(piece: bytes) -> None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})

        async def end_when_gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        start = {"type": "http.response.start", "status": self.status_code}
        await send({**start, "headers": self.raw_headers})
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(end_when_gone)
            if scope["method"] != "HEAD":
                try:
                    await self.stream.run(put)
                except CutError:
                    # Servers close the connection of a response that is not over when its
                    # application is.
                    tasks.cancel_scope.cancel()
                    return
                except Exception:
                    # Too late for another status: the client notices that the end is missing.
                    logger.exception("%s failed", scope["path"])
                    raise
            await send({"type": "http.response.body", "body": b""})
            tasks.cancel_scope.cancel()
