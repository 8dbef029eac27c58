"""Guests of an event: people from outside the server, who come by its share link.

A decision can be changed and repeated. It is also allowed for a cancelled event, where it has no
effect.
"""

from __future__ import annotations

import sqlite3
from typing import Dict, List

from lagclient.sandbox.errors import not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.hosting import hosted
from lagclient.sandbox.world.world import Request, Wire


@handles("events.guests.list", writes=True)
def list_guests(request: Request) -> Dict[str, List[Wire]]:
    """Return all guests, admitted or not, in the order of coming."""
    rows = request.world.store.all(
        "SELECT * FROM guests WHERE event_id = ? ORDER BY created_at, rowid", hosted(request)["id"]
    )
    return {"guests": [_as_guest(row) for row in rows]}


@handles("events.guests.admit")
def admit(request: Request) -> Wire:
    """Admit a guest."""
    return _decided(request, "admitted")


@handles("events.guests.reject")
def reject(request: Request) -> Wire:
    """Reject a guest."""
    return _decided(request, "rejected")


def _decided(request: Request, status: str) -> Wire:
    event = hosted(request)
    if not request.world.store.run(
        "UPDATE guests SET status = ? WHERE id = ? AND event_id = ?",
        status,
        request["guest_id"],
        event["id"],
    ):
        raise not_found("Guest")
    return {"status": status}


def _as_guest(row: sqlite3.Row) -> Wire:
    return {
        "id": row["id"],
        "displayName": row["display_name"],
        "generatedUsername": row["generated_username"],
        "status": row["status"],
        "createdAt": row["created_at"],
    }
