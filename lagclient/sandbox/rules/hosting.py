"""Events of a server: which members see them, and which members host them.

All members see an event. Its hosts change, cancel and share it: its creator, and members with
`MANAGE_EVENTS`.
"""

from __future__ import annotations

import sqlite3

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.rules import scheduling
from lagclient.sandbox.rules.membership import Membership, membership
from lagclient.sandbox.world.world import Request

SELECT = """
SELECT e.*, u.username, u.display_name, mine.status AS my_rsvp
FROM events e JOIN users u ON u.id = e.created_by
LEFT JOIN rsvps mine ON mine.event_id = e.id AND mine.user_id = ?
"""
"""Selects events as one user sees them; the first value is the id of that user."""


def member_here(request: Request) -> Membership:
    """Return the caller as a member of the server, and bring the server's events up to date."""
    member = membership(request)
    scheduling.catch_up(request, member.server["id"])
    return member


def event_of(request: Request, member: Membership) -> sqlite3.Row:
    """Return the event in the request's path.

    Raises:
        ApiError: 404 if the member's server does not have it.
    """
    row = request.world.store.one(
        f"{SELECT} WHERE e.id = ? AND e.server_id = ?",
        member.user_id,
        request["event_id"],
        member.server["id"],
    )
    if row is None:
        raise not_found("Event")
    return row


def hosted(request: Request) -> sqlite3.Row:
    """Return the event in the request's path to one of its hosts.

    Raises:
        ApiError: 404 if the event does not exist; 403 if the caller is not a host.
    """
    member = member_here(request)
    event = event_of(request, member)
    if event["created_by"] != member.user_id and not member.may(Permission.MANAGE_EVENTS):
        raise forbidden("Only its creator and members with MANAGE_EVENTS may do this to an event")
    return event
