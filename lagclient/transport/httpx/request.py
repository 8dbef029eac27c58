"""Requests as httpx has them, built with as little work as a repeated one needs."""

from __future__ import annotations

import functools
from typing import Any, AsyncIterator, Dict, Iterator, Optional, Tuple

import httpx

from lagclient.transport.options import ENCODINGS
from lagclient.transport.protocol import OpenBody, OpenedBody, Request, Timeouts, TransportError
from lagclient.transport.urls import checked_url

_WITH_BODY = ("POST", "PUT", "PATCH")


class Builder:
    """Builds requests; what many of them share is made once."""

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
            TransportError: It cannot be sent as it is.
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
    """Return the limits of the phases as httpx names them, none beyond the total."""
    cut = timeouts.cut()
    return {"connect": cut.connect, "read": cut.read, "write": cut.write, "pool": cut.pool}


def pieces_of(body: OpenedBody) -> Iterator[bytes]:
    """Return what is sent, piece by piece."""
    return body if isinstance(body, OpenBody) else iter([body] if body else [])


class _Stream(httpx.SyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces


class AsyncPieces(AsyncIterator[bytes]):
    """A request body, read once.

    httpx's own are asynchronous generators: one that an error or a cancellation leaves half-way is
    finished by the event loop, and trio warns of it.
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
    """Return the class of such bodies for a library that demands its own base: httpx, httpx2."""
    return type("RequestBody", (AsyncPieces, base), {})
