"""Members of a server, and what each may do.

A member has one role, a role has permissions, and a few things are only for the owner. The
documentation does not say the following, so the sandbox decides, and never in favour of a caller
who should not gain rights:

- An unknown server is a 404. A server that the caller is not a member of, or that a robot does not
  belong to, is a 403.
- Owner and Admin have every permission, Member has `CREATE_INVITES`. Deleting the server is only
  for the owner and needs no permission.
- A member cannot give permissions beyond its own, and cannot act on the owner.
- `MANAGE_MESSAGES` has no effect, because by the documentation only the owner deletes messages of
  other members.
"""

from __future__ import annotations

import sqlite3
from typing import Optional

import attrs

from lagclient.models.permission import Permission, has_permission
from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.world.world import Request

EVERYTHING = int(sum(Permission))


@attrs.frozen
class Membership:
    """A user as a member of a server."""

    server: sqlite3.Row
    user_id: str
    rank: str
    """``owner``, ``admin`` or ``member``; a member with a custom role is a ``member``."""
    role: str
    """Name of the role."""
    permissions: int

    @property
    def is_owner(self) -> bool:
        """Whether the member owns the server."""
        return self.rank == "owner"

    def may(self, permission: Permission) -> bool:
        """Return whether the member's role gives the permission."""
        return has_permission(self.permissions, permission)

    def require(self, permission: Permission) -> None:
        """Require a permission.

        Raises:
            ApiError: 403 if the member's role does not give it.
        """
        if not self.may(permission):
            raise forbidden(f"Your role in this server lacks the permission {permission.name}")

    def require_owner(self) -> None:
        """Require that the member owns the server.

        Raises:
            ApiError: 403 if another member does.
        """
        if not self.is_owner:
            raise forbidden("Only the owner of the server may do this")

    def require_at_least(self, permissions: int) -> None:
        """Require all of these permissions, because a member gives only what it has.

        Raises:
            ApiError: 403 if some are beyond the member's own.
        """
        if not has_permission(self.permissions, permissions):
            raise forbidden("These permissions are beyond your own")


def server_of(request: Request) -> sqlite3.Row:
    """Return the server in the request's path, if the caller belongs to it.

    Raises:
        ApiError: 404 if it does not exist; 403 if the caller does not belong to it.
    """
    if request.caller.kind == "user":
        return membership(request).server
    row = _server(request)
    if row["id"] != request.caller.server_id:
        raise forbidden("A robot acts only in its own server")
    return row


def membership(request: Request) -> Membership:
    """Return the calling user as a member of the server in the request's path.

    Raises:
        ApiError: 404 if the server does not exist; 403 if the user is not a member.
    """
    member = member_of(request, _server(request), request.caller.id)
    if member is None:
        raise forbidden("You are not a member of this server")
    return member


def member_of(request: Request, server: sqlite3.Row, user_id: str) -> Optional[Membership]:
    """Return a user as a member of a server, or None if it is not one."""
    role = request.world.store.one(
        "SELECT r.* FROM members m JOIN roles r ON r.id = m.role_id"
        " WHERE m.server_id = ? AND m.user_id = ?",
        server["id"],
        user_id,
    )
    if role is None:
        return None
    rank = role["default_for"] or "member"
    return Membership(server, user_id, rank, role["name"], role["permissions"])


def target(request: Request, actor: Membership) -> Membership:
    """Return the member that a request acts on (`user_id`): not the actor, not the owner.

    Raises:
        ApiError: 404 if the user is not a member; 403 if it is the owner or the actor.
    """
    spare(request, actor)
    member = member_of(request, actor.server, request["user_id"])
    if member is None:
        raise not_found("Member")
    return member


def spare(request: Request, actor: Membership) -> None:
    """Refuse to act on the owner and on the actor itself.

    Raises:
        ApiError: 403 if the request's `user_id` is one of them.
    """
    if request["user_id"] == actor.user_id:
        raise forbidden("You cannot do this to yourself")
    if request["user_id"] == actor.server["owner_id"]:
        raise forbidden("You cannot do this to the owner of the server")


def _server(request: Request) -> sqlite3.Row:
    row = request.world.store.one("SELECT * FROM servers WHERE id = ?", request["server_id"])
    if row is None:
        raise not_found("Server")
    return row
