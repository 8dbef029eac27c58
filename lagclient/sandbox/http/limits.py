"""Rate limits: how often a caller may send requests, by the table and counted as the API counts.

Windows slide: a request counts while it is in the period before now. A request that is refused for
coming too early does not count, because a robot that keeps trying would never get through; a
request that fails for another reason does. The windows are in memory, so a restart empties them.

They are counted by the sandbox's clock. A clock that stands still never empties a window, so a test
with a frozen clock either moves it or turns the limits off (`Sandbox(rate_limits=False)`).
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from datetime import datetime, timedelta
from typing import DefaultDict, Deque, Tuple

from lagclient.routing.route import Route
from lagclient.routing.table import Table
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.world.world import Caller


class Limits:
    """The recent requests of each caller of one sandbox."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._recent: DefaultDict[Tuple[str, str], Deque[datetime]] = defaultdict(deque)

    def count(self, caller: Caller, route: Route, now: datetime) -> None:
        """Count a request.

        Raises:
            ApiError: 429 if the request comes too early; `Retry-After` says how long to wait.
        """
        limits = self._table.limits_of(route, caller.kind)
        windows = {name: self._recent[caller.id, name] for name in limits}
        for name, limit in limits.items():
            window, period = windows[name], timedelta(seconds=limit.seconds)
            while window and window[0] <= now - period:
                window.popleft()
            if len(window) >= limit.count:
                seconds = (window[0] + period - now).total_seconds()
                what = f"{name} requests" if name else "requests"
                raise ApiError(
                    429,
                    f"A {caller.kind} may send {limit.count} {what} in {limit.seconds} seconds",
                    {"Retry-After": str(math.ceil(seconds))},
                )
        for window in windows.values():
            window.append(now)
