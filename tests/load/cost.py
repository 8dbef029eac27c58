"""What Redis costs: a pacer for each call, and workers for each event.

    python -m tests.load.cost [--rounds N]

Needs redis-server on the path. Times depend on the machine: compare the lines with and without.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, Dict, List

import anyio
import redis

from lagclient import Bot, Client
from lagclient.models.robot_event import event_from
from lagclient.redis import RedisPacer, RedisWorkers
from lagclient.redis.connections import Connections
from lagclient.redis.rooms import Rooms
from lagclient.sandbox import Sandbox
from tests.kit.redis_server import RedisServer
from tests.kit.robots import running, until

LIMITLESS = 10**9


def line(name: str, seconds: List[float]) -> str:
    """Return the percentiles of some times."""
    cuts = statistics.quantiles(seconds, n=100)
    rate = len(seconds) / sum(seconds)
    return f"{name:<32} {cuts[49] * 1e3:8.2f} ms {cuts[98] * 1e3:8.2f} ms {rate:8.0f}/s"


def times(rounds: int, function: Callable[[], Any]) -> List[float]:
    """Return how long each call takes."""
    seconds = []
    for _ in range(rounds + 20):
        began = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - began)
    return seconds[20:]


def calls(lag: Sandbox, url: str, rounds: int) -> None:
    """Print what a pacer in Redis costs for each call."""
    from lagclient.calls.pacing import ProcessPacer
    from lagclient.routing.route import Limit

    limits = {"": Limit(LIMITLESS, 1)}
    with RedisPacer.from_url(url) as shared:
        for name, pacer in (("in the process", ProcessPacer()), ("in Redis", shared)):

            def turn(pacer: Any = pacer) -> None:
                each = pacer.queue("cost", limits)
                seconds = each.seconds()
                if not isinstance(seconds, float):
                    seconds.function()
                each.end(sent=True)

            print(line(f"place of a call, {name}", times(rounds, turn)))
    with Client(token=lag.token, base_url=lag.url) as client:
        print(line("a call to a sandbox", times(rounds, client.identity)))


def events(lag: Sandbox, url: str, rounds: int) -> None:
    """Print how long a message takes to the handler, with and without workers."""
    with Client(token=lag.token, base_url=lag.url) as sam:
        for name in ("without workers", "with workers"):
            options: Dict[str, Any] = {}
            if name == "with workers":
                options["workers"] = RedisWorkers.from_url(url)
            bot = Bot(lag.robot_key, base_url=lag.url, **options)
            began: Dict[str, float] = {}
            seconds: List[float] = []

            @bot.on("room.message")
            async def note(event: Any, began: Any = began, seconds: Any = seconds) -> None:
                if event.data.content in began:
                    seconds.append(time.perf_counter() - began[event.data.content])

            with running(bot):
                time.sleep(2)
                for number in range(rounds):
                    began[str(number)] = time.perf_counter()
                    sam.servers.rooms.messages.send(lag.server_id, lag.room_id, content=str(number))
                    until(lambda: len(seconds) > number)  # noqa: B023
            print(line(f"message to handler, {name}", seconds))


def work(url: str, rounds: int) -> None:
    """Print what an event costs Redis in processor time, commands and memory."""
    database: Any = redis.Redis.from_url(url)
    database.flushall()

    def used() -> float:
        info = database.info("cpu")
        return float(info["used_cpu_user"] + info["used_cpu_sys"])

    async def main() -> None:
        rooms = Rooms(Connections(url, 1.0), "lag:{cost}:", 60.0)
        await rooms.join("r")
        await rooms.lease.take_async()
        data = {"content": "x" * 200, "userId": "u" * 24, "senderName": "someone"}
        before, memory = used(), database.info("memory")["used_memory"]
        for number in range(1, rounds + 1):
            data["roomId"] = f"room_{number % 50:020}"
            payload = {"type": "room.message", "serverId": "s" * 24, "data": dict(data)}
            await rooms.relay(number, event_from(payload, id=f"evt_{number:020}"), True)
        middle, full = used(), database.info("memory")["used_memory"]
        done = 0
        while done < rounds:
            for head in await rooms.heads(await rooms.wait(10, 10)):
                await rooms.done(head, {})
                done += 1
        after = used()
        written = database.info("persistence")["aof_current_size"]
        print(f"memory of an event that waits:   {(full - memory) / rounds:8.0f} bytes")
        print(f"written to disk for an event:    {written / rounds:8.0f} bytes")
        print(f"Redis, to relay an event:        {(middle - before) / rounds * 1e6:8.0f} us")
        print(f"Redis, to take and end an event: {(after - middle) / rounds * 1e6:8.0f} us")

    anyio.run(main)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=500)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Sandbox() as lag:
        server = RedisServer(Path(folder), "--appendonly", "yes", "--appendfsync", "everysec")
        server.start()
        try:
            print(f"{'':<32} {'p50':>11} {'p99':>11}")
            calls(lag, server.url, options.rounds)
            events(lag, server.url, options.rounds)
            work(server.url, 20 * options.rounds)
        finally:
            server.kill()


if __name__ == "__main__":
    main()
