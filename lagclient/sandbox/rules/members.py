"""Members of a server: how a membership begins, how it ends, and how the API answers it."""

from __future__ import annotations

from typing import List

from lagclient.sandbox.rules.membership import Membership
from lagclient.sandbox.rules.presence import end_voice
from lagclient.sandbox.rules.profiles import user_row
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Request, Wire, World


def members_of(store: Store, server_id: str) -> List[Wire]:
    """Return the members of a server, in the order of joining."""
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


def join(world: World, now: str, server_id: str, user_id: str, rank: str = "member") -> None:
    """Make a user a member with the default role of a rank."""
    world.store.run(
        "INSERT INTO members (server_id, user_id, role_id, joined_at)"
        " SELECT server_id, ?, id, ? FROM roles WHERE server_id = ? AND default_for = ?",
        user_id,
        now,
        server_id,
        rank,
    )


def remove(request: Request, member: Membership) -> None:
    """End a membership. The member's messages stay."""
    server_id = member.server["id"]
    end_voice(request.world, request.now, server_id, member.user_id)
    request.world.store.run(
        "DELETE FROM members WHERE server_id = ? AND user_id = ?", server_id, member.user_id
    )
    username = user_row(request, member.user_id)["username"]
    journal.record(request, server_id, "member.leave", userId=member.user_id, username=username)
