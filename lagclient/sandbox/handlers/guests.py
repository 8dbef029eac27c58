"""Guests of an event: people from outside the server, who come by its share link.

That link leads to a page of the real service and to no route, so a program makes guests by
`Sandbox.add_guest`. A decision can be changed, and repeated; a guest of an event that is cancelled
can be decided on, too, which changes nothing for anybody.
"""

from __future__ import annotations

import sqlite3
from typing import Dict, List

from lagclient.sandbox.errors import not_found
from lagclient.sandbox.handlers.events import hosted
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.scheduling import status_of
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire, World


def come(world: World, event_id: str, display_name: str) -> str:
    """Let somebody from outside come to an event by its share link; the guest's id.

    Raises:
        ValueError: There is no such event, its link is off, or it does not take place any more.
    """
    event = world.store.one("SELECT * FROM events WHERE id = ?", event_id)
    if event is None:
        raise ValueError(f"There is no event {event_id!r}")
    if not display_name.strip():
        raise ValueError("A guest has a name")
    now = world.now()
    status = status_of(event, now)
    if status not in ("scheduled", "active"):
        raise ValueError(f"The event is {status}")
    if not event["external_access_enabled"]:
        raise ValueError("The share link of the event is off")
    guest_id = world.ids("guest")
    world.store.insert(
        "guests",
        id=guest_id,
        event_id=event_id,
        display_name=display_name,
        generated_username=world.ids("visitor"),
        status="admitted" if event["external_auto_admit"] else "pending",
        created_at=written(now),
    )
    return guest_id


@handles("events.guests.list", writes=True)
def list_guests(request: Request) -> Dict[str, List[Wire]]:
    """All guests, decided on or not, in the order of coming."""
    rows = request.world.store.all(
        "SELECT * FROM guests WHERE event_id = ? ORDER BY created_at, rowid", hosted(request)["id"]
    )
    return {"guests": [_as_guest(row) for row in rows]}


@handles("events.guests.admit")
def admit(request: Request) -> Wire:
    """Let a guest in."""
    return _decided(request, "admitted")


@handles("events.guests.reject")
def reject(request: Request) -> Wire:
    """Keep a guest out."""
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
