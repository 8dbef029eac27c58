"""Invites to a server, by code or directly to a friend.

A code that has expired or is used up still shows its server, as not `valid`. Joining by it is a
404, like joining by an unknown code. A preview does not show whether the caller is banned.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import List, Optional

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import conflict, forbidden, invalid, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules import members
from lagclient.sandbox.rules.friendship import are_friends
from lagclient.sandbox.rules.membership import Membership, member_of, membership
from lagclient.sandbox.rules.profiles import user_row
from lagclient.sandbox.rules.sanctions import is_under
from lagclient.sandbox.rules.servers import server_wire
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

MEMBER_LIMIT = 100
"""Undocumented; the live API has a limit, because its previews name one."""

# The value is the time of the request. Null means an unlimited number of uses, or no end.
_IS_ACTIVE = "coalesce(uses < max_uses, 1) AND coalesce(expires_at > ?, 1)"


def as_invite(row: sqlite3.Row) -> Wire:
    """Return an invite as the API answers it."""
    return {
        "id": row["id"],
        "code": row["code"],
        "createdBy": row["created_by"],
        "maxUses": row["max_uses"],
        "uses": row["uses"],
        "expiresAt": row["expires_at"],
        "createdAt": row["created_at"],
    }


@handles("servers.invites.list")
def list_invites(request: Request) -> List[Wire]:
    """Return the invites that still work, the newest first."""
    actor = membership(request)
    actor.require(Permission.MANAGE_SERVER)
    rows = request.world.store.all(
        f"SELECT * FROM invites WHERE server_id = ? AND {_IS_ACTIVE}"  # noqa: S608
        " ORDER BY created_at DESC, rowid DESC",
        actor.server["id"],
        written(request.now),
    )
    return [as_invite(row) for row in rows]


@handles("servers.invites.create")
def create(request: Request) -> Wire:
    """Create an invite."""
    actor = _inviter(request)
    if request.get("max_uses") is not None and request["max_uses"] < 1:
        raise invalid("maxUses", "1 or more", request["max_uses"])
    invite_id = request.world.ids("inv")
    request.world.store.insert(
        "invites",
        id=invite_id,
        code=request.world.ids("code"),
        server_id=actor.server["id"],
        created_by=actor.user_id,
        max_uses=request.get("max_uses"),
        expires_at=_end(request),
        created_at=written(request.now),
    )
    row = request.world.store.one("SELECT * FROM invites WHERE id = ?", invite_id)
    assert row is not None
    return as_invite(row)


@handles("servers.invites.revoke")
def revoke(request: Request) -> None:
    """Delete an invite: its creator may, and members who manage the server."""
    actor = membership(request)
    invite = request.world.store.one(
        "SELECT * FROM invites WHERE id = ? AND server_id = ?",
        request["invite_id"],
        actor.server["id"],
    )
    if invite is None:
        raise not_found("Invite")
    if invite["created_by"] != actor.user_id:
        actor.require(Permission.MANAGE_SERVER)
    request.world.store.run("DELETE FROM invites WHERE id = ?", invite["id"])


@handles("servers.invites.preview")
def preview(request: Request) -> Wire:
    """Return the server of a code, to every caller."""
    invite = _invite(request)
    server = server_wire(request.world, invite["server_id"])
    return {
        "serverName": server["name"],
        "serverIconUrl": server["iconUrl"],
        "serverIconEmoji": server["iconEmoji"],
        "memberCount": server["memberCount"],
        "memberLimit": MEMBER_LIMIT,
        "isFull": server["memberCount"] >= MEMBER_LIMIT,
        "valid": bool(invite["is_active"]),
    }


@handles("servers.invites.join")
def join(request: Request) -> Wire:
    """Join a server by a code. Joining twice is a conflict and costs no second use."""
    world, user_id = request.world, request.caller.id
    invite = _invite(request)
    server = world.store.one("SELECT * FROM servers WHERE id = ?", invite["server_id"])
    assert server is not None
    if member_of(request, server, user_id):
        raise conflict("You are a member of this server already")
    if not invite["is_active"]:
        raise not_found("Invite")
    if is_under("bans", request, server["id"], user_id):
        raise forbidden("You are banned from this server")
    if server_wire(world, server["id"])["memberCount"] >= MEMBER_LIMIT:
        raise forbidden("The server is full")
    world.store.run("UPDATE invites SET uses = uses + 1 WHERE id = ?", invite["id"])
    now = written(request.now)
    members.join(world, now, server["id"], user_id)
    journal.record(
        request,
        server["id"],
        "member.join",
        userId=user_id,
        username=request.caller.name,
        joinedAt=now,
    )
    return server_wire(world, server["id"])


@handles("servers.invites.invite_friend")
def invite_friend(request: Request) -> Wire:
    """Invite a friend, who does not receive it: invites go by the WebSocket, which is not here."""
    actor = _inviter(request)
    friend_id: str = user_row(request, request["user_id"])["id"]
    if not are_friends(request.world.store, actor.user_id, friend_id):
        raise forbidden("Only friends can be invited directly")
    if member_of(request, actor.server, friend_id):
        raise conflict("Your friend is a member of this server already")
    if is_under("bans", request, actor.server["id"], friend_id):
        raise forbidden("Your friend is banned from this server")
    return {"sent": True}


def _inviter(request: Request) -> Membership:
    actor = membership(request)
    if not actor.may(Permission.MANAGE_SERVER):
        actor.require(Permission.CREATE_INVITES)
    return actor


def _end(request: Request) -> Optional[str]:
    hours = request.get("expires_in_hours")
    if hours is None:
        return None
    if hours < 1:
        raise invalid("expiresInHours", "1 or more", hours)
    try:
        return written(request.now + timedelta(hours=hours))
    except OverflowError:
        expected = "hours up to the year 9999, or left out for an invite without an end"
        raise invalid("expiresInHours", expected, hours) from None


def _invite(request: Request) -> sqlite3.Row:
    row = request.world.store.one(
        f"SELECT *, {_IS_ACTIVE} AS is_active FROM invites WHERE code = ?",  # noqa: S608
        written(request.now),
        request["code"],
    )
    if row is None:
        raise not_found("Invite")
    return row
