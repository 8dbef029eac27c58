"""Detect bytes that a server sent beyond a response.

The next request over the connection would get them as its response, perhaps that of another user.
httpcore checks an idle connection for bytes that wait in the socket, but not for bytes that it has
read already, or that TLS has.
"""

from __future__ import annotations

import contextlib
import ssl
from typing import Any, Callable, List, Optional

import httpcore

UNNAMED = -1.0
"""The time limit if httpcore passes none: it speaks with a SOCKS proxy, as part of connecting."""


class TrailingData:
    """Holds back the last byte of each read until the next one.

    httpcore reads only if it needs more for a response. If the response is complete without that
    byte, the server has sent too much.
    """

    def __init__(self) -> None:
        self._held = b""
        self._sessions: List[ssl.SSLObject] = []

    def hold_back(self, data: bytes, timeout: Optional[float]) -> bytes:
        """Return the bytes for httpcore; it needs the response of a SOCKS proxy in one piece."""
        if timeout == UNNAMED or len(data) < 2:
            return data
        self._held = data[-1:]
        return data[:-1]

    @property
    def is_holding(self) -> bool:
        """Return whether a byte is held back."""
        return bool(self._held)

    def held(self) -> bytes:
        """Return the byte that was held back, if any."""
        held, self._held = self._held, b""
        return held

    def check_tunnel(self) -> None:
        """Check that a proxy has sent nothing beyond its response, because TLS would miss it.

        Raises:
            httpcore.ProxyError: It has.
        """
        if self._held:
            raise httpcore.ProxyError("The proxy sent more than its response")

    def has_session(self, session: object) -> None:
        """Record the TLS session, which may keep records unless it has a socket of its own."""
        if isinstance(session, ssl.SSLObject):
            self._sessions.append(session)

    def has_unread(self) -> bool:
        """Return whether there are trailing bytes, besides those that wait in the socket."""
        return bool(self._held) or any(map(_has_record, self._sessions))


def _has_record(session: ssl.SSLObject) -> bool:
    """Return whether a TLS session has a record that was not read, or is over."""
    try:
        session.read(1)
    except ssl.SSLWantReadError:
        return False
    except OSError:
        return True
    return True


def watch(
    opened: object, *, is_async: bool, left: Callable[[], Optional[float]] = lambda: None
) -> None:
    """Let a stream that a caller's client has opened hold back bytes, too.

    It is then readable while it holds one, and httpcore closes an idle connection that is.

    Args:
        opened: The stream.
        is_async: Whether its `read` is asynchronous.
        left: Returns the limit of a read for which httpcore passes none, in seconds.
    """
    stream: Any = opened
    session = stream.get_extra_info("ssl_object")
    if session is not None and session.selected_alpn_protocol() == "h2":
        return  # HTTP/2 has frames that belong to no response
    trailing, read, info_of = TrailingData(), stream.read, stream.get_extra_info
    trailing.has_session(session)

    def read_blocking(max_bytes: int, timeout: Optional[float] = UNNAMED) -> bytes:
        limit = left() if timeout == UNNAMED else timeout
        return trailing.held() or trailing.hold_back(read(max_bytes, limit), timeout)

    async def read_async(max_bytes: int, timeout: Optional[float] = UNNAMED) -> bytes:
        limit = left() if timeout == UNNAMED else timeout
        return trailing.held() or trailing.hold_back(await read(max_bytes, limit), timeout)

    def get_extra_info(info: str) -> Any:
        return (info == "is_readable" and trailing.has_unread()) or info_of(info)

    with contextlib.suppress(AttributeError):  # of a stream with slots
        stream.read = read_async if is_async else read_blocking
        stream.get_extra_info = get_extra_info
        stream.trailing_data = trailing
