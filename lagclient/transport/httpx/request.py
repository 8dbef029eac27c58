"""Build httpx requests; URLs and headers that repeat are parsed once."""

from __future__ import annotations

import functools
from typing import Any, AsyncIterator, Dict, Iterator, Optional, Tuple

import httpx

from lagclient.transport.options import ENCODINGS
from lagclient.transport.protocol import OpenBody, OpenedBody, Request, Timeouts, TransportError
from lagclient.transport.urls import checked_url

_WITH_BODY = ("POST", "PUT", "PATCH")


class Builder:
    """Builds requests; it caches the URLs and headers that many of them share."""

    def __init__(self, is_async: bool = False) -> None:
        self._stream = async_stream_class(httpx.AsyncByteStream) if is_async else _Stream
        self._url = functools.lru_cache(maxsize=64)(_url)
        self._headers = functools.lru_cache(maxsize=64)(_headers)

    def __call__(
        self,
        request: Request,
        timeouts: Timeouts,
        body: OpenedBody,
        extensions: Dict[str, object],
    ) -> httpx.Request:
        """Return a request for httpx's transports.

        Raises:
            TransportError: The request cannot be sent.
        """
        measure: Tuple[Tuple[str, str], ...] = ()
        if "content-length" not in request.headers:
            if isinstance(body, OpenBody):
                measure = (("transfer-encoding", "chunked"),)
            elif body or request.method in _WITH_BODY:
                measure = (("content-length", str(len(body or b""))),)
        extensions["timeout"] = phases(timeouts)
        stream = self._stream(pieces_of(body))
        try:
            url = self._url(request.url)
            headers = self._headers(url.netloc, (*request.headers.items(), *measure))
            return httpx.Request(
                request.method, url, headers=headers, stream=stream, extensions=extensions
            )
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise TransportError.unsent(error) from error


def _url(url: str) -> httpx.URL:
    return httpx.URL(checked_url(url))


def _headers(host: bytes, headers: Tuple[Tuple[str, str], ...]) -> httpx.Headers:
    named = {"host": host.decode("ascii"), "accept-encoding": ENCODINGS}
    return httpx.Headers({**named, **dict(headers)})


def phases(timeouts: Timeouts) -> Dict[str, Optional[float]]:
    """Return the limits by httpx's names of the phases, none above the total."""
    cut = timeouts.cut()
    return {"connect": cut.connect, "read": cut.read, "write": cut.write, "pool": cut.pool}


def pieces_of(body: OpenedBody) -> Iterator[bytes]:
    """Return the pieces of a request body."""
    return body if isinstance(body, OpenBody) else iter([body] if body else [])


class _Stream(httpx.SyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces


class AsyncPieces(AsyncIterator[bytes]):
    """A request body, read once.

    httpx's own bodies are asynchronous generators. If an error or a cancellation interrupts one,
    the event loop finishes it later, and trio warns of it.
    """

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        for piece in self._pieces:
            return piece
        raise StopAsyncIteration


@functools.cache
def async_stream_class(base: type) -> Any:
    """Return the class of request bodies for a library that requires its own base class."""
    return type("RequestBody", (AsyncPieces, base), {})
