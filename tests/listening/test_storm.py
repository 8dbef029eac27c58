"""A robot on a bad day: the sandbox spoils its streams, and it hears everything all the same."""

from __future__ import annotations

from typing import Any, List

import anyio
import pytest

from lagclient import AsyncClient, Client
from lagclient.sandbox import Fault, Faults, Sandbox

SSE = "robots.events.sse"
SOME = 700  # bytes: two events, and a part of the third
STORM = [
    Fault("truncate", SSE, times=1, bytes=SOME),
    Fault("error", SSE, times=1, status=502),
    Fault("garbage", SSE, times=1),
    Fault("truncate", SSE, times=1, bytes=SOME),
    Fault("silent", SSE, times=1),
    Fault("drop_before", SSE, times=1),
    Fault("rate_limit", SSE, times=1, seconds=0),
    Fault("truncate", SSE, times=3, bytes=SOME),
]
SPOKEN = [f"message {number}\u2028" for number in range(40)]


@pytest.fixture
def stormy(at_once: None) -> Any:
    with Sandbox(faults=Faults(STORM, seed=5)) as lag:
        yield lag


def speak(lag: Sandbox) -> str:
    """Say everything, one message before; the id of that one's event."""
    here = lag.server_id, lag.room_id
    with Client(token=lag.token, base_url=lag.url) as sam:
        for content in ["first", *SPOKEN]:
            sam.servers.rooms.messages.send(*here, content=content)
    with Client(token=lag.robot_key, base_url=lag.url) as robot:
        first, *_ = robot.robots.events.poll()
    assert first.id is not None
    return first.id


def judge(lag: Sandbox, heard: List[str]) -> None:
    assert heard == SPOKEN
    assert sum(lag.struck.values()) == sum(fault.times or 0 for fault in STORM)


def test_blocking_robot_receives_everything(stormy: Sandbox) -> None:
    """Streams that are cut, spoiled, silent or refused cost no event, and repeat none."""
    heard: List[str] = []
    first = speak(stormy)
    with Client(token=stormy.robot_key, base_url=stormy.url) as robot:
        events = robot.robots.events.stream(after=first, silence_seconds=0.1)
        while len(heard) < len(SPOKEN):
            heard.append(next(events)["data"]["content"])
        events.close()
    judge(stormy, heard)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_asynchronous_robot_receives_everything(backend: str, stormy: Sandbox) -> None:
    """The same for coroutines."""
    heard: List[str] = []
    first = speak(stormy)

    async def main() -> None:
        async with AsyncClient(token=stormy.robot_key, base_url=stormy.url) as robot:
            events = robot.robots.events.stream(after=first, silence_seconds=0.1)
            while len(heard) < len(SPOKEN):
                heard.append((await events.__anext__())["data"]["content"])
            await events.aclose()

    anyio.run(main, backend=backend)
    judge(stormy, heard)
