"""Our own connections: whose they are, when they end, and what they go through."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
import subprocess
import sys
import threading
import time
import weakref
from typing import Any, AsyncIterator, Dict, Iterator, List

import anyio
import httpcore
import httpx
import pytest

from lagclient.client import AsyncClient, Client
from lagclient.errors import LagInvalidRequestError
from lagclient.transport.httpx.pool import AsyncPool, Pool
from lagclient.transport.options import IDLE_SECONDS, MAX_IDLE, ConnectionOptions
from lagclient.transport.protocol import PoolStats, Request, Timeouts, TransportError
from tests.kit.adapters import ASYNC_ADAPTERS, ASYNC_KINDS, KINDS, backend_of, client_by
from tests.kit.servers import Respond, Serve, settled, settled_soon
from tests.kit.ways import NO_LIMIT, PLAIN, USER_ANSWER, Way, get


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


def test_each_origin_has_connections_of_its_own(way: Way, serve: Serve) -> None:
    """Requests to two origins go over a connection each, which the transport counts and closes."""
    first, second = serve(USER_ANSWER), serve(USER_ANSWER)
    carrier = way.carrier()

    async def main() -> None:
        for server in (first, second, first):
            reply = carrier.send(get(server.url), NO_LIMIT)
            assert (reply if way.kind == "sync" else await reply).status == 200
        if way.has_pool:
            assert carrier.stats() == PoolStats(2, 2, 0, 0)
        if way.kind != "sync":
            await way.end(carrier)
            return
        carrier.close()
        if way.borrowed:
            carrier._client.close()

    anyio.run(main, backend="asyncio" if way.kind == "sync" else way.kind)
    assert [(len(server.seen), server.connections) for server in (first, second)] == [
        (2, 1),
        (1, 1),
    ]
    assert settled(first)
    assert settled(second)


@pytest.mark.parametrize("kind", KINDS)
def test_a_closed_client_sends_nothing(kind: str, serve: Serve) -> None:
    """After its end a client refuses to send, before and after its first request alike."""
    server = serve(USER_ANSWER)

    def judge(error: BaseException) -> None:
        assert isinstance(error, LagInvalidRequestError)
        assert (error.outcome, error.attempts, error.__cause__) == ("not_sent", 0, None)
        assert error.message == "The client is closed: create another one"

    async def main(calls: int) -> None:
        client = client_by(kind, server.url)
        for _ in range(calls):
            await client.users.me()
        await client.aclose()
        await client.aclose()
        with pytest.raises(LagInvalidRequestError) as caught:
            await client.users.me()
        judge(caught.value)

    for calls in (0, 1):
        if backend_of(kind) == "sync":
            client = client_by(kind, server.url)
            for _ in range(calls):
                client.users.me()
            client.close()
            client.close()
            with pytest.raises(LagInvalidRequestError) as caught:
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


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_a_connection_that_the_server_closed_is_replaced(kind: str, serve: Serve) -> None:
    """A connection that the server ended is not used for the next request: nothing is lost."""

    def once(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(USER_ANSWER)
        return True

    server = serve(once)
    options: Dict[str, Any] = {"max_retries": 0}

    async def main() -> None:
        async with client_by(kind, server.url, **options) as client:
            for _ in range(3):
                assert (await client.users.me()).id == "me"
                assert await settled_soon(server)

    if backend_of(kind) == "sync":
        with client_by(kind, server.url, **options) as client:
            for _ in range(3):
                assert client.users.me().id == "me"
                assert settled(server)
    else:
        anyio.run(main, backend=backend_of(kind))
    assert (len(server.seen), server.connections) == (3, 3)


def together(count: int) -> Respond:
    """Responds when so many requests have arrived."""
    all_here = threading.Barrier(count, timeout=10)

    def respond(connection: socket.socket, head: bytes) -> None:
        all_here.wait()
        connection.sendall(USER_ANSWER)

    return respond


def burst(client: Client, count: int) -> None:
    """Make so many calls at once, from threads."""
    threads = [threading.Thread(target=client.users.me) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)


async def burst_soon(client: AsyncClient, count: int) -> None:
    """Make so many calls at once, from tasks."""
    async with anyio.create_task_group() as group:
        for _ in range(count):
            group.start_soon(client.users.me)


def keep_for_a_minute(client: Any) -> None:
    """Let the idle connections of a new client expire late, so that they are closed by number."""
    carrier = client._transport
    carrier._options = carrier._options._replace(idle_seconds=60.0)


@pytest.mark.parametrize("kind", KINDS)
def test_few_idle_connections_are_kept(kind: str, serve: Serve) -> None:
    """After a burst of calls at most 20 connections stay idle, and the others are closed."""
    server, count = serve(together(30)), 30
    stats: List[Any] = []

    async def main() -> None:
        async with client_by(kind, server.url) as client:
            keep_for_a_minute(client)
            await burst_soon(client, count)
            stats.append(client.pool_stats())
            assert await settled_soon(server, left=MAX_IDLE)

    if backend_of(kind) == "sync":
        with client_by(kind, server.url) as client:
            keep_for_a_minute(client)
            burst(client, count)
            stats.append(client.pool_stats())
            assert settled(server, left=MAX_IDLE)
    else:
        anyio.run(main, backend=backend_of(kind))
    counts = None if kind == "pyreqwest" else MAX_IDLE  # reqwest does not count
    assert stats == [PoolStats(open=counts, idle=counts, in_use=0, waiting=0)]
    assert server.connections == count
    assert settled(server)


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_expired_connections_go_when_one_is_given_back(
    kind: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls one after another keep one connection of a burst, and close those that expire."""
    first = together(10)

    def respond(connection: socket.socket, head: bytes) -> None:
        if len(server.seen) > 10:
            connection.sendall(USER_ANSWER)
        else:
            first(connection, head)

    server = serve(respond)
    stats: List[Any] = []
    now, real = [0.0], time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + now[0])

    async def main() -> None:
        async with client_by(kind, server.url) as client:
            await burst_soon(client, 10)
            for _ in range(2):
                stats.append(client.pool_stats())
                now[0] += IDLE_SECONDS - 1
                await client.users.me()
            stats.append(client.pool_stats())

    if kind == "sync":
        with client_by(kind, server.url) as client:
            burst(client, 10)
            for _ in range(2):
                stats.append(client.pool_stats())
                now[0] += IDLE_SECONDS - 1
                client.users.me()
            stats.append(client.pool_stats())
    else:
        anyio.run(main, backend=kind)
    assert [each.open for each in stats] == [10, 10, 1]
    assert server.connections == 10


def test_idle_connections_are_kept_for_less_than_servers_do() -> None:
    """Every pool keeps an idle connection for at most 3 s, less than common servers do."""
    assert IDLE_SECONDS == 3
    assert ConnectionOptions.checked().idle_seconds == IDLE_SECONDS


@pytest.mark.parametrize("kind", ["sync", *ASYNC_KINDS])
def test_an_idle_connection_is_not_used_after_its_time(
    kind: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that was idle for longer than that is replaced, though the server keeps it."""
    server = serve(USER_ANSWER)
    now, real = [0.0], time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + now[0])
    monkeypatch.setattr("aiohttp.connector.monotonic", time.monotonic)

    async def main() -> None:
        async with client_by(kind, server.url) as client:
            for seconds in (0.0, IDLE_SECONDS - 1, IDLE_SECONDS):
                now[0] += seconds
                await client.users.me()

    if kind == "sync":
        with client_by(kind, server.url) as client:
            for seconds in (0.0, IDLE_SECONDS - 1, IDLE_SECONDS):
                now[0] += seconds
                client.users.me()
    else:
        anyio.run(main, backend=backend_of(kind))
    assert (len(server.seen), server.connections) == (3, 2)


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


# What ends badly


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A response body that cannot be closed, or whose closing is broken off."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"{}"])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"{}"

    def close(self) -> None:
        raise self.error

    async def aclose(self) -> None:
        self.close()


# A cancellation is not an `Exception`: it has to cost as little.
ENDS = [httpcore.ReadError("no"), asyncio.CancelledError(), KeyboardInterrupt()]
every_end = pytest.mark.parametrize("error", ENDS, ids=lambda error: type(error).__name__)


@pytest.mark.parametrize("error", ENDS[1:], ids=lambda error: type(error).__name__)
def test_connection_whose_request_ends_early_is_dropped(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection whose request is interrupted is dropped, and its place is free."""

    def fail(*args: Any) -> None:
        raise error

    monkeypatch.setattr(httpcore.HTTPConnection, "handle_request", fail)
    pool = Pool("http://127.0.0.1:1", PLAIN)
    with pytest.raises(type(error)):
        pool.handle_request(REQUEST)
    assert pool.stats() == PoolStats(open=0, idle=0, in_use=0, waiting=0)
    assert pool._turns.in_use == 0


@every_end
def test_a_connection_that_cannot_be_closed_is_not_used_again(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection whose response fails at its end is dropped, and its place is free."""
    broken = httpcore.Response(200, content=Broken(error))
    monkeypatch.setattr(httpcore.HTTPConnection, "handle_request", lambda *args: broken)
    pool = Pool("http://127.0.0.1:1", PLAIN)
    response = pool.handle_request(REQUEST)
    assert pool.stats() == PoolStats(open=1, idle=0, in_use=1, waiting=0)
    body: Any = response.stream
    with pytest.raises(type(error)):
        body.close()
    body.close()
    assert pool.stats() == PoolStats(open=0, idle=0, in_use=0, waiting=0)
    assert pool._turns.in_use == 0


@pytest.mark.anyio
@every_end
async def test_a_connection_that_cannot_be_closed_is_not_used_again_by_tasks(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for coroutines."""

    async def handle(*args: Any) -> httpcore.Response:
        return httpcore.Response(200, content=Broken(error))

    monkeypatch.setattr(httpcore.AsyncHTTPConnection, "handle_async_request", handle)
    pool = AsyncPool("http://127.0.0.1:1", PLAIN)
    response = await pool.handle_async_request(REQUEST)
    body: Any = response.stream
    with pytest.raises(type(error)):
        await body.aclose()
    await body.aclose()
    assert pool.stats() == PoolStats(open=0, idle=0, in_use=0, waiting=0)
    assert pool._turns.in_use == 0


REQUEST = httpcore.Request(
    "GET", "http://127.0.0.1:1", extensions={"timeout": {"pool": None}, "ends": None}
)


def test_a_connection_that_cannot_be_made_gives_its_turn_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error before there is a connection lets the next call in."""

    def fail(*args: Any) -> None:
        raise ZeroDivisionError

    for kind in (httpcore.ConnectionPool, httpcore.AsyncConnectionPool):
        monkeypatch.setattr(kind, "create_connection", fail)
    pool = Pool("http://127.0.0.1:1", PLAIN)
    with pytest.raises(ZeroDivisionError):
        pool.handle_request(REQUEST)
    assert pool._turns.in_use == 0

    async def main() -> int:
        pool = AsyncPool("http://127.0.0.1:1", PLAIN)
        with pytest.raises(ZeroDivisionError):
            await pool.handle_async_request(REQUEST)
        return pool._turns.in_use

    assert anyio.run(main) == 0


def test_a_body_of_unknown_length_is_chunked(serve: Serve) -> None:
    """What no header measures is sent in chunks, as HTTP wants it."""
    server = serve(USER_ANSWER)
    request = Request("POST", server.url, {}, lambda: iter([b"one", b"two"]))
    with contextlib.suppress(TransportError):
        Way("sync", "pool").attempt(request, Timeouts(read=10.0))
    (head, *_) = server.seen
    assert b"transfer-encoding: chunked" in head.lower()
