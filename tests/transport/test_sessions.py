"""Connections that belong to an event loop, and what is left of them when it is gone."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
from typing import Any, List

import pytest
import trio

from lagclient.client import AsyncClient
from lagclient.transport import sessions
from lagclient.transport.protocol import PoolStats
from lagclient.transport.sessions import Sessions
from tests.kit.adapters import ASYNC_ADAPTERS, client_by
from tests.kit.servers import Serve, settled
from tests.kit.ways import USER_ANSWER

KINDS = ["asyncio", *ASYNC_ADAPTERS]
# Garbage collection closes what is left of a loop that was closed too early, and says so.
UNCLOSED = pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")


def in_a_loop_that_is_just_closed(client: AsyncClient) -> None:
    """Make a call in a loop of its own, which is closed without `shutdown_asyncgens`."""
    loop = asyncio.new_event_loop()
    assert loop.run_until_complete(client.users.me()).id == "me"
    loop.close()


def opened(client: Any) -> List[Any]:
    """The sessions of a client, for each event loop."""
    sessions = client._transport._sessions
    every = [*sessions.values()] if isinstance(sessions, dict) else [sessions]
    return [session for each in every for session in each.every()]


@UNCLOSED
@pytest.mark.parametrize("kind", KINDS)
def test_connections_of_a_closed_loop_are_abandoned(kind: str, serve: Serve) -> None:
    """At most the connections of the last loop are left, of however many loops were closed."""
    server = serve(USER_ANSWER)
    client = client_by(kind, server.url)
    held: List[Any] = []  # else garbage collection would close the sockets
    for number in range(1, 6):
        in_a_loop_that_is_just_closed(client)
        held += opened(client)
        if kind == "aiohttp":
            held += held[-1]._connector.opened()
        assert client.pool_stats().open == 1
        assert server.connections == number
    assert settled(server, left=1)
    assert len(held) >= 5
    del client
    gc.collect()
    assert settled(server)
    assert not sessions._lives


@UNCLOSED
@pytest.mark.parametrize("kind", KINDS)
def test_connections_of_a_dropped_client_are_abandoned(kind: str, serve: Serve) -> None:
    """A client that is dropped after its loop was closed leaves no connection."""
    server = serve(USER_ANSWER)
    for _ in range(3):
        in_a_loop_that_is_just_closed(client_by(kind, server.url))
        gc.collect()
        assert settled(server)
    assert not sessions._lives


def open_sockets() -> int:
    """Return how many sockets this process has open."""
    gc.collect()
    return sum(type(each) is socket.socket and each.fileno() >= 0 for each in gc.get_objects())


def silent(connection: socket.socket, head: bytes) -> bool:
    """Answer nothing until the client is gone."""
    connection.settimeout(60)
    with contextlib.suppress(OSError):
        connection.recv(1)
    return True


@UNCLOSED
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_calls_of_a_closed_loop_leave_no_socket(
    kind: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loop that is closed during a call leaves no socket open: anyio keeps what its tasks had."""
    monkeypatch.setattr(logging.getLogger("asyncio"), "disabled", True)  # says what was pending
    server = serve(silent)
    before = open_sockets()
    client = client_by(kind, server.url)

    async def begin() -> None:
        task = asyncio.ensure_future(client.users.me())
        before = len(server.seen)
        while len(server.seen) == before:
            await asyncio.sleep(0.01)
        assert not task.done()

    for _ in range(3):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(begin())
        loop.close()
        del loop
    asyncio.run(client.aclose())
    assert settled(server)
    assert open_sockets() == before
    assert not sessions._lives


@UNCLOSED
@pytest.mark.parametrize("kind", KINDS)
def test_closing_a_client_abandons_what_other_loops_left(kind: str, serve: Serve) -> None:
    """`aclose` in one loop also gives up what belongs to loops that are closed."""
    server = serve(USER_ANSWER)
    client = client_by(kind, server.url)
    in_a_loop_that_is_just_closed(client)
    assert len(server.live) == 1
    asyncio.run(client.aclose())
    gc.collect()
    assert settled(server)
    assert client.pool_stats() == PoolStats(open=0, idle=0, in_use=0, waiting=0)


def test_session_is_abandoned_once() -> None:
    """A session whose loop was closed is abandoned; one whose loop goes on is not."""

    class Session:
        def __init__(self) -> None:
            self.ends: List[str] = []
            made.append(self)

        async def close(self) -> None:
            self.ends.append("closed")

        def abandon(self) -> None:
            self.ends.append("abandoned")

    made: List[Any] = []
    own = Sessions(Session)
    loop = asyncio.new_event_loop()
    first = loop.run_until_complete(own.opened())
    sessions._abandon_closed()
    assert first.ends == []
    loop.close()
    sessions._abandon_closed()
    sessions._abandon_closed()
    asyncio.run(own.opened())
    assert [session.ends for session in made] == [["abandoned"], ["closed"]]
    assert own.every() == []


def test_trio_within_asyncio_is_another_loop() -> None:
    """A trio that runs as the guest of an asyncio loop does not share its session."""
    loops: List[object] = []

    async def guest() -> None:
        loops.append(sessions.running_loop())

    async def host() -> None:
        loop = asyncio.get_running_loop()
        over = loop.create_future()
        trio.lowlevel.start_guest_run(
            guest, run_sync_soon_threadsafe=loop.call_soon_threadsafe, done_callback=over.set_result
        )
        await over
        loops.append(sessions.running_loop())

    asyncio.run(host())
    assert loops[0] != loops[1]
