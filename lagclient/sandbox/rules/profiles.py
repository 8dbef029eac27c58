"""Users as the API answers them."""

from __future__ import annotations

import sqlite3

from lagclient.sandbox.errors import not_found
from lagclient.sandbox.world.world import Request, Wire


def as_user(row: sqlite3.Row) -> Wire:
    """Return a user as every caller sees it."""
    return {
        "id": row["id"],
        "username": row["username"],
        "displayName": row["display_name"],
        "avatarUrl": row["avatar_url"],
        "status": row["status"],
        "steamId": row["steam_id"],
        "createdAt": row["created_at"],
        # Two more fields, about a suspension, are sent only for suspended users.
        "flags": {"hasAccess": True, "suspended": False, "features": {}},
    }


def user_row(request: Request, user_id: str) -> sqlite3.Row:
    """Return the user with this id.

    Raises:
        ApiError: 404 if the user does not exist.
    """
    row = request.world.store.one("SELECT * FROM users WHERE id = ?", user_id)
    if row is None:
        raise not_found("User")
    return row


def myself(request: Request) -> Wire:
    """Return the calling user in its current state."""
    return as_user(user_row(request, request.caller.id))
