"""Soaks the clients: thousands of calls against a sandbox that fails in every way it can.

    python tests/load/soak.py [--minutes M] [--seed N] [--workers N]

Workers call every route, users and robots, blocking in threads and async in tasks, some with
deadlines, some given up in the middle. Nothing may be done twice, nothing that was reported may be
missing, every failure is a `LagAPIError` that tells of its call, deadlines hold, and no connection,
thread or task is left over. Ends with 1 and a list if something of that is not so.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import resource
import stat
import sys
import tempfile
import threading
import time
import traceback
from operator import attrgetter
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Optional, Union

import anyio
import attrs

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lagclient import AsyncClient, Client
from lagclient.sandbox import Faults, Sandbox
from tests.load.ledger import GIVEN_UP, Ledger, watch
from tests.load.lives import ROUTES, Life
from tests.load.things import Ask, cast

FAULTS = [
    "latency:*:0.03:1",
    "error:*:0.02:500",
    "error:*:0.01:502",
    "error:*:0.01:503",
    "error:*:0.01:504",
    "rate_limit:*:0.01:0",
    "rate_limit:*:0.005:1",
    "drop_before:*:0.02",
    "drop_late:*:0.015:0.4",
    "drop_after:*:0.02",
    "truncate:*:0.02",
    "garbage:*:0.01",
]
LATEST_SECONDS = 2.0
"""By then, whatever comes late has come."""
ROBOTS_PAUSE = 0.9
"""Seconds between the calls of a robot, which may make 100 a minute."""
TASKS = 3
"""Of each async worker, all at once."""


@attrs.define
class Turns:
    """Whether there is another call to make."""

    calls: Optional[int]
    ends: float
    taken: int = 0
    _guard: Any = attrs.field(factory=threading.Lock)

    def take(self) -> bool:
        """Take one, if there is."""
        with self._guard:
            self.taken += 1
            is_over = self.calls is not None and self.taken > self.calls
            return not is_over and time.monotonic() < self.ends


@attrs.frozen
class Soak:
    """One run."""

    lag: Sandbox
    ledger: Ledger
    turns: Turns
    by_task: bool
    """Whether calls are given up by cancelling tasks, too, as `asyncio.wait_for` does."""

    def options(self, life: Life) -> Dict[str, Any]:
        """Of one call: sometimes it has a deadline."""
        if life.dice.random() < 0.2:
            return {"deadline_seconds": life.dice.choice([0.02, 0.1, 0.3, 0.5, 1.0, 3.0])}
        return {}

    def blocking(self, life: Life, ask: Callable[[], Ask], pause: float = 0.0) -> None:
        """A worker in a thread: a client for each of its accounts, then call after call."""
        with contextlib.ExitStack() as stack:
            clients = {
                who: stack.enter_context(Client(token=token, **self.client_options))
                for who, token in life.cast.tokens.items()
            }
            while self.turns.take():
                asked, options = ask(), self.options(life)
                client: Any = clients[asked.who].with_options(**options)
                result: Any
                began = time.monotonic()
                try:
                    result = attrgetter(asked.method)(client)(*asked.args, **asked.options)
                except Exception as error:
                    result = error
                self.ledger.close_call(asked, result, began, options.get("deadline_seconds"))
                time.sleep(pause)
            for client in clients.values():
                self.leaked(client)

    @property
    def client_options(self) -> Dict[str, Any]:
        """Those of all clients."""
        return {"base_url": self.lag.url, "timeout_seconds": 10, "max_retry_wait_seconds": 3}

    def leaked(self, client: Union[Client, AsyncClient]) -> None:
        """Note what connections still do when all calls have ended."""
        stats = client.pool_stats()
        assert stats is not None
        if stats.in_use or stats.waiting:
            self.ledger.violations.append(f"left busy: {stats}")

    async def concurrently(self, lives: List[Life]) -> None:
        """All async workers, each with some tasks, and a robot's."""
        async with contextlib.AsyncExitStack() as stack:
            tasks: List[asyncio.Task[None]] = []
            everybody: List[AsyncClient] = []
            for life in lives:
                clients = {
                    who: await stack.enter_async_context(
                        AsyncClient(token=token, **self.client_options)
                    )
                    for who, token in life.cast.tokens.items()
                }
                everybody += clients.values()
                asks = [(life.ask, 0.0)] * TASKS + [(life.robots_ask, ROBOTS_PAUSE)]
                tasks += [asyncio.create_task(self.async_(life, clients, *how)) for how in asks]
            await asyncio.gather(*tasks)
            others = asyncio.all_tasks() - {asyncio.current_task()}
            if others:
                self.ledger.violations.append(f"left running: {others}")
            for client in everybody:
                self.leaked(client)

    async def async_(
        self, life: Life, clients: Dict[str, Any], ask: Callable[[], Ask], pause: float
    ) -> None:
        """A worker in a task; some calls are cancelled."""
        while self.turns.take():
            asked, options = ask(), self.options(life)
            client = clients[asked.who].with_options(**options)
            patience = life.dice.uniform(0, 0.3) if life.dice.random() < 0.1 else None
            began, deadline = time.monotonic(), options.get("deadline_seconds")
            method = attrgetter(asked.method)(client)

            async def call(method: Any = method, asked: Ask = asked) -> Any:
                try:
                    return await method(*asked.args, **asked.options)
                except Exception as error:
                    return error

            result: Any
            if self.by_task and life.dice.random() < 0.5:
                calling = asyncio.ensure_future(call())
                await asyncio.wait({calling}, timeout=patience)
                calling.cancel()
                await asyncio.wait({calling})
                result = GIVEN_UP if calling.cancelled() else calling.result()
            else:
                result = GIVEN_UP
                with anyio.move_on_after(patience):
                    result = await call()
            self.ledger.close_call(asked, result, began, deadline)
            await asyncio.sleep(pause)


def soak(
    *,
    seconds: float,
    calls: Optional[int],
    seed: int,
    workers: int,
    report: Callable[[str], None],
    by_task: bool = False,
) -> Ledger:
    """Run it; the ledger has what is wrong."""
    sockets, threads = open_sockets(), set(threading.enumerate())
    ledger = Ledger()
    log = logging.getLogger("lagclient.sandbox")
    log.addHandler(ledger)
    ledger.stalls.start()
    try:
        with tempfile.TemporaryDirectory() as folder, raining(folder, seed, workers) as rain:
            lag, lives = rain
            watch(lag)
            turns = Turns(calls, time.monotonic() + seconds)
            run = Soak(lag, ledger, turns, by_task)
            _run(run, lives, report)
            time.sleep(LATEST_SECONDS)
            ledger.compare(lag)
            text = ledger.figures(lag)
    finally:
        ledger.stalls.stop()
        log.removeHandler(ledger)
    gc.collect()
    left = set(threading.enumerate()) - threads
    if left or open_sockets() > sockets:
        ledger.violations.append(f"left over: {left}, {open_sockets() - sockets} sockets")
        text += f"\n  {ledger.violations[-1]}"
    report(text)
    return ledger


@contextlib.contextmanager
def raining(folder: str, seed: int, workers: int) -> Iterator[Any]:
    """A sandbox with faults, and those who live in it; they moved in before it began to rain."""
    db = Path(folder) / "soak.db"
    with Sandbox(db=db) as calm:
        casts = [cast(calm, f"life-{number}") for number in range(2 * workers)]
    with Sandbox(db=db, faults=Faults(FAULTS, seed=seed)) as lag:
        yield lag, [Life(number, seed, each, lag) for number, each in enumerate(casts)]


def _run(run: Soak, lives: List[Life], report: Callable[[str], None]) -> None:
    """Half of the lives in threads, half in tasks."""
    blocking, concurrent = lives[::2], lives[1::2]
    turns: List[Any] = [(life, life.ask) for life in blocking]
    turns.append((blocking[0], blocking[0].robots_ask, ROBOTS_PAUSE))

    def guarded(work: Callable[..., Any], *args: Any) -> None:
        try:
            work(*args)
        except Exception:
            run.ledger.violations.append(f"a worker ended: {traceback.format_exc()}")

    threads = [threading.Thread(target=guarded, args=(run.blocking, *how)) for how in turns]
    tasks = (lambda: asyncio.run(run.concurrently(concurrent)),)
    threads.append(threading.Thread(target=guarded, args=tasks))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    minutes = 1
    while any(thread.is_alive() for thread in threads):
        threads[-1].join(0.2)
        if time.monotonic() - began >= 60 * minutes:
            wrong = len(run.ledger.violations)
            report(f"{minutes} min: {run.ledger.calls} calls, violations so far: {wrong}")
            minutes += 1
    seconds = time.monotonic() - began
    report(f"{run.ledger.calls} calls in {seconds:.0f} s")


def open_sockets() -> int:
    """How many this process has."""
    count = 0
    for fd in range(resource.getrlimit(resource.RLIMIT_NOFILE)[0]):
        with contextlib.suppress(OSError):
            count += stat.S_ISSOCK(os.fstat(fd).st_mode)
    return count


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=3, help="threads, and async workers")
    parser.add_argument(
        "--by-task", action="store_true", help="cancel tasks too, not only anyio's scopes"
    )
    args = parser.parse_args()
    logging.getLogger("lagclient").setLevel(logging.ERROR)  # retries are meant to happen

    def report(line: str) -> None:
        print(line, flush=True)

    ledger = soak(
        seconds=60 * args.minutes,
        calls=None,
        seed=args.seed,
        workers=args.workers,
        report=report,
        by_task=args.by_task,
    )
    missed = sorted(set(ROUTES) - set(ledger.routes))
    if missed:
        report(f"not called: {', '.join(missed)}")
    return 1 if ledger.violations else 0


if __name__ == "__main__":
    sys.exit(main())
