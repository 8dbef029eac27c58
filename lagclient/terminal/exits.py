"""Exit codes: one for each kind of error, so that scripts can tell them apart."""

from __future__ import annotations

from typing import Tuple, Type

import attrs

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
NOT_FOUND = 5
OUTPUT = 10
INTERRUPTED = 130
BROKEN_PIPE = 141
TERMINATED = 143


@attrs.frozen
class Kind:
    """A kind of error."""

    code: int
    """The exit code."""
    word: str
    """The field `error` of an error in JSON."""
    meaning: str
    errors: Tuple[Type[LagAPIError], ...] = ()
    """The errors of the SDK that are of this kind."""


KINDS = (
    Kind(FAILED, "failed", "failed"),
    Kind(USAGE, "usage", "wrong usage, or a word that fits several", (LagInvalidRequestError,)),
    Kind(AUTH, "unauthorized", "no token, or a refused one", (LagInvalidTokenError, LagAuthError)),
    Kind(4, "forbidden", "not permitted", (LagPermissionError,)),
    Kind(NOT_FOUND, "not_found", "not there", (LagNotFoundError,)),
    Kind(6, "conflict", "it conflicts with existing state", (LagConflictError,)),
    Kind(7, "rate_limited", "too many requests", (LagRateLimitError,)),
    Kind(8, "server_error", "the server failed", (LagServerError,)),
    Kind(9, "connection_error", "no connection", (LagConnectionError,)),
    Kind(OUTPUT, "output_failed", "done, but the result could not be printed"),
    Kind(INTERRUPTED, "interrupted", "interrupted"),
    Kind(BROKEN_PIPE, "broken_pipe", "the reader of a pipe has left"),
    Kind(TERMINATED, "terminated", "ended by SIGTERM"),
)
"""All kinds. Any other error of the SDK is a failure."""

HELP = f"Exit codes: 0 done; {'; '.join(f'{one.code} {one.meaning}' for one in KINDS)}.\n"


def code_of(error: LagAPIError) -> int:
    """Return the exit code for an error of the SDK."""
    return next((one.code for one in KINDS if isinstance(error, one.errors)), FAILED)


def word_of(code: int) -> str:
    """Return the word for an exit code."""
    return next((one.word for one in KINDS if one.code == code), "failed")
