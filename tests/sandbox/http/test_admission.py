from __future__ import annotations

import pytest

from lagclient.resources import TABLE
from lagclient.sandbox.http.admission import doors

ROBOT_LINES = {
    "read_messages": ("GET", "/rooms/{room}/messages", None),
    "send_messages": ("POST", "/rooms/{room}/messages", {"content": "hi"}),
    "read_rooms": ("GET", "/rooms", None),
    "read_members": ("GET", "/members", None),
}


def test_doors_of_a_route():
    """Each kind of caller reaches a route where the SDK sends it; robots under their prefix."""
    at = {door.kind: door.path for door in doors(TABLE["servers.rooms.messages.send"])}
    path = "/servers/{server_id}/rooms/{room_id}/messages"
    assert at == {"user": path, "robot": f"/robots/@me{path}"}
    assert [d.path for d in doors(TABLE["identity"])] == ["/robots/@me/info"]
    assert [d.kind for d in doors(TABLE["servers.rooms.list"])] == ["robot"]
    assert [d.path for d in doors(TABLE["servers.invites.preview"])] == ["/servers/invite/{code}"]


@pytest.mark.parametrize("permission", ROBOT_LINES)
def test_robot_without_a_permission(permission, lag, wire):
    """A robot without a route's permission gets a 403 that names it; with it, it is admitted."""
    method, path, body = ROBOT_LINES[permission]
    line = f"{method} /robots/@me/servers/{{server}}{path}"
    others = set(ROBOT_LINES) - {permission}
    for permissions, status in ((others, 403), ({permission}, 200)):
        key = lag.add_robot(f"Robot {status}", permissions)
        response = wire(line, body, who="", headers={"Authorization": f"Robot {key}"})
        assert response.status_code in (status, 201 if status == 200 else status)
        assert (permission in response.text) == (status == 403)


def test_user_at_a_path_of_robots(wire):
    """A user's token at a robot's path is a 403."""
    assert wire.refused("GET /robots/@me/info") == 403
    assert wire.refused("GET /robots/@me/servers/{server}/rooms") == 403


def test_robot_at_a_path_of_users(wire):
    """A robot's key at a user's path is a 403, also where robots have another path for it."""
    assert wire.refused("GET /users/me", who="robot") == 403
    assert wire.refused("GET /servers/{server}/rooms/{room}/messages", who="robot") == 403
    assert wire.refused("POST /servers/{server}/rooms", {"name": "x"}, who="robot") == 403


def test_robot_in_another_server(lag, wire):
    """A robot gets a 403 in another server than its own, and a 404 in an unknown one."""
    other = wire.ok("POST /servers", {"name": "Elsewhere"}, who="ines")["id"]
    assert wire.refused(f"GET /robots/@me/servers/{other}/rooms", who="robot") == 403
    assert wire.refused("GET /robots/@me/servers/none/rooms", who="robot") == 404
