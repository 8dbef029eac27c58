"""Bans and mutes: the same operations on two tables, with different effects.

A banned user is removed and cannot join; a user who is not a member can be banned, too. A muted
member reads but neither sends nor edits. Both end after `duration` minutes, or when they are
lifted. Repeating one replaces it, so its time begins again.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import List, Optional

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import invalid, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.members import remove
from lagclient.sandbox.rules.membership import member_of, membership, spare, target
from lagclient.sandbox.rules.profiles import user_row
from lagclient.sandbox.rules.sanctions import active, is_under
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

_BY = {"bans": "bannedBy", "mutes": "mutedBy"}
_NAMES = {"bans": "Ban", "mutes": "Mute"}


@handles("servers.members.ban")
def ban(request: Request) -> Wire:
    """Remove a user, who then cannot join."""
    actor = membership(request)
    actor.require(Permission.BAN_MEMBERS)
    spare(request, actor)
    user_id: str = user_row(request, request["user_id"])["id"]
    member = member_of(request, actor.server, user_id)
    if member:
        remove(request, member)
    return _impose("bans", request, actor.server["id"], user_id)


@handles("servers.members.mute")
def mute(request: Request) -> Wire:
    """Stop a member from sending and editing messages."""
    actor = membership(request)
    actor.require(Permission.MUTE_MEMBERS)
    return _impose("mutes", request, actor.server["id"], target(request, actor).user_id)


@handles("servers.members.unban")
def unban(request: Request) -> None:
    """Allow a user to join again, with an invite."""
    _lift("bans", request, Permission.BAN_MEMBERS)


@handles("servers.members.unmute")
def unmute(request: Request) -> None:
    """Allow a member to send and edit messages again."""
    _lift("mutes", request, Permission.MUTE_MEMBERS)


@handles("servers.members.list_bans")
def list_bans(request: Request) -> List[Wire]:
    """Return the bans that have not expired, the newest first."""
    return _list("bans", request, Permission.BAN_MEMBERS)


@handles("servers.members.list_mutes")
def list_mutes(request: Request) -> List[Wire]:
    """Return the mutes that have not expired, the newest first."""
    return _list("mutes", request, Permission.MUTE_MEMBERS)


def _impose(table: str, request: Request, server_id: str, user_id: str) -> Wire:
    store = request.world.store
    sql = f"DELETE FROM {table} WHERE server_id = ? AND user_id = ?"  # noqa: S608
    store.run(sql, server_id, user_id)
    store.insert(
        table,
        id=request.world.ids(table[:-1]),
        server_id=server_id,
        user_id=user_id,
        imposed_by=request.caller.id,
        reason=request.get("reason"),
        expires_at=_end(request),
        created_at=written(request.now),
    )
    return _as_wire(table, active(table, request, server_id, user_id)[0])


def _end(request: Request) -> Optional[str]:
    minutes = request.get("duration")
    if minutes is None:
        return None
    if minutes < 1:
        raise invalid("duration", "1 minute or more", minutes)
    try:
        return written(request.now + timedelta(minutes=minutes))
    except OverflowError:
        expected = "minutes up to the year 9999, or left out for no end"
        raise invalid("duration", expected, minutes) from None


def _lift(table: str, request: Request, permission: Permission) -> None:
    actor = membership(request)
    actor.require(permission)
    server_id, user_id = actor.server["id"], request["user_id"]
    if not is_under(table, request, server_id, user_id):
        raise not_found(_NAMES[table])
    sql = f"DELETE FROM {table} WHERE server_id = ? AND user_id = ?"  # noqa: S608
    request.world.store.run(sql, server_id, user_id)


def _list(table: str, request: Request, permission: Permission) -> List[Wire]:
    actor = membership(request)
    actor.require(permission)
    return [_as_wire(table, row) for row in active(table, request, actor.server["id"])]


def _as_wire(table: str, row: sqlite3.Row) -> Wire:
    return {
        "id": row["id"],
        "serverId": row["server_id"],
        "userId": row["user_id"],
        _BY[table]: row["imposed_by"],
        "reason": row["reason"],
        "expiresAt": row["expires_at"],
        "createdAt": row["created_at"],
        "username": row["username"],
        "displayName": row["display_name"],
        "avatarUrl": row["avatar_url"],
    }
