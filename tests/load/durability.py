"""Loads a sandbox with requests, kills it in the middle, and looks whether anything got lost.

    python tests/load/durability.py [--requests N] [--connections N] [--kills N] [--seed N]

Workers, each a user with a client of its own, read and write by nearly every route. What is
acknowledged is noted, and read back after every kill; the last one comes when all is answered. All
that was acknowledged has to be there, exactly once, and nothing else but the writes that were
under way when the server died: those as a whole or not at all.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, DefaultDict, Dict, Iterator, List, Optional, Tuple
from urllib.parse import urlsplit

import attrs

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lagclient import Client, LagAPIError
from lagclient.sandbox import Sandbox
from tests.load.notes import View
from tests.load.serving import Server, Turns
from tests.load.worker import Worker, view_of

ROBOTS = 8
CROWD = [f"crowd-{number}" for number in range(8)]
"""Accounts that only have things done to them."""


@attrs.frozen
class Outcome:
    """How it went."""

    requests: Dict[str, int]
    """How many of each method."""
    seconds: float
    """For how long requests were sent."""
    latencies: List[float]
    acknowledged: int
    """Writes that were."""
    kills: int
    fates: Dict[str, int]
    """What became of requests that were under way when the server died."""
    problems: List[str]

    def __str__(self) -> str:
        count = sum(self.requests.values())
        rate = count / (self.seconds or 1)
        latencies = sorted(self.latencies) or [0.0]
        p50, p99 = (1000 * latencies[int(len(latencies) * part)] for part in (0.5, 0.99))
        lines = ["requests by kind:"]
        kinds: DefaultDict[str, List[str]] = defaultdict(list)
        for method, number in sorted(self.requests.items()):
            namespace, _, name = method.rpartition(".")
            kinds[namespace].append(f"{name} {number}")
        lines += [f"  {namespace}: {', '.join(names)}" for namespace, names in kinds.items()]
        lines += [
            f"{count} requests in {self.seconds:.1f} s: {rate:.0f} requests/s",
            f"latency: p50 {p50:.1f} ms, p99 {p99:.1f} ms",
            f"writes acknowledged: {self.acknowledged}",
            f"kills under load: {self.kills}; under way then: {sum(self.fates.values())} ("
            + ", ".join(f"{number} {fate}" for fate, number in sorted(self.fates.items()))
            + ")",
            f"found missing or wrong: {len(self.problems)}",
            *(f"  {problem}" for problem in self.problems),
        ]
        return "\n".join(lines)


def run(
    folder: Path,
    *,
    requests: int,
    connections: int,
    kills: int,
    seed: int,
    report: Callable[[str], None] = lambda line: None,
) -> Outcome:
    """Load a sandbox on a file in a folder."""
    db = folder / "lag.db"
    # Accounts are not made by the API, so they are there before.
    with Sandbox(db=db) as lag:
        url, token, lounge = lag.url, lag.token, (lag.server_id, lag.room_id)
        for name in CROWD:
            lag.add_user(name)
        users = [lag.add_user(f"worker-{number}") for number in range(connections)]
        buddies = [lag.add_user(f"buddy-{number}") for number in range(connections)]
        robots: List[Optional[str]] = [lag.add_robot(f"Robot {n}") for n in range(ROBOTS)]
    robots += [None] * connections
    server = Server(db, urlsplit(url).port or 0)
    dice = random.Random(seed)
    problems: List[str] = []
    seconds = 0.0
    workers: List[Worker] = []
    with _telling(problems), contextlib.ExitStack() as stack:
        server.start()
        stack.callback(server.kill)
        sam = stack.enter_context(Client(token=token, base_url=url))
        workers += [
            Worker(number, seed, url, users[number], buddies[number], robots[number])
            for number in range(connections)
        ]
        for worker in workers:
            stack.callback(worker.close)
        pool = stack.enter_context(ThreadPoolExecutor(connections))

        def everybody(does: Callable[..., None], *given: Any) -> None:
            list(pool.map(lambda worker: does(worker, *given), workers))

        crowd = {user.username: user.id for user in sam.users.search("crowd-")}
        code = sam.servers.invites.create(lounge[0]).code
        everybody(Worker.settle_in, lounge, code, crowd)
        turns = Turns(server, requests, report)
        for kill_at in [*sorted(dice.sample(range(requests // 2, requests), kills)), requests]:
            # Not at once: each kill is to come at another point of the server's work.
            turns.kill_after(kill_at, dice.uniform(0, 0.02))
            began = time.perf_counter()
            everybody(Worker.work, turns)
            seconds += time.perf_counter() - began
            if not server.is_killed and server.process.poll() is not None:
                problems.append(f"the sandbox ended by itself after {turns.taken} requests")
            turns.end()
            report(f"killed after {turns.taken} requests")
            server.start()
            everybody(Worker.check, _by_author(sam, lounge))
            report("compared all that was acknowledged with what is there")
    problems += [problem for worker in workers for problem in worker.problems]
    problems += [f"the sandbox said: {line}" for line in server.said().splitlines()]
    problems += [f"the database: {line}" for line in _damage(db)]
    asked: Counter[str] = sum((worker.asked for worker in workers), Counter())
    fates: Counter[str] = sum((worker.fates for worker in workers), Counter())
    latencies = [latency for worker in workers for latency in worker.seconds]
    acknowledged = sum(worker.acknowledged for worker in workers)
    return Outcome(asked, seconds, latencies, acknowledged, kills, fates, problems)


@contextlib.contextmanager
def _telling(problems: List[str]) -> Iterator[None]:
    """Note a failure of what prepares the load or compares; it goes on no longer."""
    try:
        yield
    except LagAPIError as error:
        problems.append(f"besides the load: {error}")


def _by_author(sam: Client, lounge: Tuple[str, str]) -> Dict[str, Dict[str, View]]:
    """What was said in the room where all are."""
    said: DefaultDict[str, Dict[str, View]] = defaultdict(dict)
    for message in sam.servers.rooms.messages.paginate(*lounge, limit=100).items():
        author = message.robot_id or message.user_id
        said[author or ""][message.id] = view_of("messages", message)
    return said


def _damage(db: Path) -> Iterator[str]:
    with contextlib.closing(sqlite3.connect(db)) as connection:
        for (line,) in connection.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield line
        for row in connection.execute("PRAGMA foreign_key_check"):
            yield f"a reference to nothing: {row}"


def main() -> None:
    """Run it as the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    options = vars(parser.parse_args())
    # It would warn of each message whose answer is lost, before it looks for it.
    logging.getLogger("lagclient").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), report=lambda line: print(line, flush=True), **options)
    print(outcome)
    sys.exit(1 if outcome.problems else 0)


if __name__ == "__main__":
    main()
