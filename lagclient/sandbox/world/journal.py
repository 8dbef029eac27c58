"""The journal: everything that happened in a server and that robots may receive as an event.

Code that changes something only records it here. The delivery of events decides which robots
receive it, and how: see `subscriptions`. The documentation names few keys of an event's data
(``roomId``, ``content``, ``senderName``, ``username``); the others are spelled as in the models.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, World


def record(request: Request, server_id: str, type: str, **data: Any) -> None:
    """Record an event caused by a request; it counts only if the request succeeds."""
    note(request.world, request.now, server_id, type, **data)


def note(world: World, now: datetime, server_id: str, type: str, **data: Any) -> None:
    """Record an event without a request; it counts only if the transaction succeeds."""
    world.store.insert(
        "journal",
        server_id=server_id,
        type=type,
        data=json.dumps(data),
        created_at=written(now),
    )
    world.store.run(
        "DELETE FROM journal WHERE number <= (SELECT max(number) FROM journal) - ?",
        world.journal_entries,
    )
    world.bell.ring()


def record_dm(request: Request, conversation_id: str, type: str, message_id: str) -> None:
    """Record what happened to a direct message; only the WebSocket of its two users sends it."""
    world = request.world
    world.store.insert(
        "dm_journal", conversation_id=conversation_id, type=type, message_id=message_id
    )
    world.store.run(
        "DELETE FROM dm_journal WHERE number <= (SELECT max(number) FROM dm_journal) - ?",
        world.journal_entries,
    )
    world.bell.ring()
