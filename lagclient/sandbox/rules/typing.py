"""Who is writing a message: only the apps of the others learn it, and nothing is kept."""

from __future__ import annotations

from typing import Any, Iterable

from lagclient.sandbox.rules.conversation import own_conversation
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.world import World


def in_conversation(world: World, user_id: str, conversation_id: Any, is_typing: bool) -> None:
    """Send `dm_typing` to the other user of a conversation.

    Raises:
        ValueError: The conversation is not one of the user.
    """
    row = own_conversation(world, user_id, conversation_id)
    others = {row["opened_by"], row["opened_with"]} - {user_id}
    _send(world, user_id, others, "dm_typing", is_typing, conversationId=row["id"])


def in_room(world: World, user_id: str, room_id: Any, is_typing: bool) -> None:
    """Send `room_typing` to the other members of the server of a room.

    Raises:
        ValueError: The room is not one of the user's servers.
    """
    store = world.store
    row = store.one(
        "SELECT r.* FROM rooms r JOIN members m ON m.server_id = r.server_id"
        " WHERE r.id = ? AND m.user_id = ?",
        str(room_id),
        user_id,
    )
    if row is None:
        raise ValueError("`roomId` must be the id of a room of your servers")
    members = store.all(
        "SELECT user_id FROM members WHERE server_id = ? AND user_id <> ?",
        row["server_id"],
        user_id,
    )
    place = {"serverId": row["server_id"], "roomId": row["id"]}
    others = [member["user_id"] for member in members]
    _send(world, user_id, others, "room_typing", is_typing, **place)


def _send(
    world: World, user_id: str, others: Iterable[str], type: str, is_typing: bool, **place: str
) -> None:
    user = world.store.one("SELECT * FROM users WHERE id = ?", user_id)
    assert user is not None
    who = {"userId": user_id, "username": user["username"], "displayName": user["display_name"]}
    journal.note_for(world, others, type, **place, **who, isTyping=is_typing)
