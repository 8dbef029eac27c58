"""Responses that are read piece by piece, and left by another thread or task than reads them."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from typing import Any, AsyncIterator, Callable, Iterator, List

import anyio
import httpx
import pytest

from lagclient.transport.httpx.http_client import AsyncHttpClientTransport, HttpClientTransport
from lagclient.transport.protocol import TransportError
from tests.kit.adapters import ASYNC_ADAPTERS, SYNC_ADAPTERS
from tests.kit.servers import Serve, Server, settled, settled_soon, speaking
from tests.kit.ways import NO_LIMIT, USER_ANSWER, Way, get

SYNC_WAYS = [Way("sync", over) for over in ("pool", "client", *SYNC_ADAPTERS)]
ASYNC_WAYS = [Way(kind, over) for kind in ("asyncio", "trio") for over in ("pool", "client")]
ASYNC_WAYS += [Way("asyncio", over) for over in ASYNC_ADAPTERS]
PART = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\npart"
OPEN_END = b"HTTP/1.1 200 OK\r\n\r\npart"  # its body goes on until the connection ends


def quiet(start: bytes) -> Callable[[socket.socket, bytes], bool]:
    """Respond so far, and then nothing until the other side ends the connection."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(start)
        with contextlib.suppress(OSError):
            connection.recv(1)
        return True

    return respond


@pytest.fixture(params=SYNC_WAYS, ids=lambda way: way.over)
def sync_way(request: Any) -> Way:
    """Each way to the network for threads."""
    found: Way = request.param
    return found


@pytest.fixture(params=ASYNC_WAYS, ids=lambda way: f"{way.kind}-{way.over}")
def async_way(request: Any) -> Way:
    """Each way to the network for tasks."""
    found: Way = request.param
    return found


@pytest.mark.parametrize("encrypted", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("start", [PART, OPEN_END], ids=["length", "until the end"])
def test_thread_that_reads_is_interrupted(
    sync_way: Way, start: bytes, encrypted: bool, serve: Serve, authority: Any
) -> None:
    """Leaving a stream ends the read of another thread at once, and then the connection."""
    context = speaking(authority, "127.0.0.1") if encrypted else None
    server = serve(quiet(start), tls=context)
    url = server.url.replace("http", "https") if encrypted else server.url
    carrier = sync_way.carrier()
    context_of_stream = carrier.stream(get(url), NO_LIMIT)
    stream = context_of_stream.__enter__()
    assert next(stream.chunks) == b"part"
    ends: List[Any] = []

    def read() -> None:
        try:
            ends.append(next(stream.chunks))
        except BaseException as error:
            ends.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    time.sleep(0.1)  # until it waits, most of the time; leaving earlier has to end it as well
    context_of_stream.__exit__(None, None, None)
    reader.join(5)
    (error,) = ends
    assert isinstance(error, TransportError)
    assert (error.phase, error.sent) == ("read", True)
    with pytest.raises(TransportError):
        next(stream.chunks)
    if sync_way.over != "pyreqwest":  # whose connection ends with the next piece
        assert settled(server)
    stats = carrier.stats()
    assert stats is None or stats.in_use == 0
    end(carrier, sync_way, server)


def end(carrier: Any, way: Way, server: Server) -> None:
    """Close a transport, and the connections of a server."""
    carrier.close()
    if way.borrowed:
        carrier._client.close()
    for connection in list(server.live):
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def test_thread_that_reads_no_more_finds_it_closed(sync_way: Way, serve: Serve) -> None:
    """A stream that is left between two reads has no more pieces."""
    server = serve(quiet(PART))
    carrier = sync_way.carrier()
    with carrier.stream(get(server.url), NO_LIMIT) as stream:
        assert next(stream.chunks) == b"part"
    with pytest.raises(TransportError):
        next(stream.chunks)
    end(carrier, sync_way, server)


@pytest.mark.parametrize("over", ["pool", *SYNC_ADAPTERS])
def test_thread_that_opens_is_interrupted(over: str, serve: Serve) -> None:
    """Leaving a stream also ends the wait for its headers."""
    server = serve(quiet(b""))
    way = Way("sync", over)
    carrier = way.carrier()
    stream, ends = carrier.stream(get(server.url), NO_LIMIT), []

    def enter() -> None:
        try:
            ends.append(stream.__enter__())
        except BaseException as error:
            ends.append(error)

    opener = threading.Thread(target=enter)
    opener.start()
    while not server.seen:
        time.sleep(0.01)
    stream.__exit__(None, None, None)
    opener.join(5)
    assert isinstance(ends[0], TransportError)
    if over == "pool":
        assert settled(server)
    assert carrier.stats().in_use == 0
    end(carrier, way, server)


@pytest.mark.parametrize("over", ["pool", *SYNC_ADAPTERS])
def test_stream_that_is_left_before_it_is_entered(over: str, serve: Serve) -> None:
    """A stream that another thread left meanwhile sends nothing, or hands out nothing."""
    server = serve(USER_ANSWER)
    way = Way("sync", over)
    carrier = way.carrier()
    stream = carrier.stream(get(server.url), NO_LIMIT)
    stream.__exit__(None, None, None)
    with pytest.raises(TransportError):
        stream.__enter__()
    assert carrier.stats().in_use == 0
    end(carrier, way, server)


def test_stream_is_left_while_its_response_arrives(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream that is left when its headers have just arrived hands out nothing."""
    server = serve(quiet(PART))
    way = Way("sync", "client")
    carrier = way.carrier()
    stream = carrier.stream(get(server.url), NO_LIMIT)
    stream.__exit__(None, None, None)
    found = stream.__enter__()  # a caller's client cannot be interrupted before
    with pytest.raises(TransportError):
        next(found.chunks)
    assert settled(server)
    end(carrier, way, server)


def test_clients_close_what_threads_use(serve: Serve) -> None:
    """Closing our own pool ends the call of another thread at once."""
    server = serve(quiet(PART))
    carrier = Way("sync", "pool").carrier()
    ends: List[Any] = []

    def call() -> None:
        try:
            ends.append(carrier.send(get(server.url), NO_LIMIT))
        except BaseException as error:
            ends.append(error)

    caller = threading.Thread(target=call)
    caller.start()
    while not server.seen:
        time.sleep(0.01)
    carrier.close()
    caller.join(5)
    assert isinstance(ends[0], TransportError)
    assert settled(server)
    assert tuple(carrier.stats()) == (0, 0, 0, 0)


@pytest.mark.parametrize("start", [PART, OPEN_END], ids=["length", "until the end"])
def test_task_that_reads_is_interrupted(async_way: Way, start: bytes, serve: Serve) -> None:
    """Leaving a stream ends the read of another task at once, and then the connection."""
    server, ends = serve(quiet(start)), []

    async def main() -> None:
        carrier = async_way.carrier()
        context = carrier.stream(get(server.url), NO_LIMIT)
        stream = await context.__aenter__()
        assert await stream.chunks.__anext__() == b"part"

        async def read() -> None:
            try:
                ends.append(await stream.chunks.__anext__())
            except Exception as error:
                ends.append(error)

        with anyio.fail_after(5):
            async with anyio.create_task_group() as group:
                group.start_soon(read)
                await anyio.wait_all_tasks_blocked()
                await context.__aexit__(None, None, None)
        assert await settled_soon(server)
        stats = carrier.stats()
        assert stats is None or stats.in_use == 0
        await async_way.end(carrier)

    anyio.run(main, backend=async_way.kind)
    (error,) = ends
    assert isinstance(error, TransportError)
    assert (error.phase, error.sent) == ("read", True)


def test_own_thread_hears_of_a_reader_that_fails(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong in the thread that reads for pyreqwest is raised where it is asked for."""
    pyreqwest: Any = pytest.importorskip("lagclient.transport.pyreqwest")

    def fail(response: Any) -> Iterator[str]:
        raise ZeroDivisionError

    monkeypatch.setattr(pyreqwest, "_headers", fail)
    server = serve(USER_ANSWER)
    carrier = pyreqwest.PyreqwestTransport()
    with pytest.raises(ZeroDivisionError), carrier.stream(get(server.url), NO_LIMIT):
        pass
    carrier.close()


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body in memory that never ends; with an event, its second piece waits for that."""

    def __init__(self, go_on: Any = None) -> None:
        self.pieces = 0
        self.go_on = go_on
        self.ended = False

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.pieces += 1
            yield b"piece"
            self.go_on.wait(5)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.pieces += 1
            yield b"piece"

    def close(self) -> None:
        self.ended = True

    async def aclose(self) -> None:
        self.ended = True


def test_thread_that_reads_without_a_socket_goes_on_to_its_piece() -> None:
    """Through a client without a network nothing can be ended; the reader closes it later."""
    go_on = threading.Event()
    body, ends = Endless(go_on), []
    mock = httpx.MockTransport(lambda request: httpx.Response(200, stream=body))
    with httpx.Client(transport=mock) as http:
        context = HttpClientTransport(http).stream(get("https://lag.example"), NO_LIMIT)
        stream = context.__enter__()
        assert next(stream.chunks) == b"piece"
        reader = threading.Thread(target=lambda: ends.append(next(stream.chunks)))
        reader.start()
        while not context._reading.locked():
            time.sleep(0.001)
        context.__exit__(None, None, None)
        assert not body.ended
        go_on.set()
        reader.join(5)
    assert (ends, body.ended) == ([b"piece"], True)


def test_endless_body_in_memory_is_left() -> None:
    """A body that never waits is not read on for ever when it is left."""
    body = Endless()
    mock = httpx.MockTransport(lambda request: httpx.Response(200, stream=body))

    async def main() -> None:
        async with httpx.AsyncClient(transport=mock) as http:
            carrier = AsyncHttpClientTransport(http)
            async with carrier.stream(get("https://lag.example"), NO_LIMIT) as stream:
                assert await stream.chunks.__anext__() == b"piece"

    anyio.run(main)
    assert body.ended
    assert body.pieces <= 102
