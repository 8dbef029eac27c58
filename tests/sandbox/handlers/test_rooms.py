from __future__ import annotations

import pytest


def test_rooms_of_an_admin(wire):
    """Members who manage rooms create, change and delete them."""
    body = {"name": "quiet", "maxParticipants": 4}
    room = wire.ok("POST /servers/{server}/rooms", body, who="jun")
    assert (room["name"], room["maxParticipants"], room["participants"]) == ("quiet", 4, [])
    assert room["createdBy"] == wire.id_of("jun")
    line = f"/servers/{{server}}/rooms/{room['id']}"
    changed = wire.ok(f"PATCH {line}", {"maxParticipants": 8}, who="jun")
    assert (changed["name"], changed["maxParticipants"]) == ("quiet", 8)
    assert wire(f"DELETE {line}", who="jun").status_code == 204
    assert wire.refused(f"DELETE {line}", who="jun") == 404


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("POST /servers/{server}/rooms", {"name": "x"}),
        ("PATCH /servers/{server}/rooms/{room}", {"name": "x"}),
        ("DELETE /servers/{server}/rooms/{room}", None),
    ],
)
def test_member_without_manage_rooms(line, body, wire):
    """Without MANAGE_ROOMS it is a 403."""
    assert wire.refused(line, body, who="mira") == 403
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 3


@pytest.mark.parametrize("limit", [0, -1])
def test_room_without_space(limit, wire):
    """A room for less than one user is a 400."""
    body = {"name": "x", "maxParticipants": limit}
    assert wire.refused("POST /servers/{server}/rooms", body) == 400
    assert wire.refused("PATCH /servers/{server}/rooms/{room}", {"maxParticipants": limit}) == 400


def test_room_of_another_server(lag, wire):
    """A room is a 404 under another server than its own."""
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    for line, body in (
        (f"PATCH /servers/{other}/rooms/{lag.room_id}", {"name": "mine"}),
        (f"DELETE /servers/{other}/rooms/{lag.room_id}", None),
        (f"GET /servers/{other}/rooms/{lag.room_id}/messages", None),
    ):
        assert wire.refused(line, body, who="ines") == 404


def test_lists_of_a_robot(wire):
    """Robots get the same rooms and members that users find in the server."""
    server = wire.ok("GET /servers/{server}")
    for what in ("rooms", "members"):
        assert wire.ok(f"GET /robots/@me/servers/{{server}}/{what}", who="robot") == server[what]


def test_deleted_room(lag, wire):
    """The messages of a deleted room are deleted."""
    wire.ok("DELETE /servers/{server}/rooms/{room}")
    assert wire.refused("GET /servers/{server}/rooms/{room}/messages") == 404
    assert lag._world.store.value("SELECT count(*) FROM messages") == 0
