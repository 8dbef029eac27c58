"""Turn failures of attempts into the errors that a caller sees."""

from __future__ import annotations

import re
from typing import Optional, Union

from lagclient.calls.settings import Settings
from lagclient.errors import (
    LagAPIError,
    LagConnectionError,
    LagInvalidRequestError,
    LagTimeoutError,
)
from lagclient.routing.route import Route
from lagclient.transport.protocol import Reply, TransportError, describe_error
from lagclient.transport.urls import is_loopback, split


def no_answer(
    failure: Optional[TransportError], settings: Settings, left: Optional[float]
) -> Union[LagConnectionError, LagInvalidRequestError]:
    """Return the error for an attempt without a response.

    Args:
        failure: The failure of the attempt; None if the deadline passed before the attempt.
        settings: The settings of the client.
        left: Seconds until the deadline; None: the call has no deadline.
    """
    deadline = f"The deadline of {settings.deadline_seconds or 0:g} s has passed"
    if failure is None:
        return LagTimeoutError(deadline)
    _shorten(failure)
    if failure.phase == "closed":
        return LagInvalidRequestError(f"{failure}: create another one")
    is_over = left is not None and left <= 0
    kind = LagTimeoutError if is_over or failure.timed_out else LagConnectionError
    said = deadline if is_over else str(failure).rstrip(".")
    error = kind(f"{_place(failure, settings)}{said} ({failure.phase})", failure)
    if not is_over:
        error.advice = _advice(failure, settings) or error.advice
    return error


# In the words of the system, asyncio, trio and anyio.
_REFUSED = "(?i)refused|connect call failed|attempts to connect|connection attempts failed"
_WITHOUT_TLS = "(?i)wrong.version|record.layer|InvalidContentType"


def _advice(failure: TransportError, settings: Settings) -> str:
    """Return what to check if this machine did not accept the connection; else empty text."""
    url = split(settings.base_url)
    if settings.proxy() or not is_loopback(url.hostname or ""):
        return ""
    if failure.phase == "connect" and re.search(_REFUSED, str(failure)):
        return "Is `lagclient sandbox` running?"
    if failure.phase == "tls" and re.search(_WITHOUT_TLS, str(failure)):
        return f"Is the address http://{url.netloc}?"
    return ""


def unrepeated(failure: TransportError, problem: LagAPIError) -> LagConnectionError:
    """Return the error for a request that failed and is not repeated, because the client is closed.

    Args:
        failure: Says that the client is closed.
        problem: The error of the last attempt.
    """
    return LagConnectionError(
        f"{failure}, so the request is not repeated. The last attempt: {problem.message}", problem
    )


def interrupted(failure: TransportError) -> LagConnectionError:
    """Return the error for a request that the end of the client interrupted."""
    _shorten(failure)
    return LagConnectionError("The client was closed before the response arrived", failure)


def _place(failure: TransportError, settings: Settings) -> str:
    """Return where an attempt ended: the address, and the proxy on the way to it."""
    if failure.phase == "request":
        return ""
    no = "response from" if failure.phase in ("read", "write") else "connection to"
    proxy = settings.proxy()
    return f"No {no} {settings.base_url}{f' through the proxy {proxy}' if proxy else ''}: "


def _shorten(failure: TransportError) -> None:
    """Shorten the traceback of a failure: remove frames of this package, and repeated causes."""
    failure.__traceback__ = None
    said: BaseException = failure
    text, cause = str(failure), failure.__cause__
    while cause is not None:
        if describe_error(cause) == text:
            said.__cause__ = cause.__cause__
        else:
            said, text = cause, describe_error(cause)
        cause = cause.__cause__


def outcome_of(outcome: Union[Reply, TransportError], in_doubt: bool) -> str:
    """Return what became of the request after all attempts so far."""
    if isinstance(outcome, Reply):
        return "unknown" if in_doubt else "refused"
    if 200 <= (outcome.status or 0) < 300:
        return "applied"
    return "unknown" if in_doubt or outcome.sent else "not_sent"


def placed(
    error: LagAPIError, route: Route, sent: Route, attempts: int, outcome: str
) -> LagAPIError:
    """Write the call into its error. A read has no effect, so its outcome is never unknown."""
    error.route, error.request, error.attempts = route.method_name, sent.line, attempts
    is_read = sent.method in ("GET", "HEAD")
    error.outcome = "refused" if is_read and outcome != "not_sent" else outcome  # type: ignore[assignment]
    return error
