"""Decide whether an attempt is repeated, and when: one table and one pure function.

Result of an attempt                ``safe``   ``look``            ``never``
==================================  =========  ==================  ===========
UNSENT    no connection             retry      retry               retry
LATER     425, 429, 503             retry      retry               retry
ENDED     500                       retry      look, else retry    fail
OPEN      1xx, 408, 5xx, no reply   retry      look, else fail     fail
FINAL     everything else           fail       fail                fail
==================================  =========  ==================  ===========

- LATER: the server refused to process the request, so it had no effect.
- ENDED: the application finished with the request and stores nothing more, so a message that is
  not in the room may be sent again.
- OPEN: the application may still be working, and a second send could create a second message. 408
  is here because gateways also send it when the application behind them takes too long, although
  HTTP defines it as "the request did not arrive complete".

"Look" is in `lagclient.calls.look`. A 401 is final here; the flow repeats the request once, also
with `max_retries=0`, if `lagclient.calls.rotation` has another token.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Callable, Mapping, NamedTuple, Optional, Union

from lagclient.calls.settings import Policy
from lagclient.transport.protocol import Reply, TransportError

if TYPE_CHECKING:
    from datetime import datetime


class Kind(enum.Enum):
    """The result of an attempt, as far as retries are concerned."""

    UNSENT = "unsent"
    LATER = "later"
    ENDED = "ended"
    OPEN = "open"
    FINAL = "final"


class Action(enum.Enum):
    """The next action after a failed attempt."""

    RETRY = "retry"
    LOOK_ELSE_RETRY = "look else retry"
    LOOK_ELSE_FAIL = "look else fail"
    FAIL = "fail"


_RETRY, _FAIL = Action.RETRY, Action.FAIL
# Looking is not a repetition: it may find the message even after the last attempt.
_LAST = {_RETRY: _FAIL, Action.LOOK_ELSE_RETRY: Action.LOOK_ELSE_FAIL}

RULES: Mapping[Kind, Mapping[str, Action]] = {
    Kind.UNSENT: {"safe": _RETRY, "look": _RETRY, "never": _RETRY},
    Kind.LATER: {"safe": _RETRY, "look": _RETRY, "never": _RETRY},
    Kind.ENDED: {"safe": _RETRY, "look": Action.LOOK_ELSE_RETRY, "never": _FAIL},
    Kind.OPEN: {"safe": _RETRY, "look": Action.LOOK_ELSE_FAIL, "never": _FAIL},
    Kind.FINAL: {"safe": _FAIL, "look": _FAIL, "never": _FAIL},
}

# 501 and 505 are about the request itself: repeating it cannot help.
_STATUS_KIND = {
    408: Kind.OPEN,
    425: Kind.LATER,
    429: Kind.LATER,
    500: Kind.ENDED,
    501: Kind.FINAL,
    503: Kind.LATER,
    505: Kind.FINAL,
}

FIRST_WAIT_SECONDS = 0.25
LONGEST_BACKOFF_SECONDS = 8.0
JITTER_SECONDS = 0.25
LONGEST_ASKED_SECONDS = 1e9  # no clock can sleep for much longer


class Decision(NamedTuple):
    """The action after an attempt, and the seconds to wait before it."""

    action: Action
    wait_seconds: float = 0.0


def kind_of(outcome: Union[Reply, TransportError]) -> Kind:
    """Return the kind of an attempt that did not succeed."""
    if isinstance(outcome, Reply):
        open_or_final = Kind.FINAL if 200 <= outcome.status < 500 else Kind.OPEN
        return _STATUS_KIND.get(outcome.status, open_or_final)
    if outcome.phase in ("request", "tls", "closed"):
        return Kind.FINAL
    return Kind.OPEN if outcome.sent else Kind.UNSENT


def decide(
    outcome: Union[Reply, TransportError],
    replay: str,
    attempt: int,
    policy: Policy,
    seconds_left: Optional[float],
    now: Callable[[], datetime],
    jitter: Callable[[], float],
) -> Decision:
    """Return the action after attempt number `attempt`, counted from 1, ended in `outcome`.

    Args:
        outcome: The response, or the failure.
        replay: The route's `replay`.
        attempt: Number of attempts, including this one.
        policy: The limits of the client.
        seconds_left: Seconds until the deadline of the call; None without one.
        now: The current time, for a Retry-After that is a date.
        jitter: A random number from 0 to 1.
    """
    kind = kind_of(outcome)
    action = RULES[kind]["safe" if policy.retry_unsafe else replay]
    if action is Action.FAIL:
        return Decision(action)
    wait = min(LONGEST_BACKOFF_SECONDS, FIRST_WAIT_SECONDS * 2.0 ** min(attempt - 1, 10))
    wait = min(wait + JITTER_SECONDS * jitter(), policy.max_retry_wait_seconds)
    asked = retry_after(outcome, now) if isinstance(outcome, Reply) else None
    if asked is not None:
        wait = asked
    if seconds_left is not None and wait >= seconds_left:
        return Decision(Action.FAIL)
    if attempt > policy.max_retries or wait > policy.max_retry_wait_seconds:
        action = _LAST.get(action, action)
    return Decision(action, wait)


_SECONDS = r"\s*([+-]?\d+(?:\.\d*)?)\s*"
_VALUE = r"(?:\s*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,)?[^,]+"
"""One value of a header that was sent several times; a date has a comma of its own."""


def retry_after(reply: Reply, now: Callable[[], datetime]) -> Optional[float]:
    """Return the seconds that a response of kind LATER asks to wait; None if it does not say.

    Seconds may have a fraction; a date counts from `now`; the result is never negative. A proxy may
    add a header to that of the API: the longest wait counts, because both must be willing.
    """
    if kind_of(reply) is not Kind.LATER:
        return None
    values = re.findall(_VALUE, reply.headers.get("retry-after", ""))
    waits = [wait for value in values if (wait := _seconds(value, now)) is not None]
    return min(max(0.0, *waits), LONGEST_ASKED_SECONDS) if waits else None


def _seconds(text: str, now: Callable[[], datetime]) -> Optional[float]:
    match = re.fullmatch(_SECONDS, text)
    if match:
        return float(match[1])
    moment = http_date(text)
    return None if moment is None else (moment - now()).total_seconds()


def http_date(text: str) -> Optional[datetime]:
    """Return the date of an HTTP header; None if it is not a date."""
    import email.utils
    from datetime import timezone

    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError, LookupError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
