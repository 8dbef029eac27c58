"""The errors of this package, as one tree.

    LagAPIError                      any failure; also a status without a class below
    ├── LagBadRequestError           400, 422: the API rejects a value of the request
    ├── LagAuthError                 401: the API does not accept the token
    ├── LagPermissionError           403: the token's owner lacks a permission
    ├── LagNotFoundError             404: it does not exist, or the token's owner may not see it
    ├── LagConflictError             409: the request conflicts with existing state
    ├── LagRateLimitError            429: too many requests
    ├── LagServerError               5xx: the server failed
    ├── LagConnectionError           no response arrived
    │   └── LagTimeoutError          no response arrived in time
    ├── LagCursorError               events may be missing: a stream cannot resume
    ├── LagDecodeError               the response could not be decoded
    ├── LagInvalidTokenError         the token cannot be used for this call; nothing was sent
    ├── LagWebhookError              a webhook failed verification (also a ValueError)
    └── LagInvalidRequestError       an argument is invalid; nothing was sent (also a ValueError)
        └── LagRouteError            a route file is invalid

An error of a call has ``route``, ``attempts`` and ``request_id``. Its ``outcome`` is what became of
the request:

==========  ==================================================================================
not_sent    it was not sent, or no connection was made: it is safe to repeat
refused     the API responded and did not do it
unknown     it may have taken effect, now or in a moment: check before you repeat it
applied     it took effect, but the response is lost: do not repeat it
==========  ==================================================================================
"""

from __future__ import annotations

from typing import Any, Dict, List, Literal, Mapping, Optional, Sequence, Tuple, Type, cast

__all__ = [
    "LagAPIError",
    "LagAuthError",
    "LagBadRequestError",
    "LagConflictError",
    "LagConnectionError",
    "LagCursorError",
    "LagDecodeError",
    "LagInvalidRequestError",
    "LagInvalidTokenError",
    "LagNotFoundError",
    "LagPermissionError",
    "LagRateLimitError",
    "LagRouteError",
    "LagServerError",
    "LagTimeoutError",
    "LagWebhookError",
    "error_from_response",
]

Outcome = Literal["not_sent", "refused", "unknown", "applied"]

_OUTCOMES: Dict[str, str] = {
    "not_sent": "Nothing was sent.",
    "refused": "",
    "unknown": "It may have taken effect: check before you repeat it.",
    "applied": "It took effect: do not repeat it.",
}


class LagAPIError(Exception):
    """A call failed.

    Attributes:
        message: What happened; the API's own message if it sent one.
        status: HTTP status of the response; 0 without one.
        code: Short machine-readable name, such as ``not_found``.
        body: Body of the response, decoded or as text; None without a response.
        request_id: The API's ``x-request-id``, for support questions.
        route: The method that was called, such as ``servers.rooms.messages.send``.
        request: Its line in the API, such as ``GET /servers/{server_id}``.
        attempts: Number of attempts; 0 if the call failed before the first one.
        outcome: What became of the request: ``not_sent``, ``refused``, ``unknown``, ``applied``.
        retry_after_seconds: Seconds that the API asked to wait, if it did.
        base_url: The URL of the API that responded; None without a response.
    """

    advice = ""

    base_url: Optional[str] = None
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
        facts = [f"{self.status} {self.code}".strip() if self.status else self.code]
        if self.route:
            facts.append(f"{self.route} = {self.request}" if self.request else self.route)
        if self.attempts:
            facts.append(f"{self.attempts} attempt{'s' if self.attempts > 1 else ''}")
        if self.request_id:
            facts.append(f"request id {self.request_id}")
        text = f"{self.message} ({'; '.join(fact for fact in facts if fact)})."
        outcome = _OUTCOMES[self.outcome] if self.route else ""
        wait = self.retry_after_seconds
        when = "" if wait is None else f"Try again in {wait:g} s."
        return " ".join(part for part in (text, outcome, when, self._advice()) if part)

    def _advice(self) -> str:
        return self._advice_on_host() or self.advice

    def _advice_on_host(self) -> str:
        """Return the advice for a response that is probably not from the API; else empty text."""
        host, line = self.base_url, self.request or ""
        # A proxy may answer for an API that is down or busy, a HEAD has no body, and an image may
        # come from another host.
        is_busy = self.status == 429 or self.status >= 500
        if host is None or is_busy or line.startswith("HEAD ") or "://" in line:
            return ""
        if self.status < 400:
            return f"Check `base_url` ({host})."
        if is_envelope(self.body):
            return ""
        return f"The response is not in the form of the Lag API: check `base_url` ({host})."

    def __reduce__(self) -> Tuple[Any, ...]:
        # The constructors differ, and pickle's default would call them with args alone. The cause
        # is not copied, because it may hold a connection or a token.
        return _revive, (type(self), self.args, self.__dict__)


def _revive(cls: Type[LagAPIError], args: Tuple[Any, ...], state: Dict[str, Any]) -> LagAPIError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


class LagBadRequestError(LagAPIError):
    """400 or 422: the API rejects a value of the request.

    Attributes:
        messages: The problems, one text for each, if the API lists them; else its one message.
    """

    advice = "Check the arguments."

    messages: Tuple[str, ...] = ()


class LagAuthError(LagAPIError):
    """401: the API does not accept the token."""

    advice = "Check the token: it may be mistyped, revoked or expired."


class LagPermissionError(LagAPIError):
    """403: the token's owner lacks a permission."""

    advice = "Check the permissions and the memberships of the token's owner."


class LagNotFoundError(LagAPIError):
    """404: it does not exist, or the token's owner may not see it.

    Attributes:
        ids: The ids that were requested, by parameter, such as ``{"server_id": "srv_1"}``.
    """

    advice = "Check the ids."

    ids: Mapping[str, str] = {}

    def _advice(self) -> str:
        elsewhere = self._advice_on_host()
        if elsewhere or (self.base_url is None and not self.ids):
            return elsewhere or self.advice
        if not self.ids:
            is_fixed = "{" not in (self.request or "")
            return f"Check the path and `base_url` ({self.base_url})." if is_fixed else ""
        return f"Check the ids: {', '.join(f'{name} {id!r}' for name, id in self.ids.items())}."


class LagConflictError(LagAPIError):
    """409: the request conflicts with existing state."""

    advice = "Read the current state before you try again."


class LagRateLimitError(LagAPIError):
    """429: too many requests; `retry_after_seconds` is the wait that the API asked for."""

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
    """5xx: the API, or a proxy in front of it, failed."""

    advice = "If it persists, contact the API's support."


class LagConnectionError(LagAPIError):
    """No response arrived; ``__cause__`` has the cause."""

    def __init__(self, message: str, cause: Optional[BaseException] = None) -> None:
        super().__init__(message, 0, "connection_error")
        self.__cause__ = cause


class LagTimeoutError(LagConnectionError):
    """No response arrived within the timeout of one phase or the deadline of the whole call."""

    advice = "Raise `timeout_seconds` or `deadline_seconds` if the call needs longer."

    def __init__(self, message: str, cause: Optional[BaseException] = None) -> None:
        super().__init__(message, cause)
        self.code = "timeout"


class LagDecodeError(LagAPIError):
    """The response could not be decoded; `body` has its text."""

    advice = "`body` has the response; a newer lagclient may understand it."

    def _advice(self) -> str:
        is_elsewhere = "://" in (self.request or "")  # an image, which another host may have
        host = "" if self.base_url is None or is_elsewhere else f" ({self.base_url})"
        text = self.body.lstrip("\ufeff \t\r\n") if isinstance(self.body, str) else ""
        if text and not text.startswith(("{", "[")):
            what = "the proxies" if is_elsewhere else f"`base_url`{host}, and the proxies"
            return f"Check {what} on the way to it: `body` has the page."
        return f"{self.advice} Check `base_url`{host}." if host else self.advice

    def __init__(
        self,
        message: str,
        status: int = 0,
        body: Any = None,
        request_id: Optional[str] = None,
    ) -> None:
        super().__init__(message, status, "decode_error", body, request_id)


class LagCursorError(LagAPIError):
    """A stream of events cannot resume, so an unknown number of events may be missing.

    Attributes:
        cursor: Id of the last event before the gap; None if the stream had not received one.
    """

    advice = "Check what you may have missed; pass `on_gap` to continue with new events."

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
    """An argument is invalid, or the client is closed; nothing was sent.

    The message names the argument, its value and the expected value.

    Attributes:
        expected: The expected value, such as ``a non-empty str``; empty if the message alone says.
    """

    expected: str = ""

    def __init__(self, message: str) -> None:
        super().__init__(message, 0, "invalid_request")

    @property
    def argument(self) -> Optional[str]:
        """Name of the argument or option; None if the error is not about one."""
        start, name, _ = f"{self.message}``".split("`", 2)
        return None if start else name or None


class LagRouteError(LagInvalidRequestError):
    """A route file is invalid; `problems` has one line for each problem."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.code = "invalid_routes"
        self.problems: Tuple[str, ...] = tuple(problems)

    def __str__(self) -> str:
        return self.message


class LagWebhookError(LagAPIError, ValueError):
    """A webhook failed verification: it may be forged, replayed, or damaged on its way.

    It does not belong to a call, so route and status are empty. `code` is the reason:
    ``missing_header``, ``invalid_header``, ``too_old``, ``too_new``, ``wrong_signature`` or
    ``invalid_body``. The message contains nothing of the secret or the body, so a server may
    return it to the sender.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, 0, code)


# Class and code; an empty code is replaced by the `error` of the envelope.
BY_STATUS: Dict[int, Tuple[Type[LagAPIError], str]] = {
    400: (LagBadRequestError, ""),
    422: (LagBadRequestError, ""),
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
    """Return the error for a response that is not a success.

    Args:
        status: HTTP status of the response.
        body: The body, decoded if it is JSON. If it is the API's envelope
            ``{error, message, statusCode}``, its `message` and `error` are used. `message` may be
            a list of texts.
        request_id: The API's ``x-request-id``.
        retry_after_seconds: Seconds that the API asked to wait.
    """
    envelope = cast("Dict[str, Any]", body) if isinstance(body, dict) else {}
    messages = _texts(envelope.get("message"))
    message = "; ".join(messages) or f"HTTP {status}"
    cls, code = BY_STATUS.get(status, (LagAPIError, ""))
    if 500 <= status <= 599:
        cls, code = LagServerError, "server_error"
    if not code:
        name = envelope.get("error")
        code = name if isinstance(name, str) else f"http_{status}"
    if cls is LagRateLimitError:
        return LagRateLimitError(message, body, request_id, retry_after_seconds)
    error = cls(message, status, code, body, request_id)
    error.retry_after_seconds = retry_after_seconds
    if isinstance(error, LagBadRequestError):
        error.messages = messages
    return error


def is_envelope(body: object) -> bool:
    """Return whether the body of an error has the form of the API."""
    if not isinstance(body, dict) or not _texts(cast("Dict[str, Any]", body).get("message")):
        return False
    return "error" in body or "statusCode" in body


def _texts(message: object) -> Tuple[str, ...]:
    """Return the texts of an envelope's `message`: one, or a list."""
    parts = cast("List[object]", message) if isinstance(message, list) else [message]
    # A lone surrogate cannot be printed.
    return tuple(
        part.encode(errors="replace").decode() for part in parts if isinstance(part, str) and part
    )
