"""Conversations between two users, and what each may do there.

Both users can always read it, and delete their own messages. Writing needs an accepted friendship,
not only when the conversation is opened: the documentation does not say what unfriending and
blocking do to an existing conversation, and a user who ended a friendship should not receive
messages. As with servers, an unknown conversation is a 404, a conversation of others a 403.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.rules.friendship import are_friends
from lagclient.sandbox.world.world import Request, World


def conversation_of(request: Request) -> sqlite3.Row:
    """Return the conversation in the request's path.

    Raises:
        ApiError: 404 if it does not exist; 403 if it is between others.
    """
    row = request.world.store.one(
        "SELECT * FROM conversations WHERE id = ?", request["conversation_id"]
    )
    if row is None:
        raise not_found("Conversation")
    if request.caller.id not in (row["opened_by"], row["opened_with"]):
        raise forbidden("This conversation is between others")
    return row


def own_conversation(world: World, user_id: str, conversation_id: Any) -> sqlite3.Row:
    """Return the conversation that a frame of a user names.

    Raises:
        ValueError: It is not one of the user.
    """
    row = world.store.one(
        "SELECT * FROM conversations WHERE id = ? AND ? IN (opened_by, opened_with)",
        str(conversation_id),
        user_id,
    )
    if row is None:
        raise ValueError("`conversationId` must be the id of a conversation of yours")
    return row


def other_of(request: Request, conversation: sqlite3.Row) -> str:
    """Return the id of the other user of a conversation."""
    one, other = conversation["opened_by"], conversation["opened_with"]
    return str(other if one == request.caller.id else one)


def require_friend(request: Request, user_id: str) -> None:
    """Require that the caller is an accepted friend of a user.

    Raises:
        ApiError: 403 if the two are not friends, or no longer.
    """
    if not are_friends(request.world.store, request.caller.id, user_id):
        raise forbidden("You can write to friends only")


def between(world: World, now: str, opener_id: str, other_id: str) -> sqlite3.Row:
    """Return the conversation of two users; create it if it does not exist."""
    pair = sorted((opener_id, other_id))
    sql = (
        "SELECT * FROM conversations"
        " WHERE min(opened_by, opened_with) = ? AND max(opened_by, opened_with) = ?"
    )
    row = world.store.one(sql, *pair)
    if row is None:
        world.store.insert(
            "conversations",
            id=world.ids("conv"),
            opened_by=opener_id,
            opened_with=other_id,
            created_at=now,
        )
        row = world.store.one(sql, *pair)
        assert row is not None
    return row
