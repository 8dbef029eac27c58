"""Events of a server.

What the documentation leaves open was decided so:

- Members with `MANAGE_EVENTS` make events. They and the creator of an event are its hosts, who
  change, cancel and share it; all members see it and answer.
- Each event has a voice room of its own, which is one of the server's rooms from then on.
- The status follows the clock. An event without an end is over a day after its start. One may begin
  in the past, but not end before it begins.
- A cancelled event is deleted, with its room, a week later. Until then it can be read, and nothing
  else; to cancel it again answers the same. To an event that is over, nobody can answer any more.
- The share code is made when access is first turned on, is null while it is off, and stays the
  same, so that the same link works again.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any, Dict, List, Mapping, Tuple

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import bad_request, conflict, forbidden, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules import scheduling
from lagclient.sandbox.rules.membership import Membership, membership
from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.world import Request, Wire

KEPT = timedelta(days=7)
"""How long a cancelled event is kept: as long as an account whose deletion was requested."""

_SELECT = """
SELECT e.*, u.username, u.display_name, mine.status AS my_rsvp
FROM events e JOIN users u ON u.id = e.created_by
LEFT JOIN rsvps mine ON mine.event_id = e.id AND mine.user_id = ?
"""


def member_here(request: Request) -> Membership:
    """The caller as a member of the server, whose events are up to date from now on."""
    member = membership(request)
    scheduling.catch_up(request, member.server["id"])
    return member


def event_of(request: Request, member: Membership) -> sqlite3.Row:
    """The event in the request's path.

    Raises:
        ApiError: 404, the server has none like this.
    """
    row = request.world.store.one(
        f"{_SELECT} WHERE e.id = ? AND e.server_id = ?",
        member.user_id,
        request["event_id"],
        member.server["id"],
    )
    if row is None:
        raise not_found("Event")
    return row


def hosted(request: Request) -> sqlite3.Row:
    """The event in the request's path, for its hosts.

    Raises:
        ApiError: 404, there is none; 403, the caller is not one of its hosts.
    """
    member = member_here(request)
    event = event_of(request, member)
    if event["created_by"] != member.user_id and not member.may(Permission.MANAGE_EVENTS):
        raise forbidden("Only its creator and members with MANAGE_EVENTS may do this to an event")
    return event


@handles("events.list", writes=True)
def list_events(request: Request) -> Dict[str, List[Wire]]:
    """Those that are to come and those that go on, the earliest first."""
    member = member_here(request)
    rows = request.world.store.all(
        f"{_SELECT} WHERE e.server_id = ? ORDER BY e.starts_at, e.rowid",
        member.user_id,
        member.server["id"],
    )
    wanted = ("scheduled", "active")
    now = request.now
    shown = [row for row in rows if scheduling.status_of(row, now) in wanted]
    return {"events": [_as_event(request, row) for row in shown]}


@handles("events.create")
def create(request: Request) -> Wire:
    """Plan an event."""
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
    """An event, over or cancelled ones too."""
    return _as_event(request, event_of(request, member_here(request)))


@handles("events.update")
def update(request: Request) -> Wire:
    """Change what was sent."""
    event = hosted(request)
    _require_status(request, event, "scheduled", "active", "ended")
    changes = _changes(request)
    _check_order({**dict(event), **changes})
    return _changed(request, event, changes)


@handles("events.cancel")
def cancel(request: Request) -> Wire:
    """Call it off."""
    event = hosted(request)
    deletes_at = event["deletes_at"] or written(request.now + KEPT)
    request.world.store.update("events", event["id"], {"deletes_at": deletes_at})
    return {"status": "cancelled", "deletesAt": deletes_at}


@handles("events.rsvp")
def rsvp(request: Request) -> Wire:
    """Say whether one comes, in place of what one said before."""
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
    """Turn the share link on if it is off, else off."""
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
        raise bad_request("endsAt: must be later than startsAt")


def _require_status(request: Request, event: sqlite3.Row, *good: str) -> None:
    status = scheduling.status_of(event, request.now)
    if status not in good:
        raise conflict(f"The event is {status}")


def _changed(request: Request, event: sqlite3.Row, changes: Dict[str, Any]) -> Wire:
    request.world.store.update("events", event["id"], changes)
    scheduling.give_share_code(request, event["id"])
    return _event_wire(request, event["id"])


def _event_wire(request: Request, event_id: str) -> Wire:
    row = request.world.store.one(f"{_SELECT} WHERE e.id = ?", request.caller.id, event_id)
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
    """The answers of those who are still members."""
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
