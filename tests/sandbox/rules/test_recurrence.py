from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import islice

import pytest

from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.rules.recurrence import recurrence
from tests.kit.every import every

# A Wednesday.
BEGIN = datetime(2024, 5, 1, 12, 0, tzinfo=timezone.utc)
LONG = timedelta(days=30 * 365)


def starts(rrule, zone="UTC", time="20:00", begin=BEGIN, number=3):
    times = recurrence(rrule, zone, time, begin).between(begin, begin + LONG)
    return [f"{start:%Y-%m-%dT%H:%M}" for start in islice(times, number)]


@pytest.mark.parametrize(
    ("rrule", "days"),
    [
        ("FREQ=DAILY", ["2024-05-01", "2024-05-02", "2024-05-03"]),
        ("FREQ=WEEKLY", ["2024-05-01", "2024-05-08", "2024-05-15"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,FR;", ["2024-05-03", "2024-05-06", "2024-05-10"]),
        ("freq=weekly;interval=2;byday=tu;wkst=su", ["2024-05-14", "2024-05-28", "2024-06-11"]),
        ("FREQ=MONTHLY;BYDAY=-1FR", ["2024-05-31", "2024-06-28", "2024-07-26"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", ["2024-05-06", "2024-06-03", "2024-07-01"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2024-05-31", "2024-07-31", "2024-08-31"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29"]),
        ("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", ["2024-12-30", "2025-12-29", "2027-01-04"]),
        ("FREQ=YEARLY;BYDAY=53WE", ["2025-12-31", "2031-12-31", "2036-12-31"]),
        ("FREQ=DAILY;COUNT=2", ["2024-05-01", "2024-05-02"]),
        ("FREQ=DAILY;UNTIL=20240502", ["2024-05-01", "2024-05-02"]),
        ("FREQ=DAILY;UNTIL=20240502T200000", ["2024-05-01", "2024-05-02"]),
        ("FREQ=DAILY;UNTIL=20240502T195959Z", ["2024-05-01"]),
    ],
)
def test_days_of_a_rule(rrule, days):
    """A rule selects days as in RFC 5545, from the day on which the template was created."""
    assert starts(rrule) == [f"{day}T20:00" for day in days]


def test_count_of_a_rule():
    """COUNT includes past days, also a first day whose time was over."""
    times = recurrence("FREQ=DAILY;COUNT=3", "UTC", "11:00", BEGIN)
    assert [start.day for start in times.between(BEGIN, BEGIN + LONG)] == [2, 3]
    assert times.next(BEGIN + timedelta(days=2)) is None


@pytest.mark.parametrize(
    ("zone", "begin", "time", "expected"),
    [
        # Berlin goes from +1 to +2 on 31 March and back on 27 October 2024.
        ("Europe/Berlin", "2024-03-29", "20:00", ["29T19:00", "30T19:00", "31T18:00"]),
        ("Europe/Berlin", "2024-03-30", "02:30", ["30T01:30", "31T01:30", "01T00:30"]),
        ("Europe/Berlin", "2024-10-26", "02:30", ["26T00:30", "27T00:30", "28T01:30"]),
        # New York goes from -5 to -4 on 10 March 2024.
        ("America/New_York", "2024-03-09", "20:00", ["09T01:00", "10T01:00", "11T00:00"]),
        ("Asia/Kolkata", "2024-03-08", "00:00", ["08T18:30", "09T18:30", "10T18:30"]),
    ],
    ids=["spring", "skipped", "twice", "west", "east"],
)
def test_times_when_clocks_change(zone, begin, time, expected):
    """A start keeps its time of day; a skipped time has the offset before the change."""
    first = datetime.fromisoformat(begin).replace(hour=0, tzinfo=timezone.utc)
    assert [s[8:] for s in starts("FREQ=DAILY", zone, time, first)] == expected


def test_first_day_in_the_zone():
    """The first day is the day in the template's zone."""
    late = datetime(2024, 5, 1, 23, 0, tzinfo=timezone.utc)
    assert starts("FREQ=WEEKLY", "Europe/Berlin", "20:00", late)[0] == "2024-05-02T18:00"


@every(
    "rrule",
    [
        "WEEKLY",
        "FREQ=SOMETIMES",
        "FREQ=HOURLY",
        "FREQ=SECONDLY",
        "FREQ=DAILY;BYHOUR=3",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=DAILY;FREQ=DAILY",
        "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=1,2",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20250101",
        "FREQ=DAILY;UNTIL=20241301",
        "FREQ=DAILY;UNTIL=tomorrow",
        "FREQ=DAILY;UNTIL=00010101T000000",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTH=-1",
        "FREQ=DAILY;BYMONTHDAY=0",
        "FREQ=DAILY;BYMONTHDAY=1,,2",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=YEARLY;BYDAY=54MO",
        "FREQ=YEARLY;BYDAY=1MO;BYWEEKNO=2",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=WEEKLY\nDTSTART:20240101T000000",
        "DTSTART:20240101T000000",
    ],
)
def test_refused_rule(rrule):
    """A rule that is wrong, or by less than days, is a 400 that names the field."""
    with pytest.raises(ApiError, match=r"^`rrule` must be ") as refusal:
        recurrence(rrule, "Europe/Berlin", "20:00", BEGIN)
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "Europe", "../etc/passwd", "/etc/localtime", "+02:00", "a\0b", "é"]
)
def test_unknown_time_zone(zone):
    """A time zone is one of IANA's, else a 400 that names the field."""
    with pytest.raises(ApiError, match=r"^`timezone` must be "):
        recurrence("FREQ=DAILY", zone, "20:00", BEGIN)


@pytest.mark.parametrize("time", ["8:00", "24:00", "20:60", "20:00:00", "8pm", "2\u0660:00"])
def test_wrong_start_time(time):
    """A start time is HH:MM of a day of 24 hours, else a 400 that names the field."""
    with pytest.raises(ApiError, match=r"^`startTime` must be "):
        recurrence("FREQ=DAILY", "UTC", time, BEGIN)


@pytest.mark.parametrize("rrule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=1"])
def test_rule_that_has_ended(rrule):
    """A rule without another start has no next time."""
    assert recurrence(rrule, "UTC", "11:00", BEGIN).next(BEGIN) is None
