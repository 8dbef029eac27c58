"""Turns of events in their rooms."""

from __future__ import annotations

from typing import Any, List

import anyio
import pytest

from lagclient import Bot
from lagclient.bot.rooms import Rooms
from lagclient.bot.waiting import Wanted
from lagclient.errors import LagInvalidRequestError
from lagclient.models import Identity, RobotEvent, event_from

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


async def test_cancelled_turn_leaves_its_room() -> None:
    """If the newest event of a room is given up, the room is idle once the others have ended."""
    rooms = Rooms()
    async with rooms.queue(event("a")):
        for _ in range(2):
            with anyio.move_on_after(0):
                async with rooms.queue(event("a")):
                    raise AssertionError("its turn has not come")
        assert not rooms.is_idle
    assert rooms.is_idle


async def test_failed_turn_is_over() -> None:
    """An error inside a turn lets the next event have its turn."""
    rooms = Rooms()
    with pytest.raises(KeyError):
        async with rooms.queue(event("a")):
            raise KeyError
    async with rooms.queue(event("a")):
        pass
    assert rooms.last == {}


def wanted() -> Wanted[RobotEvent]:
    return Wanted(RobotEvent, lambda event: event.data.get("number") == 7, None)


async def test_task_left_behind_keeps_no_slot() -> None:
    """A task that waits for an event longer than its handler runs takes no place of another one."""
    rooms = Rooms(max_concurrency=1)
    async with anyio.create_task_group() as tasks:
        async with rooms.queue(event("a")):
            tasks.start_soon(rooms.wait_for, wanted())
            await anyio.wait_all_tasks_blocked()
        rooms.queue(event("b", 7))._leave()
    assert rooms.slots.value == 1


async def test_tasks_of_a_handler_share_its_slot() -> None:
    """Tasks of a handler that wait one after the other go on with one slot, and give back one."""
    rooms, may_wait = Rooms(max_concurrency=1), anyio.Event()

    async def wait_later() -> None:
        await may_wait.wait()
        await rooms.wait_for(wanted())

    with anyio.fail_after(5):
        async with rooms.queue(event("a")):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(rooms.wait_for, wanted())
                tasks.start_soon(wait_later)
                await anyio.wait_all_tasks_blocked()
                async with rooms.queue(event("b", 7)):  # the first one now waits for a slot
                    may_wait.set()
                    await anyio.wait_all_tasks_blocked()
                    rooms.queue(event("c", 7))._leave()
                    await anyio.wait_all_tasks_blocked()
            assert rooms.slots.value == 0
    assert rooms.slots.value == 1


async def test_handler_whose_wait_is_cancelled_counts_again() -> None:
    """A handler that gives up to wait counts as one of the events that are handled at once."""
    rooms = Rooms(max_concurrency=1)
    async with rooms.queue(event("a")):
        with anyio.move_on_after(0.01):
            await rooms.wait_for(wanted())
        assert rooms.slots.value == 0
    assert rooms.slots.value == 1


async def test_wait_for_another_robot_keeps_its_own_slot() -> None:
    """A handler of one robot that waits for an event of another counts as before at both."""
    mine, other = Rooms(1), Rooms(1)
    async with anyio.create_task_group() as tasks, mine.queue(event("a")):
        tasks.start_soon(other.wait_for, wanted())
        await anyio.wait_all_tasks_blocked()
        assert (mine.slots.value, other.slots.value) == (0, 1)
        other.queue(event("b", 7))._leave()
    assert (mine.slots.value, other.slots.value) == (1, 1)


def robot(**options: Any) -> Bot:
    bot = Bot("lag_robot_x", **options)
    bot._me = Identity(
        kind="robot", id="bot_1", display_name="Beacon", server_id="srv_1", permissions=[]
    )
    return bot


@pytest.mark.parametrize("room", ["a", "b"])
async def test_handler_passes_an_event_on(room: str) -> None:
    """A handler may await `handle`, for an event of its own room, and with one event at a time."""
    bot, seen = robot(max_concurrency=1), []  # type: ignore[var-annotated]

    @bot.on(RobotEvent)
    async def note(received: RobotEvent) -> None:
        number = received.data["number"]
        seen.append(number)
        if number < 3:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(bot.handle, event(room, number + 1))
        seen.append(-number)

    with anyio.fail_after(5):
        await bot.handle(event("a", 1))
        await bot.handle(event("a", 3))
    assert seen == [1, 2, 3, -3, -2, -1, 3, -3]
    assert bot._rooms.is_idle
    assert bot._rooms.slots.value == 1


async def test_plain_handler_passes_an_event_on() -> None:
    """A handler in a thread may call `handle` for an event of its room."""
    bot, seen = robot(), []  # type: ignore[var-annotated]

    @bot.on(RobotEvent)
    def note(received: RobotEvent) -> None:
        if received.data["number"] == 1:
            bot.call(bot.handle, event("a", 2))
        seen.append(received.data["number"])

    with anyio.fail_after(5):
        await bot.handle(event("a", 1))
    assert seen == [2, 1]


@pytest.mark.parametrize("room", ["a", "b"])
async def test_event_that_is_passed_on_is_a_part(room: str) -> None:
    """What an event changes that a handler passes on is undone if that handler raises."""
    bot = robot()

    @bot.on(RobotEvent)
    async def count(received: RobotEvent) -> None:
        bot.state.update("count", lambda n: n + 1, 0)
        if received.data["number"] < 2:
            await bot.handle(event(room, 2))
        assert bot.state.get("count", 0) == 2
        assert received.data["number"] != 0

    await bot.handle(event("a", 0))
    assert bot.state.get("count", 0) == 0
    await bot.handle(event("a", 1))
    assert bot.state.get("count", 0) == 2


async def never_awaited(_: RobotEvent) -> bool:
    return True


@pytest.mark.parametrize("check", [5, never_awaited], ids=["no function", "coroutine function"])
async def test_check_of_a_wait_is_a_plain_function(check: Any) -> None:
    """What cannot decide about an event is refused, before the wait."""
    with pytest.raises(LagInvalidRequestError, match="`check` must be a plain function or None"):
        await robot().wait_for(RobotEvent, check=check, timeout_seconds=0.01)
