"""Measures one lagclient from inside, for whoever asks on standard input.

    python -I tests/benchmarks/worker.py TRANSPORT FAST_URL SLOW_URL

It runs where a lagclient is installed, ours or 0.2.0, and uses what both have: the same lines of
code are measured in both. TRANSPORT is `httpx`, which both come with, or the name of an adapter of
ours. Each line that it reads names a job, each that it writes is what came of it: seconds by name,
or the reason why there are none, as `missing` (it cannot) or `failed`.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import inspect
import json
import sys
import time
import traceback
from typing import Any, Callable, Dict, List

import lagclient

Figures = Dict[str, float]
TRANSPORT, FAST_URL, SLOW_URL = sys.argv[1:4]
TOKEN = "lag_pat_benchmark"
HERE = ("srv_1", "room_5000")
PAGES = 50
PAUSE_SECONDS = 0.02
CROWD = 500
ROBOT_KEY = "lag_robot_benchmark"
EVENTS = 10_000
ENDING: List[Callable[[], Any]] = []
"""What closes the clients that were made."""


class MissingError(Exception):
    """This lagclient has nothing that does the job."""


@functools.cache
def client(url: str = FAST_URL) -> Any:
    """The client that is measured, its connection open."""
    made = lagclient.Client(token=TOKEN, base_url=url, **_carried(""))
    ENDING.append(made.close)
    made.users.me()
    return made


@functools.cache
def async_client(url: str = FAST_URL) -> Any:
    """The async client that is measured."""
    made = lagclient.AsyncClient(token=TOKEN, base_url=url, **_carried("Async"))
    ENDING.append(made.aclose)
    return made


def _carried(flavour: str) -> Dict[str, Any]:
    if TRANSPORT == "httpx":
        return {}
    name = f"{TRANSPORT.capitalize()}Transport"
    if TRANSPORT != "aiohttp":  # which has one for the async client only
        name = flavour + name
    try:
        module = importlib.import_module(f"lagclient.transport.{TRANSPORT}")
        return {"transport": getattr(module, name)()}
    except (ImportError, AttributeError) as error:
        raise MissingError(f"{type(error).__name__}: {error}") from None


class Clock:
    """What goes by within it: on the clock, and of the processor in this process."""

    def __enter__(self) -> Clock:
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *exception: object) -> None:
        wall, cpu = self._began
        self.figures = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


def mean(times: int, does: Callable[..., object], *args: Any, **options: Any) -> Figures:
    """Seconds of one call, as the mean of some after another."""
    with Clock() as clock:
        for _ in range(times):
            does(*args, **options)
    return {name: seconds / times for name, seconds in clock.figures.items()}


def me() -> Figures:
    """``users.me()``, blocking."""
    return mean(25, client().users.me)


def send() -> Figures:
    """``messages.send()``, blocking."""
    return mean(25, client().servers.rooms.messages.send, *HERE, content="hi")


def page() -> Figures:
    """A page of 100 messages, blocking; it gives models."""
    listing = client().servers.rooms.messages.list
    assert [message.id for message in listing(*HERE, limit=100)["messages"]][99] == "msg_99"
    return mean(10, listing, *HERE, limit=100)


async def crowd() -> Figures:
    """500 sends at once over one client: wall time, and the 99th centile of the calls."""
    sending = async_client().servers.rooms.messages.send
    latencies: List[float] = []

    async def one() -> None:
        began = time.perf_counter()
        await sending(*HERE, content="hi")
        latencies.append(time.perf_counter() - began)

    with Clock() as clock:
        await asyncio.gather(*(one() for _ in range(CROWD)))
    return {**clock.figures, "p99": sorted(latencies)[int(0.99 * CROWD) - 1]}


def walk() -> Figures:
    """50 pages, read by a caller who works 20 ms on each, blocking."""
    made = client(SLOW_URL)
    count = 0
    with Clock() as clock:
        for _ in _pages(made):
            time.sleep(PAUSE_SECONDS)
            count += 1
    assert count == PAGES
    return clock.figures


async def async_walk() -> Figures:
    """50 pages, read by a caller who works 20 ms on each, without holding up the event loop."""
    made = async_client(SLOW_URL)
    await made.users.me()
    count = 0
    with Clock() as clock:
        async for _ in _pages(made):
            await asyncio.sleep(PAUSE_SECONDS)
            count += 1
    assert count == PAGES
    return clock.figures


def _pages(made: Any) -> Any:
    """The walk, with the next page fetched ahead: ours is asked for it, 0.2.0 cannot."""
    messages = made.servers.rooms.messages
    if lagclient.__version__ == "0.2.0":
        return messages.iter(*HERE, limit=100)
    if "prefetch" not in inspect.signature(messages.paginate).parameters:
        raise MissingError("paginate() has no `prefetch`")
    return messages.paginate(*HERE, limit=100, prefetch=True)


def method() -> Figures:
    """A built method, and one written by hand for the same route, over a transport without HTTP."""
    sending = _methods()
    best = dict.fromkeys(sending, 1.0)
    for turn in range(6):
        # There and back, and as short as can be told: one is what the other is, or nearly.
        for name in sorted(sending, reverse=turn % 2 == 1):
            took = mean(20, sending[name], *HERE, content="hi")
            best[name] = min(best[name], took["wall"])
    return best


@functools.cache
def _methods() -> Dict[str, Callable[..., object]]:
    """Both. The one by hand does what the built one does: it is ours without the builder."""
    from lagclient.routing.call import Call
    from lagclient.transport.protocol import Reply
    from lagclient.types import UNSET

    said = {"id": "m", "roomId": "r", "username": "sam", "content": "hi", "createdAt": WHEN}
    reply = Reply(201, {}, json.dumps(said).encode())

    class Answering:
        def send(self, request: Any, timeouts: Any) -> Any:
            return reply

    carrier: Any = Answering()
    made = lagclient.Client(token=TOKEN, base_url=FAST_URL, transport=carrier)
    route = made._settings.routes["servers.rooms.messages.send"]

    class Messages:
        def __init__(self, perform: Callable[[Any], Any]) -> None:
            self._perform = perform

        def send(
            self,
            server_id: str,
            room_id: str,
            *,
            content: Any = UNSET,
            reply_to_id: Any = UNSET,
            image_id: Any = UNSET,
        ) -> Any:
            return self._perform(Call(route, (server_id, room_id, content, reply_to_id, image_id)))

    assert [param.name for param in route.params][2:] == ["content", "reply_to_id", "image_id"]
    by_hand = Messages(made._perform)
    return {"built": made.servers.rooms.messages.send, "by hand": by_hand.send}


async def burst() -> Figures:
    """10,000 events of ten rooms: read from a stream, and handled by a robot."""
    if not hasattr(lagclient, "Bot"):
        raise MissingError("there is no Bot")
    options: Dict[str, Any] = {"base_url": FAST_URL, **_carried("Async")}
    client = lagclient.AsyncClient(token=ROBOT_KEY, **options)
    async with client, client.robots.events.stream() as stream:
        began = time.perf_counter()
        for _ in range(EVENTS):
            await stream.__anext__()
        streamed = time.perf_counter() - began
    bot = lagclient.Bot(ROBOT_KEY, **options)
    handled = 0

    @bot.on("room.message")
    async def count(event: Any) -> None:
        nonlocal handled
        handled += 1
        if handled == EVENTS:
            bot.stop()

    began = time.perf_counter()
    await bot.start()
    return {"stream": streamed, "robot": time.perf_counter() - began}


WHEN = "2026-01-01T12:00:00.000Z"
JOBS: Dict[str, Callable[[], Any]] = {
    job.__name__: job for job in (me, send, page, crowd, walk, async_walk, method, burst)
}


def main() -> None:
    """Do jobs until there are no more."""
    loop = asyncio.new_event_loop()
    for line in sys.stdin:
        try:
            done = JOBS[line.strip()]()
            if inspect.isawaitable(done):
                done = loop.run_until_complete(done)
        except MissingError as why:
            done = {"missing": str(why)}
        except Exception as error:
            traceback.print_exc()
            done = {"failed": f"{type(error).__name__}: {error}"}
        print(json.dumps(done), flush=True)
    for closing in ENDING:
        end = closing()
        if inspect.isawaitable(end):
            loop.run_until_complete(end)
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


if __name__ == "__main__":
    main()
