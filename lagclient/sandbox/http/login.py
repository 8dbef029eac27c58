"""The page on which people log in for the terminal client: `/auth/cli`.

The live page is a part of the web app. This one asks nothing: its visitor is the owner of the
server, and the browser goes back to the terminal with the owner's token as the session.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from lagclient.sandbox.world.world import World


def login_route(world: World) -> BaseRoute:
    """Return the route of the page."""

    async def serve(http: HttpRequest) -> Response:
        port = http.query_params.get("port", "")
        if not re.fullmatch(r"[0-9]{1,5}", port):
            return PlainTextResponse(f"`port` must be a port, not {port!r}", 400)
        with world.store.transaction(writes=False):
            session = world.store.value("SELECT value FROM facts WHERE name = 'token'")
        fields = {
            "access_token": session,
            "refresh_token": "unused",
            "state": http.query_params.get("state", ""),
        }
        return RedirectResponse(f"http://127.0.0.1:{port}/callback?{urlencode(fields)}", 303)

    return Route("/auth/cli", serve)
