"""Several processes share a robot's limits through Redis: count refusals, and the rate they reach.

    python -m tests.load.pacing --processes 8 --seconds 180

Needs redis-server on the path. The sandbox enforces the API's limits: 100 requests in 60 seconds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Dict, List

from lagclient import Client, LagRateLimitError
from lagclient.redis import RedisPacer
from lagclient.sandbox import Sandbox
from tests.kit.redis_server import RedisServer

COUNT, WINDOW_SECONDS = 100, 60


def work(url: str, key: str, redis_url: str, seconds: float, ready: Any, results: Any) -> None:
    """Make calls until the time is over; report how many were answered and refused."""
    counts: Dict[str, int] = Counter()
    with RedisPacer.from_url(redis_url) as pacer:
        client = Client(token=key, base_url=url, pacer=pacer, max_retries=0)
        with client:
            ready.wait()
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                try:
                    client.with_options(deadline_seconds=left).identity()
                    counts["answered"] += 1
                except LagRateLimitError as error:
                    if not error.attempts:
                        break  # its turn comes after the end
                    counts["refused"] += 1
    results.put(counts)


def main() -> None:
    """Run the processes, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seconds", type=float, default=150)
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    ready: Any = context.Barrier(options.processes)
    with tempfile.TemporaryDirectory() as folder, Sandbox() as lag:
        server = RedisServer(Path(folder))
        server.start()
        key = lag.add_robot("Many")
        arguments = (lag.url, key, server.url, options.seconds, ready, results)
        processes = [context.Process(target=work, args=arguments) for _ in range(options.processes)]
        for process in processes:
            process.start()
        reports: List[Counter[str]] = [Counter(results.get()) for _ in processes]
        for process in processes:
            process.join()
        server.kill()
    total = sum(reports, Counter[str]())
    answered = [report["answered"] for report in reports]
    # A full window at the start, and one for each window that has ended since.
    allowed = COUNT * (1 + int(options.seconds // WINDOW_SECONDS))
    print(f"{options.processes} processes, {options.seconds:g} s: {dict(total)}")
    print(f"{total['answered'] / allowed:.1%} of the allowed {allowed} requests")
    print(f"by process: {min(answered)} to {max(answered)}")


if __name__ == "__main__":
    main()
