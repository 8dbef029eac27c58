"""Handlers that wait for another event, as conversations do.

Events of a room are handled in order, so the next one does not begin before the handler that waits
for it has ended. For this reason an event is offered to those who wait when it arrives, not when
its turn comes. Handlers of its own it has all the same, later.
"""

from __future__ import annotations

import contextvars
from typing import Any, Callable, Dict, Generic, List, Optional, Tuple, Type, TypeVar

import anyio
import attrs

from lagclient.models import RobotEvent

EventT = TypeVar("EventT", bound=RobotEvent)

IsHeard = Callable[[RobotEvent], bool]
"""Whether the robot does not ignore the author of an event; asked for only if it matters."""

arrival: contextvars.ContextVar[Optional[int]] = contextvars.ContextVar("arrival", default=None)
"""The number of the event that is being handled."""


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
    """Who waits for which event, and the events that have arrived and are not handled yet."""

    def __init__(self) -> None:
        self._waiters: List[_Waiter[Any]] = []
        self._pending: Dict[int, Tuple[RobotEvent, IsHeard]] = {}
        """By number, the oldest first; without those that someone waited for."""
        self._arrived = 0

    def arrive(self, event: RobotEvent, is_heard: IsHeard) -> int:
        """Number an event that arrived, and offer it to those who wait if it `is_heard`."""
        self._arrived += 1
        is_offered = bool(self._waiters) and is_heard(event)
        takers = [waiter for waiter in self._waiters if is_offered and waiter.takes(event)]
        self._waiters = [waiter for waiter in self._waiters if waiter not in takers]
        if not takers:
            self._pending[self._arrived] = event, is_heard
        return self._arrived

    def begin(self, number: int) -> None:
        """Note that the handlers of an event are about to be called."""
        self.forget(number)
        arrival.set(number)

    def forget(self, number: int) -> None:
        """Drop an event that is handled, or will not be."""
        self._pending.pop(number, None)

    async def wait_for(
        self,
        type: Type[EventT],
        check: Optional[Callable[[EventT], Any]],
        timeout_seconds: Optional[float],
    ) -> EventT:
        """Wait for an event that arrives after the one that is being handled.

        Raises:
            TimeoutError: None has arrived in time.
        """
        waiter = _Waiter(type, check)
        handled = arrival.get()
        for number, (event, is_heard) in list(self._pending.items()):
            is_later = handled is not None and number > handled
            if is_later and is_heard(event) and waiter.takes(event):
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
