"""Send by httpcore alone, in a program that has not imported httpx.

To import httpx takes a twentieth of the time of a program's first call, and a fifth where click and
rich are installed, because httpx then imports its own command line. The server cannot distinguish
these requests from those that httpx builds: a URL that httpx might change is sent through httpx.
"""

from __future__ import annotations

import functools
import re
import zlib
from typing import (
    Any,
    AsyncIterable,
    AsyncIterator,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Optional,
    Tuple,
    Union,
)

import httpcore

from lagclient.transport.httpx.request import Lines, all_headers, lines_of, phases
from lagclient.transport.protocol import OpenedBody, Request, Timeouts, TransportError
from lagclient.transport.urls import checked_url

_CHARACTER = r"(?:[A-Za-z0-9._~&=+,;:@/-]|%[0-9A-Fa-f]{2})"
_PLAIN_URL = re.compile(
    rf"(https?)://([a-z0-9_-]+(?:\.[a-z0-9_-]+)*)(?::([0-9]{{1,5}}))?(/{_CHARACTER}*)(\?{_CHARACTER}*)?"
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


class DecodingError(httpcore.ProtocolError):
    """The body of a response is not compressed as its headers say."""


class _Inflater:
    """Decompresses a body, gzip or deflate."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(zlib.MAX_WBITS | 32)  # recognizes either by its head
        self._is_first = True

    def decoded(self, data: bytes) -> bytes:
        """Decompress the next piece."""
        is_first, self._is_first = self._is_first, False
        try:
            return self._zlib.decompress(data)
        except zlib.error as error:
            if not is_first:
                raise DecodingError(str(error)) from error
            # Some servers send deflate without its head.
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)
            return self.decoded(data)


class Response:
    """A response, with the part of the interface of httpx's that our transports use."""

    is_stream_consumed: bool = False

    def __init__(self, response: httpcore.Response) -> None:
        self.status_code: int = response.status
        self.headers: Dict[str, str] = headers_of(response.headers)
        self.stream: Any = response.stream
        self.extensions: Dict[str, Any] = vars(response)["extensions"]

    def _decoder(self) -> Callable[[bytes], bytes]:
        codings = self.headers.get("content-encoding", "").lower().split(",")
        coded = [coding for coding in codings if coding.strip() in ("gzip", "deflate")]
        inflaters = [_Inflater() for _ in coded]
        return lambda data: functools.reduce(lambda part, each: each.decoded(part), inflaters, data)

    def iter_bytes(self) -> Iterator[bytes]:
        """Yield the decoded body piece by piece; at its end, close the response."""
        decoded = self._decoder()
        for piece in self.stream:
            yield decoded(piece)
        self.close()

    async def aiter_bytes(self) -> AsyncIterator[bytes]:
        """Yield the decoded body piece by piece; at its end, close the response."""
        decoded = self._decoder()
        async for piece in self.stream:
            yield decoded(piece)
        await self.aclose()

    def close(self) -> None:
        """Return the connection to the pool; close it if the body was not read to its end."""
        self.stream.close()

    async def aclose(self) -> None:
        """Return the connection to the pool; close it if the body was not read to its end."""
        await self.stream.aclose()


def headers_of(raw: List[Tuple[bytes, bytes]]) -> Dict[str, str]:
    """Return headers as text, names in lower case; the values of one name are joined."""
    encoding = _encoding_of(b"".join(part for line in raw for part in line))
    headers: Dict[str, str] = {}
    for line in raw:
        name, value = (part.decode(encoding) for part in line)
        name = name.lower()
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _encoding_of(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "utf-8"
