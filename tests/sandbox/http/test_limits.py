from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.http.limits import Limits
from lagclient.sandbox.world.world import ANONYMOUS, Caller
from tests.kit.sandbox import Wire

NOON = datetime(2024, 5, 1, 12, 0, tzinfo=timezone.utc)
ROBOT = Caller("robot", "robot_1", "Beacon")
INFO = TABLE["identity"]
SEND = TABLE["servers.rooms.messages.send"]


@pytest.fixture
def count():
    """Counts a request at a second; returns None if it may pass, else the Retry-After."""
    limits = Limits(TABLE)

    def count(seconds, route=INFO, caller=ROBOT):
        try:
            limits.count(caller, route, NOON + timedelta(seconds=seconds))
        except ApiError as error:
            return int(error.headers["Retry-After"])
        return None

    return count


def test_messages_in_ten_seconds(count):
    """The eleventh message within ten seconds is too early; the window slides."""
    assert [count(n / 2, SEND) for n in range(10)] == [None] * 10
    assert count(5, SEND) == 5
    # Other requests are not messages.
    assert count(5) is None
    assert count(9.9, SEND) == 1
    assert count(10, SEND) is None
    # The first one has left the window, the second one has not.
    assert count(10, SEND) == 1


def test_requests_in_a_minute(count):
    """The hundred and first request within a minute is too early, of any kind."""
    assert [count(n % 10, SEND if n < 10 else INFO) for n in range(100)] == [None] * 100
    assert count(30) == 30


def test_refused_requests_do_not_count(count):
    """A robot that keeps trying gets through once its window has room."""
    for _ in range(100):
        count(0)
    assert [count(second) for second in range(60)] == [60 - second for second in range(60)]
    assert [count(60) for _ in range(100)] == [None] * 100


def test_refused_message_is_not_a_request(count):
    """A message that is refused does not count as a request either."""
    for _ in range(10):
        count(0, SEND)
    for _ in range(50):
        assert count(0, SEND) == 10
    assert [count(0) for _ in range(90)] == [None] * 90
    assert count(0) == 60


@pytest.mark.parametrize(
    "caller", [Caller("robot", "robot_2", "Other"), Caller("user", "robot_1", "sam"), ANONYMOUS]
)
def test_windows_of_other_callers(caller, count):
    """Each robot has its own windows; users and anonymous callers have none."""
    for _ in range(100):
        count(0)
    assert count(0) is not None
    assert count(0, caller=caller) is None


def test_refusal_on_the_wire(wire, clock):
    """The response is a 429 in the envelope with Retry-After; requests that fail count as well."""
    for _ in range(10):
        line = "POST /robots/@me/servers/{server}/rooms/none/messages"
        assert wire(line, {"content": "x"}, who="robot").status_code == 404
    line = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
    response = wire(line, {"content": "x"}, who="robot")
    assert (response.status_code, response.headers["retry-after"]) == (429, "10")
    assert response.json()["error"] == "rate_limited"
    clock.forward(seconds=10)
    assert wire(line, {"content": "x"}, who="robot").status_code == 201


def test_limits_that_are_off(http):
    """With `rate_limits=False` a robot is never refused."""
    with Sandbox(rate_limits=False) as lag:
        wire = Wire(lag, http)
        line = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
        statuses = {wire(line, {"content": "x"}, who="robot").status_code for _ in range(101)}
    assert statuses == {201}
