"""Send through a caller's httpx client (`http_client=`): its options apply, and it is never closed.

It may also be a client of httpx2, so this module does not test for classes of httpx.
"""

from __future__ import annotations

import contextlib
import time
import weakref
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    ContextManager,
    Dict,
    Generator,
    Mapping,
    Optional,
    Set,
    Union,
    cast,
)
from urllib.parse import parse_qsl

from lagclient.errors import LagInvalidRequestError
from lagclient.transport.framing import is_framing
from lagclient.transport.httpx.failures import failure_of, response_of
from lagclient.transport.httpx.response import Response
from lagclient.transport.httpx.trailing_data import watch
from lagclient.transport.httpx.transport import (
    AsyncChunks,
    AsyncHttpxTransport,
    HttpxTransport,
    Streaming,
)
from lagclient.transport.progress import reach
from lagclient.transport.protocol import (
    AsyncHttpClient,
    HttpClient,
    OpenBody,
    OpenedBody,
    Request,
    Timeouts,
    TransportError,
)
from lagclient.transport.urls import origin_of

if TYPE_CHECKING:
    import anyio
    import httpx

    from lagclient.transport.httpx.sockets import Hold


_REPLACING = ("BasicAuth", "DigestAuth", "NetRCAuth")  # an Authorization header


class HttpClientTransport(HttpxTransport):
    """Carries the calls of a `Client` through an httpx client of the caller's.

    The client's own timeouts apply where the call has none.

    Raises:
        LagInvalidRequestError: The client would replace the token, or the framing of a request.
    """

    def __init__(self, client: HttpClient) -> None:
        _check(client)
        self._client = client
        self._is_closed = False
        self._streams: weakref.WeakSet[Streaming] = weakref.WeakSet()

    def _sender(self, url: str) -> Any:
        del url  # the caller's client has a pool for every origin
        return self

    def open(
        self,
        request: Request,
        timeouts: Timeouts,
        body: OpenedBody,
        ends: Optional[float],
        hold: Optional[Hold],
    ) -> Response:
        """Send, and return when the headers of the response have arrived."""
        del hold  # nothing can interrupt the client before its response
        trace = _Trace(ends, is_async=False, is_closed=lambda: self._is_closed)
        built = _build(self._client, request, timeouts, body, {"trace": trace.note})
        try:
            response = self._client.send(built, stream=True, follow_redirects=False)
        except Exception as error:
            raise trace.judge(error) from error.__cause__
        finally:
            trace.end()
        return Response.of_client(response)

    def stream(self, request: Request, timeouts: Timeouts) -> Streaming:
        """Make one attempt whose body is read piece by piece."""
        streaming = super().stream(request, timeouts)
        self._streams.add(streaming)
        return streaming

    def stats(self) -> None:
        """Return None: a caller's client does not count."""

    def close(self) -> None:
        """End the streams; leave the client open, because it is the caller's.

        A call that is connecting then sends nothing; another one ends with its response or at its
        limits, because nothing can interrupt a blocking client.
        """
        self._is_closed = True
        for streaming in list(self._streams):
            streaming.__exit__()


class AsyncHttpClientTransport(AsyncHttpxTransport):
    """Carries the calls of an `AsyncClient` through an httpx client of the caller's.

    The client's own timeouts apply where the call has none.

    Raises:
        LagInvalidRequestError: The client would replace the token, or the framing of a request.
    """

    def __init__(self, client: AsyncHttpClient) -> None:
        _check(client)
        self._client = client
        self._traced: Set[str] = set()
        """The origins whose requests httpcore carries, so that it reports their steps."""
        self._streams: weakref.WeakKeyDictionary[AsyncChunks, object]
        self._streams = weakref.WeakKeyDictionary()
        """The pieces of each response, and its event loop."""
        self._waiting: Dict[anyio.CancelScope, object] = {}
        """The scope of each wait for a response or a piece of one, and its event loop."""

    async def _sender(self, url: str) -> Any:
        del url  # as above
        return self

    async def open(self, request: Request, timeouts: Timeouts, body: OpenedBody) -> Response:
        """Send, and return when the headers of the response have arrived."""
        from lagclient.transport.httpx.request import AsyncPieces, async_stream_class, pieces_of

        content = AsyncPieces(body) if isinstance(body, OpenBody) else body
        origin = origin_of(request.url)
        if origin in self._traced:
            reach("pool")  # until the first step that is reported
        trace = _Trace(None, is_async=True, begin=lambda: self._traced.add(origin))
        built = _build(self._client, request, timeouts, content, {"trace": trace.note_async})
        for base in type(built.stream).__mro__ if body else ():
            if base.__name__ == "AsyncByteStream":
                built.stream = async_stream_class(base)(pieces_of(body))
        try:
            with self._ended_by_close():
                response = await self._client.send(built, stream=True, follow_redirects=False)
                return Response.of_client(response, is_async=True)
        except Exception as error:
            raise trace.judge(error) from error.__cause__
        finally:
            await trace.end_async()
        raise trace.judge(TransportError("The client is closed", phase="read", sent=True))

    def _chunks(self, response: Response) -> AsyncChunks:
        from lagclient.transport.sessions import running_loop

        chunks = _Interruptible(response, self._ended_by_close)
        self._streams[chunks] = running_loop()
        return chunks

    def stats(self) -> None:
        """Return None: a caller's client does not count."""

    async def close(self) -> None:
        """End what this event loop sends and reads; leave the client open: it is the caller's."""
        from lagclient.transport.sessions import running_loop

        here = running_loop()
        for scope in [each for each, loop in list(self._waiting.items()) if loop == here]:
            scope.cancel()
        for chunks in [each for each, loop in list(self._streams.items()) if loop == here]:
            await chunks.close()

    @contextlib.contextmanager
    def _ended_by_close(self) -> Generator[None, None, None]:
        """Leave a block when the transport is closed: not each client interrupts its readers."""
        import anyio

        from lagclient.transport.sessions import running_loop

        scope = anyio.CancelScope()
        self._waiting[scope] = running_loop()
        try:
            with scope:
                yield
        finally:
            del self._waiting[scope]


class _Interruptible(AsyncChunks):
    """The pieces of a response, for which a task waits until the transport is closed."""

    def __init__(self, response: Response, ended: Callable[[], ContextManager[None]]) -> None:
        super().__init__(response)
        self._ended = ended

    async def __anext__(self) -> bytes:
        with self._ended():
            return await super().__anext__()
        raise TransportError.stream_closed(self._response.status)


def _check(client: object) -> None:
    """Check that a caller's client does not replace what the call sends."""
    headers: object = getattr(client, "headers", None)
    own: Mapping[str, str] = cast("Any", headers) if isinstance(headers, Mapping) else {}
    for name, value in own.items():
        if is_framing(name, value):
            raise LagInvalidRequestError(
                f"`http_client` must be without the default header {name!r}, which concerns one "
                "message or one connection: the HTTP library sets it"
            )
    auth = type(cast("object", getattr(client, "auth", None)))
    if any(base.__name__ in _REPLACING for base in auth.__mro__):
        raise LagInvalidRequestError(
            f"`http_client` must be without `auth`, not with {auth.__name__}, which would replace "
            "the token: pass what a gateway asks for as `extra_headers`"
        )


class _Trace:
    """Follows a request through httpcore, which traces its steps.

    It watches the streams that httpcore opens. It also ends a request whose deadline passes before
    it is sent, because httpcore gives each address of a host the whole limit for connecting.
    """

    def __init__(
        self,
        ends: Optional[float],
        *,
        is_async: bool,
        begin: Callable[[], object] = lambda: None,
        is_closed: Callable[[], bool] = lambda: False,
    ) -> None:
        self._begin = begin
        self._is_closed = is_closed
        self._ends = ends
        self._is_async = is_async
        self._is_connecting = False
        self._connect_seconds: Optional[float] = None
        self._opened: Any = None

    def note(self, event: str, info: Mapping[str, Any]) -> None:
        """Note a step of a blocking request."""
        self._begin()
        _, _, step = event.partition(".")
        if step == "connect_tcp.started":
            self._is_connecting, self._connect_seconds = True, info.get("timeout")
            reach("connect")
        elif step in ("connect_tcp.complete", "start_tls.complete"):
            self._opened = info["return_value"]
            watch(self._opened, is_async=self._is_async, left=self._left)
        elif step == "send_request_headers.started":
            if self._ends is not None and time.monotonic() >= self._ends:
                raise TransportError.cut_off("connect")
            if self._is_closed():
                raise TransportError("The client is closed", phase="connect", sent=False)
            if info["request"].method != b"CONNECT":
                self._is_connecting = False
                reach("read")

    def _left(self) -> Optional[float]:
        """Return the limit of a step of connecting for which httpcore has none."""
        if self._ends is None:
            return self._connect_seconds
        left = max(self._ends - time.monotonic(), 0.001)
        return left if self._connect_seconds is None else min(left, self._connect_seconds)

    async def note_async(self, event: str, info: Mapping[str, Any]) -> None:
        """Note a step of an asynchronous request."""
        self.note(event, info)

    def end(self) -> None:
        """Close a connection that was not completed; httpcore forgets one through a SOCKS proxy."""
        if self._is_connecting and self._opened is not None:
            self._opened.close()

    async def end_async(self) -> None:
        """Do the same; httpcore also forgets the socket of a handshake that is cancelled."""
        if self._is_connecting and self._opened is not None:
            import anyio

            with anyio.CancelScope(shield=True):
                await self._opened.aclose()

    def judge(self, error: Exception) -> Exception:
        """Return an error as one of connecting if nothing of the request has been sent."""
        failure = failure_of(error, None) if self._is_connecting else None
        if failure is None or response_of(error) is not None or not failure.sent:
            return error
        return failure.while_connecting()


def _build(
    client: Union[HttpClient, AsyncHttpClient],
    request: Request,
    timeouts: Timeouts,
    content: object,
    extensions: Mapping[str, object],
) -> Any:
    """Build a request with the client's headers, cookies and parameters beside ours.

    Raises:
        TransportError: It cannot be sent.
    """
    if getattr(client, "is_closed", False):
        raise TransportError.closed("The client passed as `http_client`")
    headers = dict(request.headers)
    cookie = headers.pop("cookie", None)
    query: Dict[str, Any] = {}
    url = request.url
    if getattr(client, "params", None):
        # httpx replaces the query of a URL by the client's parameters.
        url, _, text = url.partition("?")
        query["params"] = parse_qsl(text, keep_blank_values=True)
    try:
        built: Any = client.build_request(
            request.method,
            url,
            headers=headers,
            content=cast("Any", content),
            extensions={"timeout": _limits(client, timeouts), **extensions},
            **query,
        )
    except Exception as error:
        if failure_of(error, None) or isinstance(error, (TypeError, ValueError)):
            raise TransportError.unsent(error) from error
        raise
    if cookie is not None:
        built.headers["cookie"] = "; ".join(filter(None, (built.headers.get("cookie"), cookie)))
    return built


def _limits(client: object, timeouts: Timeouts) -> Dict[str, Optional[float]]:
    """Return the limits of the phases; the client's limits apply where the call has none."""
    from lagclient.transport.httpx.request import phases

    own = cast("httpx.Client", client).timeout
    limits = zip(Timeouts._fields, timeouts)
    chosen = (getattr(own, name, None) if limit is None else limit for name, limit in limits)
    return phases(Timeouts(*chosen))
