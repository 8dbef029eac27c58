from __future__ import annotations

import pytest


def test_profile_of_a_user(wire):
    """A profile is found by its id; an unknown id is a 404."""
    mira = wire.id_of("mira")
    assert wire.ok(f"GET /users/{mira}", who="newcomer")["displayName"] == "Mira"
    assert wire.refused("GET /users/stranger") == 404


def test_identity_of_a_robot(lag, wire):
    """A robot reads its name, server and permissions."""
    info = wire.ok("GET /robots/@me/info", who="robot")
    assert (info["name"], info["serverId"], info["active"]) == ("Beacon", lag.server_id, True)
    assert len(info["permissions"]) == 6
    assert set(info) == {
        "id",
        "name",
        "serverId",
        "avatarUrl",
        "permissions",
        "active",
        "createdAt",
    }


def test_update_of_a_profile(wire):
    """Fields that are not sent stay; a null Steam id unlinks Steam, other fields refuse null."""
    steam = "76561190000000001"
    assert wire.ok("PATCH /users/me", {"steamId": steam})["steamId"] == steam
    assert wire.ok("GET /users/me/steam-activity")["gameName"] == "Paper Boats"
    changed = wire.ok("PATCH /users/me", {"displayName": "Samuel"})
    assert (changed["displayName"], changed["steamId"]) == ("Samuel", steam)
    assert wire.ok("PATCH /users/me", {"steamId": None})["steamId"] is None
    assert wire.ok("GET /users/me/steam-activity")["gameName"] is None
    assert wire.refused("PATCH /users/me", {"displayName": None}) == 400
    assert wire.ok("GET /users/me")["displayName"] == "Samuel"


def test_setup(wire):
    """A new account is set up once; a second time is a 409 and changes nothing."""
    body = {"username": "nova", "displayName": "Nova"}
    assert wire.ok("POST /users/me/setup", body, who="newcomer")["username"] == "nova"
    body = {"username": "other", "displayName": "Other"}
    assert wire.refused("POST /users/me/setup", body, who="newcomer") == 409
    assert wire.refused("POST /users/me/setup", body, who="sam") == 409
    assert wire.ok("GET /users/me", who="newcomer")["displayName"] == "Nova"


@pytest.mark.parametrize(
    ("username", "status"),
    [("sam", 409), ("SAM", 409), ("a", 400), ("with space", 400), ("x" * 33, 400)],
)
def test_refused_username(username, status, wire):
    """A taken username, in any case, is a 409, a malformed one a 400."""
    body = {"username": username, "displayName": "x"}
    assert wire.refused("POST /users/me/setup", body, who="newcomer") == status
    taken = wire.ok(f"GET /users/check-username?username={username}", who="newcomer")
    assert taken == {"available": False}


def test_available_username(wire):
    """A username is available if no other user has it."""
    assert wire.ok("GET /users/check-username?username=nova") == {"available": True}
    assert wire.ok("GET /users/check-username?username=Mira") == {"available": False}
    assert wire.ok("GET /users/check-username?username=mira", who="mira") == {"available": True}


def results(wire, text):
    return [user["username"] for user in wire.ok(f"GET /users/search?q={text}")]


def test_search(lag, wire):
    """Search matches any part of a username in any case, beginnings first, 20 at most."""
    lag.add_user("samson")
    lag.add_user("balsam")
    assert results(wire, "SAM") == ["sam", "samson", "balsam"]
    assert results(wire, "%25") == []
    assert results(wire, "_") == []
    for n in range(25):
        lag.add_user(f"crowd{n:02}")
    assert results(wire, "crowd") == [f"crowd{n:02}" for n in range(20)]
