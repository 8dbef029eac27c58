from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from lagclient.sandbox.world.clock import Ticking, just_after, moment_of, written

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-01T12:00:00.000Z",
        "2024-05-01T12:00:00Z",
        "2024-05-01t12:00:00z",
        "2024-05-01 12:00",
        "2024-05-01T14:00:00+02:00",
        "2024-05-01T06:30:00-0530",
        "2024-05-01T12:00:00.000000000Z",
    ],
)
def test_ways_to_write_noon(text):
    """ISO 8601 is read in all its usual forms, without an offset as UTC."""
    assert moment_of(text) == NOON


@pytest.mark.parametrize(
    "text", ["", "noon", "1714564800", "2024-05-01", "2024-13-01T12:00", "0001-01-01T00:00+05:00"]
)
def test_texts_that_are_no_times(text):
    """What is not a moment in ISO 8601 is a ValueError."""
    with pytest.raises(ValueError, match=r"ISO 8601|month|calendar"):
        moment_of(text)


def test_writing():
    """A moment is written in UTC to the millisecond, whatever zone it is in."""
    east = timezone(timedelta(hours=2))
    assert written(NOON.astimezone(east)) == "2024-05-01T12:00:00.000Z"
    assert just_after("2024-05-01T12:00:00.999Z") == "2024-05-01T12:00:01.000Z"


def test_ticking():
    """A ticking clock tells a later time at each reading, in steps as asked for."""
    clock = Ticking(NOON, timedelta(seconds=2))
    assert [clock() - NOON for _ in range(3)] == [timedelta(seconds=2) * n for n in range(3)]
