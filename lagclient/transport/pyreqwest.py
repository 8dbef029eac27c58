"""Requests over pyreqwest (Rust's reqwest), the fastest transport; it needs Python 3.11.

::

    Client(transport=PyreqwestTransport())  # pip install 'lagclient[pyreqwest]'

It is for the blocking client only, because pyreqwest 0.15 continues an asynchronous request after
its cancellation, even when its client is closed. `lagclient.transport.aiohttp` is for coroutines.

It differs from the default transport where reqwest has limits:

- `verify` cannot be an `ssl.SSLContext`; the certificates of a file are trusted in addition to the
  usual ones.
- `SSL_CERT_FILE` and `SSL_CERT_DIR` always apply: with ``trust_env=False``, calls over TLS are
  refused while one of them is set.
- A child process cannot use a transport that its parent has used; its calls raise an error.
- The limit for reading starts with the attempt, so it covers connecting and the wait for a
  response together, and ends 0.2 s late: else a limit for connecting would not end first.
  Sending a streamed body may take the limit for writing for each MiB.
- A deadline that ends while connecting has the outcome ``unknown``, because reqwest reports the
  same error for it as for a late response. If `timeout_seconds` ends it, it is ``not_sent``.
- Ctrl+C takes effect when the attempt ends, within its time limits; in a stream immediately.
- A path with a ``.`` or ``..`` segment, encoded or not, is refused: reqwest would rewrite it.
- A response header that is not ASCII is omitted.

Over HTTP/1, reqwest repeats only requests of which nothing was sent. Only the text of its errors
says whether a request may have been sent; in doubt, it counts as sent.
"""

from __future__ import annotations

import contextlib
import functools
import math
import os
import queue
import re
import threading
import time
import weakref
from datetime import timedelta
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple

try:
    import pyreqwest  # noqa: F401
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        "PyreqwestTransport needs Python 3.11, and: python -m pip install 'lagclient[pyreqwest]'",
        name=_error.name,
    ) from _error

from pyreqwest import exceptions as errors
from pyreqwest.client import SyncClientBuilder
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.response import SyncResponse

from lagclient.errors import LagInvalidRequestError
from lagclient.transport import tls
from lagclient.transport.certificates import Certificates
from lagclient.transport.coding import DecodingError, decoder_of
from lagclient.transport.connection_limit import ConnectionLimit
from lagclient.transport.foreign_errors import foreign_of
from lagclient.transport.options import ENCODINGS, MAX_CONNECTIONS, ConnectionOptions
from lagclient.transport.protocol import (
    PIECE_BYTES,
    Headers,
    OpenBody,
    OpenedBody,
    PoolStats,
    Reply,
    Request,
    Stream,
    Timeouts,
    TransportError,
    close_body,
    describe_error,
    hidden,
    join_headers,
    open_body,
    pieces_of,
)
from lagclient.transport.urls import checked_url, origin_of
from lagclient.types import Verify

_MIB = 1024 * 1024
_MOST_CLIENTS = 8
_LATER_SECONDS = 0.2
_BUILDER: Any = SyncClientBuilder  # its types need Python 3.11
_FAILURES = (errors.PyreqwestError, OSError, DecodingError)
"""Errors of pyreqwest and of decoding. Others come from the caller's program, and pass through."""
_UNFIT = (errors.PyreqwestError, OSError, OverflowError, RuntimeError, TypeError, ValueError)
"""Errors of building a request or a client, also after a fork."""
_TIMEOUTS = (errors.ConnectTimeoutError, errors.ReadTimeoutError, errors.WriteTimeoutError)
# reqwest resolves these segments, and requests another path.
_STEPS = re.compile(r"^https?://[^/?#]*[^?#]*/(\.|%2e){1,2}([/?#]|$)|\\", re.IGNORECASE)
_INSECURE = re.compile("certificate|corrupt message|TLS|handshake", re.IGNORECASE)

__all__ = ["PyreqwestTransport"]


class PyreqwestTransport:
    """Carries the calls of a `Client` over pyreqwest.

    Args:
        proxy: URL of an HTTP proxy. None: the one that the environment names, if `trust_env`.
        verify: False to accept every certificate, or the path of a file of certificates.
        trust_env: Whether to use environment variables for proxies and certificates.
        max_connections: Maximum number of requests at once. Further calls wait, in order
            of arrival.

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
        if not isinstance(self._options.verify, (bool, str)):
            raise LagInvalidRequestError(
                "`verify` must be True, False or the path of a file of certificates, not an "
                "ssl.SSLContext, which pyreqwest cannot use"
            )
        self._options.check_environment()
        self._clients: Dict[_Key, Any] = {}
        self._limits: Dict[int, ConnectionLimit] = {}
        self._streams: weakref.WeakSet[_Streaming] = weakref.WeakSet()
        self._closed = False

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        chunks: List[bytes] = []
        failure: Optional[TransportError] = None
        foreign: Optional[BaseException] = None
        response: Any = None
        headers: Headers = {}
        turns, left = self._enter(timeouts)
        try:
            built, body = self._build(request, left)
            try:
                with built as response:
                    headers = _headers(response)
                    chunks.extend(_pieces(response, headers))
            except _FAILURES as error:
                failure, foreign = _failure(error, response, body), foreign_of(error)
            finally:
                # Its repr raises after sending, and error reports print the variables of frames.
                del built
                close_body(body)
        finally:
            turns.leave()
        if failure is not None and (
            foreign is not None or response is None or 200 <= response.status < 300
        ):
            raise foreign or failure
        # The status of an error decides, even if its body is incomplete.
        return Reply(response.status, headers, b"".join(chunks))

    def stream(self, request: Request, timeouts: Timeouts) -> _Streaming:
        """Make one attempt whose body is read piece by piece."""
        streaming = _Streaming(self, request, timeouts)
        self._streams.add(streaming)
        return streaming

    def stats(self) -> PoolStats:
        """Count the calls; reqwest does not count its connections."""
        turns = self._turns()
        return PoolStats(None, None, turns.in_use, turns.waiting)

    def close(self) -> None:
        """Close all connections; threads that read a stream fail at once."""
        self._closed = True
        for streaming in list(self._streams):  # reqwest would read on
            streaming.__exit__()
        for key in list(self._clients):
            client = self._clients.pop(key)
            if key.process == os.getpid():  # else it belongs to the parent process
                client.close()

    def _turns(self) -> ConnectionLimit:
        limit = ConnectionLimit(self._options.max_connections)
        return self._limits.setdefault(os.getpid(), limit)

    def _enter(self, timeouts: Timeouts) -> Tuple[ConnectionLimit, Timeouts]:
        """Wait for a turn; return the limit to leave afterwards, and the limits that remain."""
        started = time.monotonic()
        turns = self._turns()
        turns.enter(timeouts.cut().pool)
        if timeouts.total is not None:
            left = timeouts.total - (time.monotonic() - started)
            timeouts = timeouts._replace(total=max(left, 0.001))
        return turns, timeouts

    def _build(self, request: Request, timeouts: Timeouts) -> Tuple[Any, OpenedBody]:
        """Build a request; return it and its body."""
        if self._closed:
            raise TransportError.closed()
        url, origin = request.url, _origin(request.url)
        body, headers = open_body(request), request.headers
        # Each request may have its own total; other limits belong to a client of reqwest.
        connect, read, total = timeouts.connect, timeouts.read, timeouts.total
        if isinstance(body, bytes) and len(body) > PIECE_BYTES:
            headers = {**headers, "content-length": str(len(body))}
            body = OpenBody(pieces_of(body))
        if isinstance(body, OpenBody):
            read = None
            total = _patience(timeouts, headers) if total is None else total
        else:
            connect, read = _together(connect, read)
        try:
            built = self._client(_Key(os.getpid(), origin, connect, read)).request(
                request.method, url
            )
            built.headers({"accept-encoding": ENCODINGS, **headers})
            if isinstance(body, OpenBody):
                built.body_stream(body)
            elif body is not None:
                built.body_bytes(body)
            if total is not None:
                built.timeout(timedelta(seconds=total))
            return built.streamed_read_buffer_limit(0).build_streamed(), body
        except TransportError:
            close_body(body)
            raise
        except _UNFIT as error:
            close_body(body)
            raise foreign_of(error) or TransportError.unsent(describe_error(error)) from None

    def _client(self, key: _Key) -> Any:
        client = self._clients.get(key)
        if client is None:
            for oldest in list(self._clients)[: 1 - _MOST_CLIENTS]:
                self._clients.pop(oldest, None)  # if it is in use, it closes later
            client = self._clients[key] = self._build_client(key)
        return client

    def _build_client(self, key: _Key) -> Any:
        options = self._options
        builder = _BUILDER().follow_redirects(False).referer(False).no_proxy()
        builder.http1_lower_case_headers().gzip(False).deflate(False)
        builder.brotli(False).zstd(False)
        builder.pool_max_idle_per_host(options.max_idle)
        builder.pool_idle_timeout(timedelta(seconds=options.idle_seconds))
        if key.connect is not None:
            builder.connect_timeout(timedelta(seconds=key.connect))
        if key.read is not None:
            builder.read_timeout(timedelta(seconds=key.read))
        proxy = options.proxy_for(key.origin)
        if proxy is not None:
            through: Any = ProxyBuilder.all(proxy.url)
            if proxy.headers:
                through = through.basic_auth(proxy.user, proxy.password)
            builder.proxy(through)
        if options.verify is False:
            return builder.danger_accept_invalid_certs(True).build()
        if isinstance(options.verify, str):
            # Only to report a broken file, because reqwest skips certificates that it cannot read.
            tls.loaded(Certificates("verify", options.verify))
            with open(options.verify, "rb") as file:
                builder.add_root_certificate_pem(file.read())
        named = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
        if named and not options.trust_env and key.origin.startswith("https:"):
            raise TransportError.unsent(f"pyreqwest would trust what {named[0]} names: unset it")
        return builder.build()


class _Key(NamedTuple):
    """The requests that one client of reqwest can send."""

    process: int
    origin: str
    connect: Optional[float]
    read: Optional[float]


class _Streaming(Iterator[bytes]):
    """A response that has a thread of its own, because a read of reqwest cannot be interrupted.

    Any thread may leave it at any time. Its own thread ends after the next piece, or at the limit
    for reading.
    """

    def __init__(self, transport: PyreqwestTransport, request: Request, timeouts: Timeouts) -> None:
        self._transport = transport
        self._request = request
        self._timeouts = timeouts
        self._asked: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._turns: Optional[ConnectionLimit] = None
        self._is_over = False

    def __enter__(self) -> Stream:
        self._turns, left = self._transport._enter(self._timeouts)
        try:
            if self._is_over:  # left from another thread, meanwhile
                raise TransportError.stream_closed()
            built, body = self._transport._build(self._request, left)
            threading.Thread(target=self._read, args=(built, body), daemon=True).start()
            del built  # as in `send`
            status, headers = self._next()
            return Stream(status, headers, self)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *exception: object) -> None:
        self._is_over = True
        self._asked.put(False)
        self._arrived.put(TransportError.stream_closed())
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.leave()

    def __next__(self) -> bytes:
        if self._is_over:
            raise TransportError.stream_closed()
        self._asked.put(True)
        chunk: Optional[bytes] = self._next()
        if chunk is None:
            raise StopIteration
        return chunk

    def _next(self) -> Any:
        arrived = self._arrived.get()
        if isinstance(arrived, BaseException):
            self._is_over = True
            raise arrived
        return arrived

    def _read(self, built: Any, body: OpenedBody) -> None:
        response: Any = None
        try:
            with built as response:
                close_body(body)
                headers = _headers(response)
                self._arrived.put((response.status, headers))
                pieces = _pieces(response, headers)
                while self._asked.get():
                    self._arrived.put(next(pieces, None))
        except BaseException as error:
            is_known = isinstance(error, _FAILURES)
            self._arrived.put(_failure(error, response, body) if is_known else error)
        finally:
            close_body(body)


@functools.lru_cache(maxsize=64)
def _origin(url: str) -> str:
    """Return the origin of a URL that reqwest sends unchanged."""
    checked_url(url)
    if _STEPS.search(url):
        raise TransportError.unsent("reqwest would not request this path as it is")
    return origin_of(url)


def _together(
    connect: Optional[float], read: Optional[float]
) -> Tuple[Optional[float], Optional[float]]:
    """Return the limits in seconds for connecting and reading, of which the first ends first."""
    if connect is None or read is None:
        return connect, read
    return min(connect, read), read + _LATER_SECONDS


def _patience(limits: Timeouts, headers: Mapping[str, str]) -> Optional[float]:
    """Return the limit in seconds for sending a streamed body and reading the response."""
    length = headers.get("content-length")
    if limits.connect is None or limits.read is None or limits.write is None or length is None:
        return None
    mib = math.ceil(int(length) / _MIB)
    return limits.connect + limits.read + max(1, mib) * limits.write


def _pieces(response: SyncResponse, headers: Headers) -> Iterator[bytes]:
    """Return the decoded body piece by piece."""
    decoder, pieces = decoder_of(headers.get("content-encoding", "")), _read(response)
    return pieces if decoder is None else decoder.decoded(pieces)


def _read(response: SyncResponse) -> Iterator[bytes]:
    reader = response.body_reader
    while (chunk := reader.read_chunk()) is not None:
        yield bytes(chunk)


def _headers(response: Any) -> Dict[str, str]:
    headers = response.headers
    try:
        return join_headers(headers.items())
    except ValueError:  # one is not ASCII
        pairs: List[Tuple[str, str]] = []
        for name in dict.fromkeys(headers.keys()):
            with contextlib.suppress(ValueError):
                pairs += [(name, value) for value in headers.getall(name)]
        return join_headers(pairs)


def _failure(error: BaseException, response: Any, body: OpenedBody) -> TransportError:
    """Return the `TransportError` for an error of pyreqwest."""
    status = None if response is None else response.status
    details: Dict[str, Any] = getattr(error, "details", {})
    causes = [cause["message"] for cause in details.get("causes") or ()]
    why = ", ".join(causes[1:]) or getattr(error, "message", str(error))
    message = f"{type(error).__name__}: {why}"
    timed_out = isinstance(error, _TIMEOUTS)
    if response is None and "client error (Connect)" in causes:
        if _INSECURE.search(" ".join(causes[2:])):
            why = f"TLS: {causes[-1]}"
            if "certificate" in why:
                why = tls.describe_distrust(why.rpartition("certificate: ")[2])
            return TransportError(why, phase="tls", sent=False)
        return TransportError(message, phase="connect", sent=False, timed_out=timed_out)
    if timed_out:  # pyreqwest calls any limit before a response that of connecting
        message = f"TimeoutError: {why}"
    phase = "read" if not isinstance(body, OpenBody) or body.is_read else "write"
    if "user body write aborted" in causes:
        phase = "request"
    return TransportError(message, phase=phase, sent=True, timed_out=timed_out, status=status)
