"""The lines of calls: one for each call at INFO, attempts and waits at DEBUG.

Retries are logged at WARNING, and lost data at ERROR. No line has a token, a query or a body.
`LAG_LOG=info` or `LAG_LOG=debug` shows the lines of a program that does not set up logging.
"""

from __future__ import annotations

import functools
from typing import Any, Callable, Union

from lagclient.answer import Answer
from lagclient.calls.observe import Observed, Outcome
from lagclient.calls.options import refused
from lagclient.errors import LagAPIError, LagInvalidRequestError
from lagclient.log import DEBUG, INFO, Log
from lagclient.transport.protocol import Reply

LONG_WAIT_SECONDS = 1.0
"""Longer waits for a limit of the API are logged at INFO."""

CALLS = Log("calls")


class CallLog:
    """Logs one call: see `lagclient.calls.observe`."""

    def __init__(self, call: Observed, clock: Callable[[], float]) -> None:
        self._head = f"{call.name}: {call.method} {call.url}"
        self._clock = clock
        self._began = self._sent = clock()
        self._attempts = 0

    def send(self) -> None:
        """Begin an attempt."""
        self._attempts, self._sent = self._attempts + 1, self._clock()

    def receive(self, outcome: Outcome) -> None:
        """Log the end of an attempt."""
        said = str(outcome.status if isinstance(outcome, Reply) else outcome or "given up")
        line, number = "%s: attempt %d: %s in %d ms", self._attempts
        CALLS.log(DEBUG, line, self._head, number, said, self._milliseconds(self._sent))

    def end(self, result: Union[Answer[Any], BaseException]) -> None:
        """Log the end of the call."""
        why, request_id = "", None
        if isinstance(result, Answer):
            said, request_id = str(result.status), result.request_id
        elif isinstance(result, LagAPIError):
            said = f"{result.status} {result.code}" if result.status else result.code
            why, request_id = f": {result.message}", result.request_id
        else:
            said = "given up" if isinstance(result, GeneratorExit) else type(result).__name__
        facts = f"{self._attempts} attempt{'' if self._attempts == 1 else 's'}"
        if request_id:
            facts += f", request id {request_id}"
        time = self._milliseconds(self._began)
        CALLS.info("%s: %s in %d ms (%s)%s", self._head, said, time, facts, why)

    def _milliseconds(self, since: float) -> int:
        return round((self._clock() - since) * 1000)


def log_wait(name: str, seconds: float, limits: str) -> None:
    """Log that a call waits for a limit of the API."""
    level = INFO if seconds > LONG_WAIT_SECONDS else DEBUG
    CALLS.log(level, "%s: waits %.2f s for the limit of %s", name, seconds, limits)


def reason(error: LagAPIError) -> str:
    """Return why a call was not sent; without the value of an argument, which may be a secret."""
    if not isinstance(error, LagInvalidRequestError):
        return f"{error.code}: {error.message}"
    must_be = f" must be {error.expected}" if error.expected else ""
    return f"{error.code}: `{error.argument}`{must_be}" if error.argument else error.code


def turn_on(level: str) -> None:
    """Show the lines of all loggers on stderr, as the environment variable LAG_LOG says.

    Raises:
        LagInvalidRequestError: It is neither ``info`` nor ``debug``.
    """
    name = level.strip().lower()
    if name not in ("", "info", "debug"):
        raise refused("LAG_LOG", "info or debug", level)
    if name:
        _show(name)


@functools.cache
def _show(level: str) -> None:
    import logging

    ours, root = logging.getLogger("lagclient"), logging.getLogger()
    ours.setLevel(level.upper())
    if ours.hasHandlers():
        return
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    # The program may set up logging later; then every line would come twice.
    handler.addFilter(lambda _: not root.handlers and ours.handlers == [handler])
    ours.addHandler(handler)
