"""Timers: when functions are called by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, List
from zoneinfo import ZoneInfo

import anyio
import pytest

from lagclient import Bot, Client
from lagclient.bot.run import Run
from lagclient.bot.timers import Clock, Timer, keep_calling
from lagclient.sandbox import Sandbox
from lagclient.testing import bot_test
from tests.kit.robots import Memory, Room

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]
START = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


class Steps(Clock):
    """A clock that is moved by those who sleep; it ends the timers after some sleeps."""

    def __init__(self, sleeps: int) -> None:
        self.time, self.sleeps, self.run = START, sleeps, Run()

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        if self.sleeps == 0:
            self.run.stop()
        self.sleeps -= 1
        self.time += timedelta(seconds=seconds)


async def times(
    timer: Timer, sleeps: int, takes: timedelta = timedelta(0), last: datetime = START
) -> List[datetime]:
    clock, called = Steps(sleeps), []

    async def call(_: Timer, at: datetime) -> None:
        called.append(clock.time)
        clock.time += takes

    await keep_calling(timer, last, call, clock, clock.run)
    return called


async def test_interval_keeps_its_rhythm() -> None:
    """The first call is after one interval; a slow one leaves out the times that go by."""
    timer = Timer(print, timedelta(minutes=5))
    assert [t.minute for t in await times(timer, 3)] == [5, 10, 15]
    slow = await times(timer, 3, timedelta(minutes=12))
    assert [t.minute for t in slow] == [5, 20, 35]


async def test_missed_times_count_as_one() -> None:
    """After times that went by, one call follows at once, and the rhythm stays as it was."""
    timer = Timer(print, timedelta(minutes=20), missed="once")
    calls = await times(timer, 2, last=START - timedelta(minutes=50))
    assert [t - START for t in calls] == [timedelta(minutes=m) for m in (0, 10, 30)]
    (early, *_) = await times(timer, 1, last=START - timedelta(minutes=5))
    assert early == START + timedelta(minutes=15)


async def test_robot_makes_up_for_missed_times(lag_sandbox: Sandbox) -> None:
    """A timer that must not miss one is called when the robot starts again, but not at first."""
    store = Memory()
    for ago, count in ((None, 0), (timedelta(days=3), 1), (timedelta(0), 0)):
        if ago is not None:
            called_at = datetime.now(timezone.utc) - ago
            store.saved["lagclient.timer.daily"] = f'"{called_at.isoformat()}"'
        bot = Bot(lag_sandbox.robot_key, base_url=lag_sandbox.url, state=store)
        calls: List[str] = []

        @bot.every(days=2, missed="once")
        async def daily(calls: List[str] = calls) -> None:
            calls.append("daily")

        @bot.every(days=2)
        async def skips(calls: List[str] = calls) -> None:
            calls.append("skips")

        async with bot:
            await until(lambda calls=calls, count=count: len(calls) == count)
            await anyio.sleep(0.05)
        assert len(calls) == count
        saved = datetime.fromisoformat(store.saved["lagclient.timer.daily"].strip('"'))
        assert datetime.now(timezone.utc) - saved < timedelta(days=2)


async def test_cron_is_of_its_time_zone() -> None:
    """Nine o'clock is that of the time zone, in winter and in summer."""
    timer = Timer(print, "0 9 * * *", ZoneInfo("Europe/Berlin"))
    (first, second) = await times(timer, 2)
    assert (first.astimezone(timezone.utc).hour, second - first) == (8, timedelta(days=1))
    summer = timer.after(datetime(2026, 7, 1, tzinfo=timezone.utc))
    assert summer.astimezone(timezone.utc).hour == 7
    slow = await times(timer, 2, timedelta(days=3, minutes=1))
    assert [t.day for t in slow] == [2, 6]


async def test_time_that_occurs_twice_counts_once_after_a_restart() -> None:
    """A robot that starts between half past two and its repetition waits for the next day."""
    timer = Timer(print, "30 2 * * *", ZoneInfo("Europe/Berlin"))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc)
    assert timer.after(first - timedelta(minutes=1)) == first
    for minutes in (0, 40, 60):
        assert timer.after(first + timedelta(minutes=minutes)) == first + timedelta(days=1, hours=1)
    half_hours = Timer(print, "*/30 * * * *", ZoneInfo("Europe/Berlin"))
    assert [t - first for t in await times(half_hours, 3, last=first)] == [
        timedelta(minutes=minutes) for minutes in (30, 60, 90)
    ]


async def test_timer_whose_state_cannot_be_saved(lag_sandbox: Sandbox, lag_client: Client) -> None:
    """The robot ends with the error as it is, after the handlers that run and the stop hooks."""
    room, store, seen = Room(lag_sandbox, lag_client), Memory(), []
    bot = Bot(lag_sandbox.robot_key, base_url=lag_sandbox.url, state=store)

    def fail(*_: Any) -> None:
        raise OSError("No space left on device")

    @bot.on("room.message")
    async def slow(event: Any) -> None:
        setattr(store, "commit", fail)  # noqa: B010
        await until(lambda: bot._run is None or bot._run.is_stopping)
        seen.append("ended")

    @bot.every(seconds=0.01)
    async def tick() -> None:
        bot.state.update("ticks", lambda ticks: ticks + 1, 0)

    bot.on_start(lambda: room.say("x"))
    bot.on_stop(lambda: seen.append("stopped"))
    with pytest.raises(OSError, match="No space left on device"):
        await bot.start()
    assert seen == ["ended", "stopped"]


async def test_timer_of_a_robot(caplog: pytest.LogCaptureFixture) -> None:
    """It runs while the robot runs, its errors are logged, and a test moves its clock."""
    bot, called = Bot(), []

    @bot.every(minutes=5)
    async def tick() -> None:
        called.append("tick")
        raise RuntimeError("oh")

    @bot.cron("0 9 * * *", tz="Europe/Berlin")
    def daily() -> None:
        called.append("daily")

    async with bot_test(bot) as room:
        for _ in range(2):
            await room.advance(minutes=5)
            await until(lambda count=_: called.count("tick") == count + 1)
        await room.advance(days=1)
        await until(lambda: "daily" in called)
    assert "tick failed" in caplog.text


async def test_end_lets_a_running_function_end() -> None:
    """The robot ends when a timer's function that runs has ended."""
    bot, seen = Bot(), []

    @bot.every(minutes=5)
    async def tick() -> None:
        seen.append("begun")
        await anyio.sleep(0.05)
        seen.append("ended")

    async with bot_test(bot) as room:
        await room.advance(minutes=5)
        await until(lambda: seen)
    assert seen == ["begun", "ended"]


async def test_timer_is_not_called_before_its_time() -> None:
    """By the real clock, a call comes at its time or later."""
    clock, run = Clock(), Run()
    called: List[Any] = []
    start = clock.now()

    async def call(_: Timer, at: datetime) -> None:
        called.append((at, clock.now()))
        run.stop()

    await keep_calling(Timer(print, timedelta(seconds=0.02)), start, call, clock, run)
    ((at, now),) = called
    assert start < at <= now


async def test_clock_that_is_set_back_makes_no_interval_longer() -> None:
    """An interval begins again if the clock is set back; a time of a cron expression stays."""
    steps = Steps(3)
    called: List[datetime] = []

    async def call(_: Timer, at: datetime) -> None:
        called.append(steps.time)
        steps.time -= timedelta(days=2)

    await keep_calling(Timer(print, timedelta(minutes=5)), START, call, steps, steps.run)
    assert [at - START for at in called] == [
        timedelta(days=-2 * number, minutes=5 * (number + 1)) for number in range(3)
    ]
    called.clear()
    steps = Steps(2)
    await keep_calling(Timer(print, "0 9 * * *"), START, call, steps, steps.run)
    assert [f"{at:%d %H}" for at in called] == ["02 09", "03 09"]


async def until(is_so: Any) -> None:
    with anyio.fail_after(5):
        while not is_so():
            await anyio.sleep(0.005)
