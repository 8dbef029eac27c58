"""Listeners that are closed, or interrupted, while they wait."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
import time
from typing import Any, Callable, Dict, List, Optional

import anyio
import anyio.to_thread
import httpx
import pytest

from lagclient import AsyncClient, Client
from lagclient.errors import LagInvalidRequestError
from tests.kit.adapters import ASYNC_KINDS, SYNC_ADAPTERS, adapter, backend_of
from tests.kit.calls import ROBOT_TOKEN
from tests.kit.events import text_of
from tests.kit.servers import CLOSED, Serve, Server, answer, settled, settled_soon

pytestmark = CLOSED
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
BUSY = answer(b"", "503 Service Unavailable", "retry-after: 600")
SYNC_KINDS = ["sync", "http_client", *SYNC_ADAPTERS]


def silent(
    first: bytes = b"", stay: bool = True
) -> Callable[[socket.socket, bytes], Optional[bool]]:
    """A server's part: send something, then nothing until the client is gone."""

    def respond(connection: socket.socket, head: bytes) -> Optional[bool]:
        connection.sendall(first)
        if stay:
            connection.settimeout(60)
            with contextlib.suppress(OSError):
                connection.recv(1)
        return True

    return respond


WAITS: Dict[str, Any] = {
    "event": ("stream", silent(HEAD + text_of(1).encode())),
    "response": ("stream", silent()),
    "poll": ("polling", silent()),
    "next attempt": ("stream", silent(BUSY, stay=False)),
    "next poll": ("polling", silent(BUSY, stay=False)),
}
"""What a listener may wait for: its method, and what the server does."""


@pytest.fixture(params=WAITS)
def wait(request: Any) -> Any:
    """A method, and what the server does; the listener waits for ever."""
    return WAITS[request.param]


def transport_of(kind: str, stack: Any) -> Dict[str, Any]:
    """The option of a client of that kind."""
    if kind == "http_client":
        return {
            "http_client": stack.enter_context(
                httpx.Client(trust_env=False, verify=False, timeout=60)
            )
        }
    return {"transport": adapter(kind)} if kind in SYNC_ADAPTERS else {}


async def async_client(kind: str, server: Server, stack: contextlib.AsyncExitStack) -> AsyncClient:
    """A client of that kind, which the stack closes."""
    options: Dict[str, Any] = {}
    if kind == "http_client":
        http = httpx.AsyncClient(trust_env=False, verify=False, timeout=60)
        options = {"http_client": await stack.enter_async_context(http)}
    elif kind not in ("asyncio", "trio"):
        options = {"transport": adapter(kind)}
    client = AsyncClient(
        token=ROBOT_TOKEN, base_url=server.url, timeout_seconds=60, max_retries=0, **options
    )
    return await stack.enter_async_context(client)


def until(is_so: Callable[[], Any]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_closing_releases_the_thread_that_waits(kind: str, wait: Any, serve: Serve) -> None:
    """A thread that waits for an event stops at once when another one closes the listener."""
    method, respond = wait
    server = serve(respond)
    with contextlib.ExitStack() as stack:
        client = Client(
            token=ROBOT_TOKEN,
            base_url=server.url,
            timeout_seconds=60,
            max_retries=0,
            **transport_of(kind, stack),
        )
        stack.callback(client.close)
        events = getattr(client.robots.events, method)()
        found: List[Any] = []
        reader = threading.Thread(target=lambda: found.extend(events), daemon=True)
        reader.start()
        until(lambda: server.seen)
        time.sleep(0.1)  # until it waits; sooner is another case of the same rule
        events.close()
        reader.join(5)
        assert not reader.is_alive()
        assert list(events) == []
        events.close()
        assert [event.id for event in found] in ([], ["evt_1"])


@pytest.mark.parametrize("what", ["event", "response"])
def test_closing_closes_the_socket_of_a_stream(what: str, serve: Serve) -> None:
    """A stream that is closed leaves no socket behind, also before there is a response."""
    _, respond = WAITS[what]
    server = serve(respond)
    with Client(token=ROBOT_TOKEN, base_url=server.url, timeout_seconds=60) as client:
        events = client.robots.events.stream()
        reader = threading.Thread(target=list, args=(events,), daemon=True)
        reader.start()
        until(lambda: server.seen)
        time.sleep(0.1)  # until it waits
        events.close()
        assert settled(server)
        reader.join(5)


@pytest.mark.parametrize("kind", SYNC_KINDS)
def test_closing_the_client_releases_the_thread_that_waits(
    kind: str, wait: Any, serve: Serve
) -> None:
    """A listener whose client is closed ends at once, with an error that says so."""
    method, respond = wait
    server = serve(respond)
    stack = contextlib.ExitStack()
    client = Client(
        token=ROBOT_TOKEN,
        base_url=server.url,
        timeout_seconds=60,
        max_retries=0,
        **transport_of(kind, stack),
    )
    events = getattr(client.robots.events, method)()
    ended: List[Any] = []

    def read() -> None:
        with pytest.raises(LagInvalidRequestError) as caught:
            list(events)
        ended.append(caught.value.message)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    until(lambda: server.seen)
    time.sleep(0.1)
    client.close()
    reader.join(10)
    events.close()
    stack.close()
    assert ended == ["The client is closed: create another one"]


@pytest.mark.parametrize("kind", [*ASYNC_KINDS, "http_client"])
@pytest.mark.parametrize("way", ["here", "another loop"])
def test_closing_the_client_releases_the_task_that_waits(
    kind: str, way: str, wait: Any, serve: Serve
) -> None:
    """A listener ends at once with its client, from whichever event loop the client is closed."""
    method, respond = wait
    server = serve(respond)

    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            client = await async_client(kind, server, stack)
            events = getattr(client.robots.events, method)()

            async def read() -> None:
                with pytest.raises(LagInvalidRequestError) as caught:
                    async for _ in events:
                        pass
                assert caught.value.message == "The client is closed: create another one"

            with anyio.fail_after(10):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(read)
                    while not server.seen:
                        await anyio.sleep(0.01)
                    await anyio.sleep(0.1)
                    if way == "here":
                        await client.aclose()
                    else:
                        await anyio.to_thread.run_sync(anyio.run, client.aclose)
                assert await settled_soon(server)
                assert [event async for event in events] == []

    anyio.run(main, backend="asyncio" if kind == "http_client" else backend_of(kind))


@pytest.mark.parametrize("kind", [*ASYNC_KINDS, "http_client"])
@pytest.mark.parametrize("is_read", [True, False], ids=["read", "idle"])
def test_listener_may_be_closed_from_another_event_loop(
    kind: str, is_read: bool, serve: Serve
) -> None:
    """`aclose` in another loop returns, and the loop of the connection closes it."""
    server = serve(silent(HEAD + text_of(1).encode()))

    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            client = await async_client(kind, server, stack)
            events = client.robots.events.stream()
            assert (await events.__anext__()).id == "evt_1"
            found: List[Any] = []

            async def read() -> None:
                found.extend([event async for event in events])

            with anyio.fail_after(10):
                async with anyio.create_task_group() as tasks:
                    if is_read:
                        tasks.start_soon(read)
                        await anyio.sleep(0.1)
                    await anyio.to_thread.run_sync(anyio.run, events.aclose)
                assert await settled_soon(server)
                assert [event async for event in events] == found == []

    anyio.run(main, backend="asyncio" if kind == "http_client" else backend_of(kind))


def test_listener_of_a_loop_that_has_ended_may_be_closed(serve: Serve) -> None:
    """`aclose` returns if the event loop of the connection does not run any more."""
    server = serve(silent(HEAD + text_of(1).encode()))
    client = AsyncClient(token=ROBOT_TOKEN, base_url=server.url)
    events = client.robots.events.stream()
    assert anyio.run(events.__anext__).id == "evt_1"

    async def close() -> None:
        with anyio.fail_after(5):
            await events.aclose()
            assert [event async for event in events] == []
            await client.aclose()

    anyio.run(close)
    assert settled(server)


@pytest.mark.parametrize("kind", [*ASYNC_KINDS, "http_client"])
def test_closing_releases_the_task_that_waits(kind: str, wait: Any, serve: Serve) -> None:
    """A task that waits for an event stops at once when another one closes the listener."""
    method, respond = wait
    server = serve(respond)

    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            client = await async_client(kind, server, stack)
            events = getattr(client.robots.events, method)()
            found: List[Any] = []

            async def read() -> None:
                async for event in events:
                    found.append(event.id)

            with anyio.fail_after(10):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(read)
                    while not server.seen:
                        await anyio.sleep(0.01)
                    await anyio.sleep(0.1)
                    await events.aclose()
                assert await settled_soon(server)
            assert [event async for event in events] == []
            await events.aclose()
            assert found in ([], ["evt_1"])

    anyio.run(main, backend="asyncio" if kind == "http_client" else backend_of(kind))


def test_listener_may_be_closed_by_its_own_functions(serve: Serve) -> None:
    """A function of the caller's, called while an event is fetched, may close the listener."""
    server = serve(silent(HEAD + text_of(1).encode() + text_of(2).encode()))
    with Client(token=ROBOT_TOKEN, base_url=server.url) as client:
        events = client.robots.events.stream(cursor=(lambda: None, lambda _: events.close()))
        assert [event.id for event in events] == ["evt_1"]
    assert settled(server)

    async def main() -> None:
        async def save(id: str) -> None:
            await events.aclose()

        async with AsyncClient(token=ROBOT_TOKEN, base_url=server.url) as client:
            events = client.robots.events.stream(cursor=(lambda: None, save))
            assert [event.id async for event in events] == ["evt_1"]
            assert await settled_soon(server)

    anyio.run(main)


def test_events_have_one_reader(serve: Serve) -> None:
    """A second thread or task that asks for events is refused: each would miss some."""
    server = serve(silent(HEAD))
    with Client(token=ROBOT_TOKEN, base_url=server.url) as client:
        with client.robots.events.stream() as events:
            reader = threading.Thread(target=lambda: list(events))
            reader.start()
            until(lambda: server.seen)
            with pytest.raises(RuntimeError, match="Another thread waits"):
                next(events)
        reader.join(5)

    async def main() -> None:
        async with contextlib.AsyncExitStack() as stack:
            client = AsyncClient(token=ROBOT_TOKEN, base_url=server.url)
            await stack.enter_async_context(client)
            events = await stack.enter_async_context(client.robots.events.stream())
            tasks = await stack.enter_async_context(anyio.create_task_group())
            tasks.start_soon(events.__anext__)
            while len(server.seen) < 2:
                await anyio.sleep(0.01)
            with pytest.raises(RuntimeError, match="Another task waits"):
                await events.__anext__()
            tasks.cancel_scope.cancel()

    anyio.run(main)


class LimitError(Exception):
    """Raised by a signal handler, as task queues do when a task takes too long."""


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
def test_error_of_a_signal_handler_passes_through(wait: Any, serve: Serve) -> None:
    """An error that is not the transport's ends the wait: it is not a lost connection."""
    method, respond = wait
    server = serve(respond)

    def limit(*_: Any) -> None:
        raise LimitError

    def alarm() -> None:
        until(lambda: server.seen)
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGUSR1)

    before = signal.signal(signal.SIGUSR1, limit)
    try:
        thread = threading.Thread(target=alarm)
        thread.start()
        with contextlib.ExitStack() as stack:
            client = stack.enter_context(
                Client(token=ROBOT_TOKEN, base_url=server.url, max_retries=0)
            )
            events = stack.enter_context(getattr(client.robots.events, method)())
            with pytest.raises(LimitError):
                list(events)
        thread.join(10)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert len(server.seen) == 1


def test_context_of_the_caller_is_kept(serve: Serve) -> None:
    """Hooks see the context variables of the thread that asks for events."""
    import contextvars

    name = contextvars.ContextVar("name", default="nobody's")
    seen: List[str] = []
    server = serve(silent(HEAD + text_of(1).encode()))
    hooks = {"request": [lambda _: seen.append(name.get())]}
    with httpx.Client(trust_env=False, verify=False, event_hooks=hooks) as http:
        client = Client(token=ROBOT_TOKEN, base_url=server.url, http_client=http)
        name.set("the caller's")
        with client.robots.events.stream() as events:
            next(events)
    assert seen == ["the caller's"]
