"""One robot in several processes: who gets which event, and what becomes of a dead worker's."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Dict, Iterator, List

import anyio
import pytest
import redis

from lagclient import Bot, Client, Context, LagConnectionError
from lagclient.errors import LagInvalidRequestError
from lagclient.models import MemberJoinEvent, RobotEvent, RoomMessageEvent
from lagclient.models.robot_event import event_from
from lagclient.redis import RedisWorkers, leader
from lagclient.redis.connections import Connections
from lagclient.redis.rooms import MOST_BEGUN, Head, Rooms
from lagclient.redis.share import RedisShare
from lagclient.sandbox import Sandbox
from lagclient.testing import bot_test
from tests.kit.redis_server import RedisServer
from tests.kit.robots import Room, running, until

BASE = "lag:{robot}:"
LEASE_SECONDS = 2.0
SILENT_SECONDS = 60.0


@pytest.fixture
def db(redis_server: RedisServer) -> Iterator[Any]:
    """A client of redis-py, for an empty Redis."""
    client: Any = redis.Redis.from_url(redis_server.url, decode_responses=True)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def room(lag_sandbox: Sandbox, lag_client: Client) -> Room:
    return Room(lag_sandbox, lag_client)


def message(number: int, room: str = "a") -> RobotEvent:
    payload = {"type": "room.message", "data": {"roomId": room, "content": str(number)}}
    return event_from(payload, id=f"evt_{number}")


def text_of(head: Head) -> Any:
    return head.event.data["content"]


class Two:
    """Two workers without a Bot, the first of which leads."""

    def __init__(self, server: RedisServer, db: Any) -> None:
        connections = Connections(server.url, 5.0)
        self.first, self.second = (Rooms(connections, BASE, SILENT_SECONDS) for _ in range(2))
        self.db = db

    def silence(self) -> None:
        """Let it be long ago that workers said that they handle events."""
        rooms, idle = f"{BASE}rooms", int(SILENT_SECONDS * 1000)
        for entry in self.db.xpending_range(rooms, "workers", "-", "+", 100):
            id, worker = entry["message_id"], entry["consumer"]
            self.db.xclaim(rooms, "workers", worker, 0, [id], idle=idle, justid=True)

    async def begin(self, events: int = 0, rooms: str = "a") -> None:
        for worker in (self.first, self.second):
            await worker.join("r1")
        assert await self.first.lease.take_async()
        for number in range(1, events + 1):
            await self.first.relay(number, message(number, rooms[number % len(rooms)]), True)


@pytest.fixture
def two(redis_server: RedisServer, db: Any) -> Two:
    return Two(redis_server, db)


async def take(worker: Rooms, count: int = 10) -> List[Head]:
    ids = await worker.wait(count, 1)
    return await worker.heads(ids) if ids else []


def run(function: Callable[[], Any]) -> None:
    anyio.run(function)


def test_room_has_one_worker_at_a_time(two: Two) -> None:
    """The events of a room are taken in order, and the next one when the one before is done."""

    async def main() -> None:
        await two.begin(3)
        (one,) = await take(two.first)
        assert (text_of(one), one.begun, one.number, one.room) == ("1", 1, 1, "a")
        assert await take(two.second) == []
        assert await two.first.done(one, {})
        (two_,) = await take(two.second)
        assert text_of(two_) == "2"
        assert not await two.first.done(one, {})  # not twice
        assert await two.second.done(two_, {})
        assert [text_of(head) for head in await take(two.second)] == ["3"]

    run(main)


def test_rooms_take_turns(two: Two) -> None:
    """A room with many events does not hold up the others."""

    async def main() -> None:
        await two.begin(6, rooms="ab")
        texts = []
        for _ in range(6):
            (head,) = await take(two.first, 1)
            texts.append(text_of(head))
            await two.first.done(head, {})
        assert texts == ["1", "2", "3", "4", "5", "6"]

    run(main)


def test_event_of_a_worker_that_died(two: Two) -> None:
    """Another worker takes it, and what the first one says about it later does not count."""

    async def main() -> None:
        await two.begin(2)
        (before,) = await take(two.first)
        assert await two.second.reclaim([]) == ([], [])
        two.silence()
        ((after,), _) = await two.second.reclaim([])
        assert (text_of(after), after.begun) == ("1", 2)
        assert await two.first.renew([before.id]) == [before.id]
        assert not await two.first.done(before, {})
        assert await two.second.done(after, {})

    run(main)


def test_event_that_takes_long(two: Two) -> None:
    """While its worker gives signs, an event stays with it."""

    async def main() -> None:
        await two.begin(1)
        (head,) = await take(two.first)
        for _ in range(2):
            two.silence()
            assert await two.first.renew([head.id]) == []
            assert await two.second.reclaim([]) == ([], [])
        assert await two.first.done(head, {})

    run(main)


def test_event_that_was_begun_twice_is_set_aside(
    two: Two, db: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """It is visible, and the room goes on."""

    async def main() -> None:
        await two.begin(2)
        await take(two.first)
        for begun in range(2, MOST_BEGUN + 1):
            two.silence()
            ((head,), _) = await two.second.reclaim([])
            assert head.begun == begun
        two.silence()
        assert await two.first.reclaim([]) == ([], [])
        assert "The event evt_1 (room.message) is set aside" in caplog.text
        ((event, times),) = await two.first.dead(10)
        assert (event.id, times) == ("evt_1", MOST_BEGUN)
        assert [text_of(head) for head in await take(two.second)] == ["2"]
        stats = await two.first.stats()
        assert (stats.dead, stats.waiting, stats.in_flight) == (1, 0, 1)

    run(main)


def test_worker_that_leaves_gives_back(two: Two, db: Any) -> None:
    """What it has not begun is taken at once, and does not count as begun."""

    async def main() -> None:
        await two.begin(1)
        (head,) = await take(two.first)
        await two.first.leave([head.id])
        assert (await two.first.stats()).workers == 1
        (again,) = await take(two.second)
        assert again.begun == 1
        two.silence()
        ((suspect,), _) = await two.first.reclaim([])
        await two.first.leave([suspect.id])
        ((again,), _) = await two.second.reclaim([])  # at once
        assert again.begun == 2

    run(main)


def test_stats(two: Two) -> None:
    """What waits, how long, what is in flight, and who leads."""

    async def main() -> None:
        await two.begin(3)
        (head,) = await take(two.second)
        await anyio.sleep(0.05)
        stats = await two.first.stats()
        assert (stats.waiting, stats.in_flight, stats.dead, stats.workers) == (2, 1, 0, 2)
        assert 0.04 < stats.oldest_seconds < 5
        assert stats.leader == two.first.lease.owner
        await two.second.done(head, {})
        for _ in range(2):
            (head,) = await take(two.second)
            await two.second.done(head, {})
        stats = await two.first.stats()
        assert (stats.waiting, stats.in_flight, stats.oldest_seconds) == (0, 0, 0.0)

    run(main)


def test_event_is_relayed_once(two: Two, db: Any) -> None:
    """A second try, a number that does not fit, and a leader that was paused change nothing."""

    async def main() -> None:
        await two.begin(2)
        relay = two.first.relay
        assert await relay(2, message(2), True) == 2  # the response was lost
        assert await relay(4, message(4), True) == -1  # Redis lost the third one
        await two.first.lease.release_async()
        assert (held := await two.second.lease.take_async())
        assert (held.text, held.number) == ("evt_2", 2)
        assert await relay(3, message(3), True) == -1
        await two.second.lease.release_async()
        assert await relay(3, message(3), True) == -1
        assert await two.first.lease.renew_async() is None
        assert db.llen(f"{BASE}room:a") == 2

    run(main)


def test_event_without_a_room_or_an_id(two: Two, db: Any) -> None:
    """Events that are about no room are in order among themselves; the cursor needs an id."""

    async def main() -> None:
        await two.begin(1)
        member = {"type": "member.join", "serverId": "s", "data": {"username": "ada"}, "more": 1}
        event = event_from(member)
        await two.first.relay(2, event, False)
        heads = await take(two.second)
        assert [head.room for head in heads] == ["a", ""]
        assert heads[1].event == event
        assert heads[1].event.raw == member
        assert db.hget(f"{BASE}place", "text") == "evt_1"

    run(main)


def test_worker_does_not_take_from_itself(two: Two) -> None:
    """A worker that gave no sign and was the only one still owns what it handles."""

    async def main() -> None:
        await two.begin(1)
        (head,) = await take(two.first)
        two.silence()
        assert await two.first.reclaim([head.id]) == ([], [])
        assert await two.second.reclaim([]) == ([], [])  # and has said so
        assert await two.first.done(head, {})

    run(main)


def test_response_that_is_lost(two: Two) -> None:
    """A worker takes what it owns without knowing it, and that does not count as begun."""

    async def main() -> None:
        await two.begin(1)
        for begun in range(1, MOST_BEGUN + 1):
            lost = await two.first.wait(1, 1) or await two.first.reclaim([])
            assert lost
            for _ in range(5):
                ((head,), _) = await two.first.reclaim([], others=False)
                assert head.begun == begun
            two.silence()
            two.first, two.second = two.second, two.first

    run(main)


def test_events_of_a_worker_that_was_paused(two: Two) -> None:
    """It does not begin what it took before, if other workers have taken that meanwhile."""

    async def main() -> None:
        await two.begin(3, rooms="abc")
        share = RedisShare(two.first, "r1", 10, SILENT_SECONDS, 1)
        first = await share.__anext__()
        two.silence()
        share._confirmed_at -= SILENT_SECONDS
        ((one,), _) = await two.second.reclaim([])
        ((other,), _) = await two.second.reclaim([one.id])
        assert (one.event.id, other.event.id) == (first.id, "evt_2")
        assert (await share.__anext__()).id == "evt_3"

    run(main)


def test_redis_that_was_down(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its workers could not say that they live, so nothing is taken from them at once."""
    monkeypatch.setattr("lagclient.redis.share.AGAIN_SECONDS", 0.2)

    async def main() -> None:
        await two.begin(1)
        (head,) = await take(two.first)
        share = RedisShare(two.second, "r1", 10, 0.1, 1)
        share._others_at = 0.0
        two.silence()
        failures = [redis.ConnectionError("down")]

        async def fails() -> None:
            if failures:
                raise failures.pop()

        await share.insist(fails)
        assert await share._reclaim() == []
        assert await two.first.done(head, {})

    run(main)


def test_redis_whose_memory_is_full(two: Two, db: Any) -> None:
    """No event is appended, but what waits can be handled, also by workers that join then."""

    async def main() -> None:
        await two.begin(4, rooms="ab")
        (dead,) = await take(two.second, 1)
        await two.first.join("r1")
        two.silence()
        db.config_set("maxmemory", 1)
        with pytest.raises(redis.ResponseError, match="maxmemory"):
            await two.first.relay(5, message(5), True)
        new = Rooms(two.first.connections, BASE, SILENT_SECONDS)
        await new.join("r1")
        assert await two.first.lease.renew_async()
        ((head,), _) = await new.reclaim([])
        assert head.event == dead.event
        texts = []
        while True:
            texts.append(text_of(head))
            count = len(texts)
            old = str(count - 1) if count > 1 else None
            assert await new.done(head, {"n": (old, str(count))}) is True
            heads = await take(new, 1)
            if not heads:
                break
            (head,) = heads
        assert sorted(texts) == ["1", "2", "3", "4"]
        await new.leave([])

    try:
        run(main)
    finally:
        db.config_set("maxmemory", 0)


@pytest.mark.parametrize("policy", ["allkeys-lru", "noeviction"])
def test_redis_that_removes_keys(
    room: Room, redis_server: RedisServer, db: Any, caplog: pytest.LogCaptureFixture, policy: str
) -> None:
    """A robot warns if its Redis may remove events to make room for others."""
    db.config_set("maxmemory-policy", policy)
    db.config_set("maxmemory", "100mb")
    try:
        with running(Crew(room, redis_server).bot(1)):
            assert until(lambda: db.exists(f"{BASE}lease"))
    finally:
        db.config_set("maxmemory", 0)
        db.config_set("maxmemory-policy", "noeviction")
    is_warned = "`maxmemory-policy` must be noeviction, not allkeys-lru" in caplog.text
    assert is_warned == (policy == "allkeys-lru")


def test_name_of_another_robot(two: Two) -> None:
    """Two robots cannot take each other's events."""

    async def main() -> None:
        await two.first.join("r1")
        with pytest.raises(LagInvalidRequestError, match="`workers` must have a `name` of its own"):
            await two.second.join("r2")

    run(main)


def test_timer_is_called_by_one(two: Two, redis_server: RedisServer) -> None:
    """Of a time of the clock, and of an interval, one worker makes the call."""

    async def main() -> None:
        await two.begin()
        assert await two.first.calls("1", "daily", 1000, 1)
        assert not await two.second.calls("2", "daily", 1000, 1)
        assert await two.second.calls("3", "daily", 2000, 1)
        assert await two.second.calls("3", "daily", 2000, 1)  # the response was lost
        assert await two.first.calls("4", "often", None, 80)
        assert not await two.second.calls("5", "often", None, 80)
        await anyio.sleep(0.1)
        assert await two.first.calls("6", "often", None, 80)

    run(main)


def test_timer_of_a_worker_whose_clock_was_wrong(two: Two, db: Any) -> None:
    """Times of the clock that are days ahead do not end the calls of other workers."""

    async def main() -> None:
        await two.begin()
        now = int(time.time() * 1000)
        hour = 60 * 60 * 1000
        assert await two.first.calls("1", "hourly", now + hour, 1)
        assert not await two.second.calls("2", "hourly", now, 1)
        assert await two.second.calls("3", "hourly", now + 2 * hour, 1)
        assert await two.first.calls("4", "hourly", now + 48 * hour, 1)
        assert await two.second.calls("5", "hourly", now + 3 * hour, 1)
        db.hset(f"{BASE}timers", "often", f"{now + hour} 6")  # the clock of Redis was set back
        assert await two.second.calls("7", "often", None, 1000)

    run(main)


def test_state_is_saved_with_the_end_of_an_event(two: Two, db: Any) -> None:
    """Only the worker that owns the event saves, and not over values that it has not seen."""

    async def main() -> None:
        await two.begin(2, rooms="ab")
        (one,) = await take(two.first, 1)
        (other,) = await take(two.second, 1)
        assert (one.values, other.values) == ({}, {})
        assert await two.second.done(other, {"n": (None, "1"), "text": (None, '"x"')}) is True
        assert await two.second.done(other, {"n": ("1", "2")}) is False
        assert await two.first.done(one, {"n": (None, "5"), "m": (None, "5")}) == {"n": "1"}
        assert await two.first.done(one, {"n": ("1", "2"), "text": ('"x"', None)}) is True
        assert await two.first.values() == {"n": "2"}
        assert await two.first.save("k", {"n": ("1", "3")}) == {"n": "2"}
        for _ in range(2):  # the second time, because the response was lost
            assert await two.first.save("k", {"n": ("2", "3")}) is True
        await two.first.relay(3, message(3), True)
        (three,) = await take(two.second)
        assert three.values == {"n": "3"}

    run(main)


class Crew:
    """Robots that share the events of one robot's stream."""

    def __init__(self, room: Room, server: RedisServer) -> None:
        self.room, self.server = room, server
        self.begun: List[str] = []
        self.texts: List[str] = []
        self.by: Dict[int, List[str]] = {}

    def workers(self, **options: Any) -> RedisWorkers:
        return RedisWorkers.from_url(self.server.url, lease_seconds=LEASE_SECONDS, **options)

    def bot(self, number: int, seconds: float = 0.0, **options: Any) -> Bot:
        lag, workers = self.room.lag, self.workers(**options)
        bot = Bot(lag.robot_key, base_url=lag.url, workers=workers)

        @bot.on("room.message")
        async def note(event: RoomMessageEvent) -> None:
            self.begun.append(event.data.content or "")
            await anyio.sleep(seconds)
            self.texts.append(event.data.content or "")
            self.by.setdefault(number, []).append(event.data.content or "")

        return bot

    def handles(self, *texts: str) -> bool:
        return until(lambda: len(self.texts) >= len(texts)) and self.texts == list(texts)

    async def stats(self) -> Any:
        return await self.workers().stats()


@pytest.fixture
def crew(room: Room, redis_server: RedisServer, db: object) -> Crew:
    return Crew(room, redis_server)


def test_each_event_is_handled_by_one_robot(crew: Crew) -> None:
    """Two robots share the events, in order, and each is handled once."""
    with crew.room.beside(crew.bot(1)), running(crew.bot(2)):
        assert until(lambda: anyio.run(crew.stats).workers == 2)
        texts = [str(number) for number in range(20)]
        for text in texts:
            crew.room.say(text)
        assert crew.handles(*texts)
    assert anyio.run(crew.stats).in_flight == 0
    assert anyio.run(crew.stats).leader is None


def test_robot_goes_on_where_the_others_were(crew: Crew) -> None:
    """What happens while no worker runs is handled by the next one."""
    with crew.room.beside(crew.bot(1)):
        crew.room.say("one")
        assert crew.handles("one")
    crew.room.say("two")
    with crew.room.beside(crew.bot(2)):
        assert crew.handles("one", "two")


def test_other_robot_leads_after_the_first_one(crew: Crew) -> None:
    """When the leader ends, another worker reads the stream."""
    with running(crew.bot(2)), contextlib.ExitStack() as first:
        assert until(lambda: anyio.run(crew.stats).leader)
        first.enter_context(running(crew.bot(1)))
        assert until(lambda: anyio.run(crew.stats).workers == 2)
        crew.room.is_listened_to()
        crew.room.say("one")
        assert crew.handles("one")
        leader = anyio.run(crew.stats).leader
        first.close()
        assert until(lambda: anyio.run(crew.stats).workers == 1)
        assert leader
        crew.room.say("two")
        assert crew.handles("one", "two")


@pytest.mark.parametrize("loop", ["trio"])
def test_robot_on_trio(crew: Crew, loop: str) -> None:
    """On trio, threads talk to Redis."""
    bot = crew.bot(1)
    thread = threading.Thread(target=lambda: bot.run(logging=False, backend="trio"))
    thread.start()
    crew.room.is_listened_to()
    crew.room.say("one")
    assert crew.handles("one")
    bot.stop()
    thread.join(10)
    assert not thread.is_alive()


def test_redis_that_is_down(room: Room, tmp_path: Any) -> None:
    """A robot that cannot reach Redis when it starts ends with an error."""
    workers = RedisWorkers.from_url(RedisServer(tmp_path).url)
    bot = Bot(room.lag.robot_key, base_url=room.lag.url, workers=workers)
    with pytest.raises(LagConnectionError, match="hands out events, failed"):
        anyio.run(bot.start)


def test_redis_that_restarts(room: Room, tmp_path: Any) -> None:
    """While Redis is down, events wait; then they are handled."""
    server = RedisServer(tmp_path, "--appendonly", "yes", "--appendfsync", "always")
    with contextlib.ExitStack() as stack:
        stack.callback(server.kill)
        server.start()
        crew = Crew(room, server)
        stack.enter_context(room.beside(crew.bot(1)))
        room.say("one")
        assert crew.handles("one")
        server.kill()
        room.say("two")
        time.sleep(0.3)
        server.start()
        assert crew.handles("one", "two")


def test_redis_that_lost_everything(crew: Crew, db: Any) -> None:
    """The workers create what is missing, and go on with the events after the last one."""
    with crew.room.beside(crew.bot(1)):
        crew.room.say("one")
        assert crew.handles("one")
        db.flushall()
        crew.room.say("two")
        assert crew.handles("one", "two")


def test_worker_that_ends_gives_its_handlers_time(crew: Crew) -> None:
    """A handler that runs when the robot is stopped ends, and its event is done."""
    with crew.room.beside(crew.bot(1, seconds=0.5)):
        crew.room.say("one")
        assert until(lambda: crew.begun)
    assert crew.texts == ["one"]
    stats = anyio.run(crew.stats)
    assert (stats.waiting, stats.in_flight, stats.workers) == (0, 0, 0)


POISON = """
import os, sys
from lagclient import Bot
from lagclient.redis import RedisWorkers, leader

bot = Bot(workers=RedisWorkers.from_url(sys.argv[1], lease_seconds=0.5))

@bot.on("room.message")
async def handle(event):
    if event.data.content == "poison":
        os._exit(3)
    await bot.send(event, event.data.content.upper())

bot.on_start(lambda: print("ready", flush=True))
bot.run()
"""


def test_event_that_ends_its_workers(crew: Crew) -> None:
    """It is set aside after it has ended two of them, and the events behind it are handled."""
    room = crew.room
    environment = {**os.environ, "LAG_TOKEN": room.lag.robot_key, "LAG_BASE_URL": room.lag.url}
    command = [sys.executable, "-c", POISON, crew.server.url]
    ends: List[int] = []
    before = room.listeners()
    for _ in range(3):
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"  # to start may take seconds
            if not ends:
                room.is_listened_to(before)
                room.say("poison")
                room.say("one")
            if len(ends) < 2:
                ends.append(process.wait(30))
            else:
                assert room.hears("ONE")
        finally:
            process.kill()
            process.communicate()
    assert ends == [3, 3]
    ((event, times),) = anyio.run(crew.workers().dead)
    assert (event.data["content"], times) == ("poison", 2)


@pytest.mark.anyio
async def test_robot_in_a_test(anyio_backend: str) -> None:
    """`bot_test` needs no Redis."""
    bot = Bot(workers=RedisWorkers.from_url("redis://127.0.0.1:1"))

    @bot.command("count")
    async def count(ctx: Context) -> None:
        await ctx.reply(str(bot.state.update("count", lambda count: count + 1, 0)))

    async with bot_test(bot) as room:
        await room.say("!count")
        assert await room.reply() == "1"


def test_leader_reads_no_more_than_can_wait(
    crew: Crew, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While many events wait, the stream is not read on; later all are handled."""
    monkeypatch.setattr(leader, "FULL_SECONDS", 0.05)
    bot = crew.bot(1, seconds=0.1, most_waiting=2)
    texts = [str(number) for number in range(8)]
    with crew.room.beside(bot):
        for text in texts:
            crew.room.say(text)
        assert crew.handles(*texts)
    assert "More than 2 events wait" in caplog.text


def test_timers_of_several_workers(crew: Crew) -> None:
    """A timer is called by one worker in each interval."""
    calls: List[datetime] = []

    def bot() -> Bot:
        bot = crew.bot(1)

        @bot.every(seconds=0.5)
        async def tick() -> None:
            calls.append(datetime.now(timezone.utc))

        return bot

    with running(bot()), running(bot()), running(bot()):
        assert until(lambda: len(calls) >= 4)
    pauses = [after - before for before, after in zip(calls, calls[1:])]
    assert min(pauses) > timedelta(seconds=0.4)


def test_what_one_process_cannot_know_is_refused(crew: Crew) -> None:
    """Refused are a state or a wait outside of events, other rooms, and timers that catch up."""
    bot, errors = crew.bot(1), []

    @bot.command("wait")
    async def wait(ctx: Context) -> None:
        await bot.wait_for(MemberJoinEvent)

    @bot.every(seconds=0.1)
    async def tick() -> None:
        await bot.wait_for(RoomMessageEvent)

    @bot.on_error
    async def failed(failure: Any) -> None:
        errors.append(str(failure.error))

    with pytest.raises(LagInvalidRequestError, match="`state` must be used in a handler or a ti"):
        bot.state.set("a", 1)
    with pytest.raises(LagInvalidRequestError, match="`missed` must be 'skip'"):
        bot.cron("0 9 * * *", missed="once")
    with crew.room.beside(bot):
        assert until(lambda: errors)
        crew.room.say("!wait")
        assert until(lambda: any("about a room" in error for error in errors))
    assert errors[0].startswith("`wait_for` must be used in the handler of an event")


def test_conversation(crew: Crew) -> None:
    """A handler waits for later messages of its room, which have their own handlers after it."""
    answers: List[str] = []

    def bot(number: int) -> Bot:
        bot = crew.bot(number)

        @bot.command("ask")
        async def ask(ctx: Context) -> None:
            with pytest.raises(TimeoutError):
                await ctx.ask("Now?", timeout_seconds=0)
            for question in ("One?", "Two?"):
                answer = await ctx.ask(question, timeout_seconds=10)
                answers.append(answer.data.content or "")
            crew.texts.append("asked")

        return bot

    with crew.room.beside(bot(1)), running(bot(2)):
        crew.room.say("!ask")
        assert crew.room.hears("One?")
        crew.room.say("1")
        assert crew.room.hears("Two?")
        crew.room.say("2")
        assert until(lambda: crew.texts[-2:] == ["1", "2"])
    assert answers == ["1", "2"]
    assert sorted(crew.texts[:2]) == ["!ask", "asked"]


def test_state_of_several_workers(crew: Crew, db: Any) -> None:
    """Handlers of other rooms and other processes change the same values, and none is lost."""
    room, rooms = crew.room, []
    for name in "abc":
        created = room.sam.servers.rooms.create(room.lag.server_id, name=name)
        rooms.append(created.id)

    def bot(number: int) -> Bot:
        bot = crew.bot(number)

        @bot.on("room.message")
        async def count(event: RoomMessageEvent) -> None:
            bot.state.update("count", lambda count: count + 1, 0)
            await anyio.sleep(0.02)  # others count meanwhile
            if bot.state.update("last", lambda last: [*last, event.id], list) and "9" in str(
                event.data.content
            ):
                raise ValueError("A handler that fails changes nothing")

        return bot

    with room.beside(bot(1)), running(bot(2)):
        for number in range(30):
            room.say(str(number), rooms[number % 3])
        assert until(lambda: len(crew.texts) == 30)
    values = db.hgetall(f"{BASE}state")
    assert int(values["count"]) == 27
    assert len(set(json.loads(values["last"]))) == 27


def test_state_of_a_timer(crew: Crew, db: Any) -> None:
    """What a timer has changed is saved."""
    bot = crew.bot(1)

    @bot.every(seconds=0.2)
    async def tick() -> None:
        bot.state.update("ticks", lambda ticks: ticks + 1, 0)

    with running(bot):
        assert until(lambda: int(db.hget(f"{BASE}state", "ticks") or 0) >= 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": "redis://h"}, "`workers` must be an object such as RedisWorkers"),
        ({"cursor": "a"}, "`cursor` must be None with `workers`"),
        ({"state": "a"}, "`state` must be None with `workers`"),
        ({"source": "poll"}, "`source` must be \"stream\" with `workers`, not 'poll'"),
    ],
)
def test_bad_options_of_a_robot(options: Any, message: str) -> None:
    """What contradicts workers is named at once."""
    with pytest.raises(LagInvalidRequestError, match=message):
        Bot("lag_robot_x", **{"workers": RedisWorkers.from_url("redis://h"), **options})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "{"}, "`name` must be text without braces"),
        ({"lease_seconds": -1}, "`lease_seconds` must be seconds above 0"),
        ({"most_waiting": 0}, "`most_waiting` must be an int above 0"),
    ],
)
def test_bad_options(options: Any, message: str) -> None:
    """A bad option is named at once."""
    with pytest.raises(LagInvalidRequestError, match=message):
        RedisWorkers.from_url("redis://h", **options)
