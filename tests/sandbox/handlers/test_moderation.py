from __future__ import annotations

import pytest

MESSAGES = "/servers/{server}/rooms/{room}/messages"


def names(wire):
    return [member["username"] for member in wire.ok("GET /servers/{server}")["members"]]


@pytest.fixture
def about(wire):
    """Lines about somebody: ``{mira}`` becomes an id."""

    def fill(line):
        for name in ("sam", "jun", "mira", "ines"):
            if f"{{{name}}}" in line:
                line = line.replace(f"{{{name}}}", wire.id_of(name))
        return line

    return fill


def test_kick(wire, about):
    """A kicked member is out, and may come back with an invite; who is none is a 404."""
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
def test_who_may_and_to_whom(line, body, wire, about):
    """Members may not; admins may, but neither to the owner nor to themselves."""
    assert wire.refused(about(line.replace("who", "jun")), body, who="mira") == 403
    assert wire.refused(about(line.replace("who", "sam")), body, who="jun") == 403
    assert wire.refused(about(line.replace("who", "jun")), body, who="jun") == 403
    assert wire.refused(about(line.replace("who", "sam")), body, who="sam") == 403
    assert wire.refused(line.replace("{who}", "nobody"), body, who="jun") == 404
    assert names(wire) == ["sam", "jun", "mira"]


@pytest.mark.parametrize("what", ["bans", "mutes"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_members_see_and_lift_nothing(what, method, wire, about):
    """Listing and lifting need the same permission as imposing."""
    line = f"{method} /servers/{{server}}/{what}" + (about("/{jun}") if method == "DELETE" else "")
    assert wire.refused(line, who="mira") == 403


def test_a_ban_keeps_out(wire, about):
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


def test_a_ban_ends(wire, clock, about):
    """A ban of so many minutes is over after them; repeating it begins it again."""
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


def test_a_mute_silences(wire, clock, about):
    """A muted member reads, deletes, but neither sends nor edits, until it ends."""
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


def test_a_mute_is_lifted(wire, about):
    """An unmuted member speaks again; only members can be muted."""
    wire.ok(about("POST /servers/{server}/mutes/{mira}"), {})
    assert wire(about("DELETE /servers/{server}/mutes/{mira}")).status_code == 204
    assert wire.ok(f"POST {MESSAGES}", {"content": "hey"}, who="mira")
    assert wire.refused(about("POST /servers/{server}/mutes/{ines}"), {}) == 404


@pytest.mark.parametrize("minutes", [0, -5, 2**52])
def test_durations_that_make_no_sense(minutes, wire, about):
    """A duration is a minute at least, and ends within the calendar; else a 400."""
    for what in ("bans", "mutes"):
        line = about(f"POST /servers/{{server}}/{what}/{{mira}}")
        assert wire.refused(line, {"duration": minutes}) == 400
    assert "mira" in names(wire)
