"""The adapters, beyond what the tests of our own pool ask of them too."""

from __future__ import annotations

import asyncio
import socket
import threading
import types
from functools import partial
from pathlib import Path
from typing import Any, List, cast

import aiohttp
import anyio
import pytest
from aiohttp.client_proto import ResponseHandler

from lagclient.calls.failures import no_answer
from lagclient.errors import LagConnectionError, LagInvalidRequestError
from lagclient.transport.aiohttp.transport import (
    AiohttpTransport,
    _BodyEndedError,
    _end_with_connection,
    _Sending,
)
from lagclient.transport.protocol import OpenBody, Request, Secret, TransportError
from lagclient.transport.proxies import HTTP_SCHEMES, Proxy
from tests.kit.adapters import ADAPTERS, ASYNC_ADAPTERS, adapter, backend_of, client_by
from tests.kit.calls import USER_TOKEN, settings_of
from tests.kit.servers import Serve, answer, settled
from tests.kit.ways import NO_LIMIT, USER_ANSWER, Way, describe, get

EVERY = pytest.mark.parametrize("name", ADAPTERS)


@pytest.mark.parametrize("chunk", [b"zz\r\n", b"2\r\n{}\r\nzz\r\n"])
def test_invalid_chunk_ends_a_response(way: Way, chunk: bytes, serve: Serve) -> None:
    """The head has arrived, so the failure has its status, and no reader waits for ever."""
    has_head = threading.Event()

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n")
        has_head.wait(5)
        connection.sendall(chunk)
        return False

    with pytest.raises(TransportError) as caught:
        way.read(get(serve(respond).url), has_head.set)
    assert (caught.value.phase, caught.value.sent, caught.value.status) == ("read", True, 201)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_body_of_a_lost_connection_has_ended() -> None:
    """A connection may be lost before its response is watched; whole bodies stay as they are."""
    loop = asyncio.get_running_loop()
    for has_ended in (True, False):
        protocol = ResponseHandler(loop)
        content = aiohttp.StreamReader(protocol, 1, loop=loop)
        protocol.connection_lost(None)
        if has_ended:
            content.feed_eof()
        response: Any = types.SimpleNamespace(
            content=content, connection=types.SimpleNamespace(protocol=protocol)
        )
        _end_with_connection(response)
        if has_ended:
            assert await content.readany() == b""
            continue
        _end_with_connection(response)  # its error stays
        with pytest.raises(aiohttp.ClientPayloadError, match="invalid or incomplete"):
            await content.readany()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_nothing_is_sent_again(way: Way, method: str, serve: Serve) -> None:
    """A kept connection that ends with the next request on it: that request was sent once."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        if len(server.seen) == 1:
            connection.sendall(USER_ANSWER)
        return len(server.seen) > 1

    server = serve(respond)
    carrier, failures = way.carrier(), []
    request = Request(method, server.url, {}, b"{}" if method[0] == "P" else None)

    async def main() -> None:
        await carrier.send(request, NO_LIMIT)
        with pytest.raises(TransportError) as caught:
            await carrier.send(request, NO_LIMIT)
        failures.append(caught.value)
        await way.end(carrier)

    if way.kind == "sync":
        carrier.send(request, NO_LIMIT)
        with pytest.raises(TransportError) as caught:
            carrier.send(request, NO_LIMIT)
        failures.append(caught.value)
        carrier.close()
        if way.borrowed:
            carrier._client.close()
    else:
        anyio.run(main, backend=way.kind)
    assert describe(failures[0]) == ("read", True, False, None)
    assert (len(server.seen), server.connections) == (2, 1)


def sent_by(name: str, serve: Serve, request: Any) -> List[str]:
    """The lines of a request as an adapter sends it, in lower case and in order."""
    server = serve(answer())
    Way(ADAPTERS[name][0], name).attempt(request(server.url))
    head = server.seen[0].partition(b"\r\n\r\n")[0].decode().lower()
    return sorted(head.replace(f":{server.port}", "").split("\r\n"))


@EVERY
def test_no_header_is_a_library_s_own(name: str, serve: Serve) -> None:
    """An adapter sends the same headers as our own pool does: it adds none, and changes none."""
    own = {"authorization": Secret(f"Bearer {USER_TOKEN}"), "user-agent": "x/1", "accept": "a/b"}
    expected = ["accept-encoding: gzip, deflate", "accept: a/b"]
    expected += [f"authorization: bearer {USER_TOKEN}"]
    assert sent_by(name, serve, lambda url: Request("GET", url + "/x", own)) == [
        *expected,
        "get /x http/1.1",
        "host: 127.0.0.1",
        "user-agent: x/1",
    ]
    for body in (b"{}", b"x" * 200_000):
        headers = {**own, "content-type": "application/json"}
        assert sent_by(name, serve, lambda url: Request("POST", url, headers, body)) == [  # noqa: B023
            *expected,
            f"content-length: {len(body)}",
            "content-type: application/json",
            "host: 127.0.0.1",
            "post / http/1.1",
            "user-agent: x/1",
        ]


def test_aiohttp_adds_no_header(serve: Serve) -> None:
    """What a request does not say of itself, aiohttp does not say for it."""
    assert sent_by("aiohttp", serve, lambda url: Request("POST", url, {}, b"{}")) == [
        "accept-encoding: gzip, deflate",
        "content-length: 2",
        "host: 127.0.0.1",
        "post / http/1.1",
    ]


@EVERY
def test_cookies_are_not_kept(name: str, serve: Serve) -> None:
    """What a server wants to be told again is not told."""
    server = serve(answer(b"{}", "200 OK", "set-cookie: a=b; Path=/"))
    url = server.url.replace("127.0.0.1", "localhost")  # addresses have no cookies anyway
    carrier = adapter(name)

    async def main() -> None:
        for _ in range(2):
            await carrier.send(get(url), NO_LIMIT)
        await carrier.close()

    if ADAPTERS[name][0] == "sync":
        for _ in range(2):
            carrier.send(get(url), NO_LIMIT)
        carrier.close()
    else:
        anyio.run(main)
    assert len(server.seen) == 2
    assert b"cookie" not in b"".join(server.seen).lower()


@EVERY
@pytest.mark.parametrize(
    ("option", "value", "told_of"),
    [
        ("proxy", "socks5://someone:swordfish@127.0.0.1:1", "socks5://...@127.0.0.1:1"),
        ("proxy", "127.0.0.1:8080", "http://host:port"),
        ("verify", 5, "not int"),
        ("max_connections", 0, "from 1 up"),
        ("max_connections", True, "from 1 up"),
        ("max_connections", "9", "from 1 up"),
    ],
)
def test_wrong_options_are_refused(name: str, option: str, value: Any, told_of: str) -> None:
    """An option that makes no sense is refused when the transport is made, without passwords."""
    with pytest.raises(LagInvalidRequestError, match=f"`{option}`") as caught:
        ADAPTERS[name][1](**{option: value})
    assert told_of in str(caught.value)
    assert "swordfish" not in str(caught.value)


@EVERY
@pytest.mark.parametrize(
    ("options", "env", "message"),
    [
        ({"verify": "broken.pem"}, {}, "`verify` must name certificates in PEM"),
        (
            {},
            {"HTTPS_PROXY": "socks5://127.0.0.1:1"},
            "`HTTPS_PROXY` must be like http://host:port",
        ),
    ],
    ids=["verify", "proxy"],
)
def test_what_cannot_connect_sends_nothing(
    name: str,
    options: Any,
    env: Any,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A broken certificate, or a proxy that cannot be used, ends the first attempt."""
    monkeypatch.chdir(tmp_path)
    Path("broken.pem").write_text("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
    monkeypatch.delenv("NO_PROXY", raising=False)
    for variable, value in env.items():
        monkeypatch.setenv(variable, value)
    send = adapter(name, **options).send
    run = send if ADAPTERS[name][0] == "sync" else partial(anyio.run, send)
    with pytest.raises(TransportError, match=message) as caught:
        run(get("https://lag.example"), NO_LIMIT)
    assert describe(caught.value) == ("request", False, False, None)


@EVERY
def test_a_port_that_is_none(name: str) -> None:
    """A URL that the library refuses was not sent anywhere, and is not worth a retry."""
    error = Way(ADAPTERS[name][0], name).failure(get("http://127.0.0.1:99999"))
    assert describe(error) == ("request", False, False, None)


def test_refused_connection_asks_whether_the_sandbox_runs(way: Way, free_port: int) -> None:
    """Each transport words a refused connection in its own way, and the advice is the same."""
    url = f"http://127.0.0.1:{free_port}"
    error = no_answer(way.failure(get(url)), settings_of(base_url=url), None)
    assert (type(error), error.advice) == (LagConnectionError, "Is `lagclient sandbox` running?")


def test_a_proxy_does_not_show_its_password() -> None:
    """Where a proxy is may be shown, who asks it may not."""
    proxy = Proxy.parse("http://some%40one:sword%3Afish@127.0.0.1:80", HTTP_SCHEMES)
    assert isinstance(proxy, Proxy)
    assert proxy.headers == {"proxy-authorization": "Basic c29tZUBvbmU6c3dvcmQ6ZmlzaA=="}
    assert repr([proxy, proxy.headers]) == (
        "[<Proxy http://127.0.0.1:80>, {'proxy-authorization': '...'}]"
    )
    assert repr([*proxy]) == "['http://127.0.0.1:80', '...', '...']"


@pytest.mark.parametrize("name", ASYNC_ADAPTERS)
def test_an_upload_that_is_given_up_gives_up_its_connection(name: str) -> None:
    """An upload that is cancelled is over, and its connection too."""
    ends: List[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        request = Request("POST", url, {}, b"x" * 20_000_000)

        async def main() -> None:
            carrier = adapter(name)
            with anyio.move_on_after(0.1) as scope:
                await carrier.send(request, NO_LIMIT)
            assert scope.cancelled_caught
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                await anyio.to_thread.run_sync(drain, connection)
            await carrier.close()

        def drain(connection: socket.socket) -> None:
            try:
                while connection.recv(1_000_000):
                    pass
            except ConnectionResetError:
                pass
            ends.append("over")

        anyio.run(main)
    assert ends == ["over"]


@pytest.mark.parametrize("kind", ["asyncio", "trio", *ASYNC_ADAPTERS])
@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx"])
def test_a_stream_that_is_cancelled(kind: str, start: bytes, serve: Serve) -> None:
    """A stream may be cancelled while it is opened, or read: that is all that its reader hears."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(start)
        return not connection.recv(1)

    server, seen = serve(respond), []

    async def main() -> None:
        async with client_by(kind, server.url) as client:
            with anyio.move_on_after(0.2) as scope:
                async with client._transport.stream(get(server.url), NO_LIMIT) as stream:
                    async for chunk in stream.chunks:
                        seen.append(chunk)
            assert scope.cancelled_caught

    anyio.run(main, backend=backend_of(kind))
    assert b"".join(seen) == start[-1:]
    assert settled(server)


@EVERY
def test_a_body_of_unknown_length_is_chunked(name: str, serve: Serve) -> None:
    """A body whose length nobody said arrives in chunks."""
    lines = sent_by(name, serve, lambda url: Request("PUT", url, {}, lambda: iter([b"ab", b"c"])))
    assert "transfer-encoding: chunked" in lines
    assert not [line for line in lines if line.startswith("content-length")]


@pytest.mark.anyio
async def test_what_is_streamed_is_not_text() -> None:
    """aiohttp may ask a body for its text; one on its way has none."""
    with pytest.raises(TypeError, match="not text"):
        _Sending(OpenBody(iter([])), None, None, anyio.CancelScope()).decode()


def test_body_of_aiohttp_keeps_the_error_of_a_signal_handler() -> None:
    """aiohttp gets an Exception in its place, because it would lose one that is not."""

    class Stream:
        transport = types.SimpleNamespace(abort=bool)

        async def write(self, chunk: bytes) -> None:
            raise GeneratorExit(chunk)

    async def write() -> None:
        body = _Sending(OpenBody(iter([b"abc"])), "3", None, anyio.CancelScope())
        with pytest.raises(_BodyEndedError):
            await body.write_with_length(cast("Any", Stream()))
        assert repr(body.failure) == repr(GeneratorExit(b"abc"))

    anyio.run(write)


def test_aiohttp_that_loses_a_connection_is_a_lost_connection(serve: Serve) -> None:
    """aiohttp has an AttributeError for a connection that ends between head and response."""
    server = serve(answer(b"{}"))

    async def attempt() -> None:
        carrier = AiohttpTransport()
        session: Any = await carrier._sessions.opened()
        trace = aiohttp.TraceConfig()

        async def hang_up(*_: object) -> None:
            for connection in session._connector._taken:
                connection.close()

        trace.on_request_headers_sent.append(hang_up)
        trace.freeze()
        session.http._trace_configs.append(trace)
        try:
            with pytest.raises(TransportError) as caught:
                await carrier.send(Request("POST", server.url, {}, b"x" * 500_000), NO_LIMIT)
            assert (caught.value.phase, caught.value.sent) == ("read", True)
        finally:
            await carrier.close()

    anyio.run(attempt)


def test_aiohttp_is_not_for_trio() -> None:
    """On trio, aiohttp's transport says that it is for asyncio, and nothing is sent."""

    async def main() -> None:
        async with client_by("aiohttp", "http://127.0.0.1:1") as client:
            with pytest.raises(LagConnectionError, match="asyncio: on trio") as caught:
                await client.users.me()
            assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 1)

    anyio.run(main, backend="trio")
