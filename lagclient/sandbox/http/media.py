"""The bytes of uploaded images at their addresses.

They are not part of the API, so they are not in the table. As from a CDN, every client with the
address may read.
"""

from __future__ import annotations

import email.utils

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lagclient.sandbox.rules.processing import MP4, PATH, Image
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import World


def media_route(world: World) -> BaseRoute:
    """Return the route of an image in its current state, and of ``/original``, ``/thumb``, ..."""

    async def serve(http: HttpRequest) -> Response:
        now = world.now()
        id, slash, name = http.path_params["image"].partition("/")
        with world.store.transaction(writes=False):
            row = world.store.one(
                "SELECT i.*, b.data FROM images i JOIN image_bytes b ON b.image_id = i.id"
                " WHERE i.id = ?",
                id,
            )
        if row is None:
            raise HTTPException(404)
        image = Image.of(row, world, written(now))
        data, content_type = row["data"], row["content_type"]
        if not slash and image.is_video:
            data, content_type = MP4, "video/mp4"
        elif slash and name not in ("original", *(image.variants or ())):
            raise HTTPException(404)
        headers = {
            "date": email.utils.format_datetime(now, usegmt=True),
            "server": "lagclient-sandbox",
            "x-content-type-options": "nosniff",
        }
        return Response(data, headers=headers, media_type=content_type)

    return Route(PATH + "/{image:path}", serve)
