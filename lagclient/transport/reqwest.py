"""Requests as pyreqwest has them, and what its failures mean.

reqwest sends nothing again over HTTP/1 but what never left. What its errors say of a request that
may have been sent is told from their text; in doubt, it was.
"""

from __future__ import annotations

import functools
import math
import os
import re
from datetime import timedelta
from typing import Any, Dict, Iterator, Mapping, Optional, Tuple, cast

from pyreqwest import exceptions as errors
from pyreqwest.client import SyncClientBuilder
from pyreqwest.proxy import ProxyBuilder

from lagclient.errors import LagInvalidRequestError
from lagclient.transport import tls
from lagclient.transport.content import begin, end
from lagclient.transport.httpx.pool import MAX_CONNECTIONS
from lagclient.transport.options import (
    ENCODINGS,
    IDLE_SECONDS,
    PIECE_BYTES,
    Choices,
    checked_url,
    pieces,
)
from lagclient.transport.protocol import Request, Timeouts, TransportError, told
from lagclient.types import Verify

_MIB = 1024 * 1024
_MOST_CLIENTS = 8
_BUILDER: Any = SyncClientBuilder  # its types need Python 3.11
# reqwest takes these for steps in the path, and goes them.
_STEPS = re.compile(r"^https?://[^/?#]*[^?#]*/(\.|%2e){1,2}([/?#]|$)|\\", re.IGNORECASE)
_INSECURE = re.compile("certificate|corrupt message|TLS|handshake", re.IGNORECASE)


class Carrier:
    """Makes the clients of pyreqwest's, and their requests."""

    def __init__(
        self,
        *,
        proxy: Optional[str] = None,
        verify: Verify = True,
        trust_env: bool = True,
        max_connections: int = MAX_CONNECTIONS,
    ) -> None:
        """Make a transport.

        Args:
            proxy: URL of an HTTP proxy. Left out: what the environment says, if `trust_env`.
            verify: False to accept every certificate, or the path of a file of certificates.
            trust_env: Whether environment variables for proxies and certificates count.
            max_connections: How many requests there may be at once; calls beyond that wait.

        Raises:
            LagInvalidRequestError: An option makes no sense.
        """
        self._choices = Choices.checked(proxy, verify, trust_env, max_connections)
        if not isinstance(verify, (bool, str, os.PathLike)):
            raise LagInvalidRequestError(
                "`verify` must be a bool or the path of a file of certificates: pyreqwest "
                "cannot use an ssl.SSLContext"
            )
        self._clients: Dict[Any, Any] = {}
        self._closed = False

    def start(self, request: Request, timeouts: Timeouts) -> Tuple[Any, Any]:
        """A request that is ready to be sent, and its body."""
        if self._closed:
            raise TransportError.unsent("The client is closed")
        url, origin = request.url, _origin(request.url)
        body, headers = begin(request), request.headers
        # The total is the request's own: for other limits reqwest needs another client.
        connect, read, total = timeouts.connect, timeouts.read, timeouts.total
        sending: Optional[Sending] = None
        if callable(request.body) or len(body or b"") > PIECE_BYTES:
            if not callable(request.body):
                headers = {**headers, "content-length": str(len(body))}
                body = pieces(body)
            sending, read = Sending(body), None
            total = _patience(timeouts, headers) if total is None else total
        elif read is not None:
            read += connect or 0.0
        try:
            key = (os.getpid(), origin, connect, read)
            client = self._clients.get(key)
            if client is None:
                for oldest in list(self._clients)[: 1 - _MOST_CLIENTS]:
                    self._clients.pop(oldest, None)  # who is still in use ends when it is not
                client = self._clients[key] = self._made(*key[1:])
            built = client.request(request.method, url)
            built.headers({"accept-encoding": ENCODINGS, **headers})
            if sending is not None:
                built.body_stream(sending)
            elif body is not None:
                built.body_bytes(body)
            if total is not None:
                built.timeout(timedelta(seconds=total))
            return built.streamed_read_buffer_limit(0).build_streamed(), sending
        except Exception as error:
            end(body)
            raise TransportError.unsent(told(error)) from None

    def _made(self, origin: str, connect: Optional[float], read: Optional[float]) -> Any:
        choices = self._choices
        made = _BUILDER().follow_redirects(False).referer(False).no_proxy()
        made.http1_lower_case_headers().brotli(False).zstd(False).pool_idle_timeout(
            timedelta(seconds=IDLE_SECONDS)
        )
        if connect is not None:
            made.connect_timeout(timedelta(seconds=connect))
        if read is not None:
            made.read_timeout(timedelta(seconds=read))
        proxy = choices.proxy_for(origin)
        if proxy is not None:
            through: Any = ProxyBuilder.all(proxy.url)
            made.proxy(through.basic_auth(proxy.user, proxy.password) if proxy.headers else through)
        if choices.verify is False:
            return made.danger_accept_invalid_certs(True).build()
        if not isinstance(choices.verify, bool):
            with open(cast("str", choices.verify), "rb") as file:
                made.add_root_certificate_pem(file.read())
        named = [name for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if os.environ.get(name)]
        if named and not choices.trust_env and origin.startswith("https:"):
            raise ValueError(f"pyreqwest would trust what {named[0]} names: unset it")
        return made.build()


@functools.lru_cache(maxsize=64)
def _origin(url: str) -> str:
    """Where a URL leads, if reqwest asks for it as it is."""
    checked_url(url)
    if _STEPS.search(url):
        raise TransportError.unsent("reqwest would not ask for this path as it is")
    return "/".join(url.split("/", 3)[:3])


def _patience(limits: Timeouts, headers: Mapping[str, str]) -> Optional[float]:
    """How long a body that is streamed may take, and the answer to it."""
    length = headers.get("content-length")
    if limits.connect is None or limits.read is None or limits.write is None or length is None:
        return None
    mib = math.ceil(int(length) / _MIB)
    return limits.connect + limits.read + max(1, mib) * limits.write


class Sending(Iterator[bytes]):
    """A body on its way; afterwards, whether all of it was asked for."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.over: bool = False

    def __next__(self) -> bytes:
        for chunk in self._chunks:
            return chunk
        self.over = True
        raise StopIteration

    def close(self) -> None:
        """Close what it is read from."""
        end(self._chunks)


_TIMEOUTS = (errors.ConnectTimeoutError, errors.ReadTimeoutError, errors.WriteTimeoutError)


def failure_of(error: Exception, response: Any, body: Optional[Sending]) -> TransportError:
    """What ended an attempt, as the protocol has it."""
    status = None if response is None else response.status
    if not isinstance(error, errors.DetailedPyreqwestError):
        return TransportError(told(error), phase="read", sent=True, status=status)
    causes = [cause["message"] for cause in error.details["causes"] or ()]
    message = f"{type(error).__name__}: {': '.join(causes[1:]) or error.message}"
    timed_out = isinstance(error, _TIMEOUTS)
    if response is None and "client error (Connect)" in causes:
        if _INSECURE.search(" ".join(causes[2:])):
            why = f"TLS: {causes[-1]}"
            if "certificate" in why:
                why = tls.told_distrust(why.rpartition("certificate: ")[2])
            return TransportError(why, phase="tls", sent=False)
        return TransportError(message, phase="connect", sent=False, timed_out=timed_out)
    phase = "read" if body is None or body.over else "write"
    if "user body write aborted" in causes:
        phase = "request"
    return TransportError(message, phase=phase, sent=True, timed_out=timed_out, status=status)
