"""Servers themselves: what they are called, who owns them, and their end."""

from __future__ import annotations

import sqlite3
from typing import List, Optional

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import forbidden
from lagclient.sandbox.handlers.account import address_of_image
from lagclient.sandbox.handlers.members import members_of, remove
from lagclient.sandbox.handlers.rooms import rooms_of
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.membership import EVERYTHING, membership
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire, World

OWNED_AT_MOST = 1
"""All accounts of a sandbox are free ones."""

DEFAULT_ROLES = (
    ("owner", "Owner", EVERYTHING),
    ("admin", "Admin", EVERYTHING),
    ("member", "Member", int(Permission.CREATE_INVITES)),
)

_FIELDS = {"name": "name", "icon_url": "iconUrl", "icon_emoji": "iconEmoji"}
_WITH_COUNT = (
    "SELECT s.*, (SELECT count(*) FROM members m WHERE m.server_id = s.id) AS member_count"
    " FROM servers s"
)


def as_server(row: sqlite3.Row) -> Wire:
    """A server without its rooms and members; the row has a `member_count`."""
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
    """A server that is known to be there, as it is answered."""
    row = world.store.one(f"{_WITH_COUNT} WHERE s.id = ?", server_id)
    assert row is not None
    return as_server(row)


def found(world: World, now: str, owner_id: str, name: str, icon_emoji: Optional[str]) -> str:
    """Make a server with its default roles and its owner in it; no rooms. Its id."""
    server_id = world.ids("srv")
    world.store.insert(
        "servers",
        id=server_id,
        name=name,
        icon_emoji=icon_emoji,
        owner_id=owner_id,
        created_at=now,
    )
    for order, (rank, role, permissions) in enumerate(DEFAULT_ROLES):
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


def join(world: World, now: str, server_id: str, user_id: str, rank: str = "member") -> None:
    """Make a user a member, with the default role of a rank."""
    world.store.run(
        "INSERT INTO members (server_id, user_id, role_id, joined_at)"
        " SELECT server_id, ?, id, ? FROM roles WHERE server_id = ? AND default_for = ?",
        user_id,
        now,
        server_id,
        rank,
    )


@handles("servers.list")
def list_mine(request: Request) -> List[Wire]:
    """Those that the caller is a member of, in the order of joining."""
    rows = request.world.store.all(
        f"{_WITH_COUNT} JOIN members mine ON mine.server_id = s.id"
        " WHERE mine.user_id = ? ORDER BY mine.joined_at, mine.rowid",
        request.caller.id,
    )
    return [as_server(row) for row in rows]


@handles("servers.create")
def create(request: Request) -> Wire:
    """A free account owns one server at most."""
    store, owner_id = request.world.store, request.caller.id
    owned = store.value("SELECT count(*) FROM servers WHERE owner_id = ?", owner_id)
    if owned >= OWNED_AT_MOST:
        raise forbidden("A free account may own one server")
    name, emoji = request["name"], request.get("icon_emoji")
    return server_wire(
        request.world, found(request.world, written(request.now), owner_id, name, emoji)
    )


@handles("servers.get")
def get(request: Request) -> Wire:
    """A server with all that its members see."""
    member = membership(request)
    server_id = member.server["id"]
    return {
        **server_wire(request.world, server_id),
        "rooms": rooms_of(request.world.store, server_id),
        "members": members_of(request.world.store, server_id),
        "myRole": member.rank,
    }


@handles("servers.update")
def update(request: Request) -> Wire:
    """Change what was sent; null clears an icon."""
    return _changed(request, **request.changes("name", "icon_url", "icon_emoji"))


@handles("servers.upload_icon")
def upload_icon(request: Request) -> Wire:
    """Take a picture as the icon."""
    return {"iconUrl": _changed(request, icon_url=address_of_image(request, "icons"))["iconUrl"]}


def _changed(request: Request, **changes: Optional[str]) -> Wire:
    member = membership(request)
    member.require(Permission.MANAGE_SERVER)
    server_id = member.server["id"]
    request.world.store.update("servers", server_id, changes)
    if changes:
        changed = sorted(_FIELDS[column] for column in changes)
        journal.record(request, server_id, "server.updated", changed=changed, userId=member.user_id)
    return server_wire(request.world, server_id)


@handles("servers.delete")
def delete(request: Request) -> None:
    """End a server, with its rooms, messages, roles, invites and robots."""
    member = membership(request)
    member.require_owner()
    request.world.store.run("DELETE FROM servers WHERE id = ?", member.server["id"])
    # No robot hears of it, but their streams end.
    request.world.bell.ring()


@handles("servers.leave")
def leave(request: Request) -> None:
    """Give up a membership. The owner cannot: a 403, though it might as well be a 409."""
    member = membership(request)
    if member.is_owner:
        raise forbidden("The owner cannot leave the server, only delete it")
    remove(request, member)
