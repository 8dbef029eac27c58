"""Exit codes: one for each kind of error, so that scripts can tell them apart."""

from __future__ import annotations

from lagclient.errors import (
    LagAPIError,
    LagAuthError,
    LagConflictError,
    LagConnectionError,
    LagInvalidRequestError,
    LagInvalidTokenError,
    LagNotFoundError,
    LagPermissionError,
    LagRateLimitError,
    LagServerError,
)

FAILED = 1
USAGE = 2
AUTH = 3
INTERRUPTED = 130
BROKEN_PIPE = 141

BY_ERROR = (
    (LagInvalidRequestError, USAGE),
    (LagInvalidTokenError, AUTH),
    (LagAuthError, AUTH),
    (LagPermissionError, 4),
    (LagNotFoundError, 5),
    (LagConflictError, 6),
    (LagRateLimitError, 7),
    (LagServerError, 8),
    (LagConnectionError, 9),
)
"""The exit code of each kind of error; all others have `FAILED`."""

HELP = """\
Exit codes: 0 done, 1 failed, 2 wrong usage or an ambiguous name, 3 no token or a refused one,
4 not permitted, 5 not there, 6 conflict, 7 too many requests, 8 the server failed,
9 no connection, 130 interrupted.
"""


def code_of(error: LagAPIError) -> int:
    """Return the exit code for an error of the SDK."""
    return next((code for kind, code in BY_ERROR if isinstance(error, kind)), FAILED)
