"""Many at once on one client: each its own answer, and not a connection lost on the way."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import random
import socket
import ssl
import subprocess
import sys
import threading
import time
from typing import Any, Callable, Dict, Iterator, List, Optional

import anyio
import attrs
import pytest
import trustme

from lagclient.client import AsyncClient, Client
from lagclient.errors import (
    LagAPIError,
    LagConnectionError,
    LagInvalidRequestError,
    LagTimeoutError,
)
from lagclient.transport.connection_limit import AsyncConnectionLimit, ConnectionLimit
from lagclient.transport.httpx.sockets import AsyncDialer
from lagclient.transport.options import MAX_CONNECTIONS
from lagclient.transport.protocol import TransportError
from tests.kit.adapters import (
    ASYNC_ADAPTERS,
    ASYNC_KINDS,
    CARRIER,
    SYNC_ADAPTERS,
    backend_of,
    client_by,
    named,
)
from tests.kit.calls import ME, USER_TOKEN
from tests.kit.servers import CLOSED, IS_LOST_BY_ANYIO, Serve, answer, settled
from tests.kit.ways import NO_LIMIT, USER_ANSWER, describe, get, idle_connections

# A crowd waits for itself: on a busy machine, longer than a client does.
PATIENT: Dict[str, Any] = {"max_retries": 0, "timeout_seconds": 300}
IN_PART = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s"


@attrs.define
class Crowded:
    """A server that answers with the user that it is asked for, after a moment, often in two."""

    port: int = 0
    seen: List[str] = attrs.field(factory=list)
    """The paths asked for."""
    live: int = 0
    most: int = 0
    """Connections open now, and at most."""
    opened: int = 0
    conversations: Dict[asyncio.Task[None], asyncio.StreamWriter] = attrs.field(factory=dict)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self.live += 1
        self.most = max(self.most, self.live)
        task = asyncio.ensure_future(self.converse(reader, writer, random.Random(self.opened - 1)))
        self.conversations[task] = writer
        task.add_done_callback(self.conversations.pop)

    async def converse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, chance: random.Random
    ) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split()[1].decode()
                self.seen.append(path)
                await asyncio.sleep(chance.random() * 0.01)
                body = json.dumps({**ME, "id": path.rpartition("/")[2]}).encode()
                writer.write(IN_PART % (len(body), body[:5]))
                if chance.random() < 0.3:
                    await asyncio.sleep(chance.random() * 0.01)
                writer.write(body[5:])
                await writer.drain()
        self.live -= 1
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def end(self) -> None:
        """Close what is open, also a connection whose client left before it was heard."""
        writers = list(self.conversations.values())
        for writer in writers:
            writer.close()
        for writer in writers:
            with contextlib.suppress(OSError):
                await writer.wait_closed()
        if self.conversations:
            await asyncio.wait(self.conversations)

    def settled(self, left: int) -> bool:
        """Whether so many connections are left, in a moment at the latest."""
        gc.collect()
        for _ in range(500):
            if self.live == left:
                return True
            time.sleep(0.01)
        return False


@pytest.fixture
def crowded() -> Iterator[Callable[..., Crowded]]:
    """Starts such servers, each on an event loop in a thread of its own."""
    with contextlib.ExitStack() as stack:

        def start(tls: Optional[ssl.SSLContext] = None) -> Crowded:
            server, ready = Crowded(), threading.Event()

            async def main() -> None:
                over = asyncio.Event()
                loop = asyncio.get_running_loop()
                listening = await asyncio.start_server(
                    server.accept, "127.0.0.1", 0, backlog=500, ssl=tls
                )
                server.port = listening.sockets[0].getsockname()[1]
                stack.callback(loop.call_soon_threadsafe, over.set)
                ready.set()
                await over.wait()
                for _ in range(5):  # asyncio loses a socket whose server closes while it accepts
                    await asyncio.sleep(0)
                listening.close()
                await server.end()

            thread = threading.Thread(target=asyncio.run, args=(main(),))
            stack.callback(thread.join, 5)
            thread.start()
            assert ready.wait(5)
            return server

        yield start


async def jostle(client: AsyncClient, tasks: int, seconds: float, seed: int) -> int:
    """Tasks that begin at random, most of them cancelled at random; how many were answered."""
    chance, answered = random.Random(seed), 0

    async def one(id: str, start: float, limit: float) -> None:
        nonlocal answered
        await anyio.sleep(start)
        with anyio.move_on_after(limit):
            assert (await client.users.get(id)).id == id
            answered += 1

    async with anyio.create_task_group() as group:
        for number in range(tasks):
            start, limit = chance.random() * seconds, chance.random() * seconds
            group.start_soon(one, f"u{number}", start, limit if chance.random() < 0.8 else 60)
    return answered


async def all_answered(client: AsyncClient, tasks: int) -> None:
    """So many calls at once succeed, each with its own answer."""

    async def one(id: str) -> None:
        assert (await client.users.get(id)).id == id

    with anyio.fail_after(120):
        async with anyio.create_task_group() as group:
            for number in range(tasks):
                group.start_soon(one, f"v{number}")


@CLOSED
@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_a_crowd_that_is_cancelled_leaves_nothing(kind: str, crowded: Any) -> None:
    """After 800 calls, most of them cancelled anywhere, every connection is idle or closed."""
    server = crowded()

    async def main() -> None:
        url = f"http://127.0.0.1:{server.port}"
        async with client_by(kind, url, **PATIENT) as client:
            answered = await jostle(client, 800, 0.12, seed=7)
            assert 40 < answered < 760
            gc.collect()
            assert server.settled(idle_connections(client))
            await all_answered(client, 100)
            if backend_of(kind) == "asyncio":
                assert len(asyncio.all_tasks()) == 1
        assert server.settled(0)

    anyio.run(main, backend=backend_of(kind))
    assert server.most <= 2 * MAX_CONNECTIONS  # it notices late which are closed


@CLOSED
@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_a_crowd_that_is_cancelled_over_tls(kind: str, crowded: Any) -> None:
    """The same where connecting takes longer: a handshake that is cut off leaves nothing."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server = crowded(tls=context)

    async def main() -> None:
        url = f"https://127.0.0.1:{server.port}"
        options: Dict[str, Any] = {"url": url, "verify": False, **PATIENT}
        async with client_by(kind, **options) as client:
            await jostle(client, 150, 0.1, seed=8)
            gc.collect()
            assert server.settled(idle_connections(client))
            await all_answered(client, 20)

    anyio.run(main, backend=backend_of(kind))
    assert server.settled(0)


@pytest.mark.anyio
async def test_a_call_that_is_cancelled_when_it_has_connected(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that ends between connecting and sending gives up connection and place."""
    scopes: List[anyio.CancelScope] = []
    connect = AsyncDialer.connect_tcp

    async def connected(*args: Any, **options: Any) -> Any:
        socket = await connect(*args, **options)
        if scopes:
            scopes.pop().cancel()
        return socket

    monkeypatch.setattr(AsyncDialer, "connect_tcp", connected)
    server = serve(USER_ANSWER)
    options: Dict[str, Any] = {"timeout_seconds": 10, "max_connections": 2}
    async with AsyncClient(token=USER_TOKEN, base_url=server.url, **options) as client:
        for _ in range(5):
            with anyio.CancelScope() as scope:
                scopes.append(scope)
                await client.users.me()
            assert scope.cancelled_caught
        assert settled(server)
        assert (await client.users.me()).id == "me"
    assert len(server.seen) == 1


@pytest.mark.anyio
async def test_a_handshake_that_is_cancelled_closes_its_socket(serve: Serve) -> None:
    """A call that is given up while a server lets it wait for TLS leaves no open socket."""
    server = serve(b"")  # it takes the client's part of the handshake, and says nothing
    url = f"https://127.0.0.1:{server.port}"
    async with AsyncClient(token=USER_TOKEN, base_url=url, verify=False) as client:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:
                group.start_soon(client.users.me)
                while not server.live:
                    await anyio.sleep(0.01)
                scope.cancel()
        assert idle_connections(client) == 0
        with anyio.fail_after(5):  # no garbage collector comes to help
            while server.live:
                await anyio.sleep(0.01)


@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_a_full_pool_names_its_limit(kind: str, serve: Serve) -> None:
    """A wait for a connection that takes too long sent nothing, and says how many there are."""
    go_on = threading.Event()
    server = serve(lambda connection, head: go_on.wait(5) and connection.sendall(USER_ANSWER))

    async def main() -> None:
        async with client_by(kind, server.url, max_retries=0, max_connections=2) as client:
            async with anyio.create_task_group() as group:
                for _ in range(2):
                    group.start_soon(client.users.me)
                while len(server.seen) < 2:
                    await anyio.sleep(0.01)
                with pytest.raises(LagTimeoutError) as caught:
                    await client.with_options(timeout_seconds=0.05).users.me()
                go_on.set()
            judge_full(caught.value)
            assert (await client.users.me()).id == "me"

    anyio.run(main, backend=backend_of(kind))
    assert len(server.seen) == 3


@pytest.mark.parametrize("kind", ["sync", *SYNC_ADAPTERS])
def test_a_full_pool_names_its_limit_to_threads(kind: str, serve: Serve) -> None:
    """The same for threads."""
    go_on = threading.Event()
    server = serve(lambda connection, head: go_on.wait(5) and connection.sendall(USER_ANSWER))
    with client_by(kind, server.url, max_retries=0, max_connections=2) as client:
        threads = [threading.Thread(target=client.users.me) for _ in range(2)]
        for thread in threads:
            thread.start()
        while len(server.seen) < 2:
            time.sleep(0.01)
        with pytest.raises(LagTimeoutError) as caught:
            client.with_options(timeout_seconds=0.05).users.me()
        go_on.set()
        for thread in threads:
            thread.join(5)
        judge_full(caught.value)
        assert client.users.me().id == "me"
    assert len(server.seen) == 3


def judge_full(error: LagTimeoutError) -> None:
    cause: Any = error.__cause__
    assert describe(cause) == ("pool", False, True, None)
    assert "All 2 connections" in error.message
    assert "0.05 s" in error.message
    assert (error.outcome, error.attempts) == ("not_sent", 1)


@pytest.mark.anyio
async def test_tasks_have_their_turns_in_order() -> None:
    """Tasks that wait for a connection get it in the order in which they came."""
    turns, served = AsyncConnectionLimit(1), []

    async def one(number: int) -> None:
        await turns.enter(None)
        await anyio.sleep(0)
        served.append(number)
        turns.leave()

    async with anyio.create_task_group() as group:
        for number in range(20):
            group.start_soon(one, number)
            await anyio.sleep(0)  # trio would start them in any order
    assert served == list(range(20))
    assert (turns.in_use, turns.waiting) == (0, 0)


def test_threads_have_their_turns_in_order() -> None:
    """Threads that wait for a connection get it in the order in which they came."""
    turns, served = ConnectionLimit(1), []
    turns.enter(None)

    def one(number: int) -> None:
        turns.enter(60)
        served.append(number)
        turns.leave()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for waiting, thread in enumerate(threads):
        while turns.waiting < waiting:
            time.sleep(0.001)
        thread.start()
    while turns.waiting < 20:
        time.sleep(0.001)
    assert turns.in_use == 1
    turns.leave()
    for thread in threads:
        thread.join(5)
    assert served == list(range(20))
    assert (turns.in_use, turns.waiting) == (0, 0)


def test_a_turn_that_comes_too_late_is_handed_on() -> None:
    """A thread that gives up its wait leaves the queue, also if its turn comes at that moment."""
    turns = ConnectionLimit(1)
    turns.enter(None)
    with pytest.raises(TransportError) as caught:
        turns.enter(0.001)
    assert describe(caught.value) == ("pool", False, True, None)
    assert (turns.in_use, turns.waiting) == (1, 0)
    late = threading.Lock()
    turns._give_up(late)  # which is not in the queue any more: it has the turn
    assert (turns.in_use, turns.waiting) == (0, 0)


@pytest.mark.anyio
async def test_who_waits_when_a_client_is_closed(
    serve: Serve,
) -> None:
    """A call that waits for a connection while the client is closed sends nothing."""
    go_on = threading.Event()
    server = serve(lambda connection, head: go_on.wait(5))
    errors: List[LagAPIError] = []
    options: Dict[str, Any] = {"max_retries": 0, "max_connections": 1}
    client = AsyncClient(token=USER_TOKEN, base_url=server.url, **options)

    async def call() -> None:
        with pytest.raises(LagAPIError) as caught:
            await client.users.me()
        errors.append(caught.value)

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(call)
        while not server.seen:
            await anyio.sleep(0.01)
        await client.aclose()
        go_on.set()
    closed = [error for error in errors if isinstance(error, LagInvalidRequestError)]
    assert [error.message for error in closed] == ["The client is closed: create another one"] * 2
    assert (len(server.seen), server.connections) == (1, 1)
    assert settled(server)


@pytest.mark.parametrize("kind", ASYNC_KINDS)
def test_a_client_closed_in_the_middle(kind: str, crowded: Any) -> None:
    """A client that is closed while others call with it leaves no connection behind."""
    server = crowded()

    async def main() -> None:
        url = f"http://127.0.0.1:{server.port}"
        client = client_by(kind, url, max_retries=0)

        async def call() -> None:
            with contextlib.suppress(LagConnectionError, LagInvalidRequestError):
                await client.users.me()

        async with anyio.create_task_group() as group:
            for _ in range(200):
                group.start_soon(call)
            await anyio.sleep(0.02)
            await client.aclose()
        assert server.settled(0)

    anyio.run(main, backend=backend_of(kind))


def test_threads_have_each_their_own_answers(crowded: Any) -> None:
    """32 threads and 1,600 calls on one client: no answer goes astray, no connection is lost."""
    server = crowded()
    wrong: List[Any] = []
    client = Client(token=USER_TOKEN, base_url=f"http://127.0.0.1:{server.port}", **PATIENT)

    def work(thread: int) -> None:
        try:
            mine = client
            for number in range(50):
                if number % 25 == 24:
                    mine.close() if mine is not client else None
                    mine = client.with_options(extra_headers={"x-thread": str(thread)})
                id = f"t{thread}-{number}"
                if mine.users.get(id).id != id:
                    wrong.append(id)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []
    assert len(server.seen) == len(set(server.seen)) == 1600
    assert server.most <= 32
    assert server.settled(idle_connections(client))
    client.close()
    assert server.settled(0)


@CLOSED
@pytest.mark.parametrize("kind", ["asyncio", *ASYNC_ADAPTERS])
@pytest.mark.parametrize("way", ["answered", "broken off"])
def test_a_call_cancelled_at_any_step_costs_no_connection(
    serve: Serve, way: str, kind: str
) -> None:
    """`Task.cancel` goes through every shield: at whatever step it hits, nothing is left busy."""
    server = serve(answer(b"{}") if way == "answered" else lambda connection, head: True)

    async def main() -> None:
        async with client_by(kind, server.url, max_retries=0) as client:
            steps, whole = 0, 0
            while whole < 5:  # so often the call was over before it could be cancelled
                call = asyncio.ensure_future(client.users.me())
                for _ in range(steps):
                    await asyncio.sleep(0.0001 if IS_LOST_BY_ANYIO else 0)
                steps, whole = steps + 1, whole + 1 if call.done() else 0
                call.cancel()
                await asyncio.wait({call})
                call.cancelled() or call.exception()
                if steps > 5:
                    idle_connections(client)
                assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())
    assert settled(server)


@CLOSED
@pytest.mark.parametrize("kind", ["asyncio", *ASYNC_ADAPTERS])
def test_stream_cancelled_twice_costs_no_other_call(serve: Serve, kind: str) -> None:
    """The second `Task.cancel` interrupts the end of the response: its connection is not reused."""

    def respond(connection: socket.socket, head: bytes) -> None:
        whole = answer(b"{}" * 50)
        connection.sendall(whole[:-10] if b"/half" in head else whole)

    server = serve(respond)

    async def read(carrier: Any, begun: asyncio.Event) -> None:
        async with carrier.stream(get(server.url, "/half"), NO_LIMIT) as stream:
            async for _ in stream.chunks:
                begun.set()

    async def main() -> None:
        async with client_by(kind, server.url) as client:
            for steps in range(10):
                begun = asyncio.Event()
                reader = asyncio.ensure_future(read(client._transport, begun))
                await begun.wait()
                reader.cancel()
                for _ in range(steps):
                    await asyncio.sleep(0)
                reader.cancel()
                await asyncio.wait({reader})
                reply = await client._transport.send(get(server.url, "/whole"), NO_LIMIT)
                assert reply.status == 200
                idle_connections(client)

    asyncio.run(main())
    assert settled(server)


# Forks and loops

FORKING = """
import asyncio, os, sys
import anyio
from lagclient import AsyncClient, Client

url, count = sys.argv[1], 20
given = {"token": "lag_pat_x", "base_url": url, "max_retries": 0}
client = Client(**given, transport=carrier(sys.argv[2]))
later = AsyncClient(**given, transport=carrier(sys.argv[3]))

def ask(who):
    for number in range(count):
        id = f"{who}-{number}"
        assert client.users.get(id).id == id

async def ask_later(who):
    async def one(id):
        assert (await later.users.get(id)).id == id
    async with anyio.create_task_group() as group:
        for number in range(count):
            group.start_soon(one, f"{who}-later-{number}")

async def main():
    ask("warm")
    await ask_later("warm")
    children = []
    for child in ("a", "b"):
        pid = os.fork()
        if not pid:
            code = 1
            try:
                ask(child)
                asyncio.run(ask_later(child))
                client.close()
                code = 0
            finally:
                os._exit(code)
        children.append(pid)
    ask("parent")
    await ask_later("parent")
    for pid in children:
        assert os.waitpid(pid, 0)[1] == 0
    ask("after")
    await ask_later("after")
    await later.aclose()
    client.close()

asyncio.run(main())
print("done")
"""


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no fork here")
@pytest.mark.parametrize(("kind", "later"), [("sync", "asyncio"), ("sync", "aiohttp")])
def test_forks_do_not_share_connections(kind: str, later: str, crowded: Any) -> None:
    """Children of a fork and their parent call at once, sync and async: no answer is crossed."""
    server = crowded()
    program = [sys.executable, "-W", "error", "-c", CARRIER + FORKING]
    program += [f"http://127.0.0.1:{server.port}", named(kind), named(later)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("done\n", "")
    assert len(server.seen) == len(set(server.seen)) == 20 * 2 * 5
    assert server.settled(0)


LOOPING = """
import asyncio, contextlib, gc, os, stat, sys
import trio
from lagclient import AsyncClient

client = AsyncClient(
    token="lag_pat_x", base_url=sys.argv[1], max_retries=0, transport=carrier(sys.argv[3])
)

async def main(id):
    assert (await client.users.get(id)).id == id

async def last(id):
    async with client:
        await main(id)

def open_sockets():
    for fd in range(3, 100):
        with contextlib.suppress(OSError):
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                yield fd

for number in range(3):
    asyncio.run(main(f"asyncio-{number}"))
    assert not list(open_sockets())
    gc.collect()
if sys.argv[3]:
    asyncio.run((last if sys.argv[2] == "closed" else main)("trio"))
else:
    trio.run(last if sys.argv[2] == "closed" else main, "trio")
gc.collect()
print("done")
"""


@pytest.mark.parametrize("kind", ["asyncio", *ASYNC_ADAPTERS])
@pytest.mark.parametrize("end", ["closed", "left open"])
def test_loops_one_after_the_other(end: str, kind: str, crowded: Any) -> None:
    """Three asyncio.run and a trio.run: one request each, no open connection, not a warning."""
    server = crowded()
    program = [sys.executable, "-W", "error", "-c", CARRIER + LOOPING]
    program += [f"http://127.0.0.1:{server.port}", end, named(kind)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("done\n", "")
    asked = [*(f"/users/asyncio-{number}" for number in range(3)), "/users/trio"]
    assert server.seen == asked
    assert server.settled(0)
