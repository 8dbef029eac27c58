"""Whether an attempt is repeated, and when: the table, the waits and what a server asks for."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Optional

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lagclient.calls.retry import (
    LONGEST_ASKED_SECONDS,
    Action,
    Decision,
    Kind,
    decide,
    kind_of,
    retry_after,
)
from lagclient.calls.settings import Policy
from lagclient.transport.protocol import Reply
from tests.kit.calls import NOW, failure, reply, unsent
from tests.kit.every import every

RETRY, FAIL = Action.RETRY, Action.FAIL
LOOK_RETRY, LOOK_FAIL = Action.LOOK_ELSE_RETRY, Action.LOOK_ELSE_FAIL


def after(
    outcome: Any,
    replay: str = "safe",
    attempt: int = 1,
    left: Optional[float] = None,
    jitter: float = 0.0,
    **policy: Any,
) -> Decision:
    """What is decided after an attempt."""
    return decide(outcome, replay, attempt, Policy(**policy), left, lambda: NOW, lambda: jitter)


TABLE = [
    (unsent(), Kind.UNSENT, RETRY, RETRY, RETRY),
    (failure("pool", sent=False, timed_out=True), Kind.UNSENT, RETRY, RETRY, RETRY),
    (reply(429), Kind.LATER, RETRY, RETRY, RETRY),
    (reply(503), Kind.LATER, RETRY, RETRY, RETRY),
    (reply(425), Kind.LATER, RETRY, RETRY, RETRY),
    (reply(408), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (reply(500), Kind.ENDED, RETRY, LOOK_RETRY, FAIL),
    (reply(502), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (reply(504), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (reply(520), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (reply(599), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (reply(101), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (failure("write"), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (failure("read", timed_out=True), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (failure("read", status=200), Kind.OPEN, RETRY, LOOK_FAIL, FAIL),
    (reply(501), Kind.FINAL, FAIL, FAIL, FAIL),
    (reply(505), Kind.FINAL, FAIL, FAIL, FAIL),
    (reply(400), Kind.FINAL, FAIL, FAIL, FAIL),
    (reply(401), Kind.FINAL, FAIL, FAIL, FAIL),
    (reply(404), Kind.FINAL, FAIL, FAIL, FAIL),
    (reply(301), Kind.FINAL, FAIL, FAIL, FAIL),
    (failure("tls", sent=False), Kind.FINAL, FAIL, FAIL, FAIL),
    (failure("request", sent=False), Kind.FINAL, FAIL, FAIL, FAIL),
    (failure("request", sent=True), Kind.FINAL, FAIL, FAIL, FAIL),
]


def name_of(outcome: Any) -> str:
    return str(outcome.status) if isinstance(outcome, Reply) else outcome.phase


@every("outcome, kind, safe, look, never", TABLE, ids=lambda case: name_of(case[0]))
def test_what_an_attempt_came_to(
    outcome: Any, kind: Kind, safe: Action, look: Action, never: Action
) -> None:
    """Each outcome is of one kind, and each kind has one action for each `replay`."""
    assert kind_of(outcome) is kind
    assert after(outcome, "safe").action is safe
    assert after(outcome, "look").action is look
    assert after(outcome, "never").action is never


@every("outcome", [row[0] for row in TABLE], ids=name_of)
@every("replay", ["look", "never"])
def test_retry_unsafe_makes_everything_safe(outcome: Any, replay: str) -> None:
    """With retry_unsafe every write is repeated as a safe one is, and no other outcome is."""
    assert after(outcome, replay, retry_unsafe=True) == after(outcome, "safe")


@pytest.mark.parametrize(
    ("outcome", "replay", "last"),
    [
        (unsent(), "never", FAIL),
        (reply(429), "safe", FAIL),
        (reply(503), "look", FAIL),
        (reply(500), "look", LOOK_FAIL),
        (reply(502), "look", LOOK_FAIL),
        (reply(502), "safe", FAIL),
    ],
)
def test_after_the_last_attempt(outcome: Any, replay: str, last: Action) -> None:
    """Beyond `max_retries` nothing is repeated; looking is no repetition."""
    assert after(outcome, replay, attempt=3, max_retries=2).action is last
    assert after(outcome, replay, attempt=2, max_retries=2).action is not FAIL
    assert after(outcome, replay, attempt=1, max_retries=0).action is last


def test_backoff_grows_to_a_limit() -> None:
    """Waits double from a quarter of a second up to eight seconds, however many there are."""
    waits = [after(reply(502), attempt=n, max_retries=9_999).wait_seconds for n in range(1, 9)]
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]
    assert after(reply(502), attempt=9_999, max_retries=9_999).wait_seconds == 8.0


def test_backoff_has_jitter() -> None:
    """Up to a quarter of a second is added by chance, so that clients do not march in step."""
    assert after(reply(502), jitter=0.5).wait_seconds == 0.375
    assert after(reply(502), attempt=8, jitter=1.0, max_retries=9).wait_seconds == 8.25


def test_backoff_stays_below_the_longest_wait() -> None:
    """max_retry_wait_seconds bounds our own waits, and does not keep us from repeating."""
    decision = after(reply(502), attempt=4, jitter=1.0, max_retries=9, max_retry_wait_seconds=0.1)
    assert decision == Decision(RETRY, 0.1)
    assert after(reply(500), "look", max_retry_wait_seconds=0.1) == Decision(LOOK_RETRY, 0.1)


def test_a_wait_that_is_asked_for_has_no_jitter() -> None:
    """What the server asks for is waited for exactly, longer or shorter than the backoff."""
    for seconds in (0.0, 0.125, 3.0, 60.0):
        asked = reply(429, retry_after=str(seconds))
        assert after(asked, "never", jitter=1.0) == Decision(RETRY, seconds)


def test_a_wait_that_is_too_long_is_not_begun() -> None:
    """A Retry-After beyond the longest wait, or that the deadline does not leave, is an error."""
    assert after(reply(429, retry_after="61")).action is FAIL
    assert after(reply(429, retry_after="61"), max_retry_wait_seconds=61.0).action is RETRY
    assert after(reply(429, retry_after="5"), left=5.0).action is FAIL
    assert after(reply(429, retry_after="5"), left=5.1).action is RETRY
    assert after(reply(429, retry_after="999999999999999")).action is FAIL


@pytest.mark.parametrize("replay", ["safe", "look"])
@pytest.mark.parametrize("outcome", [reply(500), reply(502), failure()], ids=name_of)
def test_no_wait_outlasts_the_deadline(outcome: Any, replay: str) -> None:
    """Neither a repetition nor a look is begun after the deadline."""
    assert after(outcome, replay, left=0.25).action is FAIL
    assert after(outcome, replay, left=-1.0).action is FAIL
    assert after(outcome, replay, left=0.26).action is not FAIL


DATES = {
    "Thu, 01 Jan 2026 12:00:30 GMT": 30.0,
    "Thu, 01 Jan 2026 12:00:30 -0000": 30.0,
    "Thu, 01 Jan 2026 13:00:30 +0100": 30.0,
    "Thursday, 01-Jan-26 12:00:30 GMT": 30.0,
    "Thu, 01 Jan 2026 11:59:00 GMT": 0.0,
    "Mon, 01 Jan 1900 00:00:00 GMT": 0.0,
    "Fri, 01 Jan 2027 12:00:00 GMT": 365 * 86400.0,
}
SECONDS = {
    "1,5": 5,  # sent twice
    "9" * 400: LONGEST_ASKED_SECONDS,
    "0": 0.0,
    "7": 7.0,
    "1.5": 1.5,
    "2.": 2.0,
    " 3 ": 3.0,
    "+4": 4.0,
    "-5": 0.0,
    "-0.5": 0.0,
    "86400": 86400.0,
    "999999999999999": 1e9,
}
SAYS_NOTHING = [
    "",
    " ",
    "soon",
    "1e3",
    "0x10",
    "NaN",
    "inf",
    "1; 2",
    "1.2.3",
    "--1",
    "2026-01-01T12:00:30Z",
    "Thu, 99 Jan 2026 12:00:30 GMT",
    "Thu, 01 Jan 99999 12:00:30 GMT",
    "Thu, 01 Jan 2026 12:00:30 +99999999999999999999",
    "1 Jan 2026 9999999999999999999:00:00",
    "Thu",
    "\x00",
]


@every("status", [425, 429, 503])
@every("text, seconds", [*SECONDS.items(), *DATES.items()])
def test_forms_of_retry_after(status: int, text: str, seconds: float) -> None:
    """Retry-After is seconds, with a fraction or not, or a date; the past is now."""
    assert retry_after(reply(status, retry_after=text), lambda: NOW) == seconds


@every("text", SAYS_NOTHING)
def test_what_is_no_retry_after(text: str) -> None:
    """Anything else is as if it were not there: the backoff applies."""
    answer = reply(429, retry_after=text)
    assert retry_after(answer, lambda: NOW) is None
    assert after(answer) == Decision(RETRY, 0.25)


@pytest.mark.parametrize("status", [200, 301, 400, 403, 408, 500, 502, 504])
def test_retry_after_of_other_statuses(status: int) -> None:
    """Retry-After counts where the server refused to process the request."""
    assert retry_after(reply(status, retry_after="9"), lambda: NOW) is None
    assert retry_after(reply(429), lambda: NOW) is None


@given(st.text())
@example("Thu, 01 Jan 2026 12:00:30 +9999999999")
@example("1 1 1 1:1:99999999999999999999 1")
def test_no_retry_after_can_hurt(text: str) -> None:
    """Whatever the header says, it is a wait of zero or more seconds, or nothing."""
    seconds = retry_after(reply(429, retry_after=text), lambda: NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_ASKED_SECONDS


@given(st.datetimes(), st.sampled_from(["GMT", "-0000", "+1400", "-1200", "+9959"]), st.datetimes())
def test_no_date_can_hurt(moment: datetime, zone: str, now: datetime) -> None:
    """A date as far away as dates go is a wait or none."""
    now = now.replace(tzinfo=timezone.utc)
    text = moment.strftime("%a, %d %b %Y %H:%M:%S ") + zone
    seconds = retry_after(reply(503, retry_after=text), lambda: now)
    assert seconds is None or 0 <= seconds <= LONGEST_ASKED_SECONDS
