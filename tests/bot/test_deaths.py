"""Events whose handling ends the process, under a supervisor that starts the robot again."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import List

import pytest

from lagclient import Client
from lagclient.sandbox import Sandbox
from tests.kit.robots import Room, until

ROBOT = """
import asyncio, os, signal, sys
from lagclient import Bot

bot = Bot(sys.argv[2], base_url=sys.argv[1], cursor=sys.argv[3])
log = os.open(sys.argv[4], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def note(text):
    os.write(log, (text + "\\n").encode())

@bot.command("exit")
async def exit(ctx):
    await asyncio.sleep(0.1)
    note("exit")
    os._exit(3)

@bot.command("kill")
def kill(ctx):
    note("kill")
    os.kill(os.getpid(), signal.SIGKILL)

@bot.command("slow")
async def slow(ctx):
    note("slow begins")
    await asyncio.sleep(0.5)
    note("slow ends")

@bot.on("room.message")
async def late(event):
    if event.data.content == "late":
        note("late")

bot.run()
"""


class Supervisor:
    """Starts a robot again whenever it has ended."""

    def __init__(self, folder: Path, lag: Sandbox) -> None:
        self.folder = folder
        self.starts = 0
        self._arguments = [lag.url, lag.robot_key, str(folder / "cursor"), str(folder / "log")]

    def life(self) -> int:
        """Run the robot until it ends by itself, or has handled the message "late"."""
        self.starts += 1
        assert self.starts <= 5
        with (self.folder / "errors").open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-c", ROBOT, *self._arguments], stderr=errors
            )
        assert until(lambda: process.poll() is not None or "late" in self.lines())
        process.terminate()
        return process.wait(10)

    def lines(self) -> List[str]:
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def supervised(tmp_path: Path, lag_sandbox: Sandbox, lag_client: Client) -> Supervisor:
    """A robot with a cursor; what is said in its room from here on, it will get."""
    room = Room(lag_sandbox, lag_client)
    room.say("the first one")
    with Client(token=lag_sandbox.robot_key, base_url=lag_sandbox.url) as robot:
        *_, last = robot.robots.events.poll()
    (tmp_path / "cursor").write_text(f"{last.id}\n")
    return Supervisor(tmp_path, lag_sandbox)


@pytest.mark.parametrize("command", ["exit", "kill"])
def test_event_that_ends_the_process_twice_is_passed_by(
    command: str, supervised: Supervisor, lag_sandbox: Sandbox, lag_client: Client
) -> None:
    """The second death is the last: the third start logs an error, and reaches later events."""
    room = Room(lag_sandbox, lag_client)
    room.say(f"!{command}")
    room.say("late")
    while "late" not in supervised.lines():
        supervised.life()
    assert Counter(supervised.lines()) == {command: 2, "late": 1}
    assert supervised.starts == 3
    errors = (supervised.folder / "errors").read_text()
    assert errors.count("is passed by") == 1
    assert "(room.message) is passed by: it was in flight when the process ended, 2 times" in errors
    assert "begun" not in (supervised.folder / "cursor").read_text()


def test_events_beside_it_are_not_passed_by(
    supervised: Supervisor, lag_sandbox: Sandbox, lag_client: Client
) -> None:
    """An event of another room that was in flight at a death is handled, and ends."""
    room = Room(lag_sandbox, lag_client)
    other = lag_client.servers.rooms.create(lag_sandbox.server_id, name="other").id
    room.say("!slow", other)
    room.say("!exit")
    room.say("late")
    while "late" not in supervised.lines():
        supervised.life()
    counted = Counter(supervised.lines())
    assert (counted["exit"], counted["slow begins"], counted["slow ends"]) == (2, 2, 1)
    assert supervised.starts == 3
