"""What happened in servers: written down here by whatever changes something robots may hear of.

Handlers only report; who may hear of it, and how it gets there, is for the delivery of events to
decide. The documentation names few of the keys that an event's data has (``roomId``, ``content``,
``senderName``, ``username``); the others are spelled as in the models.
"""

from __future__ import annotations

import json
from typing import Any

from lagclient.sandbox.clock import written
from lagclient.sandbox.world import Request

KEPT = 1000
"""A robot that stays away for longer than this many entries misses some."""


def record(request: Request, server_id: str, type: str, **data: Any) -> None:
    """Note that something happened; it counts only if the request succeeds."""
    store = request.world.store
    store.insert(
        "journal",
        server_id=server_id,
        type=type,
        data=json.dumps(data),
        created_at=written(request.now),
    )
    store.run("DELETE FROM journal WHERE number <= (SELECT max(number) FROM journal) - ?", KEPT)
