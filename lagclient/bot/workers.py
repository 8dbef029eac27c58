"""One robot in several processes: what a `Bot` needs of the place that its workers share.

One of the workers reads the robot's stream, and puts its events into that place. All of them take
events from it: those of a room in order, by one worker at a time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import (
    AsyncContextManager,
    Awaitable,
    Callable,
    List,
    Optional,
    Protocol,
    Tuple,
    TypeVar,
)

from lagclient.listening.drive import AsyncListening
from lagclient.models import RobotEvent

SelfT = TypeVar("SelfT")
Listen = Callable[[Optional[str]], AsyncListening]
"""Returns the events after the one with this id; None: those that happen from now on."""
Attempt = Callable[[Awaitable[None]], Awaitable[None]]
"""Does a part of the run; if it fails, so does the run."""


class Notes(Protocol):
    """Where it is noted which events are begun and done."""

    is_kept: bool
    """Whether an event that is not done arrives again in the next run."""

    async def load(self) -> Optional[str]:
        """Return the id of the event to go on after."""
        ...

    def arrive(self, event: RobotEvent, /) -> bool:
        """Note that an event arrived, and return whether it is to be handled."""
        ...

    def blocked_by(self) -> Optional[str]:
        """Return the id of an event that must end before others are taken in, or None."""
        ...

    def deaths(self, event: RobotEvent, /) -> int:
        """Return how often an event was begun and not finished."""
        ...

    async def begin(self, event: RobotEvent, /) -> None:
        """Note that an event is about to be handled."""
        ...

    def give_back(self, event: RobotEvent, /) -> None:
        """Note that handling an event was given up."""
        ...

    async def finish(self, event: RobotEvent, /) -> None:
        """Note that an event is done."""
        ...

    def forget_earlier_runs(self) -> None:
        """Drop the notes of earlier runs, because there is a gap."""
        ...

    async def flush(self) -> None:
        """Save what is noted and not saved."""
        ...


class Events(Protocol):
    """Events in the order of their arrival, within a block."""

    async def __aenter__(self: SelfT) -> SelfT:
        """Begin."""
        ...

    async def __aexit__(self, *exception: object) -> None:
        """Take no more events."""
        ...

    async def open(self) -> None:
        """Connect."""
        ...

    async def __anext__(self) -> RobotEvent:
        """Wait for the next event."""
        ...

    def received(self) -> Optional[RobotEvent]:
        """Return the next event if that needs no waiting, else None."""
        ...


class Share(Notes, Events, Protocol):
    """The part that one worker has in the events of the robot."""

    async def calls(self, timer: str, at: datetime, interval: Optional[timedelta], /) -> bool:
        """Return whether this worker makes a call of a timer; one of them does.

        The state is as it is now, for the task that calls this.

        Args:
            timer: The name of the timer.
            at: The time of the call.
            interval: The time between two calls; None if they are at times of the clock.
        """
        ...

    async def later(self, after: int, /) -> Optional[List[Tuple[int, RobotEvent]]]:
        """Return the events of the room behind the one that this task handles.

        Args:
            after: The number of the last event to leave out.

        Returns:
            Each with its number; None if the task handles no event.
        """
        ...

    async def save(self) -> None:
        """Save what a timer has changed in the state."""
        ...


class Workers(Protocol):
    """The place that the workers of a robot share."""

    def join(
        self, robot: str, most: int, listen: Listen, attempt: Attempt, /
    ) -> AsyncContextManager[Share]:
        """Be one of the workers within a block.

        Args:
            robot: The id of the robot.
            most: How many events this worker handles at once.
            listen: Opens the stream, if this worker is the one that reads it.
            attempt: Does what runs beside the handlers.
        """
        ...
