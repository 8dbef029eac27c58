"""Events in the store: how they are created, also ahead of time from templates, and deleted.

The live API has a job that creates each event of a template 48 hours before it starts. The sandbox
catches up when a request reads or changes events or templates of the server, so the result depends
only on the clock. An event that would be over by then is not created.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from typing import Any, Dict, List, Optional

from lagclient.sandbox.rules import rooms
from lagclient.sandbox.rules.recurrence import Recurrence, recurrence
from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Request

AHEAD = timedelta(hours=48)
OPEN_END = timedelta(days=1)
"""How long an event without an end is active."""

LOOKS = (
    "title",
    "description",
    "cover_image_url",
    "external_access_enabled",
    "external_auto_admit",
)
"""The columns that an event copies from its template."""


def status_of(event: sqlite3.Row, now: datetime) -> str:
    """Return the status of an event at a time."""
    if event["deletes_at"]:
        return "cancelled"
    start = moment_of(event["starts_at"])
    if now < start:
        return "scheduled"
    end = event["ends_at"]
    # Not start + OPEN_END: the calendar may end before.
    is_over = now >= moment_of(end) if end else now - start >= OPEN_END
    return "ended" if is_over else "active"


def add(request: Request, server_id: str, created_by: str, **columns: Any) -> str:
    """Create an event with a voice room of its own; return its id."""
    store, event_id = request.world.store, request.world.ids("event")
    store.insert(
        "events",
        id=event_id,
        server_id=server_id,
        voice_room_id=rooms.add(request, server_id, created_by, columns["title"]),
        created_by=created_by,
        created_at=written(request.now),
        **columns,
    )
    give_share_code(request, event_id)
    return event_id


def give_share_code(request: Request, event_id: str) -> None:
    """Create the code of an event's share link, if the link is on and has no code yet."""
    store = request.world.store
    if store.one(
        "SELECT 1 FROM events WHERE id = ? AND external_access_enabled AND share_code IS NULL",
        event_id,
    ):
        store.update("events", event_id, {"share_code": request.world.ids("share")})


def remove(request: Request, events: List[sqlite3.Row]) -> None:
    """Delete events with their rooms, guests and responses."""
    for event in events:
        request.world.store.run("DELETE FROM events WHERE id = ?", event["id"])
        if event["voice_room_id"]:
            rooms.remove(request, event["server_id"], event["voice_room_id"])


def catch_up(request: Request, server_id: str) -> None:
    """Delete cancelled events and create those of templates, as far as the clock says."""
    store, now = request.world.store, written(request.now)
    sql = "SELECT * FROM events WHERE server_id = ? AND deletes_at <= ?"
    remove(request, store.all(sql, server_id, now))
    until = request.now + AHEAD
    for template in templates_of(store, server_id):
        _create(request, template, moment_of(template["scheduled_until"]), until)


def templates_of(store: Store, server_id: str) -> List[sqlite3.Row]:
    """Return the templates of a server, the oldest first."""
    sql = "SELECT * FROM event_templates WHERE server_id = ? ORDER BY created_at, rowid"
    return store.all(sql, server_id)


def times_of(template: sqlite3.Row) -> Recurrence:
    """Return the times of a template's events."""
    return recurrence(
        template["rrule"],
        template["timezone"],
        template["start_time"],
        moment_of(template["created_at"]),
    )


def replan(request: Request, template: sqlite3.Row, is_moved: bool) -> None:
    """Update the scheduled events of a template that was changed.

    An event that still takes place at one of the times keeps its id, responses and guests.

    Args:
        request: The request that changed the template.
        template: The template after the change.
        is_moved: Whether the times were changed, so other events may take place.
    """
    store, now, until = request.world.store, request.now, request.now + AHEAD
    events = store.all(
        "SELECT * FROM events WHERE template_id = ? AND starts_at > ? AND deletes_at IS NULL",
        template["id"],
        written(now),
    )
    if is_moved:
        starts = {written(start) for start in times_of(template).between(now, until)}
        remove(request, [event for event in events if event["starts_at"] not in starts])
        events = [event for event in events if event["starts_at"] in starts]
    for event in events:
        end = _end(template, moment_of(event["starts_at"]))
        store.update("events", event["id"], {**_looks(template), "ends_at": end})
        give_share_code(request, event["id"])
    if is_moved:
        _create(request, template, now, until)


def _create(request: Request, template: sqlite3.Row, after: datetime, until: datetime) -> None:
    store = request.world.store
    if until <= after:
        return
    sql = "SELECT starts_at FROM events WHERE template_id = ?"
    existing = {row["starts_at"] for row in store.all(sql, template["id"])}
    for start in times_of(template).between(after, until):
        minutes = template["duration_minutes"]
        length = OPEN_END if minutes is None else timedelta(minutes=minutes)
        if written(start) in existing or start + length <= request.now:
            continue
        add(
            request,
            template["server_id"],
            template["created_by"],
            template_id=template["id"],
            starts_at=written(start),
            ends_at=_end(template, start),
            **_looks(template),
        )
    store.update("event_templates", template["id"], {"scheduled_until": written(until)})


def _looks(template: sqlite3.Row) -> Dict[str, Any]:
    return {column: template[column] for column in LOOKS}


def _end(template: sqlite3.Row, start: datetime) -> Optional[str]:
    minutes = template["duration_minutes"]
    return None if minutes is None else written(start + timedelta(minutes=minutes))
