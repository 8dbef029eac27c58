"""Profiles, and the search for users.

Apps report presence by the WebSocket of the real service, which the sandbox does not have. So a
status changes only when a program calls `Sandbox.set_presence`.
"""

from __future__ import annotations

import re
from typing import List

from lagclient.sandbox.errors import conflict, invalid
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.profiles import as_user, myself, user_row
from lagclient.sandbox.world.world import Request, Wire

RESULTS = 20
"""Maximum number of results of a search."""

# Undocumented; narrow enough that every username can be mentioned with an @.
USERNAME = re.compile(r"[A-Za-z0-9_.-]{2,32}")


@handles("identity")
def robot(request: Request) -> Wire:
    """Return the calling robot; users call `users.me` instead."""
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
    """Return the calling user."""
    return myself(request)


@handles("users.get")
def get(request: Request) -> Wire:
    """Return a user by id. The path ``/users/me`` is a route of its own and does not come here."""
    return as_user(user_row(request, request["user_id"]))


@handles("users.search")
def search(request: Request) -> List[Wire]:
    """Return users whose username contains the text; first those whose username begins with it."""
    text = request["query"].strip().lower()
    rows = request.world.store.all(
        "SELECT * FROM users WHERE instr(lower(username), ?)"
        " ORDER BY instr(lower(username), ?) > 1, lower(username) LIMIT ?",
        text,
        text,
        RESULTS,
    )
    return [as_user(row) for row in rows]


@handles("users.check_username")
def check_username(request: Request) -> Wire:
    """Return whether `users.setup` would accept the username: well formed and not taken."""
    username = request["username"]
    return {"available": bool(USERNAME.fullmatch(username)) and not _is_taken(request, username)}


@handles("users.setup")
def setup(request: Request) -> Wire:
    """Set up the account, once."""
    if user_row(request, request.caller.id)["is_set_up"]:
        raise conflict("This account is set up already")
    if not USERNAME.fullmatch(request["username"]):
        expected = "2 to 32 letters, digits, dots, hyphens or underscores"
        raise invalid("username", expected, request["username"])
    if _is_taken(request, request["username"]):
        raise conflict("This username is taken")
    changes = request.changes("username", "display_name", "avatar_url")
    request.world.store.update("users", request.caller.id, {**changes, "is_set_up": 1})
    return myself(request)


@handles("users.update_me")
def update_me(request: Request) -> Wire:
    """Change the fields that were sent. A Steam id is not verified, because Steam is not here."""
    changes = request.changes("display_name", "avatar_url", "steam_id")
    request.world.store.update("users", request.caller.id, changes)
    return myself(request)


def _is_taken(request: Request, username: str) -> bool:
    """Return whether another user has the username, ignoring case."""
    return bool(
        request.world.store.one(
            "SELECT 1 FROM users WHERE username = ? AND id <> ?", username, request.caller.id
        )
    )
