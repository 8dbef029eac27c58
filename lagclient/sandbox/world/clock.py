"""What time it is in a sandbox, and how moments are written.

Everything that depends on time reads the sandbox's clock, once for each request: creation times,
expiry, the limits of robots, the Date header. So one injected clock moves them all together.
"""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta, timezone
from typing import Callable

Clock = Callable[[], datetime]
"""Tells the time; the moment must have a time zone."""

TICK = timedelta(milliseconds=1)
"""The finest difference between two moments that the wire can show."""

# Python 3.9 and 3.10 read only what they write themselves: no Z, and no other number of digits.
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,6})\d*)?([Zz]|[+-]\d\d:?\d\d)?"
)


def system_clock() -> datetime:
    """The time of this machine."""
    return datetime.now(timezone.utc)


class Ticking:
    """A clock that goes one step further each time it is read, so a recording is repeatable.

    It must not stand still: a cursor is the time of a message, and messages of one time could not
    be told apart.
    """

    def __init__(
        self,
        start: datetime = datetime(2024, 1, 1, 12, 0, tzinfo=timezone.utc),
        step: timedelta = timedelta(seconds=1),
    ) -> None:
        if step < TICK:
            raise ValueError(f"A clock that ticks by {step} would show one time twice")
        self._start = start
        self._step = step
        self._readings = itertools.count()

    def __call__(self) -> datetime:
        """The next moment."""
        return self._start + next(self._readings) * self._step


def written(moment: datetime) -> str:
    """A moment as the wire and the store have it: UTC, milliseconds, ``Z``.

    All are of one length, so the order of the texts is the order of the moments.
    """
    text = moment.astimezone(timezone.utc).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def moment_of(text: str) -> datetime:
    """The moment that an ISO 8601 text means; without an offset it is in UTC.

    Raises:
        ValueError: It is no such text.
    """
    match = _ISO.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not an ISO 8601 time")
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
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside of what a calendar holds") from error


def just_after(moment: str) -> str:
    """The next moment that the wire can tell from this one."""
    return written(moment_of(moment) + TICK)
