"""Who may do what in a server.

A member has one role, a role has permissions, and a few things are the owner's alone. What the
documentation leaves open was decided so that nobody gains by it:

- An unknown server is a 404; one that the caller is not a member of, or that a robot does not
  belong to, is a 403.
- Owner and Admin have every permission (deleting the server is the owner's alone and needs none),
  Member has `CREATE_INVITES`.
- Nobody can be given, or give, permissions beyond their own, and nobody acts on the owner.
- `MANAGE_MESSAGES` gives nothing: by the documentation, only the owner deletes others' messages.
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
    """``owner``, ``admin`` or ``member``; the holder of a custom role is a ``member``."""
    permissions: int

    @property
    def is_owner(self) -> bool:
        """Whether the server is this member's."""
        return self.rank == "owner"

    def may(self, permission: Permission) -> bool:
        """Whether the member's role gives the permission."""
        return has_permission(self.permissions, permission)

    def require(self, permission: Permission) -> None:
        """Go on only with the permission.

        Raises:
            ApiError: 403, the member's role does not give it.
        """
        if not self.may(permission):
            raise forbidden(f"Your role in this server lacks the permission {permission.name}")

    def require_owner(self) -> None:
        """Go on only as the owner.

        Raises:
            ApiError: 403, somebody else is the owner.
        """
        if not self.is_owner:
            raise forbidden("Only the owner of the server may do this")

    def require_at_least(self, permissions: int) -> None:
        """Go on only with all of these permissions: nobody hands on what they do not have.

        Raises:
            ApiError: 403, some are beyond the member's own.
        """
        if not has_permission(self.permissions, permissions):
            raise forbidden("These permissions are beyond your own")


def server_of(request: Request) -> sqlite3.Row:
    """The server in the request's path, if the caller belongs to it.

    Raises:
        ApiError: 404, there is none; 403, it is somebody else's.
    """
    if request.caller.kind == "user":
        return membership(request).server
    row = _server(request)
    if row["id"] != request.caller.server_id:
        raise forbidden("A robot acts in its own server only")
    return row


def membership(request: Request) -> Membership:
    """The calling user as a member of the server in the request's path.

    Raises:
        ApiError: 404, there is no such server; 403, the user is no member of it.
    """
    member = member_of(request, _server(request), request.caller.id)
    if member is None:
        raise forbidden("You are not a member of this server")
    return member


def member_of(request: Request, server: sqlite3.Row, user_id: str) -> Optional[Membership]:
    """A user as a member of a server; None if it is not one."""
    role = request.world.store.one(
        "SELECT r.* FROM members m JOIN roles r ON r.id = m.role_id"
        " WHERE m.server_id = ? AND m.user_id = ?",
        server["id"],
        user_id,
    )
    if role is None:
        return None
    return Membership(server, user_id, role["default_for"] or "member", role["permissions"])


def target(request: Request, actor: Membership) -> Membership:
    """The member whom a request is about (`user_id`), other than the actor and the owner.

    Raises:
        ApiError: 404, the user is no member; 403, nobody does this to the owner or to themselves.
    """
    spare(request, actor)
    member = member_of(request, actor.server, request["user_id"])
    if member is None:
        raise not_found("Member")
    return member


def spare(request: Request, actor: Membership) -> None:
    """Refuse to act on the owner and on oneself.

    Raises:
        ApiError: 403, the request does (`user_id`).
    """
    if request["user_id"] == actor.user_id:
        raise forbidden("You cannot do this to yourself")
    if request["user_id"] == actor.server["owner_id"]:
        raise forbidden("Nobody can do this to the owner of the server")


def _server(request: Request) -> sqlite3.Row:
    row = request.world.store.one("SELECT * FROM servers WHERE id = ?", request["server_id"])
    if row is None:
        raise not_found("Server")
    return row
