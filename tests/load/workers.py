"""Trouble for the workers of one robot while messages are posted, and a count of what they handled.

    python -m tests.load.workers [--seconds N] [--seed N] [--workers N]

The workers are processes, under a supervisor that starts them again. At random moments one of them,
or the one that reads the stream, is killed (SIGKILL), asked to end (SIGTERM) or stopped for a time
that may be longer than its lease (SIGSTOP). Redis is killed (SIGKILL) and loses what it wrote in
its last second, as after a power cut: its file is cut there. Some handlers are slow. In the end:

- each message was handled, or set aside after it was in flight when two workers were killed;
- in each room, messages were handled for the first time in the order in which they were posted;
- a message was handled again only if its worker was killed or stopped, or Redis lost what it knew
  about it;
- the state counts each message once, with the repeated ones;
- a worker ends only if it is killed, asked to, or started while Redis is down.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Callable, DefaultDict, Dict, List, Optional, Tuple

import anyio
import attrs
from redis import Redis as Database

from lagclient import Client
from lagclient.redis import RedisWorkers
from lagclient.sandbox import Sandbox
from tests.kit.redis_server import RedisServer

ROOMS = 5
KEPT = 2000
"""The number of events that the sandbox keeps."""
MOST_BEHIND = KEPT // 4
LEASE_SECONDS = 2.0
LOST_SECONDS = 1.0
"""Redis loses at least what it wrote in this time, if it is killed."""
SLACK_SECONDS = 1.0
"""A sample of the size of Redis's file may be so much older."""
CALM_SECONDS = 60.0
_ENDS = {0: "asked", -signal.SIGTERM: "asked early", -signal.SIGKILL: "killed"}
TROUBLES = ["kill a worker", "kill a worker", "kill the leader", "end a worker", "kill Redis"]
TROUBLES += ["stop a worker", "stop the leader"]

WORKER = f"""
import asyncio, os, random, sys, time
from lagclient import Bot
from lagclient.redis import RedisWorkers

bot = Bot(workers=RedisWorkers.from_url(sys.argv[1], lease_seconds={LEASE_SECONDS}), on_gap="raise")

def note(what, event):
    word, number = event.data.content.split()
    line = f"{{what}} {{time.monotonic()}} {{event.data.room_id}} {{number}}\\n"
    os.write(1, line.encode())

@bot.on("room.message")
async def handle(event):
    note("begun", event)
    await asyncio.sleep(0.3 if random.random() < 0.02 else random.random() / 50)
    number = int(event.data.content.split()[1])
    bot.state.update("sum", lambda sum: sum + number, 0)
    note("ended", event)

bot.run()
"""


@attrs.define
class Handling:
    """One time that a message was handled."""

    began: float
    worker: int
    """The process."""
    ended: Optional[float] = None


@attrs.define
class Worker:
    """A process, what it wrote down, and how its predecessors ended."""

    log: Path
    start_process: Callable[[], subprocess.Popen[bytes]]
    handlings: DefaultDict[int, List[Handling]]
    killed: Dict[int, float]
    """The processes that were killed, and when."""
    process: Any = None
    stops: List[Tuple[int, float, float]] = attrs.field(factory=list)
    """The process that was stopped, from when, and until when."""
    ends: Counter[str] = attrs.field(factory=Counter)
    problems: List[str] = attrs.field(factory=list)
    _reader: Any = None
    _is_asked: bool = False

    def start(self) -> None:
        """Start it."""
        self.process = self.start_process()
        self._reader = threading.Thread(target=self._read, args=(self.process,))
        self._reader.start()
        self._is_asked = False

    def stop(self, seconds: float) -> None:
        """Let it do nothing for a time; it does not notice."""
        process, began = self.process, time.monotonic()

        def go_on() -> None:
            process.send_signal(signal.SIGCONT)
            self.stops.append((process.pid, began, time.monotonic()))

        process.send_signal(signal.SIGSTOP)
        threading.Timer(seconds, go_on).start()

    def kill(self) -> None:
        """End it in the middle of its work."""
        self.killed[self.process.pid] = time.monotonic()
        self.process.kill()

    def ask(self) -> None:
        """Ask it to end."""
        self._is_asked = True
        self.process.terminate()

    def supervise(self) -> None:
        """Start it again if it has ended."""
        if self.process.poll() is not None:
            self.wait()
            self.start()

    def wait(self) -> None:
        """Wait for its end, and note how it ended."""
        status = self.process.wait(60)
        self._reader.join()
        how = _ENDS.get(status, "by itself")
        last = (self.log.read_text().splitlines() or [""])[-1]
        if status == 2 and "which hands out events, failed" in last:
            how = "started without Redis"
        if how == "by itself" or (how.startswith("asked") and not self._is_asked):
            self.problems.append(f"a worker ended by itself, with {status}: {last}")
        self.ends[how] += 1

    def _read(self, process: Any) -> None:
        with process.stdout as pipe:
            for line in pipe:
                what, at, _, number = line.decode().split()
                if what == "begun":
                    self.handlings[int(number)].append(Handling(float(at), process.pid))
                    continue
                for handling in reversed(self.handlings[int(number)]):
                    if handling.worker == process.pid:
                        handling.ended = float(at)
                        break


class Redis:
    """A Redis that loses its last second."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        options = "--appendonly yes --appendfsync everysec --auto-aof-rewrite-percentage 0"
        self.server = RedisServer(folder, *options.split())
        # On a busy machine an answer takes longer than a worker would wait.
        self.workers = RedisWorkers.from_url(self.server.url, timeout_seconds=30)
        self.kills: List[Tuple[float, float]] = []
        """When it was killed, and when it was started again."""
        self.lost_bytes = 0
        self._sizes: List[Tuple[float, int]] = []

    @property
    def _file(self) -> Path:
        return self._folder / "appendonlydir" / "appendonly.aof.1.incr.aof"

    @staticmethod
    def ask(function: Callable[[], Any]) -> Any:
        """Return what a method of `workers` returns."""
        return anyio.run(function)

    def sample(self) -> None:
        """Note how much is written."""
        with contextlib.suppress(OSError):
            self._sizes.append((time.monotonic(), self._file.stat().st_size))

    def lose(self, dice: random.Random) -> None:
        """Kill it, cut off the last second, and start it again after a moment."""
        at = time.monotonic()
        self.server.kill()
        sizes = [size for when, size in self._sizes if when < at - LOST_SECONDS]
        before = self._file.stat().st_size
        if sizes:
            os.truncate(self._file, sizes[-1])
            self.lost_bytes += before - sizes[-1]
        time.sleep(dice.random())
        self.server.start()
        self.kills.append((at, time.monotonic()))
        self._sizes.clear()


@attrs.define
class Outcome:
    """What the workers have handled, of the messages of each room in their order."""

    posted: Dict[str, List[int]]
    handlings: Dict[int, List[Handling]]
    killed: Dict[int, float]
    redis_kills: List[Tuple[float, float]]
    stops: List[Tuple[int, float, float]]
    dead: List[int]
    ends: Counter[str]
    lost_bytes: int
    counted: int
    """The sum of the messages in the state."""
    problems: List[str]
    repeated: int = 0
    latencies: List[float] = attrs.field(factory=list)

    def count(self) -> None:
        """Compare what happened with what is promised."""
        for room, numbers in self.posted.items():
            firsts: List[float] = []
            for number in numbers:
                times = sorted(self.handlings.get(number, []), key=lambda each: each.began)
                if times:
                    firsts.append(times[0].began)
                is_done = any(each.ended is not None for each in times)
                if number in self.dead:
                    if sum(each.worker in self.killed for each in times) < 2:
                        self.problems.append(f"{number} was set aside after {times}")
                elif not is_done:
                    self.problems.append(f"{number} is lost")
                self.repeated += max(0, len(times) - 1)
                self.problems += [
                    f"{number} was repeated without a reason: {each}"
                    for each in times[:-1]
                    if not self._is_reason(each)
                ]
            if firsts != sorted(firsts):
                self.problems.append(f"not in order in {room}")
        expected = sum(number for each in self.posted.values() for number in each)
        if self.counted != expected - sum(self.dead):
            self.problems.append(f"the state has {self.counted}, not {expected} - {self.dead}")

    def _is_reason(self, handling: Handling) -> bool:
        """Whether a message may be handled again after this."""
        if handling.ended is None and handling.worker in self.killed:
            return True
        # Its process may have been killed after the handler, before Redis knew.
        ended = handling.began + 60 if handling.ended is None else handling.ended
        end = self.killed.get(handling.worker)
        if end is not None and end - ended < SLACK_SECONDS:
            return True
        for process, began, again in self.stops:
            is_its = process == handling.worker
            if is_its and handling.began <= again and ended >= began - SLACK_SECONDS:
                return True
        lost = LOST_SECONDS + SLACK_SECONDS
        return any(handling.began <= again and ended >= at - lost for at, again in self.redis_kills)

    def __str__(self) -> str:
        count = sum(map(len, self.posted.values()))
        lines = [
            f"{count} messages posted, {len(self.dead)} set aside",
            f"  ends of workers: {dict(self.ends)}",
            f"  stopped for a time: {len(self.stops)}",
            f"  Redis was killed {len(self.redis_kills)} times, lost {self.lost_bytes} bytes",
            f"  repeated: {self.repeated}",
            f"  problems: {len(self.problems)}",
            *(f"    {problem}" for problem in self.problems[:20]),
        ]
        return "\n".join(lines)


def run(
    folder: Path,
    *,
    seconds: float,
    seed: int,
    workers: int = 4,
    report: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Post messages for some seconds, make trouble meanwhile, and wait until it is calm."""
    dice = random.Random(seed)
    redis = Redis(folder)
    handlings: DefaultDict[int, List[Handling]] = defaultdict(list)
    killed: Dict[int, float] = {}
    with contextlib.ExitStack() as stack:
        lag = stack.enter_context(Sandbox(journal_entries=KEPT))
        sam = stack.enter_context(Client(token=lag.token, base_url=lag.url))
        redis.server.start()
        stack.callback(redis.server.kill)
        send, create = sam.servers.rooms.messages.send, sam.servers.rooms.create
        posted: Dict[str, List[int]] = {
            create(lag.server_id, name=f"room {number}").id: [] for number in range(ROOMS)
        }
        key = lag.add_robot("Many")
        environment = {**os.environ, "LAG_TOKEN": key, "LAG_BASE_URL": lag.url}

        def process(log: Path) -> Any:
            with log.open("ab") as errors:
                return subprocess.Popen(
                    [sys.executable, "-c", WORKER, redis.server.url],
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                )

        crew = [
            Worker(log, functools.partial(process, log), handlings, killed)
            for log in (folder / f"worker-{number}.log" for number in range(workers))
        ]
        for worker in crew:
            worker.start()
            stack.callback(lambda worker=worker: worker.process.kill())  # type: ignore[misc]
        is_over = threading.Event()
        behind = _first(lag, sam, handlings, posted)

        def post() -> None:
            number = behind
            while not is_over.is_set():
                time.sleep(0.01)
                done = sum(any(e.ended for e in list(each)) for each in list(handlings.values()))
                if number - done < MOST_BEHIND:
                    number += 1
                    room = random.Random(number).choice(list(posted))
                    posted[room].append(number)
                    send(lag.server_id, room, content=f"message {number}")

        poster = threading.Thread(target=post)
        poster.start()
        try:
            _trouble(crew, redis, dice, seconds, report)
        finally:
            is_over.set()
            poster.join()
        end, before = time.monotonic() + CALM_SECONDS, 0
        while time.monotonic() < end:
            handled = sum(any(each.ended for each in list(v)) for v in list(handlings.values()))
            if handled > before:
                end, before = time.monotonic() + CALM_SECONDS, handled
            for worker in crew:
                worker.supervise()
            stats = redis.ask(redis.workers.stats)
            last = {max(numbers) for numbers in posted.values() if numbers}
            if not stats.waiting and not stats.in_flight and last <= handlings.keys():
                break
            time.sleep(0.1)
        dead = redis.ask(redis.workers.dead)
        for worker in crew:
            worker.ask()
            worker.wait()
        with Database.from_url(redis.server.url) as database:
            value: Any = database.hget("lag:{robot}:state", "sum")
            counted = int(value or 0)
    outcome = Outcome(
        posted,
        handlings,
        killed,
        redis.kills,
        [stop for worker in crew for stop in worker.stops],
        [int(event.data["content"].split()[1]) for event, _ in dead],
        sum((worker.ends for worker in crew), Counter[str]()),
        redis.lost_bytes,
        counted,
        [problem for worker in crew for problem in worker.problems],
    )
    outcome.count()
    return outcome


def _first(lag: Sandbox, sam: Client, handlings: Any, posted: Dict[str, List[int]]) -> int:
    """Post messages until one is handled: from then on, the cursor is known."""
    room = next(iter(posted))
    number = 0
    until = time.monotonic() + 60
    while not handlings and time.monotonic() < until:
        number += 1
        sam.servers.rooms.messages.send(lag.server_id, room, content=f"message {number}")
        time.sleep(0.1)
    first = min(handlings)
    posted[room] += range(first, number + 1)
    time.sleep(LOST_SECONDS + SLACK_SECONDS)
    return number


def _trouble(
    crew: List[Worker], redis: Redis, dice: random.Random, seconds: float, report: Any
) -> None:
    began = time.monotonic()
    next_at = began + dice.uniform(1, 2)
    while (now := time.monotonic()) < began + seconds:
        time.sleep(0.02)
        redis.sample()
        for worker in crew:
            worker.supervise()
        if now < next_at:
            continue
        next_at = now + 0.5 + dice.expovariate(1 / 2)
        trouble, worker = dice.choice(TROUBLES), dice.choice(crew)
        report(f"{now - began:.1f} s: {trouble}")
        if trouble == "kill Redis":
            redis.lose(dice)
            continue
        if "leader" in trouble:
            leader = redis.ask(redis.workers.stats).leader or "-"
            pid = leader.rpartition("-")[2]
            worker = next((each for each in crew if str(each.process.pid) == pid), worker)
        if "kill" in trouble:
            worker.kill()
        elif "stop" in trouble:
            worker.stop(LEASE_SECONDS * dice.uniform(0.5, 2))
        else:
            worker.ask()


def main() -> int:
    """Run it, and print the outcome."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--workers", type=int, default=4)
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), **vars(options), report=lambda line: print(line, flush=True))
    print(outcome)
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
