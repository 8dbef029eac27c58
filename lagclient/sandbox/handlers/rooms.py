"""Rooms of a server. Programs decide which users are in their voice: see `presence`."""

from __future__ import annotations

from typing import List

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import invalid
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules import rooms
from lagclient.sandbox.rules.membership import membership, server_of
from lagclient.sandbox.world.world import Request, Wire


@handles("servers.rooms.list")
def list_rooms(request: Request) -> List[Wire]:
    """Return the rooms to a robot; users get them from `servers.get`.

    The documentation does not say whether the live API wraps them in an object.
    """
    return rooms.rooms_of(request.world.store, server_of(request)["id"])


@handles("servers.rooms.create")
def create(request: Request) -> Wire:
    """Create a room."""
    name, most = request["name"], request.get("max_participants")
    room_id = rooms.add(request, _managed(request), request.caller.id, name, most)
    return _room_wire(request, room_id)


@handles("servers.rooms.update")
def update(request: Request) -> Wire:
    """Change the fields that were sent."""
    room_id = rooms.room_of(request, _managed(request))["id"]
    request.world.store.update("rooms", room_id, request.changes("name", "max_participants"))
    return _room_wire(request, room_id)


@handles("servers.rooms.delete")
def delete(request: Request) -> None:
    """Delete a room with its messages."""
    server_id = _managed(request)
    rooms.remove(request, server_id, rooms.room_of(request, server_id)["id"])


def _managed(request: Request) -> str:
    """Return the id of the server to a member who manages its rooms."""
    member = membership(request)
    member.require(Permission.MANAGE_ROOMS)
    if request.get("max_participants") is not None and request["max_participants"] < 1:
        raise invalid("maxParticipants", "1 or more", request["max_participants"])
    server_id: str = member.server["id"]
    return server_id


def _room_wire(request: Request, room_id: str) -> Wire:
    row = request.world.store.one("SELECT * FROM rooms WHERE id = ?", room_id)
    assert row is not None
    return rooms.as_room(request.world.store, row)
