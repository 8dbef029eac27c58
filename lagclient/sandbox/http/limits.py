"""How often a caller may ask: what the table says, counted as the API counts it.

Sliding windows: at any moment, what counts is what was let through in the time before it. A request
that is refused for coming too early does not count, else a robot that keeps trying would never get
through again; one that fails for another reason does. The windows are in memory: a restart
forgives.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import DefaultDict, Deque, Tuple

from lagclient.resources import TABLE
from lagclient.routing.route import Route
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.world.world import Caller


class Limits:
    """What the callers of one sandbox have asked for lately."""

    def __init__(self) -> None:
        self._lately: DefaultDict[Tuple[str, str], Deque[datetime]] = defaultdict(deque)

    def count(self, caller: Caller, route: Route, now: datetime) -> None:
        """Count a request.

        Raises:
            ApiError: 429, it comes too early; `Retry-After` says by how much.
        """
        limits = TABLE.limits_of(route, caller.kind)
        windows = {name: self._lately[caller.id, name] for name in limits}
        for name, limit in limits.items():
            window, period = windows[name], timedelta(seconds=limit.seconds)
            while window and window[0] <= now - period:
                window.popleft()
            if len(window) >= limit.count:
                seconds = (window[0] + period - now).total_seconds()
                what = f"{name} requests" if name else "requests"
                raise ApiError(
                    429,
                    f"A {caller.kind} may do {limit.count} {what} in {limit.seconds} seconds",
                    {"Retry-After": str(math.ceil(seconds))},
                )
        for window in windows.values():
            window.append(now)
