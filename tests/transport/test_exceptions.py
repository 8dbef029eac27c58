"""Exceptions that are not the HTTP library's: of signal handlers, hooks and the caller's files."""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import socket
import time
from typing import Any, Callable, Dict, Iterator, List

import anyio
import httpx
import pytest

from lagclient import AsyncClient, Client, LagNotFoundError
from lagclient.transport.httpx.http_client import HttpClientTransport
from lagclient.transport.protocol import Request, Timeouts, TransportError
from tests.kit.adapters import KINDS, SYNC_ADAPTERS, backend_of, client_by
from tests.kit.calls import USER_TOKEN
from tests.kit.servers import Serve, answer, settled, settled_soon
from tests.kit.ways import NO_LIMIT, Way, get

SYNC_WAYS = [Way("sync", over) for over in ("pool", "client", *SYNC_ADAPTERS)]
PART = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\npart"
REFUSED_PART = PART.replace(b"200 OK", b"404 Not Found")


class SoftTimeLimitError(Exception):
    """An error of the caller's program, such as Celery raises in the middle of a task."""


@pytest.fixture(params=[SoftTimeLimitError, TimeoutError, ConnectionError])
def limited(request: Any) -> Iterator[Callable[[], None]]:
    """Returns what raises such an error in the main thread."""

    def handler(*args: Any) -> None:
        raise request.param("of the program")

    before = signal.signal(signal.SIGUSR1, handler)
    yield lambda: os.kill(os.getpid(), signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, before)


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
@pytest.mark.parametrize(
    "start", [b"", PART, REFUSED_PART], ids=["headers", "body", "body of a refusal"]
)
@pytest.mark.parametrize("how", ["send", "stream"])
@pytest.mark.parametrize("way", SYNC_WAYS, ids=lambda way: way.over)
def test_error_of_a_signal_handler_passes_through(
    way: Way, how: str, start: bytes, serve: Serve, limited: Callable[[], None]
) -> None:
    """It is not taken for a lost connection, and the connection is closed before it is raised."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(start)
        time.sleep(0.05)  # until it was read
        limited()
        return not connection.recv(1)

    server = serve(respond)
    carrier = way.carrier()
    request, limits = get(server.url), Timeouts(read=0.5)  # pyreqwest hears of it after that

    def attempt() -> None:
        if how == "send":
            carrier.send(request, limits)
        else:
            with carrier.stream(request, limits) as stream:
                list(stream.chunks)

    with pytest.raises(Exception, match="of the program") as caught:
        attempt()
    assert str(caught.value) == "of the program"  # pyreqwest may add a note
    assert settled(server)
    stats = carrier.stats()
    assert stats is None or (stats.in_use, stats.waiting) == (0, 0)
    carrier.close()


def raising_handler(*args: Any) -> None:
    """A handler, as most are."""
    raise TimeoutError("of the program")


class CallableHandler:
    """An object that is a handler."""

    def __call__(self, *args: Any) -> None:
        raising_handler()


def handler_for_once(*args: Any) -> None:
    """A handler that uninstalls itself."""
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    raise TimeoutError("of the program")


def forgetting_handler(signum: int, frame: Any) -> None:
    """A handler that keeps nothing of its arguments, and calls another function."""
    del signum, frame
    raising_handler()


def failing_handler(*args: Any) -> None:
    """A handler whose own work fails."""
    open("/of the program/missing")  # noqa: SIM115  # raises


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
@pytest.mark.parametrize(
    "handler",
    [
        functools.partial(raising_handler, "more"),
        CallableHandler(),
        handler_for_once,
        forgetting_handler,
        failing_handler,
    ],
    ids=["partial", "object", "for once", "forgetting", "failing"],
)
@pytest.mark.parametrize("way", SYNC_WAYS, ids=lambda way: way.over)
def test_any_kind_of_signal_handler_passes_through(way: Way, handler: Any, serve: Serve) -> None:
    """It does not matter what a handler is: where its error began decides."""
    before = signal.signal(signal.SIGUSR1, handler)

    def respond(connection: socket.socket, head: bytes) -> bool:
        time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGUSR1)
        return not connection.recv(1)

    server = serve(respond)
    carrier = way.carrier()
    try:
        with pytest.raises(OSError, match="of the program"):
            carrier.send(get(server.url), Timeouts(read=0.5))
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert settled(server)
    carrier.close()


def test_replaced_sockets_are_the_network(
    way: Way, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sockets of another package, such as gevent's, lose connections as any others do."""
    if way.kind != "sync" or way.over == "pyreqwest":
        return

    class GreenSocket(socket.socket):
        def recv(self, *args: Any) -> bytes:
            raise ConnectionResetError("of the network")

    monkeypatch.setattr(socket, "socket", GreenSocket)
    assert way.failure(get(serve(answer()).url)).phase == "read"


@pytest.mark.parametrize("error", [OSError, ConnectionResetError, ValueError])
def test_error_of_a_transport_of_the_caller_s_is_the_network_s(error: Any) -> None:
    """A transport of the caller's client, or a mock's handler, may raise what sockets do."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error("lost")

    with httpx.Client(transport=httpx.MockTransport(fail)) as http:
        expected: Any = error if error is ValueError else TransportError
        with pytest.raises(expected, match="lost"):
            HttpClientTransport(http).send(get("http://lag.example"), NO_LIMIT)


def test_lost_connection_is_not_an_error_of_a_signal_handler(
    way: Way, serve: Serve, limited: Callable[[], None]
) -> None:
    """A program that has handlers of signals still learns that a connection was lost."""
    server = serve(lambda connection, head: True)
    assert way.failure(get(server.url)).phase == "read"


def test_error_of_a_file_passes_through(way: Way, serve: Serve) -> None:
    """What the caller's own file raises while it is uploaded is raised as it is."""

    def pieces() -> Iterator[bytes]:
        yield b"part"
        raise SoftTimeLimitError

    server = serve(answer())
    request = Request("POST", server.url, {"content-length": "10"}, pieces)
    with pytest.raises(SoftTimeLimitError):
        way.attempt(request)
    assert settled(server)


def test_error_while_connecting_passes_through(
    way: Way, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the caller's own replacement of the resolver raises is raised as it is."""
    if way.over == "pyreqwest":
        return  # it does not look up names in Python

    def fail(*args: Any, **options: Any) -> Any:
        raise SoftTimeLimitError

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(SoftTimeLimitError):
        way.attempt(get("http://lag.example"))


class Interrupted(Dict[str, str]):
    """Headers in whose midst a signal handler raises."""

    def keys(self) -> Any:
        """Raise as the handler does."""
        raise SoftTimeLimitError

    __iter__ = items = keys


@pytest.mark.parametrize("way", SYNC_WAYS, ids=lambda way: way.over)
def test_error_while_a_request_is_built_passes_through(way: Way) -> None:
    """A handler's error is not taken for a request that cannot be sent."""
    request = Request("GET", "http://127.0.0.1:9", Interrupted(accept="*/*"))
    with pytest.raises(SoftTimeLimitError):
        way.attempt(request)


# Hooks of a caller's client


def test_error_of_a_client_s_own_passes_through() -> None:
    """What a caller's own class of client raises is raised as it is."""

    class Own(httpx.Client):
        def build_request(self, *args: Any, **options: Any) -> Any:
            raise SoftTimeLimitError

    with Own() as http, pytest.raises(SoftTimeLimitError):
        HttpClientTransport(http).send(get("http://lag.example"), NO_LIMIT)


HOOK_ERRORS = [SoftTimeLimitError, ConnectionError, TimeoutError, PermissionError]


def failing(error: Any) -> Callable[..., None]:
    """A hook that fails."""

    def hook(*args: Any) -> None:
        raise error

    return hook


def failing_soon(error: Any) -> Any:
    """The same for coroutines."""

    async def hook(*args: Any) -> None:
        raise error

    return hook


@pytest.mark.parametrize("error", HOOK_ERRORS)
@pytest.mark.parametrize("hook", ["request", "response"])
def test_error_of_a_hook_passes_through(hook: str, error: Any, serve: Serve) -> None:
    """A hook's own error is neither repeated nor typed; its connection is closed."""
    server = serve(answer(b"[]"))
    with httpx.Client(event_hooks={hook: [failing(error)]}, trust_env=False, verify=False) as http:
        client = Client(token=USER_TOKEN, base_url=server.url, http_client=http)
        with pytest.raises(error):
            client.servers.list()
        assert settled(server)
    assert len(server.seen) == (1 if hook == "response" else 0)


@pytest.mark.anyio
@pytest.mark.parametrize("error", HOOK_ERRORS)
@pytest.mark.parametrize("hook", ["request", "response"])
async def test_error_of_a_hook_passes_through_tasks(hook: str, error: Any, serve: Serve) -> None:
    """The same for coroutines."""
    server = serve(answer(b"[]"))
    hooks = {hook: [failing_soon(error)]}
    async with httpx.AsyncClient(event_hooks=hooks, trust_env=False, verify=False) as http:
        client = AsyncClient(token=USER_TOKEN, base_url=server.url, http_client=http)
        with pytest.raises(error):
            await client.servers.list()
        assert await settled_soon(server)
    assert len(server.seen) == (1 if hook == "response" else 0)


def raising(response: httpx.Response) -> None:
    """The hook of many programs."""
    response.raise_for_status()


def reading(response: httpx.Response) -> None:
    """The same, which also wants to log the body."""
    response.read()
    response.raise_for_status()


NOT_FOUND = answer(b'{"message": "no such server"}', "404 Not Found")


@pytest.mark.parametrize("hook", [raising, reading])
def test_raised_response_is_a_response(hook: Any, serve: Serve) -> None:
    """The error of a `raise_for_status` hook is the response that it is about, with its status."""
    server = serve(NOT_FOUND)
    with httpx.Client(event_hooks={"response": [hook]}, trust_env=False, verify=False) as http:
        client = Client(token=USER_TOKEN, base_url=server.url, http_client=http)
        for call in (
            lambda: client.servers.get("s"),
            lambda: client.servers.update("s", name="x"),
        ):
            with pytest.raises(LagNotFoundError) as caught:
                call()
            assert (caught.value.outcome, caught.value.attempts) == ("refused", 1)
            assert ("no such server" in caught.value.message) is (hook is reading)
        with client._transport.stream(get(server.url), NO_LIMIT) as stream:
            assert stream.status == 404
            if hook is reading:
                assert b"".join(stream.chunks) == NOT_FOUND[-29:]
            else:
                with pytest.raises(TransportError):
                    next(stream.chunks)
    assert len(server.seen) == 3


@pytest.mark.anyio
async def test_raised_response_is_a_response_for_tasks(serve: Serve) -> None:
    """The same for coroutines."""

    async def hook(response: httpx.Response) -> None:
        await response.aread()
        response.raise_for_status()

    server, bodies = serve(NOT_FOUND), []
    async with httpx.AsyncClient(
        event_hooks={"response": [hook]}, trust_env=False, verify=False
    ) as http:
        client = AsyncClient(token=USER_TOKEN, base_url=server.url, http_client=http)
        with pytest.raises(LagNotFoundError, match="no such server") as caught:
            await client.servers.get("s")
        assert (caught.value.outcome, caught.value.attempts) == ("refused", 1)
        async with client._transport.stream(get(server.url), NO_LIMIT) as stream:
            assert stream.status == 404
            bodies += [chunk async for chunk in stream.chunks]
    assert b"".join(bodies) == NOT_FOUND[-29:]
    assert len(server.seen) == 2


# Progress of an upload


class WorkerEndError(BaseException):
    """An error that is not an Exception, such as that of `pytest.fail`."""


PROGRESS_ERRORS = [
    OSError,
    TimeoutError,
    ValueError,
    SoftTimeLimitError,
    WorkerEndError,
    asyncio.CancelledError,
]


@pytest.mark.parametrize("error", PROGRESS_ERRORS)
@pytest.mark.parametrize("kind", KINDS)
def test_error_of_progress_passes_through(kind: str, error: Any, serve: Serve) -> None:
    """What `progress` raises is raised as it is, once, and the connection is closed."""
    server = serve(answer(b"{}"))
    calls: List[int] = []

    def progress(done: int, total: Any) -> None:
        calls.append(done)
        if done:
            raise error("of progress")

    image = b"x" * 200_000
    options: Any = {"filename": "a.png", "purpose": "chat", "progress": progress}

    async def upload_soon() -> None:
        async with client_by(kind, server.url) as client:
            with pytest.raises(error, match="of progress"):
                await client.images.upload(image, **options)

    if backend_of(kind) == "sync":
        with client_by(kind, server.url) as client, pytest.raises(error, match="of progress"):
            client.images.upload(image, **options)
    else:
        anyio.run(upload_soon, backend=backend_of(kind))
    assert calls[0] == 0
    assert len(calls) == 2
    assert settled(server)


# After a response has arrived


def test_response_header_that_is_not_ascii(way: Way, serve: Serve) -> None:
    """A header that is not ASCII costs no response: it is decoded, or left out by pyreqwest."""
    head = "HTTP/1.1 200 OK\r\nx-a: 1\r\nx-name: café\r\nx-a: 2\r\ncontent-length: 2\r\n\r\n{}"
    server = serve(head.encode())
    reply = way.attempt(get(server.url))
    assert (reply.status, reply.body, reply.headers["x-a"]) == (200, b"{}", "1, 2")
    assert ("x-name" in reply.headers) is (way.over != "pyreqwest")
