"""Hide the token in text of a server that echoes it, as debugging servers and some gateways do.

Errors and log lines show such text, and often end up in reports that others read.
"""

from __future__ import annotations

import functools
import re
from typing import Any, Callable, Optional

import attrs

from lagclient.errors import LagDecodeError
from lagclient.transport.protocol import Reply, Request, TransportError, describe_error

MASK = "..."
_SHORTEST = 8
"""A shorter token, such as that of a test, also occurs in ordinary words."""
_SHOWN_OF_A_SUCCESS = "x-request-id"


def without_token(reply: Reply, request: Request) -> Reply:
    """Return a response without the token of its request. The data of a success stays as it is."""
    token = _token_of(request)
    if token is None:
        return reply
    if 200 <= reply.status < 300:
        shown = reply.headers.get(_SHOWN_OF_A_SUCCESS)
        if shown is None or not token.search(shown):
            return reply
        return attrs.evolve(
            reply, headers={**reply.headers, _SHOWN_OF_A_SUCCESS: token.sub(MASK, shown)}
        )
    return _masked(reply, token)


def failure_without_token(failure: TransportError, request: Request) -> TransportError:
    """Remove the token from the text of a failure, and causes whose text has it."""
    token = _token_of(request)
    if token is None:
        return failure
    failure.args = (token.sub(MASK, str(failure)),)
    cause: Optional[BaseException] = failure
    while cause is not None:
        if token.search(describe_error(cause)):
            failure.__cause__ = failure.__context__ = None
            break
        cause = cause.__cause__ or cause.__context__
    return failure


def decoded_without_token(decode: Callable[[Reply], Any], reply: Reply, request: Request) -> Any:
    """Decode a success; if that fails, the error shows the response without the token.

    Raises:
        LagDecodeError: It cannot be decoded.
    """
    try:
        return decode(reply)
    except LagDecodeError:
        token = _token_of(request)
        if token is None:
            raise
        reply = _masked(reply, token)
    return decode(reply)


def _masked(reply: Reply, token: re.Pattern[str]) -> Reply:
    headers = {name: token.sub(MASK, value) for name, value in reply.headers.items()}
    # Latin-1 keeps every byte, and a token is ASCII.
    body = token.sub(MASK, reply.body.decode("latin-1")).encode("latin-1")
    return attrs.evolve(reply, headers=headers, body=body)


def _token_of(request: Request) -> Optional[re.Pattern[str]]:
    authorization = request.headers.get("authorization")
    return None if authorization is None else _pattern(authorization)


@functools.lru_cache(maxsize=64)
def _pattern(authorization: str) -> Optional[re.Pattern[str]]:
    token = authorization.partition(" ")[2]
    if len(token) < _SHORTEST:
        return None
    # A header may come back in lower case.
    return re.compile("".join(map(_written, token)), re.IGNORECASE)


def _written(char: str) -> str:
    """Return the pattern of a character as it is, or as JSON, a URL or HTML may write it."""
    if char.isalnum():
        return char
    code = ord(char)
    return rf"(?:\\?{re.escape(char)}|\\u{code:04x}|%{code:02x}|&#{code};|&#x{code:x};)"
