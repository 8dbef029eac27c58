"""Ways to run a robot: beside a block, several in a process, on trio, in a web application."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, List

import anyio
import pytest

from lagclient import Bot, Client, Context
from lagclient.errors import LagAuthError, LagInvalidRequestError
from lagclient.sandbox import Sandbox
from lagclient.testing import bot_test
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
    assert f"INFO    Connected to {lag_sandbox.url} as Quiet (" in lines[0]
    assert "permissions: read_messages; events: room.message, voice.join; comm" in lines[1]
    assert "WARNING Handlers of voice.join will not be called" in lines[2]
    assert "robots.events.stream: open" in lines[3]
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
    assert {n: v for n, v in vars(bot).items() if n not in ("_block", "_rooms")} == {
        n: v for n, v in before.items() if n not in ("_block", "_rooms")
    }


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
    """The application of webhooks has the secret of the robot, or one of its own."""
    with pytest.raises(LagInvalidRequestError, match="`secret` must be passed"):
        Bot("lag_robot_x").app()
