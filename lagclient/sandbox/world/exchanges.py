"""The newest requests and their responses, kept in memory for the page of the sandbox.

A request only leaves references here: names, hiding of secrets and JSON wait until the page asks. A
ring of fixed length keeps them, and a body only up to a limit, so a long run does not grow.
"""

from __future__ import annotations

import itertools
import time
from collections import deque
from typing import Deque, Iterator, Optional, Set

from lagclient.sandbox.world.clock import uptime
from lagclient.sandbox.world.waiting import Bell

KEPT = 500
"""Number of requests that are kept, the newest."""
LONGEST_BODY = 16 * 1024
"""Number of bytes of a body that are kept."""


class Exchange:
    """A request, and its response once there is one."""

    __slots__ = (
        "at", "authorization", "began", "body", "body_length", "event", "fault", "log", "method",
        "ms", "number", "result", "result_length", "robot_id", "route", "state", "status", "target",
        "tries", "version",
    )  # fmt: skip

    def __init__(
        self, log: Exchanges, method: str, target: str, route: str, authorization: str, body: bytes
    ) -> None:
        self.log: Exchanges = log
        self.number: int = next(log.numbers)
        self.version: int = next(log.versions)
        self.at: float = time.time()
        self.began: float = uptime()
        self.method: str = method
        self.target: str = target
        """The path with its query, or the address of a webhook."""
        self.route: str = route
        """The full name of the route; empty if it has no route."""
        self.authorization: str = authorization
        """The header as it was sent. It identifies the caller and is never shown."""
        self.body: bytes = body[:LONGEST_BODY]
        self.body_length: int = len(body)
        self.status: Optional[int] = None
        self.result: bytes = b""
        self.result_length: int = 0
        self.fault: str = ""
        """The kinds of faults that struck it."""
        self.state: str = "open"
        """``open``, ``streaming``, ``done``, or ``lost`` without a response for the client."""
        self.ms: Optional[float] = None
        self.robot_id: str = ""
        """The robot that receives a webhook; empty for a request of a client."""
        self.event: str = ""
        """The type of the event of a webhook."""
        self.tries: int = 0
        """Which attempt this is; 0 while it is not known."""

    def strike(self, kind: str) -> None:
        """Record a fault."""
        self.fault = f"{self.fault} {kind}".lstrip()

    def respond(self, status: Optional[int], result: bytes = b"") -> None:
        """Record the response, whether or not the client receives it."""
        self.status = status
        self.result = result[:LONGEST_BODY]
        self.result_length = len(result)
        if self.state != "open":
            # A late request has ended for its client already.
            self._changed()

    def stream(self, piece: bytes) -> None:
        """Record a piece of a response that goes on; the newest pieces are kept."""
        self.state = "streaming"
        self.result = (self.result + piece)[-LONGEST_BODY:]
        self.result_length += len(piece)
        self.log.streams.add(self)
        self._changed()

    def end(self, state: str = "done") -> None:
        """Record the end of the request."""
        self.state = state
        self.ms = (uptime() - self.began) * 1000
        self.log.streams.discard(self)
        self._changed()

    def _changed(self) -> None:
        self.version = next(self.log.versions)
        self.log.bell.ring()


class Exchanges:
    """The newest requests of one sandbox; only its event loop uses it."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept: Deque[Exchange] = deque(maxlen=kept)
        self.numbers: Iterator[int] = itertools.count(1)
        self.versions: Iterator[int] = itertools.count(1)
        self.streams: Set[Exchange] = set()
        """Those that are streaming, also if the ring has lost them."""
        self.bell: Bell = Bell()
        """Rings when a request begins, changes or ends."""

    def begin(
        self, method: str, target: str, route: str, authorization: str, body: bytes = b""
    ) -> Exchange:
        """Record the beginning of a request."""
        exchange = Exchange(self, method, target, route, authorization, body)
        self._kept.append(exchange)
        self.bell.ring()
        return exchange

    def clear(self) -> None:
        """Forget all requests."""
        self._kept.clear()

    def __iter__(self) -> Iterator[Exchange]:
        return iter(tuple(self._kept))

    def __len__(self) -> int:
        return len(self._kept)
