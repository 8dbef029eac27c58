"""Messages of a conversation: like those of a room, see `paging` and `composing`.

There are no robots and no mentions in them, and nobody deletes what the other wrote.
"""

from __future__ import annotations

import sqlite3
from typing import Optional

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.composing import IMAGE_COLUMNS, Draft, draft_of, image_of, quoted
from lagclient.sandbox.rules.conversation import conversation_of, other_of, require_friend
from lagclient.sandbox.rules.paging import moment_for, page_of
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire, World

# Robots write no DMs.
_SELECT = f"""
SELECT m.*, u.username, u.display_name, u.avatar_url, {IMAGE_COLUMNS},
    q.id AS quoted_id, q.content AS quoted_content, q.user_id AS quoted_user_id,
    qu.username AS quoted_username, qu.display_name AS quoted_display_name,
    NULL AS quoted_robot_id, NULL AS quoted_robot_name
FROM dm_messages m JOIN users u ON u.id = m.user_id
LEFT JOIN dm_messages q ON q.id = m.reply_to_id LEFT JOIN users qu ON qu.id = q.user_id
LEFT JOIN images i ON i.id = m.image_id
"""  # noqa: S608
_IN_CONVERSATION = f"{_SELECT} WHERE m.conversation_id = ?"


def as_dm(row: sqlite3.Row, world: World, now: str) -> Wire:
    """A message as it is answered."""
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


def last_of(request: Request, conversation_id: str) -> Optional[Wire]:
    """The newest message of a conversation, if it has any."""
    sql = f"{_IN_CONVERSATION} ORDER BY m.created_at DESC LIMIT 1"
    row = request.world.store.one(sql, conversation_id)
    return None if row is None else _wire(request, row)


def write(world: World, now: str, conversation_id: str, user_id: str, draft: Draft) -> Wire:
    """Put a message into a conversation, whoever may or may not do so."""
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
    row = world.store.one(f"{_SELECT} WHERE m.id = ?", message_id)
    assert row is not None
    return as_dm(row, world, now)


@handles("dms.list_messages")
def list_page(request: Request) -> Wire:
    """One page, and where the next one begins."""
    conversation_id = conversation_of(request)["id"]
    return page_of(request, _IN_CONVERSATION, conversation_id, lambda row: _wire(request, row))


@handles("dms.send_message")
def send(request: Request) -> Wire:
    """Say something to a friend."""
    conversation = conversation_of(request)
    require_friend(request, other_of(request, conversation))
    draft = draft_of(request, _IN_CONVERSATION, conversation["id"])
    now = written(request.now)
    return write(request.world, now, conversation["id"], request.caller.id, draft)


@handles("dms.edit_message")
def edit(request: Request) -> Wire:
    """Change the text of one's own message."""
    conversation = conversation_of(request)
    require_friend(request, other_of(request, conversation))
    row = _own(request, conversation)
    changes = {"content": request["content"], "edited_at": written(request.now)}
    request.world.store.update("dm_messages", row["id"], changes)
    return _wire(request, _message(request, conversation))


@handles("dms.delete_message")
def delete(request: Request) -> None:
    """Remove one's own message for good. Replies to it stay, and quote nothing any more."""
    row = _own(request, conversation_of(request))
    request.world.store.run("DELETE FROM dm_messages WHERE id = ?", row["id"])


def _own(request: Request, conversation: sqlite3.Row) -> sqlite3.Row:
    row = _message(request, conversation)
    if row["user_id"] != request.caller.id:
        raise forbidden("Only its author may do this to a message")
    return row


def _message(request: Request, conversation: sqlite3.Row) -> sqlite3.Row:
    row = request.world.store.one(
        f"{_IN_CONVERSATION} AND m.id = ?", conversation["id"], request["message_id"]
    )
    if row is None:
        raise not_found("Message")
    return row


def _wire(request: Request, row: sqlite3.Row) -> Wire:
    return as_dm(row, request.world, written(request.now))
