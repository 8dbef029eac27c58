"""The socket of one connection: who may end it, how long it may take, what of a request has left.

httpcore forgets a socket if its TLS handshake is cancelled, if its SOCKS proxy refuses, or if its
connection is closed while the socket is being opened. The dialers here close it.
"""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any, Iterable, List, Optional, Protocol, Type

import anyio
import httpcore

from lagclient.transport.hangup import abandon, hang_up

if TYPE_CHECKING:
    import ssl

    from httpcore import SOCKET_OPTION

_PIECE_BYTES = 8192
_UNNAMED = -1.0
"""The time limit if httpcore passes none: it speaks with a SOCKS proxy, as part of connecting."""


class Holder(Protocol):
    """The context of a request, which another thread may leave."""

    def hold(self, dialer: Dialer) -> None:
        """Keep the dialer of the request, from before it connects."""
        ...


class _Dialer:
    """The state of one socket, blocking or not.

    Attributes:
        ends: The deadline of the call that uses the socket; None: no deadline.
        is_sending: Whether a part of the request has been sent to the API, not only to a proxy.
    """

    def __init__(self, handshakes: int) -> None:
        self.ends: Optional[float] = None
        self.is_sending: bool = False
        self._is_over = False
        self._handshakes = handshakes
        self._connected_by: Optional[float] = None

    def begins(self, timeout: Optional[float]) -> None:
        """Start the time for connecting."""
        self._connected_by = None if timeout is None else time.monotonic() + timeout

    def has_handshake(self) -> None:
        """Note that a TLS handshake is over."""
        self._handshakes -= 1

    def left(
        self, timeout: Optional[float], late: Type[httpcore.TimeoutException]
    ) -> Optional[float]:
        """Return how many seconds an operation may take.

        Raises:
            httpcore.TimeoutException: The deadline has passed; the error is a `late`.
        """
        ends = self.ends
        if timeout == _UNNAMED:
            timeout, ends = None, min(filter(None, (ends, self._connected_by)), default=None)
        if ends is None:
            return timeout
        left = ends - time.monotonic()
        if left <= 0:
            raise late("The deadline of the call has passed")
        return left if timeout is None else min(left, timeout)

    def sends(self, timeout: Optional[float]) -> None:
        """Note that a part of the request may leave with the next write."""
        self.is_sending = self.is_sending or not (self._handshakes or timeout == _UNNAMED)


class Dialer(_Dialer, httpcore.NetworkBackend):
    """Opens the socket of one blocking connection."""

    def __init__(self, handshakes: int) -> None:
        super().__init__(handshakes)
        self._backend = httpcore.SyncBackend()
        self._socket: Optional[_Socket] = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable[SOCKET_OPTION]] = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of the host that accepts; they share the time limit."""
        self.begins(self.left(timeout, httpcore.ConnectTimeout))
        addresses = _addresses_of(host, port)
        failure: Exception = httpcore.ConnectError("The host has no address")
        for number, address in enumerate(addresses):
            left = self.left(_UNNAMED, httpcore.ConnectTimeout)
            share = None if left is None else left / (len(addresses) - number)
            try:
                stream = self._backend.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            self._socket = _Socket(stream, self)
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
        """Make another thread that uses the socket fail at once; that thread closes the socket."""
        self._is_over = True
        if self._socket is not None:
            hang_up(self._socket.get_extra_info("socket"))


def _addresses_of(host: str, port: int) -> List[str]:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return [str(address[0]) for *_, address in addresses]


class _Socket(httpcore.NetworkStream):
    """A blocking socket, which keeps the deadline.

    httpcore gives every read and every write the same limit, so a response that arrives byte by
    byte could take for ever.
    """

    def __init__(self, stream: httpcore.NetworkStream, dialer: Dialer) -> None:
        self._stream = stream
        self._dialer = dialer

    def read(self, max_bytes: int, timeout: Optional[float] = _UNNAMED) -> bytes:
        left = self._dialer.left(timeout, httpcore.ReadTimeout)
        return self._stream.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: Optional[float] = _UNNAMED) -> None:
        # In pieces, because httpcore would start the limit again for each part that is sent.
        for start in range(0, len(buffer), _PIECE_BYTES):
            left = self._dialer.left(timeout, httpcore.WriteTimeout)
            self._dialer.sends(timeout)
            self._stream.write(buffer[start : start + _PIECE_BYTES], left)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> httpcore.NetworkStream:
        left = self._dialer.left(timeout, httpcore.ConnectTimeout)
        self._stream = self._stream.start_tls(ssl_context, server_hostname, left)
        self._dialer.has_handshake()
        return self

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncDialer(_Dialer, httpcore.AsyncNetworkBackend):
    """Opens the socket of one asynchronous connection; its caller cancels it at the deadline."""

    def __init__(self, handshakes: int) -> None:
        super().__init__(handshakes)
        backend: Any = httpcore.AnyIOBackend()
        self._backend: httpcore.AsyncNetworkBackend = backend
        self._socket: Optional[_AsyncSocket] = None

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable[SOCKET_OPTION]] = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host that accepts; anyio tries several at once."""
        self.begins(timeout)
        stream = await self._backend.connect_tcp(host, port, timeout, local_address, socket_options)
        self._socket = _AsyncSocket(stream, self)
        if self._is_over:
            await self.aclose()
            raise httpcore.ConnectError("The client is closed")
        return self._socket

    async def aclose(self) -> None:
        """Close the socket, even in use; a cancellation waits until it is closed."""
        self._is_over = True
        if self._socket is not None:
            with anyio.CancelScope(shield=True):
                await self._socket.aclose()

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        if self._socket is not None:
            abandon(self._socket.get_extra_info("socket"))


class _AsyncSocket(httpcore.AsyncNetworkStream):
    """An asynchronous socket, which sends the head of a request together with its body.

    An event loop needs several steps for each write, so that one for both saves a fifth of a
    request's time; a blocking write takes less time than holding the head back.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream, dialer: AsyncDialer) -> None:
        self._stream = stream
        self._dialer = dialer
        self._head: Optional[bytes] = None
        self._is_head_next = True

    async def read(self, max_bytes: int, timeout: Optional[float] = _UNNAMED) -> bytes:
        if self._head is not None:  # httpcore writes once to a SOCKS proxy, and then reads
            await self.write(b"", timeout)
        self._is_head_next = True
        return await self._stream.read(max_bytes, self._dialer.left(timeout, httpcore.ReadTimeout))

    async def write(self, buffer: bytes, timeout: Optional[float] = _UNNAMED) -> None:
        # httpcore writes the head, then the body, then its end, if only as b"".
        if self._is_head_next:
            self._head, self._is_head_next = buffer, False
            return
        data, self._head = (self._head or b"") + buffer, None
        if data:
            left = self._dialer.left(timeout, httpcore.WriteTimeout)
            self._dialer.sends(timeout)
            await self._stream.write(data, left)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            self._stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._dialer.aclose()
            raise
        self._dialer.has_handshake()
        return self

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
