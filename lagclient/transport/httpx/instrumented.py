"""Send through the transports of httpx, below its client, for tools that watch those transports.

httpx's client would do work for each request whose result is the same for all.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, Iterator

import httpx

from lagclient.transport.httpx.request import (
    Lines,
    all_headers,
    async_stream_class,
    lines_of,
    phases,
    pieces_of,
)
from lagclient.transport.protocol import OpenedBody, Request, Timeouts, TransportError
from lagclient.transport.urls import checked_url


class PoolTransport(httpx.HTTPTransport):
    """httpx's transport over our own pool. `_pool` is the only private name of httpx in use."""

    def __init__(self, pool: object) -> None:
        self._pool: Any = pool
        self.build: Builder = Builder()


class AsyncPoolTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over our own pool. `_pool` is the only private name of httpx in use."""

    def __init__(self, pool: object) -> None:
        self._pool: Any = pool
        self.build: Builder = Builder(is_async=True)


class Builder:
    """Builds httpx requests; it caches the URLs and headers that many of them share."""

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
        extensions["timeout"] = phases(timeouts)
        stream = self._stream(pieces_of(body))
        try:
            url = self._url(request.url)
            headers = self._headers(url.netloc, lines_of(request, body))
            return httpx.Request(
                request.method, url, headers=headers, stream=stream, extensions=extensions
            )
        except (httpx.InvalidURL, ValueError, TypeError) as error:
            raise TransportError.unsent(error) from error


def _url(url: str) -> httpx.URL:
    return httpx.URL(checked_url(url))


def _headers(host: bytes, lines: Lines) -> httpx.Headers:
    return httpx.Headers(all_headers(host.decode("ascii"), lines))


class _Stream(httpx.SyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces
