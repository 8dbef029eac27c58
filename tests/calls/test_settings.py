"""What all calls of a client have in common: what is accepted, and what is refused."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from typing import Any, List

import attrs
import pytest

from lagclient.calls.retry import Policy
from lagclient.calls.settings import (
    Settings,
    checked_base_url,
    checked_headers,
    checked_retries,
    checked_seconds,
    is_loopback,
)
from lagclient.errors import LagInvalidRequestError
from lagclient.types import UNSET
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


# Numbers


@pytest.mark.parametrize(
    ("value", "kept"),
    [(1, 1.0), (0.001, 0.001), (1e9, 1e9), (None, None), (math.inf, None), (10**400, None)],
    ids=lambda value: str(value)[:9],
)
def test_seconds_that_are_taken(value: Any, kept: Any) -> None:
    """Seconds are any number above zero; None, and more than a life, are no limit."""
    assert checked_seconds("timeout_seconds", value) == kept


@pytest.mark.parametrize("value", [0, -1, 0.0, math.nan, -math.inf, True, "5", b"5", [1], UNSET])
def test_seconds_that_are_refused(value: Any) -> None:
    """Anything else is refused by name."""
    with pytest.raises(LagInvalidRequestError, match="`deadline_seconds` must be seconds above 0"):
        checked_seconds("deadline_seconds", value)


def test_retries() -> None:
    """Retries are a whole number from zero up."""
    assert [checked_retries(value) for value in (0, 1, 10_000)] == [0, 1, 10_000]
    for value in (-1, 1.0, True, None, "2", math.inf):
        with pytest.raises(LagInvalidRequestError, match="`max_retries` must be an int"):
            checked_retries(value)


# Headers


def test_header_names_are_lower_case() -> None:
    """Names are compared without case, so that none goes out twice; the last value counts."""
    assert checked_headers({"X-Trace": "1", "x-trace": "2", "ACCEPT": "a\tb c"}) == {
        "x-trace": "2",
        "accept": "a\tb c",
    }
    assert checked_headers({"x-empty": ""}) == {"x-empty": ""}


RESERVED = ["Authorization", "authorization", "AUTHORIZATION", "Content-Length", "content-type"]
RESERVED += ["Host", "transfer-encoding"]


@pytest.mark.parametrize("name", RESERVED)
def test_some_headers_are_ours(name: str) -> None:
    """Those of the credential and of the body are refused in any case, their value unseen."""
    with pytest.raises(LagInvalidRequestError, match=name) as caught:
        checked_headers({name: "canary"})
    assert "canary" not in str(caught.value)


NAMES: List[Any] = ["", "a b", "a:b", "a\n", "ü", "a\0", 5, None, b"x"]
VALUES: List[Any] = ["canary\n", "canary\r", "canary\0", "canary\x7f", "canaryü", b"canary", 5]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_what_is_no_header_name(name: Any) -> None:
    """A name is a token of HTTP, else it is refused."""
    with pytest.raises(LagInvalidRequestError, match="is not a header name"):
        checked_headers({name: "x"})


@pytest.mark.parametrize("value", [*VALUES, None], ids=repr)
def test_what_is_no_header_value(value: Any) -> None:
    """A value is printable ASCII, else it is refused; it is not printed, it may be a secret."""
    with pytest.raises(LagInvalidRequestError, match="'X-Key'") as caught:
        checked_headers({"X-Key": value})
    assert "canary" not in repr(caught.value)


# The whole


def test_changed_settings_are_others() -> None:
    """What is given is checked and changed in a copy; all else stays, and so does the first."""
    first = settings_of()
    other = first.changed(
        timeout_seconds=5,
        deadline_seconds=9,
        max_retries=7,
        max_retry_wait_seconds=3,
        retry_unsafe=True,
        extra_headers={"X-Trace": "1"},
    )
    assert (other.timeout_seconds, other.deadline_seconds) == (5.0, 9.0)
    assert other.policy == Policy(7, 3.0, retry_unsafe=True)
    assert other.headers == {**first.headers, "x-trace": "1"}
    assert other.memory is first.memory
    assert other.credential is first.credential
    assert first == attrs.evolve(first)
    assert (first.timeout_seconds, first.deadline_seconds, first.policy) == (30.0, None, Policy())
    assert "x-trace" not in first.headers
    assert first.changed() == first


def test_none_is_no_limit() -> None:
    """Every limit can be lifted with None."""
    lifted = settings_of(deadline_seconds=5.0).changed(
        timeout_seconds=None, deadline_seconds=None, max_retry_wait_seconds=None
    )
    assert (lifted.timeout_seconds, lifted.deadline_seconds) == (None, None)
    assert lifted.policy.max_retry_wait_seconds == math.inf


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout_seconds": 0},
        {"deadline_seconds": "5"},
        {"max_retries": -1},
        {"max_retry_wait_seconds": -1},
        {"extra_headers": {"host": "x"}},
    ],
    ids=lambda value: next(iter(value)),
)
def test_a_wrong_change_is_refused(wrong: Any) -> None:
    """A change is checked as the same argument of a client is."""
    with pytest.raises(LagInvalidRequestError):
        settings_of().changed(**wrong)


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
