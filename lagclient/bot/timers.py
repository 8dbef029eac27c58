"""Functions that are called by the clock: every five minutes, or daily at nine.

A timer's next call begins after the one before has ended; times that went by meanwhile are left
out. So are those at which the robot did not run, but with ``missed="once"`` they count as one.
Setting the clock back makes no interval longer, and repeats no time of a cron expression.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Awaitable, Callable, Literal, Union

import anyio
import attrs

from lagclient.bot.handlers import name_of
from lagclient.bot.run import Run

Missed = Literal["skip", "once"]
"""What becomes of the times at which a robot did not run: nothing, or one call when it starts."""

LONGEST_SLEEP_SECONDS = 60.0
"""Then the clock is read again, because the time may have been set, or the machine have slept."""


class Clock:
    """The time of timers, which may be set while they sleep."""

    def now(self) -> datetime:
        """Return the time."""
        return datetime.now(timezone.utc)

    async def sleep(self, seconds: float) -> None:
        """Sleep, or wake up earlier to read the clock again."""
        await anyio.sleep(min(seconds, LONGEST_SLEEP_SECONDS))


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
        """Return the first time after a moment, in UTC; ValueError without one in 50 years."""
        if isinstance(self.schedule, timedelta):
            return moment + self.schedule
        from cronsim import CronSim, CronSimError

        try:
            # Datetimes of one zone compare by its clock, on which an hour may occur twice.
            moment = moment.astimezone(timezone.utc)
            times = CronSim(self.schedule, moment.astimezone(self.zone))
            in_utc = (time.astimezone(timezone.utc) for time in times)
            return next(time for time in in_utc if time > moment)
        except (CronSimError, StopIteration) as error:
            raise ValueError(str(error) or "no such time") from None

    def following(self, at: datetime, now: datetime) -> datetime:
        """Return the first time after a call that is not over; an interval keeps its rhythm."""
        if isinstance(self.schedule, timedelta):
            return at + max(1, (now - at) // self.schedule + 1) * self.schedule
        return self.after(max(at, now))


async def keep_calling(
    timer: Timer,
    last: datetime,
    call: Callable[[Timer, datetime], Awaitable[Any]],
    clock: Clock,
    run: Run,
) -> None:
    """Call a timer's function at its times after the last one, until the run is to end."""
    at = timer.after(last)
    while True:
        with run.until_stopped():
            while (now := clock.now()) < at:
                if isinstance(timer.schedule, timedelta):  # the clock may have been set back
                    at = min(at, now + timer.schedule)
                await clock.sleep((at - now).total_seconds())
        if run.is_stopping:
            return
        await call(timer, at)
        at = timer.following(at, clock.now())
