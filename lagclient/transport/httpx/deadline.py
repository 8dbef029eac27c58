"""The deadline of a blocking call, kept where it blocks: at the socket.

httpx gives each read and each write the same limit, so an answer that drips in byte by byte may
take for ever. Below it, here, each has what is left until the deadline of the call that this
thread is in. Only the lookup of a host name is beyond reach: no limit ends it.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any, Generator, Optional

import httpcore

from lagclient.transport.httpx.cork import Cork

_LEAST_SECONDS = 0.001  # a socket takes 0 for "do not wait"
_PIECE = 8192

_thread = threading.local()


@contextlib.contextmanager
def within(seconds: Optional[float]) -> Generator[None, None, None]:
    """Whatever this thread does at our sockets in here ends in so many seconds; None: no limit."""
    before = getattr(_thread, "ends", None)
    _thread.ends = None if seconds is None else time.monotonic() + seconds
    try:
        yield
    finally:
        _thread.ends = before


def is_over() -> bool:
    """Whether the time of this thread's call has run out."""
    left = _left(None)
    return left is not None and left <= _LEAST_SECONDS


def _left(limit: Optional[float]) -> Optional[float]:
    ends: Optional[float] = getattr(_thread, "ends", None)
    if ends is None:
        return limit
    left = max(_LEAST_SECONDS, ends - time.monotonic())
    return left if limit is None else min(limit, left)


class Backend(httpcore.NetworkBackend):
    """Opens sockets as httpcore does; what they do ends with the call's deadline."""

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        """Open one, at the first of the host's addresses that lets us in."""
        addresses = [host]
        if _left(None) is not None:
            # One by one: together, each of them would have all of the time.
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            except OSError as error:
                raise httpcore.ConnectError(str(error)) from error
            addresses = [str(address[0]) for *_, address in found]

        def connected(address: str) -> httpcore.NetworkStream:
            limit = _left(timeout)
            return _Stream(
                self._inner.connect_tcp(address, port, limit, local_address, socket_options)
            )

        for address in addresses[:-1]:
            with contextlib.suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return connected(address)
        return connected(addresses[-1])


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._cork = Cork()

    def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        self._cork.turn()
        return self._inner.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        buffer = self._cork.push(buffer)
        # In pieces: httpcore would give the limit anew to whatever part the socket takes at once.
        for start in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[start : start + _PIECE], _left(timeout))

    def start_tls(
        self, ssl_context: Any, server_hostname: Any = None, timeout: Optional[float] = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)

    def close(self) -> None:
        self._inner.close()
