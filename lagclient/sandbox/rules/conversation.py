"""Who may do what in a conversation.

The two of it read it for ever, and delete what they wrote. Writing needs an accepted friendship,
not only when a conversation is opened: what unfriending and blocking do to one that exists is not
documented, and so nobody writes to somebody who wants no more of it. As with servers, an unknown
conversation is a 404, one of others a 403.
"""

from __future__ import annotations

import sqlite3

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.rules.friendship import are_friends
from lagclient.sandbox.world.world import Request


def conversation_of(request: Request) -> sqlite3.Row:
    """The conversation in the request's path, if it is the caller's.

    Raises:
        ApiError: 404, there is none; 403, it is between others.
    """
    row = request.world.store.one(
        "SELECT * FROM conversations WHERE id = ?", request["conversation_id"]
    )
    if row is None:
        raise not_found("Conversation")
    if request.caller.id not in (row["opened_by"], row["opened_with"]):
        raise forbidden("This conversation is between others")
    return row


def other_of(request: Request, conversation: sqlite3.Row) -> str:
    """The id of the one whom the caller talks to."""
    one, other = conversation["opened_by"], conversation["opened_with"]
    return str(other if one == request.caller.id else one)


def require_friend(request: Request, user_id: str) -> None:
    """Go on only as an accepted friend of that user.

    Raises:
        ApiError: 403, they are not, or no longer.
    """
    if not are_friends(request.world.store, request.caller.id, user_id):
        raise forbidden("You can write to friends only")
