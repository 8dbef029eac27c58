"""Trouble for robots while messages are posted, and a count of what they handled.

    python tests/load/restarts.py [--seconds N] [--seed N]

Two robots are processes of their own, under a supervisor that starts them again: one with its
cursor in a file, one with its state in SQLite. At random moments, some of them while they still
start, they are killed (SIGKILL) or asked to end (SIGTERM), their connections are cut, and on Linux
their disk is full for a while (RLIMIT_FSIZE). Some handlers are slow. Then it gets calm, and in the
end:

- each message was handled, but those that were passed by, because they were in flight at two ends;
- in each room, a robot repeated no more messages than it had ends in the middle of its work;
- in each room, messages were handled in the order in which they were posted;
- the state counts each message once, with the repeated ones;
- a robot ends only if it is killed, asked to, or unable to write.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

import attrs

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lagclient import Client
from lagclient.bot.state import SqliteStore
from lagclient.sandbox import Sandbox
from tests.load.cutting import Wire

ROOMS = 3
KEPT = 1000
"""The number of events that the sandbox keeps."""
# A robot that is further behind than the journal reaches back has missed something.
MOST_BEHIND = KEPT // 2
CALM_SECONDS = 60.0
"""How long a robot may handle nothing in the end before it is given up."""
_ENDS = {0: "asked", -signal.SIGTERM: "asked early", -signal.SIGKILL: "killed"}
TROUBLES = ["kill", "kill", "end", "cut", "cut"]
TROUBLES += ["full disk"] if hasattr(resource, "prlimit") else []

ROBOT = """
import asyncio, os, random, sys
from lagclient import Bot

bot = Bot(on_gap="raise", **{sys.argv[1]: sys.argv[2]})

@bot.on("room.message")
async def note(event):
    word, number = event.data.content.split()
    line = f" {event.id} {event.data.room_id} {number}\\n"
    os.write(1, f"begun{line}".encode())
    await asyncio.sleep(0.3 if random.random() < 0.01 else random.random() / 100)
    bot.state.update(event.data.room_id, lambda sum: sum + int(number), 0)
    os.write(1, f"ended{line}".encode())

bot.run()
"""


@attrs.define
class Robot:
    """A robot's process, its supervisor, and what it wrote down."""

    keeps: str
    """The option that says where it keeps how far it has come."""
    path: Path
    environment: Dict[str, str]
    process: Optional[subprocess.Popen[bytes]] = None
    is_full: bool = False
    """Whether its disk is."""
    before: int = 0
    """How many messages it had handled at its last trouble."""
    ends: Counter[str] = attrs.field(factory=Counter)
    lines: List[Tuple[str, str, str, int]] = attrs.field(factory=list)
    """What, the id of the event, the room, and the number of the message."""
    problems: List[str] = attrs.field(factory=list)
    _reader: Any = None
    _is_asked: bool = False
    _was_full: bool = False

    @property
    def errors(self) -> Path:
        """What it logs."""
        return self.path.with_name(f"{self.path.name}.errors")

    @property
    def handled(self) -> int:
        """How many messages it has handled."""
        return len({number for what, _, _, number in self.lines if what == "ended"})

    def start(self) -> None:
        """Start it; its disk stays as it is."""
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-c", ROBOT, self.keeps, str(self.path)],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,))
        self._reader.start()
        self._is_asked = self._was_full = False
        self.fill(self.is_full)

    def fill(self, is_full: bool) -> None:
        """Let it write no more, or again."""
        assert self.process is not None
        self.is_full = is_full
        self._was_full |= is_full
        most = resource.RLIM_INFINITY if not is_full else 0
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(
                self.process.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY)
            )

    def kill(self) -> None:
        """End it in the middle of its work."""
        assert self.process is not None
        self.process.kill()

    def ask(self) -> None:
        """Ask it to end."""
        assert self.process is not None
        self._is_asked = True
        self.process.terminate()

    def supervise(self) -> None:
        """Start it again if it has ended."""
        assert self.process is not None
        if self.process.poll() is not None:
            self.wait()
            self.start()

    def wait(self) -> None:
        """Wait for its end, and note how it ended."""
        assert self.process is not None
        status = self.process.wait(60)
        self._reader.join()
        how = _ENDS.get(status, "full disk")
        if not (self._was_full if how == "full disk" else how == "killed" or self._is_asked):
            self.problems.append(f"it ended by itself, with {status}")
        self.ends[how] += 1

    def _read(self, pipe: Any) -> None:
        with pipe:
            for line in pipe:
                what, event, room, number = line.decode().split()
                self.lines.append((what, event, room, int(number)))


@attrs.define
class Outcome:
    """What one robot has handled, of the messages of each room in their order."""

    posted: Dict[str, List[int]]
    robot: Robot
    handled: int = 0
    repeated: int = 0
    most_repeated: int = 0
    passed_by: int = 0
    problems: List[str] = attrs.field(factory=list)

    def count(self) -> None:
        """Compare what happened with what is promised."""
        robot = self.robot
        ended, begun = _numbers(robot, "ended"), _numbers(robot, "begun")
        text = robot.errors.read_text(encoding="utf-8") if robot.errors.exists() else ""
        ids = {event: number for _, event, _, number in robot.lines}
        passed = {ids[event] for event in re.findall(r"event (\S+) \(\S+\) is passed by", text)}
        self.problems = [*robot.problems]
        self.problems += [
            f"{number} was passed by, and never begun" for number in passed if not begun[number]
        ]
        expected: Dict[str, int] = {}
        for room, numbers in self.posted.items():
            missed = [number for number in numbers if number not in ended and number not in passed]
            if missed:
                self.problems.append(f"missed: {missed[:10]}")
            repeated = sum(begun[number] - 1 for number in numbers if begun[number])
            unasked = robot.ends["killed"] + robot.ends["full disk"]
            if repeated > unasked:
                self.problems.append(f"{repeated} repeats in a room, {unasked} ends")
            firsts = list(
                dict.fromkeys(n for w, _, r, n in robot.lines if (w, r) == ("begun", room))
            )
            if firsts != sorted(firsts):
                self.problems.append(f"not in order in {room}")
            self.repeated += repeated
            self.most_repeated = max(self.most_repeated, repeated)
            expected[room] = sum(number for number in numbers if number not in passed)
        if robot.keeps == "state":
            _, values = SqliteStore(robot.path).load()
            counted = {room: int(values[room]) for room in expected}
            if counted != expected:
                self.problems.append(f"the state has {counted}, not {expected}")
        self.handled, self.passed_by = len(ended), len(passed)

    def __str__(self) -> str:
        lines = [
            f"with {self.robot.keeps}: {self.handled} messages handled, {self.passed_by} passed by",
            f"  ends: {dict(self.robot.ends)}",
            f"  repeated: {self.repeated}, at most {self.most_repeated} in a room",
            f"  problems: {len(self.problems)}",
            *(f"    {problem}" for problem in self.problems),
        ]
        return "\n".join(lines)


def _numbers(robot: Robot, what: str) -> Counter[int]:
    return Counter(number for kind, _, _, number in robot.lines if kind == what)


def run(
    folder: Path, *, seconds: float, seed: int, report: Callable[[str], None] = lambda line: None
) -> List[Outcome]:
    """Post messages for some seconds, make trouble meanwhile, and wait until it is calm."""
    dice = random.Random(seed)
    with contextlib.ExitStack() as stack:
        lag = stack.enter_context(Sandbox(journal_entries=KEPT))
        sam = stack.enter_context(Client(token=lag.token, base_url=lag.url))
        wire = Wire(lag.url)
        stack.callback(wire.close)
        send, create = sam.servers.rooms.messages.send, sam.servers.rooms.create
        posted: Dict[str, List[int]] = {
            create(lag.server_id, name=f"room {number}").id: [] for number in range(ROOMS)
        }
        robots = [
            _robot(folder, keeps, lag.add_robot(keeps), wire.url) for keeps in ("cursor", "state")
        ]
        send(lag.server_id, lag.room_id, content="message 0")
        with Client(token=lag.robot_key, base_url=lag.url) as client:
            *_, first = client.robots.events.poll()
        (folder / "cursor").write_text(f"{first.id}\n", encoding="ascii")
        store = SqliteStore(folder / "state")
        store.load()
        store.commit(f"{first.id}\n", {})
        is_over = threading.Event()

        def post() -> None:
            number = 0
            while not is_over.is_set():
                time.sleep(0.005)
                if number - min(robot.handled for robot in robots) < MOST_BEHIND:
                    number += 1
                    room = random.Random(number).choice(list(posted))
                    send(lag.server_id, room, content=f"message {number}")
                    posted[room].append(number)

        poster = threading.Thread(target=post)
        for robot in robots:
            robot.start()
            stack.callback(robot.kill)
        poster.start()
        try:
            _trouble(robots, wire, dice, seconds, report)
        finally:
            is_over.set()
            poster.join()
        count = sum(map(len, posted.values()))
        report(f"{count} messages were posted")
        outcomes = [Outcome(posted, robot) for robot in robots]
        end, before = time.monotonic() + CALM_SECONDS, 0
        while time.monotonic() < end:
            handled = sum(robot.handled for robot in robots)
            if handled > before:
                end, before = time.monotonic() + CALM_SECONDS, handled
            for robot in robots:
                robot.fill(False)
                robot.supervise()
            last = {max(numbers, default=0) for numbers in posted.values()} - {0}
            if all(last <= set(_numbers(robot, "ended")) for robot in robots):
                break
            time.sleep(0.05)
        for robot in robots:
            robot.ask()
            robot.wait()
    for outcome in outcomes:
        outcome.count()
    return outcomes


def _robot(folder: Path, keeps: str, key: str, url: str) -> Robot:
    return Robot(keeps, folder / keeps, {**os.environ, "LAG_TOKEN": key, "LAG_BASE_URL": url})


def _trouble(
    robots: List[Robot], wire: Wire, dice: random.Random, seconds: float, report: Any
) -> None:
    began = time.monotonic()
    full: Dict[int, float] = {}
    next_at = began + dice.uniform(0.5, 1)
    # On a slow machine it goes on until there was a kill, without which it would show little.
    while (now := time.monotonic()) < began + seconds or not any(r.ends["killed"] for r in robots):
        time.sleep(0.02)
        for number, robot in enumerate(robots):
            robot.supervise()
            if robot.is_full and now > full[number]:
                robot.fill(False)
        if now >= next_at:
            next_at = now + dice.expovariate(1 / 2)
            number, trouble = dice.randrange(len(robots)), dice.choice(TROUBLES)
            robot = robots[number]
            # Mostly while it works: on a slow machine it would do nothing but start.
            if robot.handled == robot.before and dice.random() < 0.75:
                continue
            robot.before = robot.handled
            report(f"{now - began:.1f} s: {trouble} ({robot.keeps}), {robot.handled} handled")
            if trouble == "kill":
                robot.kill()
            elif trouble == "end":
                robot.ask()
            elif trouble == "cut":
                wire.cut()
            else:
                robot.fill(True)
                full[number] = now + dice.uniform(0, 2)


def main() -> int:
    """Run it, and print the outcome."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        outcomes = run(Path(folder), **vars(options), report=lambda line: print(line, flush=True))
    print(*outcomes, sep="\n")
    return 1 if any(outcome.problems for outcome in outcomes) else 0


if __name__ == "__main__":
    sys.exit(main())
