"""The API's limits, counted in Redis for all processes."""

from __future__ import annotations

import subprocess
import sys
from typing import Any, Iterator, List

import pytest
import redis

from lagclient import AsyncClient, Client, LagConnectionError, LagInvalidRequestError
from lagclient.calls.pacing import MARGIN_SECONDS, Turn
from lagclient.calls.steps import Run
from lagclient.redis import RedisPacer
from lagclient.redis.pacing import LEASE_SECONDS
from lagclient.routing.route import Limit
from lagclient.sandbox import Sandbox
from tests.kit.redis_server import RedisServer

MINUTE = {"": Limit(2, 60)}
KEY = "lag:{t}:pace:all:2:60"
WINDOW = 60 + MARGIN_SECONDS


@pytest.fixture
def db(redis_server: RedisServer) -> Iterator[Any]:
    """A client of redis-py, for an empty Redis."""
    client: Any = redis.Redis.from_url(redis_server.url, decode_responses=True)
    client.flushall()
    yield client
    client.close()


@pytest.fixture
def pacer(redis_server: RedisServer, db: object) -> Iterator[RedisPacer]:
    pacer = RedisPacer.from_url(redis_server.url)
    yield pacer
    pacer.close()


def wait_of(turn: Turn) -> float:
    """Ask a turn for its seconds, as the blocking driver does."""
    seconds = turn.seconds()
    result: float = seconds.function(*seconds.args) if isinstance(seconds, Run) else seconds
    return result


def started(pacer: RedisPacer, count: int, limits: Any = MINUTE) -> List[Turn]:
    """Turns that need not wait."""
    turns = [pacer.queue("t", limits) for _ in range(count)]
    assert [wait_of(turn) for turn in turns] == [0] * count
    return turns


def age(db: Any, place: int, seconds: float) -> None:
    """Let a place have been written so many seconds earlier."""
    value = db.hget(KEY, place)
    db.hset(KEY, place, f"{value[0]}{int(value[1:]) - int(seconds * 1000)}")


def test_place_is_free_a_window_after_the_response(redis_server: RedisServer, db: Any) -> None:
    """The window counts from the response, and all processes see it."""
    first, second = (RedisPacer.from_url(redis_server.url) for _ in range(2))
    turns = started(first, 2)
    behind = second.queue("t", MINUTE)
    assert wait_of(behind) == WINDOW
    turns[0].end(sent=True)
    first.close()
    assert wait_of(behind) == pytest.approx(WINDOW, abs=5)
    age(db, 1, 60.1)
    assert wait_of(behind) == 0
    second.close()


def test_request_that_was_not_sent_gives_its_place_back(pacer: RedisPacer) -> None:
    """The next request takes the place of one that was not sent."""
    turns = started(pacer, 2)
    turns[1].end(sent=False)
    third, fourth = (pacer.queue("t", MINUTE) for _ in range(2))
    pacer.close()
    assert wait_of(third) == WINDOW  # in the place of the first one
    assert wait_of(fourth) == 0


def test_requests_wait_in_the_order_of_arrival(pacer: RedisPacer) -> None:
    """Behind a request that waits for one window, the next one of its row waits for two."""
    started(pacer, 2)
    rows = [pacer.queue("t", MINUTE) for _ in range(4)]
    assert [wait_of(turn) for turn in rows] == [WINDOW, WINDOW, 2 * WINDOW, 2 * WINDOW]


def test_place_of_a_process_that_died_in_flight(pacer: RedisPacer, db: Any) -> None:
    """Without a report, a request counts as sent until its lease ends, and for a window more."""
    started(pacer, 2)
    behind = pacer.queue("t", MINUTE)
    age(db, 1, LEASE_SECONDS + 30)
    assert wait_of(behind) == pytest.approx(WINDOW - 30, abs=5)
    age(db, 1, 31)
    assert wait_of(behind) == 0


def test_place_of_a_process_that_died_waiting(pacer: RedisPacer, db: Any) -> None:
    """A request that does not ask again loses its place, and gets a new one if it asks late."""
    started(pacer, 2)
    late, behind = pacer.queue("t", MINUTE), [pacer.queue("t", MINUTE) for _ in range(2)]
    assert [wait_of(turn) for turn in [late, *behind]] == [WINDOW, WINDOW, 2 * WINDOW]
    age(db, 3, WINDOW + 30)
    assert wait_of(behind[1]) == WINDOW
    assert wait_of(late) == 2 * WINDOW


def test_limits_count_together(pacer: RedisPacer) -> None:
    """A request waits for the longest of its limits."""
    limits = {"": Limit(5, 60), "send": Limit(1, 10)}
    started(pacer, 1, limits)
    assert wait_of(pacer.queue("t", limits)) == 10 + MARGIN_SECONDS
    assert wait_of(pacer.queue("t", {"": Limit(5, 60)})) == 0


def test_tokens_count_apart(pacer: RedisPacer) -> None:
    """Each robot has limits of its own."""
    started(pacer, 2)
    assert wait_of(pacer.queue("other", MINUTE)) == 0


def test_queue_keeps_only_the_places_of_a_window(pacer: RedisPacer, db: Any) -> None:
    """A busy queue does not grow in Redis."""
    for number in range(1, 51):
        turn = pacer.queue("t", MINUTE)
        assert wait_of(turn) == 0
        age(db, number, LEASE_SECONDS + WINDOW)
    assert db.hlen(KEY) == 3  # two places and the last number
    assert 0 < db.pttl(KEY) <= (LEASE_SECONDS + WINDOW + 5) * 1000


@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_client_counts_in_redis(redis_server: RedisServer, db: Any, loop: str) -> None:
    """The limits of the table hold for the calls of a blocking and of an asynchronous client."""
    with Sandbox() as lag, RedisPacer.from_url(redis_server.url) as pacer:
        key = lag.add_robot("Counted")
        options: Any = {"token": key, "base_url": lag.url, "pacer": pacer, "pacing": "raise"}
        with Client(**options) as client:
            client.identity()

        async def identity() -> None:
            async with AsyncClient(**options) as client:
                await client.identity()

        import anyio

        anyio.run(identity, backend=loop)
    (queue,) = db.keys("lag:*")
    assert (db.hget(queue, "last"), db.hlen(queue)) == ("2", 3)
    assert {value[0] for name, value in db.hgetall(queue).items() if name != "last"} == {"f"}


def test_redis_that_is_down(tmp_path: Any) -> None:
    """Without Redis nothing is sent, or each process uses its part of the limits."""
    server = RedisServer(tmp_path)
    options: Any = {"token": "lag_robot_x", "base_url": "http://127.0.0.1:9"}
    with RedisPacer.from_url(server.url) as pacer, Client(pacer=pacer, **options) as client:
        with pytest.raises(LagConnectionError, match="counts the requests") as caught:
            client.identity()
        assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 0)
        assert isinstance(caught.value.__cause__, redis.ConnectionError)
    with RedisPacer.from_url(server.url, if_down="share", workers=2) as pacer:
        limits = {"": Limit(4, 60)}
        started(pacer, 2, limits)
        assert 0 < wait_of(pacer.queue("t", limits)) <= WINDOW


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"url": "http://u:secret@h"}, "`url` must be like redis://:password@host:6379/0"),
        ({"url": "redis://:secret/x@h"}, "`url` must be like redis://:password@host:6379/0"),
        ({"url": "redis://h/robots"}, "`url` must be like redis://:password@host:6379/0"),
        ({"url": "redis://:secret@h:0x1"}, "`url` must be like redis://:password@host:6379/0"),
        ({"url": "redis://h?secret=1"}, "`url` must be like redis://:password@host:6379/0"),
        ({"url": "redis://h?decode_responses=1"}, "`url` must be one without decode_responses"),
        ({"if_down": "wait"}, "`if_down` must be 'raise' or 'share'"),
        ({"workers": 0}, "`workers` must be an int above 0"),
        ({"timeout_seconds": 0}, "`timeout_seconds` must be seconds above 0"),
        ({"prefix": "{x}"}, "`prefix` must be text without braces"),
    ],
)
def test_bad_options(options: Any, message: str) -> None:
    """A bad option is named before anything is sent, and a password is not shown."""
    with pytest.raises(LagInvalidRequestError, match=message) as caught:
        RedisPacer.from_url(**{"url": "redis://127.0.0.1:1", **options})
    assert "secret" not in str(caught.value)


def test_password_that_is_wrong(tmp_path: Any) -> None:
    """The error says what Redis said, and does not show the password."""
    server = RedisServer(tmp_path, "--requirepass", "right")
    server.start()
    try:
        for user, message in (("", "Authentication required"), (":secret@", "invalid username")):
            url = f"redis://{user}127.0.0.1:{server.port}"
            raises = pytest.raises(LagConnectionError, match=message)
            with RedisPacer.from_url(url) as pacer, raises as caught:
                wait_of(pacer.queue("t", MINUTE))
            assert "secret" not in str(caught.value)
    finally:
        server.kill()


def test_program_ends_without_close(redis_server: RedisServer, db: Any) -> None:
    """A program that closes nothing still reports the end of its last request."""
    program = f"""
from lagclient.redis import RedisPacer
from lagclient.routing.route import Limit
pacer = RedisPacer.from_url("{redis_server.url}")
turn = pacer.queue("t", {{"": Limit(2, 60)}})
turn.seconds().function()
turn.end(sent=True)
"""
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
    assert db.hget(KEY, 1)[0] == "f"
