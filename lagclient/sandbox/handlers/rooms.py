"""Rooms of a server. Who is in their voice is for a program to say: see `presence`."""

from __future__ import annotations

import sqlite3
from typing import List, Optional

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import bad_request, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.membership import membership, server_of
from lagclient.sandbox.rules.presence import participants_of
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Request, Wire


def as_room(store: Store, row: sqlite3.Row) -> Wire:
    """A room as it is answered."""
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
    """The rooms of a server, the oldest first."""
    sql = "SELECT * FROM rooms WHERE server_id = ? ORDER BY created_at, rowid"
    return [as_room(store, row) for row in store.all(sql, server_id)]


def room_of(request: Request, server_id: str) -> sqlite3.Row:
    """The room in the request's path; it must be one of the server's.

    Raises:
        ApiError: 404, it is not.
    """
    row = request.world.store.one(
        "SELECT * FROM rooms WHERE id = ? AND server_id = ?", request["room_id"], server_id
    )
    if row is None:
        raise not_found("Room")
    return row


@handles("servers.rooms.list")
def list_rooms(request: Request) -> List[Wire]:
    """The rooms, for robots: users find them in `servers.get`.

    Whether the live API wraps them in an object is not documented.
    """
    return rooms_of(request.world.store, server_of(request)["id"])


@handles("servers.rooms.create")
def create(request: Request) -> Wire:
    """Add a room."""
    name, most = request["name"], request.get("max_participants")
    return _room_wire(request, add(request, _managed(request), request.caller.id, name, most))


def add(
    request: Request,
    server_id: str,
    created_by: str,
    name: str,
    max_participants: Optional[int] = None,
) -> str:
    """Make a room, whoever may do so; its id."""
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


@handles("servers.rooms.update")
def update(request: Request) -> Wire:
    """Change what was sent."""
    room_id = room_of(request, _managed(request))["id"]
    request.world.store.update("rooms", room_id, request.changes("name", "max_participants"))
    return _room_wire(request, room_id)


@handles("servers.rooms.delete")
def delete(request: Request) -> None:
    """Remove a room with its messages."""
    server_id = _managed(request)
    remove(request, server_id, room_of(request, server_id)["id"])


def remove(request: Request, server_id: str, room_id: str) -> None:
    """Delete a room that is there, whoever may do so."""
    store = request.world.store
    name = store.value("SELECT name FROM rooms WHERE id = ?", room_id)
    store.run("DELETE FROM rooms WHERE id = ?", room_id)
    journal.record(request, server_id, "room.deleted", roomId=room_id, name=name)


def _managed(request: Request) -> str:
    """The id of the server, for those who manage its rooms."""
    member = membership(request)
    member.require(Permission.MANAGE_ROOMS)
    if request.get("max_participants") is not None and request["max_participants"] < 1:
        raise bad_request("maxParticipants: must be 1 or more")
    server_id: str = member.server["id"]
    return server_id


def _room_wire(request: Request, room_id: str) -> Wire:
    row = request.world.store.one("SELECT * FROM rooms WHERE id = ?", room_id)
    assert row is not None
    return as_room(request.world.store, row)
