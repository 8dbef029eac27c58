"""Kill a robot again and again while messages are posted, and count what it handled.

    python tests/load/restarts.py [--messages N] [--kills N] [--seed N]

The robot is a process of its own: a `Bot` with its cursor in a file, which writes down each message
that it handles, in several rooms. It is killed (SIGKILL) at random points, some of them while it
still starts, and started again. In the end it must have handled each message at least once, and in
each room no more repeats than there were kills.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, List, Optional

import attrs

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lagclient import Client
from lagclient.sandbox import Sandbox

POSTERS = 4
ROOMS = 3
KEPT = 1000
"""The number of events that the sandbox keeps."""
MOST_SECONDS = 600.0
# A robot that is further behind than the journal reaches back has missed something.
MOST_BEHIND = KEPT // 2

ROBOT = """
import asyncio, os, sys
from lagclient import Bot

bot = Bot(cursor=sys.argv[1], on_gap="raise")
log = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

@bot.on("room.message")
async def note(event):
    os.write(log, (event.data.content + "\\n").encode())
    await asyncio.sleep(int(event.data.content[-1], 36) / 2000)

bot.run()
"""


@attrs.define
class Outcome:
    """The counts of one run."""

    messages: int
    kills: int = 0
    early_kills: int = 0
    """Before the robot had handled anything in that life."""
    handled: int = 0
    repeated: int = 0
    most_repeated: int = 0
    """The repeats of one room, of that with the most."""
    missed: int = 0
    strangers: int = 0
    seconds: float = 0.0
    clean_end: Optional[int] = None
    """The exit status of the last robot, which was asked to end (SIGTERM)."""

    @property
    def problems(self) -> List[str]:
        """The promises that were broken."""
        return [
            text
            for text, is_wrong in (
                (f"{self.missed} messages were never handled", self.missed),
                (
                    f"{self.most_repeated} repeats in a room, {self.kills} kills",
                    self.most_repeated > self.kills,
                ),
                (f"{self.strangers} messages that were not posted", self.strangers),
                (f"the robot ended with {self.clean_end}", self.clean_end != 0),
            )
            if is_wrong
        ]

    def __str__(self) -> str:
        lines = [
            f"{self.messages} messages in {self.seconds:.1f} s",
            f"kills: {self.kills}, of which {self.early_kills} before anything was handled",
            f"handled: {self.handled}; missed: {self.missed}",
            f"repeated: {self.repeated}, at most {self.most_repeated} in a room",
            f"problems: {len(self.problems)}",
            *(f"  {problem}" for problem in self.problems),
        ]
        return "\n".join(lines)


@attrs.define
class Robot:
    """The robot's process, and the messages that it wrote down."""

    folder: Path
    lag: Sandbox
    process: Optional[subprocess.Popen[bytes]] = None

    @property
    def lines(self) -> List[str]:
        """The messages that were handled."""
        log = self.folder / "handled"
        return log.read_text(encoding="utf-8").splitlines() if log.exists() else []

    @property
    def count(self) -> int:
        """The number of messages that were handled."""
        log = self.folder / "handled"
        return log.read_bytes().count(b"\n") if log.exists() else 0

    def start(self) -> None:
        environment = {**os.environ, "LAG_TOKEN": self.lag.robot_key, "LAG_BASE_URL": self.lag.url}
        with (self.folder / "stderr").open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", ROBOT, str(self.folder / "cursor"), self.folder / "handled"],
                env=environment,
                stderr=errors,
            )

    def end(self, how: int) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(60)


def run(
    folder: Path,
    *,
    messages: int,
    kills: int,
    seed: int,
    report: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Post messages, and kill the robot meanwhile."""
    dice, outcome = random.Random(seed), Outcome(messages)
    posted = [f"message {number}" for number in range(messages)]
    began = time.monotonic()
    with Sandbox(journal_entries=KEPT) as lag, Client(token=lag.token, base_url=lag.url) as sam:
        robot, over = Robot(folder, lag), threading.Event()
        send, create = sam.servers.rooms.messages.send, sam.servers.rooms.create
        rooms = [create(lag.server_id, name=f"room {number}").id for number in range(ROOMS)]
        send(lag.server_id, lag.room_id, content="the first one")
        with Client(token=lag.robot_key, base_url=lag.url) as client:
            *_, first = client.robots.events.poll()
        (folder / "cursor").write_text(f"{first.id}\n", encoding="ascii")

        def post(content: str) -> None:
            number = int(content.rpartition(" ")[2])
            while number - robot.count > MOST_BEHIND and not over.is_set():
                time.sleep(0.05)
            send(lag.server_id, rooms[number % ROOMS], content=content)

        with ThreadPoolExecutor(POSTERS) as pool:
            posts = [pool.submit(post, content) for content in posted]
            robot.start()
            try:
                for number in range(kills):
                    before = robot.count
                    share = max(1, (messages - before) // (kills - number + 1))
                    if dice.random() < 0.2:
                        time.sleep(dice.uniform(0, 0.5))
                    else:
                        _until_handled(robot, before + dice.randint(1, share))
                        time.sleep(dice.uniform(0, 0.02))
                    robot.end(signal.SIGKILL)
                    outcome.kills += 1
                    outcome.early_kills += robot.count == before
                    report(f"{time.monotonic() - began:.1f} s: killed after {robot.count} messages")
                    robot.start()
                for each in posts:
                    each.result(MOST_SECONDS)
                end = time.monotonic() + 60
                while len(set(robot.lines)) < messages and time.monotonic() < end:
                    time.sleep(0.1)
            finally:
                over.set()
                outcome.clean_end = robot.end(signal.SIGTERM)
    counted = Counter(robot.lines)
    outcome.handled = robot.count
    outcome.missed = len(set(posted) - set(counted))
    outcome.strangers = len(set(counted) - set(posted))
    outcome.repeated = outcome.handled - len(counted)
    repeats = Counter({content: count - 1 for content, count in counted.items()})
    for number in range(ROOMS):
        in_room = sum(repeats[content] for content in posted[number::ROOMS])
        outcome.most_repeated = max(outcome.most_repeated, in_room)
    outcome.seconds = time.monotonic() - began
    return outcome


def _until_handled(robot: Robot, count: int, seconds: float = MOST_SECONDS) -> None:
    end = time.monotonic() + seconds
    while robot.count < count and time.monotonic() < end:
        time.sleep(0.01)


def main() -> int:
    """Run it, and print the outcome."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--messages", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        outcome = run(files, **vars(options), report=lambda line: print(line, flush=True))
        errors = (files / "stderr").read_text(encoding="utf-8")
    print(f"{outcome}\nthe robots' own errors: {errors or 'none'}")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
