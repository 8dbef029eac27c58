"""Rooms of a server, as the sandbox stores and answers them."""

from __future__ import annotations

import sqlite3
from typing import List, Optional

from lagclient.sandbox.errors import not_found
from lagclient.sandbox.rules.presence import participants_of
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Request, Wire


def as_room(store: Store, row: sqlite3.Row) -> Wire:
    """Return a room as the API answers it."""
    return {
        "id": row["id"],
        "serverId": row["server_id"],
        "name": row["name"],
        "createdBy": row["created_by"],
        "maxParticipants": row["max_participants"],
        "participants": participants_of(store, row["id"]),
        "createdAt": row["created_at"],
    }


def rooms_of(store: Store, server_id: str) -> List[Wire]:
    """Return the rooms of a server, the oldest first."""
    sql = "SELECT * FROM rooms WHERE server_id = ? ORDER BY created_at, rowid"
    return [as_room(store, row) for row in store.all(sql, server_id)]


def room_of(request: Request, server_id: str) -> sqlite3.Row:
    """Return the room in the request's path.

    Raises:
        ApiError: 404 if the server does not have it.
    """
    row = request.world.store.one(
        "SELECT * FROM rooms WHERE id = ? AND server_id = ?", request["room_id"], server_id
    )
    if row is None:
        raise not_found("Room")
    return row


def add(
    request: Request,
    server_id: str,
    created_by: str,
    name: str,
    max_participants: Optional[int] = None,
) -> str:
    """Create a room without checking permissions; return its id."""
    room_id = request.world.ids("room")
    request.world.store.insert(
        "rooms",
        id=room_id,
        server_id=server_id,
        name=name,
        created_by=created_by,
        max_participants=max_participants,
        created_at=written(request.now),
    )
    journal.record(request, server_id, "room.created", roomId=room_id, name=name, userId=created_by)
    return room_id


def remove(request: Request, server_id: str, room_id: str) -> None:
    """Delete an existing room with its messages, without checking permissions."""
    store = request.world.store
    name = store.value("SELECT name FROM rooms WHERE id = ?", room_id)
    store.run("DELETE FROM rooms WHERE id = ?", room_id)
    journal.record(request, server_id, "room.deleted", roomId=room_id, name=name)
