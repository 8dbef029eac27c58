"""Refusals, and the error envelope in which they are sent."""

from __future__ import annotations

import json
from typing import Any, Dict, Mapping, Optional

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "payload_too_large",
    429: "rate_limited",
    500: "server_error",
    501: "not_implemented",
}
_LONGEST_VALUE = 60


class ApiError(Exception):
    """Ends a request with an error; everything that the request has written is undone.

    Handlers of your own raise it, too: ``raise ApiError(404, "Statistics not found")``.
    """

    def __init__(
        self, status: int, message: str, headers: Optional[Mapping[str, str]] = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers: Mapping[str, str] = headers or {}

    def envelope(self) -> Dict[str, Any]:
        """Return the body of the response."""
        return {
            "error": CODES.get(self.status, f"http_{self.status}"),
            "message": self.message,
            "statusCode": self.status,
        }


def bad_request(message: str) -> ApiError:
    """Return a 400: the request is wrong for every caller."""
    return ApiError(400, message)


def invalid(field: str, expected: str, value: Any) -> ApiError:
    """Return a 400 for the value of one field."""
    return bad_request(f"`{field}` must be {expected}, not {_shown(value)}")


def unauthorized(message: str) -> ApiError:
    """Return a 401: the caller is unknown."""
    return ApiError(401, message)


def forbidden(message: str) -> ApiError:
    """Return a 403: the caller is known and may not do this."""
    return ApiError(403, message)


def not_found(what: str) -> ApiError:
    """Return a 404: it does not exist, or not for this caller."""
    return ApiError(404, f"{what} not found")


def conflict(message: str) -> ApiError:
    """Return a 409: the request conflicts with existing state."""
    return ApiError(409, message)


def _shown(value: Any) -> str:
    text = "a file" if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."
