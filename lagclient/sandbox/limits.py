"""How often a robot may ask.

Sliding windows: at any moment, what counts is what was let through in the time before it. A request
that is refused for coming too early does not count, else a robot that keeps trying would never get
through again; one that fails for another reason does. Nothing is known of limits for users, so they
have none. The windows are in memory: a restart forgives.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import DefaultDict, Deque, Tuple

import attrs

from lagclient.routing.route import Route
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.world import Caller


@attrs.frozen
class Limit:
    """So many in so long."""

    count: int
    period: timedelta
    what: str


REQUESTS = Limit(100, timedelta(minutes=1), "requests")
SENDS = Limit(10, timedelta(seconds=10), "messages")


class Limits:
    """What the robots of one sandbox have asked for lately."""

    def __init__(self) -> None:
        self._lately: DefaultDict[Tuple[str, Limit], Deque[datetime]] = defaultdict(deque)

    def count(self, caller: Caller, route: Route, now: datetime) -> None:
        """Count a request.

        Raises:
            ApiError: 429, it comes too early; `Retry-After` says by how much.
        """
        if caller.kind != "robot":
            return
        limits = [REQUESTS]
        if route.full_name == "servers.rooms.messages.send":
            limits.append(SENDS)
        windows = [(limit, self._lately[caller.id, limit]) for limit in limits]
        for limit, window in windows:
            while window and window[0] <= now - limit.period:
                window.popleft()
            if len(window) >= limit.count:
                seconds = (window[0] + limit.period - now).total_seconds()
                raise ApiError(
                    429,
                    f"A robot may do {limit.count} {limit.what} in "
                    f"{limit.period.total_seconds():g} seconds",
                    {"Retry-After": str(math.ceil(seconds))},
                )
        for _, window in windows:
            window.append(now)
