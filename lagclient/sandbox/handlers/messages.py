"""Chat messages of a room: see `paging` and `composing` for what DMs are like, too.

What an author may do: users edit their own messages and delete them, the owner of the server
deletes any; robots both only with their own. Whoever is muted neither sends nor edits.
"""

from __future__ import annotations

import json
import sqlite3

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.handlers.moderation import is_under
from lagclient.sandbox.handlers.rooms import room_of
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.composing import IMAGE_COLUMNS, Draft, draft_of, image_of, quoted
from lagclient.sandbox.rules.membership import server_of
from lagclient.sandbox.rules.mentions import mentions_in
from lagclient.sandbox.rules.paging import moment_for, page_of
from lagclient.sandbox.world import journal
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
_IN_ROOM = f"{_SELECT} WHERE m.room_id = ?"


def as_message(row: sqlite3.Row, world: World, now: str) -> Wire:
    """A message as it is answered. Guests of events do not write here yet."""
    return {
        "id": row["id"],
        "roomId": row["room_id"],
        "userId": row["user_id"],
        "username": row["username"] or row["robot_name"],
        "displayName": row["display_name"],
        "avatarUrl": row["avatar_url"],
        "content": row["content"],
        "createdAt": row["created_at"],
        "editedAt": row["edited_at"],
        "robotId": row["robot_id"],
        "robotName": row["robot_name"],
        "robotAvatarUrl": row["robot_avatar_url"],
        "isBot": row["robot_id"] is not None,
        "guestId": None,
        "guestDisplayName": None,
        "isGuest": False,
        "replyTo": quoted(row),
        "mentions": json.loads(row["mentions"]),
        "image": image_of(row, world, now),
    }


def write(world: World, now: str, room: sqlite3.Row, author: Caller, draft: Draft) -> Wire:
    """Put a message into a room, whoever may or may not do so."""
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
    row = world.store.one(f"{_SELECT} WHERE m.id = ?", message_id)
    assert row is not None
    return as_message(row, world, now)


@handles("servers.rooms.messages.list")
def list_page(request: Request) -> Wire:
    """One page, and where the next one begins."""
    room_id = _room(request)["id"]
    return page_of(request, _IN_ROOM, room_id, lambda row: _wire(request, row))


@handles("servers.rooms.messages.send")
def send(request: Request) -> Wire:
    """Say something, as the user or as the robot."""
    room = _room(request)
    _require_voice(request, room)
    draft = draft_of(request, _IN_ROOM, room["id"])
    message = write(request.world, written(request.now), room, request.caller, draft)
    journal.record(
        request,
        room["server_id"],
        "room.message",
        roomId=room["id"],
        messageId=message["id"],
        userId=message["userId"],
        robotId=message["robotId"],
        senderName=message["displayName"] or message["username"],
        content=message["content"],
        timestamp=message["createdAt"],
    )
    return message


@handles("servers.rooms.messages.edit")
def edit(request: Request) -> Wire:
    """Change the text. A robot's answer has only what the documentation shows of it."""
    room = _room(request)
    _require_voice(request, room)
    content = request["content"]
    store, row = request.world.store, _message(request, room)
    if not _is_own(request, row):
        raise forbidden("Only its author may edit a message")
    mentions = json.dumps(mentions_in(content, store, room["server_id"]))
    changes = {"content": content, "mentions": mentions, "edited_at": written(request.now)}
    store.update("messages", row["id"], changes)
    journal.record(
        request,
        room["server_id"],
        "room.message.edited",
        roomId=room["id"],
        messageId=row["id"],
        content=content,
        editorId=request.caller.id,
    )
    message = _wire(request, _message(request, room))
    if request.caller.kind == "robot":
        return {key: message[key] for key in ("id", "roomId", "content", "editedAt")}
    return message


@handles("servers.rooms.messages.delete")
def delete(request: Request) -> None:
    """Remove a message for good. Replies to it stay, and quote nothing any more."""
    room = _room(request)
    row = _message(request, room)
    if not _is_own(request, row) and not _owns_server(request, room):
        raise forbidden("Only its author and the owner of the server may delete a message")
    request.world.store.run("DELETE FROM messages WHERE id = ?", row["id"])
    journal.record(
        request,
        room["server_id"],
        "room.message.deleted",
        roomId=room["id"],
        messageId=row["id"],
        deleterId=request.caller.id,
    )


def _room(request: Request) -> sqlite3.Row:
    return room_of(request, server_of(request)["id"])


def _message(request: Request, room: sqlite3.Row) -> sqlite3.Row:
    row = request.world.store.one(f"{_IN_ROOM} AND m.id = ?", room["id"], request["message_id"])
    if row is None:
        raise not_found("Message")
    return row


def _require_voice(request: Request, room: sqlite3.Row) -> None:
    caller = request.caller
    if caller.kind == "user" and is_under("mutes", request, room["server_id"], caller.id):
        raise forbidden("You are muted in this server")


def _is_own(request: Request, message: sqlite3.Row) -> bool:
    return request.caller.id in (message["user_id"], message["robot_id"])


def _owns_server(request: Request, room: sqlite3.Row) -> bool:
    owner_id = request.world.store.value(
        "SELECT owner_id FROM servers WHERE id = ?", room["server_id"]
    )
    return bool(request.caller.id == owner_id)


def _wire(request: Request, row: sqlite3.Row) -> Wire:
    return as_message(row, request.world, written(request.now))
