"""Send through the transports of httpx, below its client, for tools that watch those transports.

httpx's client would do work for each request whose result is the same for all.
"""

from __future__ import annotations

import functools
from typing import Any, Dict, Iterator, Union

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

    def build(
        self,
        request: Request,
        timeouts: Timeouts,
        body: OpenedBody,
        extensions: Dict[str, object],
    ) -> httpx.Request:
        """Return a request for `handle_request`."""
        return _built(request, timeouts, body, _Stream(pieces_of(body)), extensions)


class AsyncPoolTransport(httpx.AsyncHTTPTransport):
    """httpx's transport over our own pool. `_pool` is the only private name of httpx in use."""

    def __init__(self, pool: object) -> None:
        self._pool: Any = pool

    def build(self, request: Request, timeouts: Timeouts, body: OpenedBody) -> httpx.Request:
        """Return a request for `handle_async_request`."""
        stream = async_stream_class(httpx.AsyncByteStream)(pieces_of(body))
        return _built(request, timeouts, body, stream, {})


class _Stream(httpx.SyncByteStream):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces


def _built(
    request: Request,
    timeouts: Timeouts,
    body: OpenedBody,
    stream: Union[httpx.SyncByteStream, httpx.AsyncByteStream],
    extensions: Dict[str, object],
) -> httpx.Request:
    """Return a request for httpx's transports.

    Raises:
        TransportError: The request cannot be sent.
    """
    extensions["timeout"] = phases(timeouts)
    try:
        url = _url(request.url)
        headers = _headers(url.netloc, lines_of(request, body))
        return httpx.Request(
            request.method, url, headers=headers, stream=stream, extensions=extensions
        )
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise TransportError.unsent(error) from error


@functools.lru_cache(maxsize=64)
def _url(url: str) -> httpx.URL:
    return httpx.URL(checked_url(url))


@functools.lru_cache(maxsize=64)
def _headers(host: bytes, lines: Lines) -> httpx.Headers:
    return httpx.Headers(all_headers(host.decode("ascii"), lines))
