from __future__ import annotations

import pytest

from lagclient import Permission

ROLES = "/servers/{server}/roles"


@pytest.fixture
def roles(wire):
    return {role["name"]: role for role in wire.ok(f"GET {ROLES}")}


def make(wire, name, permissions, who="sam"):
    return wire.ok(f"POST {ROLES}", {"name": name, "permissions": int(permissions)}, who=who)


def give(wire, to, role, who="sam"):
    line = f"PUT /servers/{{server}}/members/{wire.id_of(to)}/role"
    return wire(line, {"roleId": role["id"]}, who=who)


def test_default_roles(wire, roles):
    """Owner and Admin have every permission, Member may invite; every member sees the roles."""
    assert {name: role["permissions"] for name, role in roles.items()} == {
        "Owner": 2047,
        "Admin": 2047,
        "Member": Permission.CREATE_INVITES,
    }
    assert all(role["isDefault"] for role in roles.values())
    assert wire.ok(f"GET {ROLES}", who="mira") == list(roles.values())


def test_order_of_roles(wire, roles):
    """Roles are listed by sortOrder; a new one comes last."""
    new = make(wire, "New", 0)
    assert (new["isDefault"], new["sortOrder"]) == (False, 3)
    wire.ok(f"PATCH {ROLES}/{new['id']}", {"sortOrder": -1, "color": "#336699"})
    listed = wire.ok(f"GET {ROLES}")
    assert [role["name"] for role in listed] == ["New", "Owner", "Admin", "Member"]
    assert listed[0]["color"] == "#336699"


@pytest.mark.parametrize("name", ["Owner", "Admin", "Member"])
def test_permissions_of_a_default_role(name, wire, roles):
    """A default role can be renamed; changing its permissions or deleting it is a 400."""
    line = f"{ROLES}/{roles[name]['id']}"
    assert wire.refused(f"PATCH {line}", {"permissions": 0}) == 400
    assert wire.refused(f"DELETE {line}") == 400
    assert wire.ok(f"PATCH {line}", {"name": "Other"})["permissions"] == roles[name]["permissions"]


def test_member_without_manage_roles(wire, roles):
    """Without MANAGE_ROLES it is a 403."""
    assert wire.refused(f"POST {ROLES}", {"name": "x", "permissions": 0}, who="mira") == 403
    assert wire.refused(f"PATCH {ROLES}/{roles['Admin']['id']}", {}, who="mira") == 403
    assert wire.refused(f"DELETE {ROLES}/{roles['Admin']['id']}", who="mira") == 403
    assert give(wire, "jun", roles["Member"], who="mira").status_code == 403


def test_permissions_of_a_custom_role(wire):
    """A member with a custom role has its permissions, and still the rank of a member."""
    assert wire.refused("POST /servers/{server}/rooms", {"name": "x"}, who="mira") == 403
    role = make(wire, "Builder", Permission.MANAGE_ROOMS)
    answer = give(wire, "mira", role).json()
    assert answer == {
        "userId": wire.id_of("mira"),
        "roleId": role["id"],
        "roleName": "Builder",
        "role": "member",
    }
    assert wire.ok("POST /servers/{server}/rooms", {"name": "x"}, who="mira")
    assert wire.refused("POST /servers/{server}/invites", {}, who="mira") == 403
    member = wire.ok("GET /servers/{server}")["members"][-1]
    assert (member["role"], member["roleId"]) == ("member", role["id"])


def changes_of_roles(wire):
    """Return the old and the new role of each event that the robot has not polled yet."""
    events = wire.ok("GET /robots/@me/events/poll", who="robot")
    data = [e["payload"]["data"] for e in events if e["eventType"] == "member.role_changed"]
    return [(one["userId"], one["oldRole"], one["newRole"]) for one in data]


def test_event_of_a_custom_role(wire, roles):
    """`member.role_changed` has the names of both roles, also when a role is deleted."""
    role, mira = make(wire, "Builder", Permission.MANAGE_ROOMS), wire.id_of("mira")
    give(wire, "mira", role)
    assert changes_of_roles(wire) == [(mira, "Member", "Builder")]
    wire(f"DELETE {ROLES}/{role['id']}")
    assert changes_of_roles(wire) == [(mira, "Builder", "Member")]
    give(wire, "mira", roles["Admin"])
    assert changes_of_roles(wire) == [(mira, "Member", "Admin")]


def test_deleted_role(wire, roles):
    """Members of a deleted role have the Member role again."""
    role = make(wire, "Builder", Permission.MANAGE_ROOMS)
    give(wire, "mira", role)
    assert wire(f"DELETE {ROLES}/{role['id']}").status_code == 204
    assert wire.refused(f"DELETE {ROLES}/{role['id']}") == 404
    assert wire.ok("GET /servers/{server}")["members"][-1]["roleId"] == roles["Member"]["id"]


def test_promotion(wire, roles):
    """A member becomes an admin by the Admin role, and never the owner."""
    assert give(wire, "mira", roles["Admin"]).json()["role"] == "admin"
    assert wire.ok("GET /servers/{server}", who="mira")["myRole"] == "admin"
    assert give(wire, "mira", roles["Owner"]).status_code == 403
    assert give(wire, "sam", roles["Member"], who="jun").status_code == 403
    assert give(wire, "jun", roles["Member"], who="jun").status_code == 403
    assert give(wire, "ines", roles["Member"]).status_code == 404
    assert give(wire, "mira", {"id": "none"}).status_code == 404


def test_permissions_beyond_the_own(wire, roles):
    """A member cannot create, give or change a role with permissions beyond its own."""
    give(wire, "mira", make(wire, "Clerk", Permission.MANAGE_ROLES))
    line, body = f"POST {ROLES}", {"name": "x", "permissions": int(Permission.BAN_MEMBERS)}
    assert wire.refused(line, body, who="mira") == 403
    assert give(wire, "jun", roles["Member"], who="mira").status_code == 403
    mine = make(wire, "Nothing", 0, who="mira")
    assert give(wire, "jun", mine, who="mira").status_code == 403
    assert wire.refused(f"PATCH {ROLES}/{mine['id']}", {"permissions": 2047}, who="mira") == 403
    assert wire.refused(f"PATCH {ROLES}/{roles['Owner']['id']}", {"name": "x"}, who="mira") == 403
    strong = make(wire, "Strong", Permission.BAN_MEMBERS)
    assert wire.refused(f"DELETE {ROLES}/{strong['id']}", who="mira") == 403


@pytest.mark.parametrize("permissions", [-1, 2048, 2**40])
def test_unknown_permissions(permissions, wire):
    """Permissions are a sum of known flags; else a 400."""
    assert wire.refused(f"POST {ROLES}", {"name": "x", "permissions": permissions}) == 400
