"""Keep to the API's limits for robots, so that requests do not get a 429.

A limit is a sliding window: `count` requests in any `seconds`. The API counts a request at some
moment between its sending and its response. So a request may be sent `seconds` after the *response*
to the request that is `count` places before it. A client that counts from the sending, or refills a
bucket, gets 429.

Requests wait in a queue, first in, first out. A request that was not sent gives its place back.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from typing import (
    TYPE_CHECKING,
    Callable,
    ContextManager,
    Deque,
    Dict,
    List,
    Literal,
    Mapping,
    NamedTuple,
    Optional,
    Protocol,
    Tuple,
    Union,
)

from lagclient.routing.route import Limit

if TYPE_CHECKING:
    from lagclient.calls.steps import Run

Pacing = Literal["wait", "raise", "off"]
"""What a robot's client does when a call would exceed a limit of the API."""

# The API's clock may run differently.
MARGIN_SECONDS = 0.05


class Turn(Protocol):
    """The place of a request in the queues of its limits."""

    def seconds(self) -> Union[float, Run]:
        """Return the seconds to wait before calling this again; 0: send now.

        A pacer that has to wait for another process returns a `Run`, whose result is the seconds.
        """
        ...

    def end(self, sent: bool) -> None:
        """End the turn at the response; if the request was not `sent`, free the place at once.

        It must not block.
        """
        ...


class Pacer(Protocol):
    """The owner of the queues: `ProcessPacer` in this process, or one that processes share."""

    def queue(self, token: str, limits: Mapping[str, Limit]) -> Turn:
        """Take the next place in the queue of each limit.

        Args:
            token: A digest of the token, not the token itself.
            limits: The limits by the name of what they count.
        """
        ...


class _Place:
    """A place in a queue.

    Attributes:
        seconds: Seconds for which the place stays taken after the response.
        before: The place that must be free first; None if no place must.
        free_at: The time at which it is free again; None until the response.
        given_back: Whether its request was not sent.
    """

    __slots__ = ("before", "free_at", "given_back", "seconds")

    def __init__(self, seconds: float, before: Optional[_Place]) -> None:
        self.seconds = seconds
        self.before = before
        self.free_at: Optional[float] = None
        self.given_back: bool = False

    def left(self, now: float) -> float:
        """Return the minimum number of seconds for which the place stays taken."""
        if self.free_at is None:
            return 0.0 if self.given_back else self.seconds
        left = self.free_at - now
        # A longer time means that the clock was set back, as by a test that had frozen it.
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
    lock: ContextManager[object]
    """A signal handler may make a call while its thread has the lock."""
    lately: Dict[Tuple[str, str, Limit], Deque[_Place]]


class ProcessPacer:
    """The queues of this process: one for each token and limit, shared by all clients."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # By process, because a forked child does not get the responses of its parent.
        self._queues: Dict[int, _Queues] = {}

    def queue(self, token: str, limits: Mapping[str, Limit]) -> Turn:
        """Take the next place in the queue of each limit."""
        process = os.getpid()
        queues = self._queues.get(process) or self._queues.setdefault(
            process, _Queues(threading.RLock(), {})
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
"""The turn of a request without limits."""
PROCESS_PACER = ProcessPacer()
