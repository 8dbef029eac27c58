"""Whether a listener tries again after a failure, and when: as reads do, but for ever.

A listener outlives deployments of the API. While one is under way, whatever stands in front of the
API may answer 404 in its place. So a 404 that is not the API's own is waited out for five minutes,
once there was a success before.
"""

from __future__ import annotations

import math
from typing import Any, Optional, Union, cast

import attrs

from lagclient.calls.retry import Action, Policy, decide
from lagclient.calls.settings import Settings
from lagclient.errors import LagAPIError, LagConnectionError, LagDecodeError
from lagclient.transport.protocol import Reply, TransportError

LONGEST_WAIT_SECONDS = 3600.0
LONGEST_ABSENCE_SECONDS = 300.0
"""How long the API may answer 404 without a body of its own."""
_FOREVER = Policy(max_retries=2**62, max_retry_wait_seconds=math.inf)


@attrs.define
class Retry:
    """The failures of one listener, and the waits after them."""

    settings: Settings
    attempt: int = 0
    """How many attempts have failed in a row."""
    _worked: bool = False
    _absent_since: Optional[float] = None

    def succeed(self) -> None:
        """Note a success: the next wait is a short one again."""
        self.attempt, self._worked, self._absent_since = 0, True, None

    def connect(self) -> None:
        """Note that the API answered, though nothing useful has come of it yet."""
        self._worked, self._absent_since = True, None

    def fail(self, problem: LagAPIError) -> float:
        """Note a failure, and return the seconds to wait before the next attempt.

        Raises:
            LagAPIError: `problem`, because another attempt would fail as this one did.
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
        if not self._worked or problem.status != 404 or _is_of_the_api(problem.body):
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
        # The deadline has passed, or the response cannot be decoded: no worse than no response.
        return TransportError(problem.message, phase="read", sent=True)
    return Reply(problem.status, {}, b"")


def _is_of_the_api(body: Any) -> bool:
    """Whether the body of an error is the API's envelope."""
    return isinstance(body, dict) and isinstance(cast("Any", body).get("message"), str)
