"""Requests over httpx: a pool of our own, or the caller's client.

Our own pool is httpx's transport without the client around it, which would parse, copy and inspect
much that is known here already. Through a caller's client (`http_client=`) everything of it
applies: hooks, cookies, mounts; it may be an httpx2 client as well, so nothing here tests for the
classes of httpx: what an error is, is told by the names in its ancestry, which both have alike.
"""

from __future__ import annotations

import contextlib
from typing import (
    Any,
    AsyncGenerator,
    Dict,
    Generator,
    Iterator,
    List,
    Mapping,
    NoReturn,
    Optional,
    Tuple,
    Union,
)

from lagclient.transport.content import begin, end
from lagclient.transport.httpx.connector import connector
from lagclient.transport.httpx.pool import AsyncPool, Pool
from lagclient.transport.httpx.prebuilt import phases
from lagclient.transport.protocol import (
    AsyncHttpClient,
    AsyncStream,
    HttpClient,
    Reply,
    Request,
    Stream,
    Timeouts,
    TransportError,
    told,
)
from lagclient.types import Verify

# name in the error's ancestry: phase, whether something was sent, whether time ran out
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
}
_ANY_OTHER = ("read", True, False)


def transport(
    http_client: Optional[HttpClient],
    base_url: str,
    verify: Verify,
    proxy: Optional[str],
    trust_env: bool,
) -> HttpxTransport:
    """The transport of a `Client`: over the caller's httpx client, or a pool of our own."""
    if http_client is not None:
        return HttpxTransport(Borrowed(http_client))
    return HttpxTransport(Pool(connector("HTTPTransport", base_url, verify, proxy, trust_env)))


def async_transport(
    http_client: Optional[AsyncHttpClient],
    base_url: str,
    verify: Verify,
    proxy: Optional[str],
    trust_env: bool,
) -> AsyncHttpxTransport:
    """The transport of an `AsyncClient`: over the caller's httpx client, or pools of our own."""
    if http_client is not None:
        return AsyncHttpxTransport(AsyncBorrowed(http_client))
    make = connector("AsyncHTTPTransport", base_url, verify, proxy, trust_env)
    return AsyncHttpxTransport(AsyncPool(make))


class HttpxTransport:
    """Carries the calls of a `Client`."""

    def __init__(self, source: Union[Pool, Borrowed]) -> None:
        self._source = source

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        from lagclient.transport.httpx.deadline import is_over, within

        arrived: List[bytes] = []
        response: Any = None
        try:
            with within(timeouts.total):
                response = self._source.open(request, timeouts, begin(request))
                try:
                    for chunk in _plain(response) or response.iter_bytes():
                        arrived.append(chunk)
                        if is_over():  # of a caller's client, the sockets do not know of it
                            raise TransportError(
                                "The answer takes too long",
                                phase="read",
                                sent=True,
                                timed_out=True,
                                status=response.status_code,
                            )
                finally:
                    response.close()
        except Exception as error:
            return _salvaged(error, response, arrived)
        return Reply(response.status_code, _headers(response), b"".join(arrived))

    @contextlib.contextmanager
    def stream(self, request: Request, timeouts: Timeouts) -> Generator[Stream, None, None]:
        """Make one attempt whose body is read piece by piece."""
        response: Any = None
        try:
            response = self._source.open(request, timeouts, begin(request))
        except Exception as error:
            _fail(error, None)
        try:
            yield Stream(response.status_code, _headers(response), _chunks(response))
        finally:
            response.close()

    def close(self) -> None:
        """Give up all connections; those of a caller's client stay."""
        self._source.close()


class AsyncHttpxTransport:
    """Carries the calls of an `AsyncClient`."""

    def __init__(self, source: Union[AsyncPool, AsyncBorrowed]) -> None:
        self._source = source

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt; its total time is bounded by who awaits it."""
        arrived: List[bytes] = []
        response: Any = None
        try:
            response = await self._source.open(request, timeouts, begin(request))
            try:
                async for chunk in _plain(response) or response.aiter_bytes():
                    arrived.append(chunk)
            finally:
                await response.aclose()
        except Exception as error:
            return _salvaged(error, response, arrived)
        return Reply(response.status_code, _headers(response), b"".join(arrived))

    @contextlib.asynccontextmanager
    async def stream(
        self, request: Request, timeouts: Timeouts
    ) -> AsyncGenerator[AsyncStream, None]:
        """Make one attempt whose body is read piece by piece."""
        from lagclient.transport.httpx import streams

        response: Any = None
        try:
            response = await self._source.open(request, timeouts, begin(request))
        except Exception as error:
            _fail(error, None)
        chunks = _async_chunks(response)
        try:
            yield AsyncStream(response.status_code, _headers(response), chunks)
        finally:
            try:
                await streams.leave(chunks)
            finally:
                await response.aclose()

    async def close(self) -> None:
        """Give up all connections; those of a caller's client stay."""
        await self._source.close()


class Borrowed:
    """A caller's client: never closed, its own timeouts unless the call has others."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        built = _built(self._client, request, timeouts, content)
        try:
            return self._client.send(built, stream=True, follow_redirects=False)
        finally:
            end(content)

    def close(self) -> None:
        """Leave it open: it is the caller's."""


class AsyncBorrowed:
    """A caller's client: never closed, its own timeouts unless the call has others."""

    def __init__(self, client: Any) -> None:
        self._client = client

    async def open(self, request: Request, timeouts: Timeouts, content: Any) -> Any:
        """Send, and return once the headers of the answer are there."""
        from lagclient.transport.httpx import streams

        sendable = streams.RequestBody(content) if callable(request.body) else content
        built = _built(self._client, request, timeouts, sendable)
        streams.give(built, content)
        try:
            return await self._client.send(built, stream=True, follow_redirects=False)
        finally:
            end(content)

    async def close(self) -> None:
        """Leave it open: it is the caller's."""


def _built(client: Any, request: Request, timeouts: Timeouts, content: Any) -> Any:
    """The request as the caller's client makes it, with its timeouts where the call has none."""
    if getattr(client, "is_closed", False):
        raise TransportError.unsent("The client passed as `http_client` is closed")
    try:
        own = client.timeout
        given = {
            phase: getattr(own, phase) if limit is None else limit
            for phase, limit in phases(timeouts._replace(total=None)).items()
        }
        limits = phases(Timeouts(**given, total=timeouts.total))
        return client.build_request(
            request.method,
            request.url,
            headers=dict(request.headers),
            content=content,
            timeout=(limits["connect"], limits["read"], limits["write"], limits["pool"]),
        )
    except Exception as error:
        raise TransportError.unsent(error) from error


def _plain(response: Any) -> Any:
    """The body of an answer that is not compressed, or None: httpx's own iterators cost more."""
    is_read = response.is_stream_consumed or "content-encoding" in response.headers
    return None if is_read else response.stream


def _chunks(response: Any) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except Exception as error:
        _fail(error, response.status_code)


async def _async_chunks(response: Any) -> AsyncGenerator[bytes, None]:
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except Exception as error:
        _fail(error, response.status_code)


def _headers(response: Any) -> Dict[str, str]:
    return dict(response.headers.items())


def _salvaged(error: Exception, response: Any, arrived: List[bytes]) -> Reply:
    """An answer whose body broke off: of a failure, the status is what matters."""
    status = None if response is None else response.status_code
    if status is None or 200 <= status < 300:
        _fail(error, status)
    return Reply(status, _headers(response), b"".join(arrived))


def _fail(error: Exception, status: Optional[int]) -> NoReturn:
    """Raise an error of httpx, or whatever ended an attempt, as what the protocol has for it."""
    if isinstance(error, TransportError):
        raise error
    vars(error).pop("_request", None)  # of a caller's client; the token is in it
    names = [cls.__name__ for cls in type(error).__mro__]
    phase, sent, timed_out = next((_FAILURES[n] for n in names if n in _FAILURES), _ANY_OTHER)
    message = told(error)
    if phase == "connect":
        from lagclient.transport import tls

        fault = tls.fault_of(error)
        if fault is not None:
            phase, message = "tls", tls.told_fault(fault)
    raise TransportError(
        message, phase=phase, sent=sent, timed_out=timed_out, status=status
    ) from error
