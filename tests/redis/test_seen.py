"""Several receivers of webhooks remember in Redis which events were handled."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Iterator, List

import httpx
import pytest
import redis

from lagclient import Bot, LagInvalidRequestError, RoomMessageEvent
from lagclient.redis import RedisSeen
from lagclient.sandbox import Sandbox
from lagclient.webhooks import sign
from tests.kit.redis_server import RedisServer
from tests.kit.webhooks import BODY, SECRET, Receiver, run


@pytest.fixture
def url(redis_server: RedisServer) -> str:
    """The URL of an empty Redis."""
    with redis.Redis.from_url(redis_server.url) as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def db(url: str) -> Iterator[Any]:
    """A client of redis-py."""
    with redis.Redis.from_url(url) as client:
        yield client


def seen_of(url: str, name: str = "robot", **options: Any) -> RedisSeen:
    return RedisSeen.from_url(url, name=name, **options)


def receivers(url: str, handler: Any = None, **options: Any) -> List[Receiver]:
    """Two processes behind a load balancer."""
    return [Receiver(handler, seen=seen_of(url, **options)) for _ in range(2)]


def test_event_is_handled_by_one_receiver(url: str) -> None:
    """An event that one receiver has handled is acknowledged by the other one."""
    first, second = receivers(url)

    async def main() -> List[int]:
        statuses = [await first.status(), await second.status(), await second.status()]
        return [*statuses, await second.status(id="msg_2")]

    assert run(main) == [204, 204, 204, 204]
    assert (len(first.events), len(second.events)) == (1, 0)


def test_event_that_another_receiver_handles(url: str, db: Any) -> None:
    """While one receiver handles an event, the other one asks the API to try again."""

    async def main() -> List[int]:
        done = asyncio.Event()

        async def handler(event: Any) -> None:
            await done.wait()

        async def prolong() -> None:
            for key in db.scan_iter():
                db.pexpire(key, 30_000)
                while db.pttl(key) <= 30_000:
                    await asyncio.sleep(0.01)

        seen = seen_of(url)
        seen.renew_seconds = 0.01
        first, (second, _) = Receiver(handler, seen=seen), receivers(url)
        task = asyncio.ensure_future(first.status())
        while not first.events:
            await asyncio.sleep(0.01)
        await asyncio.wait_for(prolong(), 30)  # by the first receiver
        meanwhile = await second.status()
        done.set()
        return [meanwhile, await task, await second.status()]

    assert run(main) == [503, 204, 204]


def test_event_whose_handler_failed(url: str) -> None:
    """Another receiver handles an event whose handler failed."""
    failures = [ValueError("no")]

    async def handler(event: Any) -> None:
        if failures:
            raise failures.pop()

    first, second = receivers(url, handler)

    async def main() -> List[int]:
        return [await first.status(), await second.status()]

    assert run(main) == [500, 204]


def test_event_whose_receiver_died(url: str, db: Any) -> None:
    """The event of a process that died is handled when its lease has ended."""

    async def main() -> List[int]:
        died = seen_of(url)
        (first, _) = receivers(url)
        assert await died.begin(["id msg_1"]) == "new"
        meanwhile = await first.status()
        for key in db.scan_iter():
            db.pexpire(key, 0)
        return [meanwhile, await first.status()]

    assert run(main) == [503, 204]


@pytest.mark.parametrize("way", ["constructor", "app"])
def test_event_is_handled_by_one_process_of_a_robot(
    url: str, lag_sandbox: Sandbox, way: str
) -> None:
    """Robots behind a load balancer remember together, by the option of `Bot` or of `Bot.app`."""
    handled: List[int] = []

    async def status_of(number: int) -> int:
        seen = seen_of(url)
        options: Any = {"base_url": lag_sandbox.url}
        if way == "constructor":
            options.update(source="webhook", secret=SECRET, seen=seen, port=None)
        bot = Bot(lag_sandbox.robot_key, **options)
        bot.on(RoomMessageEvent)(lambda event: handled.append(number))
        app = bot.app() if way == "constructor" else bot.app(SECRET, seen=seen)
        signed = sign(BODY, SECRET, id="msg_1", timestamp=int(time.time()))
        async with bot.client, httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as api:
            reply = await api.post("http://receiver/", content=BODY, headers=signed)
        return reply.status_code

    async def main() -> List[int]:
        return [await status_of(1), await status_of(2)]

    assert run(main) == [204, 204]
    assert handled == [1]


def test_robots_that_share_a_redis(url: str) -> None:
    """Each robot handles an event that two robots of a server get in the same words."""
    first = Receiver(seen=seen_of(url, "first"))
    second = Receiver(seen=seen_of(url, "second"))

    async def main() -> List[int]:
        return [await first.status(), await second.status()]

    assert run(main) == [204, 204]
    assert (len(first.events), len(second.events)) == (1, 1)


def test_redis_that_is_down(tmp_path: Any) -> None:
    """Without Redis an event is not handled, so the API tries again."""
    (receiver, _) = receivers(RedisServer(tmp_path).url)
    assert run(receiver.status) == 500
    assert receiver.events == []


def test_bad_options() -> None:
    """A bad option is named at once."""
    with pytest.raises(LagInvalidRequestError, match="`seen` must be an object with `begin`"):
        Receiver(seen={})
    with pytest.raises(LagInvalidRequestError, match="`lease_seconds` must be seconds above 0"):
        seen_of("redis://127.0.0.1:1", lease_seconds=0)
    with pytest.raises(LagInvalidRequestError, match="`name` must be text without braces, of at"):
        seen_of("redis://127.0.0.1:1", name="")
