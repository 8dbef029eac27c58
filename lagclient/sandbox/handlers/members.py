"""Members of a server."""

from __future__ import annotations

from typing import List

from lagclient.models.permission import Permission
from lagclient.sandbox.handlers.users import user_row
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.membership import Membership, membership, server_of, target
from lagclient.sandbox.rules.presence import end_voice
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Request, Wire


def members_of(store: Store, server_id: str) -> List[Wire]:
    """The members of a server, in the order of joining."""
    rows = store.all(
        "SELECT u.*, m.joined_at, m.role_id, coalesce(r.default_for, 'member') AS rank"
        " FROM members m JOIN users u ON u.id = m.user_id JOIN roles r ON r.id = m.role_id"
        " WHERE m.server_id = ? ORDER BY m.joined_at, m.rowid",
        server_id,
    )
    return [
        {
            "userId": row["id"],
            "username": row["username"],
            "displayName": row["display_name"],
            "avatarUrl": row["avatar_url"],
            "role": row["rank"],
            "roleId": row["role_id"],
            "status": row["status"],
            "joinedAt": row["joined_at"],
        }
        for row in rows
    ]


def remove(request: Request, member: Membership) -> None:
    """End a membership. What the member wrote stays."""
    server_id = member.server["id"]
    end_voice(request.world, request.now, server_id, member.user_id)
    request.world.store.run(
        "DELETE FROM members WHERE server_id = ? AND user_id = ?", server_id, member.user_id
    )
    username = user_row(request, member.user_id)["username"]
    journal.record(request, server_id, "member.leave", userId=member.user_id, username=username)


@handles("servers.members.list")
def list_members(request: Request) -> List[Wire]:
    """The members, for robots: users find them in `servers.get`. Robots are no members."""
    return members_of(request.world.store, server_of(request)["id"])


@handles("servers.members.kick")
def kick(request: Request) -> None:
    """Remove a member, who may come back with an invite."""
    actor = membership(request)
    actor.require(Permission.KICK_MEMBERS)
    remove(request, target(request, actor))
