"""Pages of messages, in rooms and in DMs.

A cursor is the time of the last message on a page, and selects what is strictly older. That is
right only if no two messages of a place have the same time, and later ones have later times; so a
message that would come too early by the clock gets the next moment after the newest one.

Sources contradict each other about the order inside of a page. Here it is newest first, the order
in which the pages themselves go.
"""

from __future__ import annotations

import sqlite3
from typing import Callable, Optional

from lagclient.sandbox.errors import bad_request
from lagclient.sandbox.world.clock import TICK, just_after, moment_of, written
from lagclient.sandbox.world.world import Request, Wire

PAGE = 50


def moment_for(now: str, newest: Optional[str]) -> str:
    """When a message is written, if the newest one of its place was written then."""
    return just_after(newest) if newest and newest >= now else now


def page_of(
    request: Request, messages: str, place_id: str, as_wire: Callable[[sqlite3.Row], Wire]
) -> Wire:
    """One page, and where the next one begins.

    Args:
        request: Has `limit` and `cursor`.
        messages: A select that ends with ``WHERE <the place of m> = ?``.
        place_id: Id of that place.
        as_wire: How one of them is answered.

    Raises:
        ApiError: 400, the cursor is none.
    """
    limit = request.get("limit") or PAGE
    rows = request.world.store.all(
        f"{messages} AND m.created_at < ? ORDER BY m.created_at DESC LIMIT ?",
        place_id,
        _end_of_page(request),
        # One more than asked for: whether it is there says whether there is more.
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
    """What the messages of the page must be older than."""
    if "cursor" not in request:
        return "~"  # Sorts behind every time.
    try:
        moment = moment_of(request["cursor"])
        # A cursor may be finer than our times, and one of .0005 is after .000: it is rounded up.
        return written(moment + TICK - moment.resolution)
    except (ValueError, OverflowError):
        raise bad_request("cursor: must be the nextCursor of another page") from None
