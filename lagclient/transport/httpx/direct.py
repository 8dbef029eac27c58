"""Send by httpcore alone, in a program that has not imported httpx.

Importing httpx takes a twentieth of the time of a program's first call, and a fifth where click and
rich are installed, because httpx then imports its own command line. The server cannot distinguish
these requests from those that httpx builds: a URL that httpx might change is sent through httpx.
"""

from __future__ import annotations

import functools
import re
from typing import AsyncIterable, Dict, Iterable, List, Optional, Tuple, Union

import httpcore

from lagclient.transport.httpx.request import Lines, all_headers, lines_of, phases
from lagclient.transport.protocol import OpenedBody, Request, Timeouts, TransportError
from lagclient.transport.urls import checked_url

_CHARACTER = r"(?:[A-Za-z0-9._~&=+,;:@/-]|%[0-9A-Fa-f]{2})"
_PLAIN_URL = re.compile(
    rf"(https?)://([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::([1-9][0-9]{{0,4}}))?(/{_CHARACTER}*)(\?{_CHARACTER}*)?"
)
_DEFAULT_PORTS = {"http": "80", "https": "443"}


@functools.lru_cache(maxsize=64)
def plain_url(url: str) -> Optional[Tuple[httpcore.URL, str]]:
    """Return a URL and its Host header; None if httpx might send it in another form.

    Raises:
        TransportError: It cannot be sent.
    """
    match = _PLAIN_URL.fullmatch(checked_url(url))
    if match is None:
        return None
    scheme, host, port, path, query = match.groups()
    if "/." in path or port == _DEFAULT_PORTS[scheme]:
        return None
    address = httpcore.URL(
        scheme=scheme,
        host=host,
        port=None if port is None else int(port),
        target=path + (query or ""),
    )
    return address, f"{host}:{port}" if port else host


@functools.lru_cache(maxsize=64)
def _headers(host: str, lines: Lines) -> List[Tuple[bytes, bytes]]:
    return [(n.encode("ascii"), v.encode("ascii")) for n, v in all_headers(host, lines).items()]


def built(
    request: Request,
    timeouts: Timeouts,
    body: OpenedBody,
    content: Union[Iterable[bytes], AsyncIterable[bytes]],
    extensions: Dict[str, object],
) -> Optional[httpcore.Request]:
    """Return a request for httpcore's connections; None if httpx must build it.

    Raises:
        TransportError: The request cannot be sent.
    """
    plain = plain_url(request.url)
    if plain is None:
        return None
    url, host = plain
    extensions["timeout"] = phases(timeouts)
    try:
        headers = _headers(host, lines_of(request, body))
    except (ValueError, TypeError, AttributeError) as error:
        raise TransportError.unsent(error) from error
    return httpcore.Request(
        request.method, url, headers=headers, content=content, extensions=extensions
    )
