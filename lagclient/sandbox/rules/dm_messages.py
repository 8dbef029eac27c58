"""Messages of a conversation, as the sandbox stores and answers them."""

from __future__ import annotations

import sqlite3
from typing import Optional

from lagclient.sandbox.rules.composing import IMAGE_COLUMNS, Draft, image_of, quoted
from lagclient.sandbox.rules.paging import moment_for
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire, World

# Robots do not write DMs.
_SELECT = f"""
SELECT m.*, u.username, u.display_name, u.avatar_url, {IMAGE_COLUMNS},
    q.id AS quoted_id, q.content AS quoted_content, q.user_id AS quoted_user_id,
    qu.username AS quoted_username, qu.display_name AS quoted_display_name,
    NULL AS quoted_robot_id, NULL AS quoted_robot_name
FROM dm_messages m JOIN users u ON u.id = m.user_id
LEFT JOIN dm_messages q ON q.id = m.reply_to_id LEFT JOIN users qu ON qu.id = q.user_id
LEFT JOIN images i ON i.id = m.image_id
"""  # noqa: S608
IN_CONVERSATION = f"{_SELECT} WHERE m.conversation_id = ?"
"""Selects the messages of one conversation."""


def as_dm(request: Request, row: sqlite3.Row) -> Wire:
    """Return a message as the API answers it."""
    return _as_dm(request.world, written(request.now), row)


def last_of(request: Request, conversation_id: str) -> Optional[Wire]:
    """Return the newest message of a conversation, or None if it is empty."""
    sql = f"{IN_CONVERSATION} ORDER BY m.created_at DESC LIMIT 1"
    row = request.world.store.one(sql, conversation_id)
    return None if row is None else as_dm(request, row)


def write(world: World, now: str, conversation_id: str, user_id: str, draft: Draft) -> Wire:
    """Add a message to a conversation without checking that its author may write there."""
    newest = world.store.value(
        "SELECT max(created_at) FROM dm_messages WHERE conversation_id = ?", conversation_id
    )
    message_id = world.ids("dm")
    world.store.insert(
        "dm_messages",
        id=message_id,
        conversation_id=conversation_id,
        user_id=user_id,
        content=draft.content,
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
    return None if row is None else _as_dm(world, now, row)


def _as_dm(world: World, now: str, row: sqlite3.Row) -> Wire:
    return {
        "id": row["id"],
        "conversationId": row["conversation_id"],
        "userId": row["user_id"],
        "username": row["username"],
        "displayName": row["display_name"],
        "avatarUrl": row["avatar_url"],
        "content": row["content"],
        "createdAt": row["created_at"],
        "editedAt": row["edited_at"],
        "replyTo": quoted(row),
        "image": image_of(row, world, now),
    }
