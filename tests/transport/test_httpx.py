"""Requests over httpx: what comes back, how failures are describe, whose connections they are."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import threading
import time
from typing import Any, Callable, Dict, Iterator, List

import anyio
import httpcore
import httpx
import pytest

from lagclient.client import AsyncClient, Client
from lagclient.errors import LagInvalidRequestError, LagTimeoutError
from lagclient.transport.httpx.http_client import HttpClientTransport
from lagclient.transport.httpx.instrumented import PoolTransport
from lagclient.transport.protocol import Request, Timeouts, TransportError
from tests.kit.adapters import ASYNC_KINDS, backend_of, client_by
from tests.kit.calls import ME, USER_TOKEN
from tests.kit.servers import Serve, answer, settled, settled_soon
from tests.kit.ways import NO_LIMIT, USER_ANSWER, WAYS, Way, describe, get

SOON = Timeouts(read=0.05)
# On trio, a client of httpx leaves generators open whose body cannot be decoded.
LEFT_OPEN = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")


# What comes back


def test_an_answer_comes_back_whole(way: Way, serve: Serve) -> None:
    """An answer is its status, its headers in lower case, and its body."""
    server = serve(answer(b"body", "201 Created", "X-Request-Id: r1", "X-A: 1", "X-A: 2"))
    reply = way.attempt(get(server.url))
    assert (reply.status, reply.body) == (201, b"body")
    assert reply.headers == {"content-length": "4", "x-request-id": "r1", "x-a": "1, 2"}


def test_a_request_goes_out_as_it_is(way: Way, serve: Serve) -> None:
    """Method, path, query and headers arrive as they were built, each header once."""
    server = serve(answer())
    path = "/a%2Fb/%252e%252e/%2E./~x?q=a%26b+c&e="
    if "pyreqwest" in way.over:  # it would go that step
        path = path.replace("%2E./", "")
    way.attempt(get(server.url, path, **{"x-trace": "1", "user-agent": "test/1"}))
    line, *rest = server.seen[0].decode().split("\r\n")
    assert line == f"GET {path} HTTP/1.1"
    headers = [text.lower().partition(": ")[::2] for text in rest if text]
    found = dict(headers)
    assert len(found) == len(headers)
    assert found["authorization"] == f"bearer {USER_TOKEN}"
    assert (found["x-trace"], found["user-agent"]) == ("1", "test/1")
    assert found["host"] == f"127.0.0.1:{server.port}"
    assert not {"content-type", "content-length", "transfer-encoding"} & found.keys()


def test_bodies_go_out_whole(way: Way, serve: Serve) -> None:
    """Bytes, or pieces of a known length, arrive with that length and in no other coding."""
    server = serve(answer())
    for body in (b"abcdef", lambda: iter([b"ab", b"", b"cdef"])):
        headers = {"content-type": "text/x", "content-length": "6"}
        for _ in range(2):
            way.attempt(Request("POST", server.url, headers, body))
    assert len(server.seen) == 4
    for seen in server.seen:
        head, _, body_seen = seen.partition(b"\r\n\r\n")
        assert body_seen == b"abcdef"
        assert b"content-length: 6" in head.lower()
        assert b"transfer-encoding" not in head.lower()


def test_a_body_that_ends_too_early(way: Way, serve: Serve) -> None:
    """A body shorter than was said, or that cannot be read on, may have been sent in part."""

    def stops() -> Iterator[bytes]:
        yield b"ab"
        raise OSError("the file is gone")

    headers = {"content-length": "10"}
    error = way.failure(Request("POST", serve(answer()).url, headers, lambda: iter([b"ab"])))
    assert describe(error) == ("request", True, False, None)
    error = way.failure(Request("POST", serve(answer()).url, headers, stops))
    assert describe(error) == ("read", True, False, None)
    assert str(error) == "OSError: the file is gone"


def test_compressed_answers_are_unpacked(way: Way, serve: Serve) -> None:
    """We ask for gzip, and bodies come back unpacked."""
    server = serve(answer(gzip.compress(b"x" * 5000), "200 OK", "content-encoding: gzip"))
    assert way.attempt(get(server.url)).body == b"x" * 5000
    assert b"gzip" in server.seen[0]


@LEFT_OPEN
def test_an_answer_that_cannot_be_unpacked(way: Way, serve: Serve) -> None:
    """A body that is not what its coding says is a lost answer, of the status that it had."""
    server = serve(answer(b"no gzip", "200 OK", "content-encoding: gzip"))
    assert describe(way.failure(get(server.url))) == ("read", True, False, 200)


@LEFT_OPEN
def test_an_attempt_that_is_given_up_gives_up_its_connection(way: Way, serve: Serve) -> None:
    """An answer that is not read to its end leaves no connection open in the pool."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\ncontent-encoding: gzip\r\n\r\n"
        )
        connection.sendall(b"no gzip")
        return silent(connection, head)

    server = serve(respond)
    carrier = way.carrier()

    async def main() -> None:
        with pytest.raises(TransportError):
            await carrier.send(get(server.url), NO_LIMIT)
        assert await settled_soon(server)
        await way.end(carrier)

    if way.kind == "sync":
        with pytest.raises(TransportError):
            carrier.send(get(server.url), NO_LIMIT)
        assert settled(server)
        carrier.close()
    else:
        anyio.run(main, backend=way.kind)


def test_redirects_are_answers(way: Way, serve: Serve) -> None:
    """A redirect is not followed, whatever it says: the token goes nowhere else."""
    elsewhere = serve(USER_ANSWER)
    server = serve(answer(b"", "302 Found", f"location: {elsewhere.url}/users/me"))
    assert way.attempt(get(server.url)).status == 302
    assert (len(server.seen), elsewhere.seen) == (1, [])


# How failures are describe


def test_nobody_listens(way: Way, free_port: int) -> None:
    """A refused connection sent nothing."""
    error = way.failure(get(f"http://127.0.0.1:{free_port}"))
    assert describe(error) == ("connect", False, False, None)
    if way in WAYS:
        assert str(error).startswith("ConnectError: ")
        causes = (httpcore.ConnectError, httpx.ConnectError, ConnectionRefusedError)
        assert isinstance(error.__cause__, causes)


def test_the_connection_ends_before_the_answer(way: Way, serve: Serve) -> None:
    """A connection that ends without an answer: the request may have arrived."""
    server = serve(lambda connection, head: True)
    assert describe(way.failure(get(server.url))) == ("read", True, False, None)


def test_the_answer_is_no_http(way: Way, serve: Serve) -> None:
    """An answer that is no HTTP is a lost one."""
    server = serve(b"hello\r\n\r\n")
    assert describe(way.failure(get(server.url))) == ("read", True, False, None)


def broken(status: str, length: int = 100) -> Callable[[socket.socket, bytes], bool]:
    """Answers whose body ends too early."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(f"HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\npart".encode())
        return True

    return respond


def test_a_success_that_breaks_off(way: Way, serve: Serve) -> None:
    """A success whose body is cut off is a lost answer that knows its status."""
    server = serve(broken("200 OK"))
    assert describe(way.failure(get(server.url))) == ("read", True, False, 200)


def test_a_refusal_that_breaks_off(way: Way, serve: Serve) -> None:
    """Of a refusal the status is what matters: it is an answer with what arrived of its body."""
    for status in ("500 Oops", "404 Not Found", "302 Found"):
        reply = way.attempt(get(serve(broken(status)).url))
        assert (reply.status, reply.body) == (int(status[:3]), b"part")


def silent(connection: socket.socket, head: bytes) -> bool:
    """Says nothing until the other side gives up."""
    connection.recv(1)
    return True


def test_silence_times_out(way: Way, serve: Serve) -> None:
    """An answer that does not come in time is a timeout of reading."""
    server = serve(silent)
    assert describe(way.failure(get(server.url), SOON)) == ("read", True, True, None)


def test_the_total_cuts_every_phase(httpx_way: Way) -> None:
    """What is left of the deadline bounds each phase that has a longer limit of its own."""
    limits = []

    def note(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"])
        return httpx.Response(200)

    given = Timeouts(read=60.0, write=1.0, total=2.0)
    httpx_way.attempt(get("https://lag.example"), given, httpx.MockTransport(note))
    assert limits == [{"connect": 2.0, "read": 2.0, "write": 1.0, "pool": 2.0}]


def test_tls_to_who_speaks_none(way: Way, plain_port: int) -> None:
    """A TLS failure is a phase of its own, and nothing was sent."""
    error = way.failure(get(f"https://127.0.0.1:{plain_port}"))
    assert describe(error) == ("tls", False, False, None)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1",
        "http://127.0.0.1:1/a\nb",
        "http://127.0.0.1:1/" + "x" * 70_000,
        "http://[::1",
    ],
    ids=["scheme", "line break", "too long", "half an address"],
)
def test_a_url_that_cannot_be_used(way: Way, url: str) -> None:
    """A URL that httpx refuses was not sent anywhere, and is not worth a retry."""
    error = way.failure(Request("GET", url, {}))
    assert describe(error) == ("request", False, False, None)


def test_a_request_that_httpx_cannot_build_was_not_sent() -> None:
    """A header that httpx refuses is an error of the request, and nothing was sent."""
    with pytest.raises(TransportError) as caught:
        PoolTransport(None).build(get("http://lag.example", name="\u00e9"), Timeouts(), None, {})
    assert describe(caught.value) == ("request", False, False, None)


ERRORS = [
    (httpx.PoolTimeout, ("pool", False, True)),
    (httpx.ConnectTimeout, ("connect", False, True)),
    (httpx.WriteTimeout, ("write", True, True)),
    (httpx.ReadTimeout, ("read", True, True)),
    (httpx.ConnectError, ("connect", False, False)),
    (httpx.ProxyError, ("connect", False, False)),
    (httpx.UnsupportedProtocol, ("request", False, False)),
    (httpx.InvalidURL, ("request", False, False)),
    (httpx.LocalProtocolError, ("request", True, False)),
    (httpx.WriteError, ("write", True, False)),
    (httpx.ReadError, ("read", True, False)),
    (httpx.CloseError, ("read", True, False)),
    (httpx.RemoteProtocolError, ("read", True, False)),
    (httpx.DecodingError, ("read", True, False)),
    (httpx.TooManyRedirects, ("read", True, False)),
    (OSError, ("read", True, False)),
]


@pytest.mark.parametrize(("cls", "expected"), ERRORS, ids=[cls.__name__ for cls, _ in ERRORS])
def test_every_error_of_httpx(httpx_way: Way, cls: Any, expected: Any) -> None:
    """Each error of httpx or of a socket has a phase, and says if something may have been sent."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise cls("oh no")

    error = httpx_way.failure(get("https://lag.example"), mock=httpx.MockTransport(fail))
    assert describe(error) == (*expected, None)
    assert str(error) == f"{cls.__name__}: oh no"
    assert isinstance(error.__cause__, cls)


def test_errors_of_the_right_name_are_enough() -> None:
    """A client that is not httpx's is understood by the names of its errors."""

    class TransportTrouble(Exception):
        pass

    class ReadTimeout(TransportTrouble):
        pass

    class SlowRead(ReadTimeout):
        pass

    class Other:
        timeout = httpx.Timeout(5)

        def build_request(self, *args: Any, **kwargs: Any) -> Any:
            return args

        def send(self, *args: Any, **kwargs: Any) -> Any:
            raise SlowRead

    with pytest.raises(TransportError) as caught:
        HttpClientTransport(Other()).send(get("https://lag.example"), NO_LIMIT)
    assert describe(caught.value) == ("read", True, True, None)
    assert str(caught.value) == "SlowRead"


def test_a_pool_that_is_full(serve: Serve) -> None:
    """Waiting too long for a free connection is a timeout before anything was sent."""
    server = serve(answer(b"body"))
    limits = httpx.Limits(max_connections=1)
    with httpx.Client(limits=limits, verify=False, trust_env=False) as http:
        carrier = HttpClientTransport(http)
        with carrier.stream(get(server.url), NO_LIMIT), pytest.raises(TransportError) as caught:
            carrier.send(get(server.url), Timeouts(pool=0.01))
    assert describe(caught.value) == ("pool", False, True, None)


def test_success_is_silent(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    """Where nothing goes wrong a call logs one line at INFO, and what is below it logs none."""
    server = serve(USER_ANSWER)

    async def ask() -> str:
        async with AsyncClient(token=USER_TOKEN, base_url=server.url) as client:
            return (await client.users.me()).id

    with caplog.at_level(logging.INFO):
        with Client(token=USER_TOKEN, base_url=server.url) as client:
            assert client.users.me().id == "me"
        assert anyio.run(ask) == "me"
    assert [record.name for record in caplog.records] == ["lagclient.calls"] * 2


def test_a_server_that_takes_no_body(way: Way) -> None:
    """An upload that a server does not read is cut off by the limit for writing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        pieces = [b"x" * 1_000_000] * 50
        request = Request("POST", url, {"content-length": "50000000"}, lambda: iter(pieces))
        error = way.failure(request, Timeouts(0.2, 0.2, 0.01))
    assert describe(error) == ("write", True, True, None)


# The deadline, sync


def drip(status: str) -> Callable[[socket.socket, bytes], bool]:
    """A body that never ends, byte by byte."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(f"HTTP/1.1 {status}\r\ncontent-length: 10000\r\n\r\nx".encode())
        for _ in range(300):
            connection.sendall(b"x")
            time.sleep(0.005)
        return True

    return respond


@pytest.mark.parametrize("over", ["pool", "client"])
def test_a_body_that_drips_is_cut_off(over: str, serve: Serve) -> None:
    """A body that keeps coming is given up when the total is over, its status known."""
    way, limits = Way("sync", over), Timeouts(read=5.0, total=0.5)
    error = way.failure(get(serve(drip("200 OK")).url), limits)
    assert describe(error) == ("read", True, True, 200)
    assert way.attempt(get(serve(drip("500 Oops")).url), limits).status == 500


@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_a_body_that_drips_is_cut_off_for_coroutines(kind: str, serve: Serve) -> None:
    """The same, where the driver bounds the attempt; the connection is given up."""
    server = serve(drip("200 OK"))

    async def main() -> None:
        async with client_by(kind, server.url, deadline_seconds=0.05) as client:
            with pytest.raises(LagTimeoutError, match="deadline"):
                await client.users.me()

    anyio.run(main, backend=backend_of(kind))
    assert settled(server)


# The caller's client


def timeouts_of(timeouts: Timeouts, **options: Any) -> Dict[str, Any]:
    """The time limits that a request through a caller's client has."""
    seen: List[Any] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(note), **options) as http:
        HttpClientTransport(http).send(get("https://lag.example"), timeouts)
    found: Dict[str, Any] = seen[0]
    return found


def test_a_caller_s_client_keeps_its_timeouts() -> None:
    """Where the call has no limit of its own, the client's holds; the total cuts both."""
    own = httpx.Timeout(connect=1.0, read=2.0, write=None, pool=4.0)
    phases = ("connect", "read", "write", "pool")
    for timeouts, expected in (
        (Timeouts(), (1.0, 2.0, None, 4.0)),
        (Timeouts(9.0, 9.0, 9.0, 9.0), (9.0, 9.0, 9.0, 9.0)),
        (Timeouts(read=9.0), (1.0, 9.0, None, 4.0)),
        (Timeouts(total=1.5), (1.0, 1.5, 1.5, 1.5)),
        (Timeouts(0.5, 0.5, 0.5, 0.5, 1.5), (0.5, 0.5, 0.5, 0.5)),
    ):
        assert timeouts_of(timeouts, timeout=own) == dict(zip(phases, expected))


def test_a_caller_s_client_has_its_hooks() -> None:
    """What the caller's client does to requests and answers happens: hooks, headers, auth."""
    log: List[str] = []

    def note(request: httpx.Request) -> httpx.Response:
        log.append(request.headers["x-hook"] + request.headers["x-own"])
        return httpx.Response(200)

    def hook(request: httpx.Request) -> None:
        request.headers["x-hook"] = "hooked"

    with httpx.Client(
        transport=httpx.MockTransport(note),
        headers={"x-own": "1"},
        event_hooks={"request": [hook], "response": [lambda response: log.append("answered")]},
    ) as http:
        HttpClientTransport(http).send(get("https://lag.example"), NO_LIMIT)
    assert log == ["hooked1", "answered"]


def test_a_caller_s_client_stays_open() -> None:
    """Closing ours never closes the caller's; a caller's that is closed sent nothing."""
    user = httpx.MockTransport(lambda request: httpx.Response(200, json=ME))
    http = httpx.Client(transport=user)
    with Client(token=USER_TOKEN, http_client=http) as client:
        assert client.users.me().id == "me"
    assert not http.is_closed
    client = Client(token=USER_TOKEN, http_client=http)
    assert client.users.me().id == "me"
    http.close()
    with pytest.raises(LagInvalidRequestError, match="`http_client` is closed") as caught:
        client.users.me()
    assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 0)

    async def main() -> None:
        http = httpx.AsyncClient(transport=user)
        async with AsyncClient(token=USER_TOKEN, http_client=http) as client:
            assert (await client.users.me()).id == "me"
        assert not http.is_closed
        client = AsyncClient(token=USER_TOKEN, http_client=http)
        await http.aclose()
        with pytest.raises(LagInvalidRequestError, match="`http_client` is closed"):
            await client.users.me()

    asyncio.run(main())


# Streams


def test_a_stream_comes_piece_by_piece(way: Way, serve: Serve) -> None:
    """A stream hands out what has arrived; leaving it early gives up the connection."""
    go_on = threading.Event()

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nfirst")
        go_on.wait(5)
        connection.sendall(b"second")
        connection.recv(1)
        return True

    server = serve(respond)
    pieces: List[bytes] = []
    carrier = way.carrier()

    async def main() -> None:
        async with carrier.stream(get(server.url), NO_LIMIT) as stream:
            assert (stream.status, stream.headers["content-length"]) == (200, "100")
            chunks = stream.chunks
            pieces.append(await chunks.__anext__())
            go_on.set()
            pieces.append(await chunks.__anext__())
        assert await settled_soon(server)
        await way.end(carrier)

    if way.kind == "sync":
        with carrier.stream(get(server.url), NO_LIMIT) as stream:
            assert (stream.status, stream.headers["content-length"]) == (200, "100")
            pieces.append(next(stream.chunks))
            go_on.set()
            pieces.append(next(stream.chunks))
        assert settled(server)
        carrier.close()
    else:
        anyio.run(main, backend=way.kind)
    assert pieces == [b"first", b"second"]


def test_a_stream_ends_with_its_body(way: Way, serve: Serve) -> None:
    """A stream that is read to its end has the whole body, and leaves its connection for reuse."""
    server = serve(answer(b"the whole body"))
    carrier = way.carrier()

    async def main() -> List[bytes]:
        bodies: List[bytes] = []
        for _ in range(2):
            async with carrier.stream(get(server.url), NO_LIMIT) as stream:
                bodies.append(b"".join([chunk async for chunk in stream.chunks]))
        await way.end(carrier)
        return bodies

    if way.kind == "sync":
        bodies = []
        for _ in range(2):
            with carrier.stream(get(server.url), NO_LIMIT) as stream:
                bodies.append(b"".join(stream.chunks))
        carrier.close()
        if way.borrowed:
            carrier._client.close()
    else:
        bodies = anyio.run(main, backend=way.kind)
    assert bodies == [b"the whole body"] * 2
    assert server.connections == 1


def test_a_stream_fails_as_an_attempt_does(way: Way, serve: Serve, free_port: int) -> None:
    """A stream that cannot be opened, or breaks off, is told by the same failures."""

    def read_all(url: str) -> None:
        carrier = way.carrier()

        async def main() -> None:
            try:
                async with carrier.stream(get(url), NO_LIMIT) as stream:
                    async for _ in stream.chunks:
                        pass
            finally:
                await way.end(carrier)

        if way.kind != "sync":
            anyio.run(main, backend=way.kind)
            return
        try:
            with carrier.stream(get(url), NO_LIMIT) as stream:
                b"".join(stream.chunks)
        finally:
            carrier.close()
            if way.borrowed:
                carrier._client.close()

    with pytest.raises(TransportError) as caught:
        read_all(f"http://127.0.0.1:{free_port}")
    assert describe(caught.value) == ("connect", False, False, None)
    with pytest.raises(TransportError) as caught:
        read_all(serve(broken("200 OK")).url)
    assert describe(caught.value) == ("read", True, False, 200)


# Secrets


def test_no_token_in_logs_and_errors(
    way: Way, serve: Serve, free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The token is in no log, not even at DEBUG, and in no failure."""
    with caplog.at_level(logging.DEBUG):
        way.attempt(get(serve(USER_ANSWER).url))
        errors = [
            way.failure(get(f"http://127.0.0.1:{free_port}")),
            way.failure(get(serve(silent).url), SOON),
        ]
    assert "canary" not in caplog.text
    for error in errors:
        assert "canary" not in repr(error)
        assert "canary" not in repr(error.__cause__)
