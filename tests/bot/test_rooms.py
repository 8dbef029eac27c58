"""Turns of events in their rooms."""

from __future__ import annotations

from typing import Any, List

import anyio
import pytest

from lagclient.bot.rooms import Rooms
from lagclient.models import RobotEvent, event_from

pytestmark = pytest.mark.anyio


def event(room: Any, number: int = 0) -> RobotEvent:
    return event_from({"type": "x", "data": {"roomId": room, "number": number}})


async def test_rooms_are_in_order_and_side_by_side() -> None:
    """Events of one room follow each other in their order of arrival, whatever task runs first."""
    rooms, done = Rooms(), []  # type: ignore[var-annotated]
    running: List[Any] = []

    async def handle(turn: Any, room: Any, number: int) -> None:
        async with turn:
            assert room not in running
            running.append(room)
            await anyio.sleep(0.001 * (5 - number))
            running.remove(room)
            done.append((room, number))

    async with anyio.create_task_group() as tasks:
        for number in range(5):
            for room in ("a", "b", None):
                turn = rooms.queue(event(room, number))
                tasks.start_soon(handle, turn, room, number)
    for room in ("a", "b", None):
        assert [number for other, number in done if other == room] == [0, 1, 2, 3, 4]
    assert rooms.last == {}


async def test_slow_room_keeps_no_other_waiting() -> None:
    """An event of another room does not wait."""
    rooms = Rooms()
    async with rooms.queue(event("a")), rooms.queue(event("b")), rooms.queue(event(None)):
        pass


async def test_cancelled_turn_keeps_the_order() -> None:
    """A task that gives up before its turn lets those behind it wait for the ones before it."""
    rooms, done = Rooms(), []  # type: ignore[var-annotated]
    first, gives_up, last = (rooms.queue(event("a")) for _ in range(3))

    async def handle(turn: Any, name: str) -> None:
        async with turn:
            done.append(name)

    async with first:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(handle, gives_up, "gave up")
            await anyio.sleep(0.01)
            tasks.cancel_scope.cancel()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(handle, last, "last")
            await anyio.sleep(0.01)
            assert done == []
            done.append("first")
            tasks.cancel_scope.cancel()
    async with rooms.queue(event("a")):
        assert done == ["first"]
    assert rooms.last == {}


async def test_failed_turn_is_over() -> None:
    """An error inside a turn lets the next event have its turn."""
    rooms = Rooms()
    with pytest.raises(KeyError):
        async with rooms.queue(event("a")):
            raise KeyError
    async with rooms.queue(event("a")):
        pass
    assert rooms.last == {}
