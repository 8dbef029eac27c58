"""Roles of a server, and the members that have them.

A custom role comes after the others until `sort_order` says otherwise. Owner, Admin and Member
cannot be deleted and keep their permissions, but may be renamed, recoloured and moved. A role never
makes a member the owner. The event `member.role_changed` has the names of the roles.
"""

from __future__ import annotations

import sqlite3
from typing import List

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import bad_request, forbidden, invalid, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.membership import EVERYTHING, Membership, membership, target
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire


def as_role(row: sqlite3.Row) -> Wire:
    """Return a role as the API answers it."""
    return {
        "id": row["id"],
        "serverId": row["server_id"],
        "name": row["name"],
        "color": row["color"],
        "permissions": row["permissions"],
        "sortOrder": row["sort_order"],
        "isDefault": row["default_for"] is not None,
        "createdAt": row["created_at"],
    }


@handles("servers.roles.list")
def list_roles(request: Request) -> List[Wire]:
    """Return all roles in their order; every member may see them."""
    rows = request.world.store.all(
        "SELECT * FROM roles WHERE server_id = ? ORDER BY sort_order, rowid",
        membership(request).server["id"],
    )
    return [as_role(row) for row in rows]


@handles("servers.roles.create")
def create(request: Request) -> Wire:
    """Create a custom role."""
    server_id = _manager(request).server["id"]
    store, role_id = request.world.store, request.world.ids("role")
    store.insert(
        "roles",
        id=role_id,
        server_id=server_id,
        name=request["name"],
        color=request.get("color"),
        permissions=request["permissions"],
        sort_order=store.value(
            "SELECT max(sort_order) + 1 FROM roles WHERE server_id = ?", server_id
        ),
        created_at=written(request.now),
    )
    return as_role(_role(request, server_id, role_id))


@handles("servers.roles.update")
def update(request: Request) -> Wire:
    """Change the fields that were sent."""
    actor = _manager(request)
    role = _role(request, actor.server["id"], request["role_id"])
    if role["default_for"] and "permissions" in request:
        raise bad_request("`permissions` must be those of a custom role, not of a default role")
    # Changing a role acts on the members that have it, so it must not be above the actor.
    actor.require_at_least(role["permissions"])
    changes = request.changes("name", "color", "permissions", "sort_order")
    request.world.store.update("roles", role["id"], changes)
    return as_role(_role(request, actor.server["id"], role["id"]))


@handles("servers.roles.delete")
def delete(request: Request) -> None:
    """Delete a custom role; its members have the Member role again."""
    actor = _manager(request)
    server_id = actor.server["id"]
    role = _role(request, server_id, request["role_id"])
    if role["default_for"]:
        raise bad_request("`roleId` must be a custom role, not a default role")
    actor.require_at_least(role["permissions"])
    store = request.world.store
    default = store.one(
        "SELECT * FROM roles WHERE server_id = ? AND default_for = 'member'", server_id
    )
    assert default is not None
    for row in store.all("SELECT user_id FROM members WHERE role_id = ?", role["id"]):
        _assign(request, server_id, row["user_id"], role["name"], default)
    store.run("DELETE FROM roles WHERE id = ?", role["id"])


@handles("servers.roles.assign_to_member")
def assign_to_member(request: Request) -> Wire:
    """Give a member another role in place of its current one."""
    actor = _manager(request)
    server_id = actor.server["id"]
    member = target(request, actor)
    role = _role(request, server_id, request["role_id"])
    if role["default_for"] == "owner":
        raise forbidden("A role cannot make a member the owner")
    actor.require_at_least(role["permissions"])
    actor.require_at_least(member.permissions)
    _assign(request, server_id, member.user_id, member.role, role)
    return {
        "userId": member.user_id,
        "roleId": role["id"],
        "roleName": role["name"],
        "role": role["default_for"] or "member",
    }


def _assign(
    request: Request, server_id: str, user_id: str, old_name: str, role: sqlite3.Row
) -> None:
    request.world.store.run(
        "UPDATE members SET role_id = ? WHERE server_id = ? AND user_id = ?",
        role["id"],
        server_id,
        user_id,
    )
    journal.record(
        request,
        server_id,
        "member.role_changed",
        userId=user_id,
        oldRole=old_name,
        newRole=role["name"],
    )


def _manager(request: Request) -> Membership:
    """Return the caller, who must manage roles and have all permissions that it gives."""
    actor = membership(request)
    actor.require(Permission.MANAGE_ROLES)
    permissions = request.get("permissions") or 0
    if permissions & ~EVERYTHING:
        raise invalid("permissions", f"flags from 0 to {EVERYTHING}", permissions)
    actor.require_at_least(permissions)
    return actor


def _role(request: Request, server_id: str, role_id: str) -> sqlite3.Row:
    row = request.world.store.one(
        "SELECT * FROM roles WHERE id = ? AND server_id = ?", role_id, server_id
    )
    if row is None:
        raise not_found("Role")
    return row
