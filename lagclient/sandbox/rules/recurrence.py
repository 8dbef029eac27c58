"""The times of a recurring event: an RRULE of iCalendar, a time of day and a time zone.

The rule selects days, beginning with the day on which the template was created. The time of day is
the template's, on the clocks of its zone, so eight in the evening stays eight in the evening when
clocks change. As in RFC 5545, a time that the clocks skip has the offset before the change, and a
time that comes twice means the first one.

Rules by hours or less, and rules that name a time, are refused because they would contradict the
template's time; so are the other lines of iCalendar (DTSTART, EXDATE).
"""

from __future__ import annotations

import re
from datetime import datetime, time, timezone
from itertools import islice, takewhile
from typing import Dict, Iterator, Optional
from zoneinfo import ZoneInfo

import attrs
from dateutil.rrule import rrulestr

from lagclient.sandbox.errors import ApiError, bad_request, invalid

# The library searches for a day that never comes until the year 9999, which takes many seconds.
# The calendar repeats every 400 years, so the search begins in the last 400 of them.
_CYCLE = 400
_LAST_YEAR = 9950

# The library accepts numbers that it cannot compute with, and numbers that never match a day.
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
    """The rule without its end, because the library would compare it without the time zone."""
    count: Optional[int]
    until: Optional[datetime]
    zone: ZoneInfo
    time: time
    begin: datetime
    """When the template was created."""

    def between(self, after: datetime, until: datetime) -> Iterator[datetime]:
        """Return the starts after one time and up to another, in UTC."""
        return takewhile(lambda start: start <= until, self._later_than(after))

    def next(self, after: datetime) -> Optional[datetime]:
        """Return the first start after a time, in UTC, or None if the rule has ended."""
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
    """Parse the three texts of a template that was created at `begin`.

    Raises:
        ApiError: 400 with the name of the wrong field.
    """
    match = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", start_time, re.ASCII)
    if not match:
        raise invalid("startTime", "HH:MM, 00:00 to 23:59", start_time)
    time_of_day = time(int(match[1]), int(match[2]))
    try:
        zone = ZoneInfo(zone_name)
    except (LookupError, ValueError, OSError):
        # The name is a path to a file, which may be missing, outside, a folder or not a zone.
        raise invalid("timezone", "a time zone such as Europe/Berlin", zone_name) from None
    parts = _parts(rrule)
    count, until = parts.pop("COUNT", None), parts.pop("UNTIL", None)
    if count and until:
        raise _invalid("a rule with COUNT or UNTIL, not both")
    days = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        end = _end(until, zone) if until else None
        rrulestr(days, dtstart=begin.replace(tzinfo=None))
    except (ValueError, IndexError, TypeError, OverflowError) as error:
        raise _invalid(f"a rule of iCalendar: {error}") from None
    return Recurrence(days, int(count) if count else None, end, zone, time_of_day, begin)


def _parts(rrule: str) -> Dict[str, str]:
    text = rrule.strip().upper()
    if text.startswith("RRULE:"):
        text = text[len("RRULE:") :]
    parts: Dict[str, str] = {}
    for part in text.rstrip(";").split(";"):
        name, _, value = part.partition("=")
        if name in parts:
            raise _invalid(f"a rule with one {name}, not two")
        if name not in _RANGES and name not in _WORDS:
            raise _invalid(f"a rule that selects days, not one with {name!r}")
        if not _is_valid(name, value):
            raise _invalid(f"a rule of iCalendar, not one with {name}={value}")
        parts[name] = value
    if "FREQ" not in parts:
        raise _invalid("a rule with FREQ")
    if "BYSETPOS" in parts and not any(n != "BYSETPOS" and n.startswith("BY") for n in parts):
        raise _invalid("a rule with another BY to choose from, if it has BYSETPOS")
    numbers = [int(number) for number in re.findall(r"[+-]?\d+", parts.get("BYDAY", ""))]
    if numbers and (parts["FREQ"] not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in parts):
        raise _invalid("monthly or yearly without BYWEEKNO, if its BYDAY has numbers")
    is_of_month = parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts
    if is_of_month and any(abs(number) > 5 for number in numbers):
        raise _invalid("a rule with a BYDAY from -5 to 5, if it selects days of a month")
    return parts


def _is_valid(name: str, value: str) -> bool:
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
    """Return the last time: in UTC, on the zone's clocks, or the end of a day there."""
    if until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    if "T" in until:
        local = datetime.strptime(until, "%Y%m%dT%H%M%S")
    else:
        local = datetime.combine(datetime.strptime(until, "%Y%m%d"), time.max)
    return local.replace(tzinfo=zone).astimezone(timezone.utc)


def _invalid(expected: str) -> ApiError:
    return bad_request(f"`rrule` must be {expected}")
