"""Pacing: a robot keeps the API's limits by itself, instead of being told to come back later.

A limit is a sliding window: `count` requests in any `seconds`. The API counts a request at some
moment between its sending and its answer; so a request may go out when the one `count` places
before it has been *answered* for `seconds`. Whoever counts from the sending, or refills a bucket,
runs into 429.

Requests stand in a queue, first in, first out. What was never sent gives its place back.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from typing import (
    Callable,
    Deque,
    Dict,
    List,
    Literal,
    Mapping,
    NamedTuple,
    Optional,
    Protocol,
    Tuple,
)

import attrs

from lagclient.routing.route import Limit

Pacing = Literal["wait", "raise", "off"]
"""What a robot's client does when a call would exceed a limit of the API."""

# The API's clock and ours need not run alike.
MARGIN_SECONDS = 0.05


class Turn(Protocol):
    """A request's place in the queues of its limits."""

    def seconds(self) -> float:
        """How long to wait, at least, before asking again; 0: it may go out now."""
        ...

    def end(self, sent: bool) -> None:
        """The request was answered or given up; if none of it was `sent`, the place is free."""
        ...


class Pacer(Protocol):
    """Where the queues are. `ProcessPacer` has them in this process; others may share them."""

    def queue(self, token: str, limits: Mapping[str, Limit]) -> Turn:
        """Take the next place in the queue of each limit.

        Args:
            token: What tells a token from others; not the token itself.
            limits: Each limit, by the name of what it counts.
        """
        ...


@attrs.define(eq=False, repr=False)
class _Place:
    seconds: float
    """For how long it stays taken after the response."""
    before: Optional[_Place]
    """The place that has to be free first; None: no other."""
    free_at: Optional[float] = None
    """None: the request is not answered yet."""
    given_back: bool = False

    def left(self, now: float) -> float:
        """Return how long the place stays taken, at least."""
        if self.free_at is None:
            return 0.0 if self.given_back else self.seconds
        left = self.free_at - now
        # If it were longer, the clock was set back, as when a test stops freezing it.
        return left if 0 < left <= self.seconds + MARGIN_SECONDS else 0.0

    def wait(self, now: float) -> float:
        place, wait = self.before, 0.0
        while place is not None:
            wait += place.left(now)
            if place.free_at is not None:
                break
            place = place.before
        if not wait:
            self.before = None
        return wait

    def end(self, now: float, sent: bool) -> None:
        if sent:
            self.free_at, self.before = now + self.seconds + MARGIN_SECONDS, None
        else:
            self.given_back = True


class _Queues(NamedTuple):
    lock: threading.Lock
    lately: Dict[Tuple[str, str, Limit], Deque[_Place]]


class ProcessPacer:
    """The queues of this process: one for each token and limit, whichever client it is used in."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # By process: what a parent waits for, its child never hears of.
        self._queues: Dict[int, _Queues] = {}

    def queue(self, token: str, limits: Mapping[str, Limit]) -> Turn:
        """Take the next place in the queue of each limit."""
        process = os.getpid()
        queues = self._queues.get(process) or self._queues.setdefault(
            process, _Queues(threading.Lock(), {})
        )
        with queues.lock:
            return _Turn(
                [self._place(queues, token, *named) for named in limits.items()], self._clock
            )

    def _place(self, queues: _Queues, token: str, name: str, limit: Limit) -> _Place:
        key = token, name, limit
        if key not in queues.lately:
            now = self._clock()
            for old, places in list(queues.lately.items()):
                if not any(place.left(now) for place in places):
                    del queues.lately[old]
            queues.lately[key] = deque(maxlen=limit.count)
        lately = queues.lately[key]
        before = lately[0] if len(lately) == limit.count else None
        lately.append(_Place(limit.seconds, before))
        return lately[-1]


class _Turn(NamedTuple):
    places: List[_Place]
    clock: Callable[[], float]

    def seconds(self) -> float:
        now = self.clock()
        return max((place.wait(now) for place in self.places), default=0.0)

    def end(self, sent: bool) -> None:
        now = self.clock()
        for place in self.places:
            place.end(now, sent)


FREE: Turn = _Turn([], time.monotonic)
"""For what has no limit."""
PROCESS_PACER = ProcessPacer()
