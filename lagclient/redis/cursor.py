"""A cursor in Redis: another machine can go on where this one was.

One process has the cursor at a time, by a lease that a thread prolongs. If the process dies,
another one takes the cursor when the lease has ended. A process that was paused meanwhile cannot
move it: its next save raises an error, and ends the listener.

If Redis loses its last second of writes, the events of that second are handled again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import weakref
from typing import Any, Callable, Dict, Mapping, Optional, TypeVar

from lagclient.calls.options import SECONDS
from lagclient.errors import LagConnectionError, LagCursorError
from lagclient.listening.progress import Progress
from lagclient.redis.connections import TIMEOUT_SECONDS, Connections, keys_of
from lagclient.redis.lease import Lease

LEASE_SECONDS = 15.0
"""After this time without a sign of its process, a cursor is free."""
AGAIN_SECONDS = 0.5
"""The time between two tries."""

T = TypeVar("T")
logger: logging.Logger = logging.getLogger("lagclient.redis")

SelfT = TypeVar("SelfT", bound="RedisCursor")


class RedisCursor:
    """The cursor of a robot, for ``Bot(cursor=...)`` or ``events.stream(cursor=...)``.

    ::

        from lagclient import Bot
        from lagclient.redis import RedisCursor

        bot = Bot(cursor=RedisCursor.from_url("redis://localhost:6379", name="greeter"))
    """

    blocks: bool = True
    """Its methods wait for Redis, so asynchronous clients call them in a thread."""

    def __init__(
        self,
        connections: Connections,
        name: str,
        *,
        lease_seconds: float = LEASE_SECONDS,
        prefix: str = "lag",
    ) -> None:
        SECONDS.checked("lease_seconds", lease_seconds)
        base = keys_of(prefix, name)
        self._connections = connections
        self._name = name
        self._seconds = lease_seconds
        self._lease = Lease(connections, base, lease_seconds)
        self._state = f"{base}state"
        self._save = connections.script("save.lua")
        self._renewal: Optional[_Renewal] = None
        self._lock = threading.Lock()

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        name: str,
        lease_seconds: float = LEASE_SECONDS,
        timeout_seconds: float = TIMEOUT_SECONDS,
        prefix: str = "lag",
    ) -> RedisCursor:
        """Create a cursor; nothing is sent to Redis yet.

        Args:
            url: The Redis: ``redis://host:6379/0``, ``rediss://...`` with TLS, or ``unix://path``.
            name: The name of the cursor; another one for each robot.
            lease_seconds: After this time without a sign of its process, another one may take the
                cursor. A process that starts waits twice as long for it.
            timeout_seconds: The limit of connecting to Redis, and of each of its responses.
            prefix: The first part of all keys in Redis.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ImportError: The extra `redis` is not installed.
        """
        connections = Connections(url, timeout_seconds)
        return cls(connections, name, lease_seconds=lease_seconds, prefix=prefix)

    def load(self) -> Optional[str]:
        """Take the lease, and return the id that was saved last; None at first.

        Raises:
            LagCursorError: Another process has the cursor.
            LagConnectionError: Redis does not answer.
        """
        text = self.load_progress()
        return Progress.from_text(text).cursor if text else None

    def load_progress(self) -> Optional[str]:
        """Take the lease, and return the text that was saved last; None at first.

        Raises:
            LagCursorError: Another process has the cursor.
            LagConnectionError: Redis does not answer.
        """
        until = time.monotonic() + 2 * self._seconds
        is_logged = False
        while (held := self._insist(self._lease.take)) is None:
            if time.monotonic() >= until:
                raise LagCursorError(
                    f"`cursor` must be used by one process, but another one has {self._name!r}"
                )
            if not is_logged:
                logger.info("Another process has the cursor %r: waiting for its end", self._name)
            is_logged = True
            time.sleep(min(AGAIN_SECONDS, self._seconds / 3))
        with self._lock:
            if self._renewal is None or not self._renewal.is_alive():
                self._renewal = _Renewal(self._lease, self._seconds / 3)
                weakref.finalize(self, self._renewal.end)
        return held.text or None

    def save(self, id: str) -> None:
        """Save an id.

        Raises:
            LagCursorError: Another process has taken the cursor; nothing was saved.
            LagConnectionError: Redis does not answer.
        """
        self.save_progress(f"{id}\n")

    def save_progress(self, text: str) -> None:
        """Save a text.

        Raises:
            LagCursorError: Another process has taken the cursor; nothing was saved.
            LagConnectionError: Redis does not answer.
        """
        self.commit(text, {})

    def values(self) -> Dict[str, str]:
        """Return the values that were saved with the cursor.

        Raises:
            LagConnectionError: Redis does not answer.
        """
        values = self._insist(lambda: self._connections.blocking.hgetall(self._state))
        return {name.decode(): value.decode() for name, value in values.items()}

    def commit(self, text: str, changes: Mapping[str, Optional[str]]) -> None:
        """Save a text, and the values that changed; None removes a value.

        Raises:
            LagCursorError: Another process has taken the cursor; nothing was saved.
            LagConnectionError: Redis does not answer.
        """
        lease = self._lease
        flat = [part for name, value in changes.items() for part in (name, value or "")]
        keys, arguments = [*lease.keys, self._state], [lease.owner, lease.milliseconds, text, *flat]
        if not self._insist(lambda: self._save.run(keys, arguments)):
            raise LagCursorError(
                f"Another process has taken the cursor {self._name!r}, because this one gave no "
                f"sign for {self._seconds:g} s, or because Redis lost its last writes"
            )

    def close(self) -> None:
        """Give the lease back, and close the connections."""
        with self._lock:
            renewal, self._renewal = self._renewal, None
        if renewal is not None:
            renewal.end()
        self._connections.blocking.close()

    def __enter__(self: SelfT) -> SelfT:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _insist(self, function: Callable[[], T]) -> T:
        """Call a function of Redis, again for as long as the lease lasts."""
        from redis.exceptions import RedisError

        until = time.monotonic() + self._seconds
        while True:
            try:
                return function()
            except RedisError as error:
                if time.monotonic() >= until:
                    raise LagConnectionError(
                        f"The Redis at {self._connections.place}, which keeps the cursor, "
                        f"failed: {error}"
                    ) from error
            time.sleep(min(AGAIN_SECONDS, self._seconds / 3))


class _Renewal:
    """A thread that prolongs a lease."""

    def __init__(self, lease: Lease, seconds: float) -> None:
        self._lease = lease
        self._seconds = seconds
        self._end = threading.Event()
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._run, name="lagclient cursor", daemon=True)
        self._thread.start()

    def is_alive(self) -> bool:
        """Return whether the thread runs, in this process."""
        return self._process == os.getpid() and self._thread.is_alive()

    def end(self) -> None:
        """End the thread, and give the lease back."""
        from redis.exceptions import RedisError

        if self._process != os.getpid() or self._end.is_set():
            return
        self._end.set()
        self._thread.join()
        with contextlib.suppress(RedisError):  # then it ends by itself
            self._lease.release()

    def _run(self) -> None:
        from redis.exceptions import RedisError

        while not self._end.wait(self._seconds):
            try:
                held: Any = self._lease.renew()
            except RedisError as error:
                logger.debug("The lease of a cursor was not prolonged: %s", error)
            else:
                if held is None:
                    return  # the next save says so
