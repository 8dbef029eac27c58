"""The sandbox's clock, and how times are written.

Everything that depends on time reads the sandbox's clock, once for each request: creation times,
expiry, the rate limits of robots, the Date header. So one injected clock moves them all together.
"""

from __future__ import annotations

import itertools
import re
import sys
import time
from datetime import datetime, timedelta, timezone
from typing import Callable

Clock = Callable[[], datetime]
"""Returns the current time; it must have a time zone."""

TICK = timedelta(milliseconds=1)
"""The smallest difference between two times on the wire."""

LONGEST_MOVE = timedelta(days=366)
_LAST_YEAR = 3000

# Python 3.9 and 3.10 parse only what they format themselves: no Z, and a fixed number of digits.
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d\d:?\d\d)?"
)


def system_clock() -> datetime:
    """Return the time of this machine, or the time at which a test has frozen it."""
    return datetime.now(timezone.utc)


if sys.platform == "win32":

    def uptime(_read: Callable[[], float] = time.monotonic) -> float:
        """Return seconds on a clock that goes on although a test has frozen the time."""
        return _read()
else:

    def uptime() -> float:
        """Return seconds on a clock that goes on although a test has frozen the time.

        Libraries that freeze it (freezegun, time-machine) replace `time.monotonic` or `time.time`.
        Waits that used those would never end.
        """
        return time.clock_gettime(time.CLOCK_MONOTONIC)


class Ticking:
    """A clock that moves one step each time it is read, so a recording can be repeated.

    It must not stand still, because a cursor is the time of a message, and it must differ
    between messages.
    """

    def __init__(
        self,
        start: datetime = datetime(2024, 1, 1, 12, 0, tzinfo=timezone.utc),
        step: timedelta = timedelta(seconds=1),
    ) -> None:
        if step < TICK:
            raise ValueError(f"`step` must be {TICK} or more, not {step}")
        self._start = start
        self._step = step
        self._readings = itertools.count()

    def __call__(self) -> datetime:
        """Return the next time."""
        return self._start + next(self._readings) * self._step


class Movable:
    """A clock that follows another one, and can be moved forward.

    Only forward, because messages, cursors and limits rely on times that do not go back.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.ahead: timedelta = timedelta(0)
        """How far it has been moved."""
        self.latest: datetime = datetime.now(timezone.utc)
        """The time at its last reading. To look at it does not move a clock that ticks."""
        self.runs: bool = clock is system_clock
        """Whether it goes on by itself, as the time of this machine does."""

    def __call__(self) -> datetime:
        """Return the current time."""
        self.latest = moment = self._clock() + self.ahead
        return moment

    def move(self, seconds: float) -> None:
        """Move the clock forward.

        Raises:
            ValueError: The clock would go back, or by more than `LONGEST_MOVE`.
        """
        if not 0 < seconds <= LONGEST_MOVE.total_seconds():
            raise ValueError(f"`seconds` must be more than 0 and up to a year, not {seconds!r}")
        if (self.latest + LONGEST_MOVE).year >= _LAST_YEAR:
            raise ValueError(f"`seconds` must not move the clock beyond the year {_LAST_YEAR}")
        self.ahead += timedelta(seconds=seconds)
        self.latest += timedelta(seconds=seconds)


def written(moment: datetime) -> str:
    """Format a time as the wire and the store have it: UTC, milliseconds, ``Z``.

    All texts have the same length, so their order is the order of the times.
    """
    text = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """Parse an ISO 8601 time; without an offset it is in UTC.

    Raises:
        ValueError: The text is not such a time.
    """
    match = _ISO.fullmatch(text)
    if not match:
        raise _invalid(text)
    day, time, fraction, offset = match.groups()
    if not offset or offset in "Zz":
        offset = "+00:00"
    elif ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    seconds = time if time.count(":") == 2 else f"{time}:00"
    fraction = (fraction or "0").ljust(6, "0")
    try:
        return datetime.fromisoformat(f"{day}T{seconds}.{fraction}{offset}").astimezone(
            timezone.utc
        )
    except (ValueError, OverflowError) as error:
        raise _invalid(text) from error


def _invalid(text: str) -> ValueError:
    return ValueError(f"must be an ISO 8601 time in the years 1 to 9999, not {text!r}")


def just_after(moment: str) -> str:
    """Return the next time that the wire can tell from this one."""
    return written(moment_of(moment) + TICK)
