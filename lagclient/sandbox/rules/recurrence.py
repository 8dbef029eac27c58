"""When a recurring event takes place: an RRULE of iCalendar, a time of day and a time zone.

The rule tells the days, beginning with the day on which the template was made; the time of day is
the template's, on the clocks of its zone, so eight in the evening stays so when clocks change. As
RFC 5545 has it, a time that they skip is told by the offset before, and of one that comes twice the
first is meant.

Rules that go by hours or less, or name a time, would contradict the template's own, so they are
refused; so are the other lines of iCalendar (DTSTART, EXDATE).
"""

from __future__ import annotations

import re
from datetime import datetime, time, timezone
from itertools import islice, takewhile
from typing import Dict, Iterator, Optional
from zoneinfo import ZoneInfo

import attrs
from dateutil.rrule import rrulestr

from lagclient.sandbox.errors import ApiError, bad_request

# The library looks for a day that never comes until the year 9999, which takes it many seconds.
# Since the calendar repeats every 400 years, it can be asked about the last of them.
_CYCLE = 400
_LAST_YEAR = 9950

# The library takes numbers that it cannot count by, and others by which nothing ever happens.
_RANGES = {
    "INTERVAL": (1, 9999),
    "COUNT": (1, 9999),
    "BYSETPOS": (1, 366),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
}
_FROM_THE_END = {"BYSETPOS", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO"}
_LISTS = {*_FROM_THE_END, "BYMONTH"}
_DAY = re.compile(r"(?:[+-]?(?:[1-9]|[1-4]\d|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)")
_WORDS = {
    "FREQ": re.compile("DAILY|WEEKLY|MONTHLY|YEARLY"),
    "BYDAY": re.compile(f"{_DAY.pattern}(?:,{_DAY.pattern})*"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    "UNTIL": re.compile(r"\d{8}(?:T\d{6}Z?)?", re.ASCII),
}


@attrs.frozen
class Recurrence:
    """The times of a recurring event."""

    days: str
    """The rule without its end, which the library would compare on one kind of clock only."""
    count: Optional[int]
    until: Optional[datetime]
    zone: ZoneInfo
    time: time
    begin: datetime
    """When the template was made."""

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """The starts later than one moment and no later than another, in UTC."""
        return takewhile(lambda start: start <= until, self._later_than(after))

    def next(self, after: datetime) -> Optional[datetime]:
        """The first start later than a moment, in UTC; None if there is none."""
        return next(self._later_than(after), None)

    def _later_than(self, after: datetime) -> Iterator[datetime]:
        first = datetime.combine(self.begin.astimezone(self.zone).date(), self.time)
        shift = (_LAST_YEAR - first.year) // _CYCLE * _CYCLE
        rule = rrulestr(self.days, dtstart=first.replace(year=first.year + shift))
        for shifted in islice(rule, self.count):
            local = shifted.replace(year=shifted.year - shift, tzinfo=self.zone)
            start = local.astimezone(timezone.utc)
            if self.until and start > self.until:
                return
            if start > after:
                yield start


def recurrence(rrule: str, zone_name: str, start_time: str, begin: datetime) -> Recurrence:
    """Read the three texts of a template that was made at a moment.

    Raises:
        ApiError: 400 with the name of the field that is off.
    """
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", start_time, re.ASCII)
    if not match:
        raise bad_request(f"startTime: must be HH:MM, 00:00 to 23:59, not {start_time!r}")
    time_of_day = time(int(match[1]), int(match[2]))
    try:
        zone = ZoneInfo(zone_name)
    except (LookupError, ValueError, OSError):
        # A zone's name is the path of a file: it may be missing, outside, a folder or no zone.
        raise bad_request(f"timezone: there is no time zone {zone_name!r}") from None
    parts = _parts(rrule)
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if count and until:
        raise _off("COUNT and UNTIL are not for one rule")
    days = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        end = _end(until, zone) if until else None
        rrulestr(days, dtstart=begin.replace(tzinfo=None))
    except (ValueError, IndexError, TypeError, OverflowError) as error:
        raise _off(str(error)) from None
    return Recurrence(days, int(count) if count else None, end, zone, time_of_day, begin)


def _parts(rrule: str) -> Dict[str, str]:
    text = rrule.strip().upper()
    if text.startswith("RRULE:"):
        text = text[len("RRULE:") :]
    parts: Dict[str, str] = {}
    for part in text.rstrip(";").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise _off(f"{name} is there twice")
        if name not in _RANGES and name not in _WORDS:
            raise _off(f"{name!r} is not for days")
        if not _is_good(name, value):
            raise _off(f"{name} cannot be {value!r}")
        parts[name] = value
    if "FREQ" not in parts:
        raise _off("FREQ is missing")
    if "BYSETPOS" in parts and not any(n != "BYSETPOS" and n.startswith("BY") for n in parts):
        raise _off("BYSETPOS needs another BY to choose from")
    numbers = [int(number) for number in re.findall(r"[+-]?\d+", parts.get("BYDAY", ""))]
    if numbers and (parts["FREQ"] not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        raise _off("BYDAY has numbers only in months and years")
    is_of_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    if is_of_month and any(abs(number) > 5 for number in numbers):
        raise _off("BYDAY counts to 5 in a month")
    return parts


def _is_good(name: str, value: str) -> bool:
    if name in _WORDS:
        return _WORDS[name].fullmatch(value) is not None
    low, high = _RANGES[name]
    for number in value.split(",") if name in _LISTS else [value]:
        if not re.fullmatch(r"[+-]?\d{1,4}", number, re.ASCII):
            return False
        size = abs(int(number)) if name in _FROM_THE_END else int(number)
        if not low <= size <= high:
            return False
    return True


def _end(until: str, zone: ZoneInfo) -> datetime:
    """The last moment: in UTC, on the zone's clocks, or the end of a day there."""
    if until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    if "T" in until:
        local = datetime.strptime(until, "%Y%m%dT%H%M%S")
    else:
        local = datetime.combine(datetime.strptime(until, "%Y%m%d"), time.max)
    return local.replace(tzinfo=zone).astimezone(timezone.utc)


def _off(why: str) -> ApiError:
    return bad_request(f"rrule: {why}")
