"""Requests over aiohttp, for an `AsyncClient` on asyncio with many calls in flight.

::

    AsyncClient(transport=AiohttpTransport())  # pip install 'lagclient[aiohttp]'

It needs asyncio, because aiohttp does not run on trio. The time limits of a call apply: connecting
(to the proxy, through it, and the TLS handshake) is one phase. aiohttp has no limit for writing, so
each piece of a large body has one here. aiohttp rounds limits above 5 s up to whole seconds.

Errors of aiohttp are not kept as a cause, because they hold the headers and so the token.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
import re
from typing import Any, AsyncGenerator, AsyncIterator, Dict, List, Mapping, Optional, Tuple, cast

import aiohttp
import anyio
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpProcessingError
from yarl import URL

from lagclient.transport import tls
from lagclient.transport.aiohttp.session import AiohttpSession, EndedError
from lagclient.transport.coding import Decoder, DecodingError, decoder_of
from lagclient.transport.foreign_errors import began_in, foreign_of
from lagclient.transport.options import ENCODINGS, MAX_CONNECTIONS, ConnectionOptions, is_encrypted
from lagclient.transport.protocol import (
    PIECE_BYTES,
    AsyncStream,
    OpenBody,
    PoolStats,
    Reply,
    Request,
    Timeouts,
    TransportError,
    close_body,
    describe_error,
    hidden,
    join_headers,
    open_body,
    pieces_of,
)
from lagclient.transport.sessions import Sessions
from lagclient.transport.urls import checked_url, origin_of
from lagclient.types import Verify

_TLS_OBJECT = re.compile(r" ssl:(<[^>]*>|\w+)")
"""The TLS option of a request, which messages of aiohttp show as an object with its address."""

_FAILURES = (
    aiohttp.ClientError,
    HttpProcessingError,
    asyncio.TimeoutError,
    OSError,
    DecodingError,
)
"""Errors of aiohttp and of decoding. Others come from the caller's program, and pass through."""


class AiohttpTransport:
    """Carries the calls of an `AsyncClient` over aiohttp.

    Args:
        proxy: URL of an HTTP proxy. None: the one that the environment names, if `trust_env`.
        verify: False to accept every certificate, the path of a file of certificates, or an
            `ssl.SSLContext`.
        trust_env: Whether to use environment variables for proxies and certificates.
        max_connections: Maximum number of connections in each event loop. Further calls wait for a
            free one, in order of arrival.

    Raises:
        LagInvalidRequestError: An option cannot be used; the message names it.
    """

    def __init__(
        self,
        *,
        proxy: Optional[str] = None,
        verify: Verify = True,
        trust_env: bool = True,
        max_connections: int = MAX_CONNECTIONS,
    ) -> None:
        proxy = hidden(proxy)
        self._options = ConnectionOptions.checked(
            proxy=proxy, verify=verify, trust_env=trust_env, max_connections=max_connections
        )
        self._options.check_environment()
        self._sessions = Sessions(lambda: AiohttpSession(self._options))
        self._ways: Dict[str, Tuple[Dict[str, Any], Mapping[str, str]]] = {}
        self._closed = False

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt; the caller bounds its total time."""
        response: Optional[aiohttp.ClientResponse] = None
        failure: Optional[Exception] = None
        chunks: List[bytes] = []
        session = self._sessions.here() or await self._sessions.opened()
        await session.enter(timeouts)
        try:
            response = await self._open(session, request, timeouts)
            content, decoder = response.content, _decoder_of(response)
            while chunk := await content.readany():
                chunks.append(chunk if decoder is None else decoder.decode(chunk))
            if decoder is not None:
                decoder.end()
        except _FAILURES as error:
            failure = _failure(error, response)
        finally:
            session.leave(response)
        if response is None or (failure is not None and 200 <= response.status < 300):
            assert failure is not None
            raise failure
        # The status of an error decides, even if its body is incomplete.
        return Reply(response.status, _headers(response), b"".join(chunks))

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, timeouts: Timeouts
    ) -> AsyncGenerator[AsyncStream, None]:
        """Make one attempt whose body is read piece by piece."""
        response: Optional[aiohttp.ClientResponse] = None
        session = self._sessions.here() or await self._sessions.opened()
        await session.enter(timeouts)
        try:
            response = await self._open(session, request, timeouts)
            yield AsyncStream(response.status, _headers(response), _chunks(response))
        finally:
            session.leave(response)

    def stats(self) -> PoolStats:
        """Count the connections, of all event loops together."""
        return PoolStats.total(session.stats() for session in self._sessions.every())

    async def close(self) -> None:
        """Close the connections of this event loop; the others close with theirs."""
        self._closed = True
        await self._sessions.close()

    async def _open(
        self, session: AiohttpSession, request: Request, timeouts: Timeouts
    ) -> aiohttp.ClientResponse:
        """Send, and return when the headers of the response have arrived."""
        if self._closed:
            raise TransportError.closed()
        url, options, headers = self._way(request)
        limits, body = timeouts.cut(), open_body(request)
        timeout = _timeout(limits.connect, limits.read)
        sending: Optional[_Sending] = None
        scope, task = anyio.CancelScope(), asyncio.current_task()
        if isinstance(body, OpenBody) or len(body or b"") > PIECE_BYTES:
            if isinstance(body, bytes):
                headers["content-length"] = str(len(body))
                body = OpenBody(pieces_of(body))
            assert isinstance(body, OpenBody)
            sending = _Sending(body, headers.get("content-length"), limits.write, scope)
        session.connecting[task] = scope
        try:
            with scope:
                response = await session.http.request(
                    request.method,
                    URL(url, encoded=True),
                    data=sending or body,
                    headers=headers,
                    timeout=timeout,
                    **options,
                )
                _end_with_connection(response)
                return response
            failure: Exception = TransportError(
                "The request takes too long", phase="write", sent=True, timed_out=True
            )
            if task in session.connecting:
                failure = TransportError("The client is closed", phase="connect", sent=False)
        except (EndedError, *_FAILURES, ValueError) as error:
            failure = _failure(error, None)
        finally:
            session.connecting.pop(task, None)
            close_body(body)
        # Raised here, so that the error of aiohttp is not its context.
        raise failure if sending is None or sending.failure is None else sending.failure

    def _way(self, request: Request) -> Tuple[str, Dict[str, Any], Dict[str, str]]:
        """Return the URL of a request, the options for aiohttp, and the headers."""
        url = checked_url(request.url)
        origin = origin_of(url)
        way = self._ways.get(origin)
        if way is None:
            way = self._ways.setdefault(origin, self._way_to(origin))
        options, headers = way
        return url, options, {"accept-encoding": ENCODINGS, **request.headers, **headers}

    def _way_to(self, origin: str) -> Tuple[Dict[str, Any], Mapping[str, str]]:
        options: Dict[str, Any] = {"allow_redirects": False}
        headers: Mapping[str, str] = {}
        proxy = self._options.proxy_for(origin)
        if is_encrypted(origin, proxy):
            options["ssl"] = self._options.context()
        if proxy is not None:
            options["proxy"] = URL(proxy.url)
            if origin.startswith("https:"):
                options["proxy_headers"] = proxy.headers
            else:
                headers = proxy.headers
        return options, headers


class _BodyEndedError(Exception):
    """The body of a request ended with an error, which `_Sending.failure` has."""


class _Sending(aiohttp.Payload):
    """The request body of one attempt; writing each piece has a time limit."""

    def __init__(
        self,
        body: OpenBody,
        length: Optional[str],
        limit: Optional[float],
        scope: anyio.CancelScope,
    ) -> None:
        super().__init__(body)
        self.failure: Optional[BaseException] = None
        """What ended the body, in the caller's program or here."""
        self._body = body
        self._left = None if length is None else int(length)
        self._limit = limit
        self._scope = scope

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError(f"A body that is streamed is not text ({encoding}, {errors})")

    async def write_with_length(
        self, writer: AbstractStreamWriter, content_length: Optional[int] = None
    ) -> None:
        del content_length  # the headers have it
        stream: Any = writer
        transport = stream.transport
        try:
            while chunk := self._next():
                if self._limit is not None:
                    self._scope.deadline = anyio.current_time() + self._limit
                await writer.write(chunk)
        except BaseException as error:
            # Closing would wait until the buffer is sent, perhaps for ever.
            transport.abort()
            # Before 3.14, aiohttp leaves the error of a cancelled drain unretrieved.
            waiter: Any = getattr(getattr(writer, "_protocol", None), "_drain_waiter", None)
            if waiter is not None:
                waiter.add_done_callback(_retrieve)
            if self.failure is None:
                if isinstance(error, (Exception, asyncio.CancelledError)):
                    raise
                self.failure = error  # of a signal handler
            # aiohttp writes in a task of its own, where a BaseException would be lost.
            raise _BodyEndedError from None
        finally:
            self._scope.deadline = math.inf

    def _next(self) -> bytes:
        try:
            chunk = next(filter(None, self._body), b"")
        except BaseException as error:
            self.failure = error
            raise
        if self._left is not None:
            self._left -= len(chunk)
            if self._left < 0 or (self._left and not chunk):
                self.failure = TransportError(
                    "The body has another length than its header", phase="request", sent=True
                )
                raise self.failure
        return chunk

    write = write_with_length


def _retrieve(waiter: asyncio.Future[None]) -> object:
    return waiter.cancelled() or waiter.exception()


def _end_with_connection(response: aiohttp.ClientResponse) -> None:
    """End the body when its connection is lost.

    aiohttp closes the connection when a chunk is invalid, and the reader would wait for ever.
    """
    content, connection = response.content, response.connection
    if content.is_eof() or connection is None:
        return

    def end(_: Optional[asyncio.Future[None]] = None) -> None:
        if not content.is_eof() and content.exception() is None:
            content.set_exception(aiohttp.ClientPayloadError("The body is invalid or incomplete"))

    protocol: Any = connection.protocol
    closed: Optional[asyncio.Future[None]] = protocol.closed
    if closed is None:
        end()
        return
    closed.remove_done_callback(_retrieve)  # once for all responses of a connection
    closed.add_done_callback(_retrieve)
    closed.add_done_callback(end)

    def forget() -> None:
        closed.remove_done_callback(end)

    content.on_eof(forget)


@functools.lru_cache(maxsize=64)
def _timeout(connect: Optional[float], read: Optional[float]) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    failure: Optional[Exception] = None
    decoder = _decoder_of(response)
    try:
        while chunk := await response.content.readany():
            yield chunk if decoder is None else decoder.decode(chunk)
        if decoder is not None:
            decoder.end()
    except _FAILURES as error:
        failure = _failure(error, response)
    if failure is not None:
        raise failure


def _decoder_of(response: aiohttp.ClientResponse) -> Optional[Decoder]:
    return decoder_of(",".join(response.headers.getall("content-encoding", ())))


def _headers(response: aiohttp.ClientResponse) -> Dict[str, str]:
    raw = response.raw_headers
    return join_headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _failure(error: Exception, response: Optional[aiohttp.ClientResponse]) -> Exception:
    """Return the `TransportError` for an error of aiohttp, and any other error unchanged."""
    inner = error.error if isinstance(error, EndedError) else error
    foreign = foreign_of(inner)
    if foreign is not None and not isinstance(inner, TransportError):
        return cast("Exception", foreign)
    connected = True
    if isinstance(error, EndedError):
        connected, error = error.connected, error.error
        if not isinstance(error, _FAILURES) and not began_in(error, "aiohttp"):
            return error
    elif response is None:
        return TransportError.unsent(error)
    timed_out = isinstance(error, asyncio.TimeoutError)
    if connected:
        status = None if response is None else response.status
        return TransportError(
            describe_error(error), phase="read", sent=True, timed_out=timed_out, status=status
        )
    fault = tls.fault_of(error.__cause__)  # aiohttp's own error has the same type, and says less
    if fault is not None:
        return TransportError(tls.describe_fault(fault), phase="tls", sent=False)
    message = _TLS_OBJECT.sub("", describe_error(error))
    if isinstance(error, aiohttp.ClientResponseError):
        message = f"The proxy responds {error.status} {error.message}"
    return TransportError(message, phase="connect", sent=False, timed_out=timed_out)
