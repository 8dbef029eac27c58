"""Servers, as the sandbox creates and answers them."""

from __future__ import annotations

import sqlite3
from typing import Optional

from lagclient.models.permission import Permission
from lagclient.sandbox.rules.members import join
from lagclient.sandbox.rules.membership import EVERYTHING
from lagclient.sandbox.world.world import Wire, World

_DEFAULT_ROLES = (
    ("owner", "Owner", EVERYTHING),
    ("admin", "Admin", EVERYTHING),
    ("member", "Member", int(Permission.CREATE_INVITES)),
)
SELECT = (
    "SELECT s.*, (SELECT count(*) FROM members m WHERE m.server_id = s.id) AS member_count"
    " FROM servers s"
)
"""Selects servers with what `as_server` needs."""


def as_server(row: sqlite3.Row) -> Wire:
    """Return a server without its rooms and members."""
    return {
        "id": row["id"],
        "name": row["name"],
        "iconUrl": row["icon_url"],
        "iconEmoji": row["icon_emoji"],
        "ownerId": row["owner_id"],
        "memberCount": row["member_count"],
        "createdAt": row["created_at"],
    }


def server_wire(world: World, server_id: str) -> Wire:
    """Return an existing server as the API answers it."""
    row = world.store.one(f"{SELECT} WHERE s.id = ?", server_id)
    assert row is not None
    return as_server(row)


def create(world: World, now: str, owner_id: str, name: str, icon_emoji: Optional[str]) -> str:
    """Create a server with its default roles, its owner and no rooms; return its id."""
    server_id = world.ids("srv")
    world.store.insert(
        "servers",
        id=server_id,
        name=name,
        icon_emoji=icon_emoji,
        owner_id=owner_id,
        created_at=now,
    )
    for order, (rank, role, permissions) in enumerate(_DEFAULT_ROLES):
        world.store.insert(
            "roles",
            id=world.ids("role"),
            server_id=server_id,
            name=role,
            permissions=permissions,
            sort_order=order,
            default_for=rank,
            created_at=now,
        )
    join(world, now, server_id, owner_id, "owner")
    return server_id
