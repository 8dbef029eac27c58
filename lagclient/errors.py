"""Everything that can go wrong in a call, as one tree.

    LagAPIError                      any failure; also a status that has no class below
    ├── LagAuthError                 401: the token is not accepted
    ├── LagPermissionError           403: the token's owner may not do this
    ├── LagNotFoundError             404: there is no such thing, or it is hidden from the token
    ├── LagConflictError             409: it contradicts what is there already
    ├── LagRateLimitError            429: too many requests
    ├── LagServerError               5xx: the API failed
    ├── LagConnectionError           no answer arrived
    │   └── LagTimeoutError          no answer arrived in time
    ├── LagCursorError               events may be missing: a stream cannot go on where it was
    ├── LagDecodeError               an answer arrived that makes no sense
    ├── LagInvalidTokenError         this token cannot be used for this call; nothing was sent
    ├── LagWebhookError              a webhook that arrived is not to be trusted (also a ValueError)
    └── LagInvalidRequestError       an argument cannot be sent; nothing was (also a ValueError)
        └── LagRouteError            a route file is wrong

Each error knows the call that it ended, if any: ``route``, ``attempts``, ``request_id``, and in
``outcome`` what became of the request:

==========  ==================================================================================
not_sent    it never left, or no connection was made: repeating it is harmless
refused     the API answered and did not do it
unknown     it may have taken effect, now or in a moment: look before you repeat it
applied     it took effect, only its answer is lost: do not repeat it
==========  ==================================================================================
"""

from __future__ import annotations

from typing import Any, Dict, Literal, Optional, Sequence, Tuple, Type, cast

Outcome = Literal["not_sent", "refused", "unknown", "applied"]

_WHAT_BECAME_OF_IT: Dict[str, str] = {
    "not_sent": "Nothing was sent.",
    "refused": "",
    "unknown": "It may have taken effect: check before you repeat it.",
    "applied": "It took effect: do not repeat it.",
}


class LagAPIError(Exception):
    """A call failed.

    Attributes:
        message: What happened, as the API said it where it said something.
        status: HTTP status of the answer; 0 when there was none.
        code: Short machine-readable name, such as ``not_found``.
        body: The answer: the decoded error envelope, else its text; None when there was none.
        request_id: The API's ``x-request-id``, for support questions.
        route: The method that was called, such as ``servers.rooms.messages.send``.
        request: Its line in the API, such as ``GET /servers/{server_id}``.
        attempts: How many requests were made; 0 when the call was refused here.
        outcome: What became of the request: ``not_sent``, ``refused``, ``unknown``, ``applied``.
        retry_after_seconds: How long the API asked to wait, where it did.
    """

    advice = ""

    route: Optional[str] = None
    request: Optional[str] = None
    attempts: int = 0
    outcome: Outcome = "not_sent"
    retry_after_seconds: Optional[float] = None

    def __init__(
        self,
        message: str,
        status: int = 0,
        code: str = "",
        body: Any = None,
        request_id: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.code = code
        self.body = body
        self.request_id = request_id

    def __str__(self) -> str:
        facts = [f"{self.status} {self.code}" if self.status else self.code]
        if self.route:
            facts.append(f"{self.route} = {self.request}" if self.request else self.route)
        if self.attempts:
            facts.append(f"{self.attempts} attempt{'s' if self.attempts > 1 else ''}")
        if self.request_id:
            facts.append(f"request id {self.request_id}")
        told = f"{self.message} ({'; '.join(fact for fact in facts if fact)})"
        became = _WHAT_BECAME_OF_IT[self.outcome] if self.route else ""
        wait = self.retry_after_seconds
        when = "" if wait is None else f"Try again in {wait:g} s."
        return " ".join(part for part in (told + ".", became, when, self.advice) if part)

    def __reduce__(self) -> Tuple[Any, ...]:
        # The constructors differ, and pickle's default would call them with args alone. The cause
        # stays behind, as that of every exception does: nobody knows what it holds.
        return _revive, (type(self), self.args, self.__dict__)


def _revive(cls: Type[LagAPIError], args: Tuple[Any, ...], state: Dict[str, Any]) -> LagAPIError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


class LagAuthError(LagAPIError):
    """401: the API does not accept the token."""

    advice = "Check the token: it may be mistyped, revoked or expired."


class LagPermissionError(LagAPIError):
    """403: the token's owner may not do this."""

    advice = "The owner of the token lacks a permission, or is not a member there."


class LagNotFoundError(LagAPIError):
    """404: there is no such thing, or the token's owner may not see it."""

    advice = "Check the ids."


class LagConflictError(LagAPIError):
    """409: the request contradicts what is there already."""

    advice = "Read the present state before you try again."


class LagRateLimitError(LagAPIError):
    """429: too many requests; `retry_after_seconds` says how long the API asked to wait."""

    advice = "Send fewer requests."

    def __init__(
        self,
        message: str,
        body: Any = None,
        request_id: Optional[str] = None,
        retry_after_seconds: Optional[float] = None,
    ) -> None:
        super().__init__(message, 429, "rate_limited", body, request_id)
        self.retry_after_seconds = retry_after_seconds


class LagServerError(LagAPIError):
    """5xx: the API, or something in front of it, failed."""

    advice = "If it lasts, tell the API's support."


class LagConnectionError(LagAPIError):
    """No answer arrived: the cause is in ``__cause__``."""

    def __init__(self, message: str, cause: Optional[BaseException] = None) -> None:
        super().__init__(message, 0, "connection_error")
        self.__cause__ = cause


class LagTimeoutError(LagConnectionError):
    """No answer arrived in time: a timeout of one phase, or the deadline of the whole call."""

    advice = "Allow more with `timeout_seconds` or `deadline_seconds`, if it should have more."

    def __init__(self, message: str, cause: Optional[BaseException] = None) -> None:
        super().__init__(message, cause)
        self.code = "timeout"


class LagDecodeError(LagAPIError):
    """An answer arrived that makes no sense; `body` has its text."""

    advice = "`body` has the answer; a newer lagclient may understand it."

    def __init__(
        self,
        message: str,
        status: int = 0,
        body: Any = None,
        request_id: Optional[str] = None,
    ) -> None:
        super().__init__(message, status, "decode_error", body, request_id)


class LagCursorError(LagAPIError):
    """A stream of events cannot go on where it was: some may be missing, and nobody knows which.

    Attributes:
        cursor: The id of the event after which they may be; None: there was none yet.
    """

    advice = "Look for what you may have missed; pass `on_gap` to go on with what happens next."

    def __init__(
        self,
        message: str,
        cursor: Optional[str] = None,
        status: int = 0,
        body: Any = None,
        request_id: Optional[str] = None,
    ) -> None:
        super().__init__(message, status, "cursor_lost", body, request_id)
        self.cursor = cursor


class LagInvalidTokenError(LagAPIError):
    """The token cannot be used for this call; nothing was sent."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 0, "invalid_token")


class LagInvalidRequestError(LagAPIError, ValueError):
    """An argument cannot be sent; the message names it, its value and what was expected."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 0, "invalid_request")


class LagRouteError(LagInvalidRequestError):
    """Route files are wrong; `problems` has a line for each, with file and line number."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.code = "invalid_routes"
        self.problems: Tuple[str, ...] = tuple(problems)

    def __str__(self) -> str:
        return self.message


class LagWebhookError(LagAPIError, ValueError):
    """A webhook is refused: it may be forged, repeated by somebody, or damaged on its way.

    No call ended by it, so there is no route and no status. `code` says why: ``missing_header``,
    ``invalid_header``, ``too_old``, ``too_new``, ``wrong_signature`` or ``invalid_body``. The text
    has nothing of the secret or of the body, and may be answered to whoever sent it.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, 0, code)


BY_STATUS: Dict[int, Tuple[Type[LagAPIError], str]] = {
    401: (LagAuthError, "unauthorized"),
    403: (LagPermissionError, "forbidden"),
    404: (LagNotFoundError, "not_found"),
    409: (LagConflictError, "conflict"),
    429: (LagRateLimitError, "rate_limited"),
}


def error_from_response(
    status: int,
    body: Any = None,
    request_id: Optional[str] = None,
    retry_after_seconds: Optional[float] = None,
) -> LagAPIError:
    """The error for an answer that is not a success.

    Args:
        status: HTTP status of the answer.
        body: The answer, decoded where it was JSON. Its `message` and `error` are used if it is
            the API's envelope ``{error, message, statusCode}``.
        request_id: The API's ``x-request-id``.
        retry_after_seconds: How long the API asked to wait.
    """
    envelope = cast("Dict[str, Any]", body) if isinstance(body, dict) else {}
    message = envelope.get("message")
    if not isinstance(message, str) or not message:
        message = f"HTTP {status}"
    message = message.encode(errors="replace").decode()  # half an emoji cannot be printed
    if status in BY_STATUS:
        cls, code = BY_STATUS[status]
    elif 500 <= status <= 599:
        cls, code = LagServerError, "server_error"
    else:
        named = envelope.get("error")
        cls, code = LagAPIError, named if isinstance(named, str) else f"http_{status}"
    if cls is LagRateLimitError:
        return LagRateLimitError(message, body, request_id, retry_after_seconds)
    error = cls(message, status, code, body, request_id)
    error.retry_after_seconds = retry_after_seconds
    return error
