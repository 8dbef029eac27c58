"""What all calls of a client have in common: what is accepted, and what is refused."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from lagclient.calls.settings import (
    Settings,
    checked_base_url,
    is_loopback,
)
from lagclient.errors import LagInvalidRequestError
from tests.kit.calls import USER_TOKEN, settings_of

# Where the API is


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://lag.example", "https://lag.example"),
        ("https://lag.example/", "https://lag.example"),
        ("https://lag.example/v1//", "https://lag.example/v1"),
        ("https://lag.example:8443", "https://lag.example:8443"),
        ("HTTPS://lag.example", "HTTPS://lag.example"),
        ("https://bücher.example", "https://bücher.example"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://LOCALHOST", "http://LOCALHOST"),
        ("http://[::1]:8080/lag/", "http://[::1]:8080/lag"),
    ],
)
def test_base_urls_that_are_taken(given: str, kept: str) -> None:
    """https anywhere, http on this machine; a slash at the end is dropped."""
    assert checked_base_url(given, allow_http=False) == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://lag.example",
        "HTTP://lag.example",
        "http://10.0.0.1",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0",
        "http://[2001:db8::1]",
        "http://2130706433",
    ],
)
def test_clear_text_stays_on_this_machine(url: str) -> None:
    """http to another machine is refused, and said to be the token in clear text; or allowed."""
    with pytest.raises(LagInvalidRequestError, match="allow_http"):
        checked_base_url(url, allow_http=False)
    assert checked_base_url(url, allow_http=True) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "lag.example",
        "//lag.example",
        "https://",
        "https:///users",
        "https:lag.example",
        "ftp://lag.example",
        "file:///etc/passwd",
        "ws://lag.example",
        "https://lag.example:0",
        "https://lag.example:99999",
        "https://lag.example:port",
        "https://[::1",
        "https://lag.example\n",
        " https://lag.example",
        "https://lag .example",
        "https://lag.example\t",
        "https://lag.example/\x00",
        "http://127.0.0.1\t.example",
    ],
)
@pytest.mark.parametrize("allow_http", [True, False])
def test_what_is_no_base_url(url: str, allow_http: bool) -> None:
    """Anything else is refused with an example of one."""
    with pytest.raises(LagInvalidRequestError, match=r"https://api\.trylag\.com"):
        checked_base_url(url, allow_http)


@pytest.mark.parametrize(
    "url",
    [
        "https://canary@lag.example",
        "https://sam:canary@lag.example",
        "https://sam:can@canary@lag.example",
        "https://sam:can/canary@lag.example",
        "https://sam:can\ncanary@lag.example",
        "sam:canary@lag.example",
        "http://canary@127.0.0.1",
        "http://127.0.0.1\\@lag.example/",
        "https://@lag.example",
        "https://lag.example?token=canary",
        "https://lag.example?",
        "https://lag.example/#top",
        "https://lag.example#",
    ],
)
def test_a_base_url_has_no_secrets(url: str) -> None:
    """A user, query or fragment is refused, and none of it is in the error."""
    with pytest.raises(LagInvalidRequestError) as caught:
        checked_base_url(url, allow_http=True)
    assert "canary" not in repr(caught.value)
    assert "canary" not in str(caught.value)


def test_loopback() -> None:
    """This machine is 127.0.0.0/8, ::1 and localhost; names that look like it are not."""
    here = ["localhost", "127.0.0.1", "127.255.255.254", "::1"]
    elsewhere = ["", "0.0.0.0", "::", "1.1.1.1", "127.1", "localhost.", "127.0.0.1.x"]
    assert [host for host in here + elsewhere if is_loopback(host)] == here


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
    assert first == attrs.evolve(first)
    assert (first.timeout_seconds, first.deadline_seconds, first.max_retries) == (30.0, None, 2)
    assert "x-trace" not in first.headers
    assert first.changed() == first


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
