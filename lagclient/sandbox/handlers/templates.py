"""Templates, from which events are created: see `recurrence` for when and `scheduling` for how.

Members with `MANAGE_EVENTS` create, change and delete templates; all members see them. Changing a
template changes its scheduled events, too, and overwrites what was changed in them by hand; active
and past events stay as they are. Deleting a template deletes all events created from it, also past
ones. `nextOccurrenceAt` is the next start, whether its event exists already or not.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Dict, List

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import invalid, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules import scheduling
from lagclient.sandbox.rules.hosting import member_here
from lagclient.sandbox.rules.membership import Membership
from lagclient.sandbox.rules.recurrence import recurrence
from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.world import Request, Wire

LONGEST = 7 * 24 * 60
"""Maximum duration of an event of a template, in minutes."""

_TIMES = ("rrule", "timezone", "start_time")


@handles("events.templates.list", writes=True)
def list_templates(request: Request) -> Dict[str, List[Wire]]:
    """Return all templates, the oldest first."""
    server_id = member_here(request).server["id"]
    rows = scheduling.templates_of(request.world.store, server_id)
    return {"templates": [_as_template(request, row) for row in rows]}


@handles("events.templates.create")
def create(request: Request) -> Wire:
    """Create a template, and its first events."""
    member = _manager(request)
    columns: Dict[str, Any] = {
        "description": None,
        "cover_image_url": None,
        "duration_minutes": None,
        "external_access_enabled": False,
        "external_auto_admit": False,
        **request.changes(*scheduling.LOOKS, *_TIMES, "duration_minutes"),
    }
    now, template_id = written(request.now), request.world.ids("template")
    _check_times(request, *(columns[name] for name in _TIMES), begin=now)
    request.world.store.insert(
        "event_templates",
        id=template_id,
        server_id=member.server["id"],
        scheduled_until=now,
        created_by=member.user_id,
        created_at=now,
        **columns,
    )
    scheduling.catch_up(request, member.server["id"])
    return _as_template(request, _template(request, member, template_id))


@handles("events.templates.update")
def update(request: Request) -> Wire:
    """Change the fields that were sent, and the scheduled events with them."""
    member = _manager(request)
    old = _template(request, member, request["template_id"])
    times = request.changes(*_TIMES)
    if times:
        new_times = {name: old[name] for name in _TIMES} | times
        _check_times(request, *new_times.values(), begin=old["created_at"])
    changes = request.changes(*scheduling.LOOKS, "duration_minutes")
    request.world.store.update("event_templates", old["id"], {**changes, **times})
    new = _template(request, member, old["id"])
    scheduling.replan(request, new, is_moved=any(old[name] != new[name] for name in _TIMES))
    return _as_template(request, new)


@handles("events.templates.delete")
def delete(request: Request) -> Wire:
    """Delete a template and the events created from it."""
    member = _manager(request)
    store = request.world.store
    template = _template(request, member, request["template_id"])
    events = store.all("SELECT * FROM events WHERE template_id = ?", template["id"])
    scheduling.remove(request, events)
    store.run("DELETE FROM event_templates WHERE id = ?", template["id"])
    return {"ok": True}


def _manager(request: Request) -> Membership:
    member = member_here(request)
    member.require(Permission.MANAGE_EVENTS)
    minutes = request.get("duration_minutes")
    if minutes is not None and not 1 <= minutes <= LONGEST:
        raise invalid("durationMinutes", f"1 to {LONGEST}", minutes)
    return member


def _check_times(
    request: Request, rrule: str, timezone: str, start_time: str, *, begin: str
) -> None:
    if not recurrence(rrule, timezone, start_time, moment_of(begin)).next(request.now):
        raise invalid("rrule", "a rule with a start in the future", rrule)


def _template(request: Request, member: Membership, template_id: str) -> sqlite3.Row:
    row = request.world.store.one(
        "SELECT * FROM event_templates WHERE id = ? AND server_id = ?",
        template_id,
        member.server["id"],
    )
    if row is None:
        raise not_found("Template")
    return row


def _as_template(request: Request, row: sqlite3.Row) -> Wire:
    next_start = scheduling.times_of(row).next(request.now)
    return {
        "id": row["id"],
        "serverId": row["server_id"],
        "title": row["title"],
        "description": row["description"],
        "coverImageUrl": row["cover_image_url"],
        "durationMinutes": row["duration_minutes"],
        "rrule": row["rrule"],
        "timezone": row["timezone"],
        "startTime": row["start_time"],
        "externalAccessEnabled": bool(row["external_access_enabled"]),
        "externalAutoAdmit": bool(row["external_auto_admit"]),
        "nextOccurrenceAt": written(next_start) if next_start else None,
        "createdBy": row["created_by"],
        "createdAt": row["created_at"],
    }
