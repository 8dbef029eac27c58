"""Requests and responses without httpx are the same as with it."""

from __future__ import annotations

import gzip
import subprocess
import sys
import zlib
from typing import Any, Dict, List, Tuple

import httpcore
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagclient.transport.coding import DecodingError
from lagclient.transport.httpx.direct import built, plain_url
from lagclient.transport.httpx.instrumented import PoolTransport
from lagclient.transport.httpx.pool import Pool
from lagclient.transport.httpx.request import pieces_of
from lagclient.transport.httpx.response import Response
from lagclient.transport.protocol import Request, Timeouts, TransportError, open_body
from tests.kit.servers import Serve
from tests.kit.ways import PLAIN, USER_ANSWER

LAG = "https://api.lag.example"


class Noting:
    """A pool that keeps the requests it is asked to send."""

    def __init__(self) -> None:
        self.requests: List[httpcore.Request] = []

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Keep a request."""
        self.requests.append(request)
        return httpcore.Response(204)


def parts(request: httpcore.Request) -> Dict[str, Any]:
    """What a request is made of."""
    url = request.url
    stream: Any = request.stream
    return {
        "method": request.method,
        "url": (url.scheme, url.host, url.port, url.target, url.origin),
        "headers": [(name.lower(), value) for name, value in request.headers],
        "body": b"".join(stream),
        "extensions": vars(request)["extensions"],
    }


def both(request: Request) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """The parts of a request that is sent directly, and of the same through httpx."""
    timeouts, noting = Timeouts(1.0, 2.0, 3.0, 4.0, 2.5), Noting()
    body = open_body(request)
    direct = built(request, timeouts, body, pieces_of(body), {})
    assert direct is not None
    instrumented = PoolTransport(noting)
    instrumented.handle_request(instrumented.build(request, timeouts, open_body(request), {}))
    return parts(direct), parts(noting.requests[0])


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", f"{LAG}/", {}),
        Request("GET", f"{LAG}:8443/a%2Fb/c?limit=5&cursor=a%20b+c", {"accept": "a/b"}),
        Request("POST", "http://127.0.0.1:9/a", {"content-type": "x"}, b"body"),
        Request("PUT", "http://lag_1:9/", {}),
        Request("PATCH", f"{LAG}/a/", {}, lambda: iter([b"a", b"b"])),
        Request("PATCH", f"{LAG}/a/", {"content-length": "2"}, lambda: iter([b"a", b"b"])),
    ],
    ids=lambda request: request.url,
)
def test_requests_are_those_of_httpx(request_: Request) -> None:
    """Method, URL, headers, body and limits are the same with and without httpx."""
    direct, instrumented = both(request_)
    assert direct == instrumented


URLS = r"https?://[a-zA-Z0-9_.\-\[\]:]{1,12}(/[!-~]{0,8}){0,3}(\?[!-~]{0,8})?"


@given(st.from_regex(URLS, fullmatch=True))
def test_url_that_httpx_might_change_is_left_to_it(url: str) -> None:
    """A URL is plain only if httpx sends it as it is."""
    plain = plain_url(url)
    if plain is not None:
        address, host = plain
        theirs = httpx.URL(url)
        assert address.target == theirs.raw_path
        assert (address.host, address.port) == (theirs.raw_host, theirs.port)
        assert host == theirs.netloc.decode()


def test_urls_of_the_api_are_plain() -> None:
    """Ids, percent-encoded values and queries need no httpx; other forms do."""
    assert plain_url(f"{LAG}/servers/srv_1/rooms/a%20b/messages?limit=100&cursor=eyJ0Ijo=")
    for other in ("", "/a/../b", "/a|b", "?a=b", ":443/a", ":08443/a", "/%zz", "/a?'"):
        assert plain_url(LAG + other) is None, other


def test_header_that_cannot_be_sent_sends_nothing() -> None:
    """A header that is not ASCII is refused before anything is sent."""
    with pytest.raises(TransportError) as caught:
        built(Request("GET", f"{LAG}/", {"x": "\u00e9"}), Timeouts(), None, [], {})
    assert (caught.value.phase, caught.value.sent) == ("request", False)


RAW = zlib.compressobj(wbits=-zlib.MAX_WBITS)
TEXT = b"text " * 2000
CODED = {
    "gzip": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "Deflate": RAW.compress(TEXT) + RAW.flush(),
    "deflate, gzip": gzip.compress(zlib.compress(TEXT)),
    "identity": TEXT,
    "br": b"not decoded",
}


class Body(httpx.SyncByteStream):
    """A body in pieces, for httpcore and for httpx."""

    def __init__(self, data: bytes) -> None:
        self._data, self.is_closed = data, False

    def __iter__(self) -> Any:
        return (self._data[at : at + 7] for at in range(0, len(self._data), 7))

    def close(self) -> None:
        """Note that it is closed."""
        self.is_closed = True


@pytest.mark.parametrize("coding", CODED)
def test_bodies_are_those_of_httpx(coding: str) -> None:
    """A compressed body is decoded as httpx decodes it, piece by piece."""
    headers = [(b"Content-Encoding", coding.encode())]
    body = Body(CODED[coding])
    response = Response.of_httpcore(httpcore.Response(200, headers=headers, content=body))
    theirs = httpx.Response(200, headers=headers, stream=Body(CODED[coding]))
    assert b"".join(response) == b"".join(theirs.iter_bytes())


def test_body_that_is_not_what_its_coding_says() -> None:
    """A body that cannot be decompressed, from its start or later, raises an error of its own."""
    for data in (b"no gzip", CODED["gzip"][:30] + b"no gzip" * 5):
        headers = [(b"content-encoding", b"gzip")]
        response = Response.of_httpcore(httpcore.Response(200, headers=headers, content=Body(data)))
        with pytest.raises(DecodingError):
            list(response)


@pytest.mark.parametrize("value", [b"plain", "\u00e9".encode(), b"\xe9"])
def test_headers_are_those_of_httpx(value: bytes) -> None:
    """Names are in lower case, values of one name are joined, and any bytes are text."""
    raw = [(b"X-A", b"1"), (b"x-a", b"2"), (b"X-B", value)]
    response = Response.of_httpcore(httpcore.Response(200, headers=raw))
    assert response.headers == dict(httpx.Headers(raw).items())


def test_pool_is_instrumented_once_httpx_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests go through the transports of httpx in a program that has imported it."""
    pool = Pool(LAG, PLAIN)
    assert pool.is_instrumented()
    monkeypatch.delitem(sys.modules, "httpx")
    assert not pool.is_instrumented()


PROGRAM = """
import sys
from lagclient import AsyncClient, Client
def blocking():
    with Client(token="lag_pat_x", base_url=URL) as client:
        return client.users.me().id
async def asynchronous():
    async with AsyncClient(token="lag_pat_x", base_url=URL) as client:
        return (await client.users.me()).id
import asyncio
print(blocking(), asyncio.run(asynchronous()))
print([name for name in ("httpx", "click", "rich", "pygments") if name in sys.modules])
client = Client(token="lag_pat_x", base_url=URL)
client.users.me()
import httpx
def watching(self, request):
    print("watched", request.url.path)
    return handle(self, request)
handle, httpx.HTTPTransport.handle_request = httpx.HTTPTransport.handle_request, watching
print(client.users.me().id, httpx.main.__module__.partition(".")[0])
client.close()
"""


def test_calls_import_no_httpx_until_the_program_does(serve: Serve) -> None:
    """Calls do without httpx; a client that made some sends through httpx once it is imported."""
    program = f"URL = {serve(USER_ANSWER).url!r}\n{PROGRAM}"
    out = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert out.stdout.splitlines() == ["me me", "[]", "watched /users/me", "me httpx"]
