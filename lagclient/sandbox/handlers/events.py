"""Events of a server.

The documentation does not say the following, so the sandbox decides:

- Members with `MANAGE_EVENTS` create events. Hosts change, cancel and share an event (see
  `hosting`); all members see it and respond to it.
- Each event has a voice room of its own, which is one of the server's rooms from then on.
- The status follows the clock. An event without an end is over a day after its start. It may begin
  in the past, but must not end before it begins.
- A cancelled event is deleted, with its room, a week later. Until then it can only be read;
  cancelling it again has the same result. Members cannot respond to an event that is over.
- The share code is created when access is first turned on. It is null while access is off, and
  stays the same, so the same link works again.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any, Dict, List, Mapping, Tuple

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import conflict, invalid
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules import scheduling
from lagclient.sandbox.rules.hosting import SELECT, event_of, hosted, member_here
from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.world import Request, Wire

KEPT = timedelta(days=7)
"""How long a cancelled event is kept: as long as an account whose deletion was requested."""


@handles("events.list", writes=True)
def list_events(request: Request) -> Dict[str, List[Wire]]:
    """Return the scheduled and the active events, the earliest first."""
    member = member_here(request)
    rows = request.world.store.all(
        f"{SELECT} WHERE e.server_id = ? ORDER BY e.starts_at, e.rowid",
        member.user_id,
        member.server["id"],
    )
    wanted = ("scheduled", "active")
    now = request.now
    shown = [row for row in rows if scheduling.status_of(row, now) in wanted]
    return {"events": [_as_event(request, row) for row in shown]}


@handles("events.create")
def create(request: Request) -> Wire:
    """Create an event."""
    member = member_here(request)
    member.require(Permission.MANAGE_EVENTS)
    columns = {
        "description": None,
        "cover_image_url": None,
        "ends_at": None,
        "external_access_enabled": False,
        "external_auto_admit": False,
        **_changes(request),
    }
    _check_order(columns)
    event_id = scheduling.add(request, member.server["id"], member.user_id, **columns)
    return _event_wire(request, event_id)


@handles("events.get", writes=True)
def get(request: Request) -> Wire:
    """Return an event, also when it is over or cancelled."""
    return _as_event(request, event_of(request, member_here(request)))


@handles("events.update")
def update(request: Request) -> Wire:
    """Change the fields that were sent."""
    event = hosted(request)
    _require_status(request, event, "scheduled", "active", "ended")
    changes = _changes(request)
    _check_order({**dict(event), **changes})
    return _changed(request, event, changes)


@handles("events.cancel")
def cancel(request: Request) -> Wire:
    """Cancel an event."""
    event = hosted(request)
    deletes_at = event["deletes_at"] or written(request.now + KEPT)
    request.world.store.update("events", event["id"], {"deletes_at": deletes_at})
    return {"status": "cancelled", "deletesAt": deletes_at}


@handles("events.rsvp")
def rsvp(request: Request) -> Wire:
    """Store the caller's response, in place of an earlier one."""
    member = member_here(request)
    event = event_of(request, member)
    _require_status(request, event, "scheduled", "active")
    request.world.store.run(
        "INSERT OR REPLACE INTO rsvps (event_id, user_id, status) VALUES (?, ?, ?)",
        event["id"],
        member.user_id,
        request["status"],
    )
    return {"status": request["status"], "counts": _counts(request, event)}


@handles("events.toggle_external_access")
def toggle_external_access(request: Request) -> Wire:
    """Turn the share link on if it is off, and off if it is on."""
    event = hosted(request)
    _require_status(request, event, "scheduled", "active", "ended")
    changes = {"external_access_enabled": not event["external_access_enabled"]}
    return _changed(request, event, changes)


def _changes(request: Request) -> Dict[str, Any]:
    changes = request.changes(*scheduling.LOOKS, "starts_at", "ends_at")
    times = {
        name: written(moment_of(changes[name]))
        for name in ("starts_at", "ends_at")
        if changes.get(name)
    }
    return {**changes, **times}


def _check_order(columns: Mapping[str, Any]) -> None:
    if columns["ends_at"] and columns["ends_at"] <= columns["starts_at"]:
        raise invalid("endsAt", "later than startsAt", columns["ends_at"])


def _require_status(request: Request, event: sqlite3.Row, *good: str) -> None:
    status = scheduling.status_of(event, request.now)
    if status not in good:
        raise conflict(f"The event is {status}")


def _changed(request: Request, event: sqlite3.Row, changes: Dict[str, Any]) -> Wire:
    request.world.store.update("events", event["id"], changes)
    scheduling.give_share_code(request, event["id"])
    return _event_wire(request, event["id"])


def _event_wire(request: Request, event_id: str) -> Wire:
    row = request.world.store.one(f"{SELECT} WHERE e.id = ?", request.caller.id, event_id)
    assert row is not None
    return _as_event(request, row)


def _as_event(request: Request, row: sqlite3.Row) -> Wire:
    is_shared = bool(row["external_access_enabled"])
    return {
        "id": row["id"],
        "serverId": row["server_id"],
        "title": row["title"],
        "description": row["description"],
        "coverImageUrl": row["cover_image_url"],
        "startsAt": row["starts_at"],
        "endsAt": row["ends_at"],
        "status": scheduling.status_of(row, request.now),
        "voiceRoomId": row["voice_room_id"],
        "createdBy": row["created_by"],
        "creatorUsername": row["username"],
        "creatorDisplayName": row["display_name"],
        "shareCode": row["share_code"] if is_shared else None,
        "externalAccessEnabled": is_shared,
        "externalAutoAdmit": bool(row["external_auto_admit"]),
        "rsvpCounts": _counts(request, row),
        "myRsvp": row["my_rsvp"],
        "templateId": row["template_id"],
        "createdAt": row["created_at"],
    }


def _counts(request: Request, event: sqlite3.Row) -> Wire:
    """Return the number of each response by current members."""
    rows: List[Tuple[str, int]] = [
        (row["status"], row["number"])
        for row in request.world.store.all(
            "SELECT r.status, count(*) AS number FROM rsvps r"
            " JOIN members m ON m.user_id = r.user_id AND m.server_id = ?"
            " WHERE r.event_id = ? GROUP BY r.status",
            event["server_id"],
            event["id"],
        )
    ]
    counts = dict(rows)
    return {
        "going": counts.get("going", 0),
        "maybe": counts.get("maybe", 0),
        "notGoing": counts.get("not_going", 0),
    }
