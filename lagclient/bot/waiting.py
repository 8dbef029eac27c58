"""Handlers that wait for another event, as conversations do.

Events of a room are handled in order, so the next one does not begin before the handler that waits
for it has ended. For this reason an event is offered to those who wait when it arrives, not when
its turn comes. Handlers of its own it has all the same, later.
"""

from __future__ import annotations

import inspect
from collections import deque
from typing import Any, Callable, Deque, Dict, Generic, List, Optional, Type, TypeVar

import anyio
import attrs

from lagclient.bot.workers import Share
from lagclient.calls.options import Rule
from lagclient.errors import LagInvalidRequestError
from lagclient.models import RobotEvent
from lagclient.types import is_seconds

EventT = TypeVar("EventT", bound=RobotEvent)

LATER_SECONDS = 0.25
"""The time between two looks for later events, where several processes share them."""
WAIT = Rule(
    "seconds from 0 up, at most 1e9, or None",
    lambda value: value is None or is_seconds(value, or_zero=True),
)

CHECK = Rule(
    "a plain function or None",
    # The result of a coroutine function would be true for each event.
    lambda value: value is None or (callable(value) and not inspect.iscoroutinefunction(value)),
)


@attrs.define(eq=False)
class Wanted(Generic[EventT]):
    """An event that a handler waits for, or the error of its check."""

    type: Type[EventT]
    check: Optional[Callable[[EventT], Any]]
    timeout_seconds: Optional[float]
    arrived: anyio.Event = attrs.field(factory=anyio.Event)
    _event: Optional[EventT] = None
    _error: Optional[Exception] = None

    def takes(self, event: RobotEvent) -> bool:
        """Return whether this is the event; an error of the check also ends the wait."""
        if not isinstance(event, self.type):
            return False
        try:
            is_right = self.check is None or bool(self.check(event))
        except Exception as error:
            self.fail(error)
            return True
        if is_right:
            self._event = event
            self.arrived.set()
        return is_right

    def fail(self, error: Exception) -> None:
        """End the wait with an error."""
        self._error = error
        self.arrived.set()

    def result(self) -> EventT:
        """Return the event that was taken, or raise the error of the check."""
        if self._error is not None:
            raise self._error
        assert self._event is not None
        return self._event


class Waiting:
    """Who waits for which event, and the events that have arrived and are not handled yet.

    Args:
        is_heard: Whether the robot does not ignore the author of an event; called only if a handler
            waits.
    """

    def __init__(self, is_heard: Callable[[RobotEvent], bool]) -> None:
        self._is_heard = is_heard
        self._waiters: List[Wanted[Any]] = []
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

    def give_up(self) -> None:
        """End all waits with a TimeoutError."""
        for waiter in self._waiters:
            waiter.fail(TimeoutError("The robot has handled too many other events meanwhile"))
        self._waiters = []

    def forget(self, number: int) -> None:
        """Drop an event whose handlers are about to be called, or will not be."""
        self._pending.pop(number, None)

    async def wait_for(self, wanted: Wanted[EventT], after: Optional[int]) -> EventT:
        """Wait for an event whose number is above another one; None: for one that arrives now."""
        for number, event in list(self._pending.items()):
            is_later = after is not None and number > after
            if is_later and self._is_heard(event) and wanted.takes(event):
                del self._pending[number]
                break
        else:
            self._waiters.append(wanted)
            try:
                with anyio.fail_after(wanted.timeout_seconds):
                    await wanted.arrived.wait()
            finally:
                if wanted in self._waiters:
                    self._waiters.remove(wanted)
        return wanted.result()


class Conversation:
    """What a handler waits for where several processes share the events: those of its room.

    The room belongs to this process until the handler ends, so its later events wait meanwhile.
    """

    def __init__(self, share: Share, is_heard: Callable[[RobotEvent], bool]) -> None:
        self._share = share
        self._is_heard = is_heard
        self._taken: Deque[int] = deque(maxlen=1000)
        """The numbers of the events that were waited for."""

    async def wait_for(self, wanted: Wanted[EventT]) -> EventT:
        """Wait for a later event of the room."""
        last = 0
        with anyio.fail_after(wanted.timeout_seconds):
            while True:
                later = await self._share.later(last)
                if later is None:
                    raise LagInvalidRequestError(
                        "`wait_for` must be used in the handler of an event with `workers`, "
                        "because others may reach another process"
                    )
                for last, event in later:
                    is_new = last not in self._taken and self._is_heard(event)
                    if is_new and wanted.takes(event):
                        self._taken.append(last)
                        return wanted.result()
                await anyio.sleep(LATER_SECONDS)
