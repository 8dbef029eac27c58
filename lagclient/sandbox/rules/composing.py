"""What messages of rooms and DMs are made of: a text, something that they answer, an image.

A message has a text, an image or both.
"""

from __future__ import annotations

import sqlite3
from typing import Optional

import attrs

from lagclient.sandbox.errors import bad_request, forbidden, not_found
from lagclient.sandbox.rules.processing import COLUMNS, Image
from lagclient.sandbox.world.world import Request, Wire, World

IMAGE_COLUMNS = ", ".join(f"i.{name} AS image_{name}" for name in COLUMNS)
"""What `image_of` needs of a message's row, from images called i."""


@attrs.frozen
class Draft:
    """What somebody wants to say."""

    content: str
    reply_to_id: Optional[str] = None
    image_id: Optional[str] = None


def draft_of(request: Request, messages: str, place_id: str) -> Draft:
    """The draft in a request's body.

    Args:
        request: Has `content`, `reply_to_id` and `image_id`.
        messages: A select for a message m that ends with ``WHERE <the place of m> = ?``.
        place_id: Id of the place where it is to be said; a reply stays there.

    Raises:
        ApiError: 400, there is nothing in it, or the image is for something else; 403, the image
            is somebody else's; 404, what it refers to is not there.
    """
    content = request.get("content") or ""
    if "image_id" in request:
        _check_image(request)
    elif not content.strip():
        raise bad_request("content: must not be blank without an image")
    reply_to_id = request.get("reply_to_id")
    if reply_to_id is not None and not request.world.store.one(
        f"{messages} AND m.id = ?", place_id, reply_to_id
    ):
        raise not_found("replyToId: message")
    return Draft(content, reply_to_id, request.get("image_id"))


def quoted(row: sqlite3.Row) -> Optional[Wire]:
    """What a message answers, by its row's ``quoted_`` columns; None if that is gone."""
    if row["quoted_id"] is None:
        return None
    return {
        "id": row["quoted_id"],
        "userId": row["quoted_user_id"],
        "username": row["quoted_username"] or row["quoted_robot_name"],
        "displayName": row["quoted_display_name"],
        "content": row["quoted_content"],
        "robotId": row["quoted_robot_id"],
        "robotName": row["quoted_robot_name"],
        "isBot": row["quoted_robot_id"] is not None,
    }


def image_of(row: sqlite3.Row, world: World, now: str) -> Optional[Wire]:
    """A message's image as it is by now; None if it has none, or none any more."""
    if row["image_id"] is None:
        return None
    image = Image.of(row, world, now, "image_")
    return {"id": image.id, **image.is_now}


def _check_image(request: Request) -> None:
    row = request.world.store.one("SELECT * FROM images WHERE id = ?", request["image_id"])
    if row is None:
        raise not_found("imageId: image")
    if row["uploader_id"] != request.caller.id:
        raise forbidden("imageId: only its uploader may send an image")
    if row["purpose"] != "chat":
        raise bad_request(f"imageId: the purpose of the image must be chat, not {row['purpose']}")
