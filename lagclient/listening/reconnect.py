"""Decide when a stream or a poll connects again after a failure: like a read, without a limit.

How often a call is repeated is decided in `lagclient.calls.retry`, whose table this uses.

A listener outlives deployments of the API. During one, a proxy in front of the API may refuse the
request in its place. So a refusal without the API's own body is retried for five minutes after a
success; 401 is not, because then the token is refused.
"""

from __future__ import annotations

import math
from typing import Optional, Union

import attrs

from lagclient.calls.retry import Action, decide
from lagclient.calls.settings import Policy, Settings
from lagclient.errors import LagAPIError, LagConnectionError, LagDecodeError, is_envelope
from lagclient.transport.protocol import Reply, TransportError

LONGEST_WAIT_SECONDS = 3600.0
LONGEST_RETRY_SECONDS = 60.0
"""Longest wait that the field `retry` of a stream sets.

Unlike Retry-After, which is about one refusal, the field is for all later connections, and its unit
is easily mistaken: with a large number, a robot would miss each hour after a short interruption.
"""
LONGEST_ABSENCE_SECONDS = 300.0
"""Time for which refusals without the API's own body are retried."""
_OF_A_PROXY = (400, 403, 404)
"""Statuses with which a proxy, or its filter, answers in place of the API."""
_FOREVER = Policy(max_retries=2**62, max_retry_wait_seconds=math.inf)


@attrs.define
class Reconnect:
    """Count the failures of one listener in a row, and compute the wait after each."""

    settings: Settings
    attempt: int = 0
    """Number of failures in a row."""
    _worked: bool = False
    _absent_since: Optional[float] = None

    def succeed(self) -> None:
        """Record a success, so that the next wait is short again."""
        self.attempt, self._worked, self._absent_since = 0, True, None

    def connect(self) -> None:
        """Record that the API responded, though no event has arrived yet."""
        self._worked, self._absent_since = True, None

    def fail(self, problem: LagAPIError) -> float:
        """Record a failure, and return the seconds to wait before the next attempt.

        Raises:
            LagAPIError: `problem`, because another attempt would fail in the same way.
        """
        self.attempt += 1
        settings, outcome = self.settings, _outcome_of(problem)
        if self._is_absence(problem):
            outcome = TransportError(problem.message, phase="read", sent=True)
        decision = decide(
            outcome, "safe", self.attempt, _FOREVER, None, settings.now, settings.jitter
        )
        if decision.action is Action.FAIL:
            raise problem
        asked = problem.retry_after_seconds
        return min(LONGEST_WAIT_SECONDS, decision.wait_seconds if asked is None else asked)

    def _is_absence(self, problem: LagAPIError) -> bool:
        if not self._worked or problem.status not in _OF_A_PROXY or is_envelope(problem.body):
            self._absent_since = None
            return False
        now = self.settings.clock()
        if self._absent_since is None:
            self._absent_since = now
        return now - self._absent_since < LONGEST_ABSENCE_SECONDS


def _outcome_of(problem: LagAPIError) -> Union[Reply, TransportError]:
    if isinstance(problem.__cause__, TransportError):
        return problem.__cause__
    if isinstance(problem, (LagConnectionError, LagDecodeError)):
        # A passed deadline or an undecodable response counts as a lost response.
        return TransportError(problem.message, phase="read", sent=True)
    if problem.status == 0:  # the client itself refused it
        return TransportError.unsent(problem.message)
    return Reply(problem.status, {}, b"")
