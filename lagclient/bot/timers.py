"""Functions that are called by the clock: every five minutes, or daily at nine.

A timer's next call begins after the one before has ended; times that went by meanwhile are left
out. So are those at which the robot did not run, but with ``missed="once"`` they count as one.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Awaitable, Callable, List, Literal, Union

import anyio
import attrs

from lagclient.bot.handlers import name_of

Missed = Literal["skip", "once"]
"""What becomes of the times at which a robot did not run: nothing, or one call when it starts."""

LONGEST_SLEEP_SECONDS = 60.0
"""Then the clock is read again, because the time may have been set, or the machine have slept."""


class Clock:
    """The time, and sleep until a time."""

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(timezone.utc)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep until a time."""
        while (left := (moment - self.now()).total_seconds()) > 0:
            await anyio.sleep(min(left, LONGEST_SLEEP_SECONDS))


@attrs.frozen(eq=False)
class Timer:
    """A function, and when it is called."""

    function: Callable[[], Any]
    schedule: Union[timedelta, str]
    """The time between two calls, or a cron expression."""
    zone: tzinfo = timezone.utc
    missed: Missed = "skip"

    @property
    def name(self) -> str:
        """The name of the function."""
        return name_of(self.function)

    def after(self, moment: datetime) -> datetime:
        """Return the first time after a moment at which the function is to be called.

        Raises:
            ValueError: The cron expression is wrong, or names no time in the next 50 years.
            ImportError: cronsim is not installed.
        """
        if isinstance(self.schedule, timedelta):
            return moment + self.schedule
        from cronsim import CronSim, CronSimError

        try:
            return next(CronSim(self.schedule, moment.astimezone(self.zone)))
        except (CronSimError, StopIteration) as error:
            raise ValueError(str(error) or "no such time") from None


class Timers:
    """The timers of one run."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._sleeping: List[anyio.CancelScope] = []
        self._is_over = False

    async def run(
        self, timer: Timer, last: datetime, call: Callable[[Timer, datetime], Awaitable[Any]]
    ) -> None:
        """Call a timer's function at its times after the last one, until the end."""
        clock = self._clock
        at = timer.after(last)
        while not self._is_over:
            with anyio.CancelScope() as scope:
                self._sleeping.append(scope)
                try:
                    await clock.sleep_until(at)
                finally:
                    self._sleeping.remove(scope)
            if self._is_over:
                return
            await call(timer, at)
            now = clock.now()
            at = timer.after(at)
            if at <= now:
                at = self._next(timer, at, now)

    @staticmethod
    def _next(timer: Timer, at: datetime, now: datetime) -> datetime:
        """The next time; an interval keeps its rhythm."""
        if isinstance(timer.schedule, timedelta):
            return at + ((now - at) // timer.schedule + 1) * timer.schedule
        return timer.after(now)

    def end(self) -> None:
        """Let functions that run end, and call none any more."""
        self._is_over = True
        for scope in self._sleeping:
            scope.cancel()
