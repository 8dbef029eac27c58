"""Handlers that wait for another event, as conversations do.

Events of a room are handled in order, so the next one does not begin before the handler that waits
for it has ended. For this reason an event is offered to those who wait when it arrives, not when
its turn comes. Handlers of its own it has all the same, later.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Callable, Deque, Dict, Generic, List, Optional, Type, TypeVar, cast

import anyio
import attrs

from lagclient.bot.workers import Share
from lagclient.errors import LagInvalidRequestError
from lagclient.models import RobotEvent
from lagclient.types import is_seconds

EventT = TypeVar("EventT", bound=RobotEvent)


LATER_SECONDS = 0.25
"""The time between two looks for later events, where several processes share them."""


def check_timeout(seconds: object) -> None:
    """Validate how long a handler waits.

    Raises:
        LagInvalidRequestError: It is not a number of seconds.
    """
    if seconds is not None and not is_seconds(seconds, or_zero=True):
        raise LagInvalidRequestError(
            f"`timeout_seconds` must be seconds from 0 up, at most 1e9, or None, not {seconds!r}"
        )


@attrs.define(eq=False)
class _Waiter(Generic[EventT]):
    type: Type[EventT]
    check: Optional[Callable[[EventT], Any]]
    arrived: anyio.Event = attrs.field(factory=anyio.Event)
    event: Optional[EventT] = None
    error: Optional[Exception] = None

    def takes(self, event: RobotEvent) -> bool:
        if not isinstance(event, self.type):
            return False
        try:
            is_right = self.check is None or self.check(event)
        except Exception as error:
            self.error = error
            is_right = True
        if is_right:
            self.event = event
            self.arrived.set()
        return bool(is_right)


class Waiting:
    """Who waits for which event, and the events that have arrived and are not handled yet.

    Args:
        is_heard: Whether the robot does not ignore the author of an event; called only if a handler
            waits.
    """

    def __init__(self, is_heard: Callable[[RobotEvent], bool]) -> None:
        self._is_heard = is_heard
        self._waiters: List[_Waiter[Any]] = []
        self._pending: Dict[int, RobotEvent] = {}
        """By number, the oldest first; without those that someone waited for."""
        self._arrived = 0

    def arrive(self, event: RobotEvent) -> int:
        """Number an event that arrived, and offer it to those who wait."""
        self._arrived += 1
        is_offered = bool(self._waiters) and self._is_heard(event)
        takers = [waiter for waiter in self._waiters if is_offered and waiter.takes(event)]
        self._waiters = [waiter for waiter in self._waiters if waiter not in takers]
        if not takers:
            self._pending[self._arrived] = event
        return self._arrived

    def forget(self, number: int) -> None:
        """Drop an event whose handlers are about to be called, or will not be."""
        self._pending.pop(number, None)

    async def wait_for(
        self,
        type: Type[EventT],
        check: Optional[Callable[[EventT], Any]],
        timeout_seconds: Optional[float],
        after: Optional[int],
    ) -> EventT:
        """Wait for an event whose number is above another one; None: for one that arrives now.

        Raises:
            LagInvalidRequestError: The limit is invalid.
            TimeoutError: None has arrived in time.
        """
        check_timeout(timeout_seconds)
        waiter = _Waiter(type, check)
        for number, event in list(self._pending.items()):
            is_later = after is not None and number > after
            if is_later and self._is_heard(event) and waiter.takes(event):
                del self._pending[number]
                break
        else:
            self._waiters.append(waiter)
            try:
                with anyio.fail_after(timeout_seconds):
                    await waiter.arrived.wait()
            finally:
                if waiter in self._waiters:
                    self._waiters.remove(waiter)
        if waiter.error is not None:
            raise waiter.error
        assert waiter.event is not None
        return waiter.event


class Conversation:
    """What a handler waits for where several processes share the events: those of its room.

    The room belongs to this process until the handler ends, so its later events wait meanwhile.
    """

    def __init__(self, share: Share, is_heard: Callable[[RobotEvent], bool]) -> None:
        self._share = share
        self._is_heard = is_heard
        self._taken: Deque[int] = deque(maxlen=1000)
        """The numbers of the events that were waited for."""

    async def wait_for(
        self,
        type: Type[EventT],
        check: Optional[Callable[[EventT], Any]],
        timeout_seconds: Optional[float],
    ) -> EventT:
        """Wait for a later event of the room.

        Raises:
            LagInvalidRequestError: The limit is invalid, or the caller handles no event.
            TimeoutError: None has arrived in time.
        """
        check_timeout(timeout_seconds)
        last = 0
        with anyio.fail_after(timeout_seconds):
            while True:
                later = await self._share.later(last)
                if later is None:
                    raise LagInvalidRequestError(
                        "`wait_for` must be used in the handler of an event with `workers`, "
                        "because others may reach another process"
                    )
                for last, event in later:
                    is_right = isinstance(event, type) and self._is_heard(event)
                    if not is_right or last in self._taken:
                        continue
                    if check is None or check(cast("EventT", event)):
                        self._taken.append(last)
                        return cast("EventT", event)
                await anyio.sleep(LATER_SECONDS)
