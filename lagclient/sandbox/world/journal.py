"""What happened in servers: written down here by whatever changes something robots may hear of.

Handlers only report; who may hear of it, and how it gets there, is for the delivery of events to
decide: see `subscriptions`. The documentation names few of the keys that an event's data has
(``roomId``, ``content``, ``senderName``, ``username``); the others are spelled as in the models.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, World


def record(request: Request, server_id: str, type: str, **data: Any) -> None:
    """Note that something happened; it counts only if the request succeeds."""
    note(request.world, request.now, server_id, type, **data)


def note(world: World, now: datetime, server_id: str, type: str, **data: Any) -> None:
    """Note that something happened by no request; it counts only if the transaction succeeds."""
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
