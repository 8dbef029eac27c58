"""Requests over aiohttp: for an `AsyncClient` on asyncio that has many calls in flight.

::

    AsyncClient(transport=AiohttpTransport())  # pip install 'lagclient[aiohttp]'

Only asyncio: aiohttp does not know trio. Limits of time are those of the call: connecting (to the
proxy, through it, and the TLS handshake) is one phase; aiohttp has none for writing, so each piece
of a large body has its own here. Limits beyond 5 s are rounded up to whole seconds by aiohttp.

What aiohttp raises is not kept as a cause: it has the request's headers in it, and so the token.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import math
from typing import Any, AsyncGenerator, AsyncIterator, Dict, Iterator, List, Optional, Tuple

import aiohttp
import anyio
from yarl import URL

from lagclient.transport import tls
from lagclient.transport.aiohttp.unrepeated import AiohttpSession, EndedError
from lagclient.transport.content import begin, end
from lagclient.transport.httpx.pool import MAX_CONNECTIONS
from lagclient.transport.options import ENCODINGS, PIECE_BYTES, Choices, checked_url, pieces
from lagclient.transport.protocol import (
    AsyncStream,
    Reply,
    Request,
    Timeouts,
    TransportError,
    joined,
    told,
)
from lagclient.transport.sessions import Sessions
from lagclient.types import Verify


class AiohttpTransport:
    """Carries the calls of an `AsyncClient` over aiohttp.

    Args:
        proxy: URL of an HTTP proxy. Left out: what the environment says, if `trust_env`.
        verify: False to accept every certificate, the path of a file of certificates, or an
            `ssl.SSLContext`.
        trust_env: Whether environment variables for proxies and certificates count.
        max_connections: How many connections there may be in each event loop; calls beyond that
            wait for one, first come, first served.

    Raises:
        LagInvalidRequestError: An option makes no sense.
    """

    def __init__(
        self,
        *,
        proxy: Optional[str] = None,
        verify: Verify = True,
        trust_env: bool = True,
        max_connections: int = MAX_CONNECTIONS,
    ) -> None:
        self._choices = Choices.checked(proxy, verify, trust_env, max_connections)
        self._sessions = Sessions(lambda: AiohttpSession(max_connections))
        self._ways: Dict[str, Tuple[Dict[str, Any], Dict[str, str]]] = {}
        self._closed = False

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt; its total time is bounded by who awaits it."""
        response: Any = None
        failure: Optional[TransportError] = None
        chunks: List[bytes] = []
        session = self._sessions.here() or await self._sessions.opened()
        await session.enter(timeouts)
        try:
            response = await self._open(session, request, timeouts)
            content = response.content
            while chunk := await content.readany():
                chunks.append(chunk)
        except Exception as error:
            failure = _failure(error, response)
        finally:
            session.leave(response)
        if failure is not None and (response is None or 200 <= response.status < 300):
            raise failure
        # Of a failure the status is what matters, with as much of the body as arrived.
        return Reply(response.status, _headers(response), b"".join(chunks))

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, timeouts: Timeouts
    ) -> AsyncGenerator[AsyncStream, None]:
        """Make one attempt whose body is read piece by piece."""
        response: Any = None
        failure: Optional[TransportError] = None
        session = self._sessions.here() or await self._sessions.opened()
        await session.enter(timeouts)
        try:
            try:
                response = await self._open(session, request, timeouts)
            except Exception as error:
                failure = _failure(error, None)
            if failure is not None:
                raise failure
            yield AsyncStream(response.status, _headers(response), _chunks(response))
        finally:
            session.leave(response)

    async def close(self) -> None:
        """Close the connections of this event loop; the others close with theirs."""
        self._closed = True
        await self._sessions.close()

    async def _open(self, session: AiohttpSession, request: Request, timeouts: Timeouts) -> Any:
        """Send, and return once the headers of the answer are there."""
        if self._closed:
            raise TransportError.unsent("The client is closed")
        url = URL(checked_url(request.url), encoded=True)
        options, headers = self._way(request.url.split("/", 3)[:3])
        headers = {"accept-encoding": ENCODINGS, **request.headers, **headers}
        limits, body = timeouts.cut(), begin(request)
        timeout = _timeout(limits.connect, limits.read)
        if not callable(request.body):
            if len(body or b"") <= PIECE_BYTES:
                return await session.http.request(
                    request.method, url, data=body, headers=headers, timeout=timeout, **options
                )
            headers["content-length"] = str(len(body))
            body = pieces(body)
        scope = anyio.CancelScope()
        sending = _Sending(body, headers.get("content-length"), limits.write, scope)
        try:
            with scope:
                return await session.http.request(
                    request.method, url, data=sending, headers=headers, timeout=timeout, **options
                )
        except EndedError:
            if sending.failure is None:
                raise
        finally:
            end(body)
        raise sending.failure or TransportError(
            "The request takes too long", phase="write", sent=True, timed_out=True
        )

    def _way(self, origin: List[str]) -> Tuple[Dict[str, Any], Dict[str, str]]:
        """How an origin is reached: options of aiohttp's, and headers for a proxy."""
        key = origin[0] + origin[2]
        found = self._ways.get(key)
        if found is not None:
            return found
        options: Dict[str, Any] = {"allow_redirects": False}
        headers: Dict[str, str] = {}
        try:
            proxy = self._choices.proxy_for("//".join(origin[::2]))
            if "https:" in (origin[0], proxy and proxy.url.partition("/")[0]):
                options["ssl"] = self._choices.context()
        except Exception as error:
            raise TransportError.unsent(error) from error
        if proxy is not None:
            options["proxy"] = URL(proxy.url)
            if origin[0] == "https:":
                options["proxy_headers"] = proxy.headers
            else:
                headers = proxy.headers
        return self._ways.setdefault(key, (options, headers))


class _Sending(aiohttp.Payload):
    """A body on its way, each piece of which has some time to leave."""

    def __init__(
        self,
        chunks: Iterator[bytes],
        length: Optional[str],
        limit: Optional[float],
        scope: anyio.CancelScope,
    ) -> None:
        super().__init__(chunks)
        self.failure: Optional[TransportError] = None
        self._chunks = chunks
        self._left = None if length is None else int(length)
        self._limit = limit
        self._scope = scope

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        raise TypeError(f"What is streamed is not text ({encoding}, {errors})")

    async def write_with_length(self, writer: Any, content_length: Optional[int] = None) -> None:
        del content_length  # as the headers have it
        transport = writer.transport
        try:
            while chunk := self._next():
                if self._limit is not None:
                    self._scope.deadline = anyio.current_time() + self._limit
                await writer.write(chunk)
        except BaseException:
            # Closing would wait until what is buffered has left, which may be never.
            transport.abort()
            # Before 3.14, aiohttp has nobody hear of it whose waiting was cancelled.
            waiter: Any = getattr(getattr(writer, "_protocol", None), "_drain_waiter", None)
            if waiter is not None:
                waiter.add_done_callback(_heard)
            raise
        finally:
            self._scope.deadline = math.inf

    def _next(self) -> bytes:
        try:
            chunk = next(filter(None, self._chunks), b"")
        except Exception as error:
            self.failure = TransportError(told(error), phase="read", sent=True)
            raise
        if self._left is not None:
            self._left -= len(chunk)
            if self._left < 0 or (self._left and not chunk):
                self.failure = TransportError(
                    "The body has another length than was said", phase="request", sent=True
                )
                raise ValueError
        return chunk

    write = write_with_length


def _heard(waiter: asyncio.Future[None]) -> object:
    return waiter.cancelled() or waiter.exception()


@functools.lru_cache(maxsize=64)
def _timeout(connect: Optional[float], read: Optional[float]) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=None, connect=connect, sock_read=read)


async def _chunks(response: Any) -> AsyncIterator[bytes]:
    failure: Optional[TransportError] = None
    try:
        while chunk := await response.content.readany():
            yield chunk
    except Exception as error:
        failure = _failure(error, response)
    if failure is not None:
        raise failure


def _headers(response: Any) -> Dict[str, str]:
    raw = response.raw_headers
    return joined((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)


def _failure(error: Exception, response: Any) -> TransportError:
    """What ended an attempt, as the protocol has it."""
    if isinstance(error, TransportError):
        return error
    connected = True
    if isinstance(error, EndedError):
        connected, error = error.connected, error.error
    elif response is None:
        return TransportError.unsent(told(error))
    timed_out = isinstance(error, asyncio.TimeoutError)
    if connected:
        status = None if response is None else response.status
        return TransportError(
            told(error), phase="read", sent=True, timed_out=timed_out, status=status
        )
    fault = tls.fault_of(error.__cause__)  # its own are of that kind too, and say less
    if fault is not None:
        return TransportError(tls.told_fault(fault), phase="tls", sent=False)
    message = told(error)
    if isinstance(error, aiohttp.ClientResponseError):
        message = f"The proxy answers {error.status} {error.message}"
    return TransportError(message, phase="connect", sent=False, timed_out=timed_out)
