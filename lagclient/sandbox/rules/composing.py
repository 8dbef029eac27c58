"""The parts of a message, in rooms and in DMs: its text, the message it replies to, its image.

A message has a text, an image or both.

The documentation has ``userId: null`` on a robot's message, and does not say what a reply to it
quotes. A quote here has the value of the message itself, because a client that reads null reads an
id as well. Both published SDKs type it as a text, so version 0.2.0 cannot list such a room.
"""

from __future__ import annotations

import sqlite3
from typing import Optional

import attrs

from lagclient.sandbox.errors import bad_request, forbidden, invalid, not_found
from lagclient.sandbox.rules.processing import COLUMNS, Image
from lagclient.sandbox.world.world import Request, Wire, World

IMAGE_COLUMNS = ", ".join(f"i.{name} AS image_{name}" for name in COLUMNS)
"""The columns that `image_of` reads of a message's row, from a table of images called i."""


@attrs.frozen
class Draft:
    """A message that is not sent yet."""

    content: str
    reply_to_id: Optional[str] = None
    image_id: Optional[str] = None


def draft_of(request: Request, messages: str, place_id: str) -> Draft:
    """Return the draft in a request's body.

    Args:
        request: Has `content`, `reply_to_id` and `image_id`.
        messages: A select for a message m that ends with ``WHERE <the place of m> = ?``.
        place_id: Id of the room or conversation; a reply stays in the place of its original.

    Raises:
        ApiError: 400 if the draft is empty, or the image has another purpose; 403 if another user
            uploaded the image; 404 if the original or the image does not exist.
    """
    content = request.get("content") or ""
    if "image_id" in request:
        _check_image(request)
    elif not content.strip():
        raise bad_request("`content` must be text, not blank, in a message without an image")
    reply_to_id = request.get("reply_to_id")
    if reply_to_id is not None and not request.world.store.one(
        f"{messages} AND m.id = ?", place_id, reply_to_id
    ):
        raise not_found("replyToId: message")
    return Draft(content, reply_to_id, request.get("image_id"))


def quoted(row: sqlite3.Row) -> Optional[Wire]:
    """Return the quote of a message by its row's ``quoted_`` columns; None without an original."""
    if row["quoted_id"] is None:
        return None
    return {
        "id": row["quoted_id"],
        "userId": row["quoted_user_id"],
        "username": row["quoted_username"] or row["quoted_robot_name"],
        "displayName": row["quoted_display_name"] or row["quoted_robot_name"],
        "content": row["quoted_content"],
        "robotId": row["quoted_robot_id"],
        "robotName": row["quoted_robot_name"],
        "isBot": row["quoted_robot_id"] is not None,
    }


def image_of(row: sqlite3.Row, world: World, now: str) -> Optional[Wire]:
    """Return a message's image in its current state; None if it has none, or it was deleted."""
    if row["image_id"] is None:
        return None
    image = Image.of(row, world, now, "image_")
    return {"id": image.id, **image.current}


def _check_image(request: Request) -> None:
    row = request.world.store.one("SELECT * FROM images WHERE id = ?", request["image_id"])
    if row is None:
        raise not_found("imageId: image")
    if row["uploader_id"] != request.caller.id:
        raise forbidden("imageId: only its uploader may send an image")
    if row["purpose"] != "chat":
        raise invalid("imageId", "an image for chat", row["purpose"])
