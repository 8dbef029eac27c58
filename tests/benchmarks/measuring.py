"""Taking turns: the sides of a comparison are measured one after the other, over and over.

What the machine does besides comes over all of them alike, so a ratio of neighbours says more than
the times themselves. In each round every side has a new process, since one that is lucky with its
memory stays so until it ends. In a round a job has several short turns, of which the best counts.
"""

from __future__ import annotations

import contextlib
import json
import random
import resource
import socket
import subprocess
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, DefaultDict, Dict, Iterator, List, Sequence, Tuple

from tests.benchmarks.rows import JOBS, PEER, PROGRAMS

HERE = Path(__file__).resolve().parent
LONGEST_SECONDS = 120
"""What takes longer than this is ended, and has failed."""
Urls = Tuple[str, str]
Taken = Dict[Tuple[str, str], List[Dict[str, Any]]]


@dataclass(frozen=True)
class Side:
    """One of those that are compared: a Python that has a lagclient, and what carries its calls."""

    name: str
    python: str
    transport: str
    jobs: Tuple[str, ...]
    cli: str = ""
    """A folder with click and rich, for the jobs that need it."""


@contextlib.contextmanager
def serving(python: str) -> Iterator[Urls]:
    """The server, in a process of its own: the URL that is fast, and the one that takes 20 ms."""
    process = subprocess.Popen(
        [python, "-I", str(HERE / "server.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            fast, slow = json.loads(process.stdout.readline())
            yield f"http://127.0.0.1:{fast}", f"http://127.0.0.1:{slow}"
        finally:
            process.stdin.close()


class Worker:
    """A process that measures one side from inside."""

    def __init__(self, side: Side, urls: Urls) -> None:
        self._side = side
        self._fast = urls[0]
        program = "by_hand.py" if side.transport == PEER else "worker.py"
        self._process = subprocess.Popen(
            [side.python, "-I", str(HERE / program), side.transport, *urls],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def measure(self, job: str) -> Dict[str, Any]:
        """Seconds by name, or why there are none."""
        if job in PROGRAMS:
            return self._run(PROGRAMS[job].format(url=self._fast, cli=self._side.cli))
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with _watched(self._process):
            try:
                print(job, file=self._process.stdin, flush=True)
                figures: Dict[str, Any] = json.loads(self._process.stdout.readline())
            except (BrokenPipeError, ValueError):
                return {"failed": f"the process ended with {self._process.wait()}"}
        return figures

    def _run(self, program: str) -> Dict[str, Any]:
        """What a whole process takes."""
        command = [self._side.python, "-I", "-c", program]
        used, began = _processor_of_children(), time.perf_counter()
        # A wait with a time limit sleeps in between, for up to 50 ms: too long to measure by.
        with subprocess.Popen(command) as process, _watched(process):
            ended = process.wait()
        wall = time.perf_counter() - began
        if ended:
            return {"failed": f"the program ended with {ended}"}
        return {"wall": wall, "cpu": _processor_of_children() - used}

    def close(self) -> None:
        """Let it end."""
        with self._process:
            assert self._process.stdin is not None
            with contextlib.suppress(BrokenPipeError):  # it has failed, and that was told
                self._process.stdin.close()


@contextlib.contextmanager
def _watched(process: subprocess.Popen[Any]) -> Iterator[None]:
    """In here, a process that takes too long is ended."""
    watch = threading.Timer(LONGEST_SECONDS, process.kill)
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _processor_of_children() -> float:
    """Processor time of those that have ended, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def rounds(
    sides: Sequence[Side],
    urls: Urls,
    count: int,
    until: float,
    report: Callable[[str], None],
    dice: random.Random,
) -> Taken:
    """Measure all jobs of all sides, round after round.

    Args:
        sides: Who takes part, each in its own jobs.
        urls: Of the server.
        count: How many rounds.
        until: When nothing more is begun, by `time.monotonic`, but for the first round.
        report: Is told how far it is.
        dice: Shuffles.
    """
    taken: DefaultDict[Tuple[str, str], List[Dict[str, Any]]] = defaultdict(list)
    for number in range(count):
        if number and time.monotonic() > until:
            report(f"time is over after {number} of {count} rounds")
            break
        with contextlib.ExitStack() as stack:
            workers: List[Tuple[Side, Worker]] = []
            for side in sides:
                worker = Worker(side, urls)
                stack.callback(worker.close)
                workers.append((side, worker))
            jobs = list(dict.fromkeys(job for side in sides for job in side.jobs))
            dice.shuffle(jobs)
            for job in jobs:
                if number and time.monotonic() > until:
                    break
                if number % JOBS[job].every == 0:
                    part = [(side, worker) for side, worker in workers if job in side.jobs]
                    for name, best in _in_turns(job, part, dice).items():
                        taken[job, name].append(best)
        report(f"round {number + 1} of {count}")
    return dict(taken)


def _in_turns(
    job: str, workers: Sequence[Tuple[Side, Worker]], dice: random.Random
) -> Dict[str, Dict[str, Any]]:
    """The best of several turns of each side: what comes in between only ever adds time."""
    best: Dict[str, Dict[str, Any]] = {}
    order = list(workers)
    dice.shuffle(order)
    for _ in range(JOBS[job].count):
        for side, worker in order:
            figures = worker.measure(job)
            before = best.setdefault(side.name, figures)
            if before.keys() == figures.keys():
                best[side.name] = {name: min(before[name], figures[name]) for name in figures}
            elif "failed" in figures:
                best[side.name] = figures
        order.reverse()  # there and back: who was first is last
    return best


def server_cost(url: str, requests: int = 2000) -> Tuple[float, float]:
    """What a request costs the server in processor time, and as a round trip; in seconds.

    Asked through a bare socket: what is left of a call's time is the client's.
    """
    port = int(url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as connection:

        def ask(path: str) -> bytes:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            return connection.recv(65536)

        def cpu() -> float:
            seconds: float = json.loads(ask("/cpu").partition(b"\r\n\r\n")[2])["seconds"]
            return seconds

        ask("/users/me")
        used, began = cpu(), time.perf_counter()
        for _ in range(requests):
            ask("/users/me")
        wall = time.perf_counter() - began
        return (cpu() - used) / requests, wall / requests
