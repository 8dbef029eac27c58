"""Messages of a room, as the sandbox stores and answers them."""

from __future__ import annotations

import json
import sqlite3
from typing import Optional

from lagclient.sandbox.rules.composing import IMAGE_COLUMNS, Draft, image_of, quoted
from lagclient.sandbox.rules.mentions import mentions_in
from lagclient.sandbox.rules.paging import moment_for
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Caller, Request, Wire, World

_SELECT = f"""
SELECT m.*, room.server_id, u.username, u.display_name, u.avatar_url, {IMAGE_COLUMNS},
    r.name AS robot_name, r.avatar_url AS robot_avatar_url,
    q.id AS quoted_id, q.content AS quoted_content, q.user_id AS quoted_user_id,
    q.robot_id AS quoted_robot_id, qu.username AS quoted_username,
    qu.display_name AS quoted_display_name, qr.name AS quoted_robot_name
FROM messages m JOIN rooms room ON room.id = m.room_id
LEFT JOIN users u ON u.id = m.user_id LEFT JOIN robots r ON r.id = m.robot_id
LEFT JOIN messages q ON q.id = m.reply_to_id
LEFT JOIN users qu ON qu.id = q.user_id LEFT JOIN robots qr ON qr.id = q.robot_id
LEFT JOIN images i ON i.id = m.image_id
"""  # noqa: S608
IN_ROOM = f"{_SELECT} WHERE m.room_id = ?"
"""Selects the messages of one room."""


def as_message(request: Request, row: sqlite3.Row) -> Wire:
    """Return a message as the API answers it."""
    return _as_message(request.world, written(request.now), row)


def write(world: World, now: str, room: sqlite3.Row, author: Caller, draft: Draft) -> Wire:
    """Add a message to a room without checking that its author may write there."""
    newest = world.store.value("SELECT max(created_at) FROM messages WHERE room_id = ?", room["id"])
    message_id = world.ids("msg")
    world.store.insert(
        "messages",
        id=message_id,
        room_id=room["id"],
        user_id=author.id if author.kind == "user" else None,
        robot_id=author.id if author.kind == "robot" else None,
        content=draft.content,
        mentions=json.dumps(mentions_in(draft.content, world.store, room["server_id"])),
        reply_to_id=draft.reply_to_id,
        image_id=draft.image_id,
        created_at=moment_for(now, newest),
    )
    message = message_with(world, now, message_id)
    assert message is not None
    return message


def message_with(world: World, now: str, message_id: str) -> Optional[Wire]:
    """Return a message by its id, or None if it does not exist."""
    row = world.store.one(f"{_SELECT} WHERE m.id = ?", message_id)
    return None if row is None else _as_message(world, now, row)


def _as_message(world: World, now: str, row: sqlite3.Row) -> Wire:
    return {
        "id": row["id"],
        "roomId": row["room_id"],
        "userId": row["user_id"],
        "username": row["username"] or row["robot_name"],
        "displayName": row["display_name"] or row["robot_name"],
        "avatarUrl": row["avatar_url"],
        "content": row["content"],
        "createdAt": row["created_at"],
        "editedAt": row["edited_at"],
        "robotId": row["robot_id"],
        "robotName": row["robot_name"],
        "robotAvatarUrl": row["robot_avatar_url"],
        "isBot": row["robot_id"] is not None,
        # Guests of events cannot write in the sandbox.
        "guestId": None,
        "guestDisplayName": None,
        "isGuest": False,
        "replyTo": quoted(row),
        "mentions": json.loads(row["mentions"]),
        "image": image_of(row, world, now),
    }
