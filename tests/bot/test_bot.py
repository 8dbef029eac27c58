"""Robots as a whole: what they answer, and how they start and end."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

import anyio
import anyio.to_thread
import httpx
import pytest

from lagclient import Bot, Client, Context
from lagclient.bot.bot import MOST_UNFINISHED
from lagclient.errors import (
    LagAuthError,
    LagCursorError,
    LagInvalidRequestError,
    LagInvalidTokenError,
)
from lagclient.listening import progress
from lagclient.models import RobotEvent, event_from
from lagclient.sandbox import Sandbox
from lagclient.testing import bot_test
from lagclient.webhooks import sign
from tests.kit.every import every
from tests.kit.robots import SOURCES, Room, running, until

SECRET = "whsec_" + "A" * 32


@pytest.fixture
def room(lag_sandbox: Sandbox, lag_client: Client, monkeypatch: pytest.MonkeyPatch) -> Room:
    """The sandbox's room; `Bot()` is the sandbox's robot."""
    monkeypatch.setenv("LAG_ROBOT_KEY", lag_sandbox.robot_key)
    return Room(lag_sandbox, lag_client)


def message(content: str = "!ping", type: str = "room.message", **data: Any) -> RobotEvent:
    data = {"roomId": "room_1", "content": content, "senderName": "Sam", **data}
    return event_from({"type": type, "serverId": "srv_1", "data": data}, id="evt_1")


def beside(work: Callable[[], Any]) -> threading.Thread:
    """Work in another thread."""
    thread = threading.Thread(target=work)
    thread.start()
    return thread


# What it answers


def test_robot_of_six_lines(room: Room) -> None:
    """The smallest robot answers !ping, and nothing else."""
    program = """from lagclient import Bot
bot = Bot()
@bot.command("ping")
async def ping(ctx):
    await ctx.reply("pong")
bot.run()"""
    assert len(program.splitlines()) == 6
    names: Dict[str, Any] = {}
    exec(program.replace("bot.run()", ""), names)
    with room.beside(names["bot"]):
        room.say("ping")
        room.say("!PING please")
        assert room.hears("pong")
    assert room.texts().count("pong") == 1


@pytest.mark.parametrize("source", SOURCES)
def test_handlers_of_every_kind(source: str, room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """Coroutines and plain functions are called, and one that fails stops none of the others."""
    bot = room.robot(source)
    received: List[str] = []

    @bot.command("plain")
    def plain(ctx: Context) -> None:
        ctx.reply(f"plain {ctx.args}")

    @bot.command("broken")
    async def broken(ctx: Context) -> None:
        """Fail, always.

        And at length.
        """
        raise RuntimeError("it does")

    @bot.on("room.message")
    def note(event: Any) -> None:
        received.append(event.data.content)

    @bot.on("room.created")
    def first(event: Any) -> None:
        bot.send(event, "first!")

    with room.beside(bot):
        for text in ("!broken", "!plain a  b", "!help", "!unknown", "! plain", "x !plain"):
            room.say(text)
        created = room.sam.servers.rooms.create(room.lag.server_id, name="new")
        assert room.hears("plain ['a', 'b']")
        assert room.hears("!plain\n!broken: Fail, always.")
        messages = room.sam.servers.rooms.messages
        assert until(lambda: messages.list(room.lag.server_id, created.id).items)
        assert until(lambda: len(received) == 6)
    assert received == ["!broken", "!plain a  b", "!help", "!unknown", "! plain", "x !plain"]
    assert "broken failed" in caplog.text
    assert "it does" in caplog.text


def test_long_help_is_answered(room: Room) -> None:
    """The help of many commands arrives, in as many messages as it needs."""
    bot = Bot()
    for number in range(40):

        @bot.command(f"command{number}")
        async def command(ctx: Context) -> None:
            """Do something that one line of fifty letters describes well."""

    with room.beside(bot):
        room.say("!help")
        assert until(lambda: any("!command39: " in text for text in room.texts()))
    assert any("!command0: " in text for text in room.texts())


@pytest.mark.parametrize("source", SOURCES)
def test_robots_ignore_each_other(source: str, room: Room) -> None:
    """Two copies of a program do not answer each other, unless they are asked to."""
    bots = [room.robot(source)]
    room.lag.robot_key = room.lag.add_robot("Beacon-dev")
    bots.append(Bot(room.lag.robot_key, source="stream", base_url=room.lag.url, robots=True))
    received: List[List[str]] = [[], []]
    for bot, texts in zip(bots, received):

        @bot.command("roll")
        async def roll(ctx: Context) -> None:
            if ctx.text != "again":
                await ctx.reply("!roll again")

        @bot.on("room.message")
        async def note(event: Any, texts: List[str] = texts) -> None:
            texts.append(event.data.content)

    with room.beside(bots[1]), room.beside(bots[0]):
        room.say("!roll")
        assert until(lambda: len(received[1]) == 2)
        room.say("the end")
        assert until(lambda: all(texts[-1:] == ["the end"] for texts in received))
    assert received[0] == ["!roll", "the end"]
    assert received[1] == ["!roll", "!roll again", "the end"]
    assert room.texts().count("!roll again") == 2


def test_deletion_by_a_moderator_is_an_event(room: Room) -> None:
    """Whether a robot is called for a deletion depends on who deleted, not on a restart."""
    deleted: List[str] = []
    for life in (1, 2):
        bot = Bot()

        @bot.command("panel")
        async def panel(ctx: Context) -> None:
            mine = await ctx.reply("press here")
            await ctx.client.servers.rooms.messages.delete(*room.here, mine.id)
            await ctx.reply(f"panel {life}")  # noqa: B023

        @bot.on("room.message.deleted")
        async def note(event: Any) -> None:
            deleted.append(event.data.message_id)

        with room.beside(bot):
            if life == 1:
                room.say("!panel")
                room.say("!panel")
                assert until(lambda: room.texts().count("panel 1") == 2)
            mine = next(m for m in room.sam.servers.rooms.messages.list(*room.here) if m.robot_id)
            room.sam.servers.rooms.messages.delete(*room.here, mine.id)
            assert until(lambda life=life: len(deleted) == life)
    assert len(set(deleted)) == 2


@pytest.mark.parametrize("source", ["stream", "poll"])  # webhooks of the sandbox are in order
def test_events_of_a_room_are_in_order(source: str, room: Room) -> None:
    """One event of a room after the other, rooms side by side, however events arrive."""
    bot = room.robot(source)
    other = room.sam.servers.rooms.create(room.lag.server_id, name="other").id
    seen: List[str] = []
    in_room: Dict[str, int] = {}
    may_end = threading.Event()

    @bot.on("room.message")
    def note(event: Any) -> None:
        room_id = event.data.room_id
        assert in_room.setdefault(room_id, 0) == 0
        in_room[room_id] += 1
        if event.data.content == "slow":
            may_end.wait(10)
        time.sleep(0.005)
        in_room[room_id] -= 1
        seen.append(event.data.content)

    with room.beside(bot):
        room.say("slow")
        for number in range(5):
            room.say(f"quick {number}", other)
            room.say(f"after {number}")
        assert until(lambda: "quick 4" in seen)
        assert "slow" not in seen
        may_end.set()
        assert until(lambda: len(seen) == 11)
    quick = [text for text in seen if text.startswith("quick")]
    assert quick == [f"quick {number}" for number in range(5)]
    assert [text for text in seen if text not in quick] == ["slow"] + [
        f"after {number}" for number in range(5)
    ]


@pytest.mark.parametrize("room_id", ["room_1", None])
def test_webhooks_of_a_room_are_in_order(room_id: Any) -> None:
    """Events that are posted at once are handled one after the other, so a handler may count."""
    bot, state = Bot("lag_robot_x"), {"count": 0}

    @bot.on("member.join")
    async def welcome(event: Any) -> None:
        before = state["count"]
        await anyio.sleep(0.001)
        state["count"] = before + 1

    def handle(request: httpx.Request) -> httpx.Response:
        info = {"id": "bot_1", "name": "Beacon", "serverId": "srv_1", "permissions": []}
        about = {"active": True, "createdAt": "2024-05-01T12:00:00Z"}
        return httpx.Response(200, json={**info, **about})

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
            bot._options["http_client"] = http
            async with anyio.create_task_group() as tasks:
                for number in range(10):
                    event = message(f"{number}", "member.join", roomId=room_id)
                    tasks.start_soon(bot.handle, event)

    anyio.run(main)
    assert state == {"count": 10}


def test_webhooks(room: Room) -> None:
    """A robot of webhooks serves them, handles what is signed, and ends when it is stopped."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bot = Bot(source="webhook", secret=SECRET, port=port)

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    data = {"roomId": room.here[1], "content": "!ping", "senderName": "Sam"}
    event = {"type": "room.message", "serverId": room.here[0], "data": data}
    body = json.dumps({**event, "timestamp": "2024-05-01T12:00:00Z"}).encode()

    def posted(headers: Dict[str, str]) -> int:
        try:
            return http.post(f"http://127.0.0.1:{port}/", content=body, headers=headers).status_code
        except httpx.ConnectError:
            return 0

    with httpx.Client(trust_env=False, verify=False) as http, running(bot):
        signed = sign(body, SECRET, id="msg_1", timestamp=int(time.time()))
        assert until(lambda: posted(signed) == 204)
        assert room.hears("pong")
        assert posted({**signed, "webhook-signature": "v1,AAAA"}) == 400
    assert room.texts().count("pong") == 1


# Its end


def stopped_by(number: int) -> None:
    os.kill(os.getpid(), number)


def without_loop_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Event loops as they are on Windows."""

    def refuse(*_: Any) -> None:
        raise NotImplementedError

    monkeypatch.setattr(asyncio.SelectorEventLoop, "add_signal_handler", refuse)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("windows", [False, True], ids=["unix", "windows"])
def test_signal_lets_running_handlers_end(
    number: int,
    windows: bool,
    room: Room,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The handlers that run end, the cursor is behind their event, and `run` returns."""
    caplog.set_level(logging.INFO, "lagclient.bot")
    if windows:
        without_loop_signals(monkeypatch)
    bot = Bot(cursor=tmp_path / "cursor")
    begun, ended = threading.Event(), threading.Event()

    @bot.command("slow")
    async def slow(ctx: Context) -> None:
        begun.set()
        await anyio.sleep(0.2)
        ended.set()

    def stop() -> None:
        room.is_listened_to()
        room.say("!slow")
        begun.wait(10)
        stopped_by(number)

    stopper = beside(stop)
    bot.run()
    assert ended.is_set()
    assert (tmp_path / "cursor").read_text().startswith("evt_")
    assert "Stopping once the running handlers end" in caplog.text
    stopper.join(10)


@pytest.mark.parametrize("kind", ["coroutine", "plain", "blocking coroutine"])
@pytest.mark.parametrize("windows", [False, True], ids=["unix", "windows"])
def test_second_signal_does_not_wait(
    kind: str, windows: bool, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second signal ends the robot, whatever its handlers are doing."""
    if windows:
        without_loop_signals(monkeypatch)
    bot = Bot()
    may_end = threading.Event()
    begun = threading.Event()

    async def for_ever(ctx: Context) -> None:
        begun.set()
        await anyio.sleep(60)

    async def blocks_the_loop(ctx: Context) -> None:
        begun.set()
        time.sleep(60)

    def blocks(ctx: Context) -> None:
        begun.set()
        may_end.wait(60)

    kinds: Any = {"coroutine": for_ever, "plain": blocks, "blocking coroutine": blocks_the_loop}
    bot.command("work")(kinds[kind])

    def stop() -> None:
        room.is_listened_to()
        room.say("!work")
        begun.wait(10)
        for _ in range(2):
            time.sleep(0.1)
            stopped_by(signal.SIGINT)

    stopper = beside(stop)
    began = time.monotonic()
    bot.run()
    assert time.monotonic() - began < 50
    may_end.set()
    stopper.join(10)


@pytest.mark.parametrize("source", SOURCES)
def test_signal_ends_a_robot_that_cannot_identify_itself(
    source: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A robot that waits for the API ends at the first signal, not when the API answers."""
    asked = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        asked.set()
        return httpx.Response(503, headers={"retry-after": "600"})

    http = httpx.AsyncClient(transport=httpx.MockTransport(handle))
    more: Dict[str, Any] = {"secret": SECRET, "port": 0} if source == "webhook" else {}
    bot = Bot("lag_robot_x", source=source, http_client=http, **more)

    ended, obeyed = threading.Event(), []

    def stop() -> None:
        asked.wait(10)
        time.sleep(0.1)
        stopped_by(signal.SIGTERM)
        obeyed.append(ended.wait(10))
        if not obeyed[0]:
            stopped_by(signal.SIGTERM)

    stopper = beside(stop)
    bot.run()
    ended.set()
    stopper.join(20)
    assert obeyed == [True]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("where", ["coroutine", "plain", "thread"])
def test_robot_may_be_stopped_from_anywhere(source: str, where: str, room: Room) -> None:
    """`stop` works in the robot's loop, in a plain handler, and in another thread."""
    bot = room.robot(source)

    @bot.command("stop")
    def stop(ctx: Context) -> None:
        bot.stop()

    @bot.command("stop_here")
    async def stop_here(ctx: Context) -> None:
        bot.stop()

    with room.beside(bot) as run:
        if where == "thread":
            bot.stop()
        else:
            room.say("!stop" if where == "plain" else "!stop_here")
        run.result(10)


def test_stop_before_the_first_run_ends_it(room: Room) -> None:
    """A robot that is stopped while its program starts does not run; the next run does."""
    bot = Bot()
    bot.stop()
    bot.run()
    bot.stop()  # after a run there is nothing to stop
    with room.beside(bot) as run:
        assert not run.done()


def test_robot_may_run_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run begins anew, with the environment of its time; two at once are refused."""
    bot = Bot()

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply(f"pong of {(await ctx.client.identity()).display_name}")

    with room.beside(bot):
        with pytest.raises(RuntimeError, match="runs already"):
            bot.run()
        room.say("!ping")
        assert room.hears("pong of Beacon")
    monkeypatch.setenv("LAG_ROBOT_KEY", room.lag.add_robot("Second"))
    with room.beside(bot):
        room.say("!ping")
        assert room.hears("pong of Second")


@pytest.mark.parametrize("source", SOURCES)
def test_exit_of_a_handler_ends_the_robot(source: str, room: Room) -> None:
    """`sys.exit` in a handler ends the robot once its siblings have ended; the event is done."""
    bot = room.robot(source)
    done: List[str] = []

    @bot.command("restart")
    async def restart(ctx: Context) -> None:
        raise SystemExit(7)

    @bot.on("room.message")
    async def archive(event: Any) -> None:
        await anyio.sleep(0.1)
        done.append(event.data.content)

    def say() -> None:
        if source == "stream":
            room.is_listened_to()
        room.say("!restart")

    thread = beside(say)
    with pytest.raises(SystemExit) as caught:
        bot.run()
    thread.join(10)
    assert (caught.value.code, done) == (7, ["!restart"])


@pytest.mark.parametrize("most", [3, 100])
def test_polled_events_are_handled_before_the_end(
    most: int, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A robot that polls handles all that it has fetched, because it does not get it again."""
    monkeypatch.setitem(MOST_UNFINISHED, "poll", most)
    room.lag.robot_key = room.lag.add_robot("Poller")
    bot = Bot(room.lag.robot_key, source="poll")
    texts = [f"message {number}" for number in range(12)]
    for text in texts:
        room.say(text)
    seen: List[str] = []

    @bot.on("room.message")
    async def note(event: Any) -> None:
        await anyio.sleep(0.01)
        seen.append(event.data.content)
        if len(seen) == 7:
            bot.stop()

    bot.run()
    assert seen == texts


def test_robot_goes_on_where_it_was(room: Room, tmp_path: Path) -> None:
    """Messages that are sent while a robot is away are handled once it is back, each once."""
    received: List[str] = []
    for life in range(3):
        bot = Bot(cursor=tmp_path / "cursor")

        @bot.on("room.message")
        async def note(event: Any) -> None:
            received.append(event.data.content)

        if life:
            room.say(f"away {life}")
        with room.beside(bot):
            room.say(f"here {life}")
            assert until(lambda life=life: f"here {life}" in received)
    assert received == ["here 0", "away 1", "here 1", "away 2", "here 2"]


def test_stopped_robot_leaves_the_rest_for_its_next_run(room: Room, tmp_path: Path) -> None:
    """With a cursor, events that no handler has begun are handled in the next run."""
    received: List[str] = []
    bot = Bot(cursor=tmp_path / "cursor")

    @bot.on("room.message")
    async def note(event: Any) -> None:
        if event.data.content == "message 2":
            bot.stop()
        await anyio.sleep(0.05)
        received.append(event.data.content)

    with room.beside(bot) as run:
        for number in range(6):
            room.say(f"message {number}")
        run.result(10)
    assert received == ["message 0", "message 1", "message 2"]
    with room.beside(bot):
        assert until(lambda: "message 5" in received)
    assert received == [f"message {number}" for number in range(6)]


# What goes wrong


def test_wait_that_keeps_the_cursor_back_is_given_up(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events that are done after an unfinished one are noted until they are too many."""
    monkeypatch.setattr(progress, "MOST_DONE", 5)
    file, seen = tmp_path / "cursor", []
    other = room.sam.servers.rooms.create(room.lag.server_id, name="other").id
    bot = Bot(cursor=file)

    @bot.command("order")
    async def order(ctx: Context) -> None:
        try:
            await ctx.ask("Which size?", timeout_seconds=None)
        except TimeoutError as error:
            seen.append(str(error))

    @bot.command("count")
    async def count(ctx: Context) -> None:
        seen.append(ctx.text)

    with room.beside(bot):
        room.say("!order")
        assert room.hears("Which size?")
        for number in range(8):
            room.say(f"!count {number}", other)
            assert until(lambda text=str(number): text in seen)
        assert until(lambda: len(seen) == 9)
    assert sorted(seen)[:8] == [str(number) for number in range(8)]
    assert seen[5:].count("The robot has handled too many other events meanwhile") == 1
    assert len(file.read_text().splitlines()) == 1


def test_robot_that_the_api_refuses(room: Room) -> None:
    """A permanent refusal ends the robot, with the error as it is."""
    bot = Bot("lag_robot_wrong")
    with pytest.raises(LagAuthError):
        bot.run()


def test_gap_is_logged(room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A robot whose cursor the API does not know logs an error, and goes on with what is next."""
    (tmp_path / "cursor").write_text("evt_999\nbegun 1 evt_1000\n")
    bot = Bot(cursor=tmp_path / "cursor")

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    with room.beside(bot):
        room.say("!ping")
        assert room.hears("pong")
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert "Events may be missing" in record.getMessage()
    assert "begun" not in (tmp_path / "cursor").read_text()


@pytest.mark.parametrize("is_async", [False, True])
def test_gap_is_passed_to_a_function(is_async: bool, room: Room, tmp_path: Path) -> None:
    """`on_gap` is called with the error, or "raise" ends the robot with it."""
    (tmp_path / "cursor").write_text("evt_999\n")
    gaps: List[Any] = []

    async def note(gap: LagCursorError) -> None:
        gaps.append(gap.cursor)

    on_gap: Any = note if is_async else lambda gap: gaps.append(gap.cursor)
    with room.beside(Bot(cursor=tmp_path / "cursor", on_gap=on_gap)):
        pass
    assert gaps == ["evt_999"]
    with pytest.raises(LagCursorError):
        Bot(cursor=tmp_path / "cursor", on_gap="raise").run()


@pytest.mark.parametrize("has_cursor", [False, True])
def test_cursor_that_cannot_be_written_ends_the_robot_first(
    has_cursor: bool, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A robot that cannot save its cursor handles nothing: each start would handle it again."""
    if has_cursor:
        (tmp_path / "cursor").write_text("evt_1\n")
    bot = Bot(cursor=tmp_path / "cursor")
    bot.command("ping")(lambda ctx: None)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(LagInvalidRequestError, match="must be a file that can be written"):
        bot.run()


class FullOnce:
    """A place for progress whose first note of an event in flight fails."""

    def __init__(self) -> None:
        self.saved: List[str] = []
        self.has_failed = False

    def load(self) -> None: ...

    load_progress = load

    def save(self, text: str) -> None:
        if "begun" in text and not self.has_failed:
            self.has_failed = True
            raise OSError(28, "No space left on device")
        self.saved.append(text)

    save_progress = save


def test_event_that_could_not_be_noted_has_not_been_in_flight(room: Room) -> None:
    """When the disk has space again, no note says that its handling ended the process."""
    place = FullOnce()
    bot = Bot(cursor=place)
    received: List[str] = []

    @bot.on("room.message")
    async def note(event: Any) -> None:
        received.append(event.data.content)

    def say() -> None:
        room.is_listened_to()
        room.say("one")
        assert until(lambda: place.saved)
        room.say("two")

    thread = beside(say)
    with pytest.raises(OSError, match="No space left"):
        bot.run()
    thread.join()
    assert received == ["one"]
    assert [text.count("\n") for text in place.saved] == [1]


def test_cursor_that_fails_later_ends_the_robot_before_the_next_event(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event that cannot be noted is not handled; it arrives again in the next run."""
    file, fsync = tmp_path / "cursor", os.fsync
    bot = Bot(cursor=file)
    received: List[str] = []

    @bot.on("room.message")
    async def note(event: Any) -> None:
        received.append(event.data.content)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    def say() -> None:
        room.is_listened_to()
        room.say("one")
        assert until(lambda: file.exists() and "begun" not in file.read_text())
        os.fsync = full
        room.say("two")

    thread = beside(say)
    try:
        with pytest.raises(OSError, match="No space left"):
            bot.run()
    finally:
        os.fsync = fsync
    thread.join(10)
    assert received == ["one"]
    with room.beside(bot):
        assert until(lambda: len(received) == 2)
    assert received == ["one", "two"]


def test_port_that_is_taken_is_an_error(room: Room) -> None:
    """The address of webhooks is tried first, and an error of the robot's names the options."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        bot = Bot(source="webhook", secret=SECRET, port=port)
        with pytest.raises(LagInvalidRequestError, match=f"not '127.0.0.1' and {port}"):
            bot.run()
    with pytest.raises(LagInvalidRequestError, match="`host` and `port` must be a free address"):
        Bot(source="webhook", secret=SECRET, host="host.invalid").run()


def test_identity_is_asked_for_again(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """An API that fails for a moment costs no event, and one line; a refusal is raised."""
    failures = iter([500, 401])

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(failures))

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
            bot = Bot(http_client=http)
            with pytest.raises(LagAuthError):
                await bot.handle(message())

    anyio.run(main)
    (warning,) = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert "Next attempt in" in warning.getMessage()


# Options


@every(
    "options, problem",
    [
        ({"source": "pigeon"}, "`source` must be one of 'stream', 'poll', 'webhook', not 'pigeon'"),
        ({"prefix": ""}, "`prefix` must be text without spaces, not ''"),
        ({"source": "poll", "cursor": "x"}, "`cursor` must be None with source='poll'"),
        ({"cursor": 5}, "`cursor` must be the path of a file"),
        ({"on_gap": "skip"}, "`on_gap` must be \"raise\", a function or None, not 'skip'"),
        ({"robots": "no"}, "`robots` must be True or False, not 'no'"),
        ({"source": "webhook"}, '`secret` must be passed with source="webhook"'),
        ({"secret": SECRET}, '`secret` must be passed with source="webhook"'),
        ({"source": "webhook", "secret": "x"}, "`secret` must be whsec_"),
        ({"seen": object()}, "`seen` must be None with source"),
        ({"source": "webhook", "secret": SECRET, "seen": "x"}, "`seen` must be an object with"),
        ({"source": "webhook", "secret": SECRET, "port": "80"}, "`port` must be an int from 0"),
        ({"source": "webhook", "secret": SECRET, "port": 65536}, "`port` must be an int from 0"),
        ({"source": "webhook", "secret": SECRET, "port": True}, "`port` must be an int from 0"),
        ({"source": "webhook", "secret": SECRET, "host": None}, "`host` must be an address"),
        ({"timeout_seconds": -1}, "`timeout_seconds` must be"),
        ({"base_url": "ftp://x"}, "`base_url` must be"),
    ],
)
@every("token", ["lag_robot_x", None])
def test_invalid_options_are_refused(
    token: Any, options: Any, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are refused in the constructor, with or without a token, and name the option."""
    monkeypatch.delenv("LAG_TOKEN", raising=False)
    with pytest.raises(LagInvalidRequestError) as caught:
        Bot(token, **options)
    assert problem in caught.value.message


@pytest.mark.parametrize(
    ("token", "key", "used"),
    [
        ("lag_robot_1", "", "lag_robot_1"),
        ("lag_robot_1", "lag_robot_2", "lag_robot_1"),
        ("lag_pat_1", "lag_robot_2", "lag_robot_2"),
        ("", "lag_robot_2", "lag_robot_2"),
        ("lag_pat_1", "", None),
    ],
)
def test_token_is_read_from_the_environment(
    token: str, key: str, used: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A robot uses the variable that holds a robot key, when it starts; a user's is refused."""
    monkeypatch.setenv("LAG_TOKEN", token)
    monkeypatch.setenv("LAG_ROBOT_KEY", key)
    bot = Bot()
    if used is None:
        with pytest.raises(LagInvalidTokenError, match="set LAG_ROBOT_KEY"):
            bot.run()
    else:
        assert bot.client._settings.credential.authorization == f"Robot {used}"


def test_token_of_a_user_is_refused() -> None:
    """A Bot needs a robot key, and says so in the constructor if it is passed another token."""
    with pytest.raises(LagInvalidTokenError, match="robot key"):
        Bot("lag_pat_x")


@pytest.mark.parametrize("is_async", [True, False], ids=["async", "plain"])
def test_token_may_be_a_function(is_async: bool, room: Room) -> None:
    """It is called when the robot starts, and a user's token is refused then."""
    tokens = [room.lag.robot_key]

    def plain() -> str:
        return tokens[0]

    async def asynchronous() -> str:
        return tokens[0]

    bot = Bot(asynchronous if is_async else plain)

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    with room.beside(bot):
        room.say("!ping")
        assert room.hears("pong")
    tokens[0] = room.lag.token
    with pytest.raises(LagInvalidTokenError, match="robot key"):
        bot.run()


@pytest.mark.anyio
async def test_handler_has_its_own_limit(caplog: pytest.LogCaptureFixture) -> None:
    """A handler of an event may have a limit of time of its own, in place of the robot's."""
    bot = Bot(handler_timeout_seconds=60)

    @bot.on("member.join", timeout_seconds=0.01)
    async def slow(event: Any) -> None:
        await anyio.sleep(60)

    async with bot_test(bot) as room:
        await room.join("ines")
        await room.idle()
    assert "slow took longer than 0.01 s" in caplog.text


@pytest.mark.anyio
async def test_handler_that_blocks_the_loop_is_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A coroutine function that blocks stops all handlers, so the log says it."""
    monkeypatch.setattr("lagclient.bot.loop._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("lagclient.bot.loop._BLOCKED_SECONDS", 0.1)
    bot = Bot()

    @bot.command("block")
    async def block(ctx: Context) -> None:
        time.sleep(0.3)
        await ctx.reply("done")

    async with bot_test(bot) as room:
        await room.say("!block")
        assert await room.reply() == "done"
    assert "The event loop stood still for" in caplog.text


def test_fixture_of_the_sandbox_is_for_robots_too(lag_sandbox: Sandbox) -> None:
    """A robot that is tested with `lag_sandbox` is the sandbox's own."""
    authorization = Bot().client._settings.credential.authorization
    assert authorization == f"Robot {lag_sandbox.robot_key}"


def test_robot_can_be_imported_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may create its robot before its environment is complete, as tests import it."""
    for name in ("LAG_TOKEN", "LAG_ROBOT_KEY", "LAG_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    bot = Bot()
    with pytest.raises(LagInvalidRequestError, match="not empty: pass it, or set LAG_ROBOT_KEY"):
        _ = bot.client
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as sam:
        monkeypatch.setenv("LAG_ROBOT_KEY", lag.robot_key)
        monkeypatch.setenv("LAG_TOKEN", lag.token)
        monkeypatch.setenv("LAG_BASE_URL", lag.url)
        with Room(lag, sam).beside(bot):
            assert bot.client.is_robot


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda bot: bot.run(backend="uvloop"), "`backend` must be 'asyncio' or 'trio', not 'uvl"),
        (lambda bot: anyio.run(bot.handle, {"type": "x"}), "`event` must be an event, such as eve"),
        (lambda bot: anyio.run(bot.wait_for, "member.join"), "`type` must be a class of event, su"),
        (lambda bot: bot.command("x", aliases="dice"), "`aliases` must be a list of names, not 'd"),
        (lambda bot: bot.command("x", aliases=None), "`aliases` must be a list of names, not None"),
        (lambda bot: bot.on(None), "`type` must be a class of event or its name, not None"),
        (lambda bot: bot.state.set([1], 1), "`name` must be text, not [1]"),
    ],
)
def test_wrong_argument_is_named(call: Any, text: str) -> None:
    """A value of a wrong type is refused by the name of its argument, before anything runs."""
    with pytest.raises(LagInvalidRequestError) as caught:
        call(Bot("lag_robot_x"))
    assert text in caught.value.message
