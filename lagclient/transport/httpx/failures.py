"""Translate errors of httpx into `TransportError`.

The names of their base classes identify them, because httpx2 and a caller's own transport have
other classes. Other exceptions, such as those of a signal handler or a hook, pass through.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, List, Mapping, NoReturn, Optional, Tuple

from lagclient.transport.protocol import Reply, TransportError, describe_error

if TYPE_CHECKING:
    import httpx

    from lagclient.transport.httpx.response import Response

_ALL_FAILED = "All connection attempts failed"
# Name of a base class: phase, whether something may have been sent, whether a limit ended it.
_FAILURES: Mapping[str, Tuple[str, bool, bool]] = {
    "PoolTimeout": ("pool", False, True),
    "ConnectTimeout": ("connect", False, True),
    "WriteTimeout": ("write", True, True),
    "ReadTimeout": ("read", True, True),
    "ConnectError": ("connect", False, False),
    "ProxyError": ("connect", False, False),
    "UnsupportedProtocol": ("request", False, False),
    "InvalidURL": ("request", False, False),
    "LocalProtocolError": ("request", True, False),
    "WriteError": ("write", True, False),
    # These are the base classes of httpx, and errors of sockets that httpx passes on.
    **dict.fromkeys(
        (
            "HTTPError",
            "StreamError",
            "DecodingError",
            "NetworkError",
            "ProtocolError",
            "OSError",
            "EndOfStream",
            "BrokenResourceError",
            "ClosedResourceError",
        ),
        ("read", True, False),
    ),
}


def response_of(error: Exception) -> Optional[httpx.Response]:
    """Return the response of an error, such as one of a `raise_for_status` hook, or None."""
    response: Optional[httpx.Response] = getattr(error, "response", None)
    return response if hasattr(response, "status_code") else None


def salvage(error: Exception, response: Optional[Response], arrived: List[bytes]) -> Reply:
    """Return an error response although its body broke off, because the status decides; else raise.

    Args:
        error: The error that ended an attempt.
        response: The response, if its headers had arrived.
        arrived: The pieces of its body that had arrived.
    """
    raised = response_of(error)
    if raised is not None:
        with contextlib.suppress(RuntimeError):  # of a response that was closed unread
            arrived = [raised.content]
        return Reply(raised.status_code, dict(raised.headers.items()), b"".join(arrived))
    if response is None or 200 <= response.status < 300:
        fail(error, None if response is None else response.status)
    foreign = _foreign_of(error)
    if foreign is not None or failure_of(error, None) is None:
        raise foreign or error
    return Reply(response.status, response.headers, b"".join(arrived))


def fail(error: Exception, status: Optional[int]) -> NoReturn:
    """Raise an error of httpx as a `TransportError`, and any other unchanged."""
    raise _foreign_of(error) or failure_of(error, status) or error


def _foreign_of(error: Exception) -> Optional[BaseException]:
    if isinstance(error, TransportError):
        return None
    from lagclient.transport.foreign_errors import foreign_of

    return foreign_of(error)


def failure_of(error: Exception, status: Optional[int]) -> Optional[TransportError]:
    """Return the `TransportError` for an error of httpx; None for any other error.

    Args:
        error: The error that ended an attempt.
        status: The status of the response, if its headers had arrived.
    """
    if isinstance(error, TransportError):
        return error
    names = [cls.__name__ for cls in type(error).__mro__]
    name = next((name for name in names if name in _FAILURES), None)
    if name is None:
        return None
    phase, sent, timed_out = _FAILURES[name]
    message, reason = describe_error(error), error
    if phase == "connect":
        from lagclient.transport import tls

        root: BaseException = error
        while (cause := root.__cause__ or root.__context__) is not None:
            root = cause
        # anyio says only that all attempts failed, also if there was a single one.
        if str(error) == _ALL_FAILED and isinstance(root, OSError):
            message, reason = f"{type(error).__name__}: {root}", root
        fault = None if timed_out else tls.fault_of(error)
        if fault is not None:
            phase, message = "tls", tls.describe_fault(fault)
    _forget_headers(error)
    failure = TransportError(message, phase=phase, sent=sent, timed_out=timed_out, status=status)
    failure.__cause__ = reason
    return failure


def _forget_headers(error: BaseException) -> None:
    """Remove the request and the frames, which hold the token or the password of a proxy."""
    cause: Optional[BaseException] = error
    while cause is not None:
        if hasattr(type(cause), "request"):
            setattr(cause, "request", None)  # noqa: B010  # of a caller's client
        cause.__traceback__ = None
        cause = cause.__cause__ or cause.__context__
