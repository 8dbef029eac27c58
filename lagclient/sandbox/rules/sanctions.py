"""Bans and mutes: two tables with the same columns and different effects."""

from __future__ import annotations

import sqlite3
from typing import List, Optional

from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request


def active(
    table: str, request: Request, server_id: str, user_id: Optional[str] = None
) -> List[sqlite3.Row]:
    """Return the sanctions of a server that have not expired, the newest first.

    Args:
        table: ``bans`` or ``mutes``.
        request: Its time decides what has expired.
        server_id: Id of the server.
        user_id: Id of the one user to return sanctions of; None for all users.
    """
    return request.world.store.all(
        f"SELECT b.*, u.username, u.display_name, u.avatar_url FROM {table} b"  # noqa: S608
        " JOIN users u ON u.id = b.user_id"
        " WHERE b.server_id = ? AND coalesce(b.expires_at > ?, 1) AND coalesce(b.user_id = ?, 1)"
        " ORDER BY b.created_at DESC, b.rowid DESC",
        server_id,
        written(request.now),
        user_id,
    )


def is_under(table: str, request: Request, server_id: str, user_id: str) -> bool:
    """Return whether a user is banned (``bans``) or muted (``mutes``) in a server right now."""
    return bool(active(table, request, server_id, user_id))
