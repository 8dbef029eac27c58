"""The socket of one connection: who may end it, how long it may take, how many packets it sends.

httpcore loses sight of a socket whose TLS handshake is cancelled, whose SOCKS proxy refuses, or
which is being opened while its connection is closed. The dialers here do not.
"""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any, Iterable, List, Optional, Protocol, Type

import anyio
import httpcore

from lagclient.transport.hangup import hang_up

if TYPE_CHECKING:
    import ssl

    from httpcore import SOCKET_OPTION

_PIECE_BYTES = 8192
_UNNAMED = -1.0
"""The time limit where httpcore names none: it talks to a SOCKS proxy, which is connecting too."""

Late = Type[httpcore.TimeoutException]


def limit(timeout: Optional[float], ends: Optional[float], late: Late) -> Optional[float]:
    """Return how many seconds an operation may take that has to be over at `ends`.

    Raises:
        httpcore.TimeoutException: It is too late to begin; the error is a `late`.
    """
    if ends is None:
        return timeout
    left = ends - time.monotonic()
    if left <= 0:
        raise late("The deadline of the call has passed")
    return left if timeout is None else min(left, timeout)


class Holder(Protocol):
    """The context of a request, which another thread may leave."""

    def hold(self, dialer: Dialer) -> None:
        """Know what carries the request, from before it connects."""
        ...


class Dialer(httpcore.NetworkBackend):
    """Opens the socket of one blocking connection.

    Attributes:
        ends: When the call that uses the socket has to be over; None: it has no deadline.
    """

    def __init__(self) -> None:
        self.ends: Optional[float] = None
        self._backend = httpcore.SyncBackend()
        self._socket: Optional[_Socket] = None
        self._is_over = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable[SOCKET_OPTION]] = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that accepts; all of them share the time."""
        timeout = limit(timeout, self.ends, httpcore.ConnectTimeout)
        by = None if timeout is None else time.monotonic() + timeout
        addresses = _addresses_of(host, port)
        failure: Exception = httpcore.ConnectError("The host has no address")
        for number, address in enumerate(addresses):
            left = limit(None, by, httpcore.ConnectTimeout)
            share = None if left is None else left / (len(addresses) - number)
            try:
                stream = self._backend.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self._socket = _Socket(stream, by, self)
            if self._is_over:
                raise httpcore.ConnectError("The connection was closed meanwhile")
            return self._socket
        raise failure

    def close(self) -> None:
        """Close the socket, in the thread that uses it."""
        self._is_over = True
        if self._socket is not None:
            self._socket.close()

    def hang_up(self) -> None:
        """Let another thread that uses the socket fail at once; that one closes it."""
        self._is_over = True
        if self._socket is not None:
            hang_up(self._socket.get_extra_info("socket"))


def _addresses_of(host: str, port: int) -> List[str]:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in addresses]


class AsyncDialer(httpcore.AsyncNetworkBackend):
    """Opens the socket of one asynchronous connection."""

    def __init__(self) -> None:
        backend: Any = httpcore.AnyIOBackend()
        self._backend: httpcore.AsyncNetworkBackend = backend
        self._socket: Optional[_AsyncSocket] = None
        self._is_over = False

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable[SOCKET_OPTION]] = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of a host that accepts; anyio tries several at once."""
        by = None if timeout is None else time.monotonic() + timeout
        try:
            stream = await self._backend.connect_tcp(
                host, port, timeout, local_address, socket_options
            )
        except UnicodeError as error:
            raise httpcore.ConnectError(str(error)) from error
        self._socket = _AsyncSocket(stream, by)
        if self._is_over:
            await self.aclose()
            raise httpcore.ConnectError("The client is closed")
        return self._socket

    async def aclose(self) -> None:
        """Close the socket, whatever it is doing; a cancellation has to wait."""
        self._is_over = True
        if self._socket is not None:
            with anyio.CancelScope(shield=True):
                await self._socket.aclose()

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        if self._socket is not None:
            hang_up(self._socket.get_extra_info("socket"))


class _Cork:
    """Buffer the request head until the first body write, so both leave in one packet.

    httpcore writes the head, then the body, then its end, if only as ``b""``. To a SOCKS proxy it
    writes once and then reads.
    """

    def __init__(self, connected_by: Optional[float]) -> None:
        self._connected_by = connected_by
        self._held = b""
        self._is_head_next = True

    def _push(self, data: bytes) -> bytes:
        """Return what to write now instead of `data`."""
        if self._is_head_next:
            self._held, self._is_head_next = data, False
            return b""
        return self._pull() + data if self._held else data

    def _pull(self) -> bytes:
        held, self._held = self._held, b""
        return held

    def _left(self, timeout: Optional[float]) -> Optional[float]:
        if timeout != _UNNAMED:
            return timeout
        return limit(None, self._connected_by, httpcore.ConnectTimeout)


class _Socket(_Cork, httpcore.NetworkStream):
    """A blocking socket, which keeps the deadline.

    httpcore gives each read and each write the same limit, so a response that drips in byte by
    byte could take for ever.
    """

    def __init__(
        self, stream: httpcore.NetworkStream, connected_by: Optional[float], dialer: Dialer
    ) -> None:
        super().__init__(connected_by)
        self._stream = stream
        self._dialer = dialer

    def read(self, max_bytes: int, timeout: Optional[float] = _UNNAMED) -> bytes:
        if self._held:
            self._write(self._pull(), timeout, httpcore.WriteTimeout)
        self._is_head_next = True
        return self._stream.read(
            max_bytes, limit(self._left(timeout), self._dialer.ends, httpcore.ReadTimeout)
        )

    def write(self, buffer: bytes, timeout: Optional[float] = _UNNAMED) -> None:
        # As long as the head is held, nothing was sent.
        late: Late = httpcore.ConnectTimeout if self._held else httpcore.WriteTimeout
        self._write(self._push(buffer), timeout, late)

    def _write(self, buffer: bytes, timeout: Optional[float], late: Late) -> None:
        # In pieces: httpcore would give the limit anew to whatever part the socket takes at once.
        for start in range(0, len(buffer), _PIECE_BYTES):
            left = limit(self._left(timeout), self._dialer.ends, late)
            self._stream.write(buffer[start : start + _PIECE_BYTES], left)
            late = httpcore.WriteTimeout

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> httpcore.NetworkStream:
        left = limit(timeout, self._dialer.ends, httpcore.ConnectTimeout)
        self._stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return self

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _AsyncSocket(_Cork, httpcore.AsyncNetworkStream):
    """An asynchronous socket; its driver cuts it off at the deadline."""

    def __init__(self, stream: httpcore.AsyncNetworkStream, connected_by: Optional[float]) -> None:
        super().__init__(connected_by)
        self._stream = stream

    async def read(self, max_bytes: int, timeout: Optional[float] = _UNNAMED) -> bytes:
        if self._held:
            await self._stream.write(self._pull(), self._left(timeout))
        self._is_head_next = True
        return await self._stream.read(max_bytes, self._left(timeout))

    async def write(self, buffer: bytes, timeout: Optional[float] = _UNNAMED) -> None:
        await self._stream.write(self._push(buffer), self._left(timeout))

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            self._stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            with anyio.CancelScope(shield=True):
                await self.aclose()
            raise
        return self

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
