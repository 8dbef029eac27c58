"""What the sandbox refuses, and the envelope in which it says so."""

from __future__ import annotations

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


class ApiError(Exception):
    """Ends a request; everything that it has written is undone."""

    def __init__(
        self, status: int, message: str, headers: Optional[Mapping[str, str]] = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers: Mapping[str, str] = headers or {}

    def envelope(self) -> Dict[str, Any]:
        """The body of the answer."""
        return {
            "error": CODES.get(self.status, f"http_{self.status}"),
            "message": self.message,
            "statusCode": self.status,
        }


def bad_request(message: str) -> ApiError:
    """The request itself makes no sense, whoever sends it."""
    return ApiError(400, message)


def unauthorized(message: str) -> ApiError:
    """Nobody knows who asks."""
    return ApiError(401, message)


def forbidden(message: str) -> ApiError:
    """It is known who asks, and that one may not."""
    return ApiError(403, message)


def not_found(what: str) -> ApiError:
    """There is no such thing, or not for whoever asks."""
    return ApiError(404, f"{what} not found")


def conflict(message: str) -> ApiError:
    """It contradicts what is there already."""
    return ApiError(409, message)
