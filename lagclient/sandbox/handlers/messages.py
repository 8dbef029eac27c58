"""Messages of a room; `paging` and `composing` have what they share with DMs.

Users edit their own messages and delete them, and the owner of the server deletes any message.
Robots edit and delete only their own. A muted user neither sends nor edits.
"""

from __future__ import annotations

import json
import sqlite3

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.composing import draft_of
from lagclient.sandbox.rules.membership import server_of
from lagclient.sandbox.rules.mentions import mentions_in
from lagclient.sandbox.rules.paging import page_of
from lagclient.sandbox.rules.room_messages import IN_ROOM, as_message, write
from lagclient.sandbox.rules.rooms import room_of
from lagclient.sandbox.rules.sanctions import is_under
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire


@handles("servers.rooms.messages.list")
def list_page(request: Request) -> Wire:
    """Return one page, and the cursor of the next one."""
    room_id = _room(request)["id"]
    return page_of(request, IN_ROOM, room_id, lambda row: as_message(request, row))


@handles("servers.rooms.messages.send")
def send(request: Request) -> Wire:
    """Send a message, as the user or as the robot."""
    room = _room(request)
    _require_not_muted(request, room)
    draft = draft_of(request, IN_ROOM, room["id"])
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
    """Change the text. A robot's response has only the four fields of the documentation."""
    room = _room(request)
    _require_not_muted(request, room)
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
    message = as_message(request, _message(request, room))
    if request.caller.kind == "robot":
        return {key: message[key] for key in ("id", "roomId", "content", "editedAt")}
    return message


@handles("servers.rooms.messages.delete")
def delete(request: Request) -> None:
    """Delete a message. Replies to it stay, without their quote."""
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
    row = request.world.store.one(f"{IN_ROOM} AND m.id = ?", room["id"], request["message_id"])
    if row is None:
        raise not_found("Message")
    return row


def _require_not_muted(request: Request, room: sqlite3.Row) -> None:
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
