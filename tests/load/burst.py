"""A burst of events: how fast a robot handles it, against a bare stream, and what memory it takes.

    python tests/load/burst.py [--events N] [--rooms N]

The events are in the journal of a sandbox before anything reads them. A client streams them, then a
`Bot` handles them, both from the same cursor, first without and then with a file for it. Prints the
rates, their ratio, and by how much the memory of the process has grown. Ends with 1 if the robot is
slower than half the rate of the stream.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable, List, Tuple

import anyio

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from lagclient import AsyncClient, Bot, RoomMessageEvent
from lagclient.sandbox import Sandbox
from lagclient.sandbox.world.clock import system_clock
from lagclient.sandbox.world.journal import note

LEAST_RATIO = 0.5
FIRST = "evt_1"


def fill(lag: Sandbox, events: int, rooms: int) -> None:
    """Write messages of another member into the journal, room by room in turn."""
    world = lag._world
    with world.store.transaction():
        for number in range(events + 1):
            data = {"roomId": f"room_{number % rooms}", "content": "x", "userId": "usr_1"}
            note(world, system_clock(), lag.server_id, "room.message", **data)


def megabytes() -> float:
    """The largest size that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def streamed(lag: Sandbox, events: int, file: Any) -> None:
    """Read all events from a stream."""
    async with AsyncClient(token=lag.robot_key, base_url=lag.url) as client:
        place = {"after": FIRST} if file is None else {"cursor": file}
        async with client.robots.events.stream(**place) as stream:
            for _ in range(events):
                await stream.__anext__()
            await stream.confirm()


async def handled(lag: Sandbox, events: int, file: Any) -> None:
    """Handle all events with a robot."""
    ids: List[str] = []

    async def save(id: str) -> None:
        ids[:] = [id]

    bot = Bot(lag.robot_key, base_url=lag.url, cursor=file or (lambda: FIRST, save))
    left = [events]

    @bot.on(RoomMessageEvent)
    async def count(event: RoomMessageEvent) -> None:
        left[0] -= 1
        if not left[0]:
            bot.stop()

    await bot.start()
    assert left == [0]


def measured(work: Callable[..., Any], lag: Sandbox, events: int, file: Any) -> Tuple[float, float]:
    """The rate in events a second, and the growth of memory in megabytes."""
    if file is not None:
        file.write_text(f"{FIRST}\n")
    before, began = megabytes(), time.monotonic()
    anyio.run(work, lag, events, file)
    return events / (time.monotonic() - began), megabytes() - before


def main() -> int:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--rooms", type=int, default=10)
    options = parser.parse_args()
    is_slow = False
    with Sandbox(journal_entries=2 * options.events) as lag, tempfile.TemporaryDirectory() as path:
        fill(lag, options.events, options.rooms)
        for name, file in (("no file", None), ("a file", Path(path) / "cursor")):
            stream, of_stream = measured(streamed, lag, options.events, file)
            robot, of_robot = measured(handled, lag, options.events, file)
            is_slow |= robot < LEAST_RATIO * stream
            print(
                f"{name}: stream {stream:.0f}/s (+{of_stream:.0f} MB), "
                f"robot {robot:.0f}/s (+{of_robot:.0f} MB), ratio {robot / stream:.2f}",
                flush=True,
            )
    return 1 if is_slow else 0


if __name__ == "__main__":
    sys.exit(main())
