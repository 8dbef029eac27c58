"""The state of a robot: values that are saved with the events that changed them."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, List

import pytest

from lagclient import Bot, Client, CommandError, Context
from lagclient.bot.state import (
    SharedState,
    Snapshot,
    SqliteStore,
    State,
    collected,
    snapshot,
)
from lagclient.errors import LagInvalidRequestError
from lagclient.models import event_from
from lagclient.sandbox import Sandbox
from lagclient.testing import bot_test
from tests.kit.robots import Memory, Room, until

SECRET = "whsec_" + "c2VjcmV0" * 4
PROGRAM = """
import os, sys
from lagclient import Bot

bot = Bot(sys.argv[2], base_url=sys.argv[1], state=sys.argv[3])

@bot.on("room.message")
async def count(event):
    bot.state.update("count", lambda old: old + 1, 0)
    if event.data.content == "die" and not os.path.exists(sys.argv[3] + ".died"):
        open(sys.argv[3] + ".died", "w").close()
        os._exit(3)
    if event.data.content == "fail":
        raise RuntimeError("oh")
    if event.data.content == "end":
        bot.stop()

bot.run()
"""


def test_values_are_of_one_type() -> None:
    """A value is anything that JSON carries; a default of another type is refused."""
    state = State(None)
    assert state.get("count", 5) == 5
    state.set("count", 1)
    assert state.update("count", lambda number: number + 1, 0) == 2
    assert (state.get("count", 0), state.get("count", 0.5)) == (2, 2)
    with pytest.raises(LagInvalidRequestError, match="of the type of 'count', which is int"):
        state.get("count", "")
    state.delete("count")
    assert state.get("count", None) is None
    for name, value in (("", 1), ("x", object()), ("x", float("nan"))):
        with pytest.raises(LagInvalidRequestError):
            state.set(name, value)
    assert (state.get("list", List[str]), state.get("none", int)) == ([], 0)
    assert state.update("list", lambda old: [*old, "a"], List[str]) == ["a"]
    names = state.get("names", ["a"])
    state.set("names", names)
    names.append("b")
    assert state.get("names", [""]) == ["a"]


def test_commit_is_all_or_nothing(tmp_path: Path) -> None:
    """Progress and values are saved together; a file of another program is refused."""
    store = SqliteStore(tmp_path / "state")
    assert store.load() == ("", {})
    store.commit("evt_1\n", {"a": "1", "b": "2"})
    store.commit("evt_2\n", {"a": None})
    assert SqliteStore(tmp_path / "state").load() == ("evt_2\n", {"b": "2"})
    with pytest.raises(sqlite3.Error):
        store.commit("evt_3\n", {"b": "3", "c": {}})  # type: ignore[dict-item]
    assert store.load() == ("evt_2\n", {"b": "2"})
    for text in ("x", "not a database" * 100):
        (tmp_path / "text").write_text(text)
        with pytest.raises(LagInvalidRequestError, match="`state` must be a file of its own"):
            SqliteStore(tmp_path / "text").load()
        assert (tmp_path / "text").read_text() == text
    with contextlib.closing(sqlite3.connect(tmp_path / "other")) as db, db:
        db.execute("CREATE TABLE songs (title TEXT)")
    other = (tmp_path / "other").read_bytes()
    with pytest.raises(LagInvalidRequestError, match="it is a database of another program"):
        SqliteStore(tmp_path / "other").load()
    assert (tmp_path / "other").read_bytes() == other


def test_what_could_not_be_saved_is_saved_with_the_next_commit() -> None:
    """A change that fails to be saved is not lost, and a newer one wins."""
    state = State(None)
    state.set("a", 1)
    state.set("b", 1)
    failed = state.take()
    state.set("a", 2)
    state.give_back(failed)
    assert state.take() == {"a": "2", "b": "1"}
    assert state.take() == {}


def test_killed_robot_counts_each_event_once(
    tmp_path: Path, lag_sandbox: Sandbox, lag_client: Client
) -> None:
    """A handler that is run again after a kill changes the state once, and one that fails never."""
    file, room = tmp_path / "state", Room(lag_sandbox, lag_client)
    room.say("the first one")
    with Client(token=lag_sandbox.robot_key, base_url=lag_sandbox.url) as robot:
        *_, last = robot.robots.events.poll()
    store = SqliteStore(file)
    store.load()
    store.commit(f"{last.id}\n", {})
    for text in ("one", "die", "fail", "two", "end"):
        room.say(text)
    statuses = []
    for _ in range(2):
        arguments = [lag_sandbox.url, lag_sandbox.robot_key, str(file)]
        program = subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments], timeout=60, capture_output=True
        )
        statuses.append(program.returncode)
    assert statuses == [3, 0]
    progress, values = store.load()
    assert values == {"count": "4"}
    assert progress.count("\n") == 1


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_changes_of_tasks_and_hooks_and_failed_handlers() -> None:
    """Changes of tasks and error hooks are visible to all; those of a failed handler are not."""
    bot = Bot()
    tasks: List[Any] = []

    async def later() -> None:
        await may_begin.wait()
        bot.state.update("count", lambda count: count + 1, 0)

    @bot.command("begin")
    async def begin(ctx: Context) -> None:
        bot.state.set("count", 1)
        tasks.append(asyncio.ensure_future(later()))

    @bot.command("fail")
    async def fail(ctx: Context) -> None:
        bot.state.set("count", 100)
        raise RuntimeError("oh")

    @bot.command("refuse")
    async def refuse(ctx: Context) -> None:
        bot.state.set("count", 100)
        raise CommandError("Not today.")

    @bot.on_error
    async def failed(failure: Any) -> None:
        bot.state.update("count", lambda count: count + 1, 0)

    may_begin = asyncio.Event()
    async with bot_test(bot) as room:
        await room.say("!begin")
        await room.idle()
        assert bot.state.get("count", 0) == 1
        may_begin.set()
        await asyncio.gather(*tasks)
        assert bot.state.get("count", 0) == 2
        await room.say("!fail")
        await room.say("!refuse")
        await room.idle()
        assert await room.reply() == "Not today."
        assert bot.state.get("count", 0) == 3


def test_change_that_fails_when_it_is_saved_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A function that cannot take the value of another handler changes nothing."""
    state = State(None)
    with collected() as own:
        state.set("other", 1)
        state.update("count", lambda count: count + 1, 0)
    state.set("count", "one")
    state.take_over([own])
    assert (state.get("count", ""), state.get("other", 0)) == ("one", 0)
    shared = Snapshot({})
    shared.changes += own
    assert shared.writes({"count": '"one"'}) == {}
    assert caplog.text.count("What a handler has changed in the state is lost") == 2


def test_shared_state_refuses_what_it_would_lose() -> None:
    """Several processes save a handler's changes with the end of its event; later is too late."""
    state, taken = SharedState(), Snapshot({"count": "1"})
    before = snapshot.set(taken)
    try:
        assert state.update("count", lambda count: count + 1, 0) == 2
        assert taken.writes({"count": "5"}) == {"count": "6"}
        taken.is_over = True
        with pytest.raises(LagInvalidRequestError, match=r"^`state` must be used in a handler"):
            state.set("count", 3)
    finally:
        snapshot.reset(before)


def test_store_of_the_caller(lag_sandbox: Sandbox, lag_client: Client) -> None:
    """Any object with the two methods keeps the state, also of timers and start hooks."""
    memory, room = Memory(), Room(lag_sandbox, lag_client)
    bot = Bot(lag_sandbox.robot_key, state=memory)

    @bot.on_start
    async def start() -> None:
        bot.state.update("starts", lambda old: old + 1, 0)

    @bot.every(seconds=0.05)
    def tick() -> None:
        bot.state.set("ticked", True)

    @bot.command("note")
    def note(ctx: Any) -> None:
        bot.state.set("note", ctx.text)

    for text in ("one", "two"):
        with room.beside(bot):
            room.say(f"!note {text}")
            assert until(lambda text=text: memory.saved.get("note") == f'"{text}"')
            assert until(lambda: "ticked" in memory.saved)
    assert memory.saved["starts"] == "2"
    assert memory.saved[""].startswith("evt_")


@pytest.mark.anyio
async def test_webhook_that_is_sent_again_counts_once(
    lag_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A repetition is recognised after a restart as well, though it has another id."""
    memory = Memory()
    options: Any = {"source": "webhook", "secret": SECRET, "port": None, "state": memory}
    for lives, last in ((range(3), "3"), (range(1, 4), "4")):
        bot = Bot(lag_sandbox.robot_key, base_url=lag_sandbox.url, **options)

        @bot.on("voice.join")
        async def count(event: Any, bot: Bot = bot) -> None:
            bot.state.update("count", lambda old: old + 1, 0)

        async with bot:
            for number in lives:
                payload = {"type": "voice.join", "serverId": "x", "data": {"userId": str(number)}}
                await bot.handle(event_from(payload, id=f"attempt {number} {last}"))
        assert memory.saved["count"] == last
    monkeypatch.setattr("lagclient.bot.state._MOST_HANDLED", 2)
    state = State(memory)
    state.load()
    state.note_handled("new")
    assert [state.is_handled("new"), len(state.take())] == [True, 2]


@pytest.mark.anyio
async def test_robot_that_does_not_run_leaves_its_state_alone(lag_sandbox: Sandbox) -> None:
    """A web application that forgets to run its robot would count from zero, and save that."""
    memory = Memory()
    memory.saved["count"] = "41"
    options: Any = {"source": "webhook", "secret": SECRET, "port": None, "state": memory}
    bot = Bot(lag_sandbox.robot_key, base_url=lag_sandbox.url, **options)

    @bot.on("voice.join")
    async def count(event: Any) -> None:
        bot.state.update("count", lambda old: old + 1, 0)

    join = event_from({"type": "voice.join", "serverId": "x", "data": {"userId": "1"}}, id="a")
    async with bot:
        await bot.handle(join)
    with pytest.raises(LagInvalidRequestError, match="must be called while the robot runs"):
        await bot.handle(join)
    assert memory.saved["count"] == "42"


@pytest.mark.anyio
async def test_test_keeps_the_state_in_memory(tmp_path: Path) -> None:
    """A robot that is tested leaves its file alone."""
    bot = Bot(state=tmp_path / "state")

    @bot.command("count")
    async def count(ctx: Context) -> None:
        await ctx.reply(str(bot.state.update("count", lambda number: number + 1, 0)))

    for _ in range(2):
        async with bot_test(bot) as room:
            for _ in range(2):
                await room.say("!count")
            assert [await room.reply(), await room.reply()] == ["1", "2"]
    assert not (tmp_path / "state").exists()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"state": 5}, "`state` must be the path of a file, a Store or None, not 5"),
        ({"state": "x", "cursor": "y"}, "`cursor` must be None with `state`"),
    ],
)
def test_invalid_state_is_refused(options: Any, problem: str) -> None:
    """The constructor refuses what is not a state."""
    with pytest.raises(LagInvalidRequestError, match=problem):
        Bot("lag_robot_x", **options)
