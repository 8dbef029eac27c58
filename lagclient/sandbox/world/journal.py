"""The journal: everything that happened in a server and that robots may receive as an event.

Code that changes something only records it here. The delivery of events decides which robots
receive it, and how: see `subscriptions`. The documentation names few keys of an event's data
(``roomId``, ``content``, ``senderName``, ``username``); the others are spelled as in the models.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Iterable

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


def note_for(world: World, user_ids: Iterable[str], type: str, **data: Any) -> None:
    """Record a frame for some users, which only their WebSockets send."""
    for user_id in user_ids:
        world.store.insert("user_journal", user_id=user_id, type=type, data=json.dumps(data))
    world.store.run(
        "DELETE FROM user_journal WHERE number <= (SELECT max(number) FROM user_journal) - ?",
        world.journal_entries,
    )
    world.bell.ring()
