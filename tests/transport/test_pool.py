"""Our own connections: whose they are, when they end, and what they go through."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import os
import ssl
import subprocess
import sys
import threading
import weakref
from typing import Any, AsyncIterator, Callable, Dict, Iterator, List

import anyio
import certifi
import httpcore
import httpx
import pytest

from lagclient.client import Client
from lagclient.errors import LagConnectionError
from lagclient.transport.httpx.connector import connector
from lagclient.transport.httpx.pool import MAX_CONNECTIONS, AsyncPool, Pool
from lagclient.transport.httpx.sockets import Sockets
from lagclient.transport.httpx.transport import async_transport, transport
from lagclient.transport.protocol import Reply, Request, Timeouts, TransportError
from tests.kit.adapters import ASYNC_ADAPTERS, ASYNC_KINDS, KINDS, backend_of, client_by
from tests.kit.calls import USER_TOKEN
from tests.kit.servers import Serve, settled
from tests.kit.ways import NO_LIMIT, USER_ANSWER, Way, get, told


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer's body that is still to be read."""

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"{}"])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{}"


BODY = Body()


@pytest.mark.parametrize("kind", KINDS)
def test_connections_are_kept_and_closed(kind: str, serve: Serve) -> None:
    """Calls share a connection while the client is open; closing it closes that."""
    server = serve(USER_ANSWER)
    if backend_of(kind) == "sync":
        with client_by(kind, server.url) as client:
            assert [client.users.me().id for _ in range(3)] == ["me"] * 3
    else:

        async def main() -> None:
            async with client_by(kind, server.url) as client:
                for _ in range(3):
                    assert (await client.users.me()).id == "me"

        anyio.run(main, backend=backend_of(kind))
    assert (len(server.seen), server.connections) == (3, 1)
    assert settled(server)


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_client_sends_nothing(kind: str, serve: Serve) -> None:
    """After its end a client refuses to send, before and after its first request alike."""
    server = serve(USER_ANSWER)

    def judge(error: BaseException) -> None:
        assert isinstance(error, LagConnectionError)
        assert (error.outcome, error.attempts) == ("not_sent", 1)
        assert error.message == "The client is closed (request)"

    async def main(calls: int) -> None:
        client = client_by(kind, server.url)
        for _ in range(calls):
            await client.users.me()
        await client.aclose()
        await client.aclose()
        with pytest.raises(LagConnectionError) as caught:
            await client.users.me()
        judge(caught.value)

    for calls in (0, 1):
        if backend_of(kind) == "sync":
            client = client_by(kind, server.url)
            for _ in range(calls):
                client.users.me()
            client.close()
            client.close()
            with pytest.raises(LagConnectionError) as caught:
                client.users.me()
            judge(caught.value)
        else:
            anyio.run(main, calls, backend=backend_of(kind))
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("kind", "backends"),
    [
        ("asyncio", ["asyncio"] * 3),
        ("trio", ["trio"] * 3),
        ("pool", ["trio", "asyncio", "trio"]),
        *((kind, ["asyncio"] * 3) for kind in ASYNC_ADAPTERS),
    ],
)
def test_one_client_in_several_loops(kind: str, backends: List[str], serve: Serve) -> None:
    """One client serves one event loop after the other: no warnings, every connection closed."""
    server = serve(USER_ANSWER)
    client = client_by(kind, server.url)

    async def main() -> str:
        await client.users.me()
        return (await client.users.me()).id

    for done, backend in enumerate(backends, 1):
        assert anyio.run(main, backend=backend) == "me"
        assert (len(server.seen), server.connections) == (2 * done, done)
        assert settled(server)


@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_two_clients_in_one_loop(kind: str, serve: Serve) -> None:
    """Each has connections of its own, which the other neither uses nor closes."""
    servers = [serve(USER_ANSWER), serve(USER_ANSWER)]

    async def main() -> None:
        first, second = (client_by(kind, server.url, max_retries=0) for server in servers)
        assert [(await client.users.me()).id for client in (first, second)] == ["me", "me"]
        await first.aclose()
        assert (await second.users.me()).id == "me"
        await second.aclose()

    anyio.run(main, backend=backend_of(kind))
    assert [(len(server.seen), server.connections) for server in servers] == [(1, 1), (2, 1)]


@pytest.mark.parametrize("kind", ["asyncio", *ASYNC_ADAPTERS])
def test_one_client_in_two_loops_at_once(kind: str, serve: Serve) -> None:
    """Two threads with a loop each have a pool each; one's end is not the other's."""
    server = serve(USER_ANSWER)
    client = client_by(kind, server.url)
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


@pytest.mark.parametrize("kind", ["asyncio", *ASYNC_ADAPTERS])
def test_a_loop_is_freed_with_its_pool(kind: str, serve: Serve) -> None:
    """What a client keeps for an event loop does not outlive the loop."""
    server = serve(USER_ANSWER)
    client = client_by(kind, server.url)

    async def main() -> Any:
        await client.users.me()
        return weakref.ref(asyncio.get_running_loop())

    loop = asyncio.run(main())
    gc.collect()
    assert loop() is None


def test_the_last_used_connection_is_used_next(serve: Serve) -> None:
    """Calls one after the other share a connection; calls at once have each their own."""
    made: List[Any] = []

    def make() -> Any:
        made.append(httpx.MockTransport(lambda request: httpx.Response(200, stream=BODY)))
        return made[-1]

    async def main() -> None:
        pool = AsyncPool(make)
        for _ in range(3):
            await (await pool.open(get("https://lag.example"), NO_LIMIT, None)).aclose()
        assert len(made) == 1
        sends = [pool.open(get("https://lag.example"), NO_LIMIT, None) for _ in range(5)]
        for response in await asyncio.gather(*sends):
            await response.aclose()
        assert len(made) == 5
        await (await pool.open(get("https://lag.example"), NO_LIMIT, None)).aclose()
        await pool.close()

    asyncio.run(main())
    assert len(made) == 5


def test_many_threads_share_a_limit() -> None:
    """Threads that send their first requests at once are counted together."""
    both = threading.Barrier(2, timeout=5)

    def make() -> Any:
        both.wait()  # each is in the middle of making one
        return httpx.MockTransport(lambda request: httpx.Response(200, stream=BODY))

    pool, answers = Pool(make), []

    def send() -> None:
        answers.append(pool.open(get("https://lag.example"), NO_LIMIT, None))

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    (share,) = pool._shares.values()
    assert share.gate._value == MAX_CONNECTIONS - 2
    for response in answers:
        response.close()
    assert share.gate._value == MAX_CONNECTIONS
    assert set(share.idle) == share.every


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
    server = serve(USER_ANSWER)
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


def test_our_pool_has_the_call_s_timeouts() -> None:
    """A request of our own pool has the limits of its call, each cut to the total."""
    seen: List[Any] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200)

    mock = httpx.MockTransport(note)
    Way("sync", "pool").attempt(
        get("https://lag.example"), Timeouts(1.0, 2.0, 3.0, None, 2.5), mock
    )
    Way("asyncio", "pool").attempt(get("https://lag.example"), NO_LIMIT, mock)
    assert seen == [
        {"connect": 1.0, "read": 2.0, "write": 2.5, "pool": 2.5},
        {"connect": None, "read": None, "write": None, "pool": None},
    ]


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
        options: Dict[str, Any] = connector("HTTPTransport", base_url, verify, proxy, trust_env)()
        later = connector("AsyncHTTPTransport", base_url, verify, proxy, trust_env)()
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
    proxy = serve(USER_ANSWER)
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


# What ends badly


class Broken(Body):
    """A body that cannot be closed, or whose closing is broken off."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def close(self) -> None:
        raise self.error

    async def aclose(self) -> None:
        self.close()


# A cancellation is no `Exception`: it has to cost as little.
ENDS = [httpx.CloseError("no"), asyncio.CancelledError(), KeyboardInterrupt()]
every_end = pytest.mark.parametrize("error", ENDS, ids=lambda error: type(error).__name__)


@every_end
def test_what_cannot_be_closed_is_not_used_again(error: BaseException) -> None:
    """A connection whose answer fails at its end is dropped, and its place is free."""
    body = Broken(error)
    pool = Pool(lambda: httpx.MockTransport(lambda request: httpx.Response(200, stream=body)))
    response = pool.open(get("https://lag.example"), NO_LIMIT, None)
    with pytest.raises(type(error)):
        response.close()
    (share,) = pool._shares.values()
    assert share.gate._value == MAX_CONNECTIONS
    assert (share.idle, share.every) == ([], set())


@pytest.mark.anyio
@every_end
async def test_what_cannot_be_closed_is_not_used_again_by_tasks(error: BaseException) -> None:
    """The same for coroutines."""
    mock = httpx.MockTransport(lambda request: httpx.Response(200, stream=Broken(error)))
    pool = AsyncPool(lambda: mock)
    response = await pool.open(get("https://lag.example"), NO_LIMIT, None)
    share: Any = pool._shares.here()
    with pytest.raises(type(error)):
        await response.aclose()
    assert share.gate.value == MAX_CONNECTIONS
    assert (share.idle, share.every) == ([], set())
    await pool.close()


def test_a_body_of_unknown_length_is_chunked(serve: Serve) -> None:
    """What no header measures is sent in chunks, as HTTP wants it."""
    server = serve(USER_ANSWER)
    request = Request("POST", server.url, {}, lambda: iter([b"one", b"two"]))
    with contextlib.suppress(TransportError):
        Way("sync", "pool").attempt(request, Timeouts(read=10.0))
    (head, *_) = server.seen
    assert b"transfer-encoding: chunked" in head.lower()


@pytest.mark.anyio
async def test_a_socket_that_is_opened_too_late_is_closed() -> None:
    """What is still being connected when its connection is closed ends with it."""
    closed: List[str] = []

    class Late(httpcore.AsyncNetworkStream):
        async def aclose(self) -> None:
            closed.append("late")

    class Network(httpcore.AsyncNetworkBackend):
        async def connect_tcp(self, *args: Any, **options: Any) -> Late:
            return Late()

        async def sleep(self, seconds: float) -> None:
            closed.append("slept")

    sockets = Sockets(Network())
    await sockets.connect_tcp("lag.example", 443)
    await sockets.aclose()
    assert closed == ["late"]
    with pytest.raises(httpcore.ConnectError, match="closed"):
        await sockets.connect_tcp("lag.example", 443)
    await sockets.sleep(1)
    assert closed == ["late", "late", "slept"]
