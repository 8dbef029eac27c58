"""What the package may take of a machine's memory: rules, not timings."""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lagclient import AsyncClient, Client
from lagclient.models import RoomMessage
from lagclient.transport.protocol import Reply, Request, Timeouts

MEGABYTE = 1024 * 1024
MESSAGES, PAGE = 1000, 100
HERE = ("srv_1", "room_1")
WHEN = "2026-01-01T12:00:00Z"

# Resident memory before and after, in a process where nothing else happens.
BUILDING = """
import resource
import httpx, pydantic

def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()

before = resident()
from lagclient import AsyncClient, Client
clients = Client(token="lag_pat_x"), AsyncClient(token="lag_pat_x")
print(before, resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read as Linux tells it")
def test_clients_take_10_megabytes() -> None:
    """Both clients, imported and built, take at most 10 MB more than httpx and pydantic."""
    out = subprocess.run(
        [sys.executable, "-c", BUILDING], stdout=subprocess.PIPE, check=True, encoding="utf-8"
    )
    before, more = map(int, out.stdout.split())
    assert before > 10 * MEGABYTE  # it is measured; memory that imports left free may be enough
    assert more <= 10 * MEGABYTE


@pytest.fixture
def room() -> Room:
    """The room of 1,000 messages. What was there before it is out of the collector's sight."""
    gc.collect()
    gc.freeze()
    return Room()


class Room:
    """A transport to many messages, which counts those that are alive."""

    def __init__(self) -> None:
        self.most = 0

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """The next page. What came before it may still be held."""
        self.count()
        query = parse_qs(urlsplit(request.url).query)
        begin = int(query.get("cursor", ["0"])[0])
        end = begin + PAGE
        messages = [
            {"id": str(n), "roomId": "r", "username": "sam", "content": "", "createdAt": WHEN}
            for n in range(begin, end)
        ]
        more = end < MESSAGES
        page = {"messages": messages, "hasMore": more, "nextCursor": str(end) if more else None}
        return Reply(200, {}, json.dumps(page).encode())

    def count(self) -> None:
        """Note how many messages there are."""
        self.most = max(self.most, sum(type(thing) is RoomMessage for thing in gc.get_objects()))


class AsyncCarrier:
    """The same for an async client."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """The next page."""
        return self._room.send(request, timeouts)


@pytest.mark.parametrize("prefetch", [False, True], ids=["when reached", "ahead"])
def test_iterator_holds_two_pages(room: Any, prefetch: bool) -> None:
    """Iterating over 1,000 messages keeps at most two pages in memory."""
    messages = Client(token="lag_pat_x", transport=room).servers.rooms.messages
    count = 0
    for message in messages.paginate(*HERE, limit=PAGE, prefetch=prefetch).items():
        assert message.id == str(count)
        room.count()
        count += 1
    assert count == MESSAGES
    assert PAGE <= room.most <= 2 * PAGE


@pytest.mark.parametrize("prefetch", [False, True], ids=["when reached", "ahead"])
def test_async_iterator_holds_two_pages(room: Room, prefetch: bool) -> None:
    """The async client keeps at most two pages too."""
    carrier: Any = AsyncCarrier(room)
    messages = AsyncClient(token="lag_pat_x", transport=carrier).servers.rooms.messages

    async def walk() -> int:
        count = 0
        async for _ in messages.paginate(*HERE, limit=PAGE, prefetch=prefetch).items():
            room.count()
            count += 1
        return count

    assert asyncio.run(walk()) == MESSAGES
    assert PAGE <= room.most <= 2 * PAGE
