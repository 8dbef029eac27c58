"""Listeners over real HTTP: what they hold, and that nothing is left of it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
import threading
from pathlib import Path
from typing import Any, Callable, List, Optional, Set

import anyio
import httpx
import pytest

from lagclient import AsyncClient, Client
from lagclient.errors import LagAuthError, LagPermissionError
from lagclient.listening import cursor
from lagclient.listening.cursor import FileCursor
from tests.kit.calls import ROBOT_TOKEN
from tests.kit.events import SSE, Kept, text_of
from tests.kit.servers import CLOSED, Serve, Server, answer, settled
from tests.kit.ways import idle_connections

pytestmark = [pytest.mark.usefixtures("at_once"), CLOSED]
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"
NOT_ALLOWED = answer(b'{"message": "no"}', "403 Forbidden")


def streaming(*pieces: str, stay: bool = True) -> Callable[[socket.socket, bytes], bool]:
    """A server's part: sends the pieces, then waits until the client is gone, or ends."""

    def respond(connection: socket.socket, head: bytes) -> bool:
        connection.sendall(HEAD)
        for piece in pieces:
            connection.sendall(piece.encode())
        if stay:
            connection.settimeout(5)
            with contextlib.suppress(OSError):
                connection.recv(1)
        return True

    return respond


def sync(server: Server, **options: Any) -> Client:
    return Client(token=ROBOT_TOKEN, base_url=server.url, timeout_seconds=5, **options)


def asynchronous(server: Server, **options: Any) -> AsyncClient:
    return AsyncClient(token=ROBOT_TOKEN, base_url=server.url, timeout_seconds=5, **options)


def last_ids(server: Server) -> List[bytes]:
    """The Last-Event-ID of each request."""
    lines = [line for head in server.seen for line in head.lower().split(b"\r\n")]
    return [line.partition(b": ")[2] for line in lines if line.startswith(b"last-event-id")]


# The blocking one


def test_events_arrive_as_they_are_sent(serve: Serve) -> None:
    """An event is there before the next one is sent, and the request is the one of the API."""
    server = serve(streaming(text_of(1) + text_of(2)))
    with sync(server) as client, client.robots.events.stream() as events:
        assert [next(events).id, next(events).id] == ["evt_1", "evt_2"]
    head = server.seen[0].lower()
    assert head.startswith(b"get /robots/@me/events/sse http")
    assert b"accept: text/event-stream" in head
    assert b"authorization: robot " in head


@pytest.mark.parametrize("way", ["block", "close", "left"])
def test_stream_leaves_nothing(way: str, serve: Serve) -> None:
    """However it is left, its connection is closed, and the client can open another one."""
    server = serve(streaming(text_of(1)))
    client = sync(server)
    events = client.robots.events.stream()
    for event in events:
        assert event.id == "evt_1"
        break
    if way == "block":
        with events:
            pass
    elif way == "close":
        events.close()
        assert list(events) == []
    del events
    assert settled(server)
    idle_connections(client)
    client.close()


def test_stream_that_broke_goes_on(serve: Serve) -> None:
    """A connection that ends, or is silent for too long, is opened again where it was."""
    stories = [
        streaming(text_of(1), stay=False),
        streaming(text_of(2)),
        streaming(text_of(3)),
    ]
    server = serve(lambda *args: stories.pop(0)(*args))
    with sync(server) as client, client.robots.events.stream(silence_seconds=0.1) as events:
        assert [next(events).id for _ in range(3)] == ["evt_1", "evt_2", "evt_3"]
    assert last_ids(server) == [b"evt_1", b"evt_2"]
    assert settled(server)


def test_error_ends_a_stream(serve: Serve) -> None:
    """A permanent refusal is raised once; after it the iterator is exhausted."""
    server = serve(NOT_ALLOWED)
    with sync(server) as client:
        events = client.robots.events.stream()
        with pytest.raises(LagPermissionError):
            next(events)
        assert list(events) == []
        idle_connections(client)


def test_cursor_that_fails_costs_no_event(serve: Serve) -> None:
    """An error of the caller's cursor is raised; the event is saved when the cursor works again."""
    saved: List[str] = []
    broken = [OSError("full")]

    def save(id: str) -> None:
        if broken:
            raise broken.pop()
        saved.append(id)

    server = serve(streaming(text_of(1) + text_of(2) + text_of(3)))
    with sync(server) as client:
        events = client.robots.events.stream(cursor=(lambda: None, save))
        assert next(events).id == "evt_1"
        with pytest.raises(OSError, match="full"):
            next(events)
        assert next(events).id == "evt_2"
        events.confirm()
        events.confirm()
        assert saved == ["evt_1", "evt_2"]
        assert next(events).id == "evt_3"
        events.close()
    assert len(server.seen) == 1


def test_polls_over_http(serve: Serve) -> None:
    """`polling` does the same with polls, and waits in between."""
    bodies = [b"[]", b'[{"id": "evt_1", "eventType": "x", "payload": {"type": "x", "data": {}}}]']
    server = serve(lambda connection, head: connection.sendall(answer(bodies.pop(0))))
    with sync(server) as client:
        assert next(client.robots.events.polling(pause_seconds=0.01)).id == "evt_1"
    assert len(server.seen) == 2


# The asynchronous one


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("way", "borrowed"),
    [
        ("block", False),
        ("close", False),
        ("cancelled", False),
        ("in the middle", False),
        ("in the middle", True),
    ],
    ids=["block", "close", "cancelled", "in the middle", "http_client"],
)
async def test_asynchronous_stream_leaves_nothing(way: str, borrowed: bool, serve: Serve) -> None:
    """However it is left, no connection, task or warning remains."""
    middle = way == "in the middle"
    server = serve(streaming(text_of(1), text_of(2)[:10]) if middle else streaming(text_of(1)))
    async with contextlib.AsyncExitStack() as stack:
        http = httpx.AsyncClient(trust_env=False, verify=False)
        stack.push_async_callback(http.aclose)
        client = asynchronous(server, **({"http_client": http} if borrowed else {}))
        stack.push_async_callback(client.aclose)
        events = client.robots.events.stream()
        if way in ("block", "in the middle"):
            async with events:
                async for event in events:
                    assert event.id == "evt_1"
                    break
        elif way == "close":
            assert (await events.__anext__()).id == "evt_1"
            await events.aclose()
            assert [event async for event in events] == []
        else:
            with anyio.move_on_after(0.1) as scope:
                async for event in events:
                    assert event.id == "evt_1"
            assert scope.cancelled_caught
            if not borrowed:
                idle_connections(client)  # at once, and not when it is closed
            await events.aclose()
        gc.collect()
        assert settled(server)
        if not borrowed:
            idle_connections(client)


@pytest.mark.anyio
async def test_many_cancelled_streams_leave_nothing(serve: Serve) -> None:
    """Streams that are cancelled at any moment leave no connection behind."""
    server = serve(streaming(text_of(1), text_of(2), stay=True))
    async with asynchronous(server, pacing="off") as client:

        async def listen(seconds: float) -> None:
            with anyio.move_on_after(seconds):
                async with client.robots.events.stream() as events:
                    async for _ in events:
                        pass

        async with anyio.create_task_group() as group:
            for number in range(60):
                group.start_soon(listen, number / 1000)
        gc.collect()
        assert settled(server)
        idle_connections(client)


def test_stream_that_is_collected_is_closed(serve: Serve) -> None:
    """Without a block, asyncio closes it when it is garbage."""
    server = serve(streaming(text_of(1)))

    async def main() -> None:
        async with asynchronous(server) as client:
            async for _ in client.robots.events.stream():
                break
            gc.collect()
            for _ in range(200):
                await asyncio.sleep(0.01)
                if not server.live:
                    break
            idle_connections(client)

    asyncio.run(main())
    assert settled(server)


@pytest.mark.anyio
async def test_cancelled_wait_costs_no_event(serve: Serve) -> None:
    """A task that stops waiting for an event receives it when it asks again."""
    go_on = threading.Event()

    def respond(connection: socket.socket, head: bytes) -> bool:
        if b"evt_1" not in head:
            return streaming(text_of(1))(connection, head)
        go_on.wait(5)
        return streaming(text_of(2))(connection, head)

    server = serve(respond)
    async with asynchronous(server) as client:
        events = client.robots.events.stream(cursor=(kept := Kept()))
        assert (await events.__anext__()).id == "evt_1"
        with anyio.move_on_after(0.1):
            await events.__anext__()
        assert kept.saved == ["evt_1"]
        go_on.set()
        assert (await events.__anext__()).id == "evt_2"
        await events.confirm()
        assert kept.saved == ["evt_1", "evt_2"]
        await events.aclose()
    assert last_ids(server) == [b"evt_1"]
    assert settled(server)


def test_cursor_file_does_not_block_the_event_loop(serve: Serve, tmp_path: Path) -> None:
    """A cursor in a file is read and written by another thread."""
    threads: Set[int] = set()

    class Noted(FileCursor):
        def load(self) -> Optional[str]:
            threads.add(threading.get_ident())
            return super().load()

        def save(self, id: str) -> None:
            threads.add(threading.get_ident())
            super().save(id)

    async def main() -> None:
        async with asynchronous(server) as client:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(cursor, "FileCursor", Noted)
                async with client.robots.events.stream(cursor=tmp_path / "x") as events:
                    assert (await events.__anext__()).id == "evt_1"
                    await events.confirm()

    server = serve(streaming(text_of(1)))
    asyncio.run(main())  # trio would keep the thread for a while
    assert (tmp_path / "x").read_text() == "evt_1\n"
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.anyio
async def test_cursor_with_coroutine_functions(serve: Serve) -> None:
    """With an `AsyncClient`, load and save may be coroutine functions."""
    saved: List[str] = []

    async def load() -> str:
        await anyio.sleep(0)
        return "evt_0"

    async def save(id: str) -> None:
        await anyio.sleep(0)
        saved.append(id)

    server = serve(streaming(text_of(1)))
    async with asynchronous(server) as client:
        events = client.robots.events.stream(cursor=(load, save))
        await events.__anext__()
        await events.confirm()
        await events.confirm()
        await events.aclose()
    assert (saved, last_ids(server)) == (["evt_0", "evt_1"], [b"evt_0"])


@pytest.mark.anyio
async def test_asynchronous_stream_fails_as_the_blocking_one(serve: Serve) -> None:
    """A stream that ends is opened again; a permanent refusal is raised, and the end."""
    stories: List[Any] = [streaming(text_of(1), stay=False), answer(b"", "401 Unauthorized")]

    def respond(connection: socket.socket, head: bytes) -> Any:
        story = stories.pop(0)
        return story(connection, head) if callable(story) else connection.sendall(story)

    server = serve(respond)
    async with asynchronous(server) as client:
        events = client.robots.events.stream()
        assert (await events.__anext__()).id == "evt_1"
        with pytest.raises(LagAuthError):
            await events.__anext__()
        assert [event async for event in events] == []
        idle_connections(client)


@pytest.mark.anyio
async def test_asynchronous_polls(serve: Serve) -> None:
    """`polling` waits between polls, and a deadline cuts off a poll that takes too long."""
    event = b'[{"id": "evt_1", "eventType": "x"}]'
    answers = [answer(b"[]"), HEAD, answer(event)]
    server = serve(lambda connection, head: connection.sendall(answers.pop(0)))
    async with asynchronous(server, deadline_seconds=0.2, max_retries=0) as client:
        events = client.robots.events.polling(pause_seconds=0.01)
        assert (await events.__anext__()).id == "evt_1"


def test_body_that_never_waits_can_be_left() -> None:
    """A stream that always has more in memory is left all the same."""
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while True:
            sent += 1
            yield text_of(sent).encode()

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers=SSE, content=endless())

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
            client = AsyncClient(token=ROBOT_TOKEN, http_client=http)
            async with client.robots.events.stream() as events:
                assert (await events.__anext__()).id == "evt_1"

    asyncio.run(main())
    assert 1 < sent < 1000
