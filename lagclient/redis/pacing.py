"""Keep to the API's limits for robots in several processes: the queues are in Redis.

The rules are those of `lagclient.calls.pacing`: places in the order of arrival, free `seconds`
after the response, given back if nothing was sent. Redis's clock counts. A request takes its places
in one round trip; the end of its turn is reported by a thread, so no call waits for it. If a
process dies, its places become free by themselves.

Redis may lose its last second of writes when it is killed. The API then sees at most the requests
of that second too many, and a 429 is repeated as always.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
import weakref
from typing import List, Literal, Mapping, Optional, Tuple, TypeVar, Union

import attrs

from lagclient.calls.options import Rule, is_int
from lagclient.calls.pacing import MARGIN_SECONDS, ProcessPacer, Turn
from lagclient.calls.steps import Run
from lagclient.errors import LagConnectionError
from lagclient.redis.connections import PREFIX, TIMEOUT_SECONDS, Connections, Script
from lagclient.routing.route import Limit

IfDown = Literal["raise", "share"]
"""What to do while Redis does not answer."""

LEASE_SECONDS = 60.0
"""After this time without a report, the process of a request counts as dead."""
GRACE_SECONDS = 5.0
"""A request that waits may ask again this much later than it was asked to."""
AGAIN_SECONDS = 5.0
"""The time between two tries while Redis does not answer."""
_MAX_BATCH = 500

IF_DOWN = Rule("'raise' or 'share'", lambda value: value in ("raise", "share"))
WORKERS = Rule("an int above 0", lambda value: is_int(value) and value != 0)
logger: logging.Logger = logging.getLogger("lagclient.redis")

SelfT = TypeVar("SelfT", bound="RedisPacer")


class RedisPacer:
    """Counts the requests of a robot in all processes that use one Redis.

    ::

        from lagclient import Client
        from lagclient.redis import RedisPacer

        client = Client(pacer=RedisPacer.from_url("redis://localhost:6379"))

    Clients, threads and event loops can share it.
    """

    def __init__(
        self,
        connections: Connections,
        *,
        if_down: IfDown = "raise",
        workers: int = 1,
        prefix: str = "lag",
    ) -> None:
        IF_DOWN.checked("if_down", if_down)
        WORKERS.checked("workers", workers)
        PREFIX.checked("prefix", prefix)
        self._connections = connections
        self._workers = workers
        self._prefix = prefix
        self._share: Optional[ProcessPacer] = ProcessPacer() if if_down == "share" else None
        self.take: Script = connections.script("take.lua")
        self._reports = _Reports(connections)
        self._end = weakref.finalize(self, self._reports.close)
        self._down_until = self._share_until = 0.0

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        if_down: IfDown = "raise",
        workers: int = 1,
        timeout_seconds: float = TIMEOUT_SECONDS,
        prefix: str = "lag",
    ) -> RedisPacer:
        """Create a pacer; nothing is sent to Redis yet.

        Args:
            url: The Redis: ``redis://host:6379/0``, ``rediss://...`` with TLS, or ``unix://path``.
            if_down: What to do while Redis does not answer: ``"raise"`` a `LagConnectionError`
                before anything is sent to the API, or ``"share"``: each process uses its part
                of the limits.
            workers: With ``"share"``, the number of processes. In the first minute without Redis,
                the API may still refuse a request, because a process does not know the requests
                of the others.
            timeout_seconds: The limit of connecting to Redis, and of each of its responses.
            prefix: The first part of all keys in Redis.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ImportError: The extra `redis` is not installed.
        """
        connections = Connections(url, timeout_seconds)
        return cls(connections, if_down=if_down, workers=workers, prefix=prefix)

    def queue(self, token: str, limits: Mapping[str, Limit]) -> Turn:
        """Return a turn, which takes its places when it is first asked for its seconds."""
        windows = [
            _Window(
                f"{self._prefix}:{{{token}}}:pace:{name or 'all'}:{limit.count}:{limit.seconds:g}",
                limit.count,
                int((limit.seconds + MARGIN_SECONDS) * 1000),
            )
            for name, limit in limits.items()
        ]
        local: Optional[Turn] = None
        if self._share is not None:
            shares = {
                name: Limit(max(1, limit.count // self._workers), limit.seconds)
                for name, limit in limits.items()
            }
            local = self._share.queue(token, shares)
        return _Turn(self, windows, local)

    def close(self) -> None:
        """Report the ends that Redis does not know yet, and close the connections."""
        self._end()

    def __enter__(self: SelfT) -> SelfT:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def report(self, windows: List[_Window], places: List[int], sent: bool) -> None:
        """Report the end of a turn, without waiting."""
        self._reports.add(windows, places, sent)

    def is_down(self) -> bool:
        """Return whether Redis failed a moment ago, so that it is not asked."""
        return self._share is not None and time.monotonic() < self._down_until

    def is_sharing(self) -> bool:
        """Return whether this process keeps to its part of the limits."""
        return self._share is not None and time.monotonic() < self._share_until

    def fail(self, error: Exception, windows: List[_Window]) -> None:
        """Record a failure of Redis.

        Raises:
            LagConnectionError: `if_down` is "raise".
        """
        said = f"The Redis at {self._connections.place}, which counts the requests, failed: {error}"
        if self._share is None:
            raise LagConnectionError(said) from error
        if not self.is_sharing():
            logger.warning("%s. This process keeps to 1/%d of the limits", said, self._workers)
        self._down_until = time.monotonic() + AGAIN_SECONDS
        # One window longer, because Redis does not know the requests that were sent meanwhile.
        longest = max(window.milliseconds for window in windows) / 1000
        self._share_until = self._down_until + longest


_Arguments = Tuple[List[str], List[int]]
"""The keys and the arguments of a script."""


@attrs.frozen
class _Window:
    """A limit in Redis: the key of its queue, and how long a place stays taken."""

    key: str
    count: int
    milliseconds: int


class _Turn:
    """The place of a request in each queue."""

    def __init__(self, pacer: RedisPacer, windows: List[_Window], local: Optional[Turn]) -> None:
        self._pacer = pacer
        self._windows = windows
        self._local = local
        self._places = [0] * len(windows)

    def seconds(self) -> Union[float, Run]:
        if self._pacer.is_down():
            return self._left(0.0)
        return Run(self._ask, async_function=self._ask_async)

    def end(self, sent: bool) -> None:
        if self._local is not None:
            self._local.end(sent)
        if self._places[0]:
            self._pacer.report(self._windows, self._places, sent)

    def _ask(self) -> float:
        from redis.exceptions import RedisError

        try:
            return self._allowed(self._pacer.take.run(*self._arguments()))
        except RedisError as error:
            return self._failed(error)

    async def _ask_async(self) -> float:
        from redis.exceptions import RedisError

        try:
            return self._allowed(await self._pacer.take.run_async(*self._arguments()))
        except RedisError as error:
            return self._failed(error)

    def _arguments(self) -> _Arguments:
        arguments = [int(LEASE_SECONDS * 1000), int(GRACE_SECONDS * 1000)]
        for window, place in zip(self._windows, self._places):
            arguments += place, window.count, window.milliseconds
        return [window.key for window in self._windows], arguments

    def _allowed(self, reply: List[int]) -> float:
        wait, *self._places = reply
        return self._left(wait / 1000)

    def _failed(self, error: Exception) -> float:
        self._pacer.fail(error, self._windows)
        return self._left(0.0)

    def _left(self, wait: float) -> float:
        """Return the seconds to wait, also for the part of this process while it shares."""
        if self._local is None or not self._pacer.is_sharing():
            return wait
        own = self._local.seconds()
        assert isinstance(own, float)
        return max(wait, own)


class _Reports:
    """A thread that reports the ends of turns, many at a time."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._script = connections.script("end.lua")
        self._lock = threading.RLock()
        self._process = 0
        """The process of the thread; a forked child starts its own."""
        self._queue: queue.SimpleQueue[Optional[_Arguments]] = queue.SimpleQueue()
        self._thread: Optional[threading.Thread] = None

    def add(self, windows: List[_Window], places: List[int], sent: bool) -> None:
        """Report that the turns of these places have ended."""
        arguments: List[int] = []
        for window, place in zip(windows, places):
            arguments += place, window.milliseconds if sent else -1
        if self._process != os.getpid():
            self._start()
        self._queue.put(([window.key for window in windows], arguments))

    def close(self) -> None:
        """Send what is left, and close the connections."""
        with self._lock:
            thread, self._thread = self._thread, None
            is_own, self._process = self._process == os.getpid(), 0
        if thread is not None and is_own:
            self._queue.put(None)
            thread.join()
        self._connections.blocking.close()

    def _start(self) -> None:
        with self._lock:
            if self._process == os.getpid():
                return
            self._process, self._queue = os.getpid(), queue.SimpleQueue()
            self._thread = threading.Thread(
                target=self._run, args=(self._queue,), name="lagclient redis", daemon=True
            )
            self._thread.start()

    def _run(self, reports: queue.SimpleQueue[Optional[_Arguments]]) -> None:
        from redis.exceptions import RedisError

        is_open = True
        while is_open:
            batch = [reports.get()]
            while not reports.empty() and len(batch) < _MAX_BATCH:
                batch.append(reports.get())
            is_open = None not in batch
            try:
                with self._connections.blocking.pipeline(transaction=False) as pipeline:
                    for each in batch:
                        if each is not None:
                            self._script.run(*each, client=pipeline)
                    pipeline.execute()
            except RedisError as error:
                # The places become free by themselves, only later.
                logger.debug("The end of %d turns was not reported: %s", len(batch), error)
