"""Pages of messages, in rooms and in DMs.

A cursor is the time of the last message on a page, and selects strictly older messages. That is
right only if all messages of a place have different times, in the order of sending. So a message
that the clock would put too early gets the next time after the newest one.

Sources contradict each other about the order inside a page. Here it is newest first, which is the
order of the pages themselves.
"""

from __future__ import annotations

import sqlite3
from typing import Callable, Optional

from lagclient.sandbox.errors import invalid
from lagclient.sandbox.world.clock import TICK, just_after, moment_of, written
from lagclient.sandbox.world.world import Request, Wire

PAGE = 50


def moment_for(now: str, newest: Optional[str]) -> str:
    """Return the creation time of a message, after that of the newest message of its place."""
    return just_after(newest) if newest and newest >= now else now


def page_of(
    request: Request, messages: str, place_id: str, as_wire: Callable[[sqlite3.Row], Wire]
) -> Wire:
    """Return one page, and the cursor of the next one.

    Args:
        request: Has `limit` and `cursor`.
        messages: A select that ends with ``WHERE <the place of m> = ?``.
        place_id: Id of that place.
        as_wire: Returns a message as the API answers it.

    Raises:
        ApiError: 400 if the cursor is not one.
    """
    limit = request.get("limit") or PAGE
    rows = request.world.store.all(
        f"{messages} AND m.created_at < ? ORDER BY m.created_at DESC LIMIT ?",
        place_id,
        _end_of_page(request),
        # One more than the page has: if it exists, there is another page.
        limit + 1,
    )
    items = [as_wire(row) for row in rows[:limit]]
    has_more = len(rows) > limit
    return {
        "messages": items,
        "hasMore": has_more,
        "nextCursor": items[-1]["createdAt"] if has_more else None,
    }


def _end_of_page(request: Request) -> str:
    """Return the time that the messages of the page must be older than."""
    if "cursor" not in request:
        return "~"  # Sorts behind every time.
    try:
        moment = moment_of(request["cursor"])
        # A cursor may be finer than our times, and .0005 is after .000, so it is rounded up.
        return written(moment + TICK - moment.resolution)
    except (ValueError, OverflowError):
        raise invalid("cursor", "the nextCursor of another page", request["cursor"]) from None
