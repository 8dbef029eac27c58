from __future__ import annotations

import pytest

from lagclient.sandbox.handlers import invites

INVITES = "/servers/{server}/invites"


def join(wire, invite, who):
    return wire(f"POST /servers/join/{invite['code']}", who=who)


def test_join_by_an_invite(lag, wire):
    """An invite makes its users members, and counts its uses."""
    invite = wire.ok(f"POST {INVITES}", {})
    assert (invite["uses"], invite["maxUses"], invite["expiresAt"]) == (0, None, None)
    joined = join(wire, invite, "ines")
    assert joined.json()["id"] == lag.server_id
    assert joined.json()["memberCount"] == 4
    assert wire.ok(f"GET {INVITES}")[0]["uses"] == 1
    assert wire.ok("GET /servers/{server}", who="ines")["myRole"] == "member"


def test_second_join(wire):
    """Joining again is a 409 and costs no use."""
    invite = wire.ok(f"POST {INVITES}", {"maxUses": 1})
    assert join(wire, invite, "sam").status_code == 409
    assert join(wire, invite, "ines").status_code == 200
    assert join(wire, invite, "ines").status_code == 409


def test_last_use_of_an_invite(wire):
    """After its last use an invite is not listed, not valid, and joining by it is a 404."""
    invite = wire.ok(f"POST {INVITES}", {"maxUses": 1})
    join(wire, invite, "ines")
    assert wire.ok(f"GET {INVITES}") == []
    assert wire.ok(f"GET /servers/invite/{invite['code']}", who="")["valid"] is False
    assert join(wire, invite, "newcomer").status_code == 404


def test_expired_invite(wire, clock):
    """An invite ends after its hours."""
    invite = wire.ok(f"POST {INVITES}", {"expiresInHours": 2})
    assert invite["expiresAt"] == "2024-05-01T14:00:00.000Z"
    clock.forward(hours=2, seconds=-1)
    assert wire.ok(f"GET /servers/invite/{invite['code']}")["valid"] is True
    clock.forward(seconds=1)
    assert wire.ok(f"GET /servers/invite/{invite['code']}")["valid"] is False
    assert wire.ok(f"GET {INVITES}") == []
    assert join(wire, invite, "ines").status_code == 404


def test_preview_of_an_invite(wire):
    """Every caller sees the server of a code, without a token; an unknown code is a 404."""
    invite = wire.ok(f"POST {INVITES}", {})
    assert wire.ok(f"GET /servers/invite/{invite['code']}", who="") == {
        "serverName": "Lag Lounge",
        "serverIconUrl": None,
        "serverIconEmoji": ":sofa:",
        "memberCount": 3,
        "memberLimit": 100,
        "isFull": False,
        "valid": True,
    }
    assert wire.refused("GET /servers/invite/none", who="") == 404
    assert wire.refused("POST /servers/join/none", who="ines") == 404


def test_full_server(wire, monkeypatch):
    """A full server says so, and admits no member."""
    monkeypatch.setattr(invites, "MEMBER_LIMIT", 3)
    invite = wire.ok(f"POST {INVITES}", {})
    assert wire.ok(f"GET /servers/invite/{invite['code']}")["isFull"] is True
    assert join(wire, invite, "ines").status_code == 403


def test_permissions_for_invites(wire):
    """Members create invites and revoke their own; the list and others' invites are for admins."""
    own = wire.ok(f"POST {INVITES}", {}, who="mira")
    other = wire.ok(f"POST {INVITES}", {}, who="jun")
    assert wire.refused(f"GET {INVITES}", who="mira") == 403
    assert wire.refused(f"DELETE {INVITES}/{other['id']}", who="mira") == 403
    assert wire(f"DELETE {INVITES}/{own['id']}", who="mira").status_code == 204
    assert [invite["id"] for invite in wire.ok(f"GET {INVITES}", who="jun")] == [other["id"]]


def test_revoked_invite(wire):
    """An invite is revoked by its id, not by its code."""
    invite = wire.ok(f"POST {INVITES}", {})
    assert wire.refused(f"DELETE {INVITES}/{invite['code']}") == 404
    wire.ok(f"DELETE {INVITES}/{invite['id']}")
    assert wire.refused(f"DELETE {INVITES}/{invite['id']}") == 404
    assert join(wire, invite, "ines").status_code == 404


@pytest.mark.parametrize(
    "body", [{"maxUses": 0}, {"maxUses": -1}, {"expiresInHours": 0}, {"expiresInHours": 2**50}]
)
def test_wrong_invite(body, wire):
    """An invite has at least one use and one hour, and ends within the calendar; else a 400."""
    assert wire.refused(f"POST {INVITES}", body) == 400


def test_invite_to_a_friend(wire):
    """A friend is invited directly; a stranger is a 403, a member a 409, an unknown user a 404."""
    line = "POST /servers/{server}/invite-friend"
    assert wire.ok(line, {"userId": wire.id_of("ines")}) == {"sent": True}
    assert wire.refused(line, {"userId": wire.id_of("newcomer")}) == 403
    assert wire.refused(line, {"userId": wire.id_of("mira")}) == 409
    assert wire.refused(line, {"userId": "stranger"}) == 404
    wire.ok(f"POST /servers/{{server}}/bans/{wire.id_of('ines')}", {})
    assert wire.refused(line, {"userId": wire.id_of("ines")}) == 403
