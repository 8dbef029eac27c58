"""A cursor in Redis: one process has it, and a process that was paused cannot move it."""

from __future__ import annotations

import time
from typing import Any, Iterator, List

import anyio
import pytest
import redis
from anyio.from_thread import start_blocking_portal

from lagclient import AsyncClient, Bot, Client, LagConnectionError, LagCursorError
from lagclient.errors import LagInvalidRequestError
from lagclient.models import RoomMessageEvent
from lagclient.redis import RedisCursor, RedisState, RedisWorkers
from lagclient.sandbox import Sandbox
from tests.kit.redis_server import RedisServer
from tests.kit.robots import Room, running, until

LEASE = "lag:{r}:lease"
PLACE = "lag:{r}:place"


@pytest.fixture
def db(redis_server: RedisServer) -> Iterator[Any]:
    """A client of redis-py, for an empty Redis."""
    client: Any = redis.Redis.from_url(redis_server.url, decode_responses=True)
    client.flushall()
    yield client
    client.close()


def cursor_of(server: RedisServer, lease_seconds: float = 0.3) -> RedisCursor:
    return RedisCursor.from_url(server.url, name="r", lease_seconds=lease_seconds)


def pause(cursor: RedisCursor) -> None:
    """Let its process stop, so that nothing prolongs the lease."""
    assert cursor._renewal is not None
    cursor._renewal._end.set()
    cursor._renewal._thread.join()


def test_text_is_kept(redis_server: RedisServer, db: Any) -> None:
    """An id, and the text of several lines that a Bot saves, are what is loaded next."""
    with cursor_of(redis_server) as cursor:
        assert cursor.load() is None
        cursor.save("evt_1")
    with cursor_of(redis_server) as cursor:
        assert cursor.load() == "evt_1"
        cursor.save_progress("evt_2\nbegun 1 evt_3\n")
    with cursor_of(redis_server) as cursor:
        assert cursor.load_progress() == "evt_2\nbegun 1 evt_3\n"
        assert cursor.load() == "evt_2"
    assert not db.exists(LEASE)


def test_second_process_waits_and_gives_up(redis_server: RedisServer, db: Any) -> None:
    """While a process lives, another one does not get its cursor, however long ago it saved."""
    with cursor_of(redis_server, 1.0) as first, cursor_of(redis_server) as second:
        first.load()
        with pytest.raises(LagCursorError, match="must be used by one process, but another"):
            second.load()
        first.save("evt_1")


def test_process_that_was_paused_cannot_move_the_cursor(redis_server: RedisServer, db: Any) -> None:
    """After another process had the cursor, even if it has ended, an older one saves nothing."""
    with cursor_of(redis_server) as paused:
        paused.load()
        paused.save("evt_1")
        pause(paused)
        with cursor_of(redis_server) as second:
            assert second.load() == "evt_1"
            second.save("evt_2")
            with pytest.raises(LagCursorError, match="Another process has taken the cursor 'r'"):
                paused.save("evt_1")
        with pytest.raises(LagCursorError):
            paused.save("evt_1")
        assert paused._lease.renew() is None
        assert db.hget(PLACE, "text") == "evt_2\n"


def test_cursor_that_redis_lost(redis_server: RedisServer, db: Any) -> None:
    """If Redis has lost everything, the process that has the cursor saves it again."""
    with cursor_of(redis_server) as cursor:
        cursor.load()
        db.flushall()
        cursor.save("evt_1")
        assert db.hget(PLACE, "text") == "evt_1\n"


def test_lease_is_prolonged(redis_server: RedisServer, db: Any) -> None:
    """A process that only waits for events keeps its cursor, and gives it back when it ends."""
    cursor = cursor_of(redis_server)
    cursor.load()
    time.sleep(0.6)
    assert db.get(LEASE) == cursor._lease.owner
    del cursor
    assert not db.exists(LEASE)


@pytest.mark.parametrize("loop", ["none", "asyncio", "trio"])
def test_stream_goes_on_where_another_one_was(
    redis_server: RedisServer, db: Any, loop: str
) -> None:
    """Blocking and asynchronous clients resume at the cursor."""
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as sam:
        room = Room(lag, sam)
        with Client(token=lag.robot_key, base_url=lag.url) as robot:
            room.say("zero")
            (*_, first) = robot.robots.events.poll()
            room.say("one")
            room.say("two")
            with cursor_of(redis_server) as cursor:
                cursor.load()
                cursor.save(first.id or "")
                with robot.robots.events.stream(cursor=cursor) as events:
                    assert next(events).data["content"] == "one"
                    events.confirm()

            async def read() -> Any:
                robot = AsyncClient(token=lag.robot_key, base_url=lag.url)
                with cursor_of(redis_server) as cursor:
                    async with robot, robot.robots.events.stream(cursor=cursor) as events:
                        return (await events.__anext__()).data["content"]

            if loop != "none":
                assert anyio.run(read, backend=loop) == "two"
                return
            cursor = cursor_of(redis_server)
            with cursor, robot.robots.events.stream(cursor=cursor) as events:
                assert next(events).data["content"] == "two"


def test_robot_keeps_its_cursor_in_redis(redis_server: RedisServer, db: Any) -> None:
    """A robot goes on where another one was, and ends if a third one takes the cursor."""
    texts: List[str] = []

    def bot(lag: Sandbox, cursor: RedisCursor) -> Bot:
        bot = Bot(lag.robot_key, base_url=lag.url, cursor=cursor)

        @bot.on("room.message")
        async def note(event: RoomMessageEvent) -> None:
            texts.append(event.data.content or "")

        return bot

    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as sam:
        room = Room(lag, sam)
        with cursor_of(redis_server) as cursor, room.beside(bot(lag, cursor)):
            room.say("one")
            assert until(lambda: texts)
        room.say("two")
        with cursor_of(redis_server) as cursor, start_blocking_portal() as portal:
            run = portal.start_task_soon(bot(lag, cursor).start)
            assert until(lambda: len(texts) == 2)
            pause(cursor)
            with cursor_of(redis_server) as third:
                assert third.load() is not None
            room.say("three")
            with pytest.raises(LagCursorError, match="Another process has taken the cursor"):
                run.result(10)
    assert texts[:2] == ["one", "two"]


STATE = "lag:{r}:state"


def state_of(server: RedisServer, lease_seconds: float = 0.3) -> RedisState:
    return RedisState.from_url(server.url, name="r", lease_seconds=lease_seconds)


def counter(lag: Sandbox, **options: Any) -> Bot:
    """A robot that counts messages in its state."""
    bot = Bot(lag.robot_key, base_url=lag.url, **options)

    @bot.on("room.message")
    async def count(event: RoomMessageEvent) -> None:
        bot.state.update("count", lambda count: count + 1, 0)
        bot.state.delete("first") if bot.state.get("first", "") else bot.state.set("first", "yes")

    return bot


def test_robot_keeps_its_state_in_redis(redis_server: RedisServer, db: Any) -> None:
    """Another process goes on with the state and the cursor, also as one of several workers."""
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as sam:
        room = Room(lag, sam)
        with state_of(redis_server) as state, room.beside(counter(lag, state=state)):
            room.say("one")
            assert until(lambda: db.hgetall(STATE) == {"count": "1", "first": '"yes"'})
        room.say("two")
        with state_of(redis_server) as state, running(counter(lag, state=state)):
            assert until(lambda: db.hgetall(STATE) == {"count": "2"})
        room.say("three")
        # As if the process had ended in the middle of a later event.
        db.hset(PLACE, "text", db.hget(PLACE, "text") + "begun 1 evt_later\n")
        workers = RedisWorkers.from_url(redis_server.url, name="r", lease_seconds=0.3)
        with running(counter(lag, workers=workers)):
            assert until(lambda: db.hget(STATE, "count") == "3")
        with state_of(redis_server) as state:
            assert state.load()[1]["count"] == "3"


def test_state_of_a_process_that_was_paused(redis_server: RedisServer, db: Any) -> None:
    """After another process had the state, an older one saves nothing."""
    with state_of(redis_server, 1.0) as paused:
        paused.load()
        paused.commit("evt_1\n", {"count": "1"})
        with state_of(redis_server) as second:
            with pytest.raises(LagCursorError, match="must be used by one process"):
                second.load()
            pause(paused._cursor)
            db.delete(LEASE)
            assert second.load() == ("evt_1\n", {"count": "1"})
            with pytest.raises(LagCursorError, match="Another process has taken the cursor 'r'"):
                paused.commit("evt_2\n", {"count": "2"})
            second.commit("evt_2\n", {"count": None, "other": "3"})
            assert db.hgetall(STATE) == {"other": "3"}


def test_redis_that_is_down(tmp_path: Any) -> None:
    """Without Redis, loading and saving fail after as long as the lease lasts."""
    with cursor_of(RedisServer(tmp_path)) as cursor:
        with pytest.raises(LagConnectionError, match="which keeps the cursor, failed"):
            cursor.load()
        with pytest.raises(LagConnectionError, match="which keeps the cursor, failed"):
            cursor.save("evt_1")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": ""}, "`name` must be text without braces"),
        ({"name": "{x}"}, "`name` must be text without braces"),
        ({"lease_seconds": 0}, "`lease_seconds` must be seconds above 0"),
        ({"prefix": "{"}, "`prefix` must be text without braces"),
    ],
)
def test_bad_options(options: Any, message: str) -> None:
    """A bad option is named at once."""
    with pytest.raises(LagInvalidRequestError, match=message):
        RedisCursor.from_url("redis://127.0.0.1:1", **{"name": "r", **options})
