"""The socket of one connection: its end, its time limits, and whether a request was sent.

httpcore forgets a socket if its TLS handshake is cancelled, if its SOCKS proxy refuses, or if its
connection is closed while the socket is being opened. The dialers here close it.
"""

from __future__ import annotations

import socket
import ssl
import time
from typing import (
    TYPE_CHECKING,
    Any,
    Awaitable,
    Callable,
    Iterable,
    List,
    Mapping,
    Optional,
    Tuple,
    Type,
    TypeVar,
)

import anyio
import httpcore
from anyio.abc import ByteStream, SocketAttribute
from anyio.streams.tls import TLSAttribute, TLSStream

from lagclient.transport.hangup import abandon, hang_up, is_readable
from lagclient.transport.httpx.trailing_data import UNNAMED, TrailingData
from lagclient.transport.progress import reach

if TYPE_CHECKING:
    from httpcore import SOCKET_OPTION

T = TypeVar("T")

_PIECE_BYTES = 8192
_READ_BYTES = 256 * 1024
"""The size of a read in an event loop: asyncio reads as much, and anyio would keep the rest."""


class _Dialer:
    """The state of one socket, blocking or not.

    Attributes:
        ends: The deadline of the call that uses the socket; None: no deadline.
        is_sending: Whether a part of the request has been sent to the API, not only to a proxy.
        trailing_data: What the socket holds back, to detect bytes beyond a response.
    """

    def __init__(self, handshakes: int) -> None:
        self.ends: Optional[float] = None
        self.is_sending: bool = False
        self.trailing_data: TrailingData = TrailingData()
        self._is_over = False
        self._handshakes = handshakes
        self._connected_by: Optional[float] = None

    def begins(self, timeout: Optional[float]) -> None:
        """Start the time for connecting."""
        self._connected_by = None if timeout is None else time.monotonic() + timeout

    def has_handshake(self) -> None:
        """Record that a TLS handshake is over."""
        self._handshakes -= 1

    def left(
        self, timeout: Optional[float], late: Type[httpcore.TimeoutException]
    ) -> Optional[float]:
        """Return how many seconds an operation may take.

        Raises:
            httpcore.TimeoutException: The deadline has passed; the error is a `late`.
        """
        ends = self.ends
        if timeout == UNNAMED:
            timeout, ends = None, min(filter(None, (ends, self._connected_by)), default=None)
        if ends is None:
            return timeout
        left = ends - time.monotonic()
        if left <= 0:
            raise late("The deadline of the call has passed")
        return left if timeout is None else min(left, timeout)

    def sends(self, timeout: Optional[float]) -> None:
        """Record that the next write may send a part of the request."""
        self.is_sending = self.is_sending or not (self._handshakes or timeout == UNNAMED)
        if self.is_sending:
            reach("write")


class Dialer(_Dialer, httpcore.NetworkBackend):
    """Opens the socket of one blocking connection."""

    _backend = httpcore.SyncBackend()
    _socket: Optional[_Socket] = None

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
            left = self.left(UNNAMED, httpcore.ConnectTimeout)
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


Hold = Callable[[Dialer], object]
"""Receives the dialer of a request before it connects, so that another thread can hang up."""


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
        self.trailing_data: TrailingData = dialer.trailing_data
        self._stream = stream
        self._dialer = dialer

    def read(self, max_bytes: int, timeout: Optional[float] = UNNAMED) -> bytes:
        left = self._dialer.left(timeout, httpcore.ReadTimeout)
        held = self.trailing_data.held()
        return held or self.trailing_data.hold_back(self._stream.read(max_bytes, left), timeout)

    def write(self, buffer: bytes, timeout: Optional[float] = UNNAMED) -> None:
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
        self.trailing_data.check_tunnel()
        left = self._dialer.left(timeout, httpcore.ConnectTimeout)
        self._stream = self._stream.start_tls(ssl_context, server_hostname, left)
        self.trailing_data.has_session(self._stream.get_extra_info("ssl_object"))
        self._dialer.has_handshake()
        return self

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class AsyncDialer(_Dialer, httpcore.AsyncNetworkBackend):
    """Opens the socket of one asynchronous connection; its caller cancels it at the deadline."""

    _socket: Optional[_AsyncSocket] = None
    _opening: Optional[anyio.CancelScope] = None
    """Cancels the task that opens the socket."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable[SOCKET_OPTION]] = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address of the host that accepts; anyio tries several at once."""
        del local_address, socket_options  # no connection sets them
        self.begins(timeout)
        with anyio.CancelScope() as self._opening:
            stream = await _within(timeout, _CONNECTING, anyio.connect_tcp, host, port)
            self._socket = _AsyncSocket(stream, self)
            if not self._is_over:
                return self._socket
            await self.aclose()
        raise httpcore.ConnectError("The client is closed")

    async def aclose(self) -> None:
        """Close the socket, even in use or half open; a cancellation waits until it is closed."""
        self._is_over = True
        if self._opening is not None:
            self._opening.cancel()
        if self._socket is not None:
            with anyio.CancelScope(shield=True):
                await self._socket.aclose()

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        if self._socket is not None:
            abandon(self._socket.get_extra_info("socket"))


_CONNECTING = (httpcore.ConnectTimeout, httpcore.ConnectError)
_READING = (httpcore.ReadTimeout, httpcore.ReadError)
_WRITING = (httpcore.WriteTimeout, httpcore.WriteError)
_LOST = (
    OSError,
    anyio.BrokenResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
)


async def _within(
    limit: Optional[float],
    kinds: Tuple[Type[httpcore.TimeoutException], Type[httpcore.NetworkError]],
    operation: Callable[..., Awaitable[T]],
    *args: object,
) -> T:
    """Perform an operation of a socket; raise its errors as those of httpcore."""
    try:
        with anyio.move_on_after(limit):
            return await operation(*args)
    except _LOST as error:
        raise kinds[1](str(error)) from error
    raise kinds[0]


class _AsyncSocket(httpcore.AsyncNetworkStream):
    """An asynchronous socket, which sends the head of a request together with its body.

    An event loop needs several steps for each write, so that one for both saves a fifth of a
    request's time; a blocking write takes less time than holding the head back.
    """

    def __init__(self, stream: ByteStream, dialer: AsyncDialer) -> None:
        self.trailing_data: TrailingData = dialer.trailing_data
        self._stream = stream
        self._dialer = dialer
        self._head: Optional[bytes] = None
        self._is_head_next = True

    async def read(self, max_bytes: int, timeout: Optional[float] = UNNAMED) -> bytes:
        del max_bytes
        if self._head is not None:  # httpcore writes once to a SOCKS proxy, and then reads
            await self.write(b"", timeout)
        self._is_head_next = True
        held = self.trailing_data.held()
        if held:
            return held
        if self._dialer.is_sending:
            reach("read")
        left = self._dialer.left(timeout, httpcore.ReadTimeout)
        return self.trailing_data.hold_back(await _within(left, _READING, self._receive), timeout)

    async def _receive(self) -> bytes:
        try:
            return await self._stream.receive(_READ_BYTES)
        except anyio.EndOfStream:
            return b""

    async def write(self, buffer: bytes, timeout: Optional[float] = UNNAMED) -> None:
        # httpcore writes the head, then the body, then its end, if only as b"".
        if self._is_head_next:
            self._head, self._is_head_next = buffer, False
            return
        data, self._head = (self._head or b"") + buffer, None
        if data:
            left = self._dialer.left(timeout, httpcore.WriteTimeout)
            self._dialer.sends(timeout)
            await _within(left, _WRITING, self._stream.send, data)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: Optional[str] = None,
        timeout: Optional[float] = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            self.trailing_data.check_tunnel()
            self._stream = await _within(
                timeout, _CONNECTING, _encrypt, self._stream, ssl_context, server_hostname
            )
        except BaseException:
            await self._dialer.aclose()
            raise
        self.trailing_data.has_session(self.get_extra_info("ssl_object"))
        self._dialer.has_handshake()
        return self

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        raw = self._stream.extra(SocketAttribute.raw_socket, None)  # noqa: S610  # not Django's
        if info == "ssl_object":
            return self._stream.extra(TLSAttribute.ssl_object, None)  # noqa: S610
        if info == "is_readable":
            return is_readable(raw)
        return raw if info == "socket" else None


async def _encrypt(stream: ByteStream, context: ssl.SSLContext, host: Optional[str]) -> TLSStream:
    return await TLSStream.wrap(
        _WholeReads(stream), hostname=host, ssl_context=context, standard_compatible=False
    )


class _WholeReads(ByteStream):
    """A stream below TLS; it reads whole chunks, so that anyio keeps no undecrypted bytes."""

    def __init__(self, stream: ByteStream) -> None:
        self._stream = stream

    async def receive(self, max_bytes: int = _READ_BYTES) -> bytes:
        del max_bytes
        return await self._stream.receive(_READ_BYTES)

    async def send(self, item: bytes) -> None:
        await self._stream.send(item)

    async def send_eof(self) -> None:
        await self._stream.send_eof()

    async def aclose(self) -> None:
        await self._stream.aclose()

    @property
    def extra_attributes(self) -> Mapping[Any, Callable[[], Any]]:
        inner: Any = self._stream
        attributes: Mapping[Any, Callable[[], Any]] = inner.extra_attributes
        return attributes
