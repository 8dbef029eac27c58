"""Conversations between two users.

`unreadCount` is not in the published SDK's models, but the official CLI reads it: see `read_marks`.
"""

from __future__ import annotations

import sqlite3
from typing import List

from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.conversation import (
    between,
    conversation_of,
    other_of,
    require_friend,
)
from lagclient.sandbox.rules.dm_messages import last_of
from lagclient.sandbox.rules.profiles import as_user, user_row
from lagclient.sandbox.rules.read_marks import unread
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire


@handles("dms.list")
def list_conversations(request: Request) -> List[Wire]:
    """Return the caller's conversations by their newest message, or by creation while empty."""
    rows = request.world.store.all(
        "SELECT c.* FROM conversations c WHERE ? IN (opened_by, opened_with) ORDER BY coalesce("
        "(SELECT max(m.created_at) FROM dm_messages m WHERE m.conversation_id = c.id),"
        " c.created_at) DESC, c.rowid DESC",
        request.caller.id,
    )
    return [_wire(request, row) for row in rows]


@handles("dms.create")
def create(request: Request) -> Wire:
    """Open the conversation with a friend, or return the existing one; both are a 201."""
    user_id: str = user_row(request, request["user_id"])["id"]
    require_friend(request, user_id)
    row = between(request.world, written(request.now), request.caller.id, user_id)
    return _wire(request, row)


@handles("dms.get")
def get(request: Request) -> Wire:
    """Return one of the caller's own conversations."""
    return _wire(request, conversation_of(request))


def _wire(request: Request, row: sqlite3.Row) -> Wire:
    return {
        "id": row["id"],
        "otherUser": as_user(user_row(request, other_of(request, row))),
        "lastMessage": last_of(request, row["id"]),
        "unreadCount": unread(request.world.store, request.caller.id, row["id"]),
        "createdAt": row["created_at"],
    }
