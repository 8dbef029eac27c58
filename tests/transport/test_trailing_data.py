"""Bytes beyond a response never become the response to another request."""

from __future__ import annotations

import contextlib
import select
import socket
import ssl
import sys
import time
from pathlib import Path
from typing import Any, Callable, List

import anyio
import httpx
import pytest
import trustme

from lagclient.transport.hangup import is_readable
from lagclient.transport.httpx.http_client import AsyncHttpClientTransport, HttpClientTransport
from lagclient.transport.httpx.sockets import _WholeReads
from lagclient.transport.httpx.trailing_data import TrailingData, watch
from lagclient.transport.httpx.transport import AsyncHttpxTransport, HttpxTransport
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import Reply, Request, TransportError
from tests.kit.adapters import ADAPTERS, ASYNC_ADAPTERS, adapter
from tests.kit.servers import Respond, Serve, answer, speaking, tunnel
from tests.kit.ways import NO_LIMIT, Way, get

CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n"
WRONG = answer(b"of another user")
SURPLUS = {
    "two responses": answer(b"first") + WRONG,
    "longer than its length": answer(b"first") + b"surplus",
    "one byte": answer(b"first") + b"\n",
    "half a response": answer(b"first") + b"HTTP/1.1 200 OK\r\nx: ",
    "two in chunks": CHUNKED + CHUNKED.replace(b"first", b"wrong"),
    "204 with a body": b"HTTP/1.1 204 No Content\r\n\r\n" + WRONG,
    "304 with a body": b"HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n" + WRONG,
    "refusal": answer(b"first", "404 Not Found") + WRONG,
    "more than is read at once": answer(b"x" * 70_000) + answer(b"y" * 300_000),
}


def exchange(way: Way, carrier: Any, *requests: Request, pause: float = 0.0) -> List[Reply]:
    """The responses to requests over one transport, one after another."""
    # aiohttp fails if bytes that are not HTTP arrive together with a response.
    may_fail = contextlib.suppress(*[TransportError] if way.over == "aiohttp" else [])
    replies = []
    if way.kind == "sync":
        for request in requests:
            replies.append(carrier.send(request, NO_LIMIT))
            time.sleep(pause)
        carrier.close()
        if way.borrowed:
            carrier._client.close()
        return replies

    async def main() -> None:
        for request in requests:
            with may_fail:
                replies.append(await carrier.send(request, NO_LIMIT))
            await anyio.sleep(pause)
        await way.end(carrier)

    anyio.run(main, backend=way.kind)
    return replies


def faulty(first: bytes, late: bytes = b"") -> Respond:
    """Responds to the first request with too much, and then with the path that was asked for."""
    asked: List[bytes] = []

    def respond(connection: socket.socket, head: bytes) -> None:
        path = head.split(b" ")[1]
        asked.append(path)
        if len(asked) > 1:
            connection.sendall(answer(path))
            return
        connection.sendall(first)
        if late:
            time.sleep(0.03)
            connection.sendall(late)

    return respond


def check(way: Way, carrier: Any, url: str, method: str = "GET", pause: float = 0.0) -> None:
    """Send three requests; each but the first has the path that it asked for as its response."""
    first = Request(method, f"{url}/first", {})
    replies = exchange(way, carrier, first, get(url, "/2"), get(url, "/3"), pause=pause)
    bodies = [reply.body.rpartition(b"/")[2] for reply in replies]
    assert bodies[-2:] == [b"2", b"3"]


@pytest.mark.parametrize("case", SURPLUS)
def test_surplus_is_not_the_next_response(way: Way, case: str, serve: Serve) -> None:
    """A connection with bytes beyond its response is closed; the next request has a new one."""
    server = serve(faulty(SURPLUS[case]))
    check(way, way.carrier(), server.url)
    # What is less than a response, aiohttp forgets with the response before it.
    assert server.connections == 2 or way.over == "aiohttp"


def test_body_after_a_head_is_not_the_next_response(way: Way, serve: Serve) -> None:
    """The response to HEAD has no body; if a server sends one, the connection is closed."""
    server = serve(faulty(answer(b"first")))
    check(way, way.carrier(), server.url, "HEAD")


@pytest.mark.parametrize("late", [WRONG, b"surplus"], ids=["response", "bytes"])
def test_late_surplus_is_not_the_next_response(way: Way, late: bytes, serve: Serve) -> None:
    """Bytes that arrive while a connection is idle end it."""
    server = serve(faulty(answer(b"first"), late))
    check(way, way.carrier(), server.url, pause=0.1)
    assert server.connections == 2


@pytest.mark.parametrize("over", ["pool", *ASYNC_ADAPTERS])
def test_late_surplus_that_the_loop_has_not_read(over: str, serve: Serve) -> None:
    """Late bytes end a connection also if they came while the event loop was busy."""
    way = Way("asyncio", over)
    server = serve(faulty(answer(b"first"), WRONG))
    carrier = way.carrier()

    async def main() -> None:
        await carrier.send(get(server.url, "/first"), NO_LIMIT)
        time.sleep(0.1)  # keeps the loop busy
        assert (await carrier.send(get(server.url, "/2"), NO_LIMIT)).body == b"/2"
        await way.end(carrier)

    anyio.run(main)


@pytest.fixture(params=["tls", "forward", "tunnel", "tunnel over tls"])
def route(request: Any, serve: Serve, authority: trustme.CA, own_file: Path) -> Callable[..., Any]:
    """Returns what starts a faulty server, and the options that lead a client to it."""

    def start(first: bytes) -> Any:
        kind = request.param
        if kind == "forward":
            proxy = serve(faulty(first))
            return proxy, "http://lag.example", {"proxy": proxy.url}
        server = serve(faulty(first), tls=speaking(authority, "lag.example", "localhost"))
        if kind == "tls":
            return server, f"https://localhost:{server.port}", {"verify": str(own_file)}
        over_tls = speaking(authority, "localhost") if kind == "tunnel over tls" else None
        proxy = serve(tunnel(server.port, bytearray()), tls=over_tls)
        scheme = "https" if over_tls else "http"
        options = {"proxy": f"{scheme}://localhost:{proxy.port}", "verify": str(own_file)}
        return server, "https://lag.example", options

    return start


def carrier_with(way: Way, **options: Any) -> Any:
    """A transport of that way, with options for connecting."""
    if way.over in ADAPTERS:
        return adapter(way.over, **options)
    if not way.borrowed:
        kind: Any = HttpxTransport if way.kind == "sync" else AsyncHttpxTransport
        return kind(ConnectionOptions.checked(trust_env=False, with_socks=True, **options))
    if "verify" in options:
        options["verify"] = context = ssl.create_default_context(cafile=options["verify"])
        if options.get("proxy", "").startswith("https:"):
            options["proxy"] = httpx.Proxy(options["proxy"], ssl_context=context)
    if way.kind == "sync":
        return HttpClientTransport(httpx.Client(trust_env=False, **options))
    return AsyncHttpClientTransport(httpx.AsyncClient(trust_env=False, **options))


@pytest.mark.parametrize("case", ["two responses", "more than is read at once"])
def test_surplus_behind_tls_and_proxies(way: Way, case: str, route: Any) -> None:
    """The same holds for TLS, where whole records may wait undecrypted, and behind proxies."""
    server, url, options = route(SURPLUS[case])
    nested = options.get("proxy", "").startswith("https:")
    if nested and way.over == "aiohttp" and sys.version_info < (3, 11):
        pytest.skip("asyncio has no TLS in TLS")
    if nested and way.borrowed and way.kind != "sync" and httpx.__version__ < "0.28":
        pytest.skip("httpx does not pass on the certificates of a proxy")
    check(way, carrier_with(way, **options), url)
    assert len(server.seen) == 3


def test_surplus_in_a_later_tls_record(
    way: Way, serve: Serve, authority: Any, own_file: Path
) -> None:
    """A second record that arrives with the response is trailing data, though undecrypted."""

    def respond(connection: socket.socket, head: bytes) -> None:
        path = head.split(b" ")[1]
        connection.sendall(answer(path))
        if path == b"/first":
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
            connection.sendall(WRONG)

    tls = speaking(authority, "localhost")
    server = serve(respond, tls=tls)
    url = f"https://localhost:{server.port}"
    check(way, carrier_with(way, verify=str(own_file)), url)


def test_stream_ends_before_a_surplus(way: Way, serve: Serve) -> None:
    """The pieces of a body end where it ends; the connection is not used again."""
    if way.over in ADAPTERS:
        return  # they read by themselves
    server = serve(faulty(SURPLUS["two responses"]))
    carrier = way.carrier()
    pieces: List[bytes] = []

    async def main() -> None:
        async with carrier.stream(get(server.url), NO_LIMIT) as stream:
            pieces.extend([piece async for piece in stream.chunks])
        assert (await carrier.send(get(server.url, "/2"), NO_LIMIT)).body == b"/2"
        await way.end(carrier)

    if way.kind == "sync":
        with carrier.stream(get(server.url), NO_LIMIT) as stream:
            pieces.extend(stream.chunks)
        assert carrier.send(get(server.url, "/2"), NO_LIMIT).body == b"/2"
        carrier.close()
        if way.borrowed:
            carrier._client.close()
    else:
        anyio.run(main, backend=way.kind)
    assert pieces == [b"first"]


class Session(ssl.SSLObject):
    """A TLS session that ends in some way when it is read."""

    def __new__(cls, *args: Any) -> Any:
        return object.__new__(cls)

    def __init__(self, result: Any) -> None:
        self.result = result

    def read(self, *args: Any) -> bytes:
        if isinstance(self.result, Exception):
            raise self.result
        return bytes(self.result)

    def selected_alpn_protocol(self) -> str:
        return "h2"


@pytest.mark.parametrize(
    ("result", "is_unread"),
    [(b"x", True), (ssl.SSLWantReadError(), False), (ssl.SSLError("broken"), True)],
    ids=["record", "nothing", "broken"],
)
def test_records_of_a_tls_session_are_unread(result: Any, is_unread: bool) -> None:
    """A session that has another record, or is broken, ends its connection."""
    trailing = TrailingData()
    trailing.has_session(Session(result))
    assert trailing.has_unread() is is_unread


def test_stream_with_frames_is_not_watched() -> None:
    """HTTP/2 sends frames that belong to no response, so none of its bytes are held back."""

    class Stream:
        def get_extra_info(self, info: str) -> Any:
            return Session(b"")

        def read(self, *args: Any) -> bytes:
            return b"two"

    stream = Stream()
    watch(stream, is_async=False)
    assert stream.read(9) == b"two"
    assert not hasattr(stream, "trailing_data")


@pytest.mark.anyio
async def test_stream_below_tls_ends_its_side() -> None:
    """The stream below TLS passes the end of writing on."""
    ended: List[str] = []

    class Below:
        async def send_eof(self) -> None:
            ended.append("below")

    below: Any = Below()
    await _WholeReads(below).send_eof()
    assert ended == ["below"]


def test_socket_that_is_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A socket is readable if bytes wait, or if it is closed; also where poll is missing."""
    for _ in range(2):
        near, far = socket.socketpair()
        assert not is_readable(near)
        far.sendall(b"x")
        assert is_readable(near)
        near.close()
        far.close()
        assert is_readable(near)
        monkeypatch.delattr(select, "poll", raising=False)
    assert is_readable(None)
