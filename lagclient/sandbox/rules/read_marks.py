"""What each user has read of a conversation.

A message of the other user is unread if it is newer than the mark of the reader, and than the
reader's own last message. The documentation does not say the following, so the sandbox decides: a
mark never moves back, because a slow app must not undo what another one has read, and never beyond
the present, because the messages that follow would be read before they arrive.
"""

from __future__ import annotations

from typing import Any, List

from lagclient.sandbox.rules.conversation import own_conversation
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Wire, World


def unread(store: Store, user_id: str, conversation_id: str) -> int:
    """Return the number of messages of a conversation that a user has not read."""
    count: int = store.value(
        "SELECT count(*) FROM dm_messages m WHERE conversation_id = ? AND user_id <> ?"
        " AND created_at > coalesce((SELECT max(own.created_at) FROM dm_messages own"
        " WHERE own.conversation_id = m.conversation_id AND own.user_id = ?), '')"
        " AND created_at > coalesce((SELECT read_to FROM read_marks r"
        " WHERE r.conversation_id = m.conversation_id AND r.user_id = ?), '')",
        conversation_id,
        user_id,
        user_id,
        user_id,
    )
    return count


def counts(store: Store, user_id: str) -> List[Wire]:
    """Return the number of unread messages of each conversation of a user."""
    rows = store.all(
        "SELECT id FROM conversations WHERE ? IN (opened_by, opened_with) ORDER BY rowid", user_id
    )
    return [
        {"conversationId": row["id"], "count": unread(store, user_id, row["id"])} for row in rows
    ]


def mark(world: World, user_id: str, conversation_id: Any, timestamp: Any) -> None:
    """Move the mark of a user; all apps of the user receive the counts.

    Raises:
        ValueError: The conversation is not one of the user, or the time is not one.
    """
    conversation = own_conversation(world, user_id, conversation_id)
    read_to = written(min(moment_of(str(timestamp)), world.now()))
    world.store.run(
        "INSERT INTO read_marks (user_id, conversation_id, read_to) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET read_to = max(read_to, excluded.read_to)",
        user_id,
        conversation["id"],
        read_to,
    )
    journal.note_for(world, [user_id], "unread_counts")
