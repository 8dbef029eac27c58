"""Ways to run a robot: beside a block, several in a process, on trio, in a web application."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, List

import anyio
import anyio.to_thread
import pytest

from lagclient import Bot, Client, Context
from lagclient.bot import bot as bot_module
from lagclient.bot.run import ends_the_task
from lagclient.errors import LagAuthError, LagInvalidRequestError
from lagclient.models import MemberJoinEvent, RoomMessageEvent
from lagclient.sandbox import Sandbox
from lagclient.testing import bot_test
from lagclient.transport.httpx.transport import AsyncHttpxTransport
from lagclient.transport.options import ConnectionOptions
from tests.kit.robots import Room

pytestmark = pytest.mark.anyio

PROGRAM = """
import logging, os
from lagclient import Bot

bot = Bot(os.environ["LAG_ROBOT_KEY"])

@bot.command("ping")
async def ping(ctx): ...

@bot.on("voice.join")
def joined(event): ...

@bot.on_start
def start():
    if not os.environ.get("KEEP"):
        bot.stop()
"""


@pytest.fixture
def room(lag_sandbox: Sandbox, lag_client: Client) -> Room:
    """The sandbox's room."""
    return Room(lag_sandbox, lag_client)


def lines_of(program: str, **environment: str) -> List[str]:
    """What a program that runs the robot writes to stderr."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        env={**os.environ, **environment},
    )
    return done.stderr.splitlines()


def test_run_shows_what_happens(lag_sandbox: Sandbox) -> None:
    """Who, where, with which permissions, events and commands, that it is open, and its end."""
    key = lag_sandbox.add_robot("Quiet", ["read_messages"])
    environment = {**os.environ, "LAG_ROBOT_KEY": key, "KEEP": "1"}
    command = [sys.executable, "-c", PROGRAM + "bot.run()"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stderr is not None
        lines = [next(program.stderr) for _ in range(4)]
        program.terminate()
        lines += program.stderr
    assert program.returncode == 0
    opened = next(line for line in lines if "robots.events.stream: open" in line)
    lines.remove(opened)  # the robot connects while it asks who it is
    assert f"INFO    Connected to {lag_sandbox.url} as Quiet (" in lines[0]
    assert "permissions: read_messages; events: room.message, voice.join; comm" in lines[1]
    assert "WARNING Handlers of voice.join will not be called" in lines[2]
    assert "INFO    Stopped" in lines[-1]


@pytest.mark.parametrize(
    ("program", "environment", "count"),
    [
        ("bot.run(logging=False)", {}, 0),
        ("logging.basicConfig(level=logging.WARNING); bot.run()", {}, 0),
        ("logging.getLogger('lagclient').addHandler(logging.NullHandler()); bot.run()", {}, 0),
    ],
    ids=["off", "of the program", "of the package"],
)
def test_run_leaves_logging_to_the_program(
    program: str, environment: Any, count: int, lag_sandbox: Sandbox
) -> None:
    """A program that has set up logging, or wants none, gets no line of the robot's own."""
    assert len(lines_of(program, **environment)) == count


def test_run_leaves_logging_to_the_environment(lag_sandbox: Sandbox) -> None:
    """LAG_LOG decides about the lines and their form, and each comes once."""
    lines = lines_of("bot.run()", LAG_LOG="info")
    assert sum("Connected to" in line for line in lines) == 1
    assert any("lagclient.calls: identity" in line for line in lines)


async def test_robot_of_a_block(anyio_backend: str, lag_sandbox: Sandbox) -> None:
    """A robot runs beside a block, on asyncio and trio, and two robots beside one."""
    bots = [Bot(lag_sandbox.robot_key), Bot(lag_sandbox.add_robot("Second"))]
    started: List[int] = []
    for number, bot in enumerate(bots):

        @bot.on_start
        async def start(number: int = number) -> None:
            started.append(number)

    async with bots[0], bots[1]:
        assert started == [0, 1]
        with pytest.raises(RuntimeError, match="runs already"):
            await bots[0].start()
    assert [bot._run for bot in bots] == [None, None]


async def test_run_inside_an_event_loop(anyio_backend: str) -> None:
    """Jupyter and coroutines have an event loop already: the error names what to await."""
    text = "await bot.start" if anyio_backend == "asyncio" else "Already running trio"
    with pytest.raises(RuntimeError, match=text):
        Bot("lag_robot_x").run()


async def test_block_of_a_robot_that_is_refused() -> None:
    """The error of the start is raised as it is, before the block begins."""
    with Sandbox() as lag, pytest.raises(LagAuthError):
        async with Bot("lag_robot_wrong", base_url=lag.url):
            raise AssertionError("it must not begin")


@pytest.mark.parametrize("error", [ValueError, AssertionError, KeyboardInterrupt])
async def test_error_of_a_block_beside_a_bot_is_raised_as_it_is(error: type) -> None:
    """A program can catch it by its class, and a failing test shows it alone."""
    bot = Bot()
    with pytest.raises(error, match=r"^of the block$") as caught:
        async with bot_test(bot):
            raise error("of the block")
    assert caught.value.__class__ is error


async def test_test_of_a_robot_on_any_backend(anyio_backend: str) -> None:
    """`bot_test` works on asyncio and trio, and leaves the robot as it was."""
    bot = Bot(prefix="?", source="poll")

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    before = dict(vars(bot))
    for _ in range(2):
        async with bot_test(bot) as room:
            await room.say("?ping")
            assert await room.reply() == "pong"
            with pytest.raises(AssertionError, match="has not replied within"):
                await room.reply(timeout_seconds=0.02)
    new = ("_block", "_rooms", "_authors")
    assert {name: value for name, value in vars(bot).items() if name not in new} == {
        name: value for name, value in before.items() if name not in new
    }


async def test_second_block_leaves_the_first_alone(room: Room) -> None:
    """A robot that runs cannot run again, in a block or a test; the first block goes on."""
    bot = room.robot("stream")
    async with bot:
        for second in (bot, bot_test(bot)):
            with pytest.raises(RuntimeError, match="runs already"):
                await second.__aenter__()
        assert bot.client.is_robot
        assert bot.server_id == room.lag.server_id


async def test_test_of_a_robot_remembers_no_other_test() -> None:
    """A second `bot_test` of a robot waits for its own events, whose ids are the same."""
    bot, joined = Bot(), []  # type: ignore[var-annotated]

    @bot.on("member.join")
    async def note(event: MemberJoinEvent) -> None:
        await anyio.sleep(0.05)
        joined.append(event.data.username)

    for number in (1, 2):
        async with bot_test(bot) as room:
            assert bot._rooms.newest_id is None
            await room.join("ines")
            await room.idle()
            assert len(joined) == number


@pytest.mark.parametrize("seconds", ["5", -1, None, float("nan")])
async def test_wait_of_a_test_is_seconds(seconds: Any) -> None:
    """The time to wait for a reply is checked, as that of a question is, which is not sent then."""
    bot = Bot(source="poll")

    @bot.command("ask")
    async def ask(ctx: Context) -> None:
        await ctx.ask("Sure?", timeout_seconds="5")  # type: ignore[arg-type]

    async with bot_test(bot) as room:
        with pytest.raises(LagInvalidRequestError, match="`timeout_seconds` must be seconds"):
            await room.reply(timeout_seconds=seconds)
        await room.say("!ask")
        assert "Sure?" not in await room.texts()


def test_plain_test_of_a_robot() -> None:
    """A test without any plugin runs it itself; faults are options of the sandbox."""
    from lagclient.sandbox import Faults

    bot = Bot()

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    async def main() -> None:
        faults = Faults(["drop_after:servers.rooms.messages.send:0.5"], seed=1)
        async with bot_test(bot, faults=faults) as room:
            await room.say("!ping")
            assert await room.reply() == "pong"
            assert (await room.texts()).count("pong") == 1

    anyio.run(main)


def test_robot_runs_on_trio(lag_sandbox: Sandbox, lag_client: Client) -> None:
    """`run(backend="trio")` is the same robot in another event loop."""
    import threading

    bot = Bot(lag_sandbox.robot_key)

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")
        bot.stop()

    room = Room(lag_sandbox, lag_client)

    def say() -> None:
        room.is_listened_to()
        room.say("!ping")

    thread = threading.Thread(target=say)
    thread.start()
    bot.run(backend="trio")
    thread.join(10)
    assert room.texts()[-1] == "pong"


def test_app_needs_a_secret() -> None:
    """The application of webhooks has the secret of the robot, or one with options of its own."""
    with pytest.raises(LagInvalidRequestError, match="`secret` must be passed"):
        Bot("lag_robot_x").app()
    bot = Bot("lag_robot_x", source="webhook", secret="whsec_" + "A" * 32)
    assert bot.app() is bot.app()
    with pytest.raises(LagInvalidRequestError, match="`secret` must be passed: here, with `path`"):
        bot.app(path="/hook")


class SlowIdentity:
    """A transport whose response to the first question who the robot is takes its time."""

    def __init__(self, room: Room, transport: Any) -> None:
        self._room, self._transport = room, transport
        self.is_asked = False

    async def send(self, request: Any, timeouts: Any) -> Any:
        if request.url.endswith("/info") and not self.is_asked:
            self.is_asked = True
            reply = await self._transport.send(request, timeouts)
            while not self._room.listeners():
                await anyio.sleep(0.01)
            await anyio.to_thread.run_sync(self._room.say, "!ping")
            return reply
        return await self._transport.send(request, timeouts)

    def stream(self, request: Any, timeouts: Any) -> Any:
        return self._transport.stream(request, timeouts)

    async def close(self) -> None:
        await self._transport.close()


@pytest.mark.parametrize("kept", ["", "cursor", "state"])
async def test_message_that_arrives_while_a_robot_starts_is_handled(
    kept: str, room: Room, tmp_path: Path
) -> None:
    """The stream is opened while the robot asks who it is, so nothing is missed in between."""
    options: Any = {kept: tmp_path / kept} if kept else {}
    transport = AsyncHttpxTransport(ConnectionOptions())
    slow: Any = SlowIdentity(room, transport)
    bot = Bot(room.lag.robot_key, base_url=room.lag.url, transport=slow, **options)
    arrived = anyio.Event()

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        arrived.set()

    with anyio.fail_after(10):
        async with bot:
            await arrived.wait()
    assert slow.is_asked


async def test_error_of_the_stream_and_of_the_identity_is_raised_once(room: Room) -> None:
    """A robot that may not connect ends with the error itself, not with a group of errors."""
    bot = Bot("lag_robot_wrong", base_url=room.lag.url)
    with pytest.raises(LagAuthError):
        await bot.start()


@pytest.mark.parametrize("exit", [SystemExit(3), KeyboardInterrupt()], ids=repr)
@pytest.mark.parametrize("way", ["coroutine", "thread", "two", "error hook", "start", "stop"])
async def test_exit_that_a_function_asks_for_ends_the_robot(
    exit: BaseException, way: str, room: Room
) -> None:
    """`sys.exit` and KeyboardInterrupt end a robot once others have ended, and are not wrapped."""
    bot = Bot(room.lag.robot_key, base_url=room.lag.url)
    ended: List[str] = []

    async def leave(*_: Any) -> None:
        raise exit

    def leave_thread(event: RoomMessageEvent) -> None:
        raise exit

    @bot.on(RoomMessageEvent)
    async def slow(event: RoomMessageEvent) -> None:
        if way == "error hook":
            raise ValueError
        await anyio.sleep(0.05)
        ended.append("slow")

    if way in ("start", "stop"):
        (bot.on_start if way == "start" else bot.on_stop)(leave)
    elif way == "error hook":
        bot.on_error(leave)
    else:
        bot.on(RoomMessageEvent)(leave_thread if way == "thread" else leave)
        if way == "two":
            bot.on(RoomMessageEvent)(leave_thread)

    async def run() -> None:
        async with bot:
            await anyio.to_thread.run_sync(room.say, "hello")
            if way != "stop":
                await anyio.sleep_forever()

    with anyio.fail_after(10), pytest.raises(type(exit)) as caught:
        await run()
    assert caught.value is exit
    assert ended in ([], ["slow"]) if way in ("error hook", "start", "stop") else ended == ["slow"]


@pytest.mark.parametrize("kind", [GeneratorExit, asyncio.CancelledError])
@pytest.mark.parametrize("way", ["coroutine", "thread", "error hook"])
async def test_error_that_ends_tasks_is_logged_like_any_other(
    kind: Any, way: str, room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """GeneratorExit or CancelledError of a handler's own ends no other handler, nor the robot."""
    bot = Bot(room.lag.robot_key, base_url=room.lag.url)
    arrived: List[str] = []

    async def fail(*_: Any) -> None:
        raise ValueError if way == "error hook" else kind

    def fail_thread(event: RoomMessageEvent) -> None:
        raise kind

    async def report(_: Any) -> None:
        raise kind

    bot.on(RoomMessageEvent)(fail_thread if way == "thread" else fail)
    if way == "error hook":
        bot.on_error(report)

    @bot.on(RoomMessageEvent)
    async def note(event: RoomMessageEvent) -> None:
        arrived.append(event.data.content or "")

    with anyio.fail_after(10):
        async with bot:
            for text in ("one", "two"):
                await anyio.to_thread.run_sync(room.say, text)
            while len(arrived) < 2:
                await anyio.sleep(0.01)
    assert arrived == ["one", "two"]
    assert sum(" failed" in line for line in caplog.messages) >= 2


async def test_handler_that_is_closed_from_outside_is_not_taken_for_failed() -> None:
    """A coroutine that Python closes, as it does with those of a dead loop, ends at once."""
    assert not ends_the_task(GeneratorExit())
    assert await anyio.to_thread.run_sync(ends_the_task, GeneratorExit())


@pytest.mark.parametrize("kept", ["cursor", "state"])
async def test_file_has_one_robot(
    kept: str, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second robot waits for the end of the first one, and is refused if that does not come."""
    options: Any = {"base_url": room.lag.url, kept: tmp_path / kept}
    first, second = Bot(room.lag.robot_key, **options), Bot(room.lag.robot_key, **options)
    async with first:
        monkeypatch.setattr(bot_module, "HANDOVER_SECONDS", 0.0)
        with pytest.raises(LagInvalidRequestError, match=f"`{kept}` must be a file that no other"):
            await second.start()
        monkeypatch.setattr(bot_module, "HANDOVER_SECONDS", 30.0)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(second.start)
            await anyio.sleep(0.1)
            second.stop()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(second.start)
            await anyio.sleep(0.1)
            first.stop()
            await anyio.to_thread.run_sync(room.is_listened_to, room.listeners())
            second.stop()
