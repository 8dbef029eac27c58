from __future__ import annotations

import pytest

from tests.kit.sandbox import PIXEL


def test_list_of_servers(lag, wire):
    """Users see the servers that they are members of, and no others."""
    assert [server["id"] for server in wire.ok("GET /servers/me", who="mira")] == [lag.server_id]
    assert wire.ok("GET /servers/me", who="ines") == []


def test_server_of_a_member(lag, wire):
    """A server has its rooms and members in order, and the caller's own role."""
    server = wire.ok("GET /servers/{server}", who="jun")
    assert (server["myRole"], server["memberCount"]) == ("admin", 3)
    assert [room["name"] for room in server["rooms"]] == ["general", "music", "game-night"]
    assert server["rooms"][0]["id"] == lag.room_id
    roles = [(member["username"], member["role"]) for member in server["members"]]
    assert roles == [("sam", "owner"), ("jun", "admin"), ("mira", "member")]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("GET /servers/{id}", None),
        ("PATCH /servers/{id}", {"name": "x"}),
        ("POST /servers/{id}/icon", {"image": PIXEL}),
        ("DELETE /servers/{id}", None),
        ("DELETE /servers/{id}/leave", None),
        ("GET /servers/{id}/roles", None),
        ("GET /servers/{id}/bans", None),
        ("GET /servers/{id}/mutes", None),
        ("GET /servers/{id}/invites", None),
        ("POST /servers/{id}/invites", {}),
        ("POST /servers/{id}/rooms", {"name": "x"}),
        ("GET /servers/{id}/rooms/{room}/messages", None),
        ("POST /servers/{id}/rooms/{room}/messages", {"content": "x"}),
        ("DELETE /servers/{id}/members/x", None),
    ],
)
def test_server_of_others(line, body, lag, wire):
    """A user who is not a member gets a 403; an unknown server is a 404."""
    assert wire.refused(line.replace("{id}", lag.server_id), body, who="ines") == 403
    assert wire.refused(line.replace("{id}", "srv_none"), body, who="ines") == 404


def test_second_server_of_an_owner(wire):
    """A second server is a 403 until the first one is deleted."""
    assert wire.refused("POST /servers", {"name": "Second"}) == 403
    made = wire.ok("POST /servers", {"name": "First", "iconEmoji": ":rocket:"}, who="mira")
    assert (made["memberCount"], made["iconEmoji"]) == (1, ":rocket:")
    assert made["ownerId"] == wire.id_of("mira")
    assert wire.refused("POST /servers", {"name": "Second"}, who="mira") == 403
    wire.ok(f"DELETE /servers/{made['id']}", who="mira")
    assert wire.ok("POST /servers", {"name": "Second", "iconEmoji": None}, who="mira")


def test_new_server(wire):
    """A new server has its owner, the default roles and no rooms."""
    made = wire.ok("POST /servers", {"name": "New"}, who="ines")
    server = wire.ok(f"GET /servers/{made['id']}", who="ines")
    assert (server["rooms"], server["myRole"]) == ([], "owner")
    roles = wire.ok(f"GET /servers/{made['id']}/roles", who="ines")
    assert [role["name"] for role in roles] == ["Owner", "Admin", "Member"]


def test_update_of_a_server(lag, wire):
    """Admins change the fields that were sent, and null clears an icon; members may not."""
    icon = wire.ok("POST /servers/{server}/icon", {"image": PIXEL})["iconUrl"]
    assert icon.startswith(lag.url)
    changed = wire.ok("PATCH /servers/{server}", {"name": "Parlour"}, who="jun")
    assert (changed["name"], changed["iconUrl"]) == ("Parlour", icon)
    cleared = wire.ok("PATCH /servers/{server}", {"iconUrl": None, "iconEmoji": None})
    assert (cleared["iconUrl"], cleared["iconEmoji"], cleared["name"]) == (None, None, "Parlour")
    assert wire.refused("PATCH /servers/{server}", {"name": None}) == 400
    assert wire.refused("PATCH /servers/{server}", {"name": "Mine"}, who="mira") == 403


def test_deleted_server(lag, wire):
    """Only the owner deletes a server; its rooms, robots and their keys are deleted, too."""
    for who in ("jun", "mira"):
        assert wire.refused("DELETE /servers/{server}", who=who) == 403
    wire.ok("POST /servers/{server}/invites", {})
    wire.ok("POST /servers/{server}/bans/" + wire.id_of("ines"), {})
    assert wire("DELETE /servers/{server}").status_code == 204
    assert wire.refused("GET /servers/{server}") == 404
    assert wire.ok("GET /servers/me", who="mira") == []
    assert wire.refused("GET /robots/@me/info", who="robot") == 401
    for table in ("rooms", "messages", "roles", "members", "invites", "bans", "robots", "journal"):
        assert lag._world.store.value(f"SELECT count(*) FROM {table}") == 0, table


def test_leave(wire):
    """Members leave; the owner cannot."""
    assert wire.refused("DELETE /servers/{server}/leave", who="sam") == 403
    assert wire("DELETE /servers/{server}/leave", who="mira").status_code == 204
    assert wire.refused("GET /servers/{server}", who="mira") == 403
    assert wire.ok("GET /servers/{server}")["memberCount"] == 2
    page = wire.ok("GET /servers/{server}/rooms/{room}/messages")
    assert "mira" in [message["username"] for message in page["messages"]]
