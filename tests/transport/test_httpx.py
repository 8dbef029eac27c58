"""Requests over httpx: what comes back, how failures are told, whose connections they are."""

from __future__ import annotations

import asyncio
import functools
import gc
import gzip
import json
import logging
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import weakref
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import anyio
import attrs
import certifi
import httpx
import pytest

from lagclient.client import AsyncClient, Client
from lagclient.errors import LagConnectionError, LagTimeoutError
from lagclient.transport.httpx import (
    AsyncPool,
    Borrowed,
    HttpxTransport,
    Pool,
    async_transport,
    pool_maker,
    transport,
)
from lagclient.transport.protocol import Reply, Request, Timeouts, TransportError
from tests.transport.conftest import ME, USER_TOKEN, Serve, Server, answer

NO_LIMIT = Timeouts()
SOON = Timeouts(read=0.05)
# verify, proxy, trust_env: loading certificates would take longer than these tests.
PLAIN = (False, None, False)
USER = answer(json.dumps(ME).encode(), "200 OK", "content-type: application/json")
# On trio, httpx and httpcore leave generators open whose response is not read to its end.
LEFT_OPEN = pytest.mark.filterwarnings("ignore:Async generator 'http:ResourceWarning")


def get(url: str, path: str = "/users/me", **headers: str) -> Request:
    """A read."""
    return Request("GET", url + path, {"authorization": f"Bearer {USER_TOKEN}", **headers})


@attrs.frozen
class Way:
    """One of the ways in which a request reaches the network."""

    kind: str
    """``sync``, ``asyncio`` or ``trio``."""
    borrowed: bool
    """Whether it goes through a client of the caller's."""

    def carrier(self, url: str, mock: Any = None) -> Any:
        """A transport: over a caller's client, or a pool of our own."""
        makes, http = (transport, httpx.Client)
        if self.kind != "sync":
            makes, http = (async_transport, httpx.AsyncClient)
        if self.borrowed:
            return makes(http(transport=mock, verify=False, trust_env=False), url, *PLAIN)
        carrier = makes(None, url, *PLAIN)
        if mock is not None:
            carrier._source._make = lambda: mock
        return carrier

    def attempt(self, request: Request, timeouts: Timeouts = NO_LIMIT, mock: Any = None) -> Reply:
        """One attempt, and the end of whatever it was made with."""
        carrier = self.carrier(request.url, mock)
        if self.kind == "sync":
            try:
                reply: Reply = carrier.send(request, timeouts)
                return reply
            finally:
                carrier.close()
                if self.borrowed:
                    carrier._source._client.close()

        async def attempt() -> Reply:
            try:
                reply: Reply = await carrier.send(request, timeouts)
                return reply
            finally:
                await carrier.close()
                if self.borrowed:
                    await carrier._source._client.aclose()

        return anyio.run(attempt, backend=self.kind)

    def failure(self, *args: Any, **options: Any) -> TransportError:
        """How an attempt failed; its cause is never the failure itself."""
        with pytest.raises(TransportError) as caught:
            self.attempt(*args, **options)
        error: TransportError = caught.value
        assert error.__cause__ is not error
        return error


WAYS = [Way(kind, borrowed) for borrowed in (False, True) for kind in ("sync", "asyncio", "trio")]


@pytest.fixture(params=WAYS, ids=lambda way: f"{way.kind}-{'client' if way.borrowed else 'pool'}")
def way(request: Any) -> Way:
    """Every way: sync, asyncio and trio, by our own pool and by `http_client`."""
    found: Way = request.param
    return found


def told(error: TransportError) -> Tuple[str, bool, bool, Optional[int]]:
    """What a failure says: phase, sent, timed_out, status."""
    return error.phase, error.sent, error.timed_out, error.status


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
    assert told(error) == ("request", True, False, None)
    error = way.failure(Request("POST", serve(answer()).url, headers, stops))
    assert told(error) == ("read", True, False, None)
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
    assert told(way.failure(get(server.url))) == ("read", True, False, 200)


def test_redirects_are_answers(way: Way, serve: Serve) -> None:
    """A redirect is not followed, whatever it says: the token goes nowhere else."""
    elsewhere = serve(USER)
    server = serve(answer(b"", "302 Found", f"location: {elsewhere.url}/users/me"))
    assert way.attempt(get(server.url)).status == 302
    assert (len(server.seen), elsewhere.seen) == (1, [])


def test_a_client_that_follows_redirects_does_not(serve: Serve) -> None:
    """Not even a caller's client with follow_redirects=True follows one for us."""
    server = serve(answer(b"", "307 Temporary Redirect", "location: /elsewhere"))
    with httpx.Client(follow_redirects=True, verify=False) as http:
        assert transport(http, server.url, *PLAIN).send(get(server.url), NO_LIMIT)
    assert len(server.seen) == 1


# How failures are told


def test_nobody_listens(way: Way, free_port: int) -> None:
    """A refused connection sent nothing."""
    error = way.failure(get(f"http://127.0.0.1:{free_port}"))
    assert told(error) == ("connect", False, False, None)
    assert str(error).startswith("ConnectError: ")
    assert isinstance(error.__cause__, httpx.ConnectError)


def test_the_connection_ends_before_the_answer(way: Way, serve: Serve) -> None:
    """A connection that ends without an answer: the request may have arrived."""
    server = serve(lambda connection, head: True)
    assert told(way.failure(get(server.url))) == ("read", True, False, None)


def test_the_answer_is_no_http(way: Way, serve: Serve) -> None:
    """An answer that is no HTTP is a lost one."""
    server = serve(b"hello\r\n\r\n")
    assert told(way.failure(get(server.url))) == ("read", True, False, None)


def broken(status: str, length: int = 100) -> Callable[[socket.socket, bytes], bool]:
    """Answers whose body ends too early."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(f"HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\npart".encode())
        return True

    return respond


def test_a_success_that_breaks_off(way: Way, serve: Serve) -> None:
    """A success whose body is cut off is a lost answer that knows its status."""
    server = serve(broken("200 OK"))
    assert told(way.failure(get(server.url))) == ("read", True, False, 200)


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
    assert told(way.failure(get(server.url), SOON)) == ("read", True, True, None)


def test_the_total_cuts_every_phase(way: Way, serve: Serve) -> None:
    """What is left of the deadline bounds each phase that has a longer limit of its own."""
    server = serve(silent)
    error = way.failure(get(server.url), Timeouts(read=60.0, total=0.05))
    assert told(error) == ("read", True, True, None)


def test_tls_to_who_speaks_none(way: Way) -> None:
    """A TLS failure is a phase of its own, and nothing was sent."""

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        thread = threading.Thread(target=greet)
        thread.start()
        error = way.failure(get(f"https://127.0.0.1:{port}"))
        thread.join(5)
    assert told(error) == ("tls", False, False, None)


@pytest.mark.parametrize(
    "url",
    ["ftp://127.0.0.1", "http://127.0.0.1:1/a\nb", "http://127.0.0.1:1/" + "x" * 70_000],
    ids=["scheme", "line break", "too long"],
)
def test_a_url_that_cannot_be_used(way: Way, url: str) -> None:
    """A URL that httpx refuses was not sent anywhere, and is not worth a retry."""
    error = way.failure(Request("GET", url, {}))
    assert told(error) == ("request", False, False, None)


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
    (RuntimeError, ("read", True, False)),
]


@pytest.mark.parametrize(("cls", "expected"), ERRORS, ids=[cls.__name__ for cls, _ in ERRORS])
def test_every_error_of_httpx(way: Way, cls: Any, expected: Any) -> None:
    """Each error of httpx, and any other, has a phase, and says if something may have been sent."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise cls("oh no")

    error = way.failure(get("https://lag.example"), mock=httpx.MockTransport(fail))
    assert told(error) == (*expected, None)
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
        HttpxTransport(Borrowed(Other())).send(get("https://lag.example"), NO_LIMIT)
    assert told(caught.value) == ("read", True, True, None)
    assert str(caught.value) == "SlowRead"


def test_a_pool_that_is_full(serve: Serve) -> None:
    """Waiting too long for a free connection is a timeout before anything was sent."""
    server = serve(answer(b"body"))
    limits = httpx.Limits(max_connections=1)
    with httpx.Client(limits=limits, verify=False, trust_env=False) as http:
        carrier = transport(http, server.url, *PLAIN)
        with carrier.stream(get(server.url), NO_LIMIT), pytest.raises(TransportError) as caught:
            carrier.send(get(server.url), Timeouts(pool=0.01))
    assert told(caught.value) == ("pool", False, True, None)


# The deadline, sync


def drip(status: str) -> Callable[[socket.socket, bytes], bool]:
    """A body that never ends, byte by byte."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(f"HTTP/1.1 {status}\r\ncontent-length: 10000\r\n\r\n".encode())
        for _ in range(1000):
            connection.sendall(b"x")
            time.sleep(0.005)
        return True

    return respond


@pytest.mark.parametrize("borrowed", [False, True])
def test_a_body_that_drips_is_cut_off(borrowed: bool, serve: Serve) -> None:
    """A body that keeps coming is given up when the total is over, its status known."""
    server = serve(drip("200 OK"))
    error = Way("sync", borrowed).failure(get(server.url), Timeouts(read=5.0, total=0.2))
    assert told(error) == ("read", True, True, 200)
    assert str(error) == "The answer takes too long"
    reply = Way("sync", borrowed).attempt(get(serve(drip("500 Oops")).url), Timeouts(total=0.2))
    assert reply.status == 500


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_body_that_drips_is_cut_off_for_coroutines(backend: str, serve: Serve) -> None:
    """The same, where the driver bounds the attempt; the connection is given up."""
    server = serve(drip("200 OK"))

    async def main() -> None:
        async with AsyncClient(
            token=USER_TOKEN, base_url=server.url, deadline_seconds=0.05
        ) as client:
            with pytest.raises(LagTimeoutError, match="deadline"):
                await client.users.me()

    anyio.run(main, backend=backend)
    assert settled(server)


def settled(server: Server) -> bool:
    """Whether all connections of a server are closed, in a moment at the latest."""
    gc.collect()
    for _ in range(500):
        if server.open == 0:
            return True
        time.sleep(0.01)
    return False


# The caller's client


def timeouts_of(timeouts: Timeouts, **options: Any) -> Dict[str, Any]:
    """The time limits that a request through a caller's client has."""
    seen: List[Any] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(note), **options) as http:
        transport(http, "", *PLAIN).send(get("https://lag.example"), timeouts)
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


def test_our_pool_has_the_call_s_timeouts() -> None:
    """A request of our own pool has the limits of its call, each cut to the total."""
    seen: List[Any] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200)

    mock = httpx.MockTransport(note)
    Way("sync", False).attempt(get("https://lag.example"), Timeouts(1.0, 2.0, 3.0, None, 2.5), mock)
    Way("asyncio", False).attempt(get("https://lag.example"), NO_LIMIT, mock)
    assert seen == [
        {"connect": 1.0, "read": 2.0, "write": 2.5, "pool": 2.5},
        {"connect": None, "read": None, "write": None, "pool": None},
    ]


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
        transport(http, "", *PLAIN).send(get("https://lag.example"), NO_LIMIT)
    assert log == ["hooked1", "answered"]


def test_a_caller_s_client_stays_open() -> None:
    """Closing ours never closes the caller's; a caller's that is closed sent nothing."""
    user = httpx.MockTransport(lambda request: httpx.Response(200, json=ME))
    http = httpx.Client(transport=user)
    with Client(token=USER_TOKEN, http_client=http) as client:
        assert client.users.me().id == "me"
    assert not http.is_closed
    assert client.users.me().id == "me"
    http.close()
    with pytest.raises(LagConnectionError, match="`http_client` is closed") as caught:
        client.users.me()
    assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 1)

    async def main() -> None:
        http = httpx.AsyncClient(transport=user)
        async with AsyncClient(token=USER_TOKEN, http_client=http) as client:
            assert (await client.users.me()).id == "me"
        assert not http.is_closed
        await http.aclose()
        with pytest.raises(LagConnectionError, match="`http_client` is closed"):
            await client.users.me()

    asyncio.run(main())


# Our own pools


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_connections_are_kept_and_closed(kind: str, serve: Serve) -> None:
    """Calls share a connection while the client is open; closing it closes that."""
    server = serve(USER)
    if kind == "sync":
        with Client(token=USER_TOKEN, base_url=server.url) as client:
            assert [client.users.me().id for _ in range(3)] == ["me"] * 3
    else:

        async def main() -> None:
            async with AsyncClient(token=USER_TOKEN, base_url=server.url) as client:
                for _ in range(3):
                    assert (await client.users.me()).id == "me"

        anyio.run(main, backend=kind)
    assert (len(server.seen), server.connections) == (3, 1)
    assert settled(server)


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_closed_client_sends_nothing(kind: str, serve: Serve) -> None:
    """After its end a client refuses to send, before and after its first request alike."""
    server = serve(USER)

    def judge(error: BaseException) -> None:
        assert isinstance(error, LagConnectionError)
        assert (error.outcome, error.attempts) == ("not_sent", 1)
        assert error.message == "The client is closed (request)"

    async def main(calls: int) -> None:
        client = AsyncClient(token=USER_TOKEN, base_url=server.url)
        for _ in range(calls):
            await client.users.me()
        await client.aclose()
        await client.aclose()
        with pytest.raises(LagConnectionError) as caught:
            await client.users.me()
        judge(caught.value)

    for calls in (0, 1):
        if kind == "sync":
            client = Client(token=USER_TOKEN, base_url=server.url)
            for _ in range(calls):
                client.users.me()
            client.close()
            client.close()
            with pytest.raises(LagConnectionError) as caught:
                client.users.me()
            judge(caught.value)
        else:
            anyio.run(main, calls, backend=kind)
    assert len(server.seen) == 1


@pytest.mark.parametrize("backends", [["asyncio"] * 3, ["trio"] * 3, ["trio", "asyncio", "trio"]])
def test_one_client_in_several_loops(backends: List[str], serve: Serve) -> None:
    """One client serves one event loop after the other: no warnings, every connection closed."""
    server = serve(USER)
    client = AsyncClient(token=USER_TOKEN, base_url=server.url)

    async def main() -> str:
        await client.users.me()
        return (await client.users.me()).id

    for done, backend in enumerate(backends, 1):
        assert anyio.run(main, backend=backend) == "me"
        assert (len(server.seen), server.connections) == (2 * done, done)
        assert settled(server)


def test_one_client_in_two_loops_at_once(serve: Serve) -> None:
    """Two threads with a loop each have a pool each; one's end is not the other's."""
    server = serve(USER)
    client = AsyncClient(token=USER_TOKEN, base_url=server.url)
    both = threading.Barrier(2, timeout=5)
    first_over = threading.Event()
    found: List[str] = []

    async def main(number: int) -> None:
        await client.users.me()
        await asyncio.get_running_loop().run_in_executor(None, both.wait)
        if number:
            await asyncio.get_running_loop().run_in_executor(None, first_over.wait, 5)
        found.append((await client.users.me()).id)

    def run(number: int) -> None:
        asyncio.run(main(number))
        first_over.set()

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert found == ["me", "me"]
    assert server.connections == 2
    assert settled(server)


def test_a_loop_is_freed_with_its_pool(serve: Serve) -> None:
    """What a client keeps for an event loop does not outlive the loop."""
    server = serve(USER)
    client = AsyncClient(token=USER_TOKEN, base_url=server.url)

    async def main() -> Any:
        await client.users.me()
        return weakref.ref(asyncio.get_running_loop())

    loop = asyncio.run(main())
    gc.collect()
    assert loop() is None


def test_many_tasks_share_a_pool(serve: Serve) -> None:
    """Tasks that send their first requests at once get one pool, not one each."""
    made: List[Any] = []

    def make() -> Any:
        made.append(httpx.MockTransport(lambda request: httpx.Response(200)))
        return made[-1]

    async def main() -> None:
        pool = AsyncPool(make)
        sends = [pool.open(get("https://lag.example"), NO_LIMIT, None) for _ in range(5)]
        for response in await asyncio.gather(*sends):
            await response.aclose()
        await pool.close()

    asyncio.run(main())
    assert len(made) == 1


def test_many_threads_share_a_pool() -> None:
    """Threads that send their first requests at once end up with the same pool."""
    both, used = threading.Barrier(2, timeout=5), []

    def make() -> Any:
        both.wait()  # Each is in the middle of making one.
        mock = httpx.MockTransport(lambda request: used.append(mock) or httpx.Response(200))
        return mock

    pool = Pool(make)
    threads = [
        threading.Thread(target=pool.open, args=(get("https://lag.example"), NO_LIMIT, None))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert len(used) == 2
    assert used[0] is used[1]


FORKING = """
import os, sys
from lagclient import Client
client = Client(token="lag_pat_x", base_url=sys.argv[1], max_retries=0)
client.users.me()
child = os.fork()
if not child:
    ok = client.users.me().id == "me"
    client.close()
    os._exit(0 if ok else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
print(client.users.me().id)
client.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_client_survives_a_fork(serve: Serve) -> None:
    """The child of a fork opens a connection of its own, and leaves the parent's as it was."""
    server = serve(USER)
    program = [sys.executable, "-W", "error", "-c", FORKING, server.url]
    done = subprocess.run(program, capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.stderr) == ("me\n", "")
    assert (len(server.seen), server.connections) == (3, 2)


@pytest.mark.parametrize(
    ("how", "told_of"),
    [
        ((True, "gopher://127.0.0.1", False), "gopher"),
        (("/no/such/file.pem", None, False), "no/such|No such"),
    ],
    ids=["proxy", "verify"],
)
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_a_pool_that_cannot_be_made(kind: str, how: Any, told_of: str) -> None:
    """A wrong proxy or file of certificates is told as that: nothing was sent, no retry."""
    request = get("https://127.0.0.1:1")

    def attempt() -> Reply:
        if kind == "sync":
            return transport(None, request.url, *how).send(request, NO_LIMIT)
        return asyncio.run(async_transport(None, request.url, *how).send(request, NO_LIMIT))

    with pytest.raises(TransportError, match=told_of) as caught:
        attempt()
    assert told(caught.value) == ("request", False, False, None)
    assert caught.value.__cause__ is not None


# Streams


@LEFT_OPEN
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
    carrier = way.carrier(server.url)

    async def main() -> None:
        async with carrier.stream(get(server.url), NO_LIMIT) as stream:
            assert (stream.status, stream.headers["content-length"]) == (200, "100")
            chunks = stream.chunks
            pieces.append(await chunks.__anext__())
            go_on.set()
            pieces.append(await chunks.__anext__())
            await chunks.aclose()
        await carrier.close()
        if way.borrowed:
            await carrier._source._client.aclose()

    if way.kind == "sync":
        with carrier.stream(get(server.url), NO_LIMIT) as stream:
            assert (stream.status, stream.headers["content-length"]) == (200, "100")
            pieces.append(next(stream.chunks))
            go_on.set()
            pieces.append(next(stream.chunks))
        carrier.close()
    else:
        anyio.run(main, backend=way.kind)
    assert pieces == [b"first", b"second"]
    assert settled(server)


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_stream_fails_as_an_attempt_does(kind: str, serve: Serve, free_port: int) -> None:
    """A stream that cannot be opened, or breaks off, is told by the same failures."""
    way = Way(kind, False)

    def read_all(url: str) -> None:
        carrier = way.carrier(url)

        async def main() -> None:
            try:
                async with carrier.stream(get(url), NO_LIMIT) as stream:
                    async for _ in stream.chunks:
                        pass
            finally:
                await carrier.close()

        if kind != "sync":
            anyio.run(main, backend=kind)
            return
        try:
            with carrier.stream(get(url), NO_LIMIT) as stream:
                b"".join(stream.chunks)
        finally:
            carrier.close()

    with pytest.raises(TransportError) as caught:
        read_all(f"http://127.0.0.1:{free_port}")
    assert told(caught.value) == ("connect", False, False, None)
    with pytest.raises(TransportError) as caught:
        read_all(serve(broken("200 OK")).url)
    assert told(caught.value) == ("read", True, False, 200)


# Secrets


def test_no_token_in_logs_and_errors(
    way: Way, serve: Serve, free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The token is in no log, not even at DEBUG, and in no failure."""
    with caplog.at_level(logging.DEBUG):
        way.attempt(get(serve(USER).url))
        errors = [
            way.failure(get(f"http://127.0.0.1:{free_port}")),
            way.failure(get(serve(silent).url), SOON),
        ]
    assert "canary" not in caplog.text
    for error in errors:
        assert "canary" not in repr(error)
        assert "canary" not in repr(error.__cause__)


# Proxies and certificates

LAG = "https://lag.example"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Dict[str, Any]]]:
    """What a pool would be made with, the environment being what the test says."""
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)
    monkeypatch.delenv("REQUEST_METHOD", raising=False)
    monkeypatch.setattr(httpx, "HTTPTransport", dict)
    monkeypatch.setattr(httpx, "AsyncHTTPTransport", functools.partial(dict, later=True))

    def made(
        base_url: str = LAG,
        proxy: Any = None,
        trust_env: bool = True,
        verify: Any = True,
        **env: str,
    ) -> Dict[str, Any]:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        options: Dict[str, Any] = pool_maker("HTTPTransport", base_url, verify, proxy, trust_env)()
        later = pool_maker("AsyncHTTPTransport", base_url, verify, proxy, trust_env)()
        assert (later["later"], later["proxy"]) == (True, options["proxy"])
        return options

    return made


@pytest.mark.parametrize(
    ("env", "base_url", "proxy"),
    [
        ({}, LAG, None),
        ({"HTTPS_PROXY": "http://p:1"}, LAG, "http://p:1"),
        ({"https_proxy": "http://p:1"}, LAG, "http://p:1"),
        ({"HTTPS_PROXY": "p:1"}, LAG, "http://p:1"),
        ({"ALL_PROXY": "socks5://p:1"}, LAG, "socks5://p:1"),
        ({"ALL_PROXY": "http://a:1", "HTTPS_PROXY": "http://p:1"}, LAG, "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, LAG, None),
        ({"HTTP_PROXY": "http://p:1"}, "http://lag.example", "http://p:1"),
        ({"HTTPS_PROXY": ""}, LAG, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "lag.example"}, LAG, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "other, .example"}, LAG, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, LAG, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "other.example"}, LAG, "http://p:1"),
        ({"ALL_PROXY": "http://p:1"}, "http://127.0.0.1:80", None),
        ({"ALL_PROXY": "http://p:1"}, "https://127.0.0.1", None),
        ({"ALL_PROXY": "http://p:1"}, "http://localhost:80", None),
        ({"ALL_PROXY": "http://p:1"}, "http://[::1]:80", None),
    ],
)
def test_the_environment_s_proxy(made: Any, env: Any, base_url: str, proxy: Any) -> None:
    """The environment's proxy is used as NO_PROXY lets it, and never for this machine itself."""
    assert made(base_url, **env)["proxy"] == proxy
    assert made(base_url, trust_env=False, **env)["proxy"] is None


def test_a_proxy_of_one_s_own(made: Any) -> None:
    """A proxy that was passed is used whatever the environment says, for this machine too."""
    for url in (LAG, "http://127.0.0.1:80"):
        assert made(url, "http://own:1", HTTPS_PROXY="http://p:1", NO_PROXY="*")["proxy"] == (
            "http://own:1"
        )


def test_a_proxy_is_asked_for_the_whole_url(serve: Serve) -> None:
    """Through a proxy the request names the API, and its answer is the API's."""
    proxy = serve(USER)
    with Client(
        token=USER_TOKEN, base_url="http://lag.example", allow_http=True, proxy=proxy.url
    ) as client:
        assert client.users.me().id == "me"
    assert proxy.seen[0].startswith(b"GET http://lag.example/users/me HTTP/1.1\r\n")


def test_certificates(made: Any) -> None:
    """Certificates are read once in a process, from a file on request, and not at all for http."""
    default = made()["verify"]
    assert isinstance(default, ssl.SSLContext)
    assert default.verify_mode is ssl.CERT_REQUIRED
    assert made("https://other.example")["verify"] is default
    own = made(verify=certifi.where())["verify"]
    assert isinstance(own, ssl.SSLContext)
    assert own is not default
    assert made(verify=own)["verify"] is own
    assert made(verify=False)["verify"] is False
    assert made("http://127.0.0.1:80")["verify"] is False
    assert made("http://lag.example", "https://p:1")["verify"] is default
