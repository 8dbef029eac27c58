from __future__ import annotations

import pytest

MESSAGES = "/servers/{server}/rooms/{room}/messages"


def names(wire):
    return [member["username"] for member in wire.ok("GET /servers/{server}")["members"]]


@pytest.fixture
def about(wire):
    """Fill in ids: ``{mira}`` becomes the id of Mira."""

    def fill(line):
        for name in ("sam", "jun", "mira", "ines"):
            if f"{{{name}}}" in line:
                line = line.replace(f"{{{name}}}", wire.id_of(name))
        return line

    return fill


def test_kicked_member(wire, about):
    """A kicked member is removed, and may join again with an invite; a stranger is a 404."""
    line = about("DELETE /servers/{server}/members/{mira}")
    assert wire(line, who="jun").status_code == 204
    assert names(wire) == ["sam", "jun"]
    assert wire.refused(line, who="jun") == 404
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    assert wire.ok(f"POST /servers/join/{code}", who="mira")["memberCount"] == 3


LINES = [
    ("DELETE /servers/{server}/members/{who}", None),
    ("POST /servers/{server}/bans/{who}", {}),
    ("POST /servers/{server}/mutes/{who}", {}),
]


@pytest.mark.parametrize(("line", "body"), LINES, ids=["kick", "ban", "mute"])
def test_permissions_to_moderate(line, body, wire, about):
    """Members may not moderate; admins may, but neither the owner nor themselves."""
    assert wire.refused(about(line.replace("who", "jun")), body, who="mira") == 403
    assert wire.refused(about(line.replace("who", "sam")), body, who="jun") == 403
    assert wire.refused(about(line.replace("who", "jun")), body, who="jun") == 403
    assert wire.refused(about(line.replace("who", "sam")), body, who="sam") == 403
    assert wire.refused(line.replace("{who}", "stranger"), body, who="jun") == 404
    assert names(wire) == ["sam", "jun", "mira"]


@pytest.mark.parametrize("what", ["bans", "mutes"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_permissions_to_lift(what, method, wire, about):
    """Listing and lifting need the same permission as imposing."""
    line = f"{method} /servers/{{server}}/{what}" + (about("/{jun}") if method == "DELETE" else "")
    assert wire.refused(line, who="mira") == 403


def test_banned_user(wire, about):
    """A banned user is removed and cannot join until the ban is lifted."""
    ban = wire.ok(about("POST /servers/{server}/bans/{mira}"), {"reason": "spam"}, who="jun")
    assert (ban["username"], ban["reason"], ban["expiresAt"]) == ("mira", "spam", None)
    assert ban["bannedBy"] == wire.id_of("jun")
    assert names(wire) == ["sam", "jun"]
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    assert wire.refused(f"POST /servers/join/{code}", who="mira") == 403
    assert [b["id"] for b in wire.ok("GET /servers/{server}/bans")] == [ban["id"]]
    assert wire(about("DELETE /servers/{server}/bans/{mira}")).status_code == 204
    assert wire.refused(about("DELETE /servers/{server}/bans/{mira}")) == 404
    assert wire.ok(f"POST /servers/join/{code}", who="mira")


def test_end_of_a_ban(wire, clock, about):
    """A ban ends after its minutes; repeating it begins it again."""
    line = about("POST /servers/{server}/bans/{ines}")
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    assert wire.ok(line, {"duration": 10})["expiresAt"] == "2024-05-01T12:10:00.000Z"
    clock.forward(minutes=5)
    assert wire.ok(line, {"duration": 10})["expiresAt"] == "2024-05-01T12:15:00.000Z"
    assert len(wire.ok("GET /servers/{server}/bans")) == 1
    clock.forward(minutes=10, seconds=-1)
    assert wire.refused(f"POST /servers/join/{code}", who="ines") == 403
    clock.forward(seconds=1)
    assert wire.ok("GET /servers/{server}/bans") == []
    assert wire.refused(about("DELETE /servers/{server}/bans/{ines}")) == 404
    assert wire.ok(f"POST /servers/join/{code}", who="ines")


def test_muted_member(wire, clock, about):
    """A muted member reads and deletes, but neither sends nor edits, until the mute ends."""
    own = wire.ok(f"POST {MESSAGES}", {"content": "before"}, who="mira")["id"]
    mute = wire.ok(about("POST /servers/{server}/mutes/{mira}"), {"duration": 1}, who="jun")
    assert mute["mutedBy"] == wire.id_of("jun")
    assert wire.refused(f"POST {MESSAGES}", {"content": "hey"}, who="mira") == 403
    assert wire.refused(f"PATCH {MESSAGES}/{own}", {"content": "hey"}, who="mira") == 403
    assert wire.ok(f"GET {MESSAGES}", who="mira")["messages"]
    assert wire.ok("GET /servers/{server}/mutes")[0]["username"] == "mira"
    clock.forward(minutes=1)
    assert wire.ok("GET /servers/{server}/mutes") == []
    assert wire.ok(f"POST {MESSAGES}", {"content": "hey"}, who="mira")


def test_unmuted_member(wire, about):
    """An unmuted member sends again; only members can be muted."""
    wire.ok(about("POST /servers/{server}/mutes/{mira}"), {})
    assert wire(about("DELETE /servers/{server}/mutes/{mira}")).status_code == 204
    assert wire.ok(f"POST {MESSAGES}", {"content": "hey"}, who="mira")
    assert wire.refused(about("POST /servers/{server}/mutes/{ines}"), {}) == 404


@pytest.mark.parametrize("minutes", [0, -5, 2**52])
def test_wrong_duration(minutes, wire, about):
    """A duration is at least a minute, and ends within the calendar; else a 400."""
    for what in ("bans", "mutes"):
        line = about(f"POST /servers/{{server}}/{what}/{{mira}}")
        assert wire.refused(line, {"duration": minutes}) == 400
    assert "mira" in names(wire)
