"""Profiles, and the search for people.

Presence reaches the real service by its WebSocket, which a sandbox has not: a status stays as it
was seeded.
"""

from __future__ import annotations

import re
import sqlite3
from typing import List

from lagclient.sandbox.errors import bad_request, conflict, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.world.world import Request, Wire

FOUND_AT_MOST = 20

# Undocumented; narrow enough that every username can be mentioned with an @.
USERNAME = re.compile(r"[A-Za-z0-9_.-]{2,32}")


def as_user(row: sqlite3.Row) -> Wire:
    """A user as everybody sees one."""
    return {
        "id": row["id"],
        "username": row["username"],
        "displayName": row["display_name"],
        "avatarUrl": row["avatar_url"],
        "status": row["status"],
        "steamId": row["steam_id"],
        "createdAt": row["created_at"],
        # Two more fields, about a suspension, are there only for those who are suspended.
        "flags": {"hasAccess": True, "suspended": False, "features": {}},
    }


def user_row(request: Request, user_id: str) -> sqlite3.Row:
    """The user with this id.

    Raises:
        ApiError: 404, there is none.
    """
    row = request.world.store.one("SELECT * FROM users WHERE id = ?", user_id)
    if row is None:
        raise not_found("User")
    return row


def myself(request: Request) -> Wire:
    """The calling user, as the request leaves them."""
    return as_user(user_row(request, request.caller.id))


@handles("identity")
def robot(request: Request) -> Wire:
    """The calling robot; users ask for `users.me` instead."""
    row = request.world.store.one("SELECT * FROM robots WHERE id = ?", request.caller.id)
    assert row is not None
    return {
        "id": row["id"],
        "name": row["name"],
        "serverId": row["server_id"],
        "avatarUrl": row["avatar_url"],
        "permissions": row["permissions"].split(),
        "active": bool(row["active"]),
        "createdAt": row["created_at"],
    }


@handles("users.me")
def me(request: Request) -> Wire:
    """The calling user."""
    return myself(request)


@handles("users.get")
def get(request: Request) -> Wire:
    """Anybody, by id. ``me`` never comes here: that path is a route of its own."""
    return as_user(user_row(request, request["user_id"]))


@handles("users.search")
def search(request: Request) -> List[Wire]:
    """Those who have the text in their username; first those who begin with it."""
    text = request["query"].strip().lower()
    rows = request.world.store.all(
        "SELECT * FROM users WHERE instr(lower(username), ?)"
        " ORDER BY instr(lower(username), ?) > 1, lower(username) LIMIT ?",
        text,
        text,
        FOUND_AT_MOST,
    )
    return [as_user(row) for row in rows]


@handles("users.check_username")
def check_username(request: Request) -> Wire:
    """Whether `users.setup` would take it: well formed, and nobody's."""
    username = request["username"]
    return {"available": bool(USERNAME.fullmatch(username)) and not _is_taken(request, username)}


@handles("users.setup")
def setup(request: Request) -> Wire:
    """Once for each account."""
    if user_row(request, request.caller.id)["is_set_up"]:
        raise conflict("This account is set up already")
    if not USERNAME.fullmatch(request["username"]):
        raise bad_request("username: must be 2 to 32 letters, digits, dots, hyphens, underscores")
    if _is_taken(request, request["username"]):
        raise conflict("This username is taken")
    changes = request.changes("username", "display_name", "avatar_url")
    request.world.store.update("users", request.caller.id, {**changes, "is_set_up": 1})
    return myself(request)


@handles("users.update_me")
def update_me(request: Request) -> Wire:
    """Change what was sent. A Steam id is believed: there is nobody to ask."""
    changes = request.changes("display_name", "avatar_url", "steam_id")
    request.world.store.update("users", request.caller.id, changes)
    return myself(request)


def _is_taken(request: Request, username: str) -> bool:
    """Whether it is somebody else's, in capitals or not."""
    return bool(
        request.world.store.one(
            "SELECT 1 FROM users WHERE username = ? AND id <> ?", username, request.caller.id
        )
    )
