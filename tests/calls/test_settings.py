"""What all calls of a client have in common: what is accepted, and what is refused."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from lagclient.calls.settings import (
    Settings,
)
from tests.kit.calls import USER_TOKEN, settings_of

# The whole


def test_changed_settings_are_others() -> None:
    """What is given is checked and changed in a copy; all else stays, and so does the first."""
    first = settings_of()
    other = first.changed(
        {"x-trace": "1"},
        timeout_seconds=5,
        deadline_seconds=9,
        max_retries=7,
        max_retry_wait_seconds=3,
        retry_unsafe=True,
    )
    assert (other.timeout_seconds, other.deadline_seconds) == (5.0, 9.0)
    assert (other.max_retries, other.max_retry_wait_seconds, other.retry_unsafe) == (7, 3.0, True)
    assert other.headers == {**first.headers, "x-trace": "1"}
    assert other.memory is first.memory
    assert other.credential is first.credential
    assert (first.timeout_seconds, first.deadline_seconds, first.max_retries) == (30.0, None, 2)
    assert "x-trace" not in first.headers
    same = first.changed()
    assert attrs.asdict(same, recurse=False) == attrs.asdict(first, recurse=False)


def test_none_is_no_limit() -> None:
    """Every limit can be lifted with None."""
    lifted = settings_of(deadline_seconds=5.0).changed(
        timeout_seconds=None, deadline_seconds=None, max_retry_wait_seconds=None
    )
    assert (lifted.timeout_seconds, lifted.deadline_seconds) == (None, None)
    assert lifted.max_retry_wait_seconds == math.inf


def test_settings_are_frozen_and_show_no_token() -> None:
    """No call can change the settings of the next, and their repr has no token."""
    settings = settings_of()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        settings.timeout_seconds = 1.0
    assert USER_TOKEN in settings.headers["authorization"]
    assert USER_TOKEN not in repr(settings)


def test_the_time_left() -> None:
    """What is left of a deadline is told by the clock; without one, nothing is."""
    settings: Any = settings_of(deadline_seconds=10.0)
    started = settings.clock()
    settings.clock.seconds += 4.0
    assert settings.seconds_left(started) == 6.0
    assert settings.within(started).deadline_seconds == 6.0
    settings.clock.seconds += 7.0
    assert settings.seconds_left(started) == -1.0
    assert settings_of().seconds_left(0.0) is None
    assert settings_of().within(0.0).deadline_seconds is None


def test_the_time_is_the_machine_s_unless_given() -> None:
    """Dates of answers are compared with the time of this machine, in UTC."""
    given = attrs.asdict(settings_of(), recurse=False)
    del given["now"]
    before = datetime.now(timezone.utc)
    now = Settings(**given).now()
    assert before <= now <= datetime.now(timezone.utc)
    assert now.utcoffset() == timedelta(0)
