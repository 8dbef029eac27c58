"""Conversations of two.

`unreadCount` is not in the SDK's models, but the official CLI reads it. Real clients mark a
conversation as read by the WebSocket, which a sandbox has not. So here whoever writes has read all
before, and what the other has written since is unread.
"""

from __future__ import annotations

import sqlite3
from typing import List

from lagclient.sandbox.handlers.dm_messages import last_of
from lagclient.sandbox.handlers.users import as_user, user_row
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.conversation import conversation_of, other_of, require_friend
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire, World


def between(world: World, now: str, opener_id: str, other_id: str) -> sqlite3.Row:
    """The conversation of two users; made if there is none."""
    pair = sorted((opener_id, other_id))
    sql = (
        "SELECT * FROM conversations"
        " WHERE min(opened_by, opened_with) = ? AND max(opened_by, opened_with) = ?"
    )
    row = world.store.one(sql, *pair)
    if row is None:
        world.store.insert(
            "conversations",
            id=world.ids("conv"),
            opened_by=opener_id,
            opened_with=other_id,
            created_at=now,
        )
        row = world.store.one(sql, *pair)
        assert row is not None
    return row


@handles("dms.list")
def list_conversations(request: Request) -> List[Wire]:
    """The caller's, first the one with the newest message; an empty one counts as it was opened."""
    rows = request.world.store.all(
        "SELECT c.* FROM conversations c WHERE ? IN (opened_by, opened_with) ORDER BY coalesce("
        "(SELECT max(m.created_at) FROM dm_messages m WHERE m.conversation_id = c.id),"
        " c.created_at) DESC, c.rowid DESC",
        request.caller.id,
    )
    return [_wire(request, row) for row in rows]


@handles("dms.create")
def create(request: Request) -> Wire:
    """Open the conversation with a friend, or find it; both are a 201."""
    user_id: str = user_row(request, request["user_id"])["id"]
    require_friend(request, user_id)
    row = between(request.world, written(request.now), request.caller.id, user_id)
    return _wire(request, row)


@handles("dms.get")
def get(request: Request) -> Wire:
    """One of the caller's own."""
    return _wire(request, conversation_of(request))


def _wire(request: Request, row: sqlite3.Row) -> Wire:
    return {
        "id": row["id"],
        "otherUser": as_user(user_row(request, other_of(request, row))),
        "lastMessage": last_of(request, row["id"]),
        "unreadCount": _unread(request, row["id"]),
        "createdAt": row["created_at"],
    }


def _unread(request: Request, conversation_id: str) -> int:
    count: int = request.world.store.value(
        "SELECT count(*) FROM dm_messages m WHERE conversation_id = ? AND created_at > coalesce("
        "(SELECT max(own.created_at) FROM dm_messages own"
        " WHERE own.conversation_id = m.conversation_id AND own.user_id = ?), '')",
        conversation_id,
        request.caller.id,
    )
    return count
