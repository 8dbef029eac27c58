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
def test_forms_of_a_time(text):
    """ISO 8601 is parsed in all its usual forms, without an offset as UTC."""
    assert moment_of(text) == NOON


@pytest.mark.parametrize(
    "text", ["", "noon", "1714564800", "2024-05-01", "2024-13-01T12:00", "0001-01-01T00:00+05:00"]
)
def test_text_that_is_not_a_time(text):
    """A text that is not a time in ISO 8601 is a ValueError."""
    with pytest.raises(ValueError, match="must be an ISO 8601 time"):
        moment_of(text)


def test_format_of_a_time():
    """A time in any zone is written in UTC, to the millisecond."""
    east = timezone(timedelta(hours=2))
    assert written(NOON.astimezone(east)) == "2024-05-01T12:00:00.000Z"
    assert just_after("2024-05-01T12:00:00.999Z") == "2024-05-01T12:00:01.000Z"


def test_ticking_clock():
    """A ticking clock moves one step at each reading."""
    clock = Ticking(NOON, timedelta(seconds=2))
    assert [clock() - NOON for _ in range(3)] == [timedelta(seconds=2) * n for n in range(3)]
