"""The log of calls: what each line says, what no line says, and what turns it on."""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any, List

import anyio
import pytest

from lagclient import Client, LagConnectionError, LagInvalidRequestError
from lagclient.calls.flow import perform
from lagclient.calls.log import reason
from lagclient.calls.observe import Observed, observed
from lagclient.sandbox import Sandbox
from lagclient.transport.protocol import Request
from tests.kit.calls import (
    ME,
    ROBOT_TOKEN,
    call_of,
    failure,
    message,
    play,
    reply,
    settings_of,
)
from tests.kit.ways import NO_LIMIT, Way, get

GET = call_of("servers.rooms.messages.list", server_id="s 1", room_id="r", cursor="c", limit=1)
SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="secret")
PAGE = {"messages": [], "hasMore": False}


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """Returns the lines so far, at a level and above, without the name of the logger."""
    caplog.set_level(logging.DEBUG, "lagclient")

    def lines(level: int = logging.INFO) -> List[str]:
        assert {record.name for record in caplog.records} <= {"lagclient.calls"}
        return [one.getMessage() for one in caplog.records if one.levelno >= level]

    return lines


def test_call_is_one_line(lines: Any) -> None:
    """A line has method, address with ids, status, time, attempts and request id; no query."""
    play(GET, settings_of(), (0.012, reply(200, PAGE, x_request_id="req_1")))
    (line,) = lines()
    head = "servers.rooms.messages.list: GET https://lag.example/servers/s%201/rooms/r/messages"
    assert line == f"{head}: 200 in 12 ms (1 attempt, request id req_1)"


def test_robot_call_shows_its_own_path(lines: Any) -> None:
    """A line has the path that was requested, and nothing of the body."""
    play(SEND, settings_of(ROBOT_TOKEN), reply(201, message(robotId="bot")))
    url = "https://lag.example/robots/@me/servers/s/rooms/r/messages"
    assert lines() == [f"servers.rooms.messages.send: POST {url}: 201 in 0 ms (1 attempt)"]


def test_failed_call_says_why(lines: Any) -> None:
    """The line of a failed call has the code and the API's message, on one line."""
    play(GET, settings_of(), reply(404, {"message": "No room\n\x1b[1mr"}, x_request_id="req_2"))
    play(GET, settings_of(max_retries=0), failure())
    play(GET, settings_of(), reply(200, b"5"))
    found = [line.partition("/messages: ")[2] for line in lines()]
    assert found[:2] == [
        "404 not_found in 0 ms (1 attempt, request id req_2): No room [1mr",
        "connection_error in 0 ms (1 attempt): No response from https://lag.example: broken (read)",
    ]
    assert found[2].startswith("200 decode_error in 0 ms (1 attempt): ")


def test_refused_call_says_that_nothing_was_sent(lines: Any) -> None:
    """A call with a wrong argument is a line that names it and what it must be, not its value."""
    play(
        call_of("servers.rooms.messages.send", server_id="s", room_id="r", content=5), settings_of()
    )
    start = "servers.rooms.messages.send: not sent: invalid_request"
    assert lines() == [f"{start}: `content` must be a str"]


def test_line_of_a_call_that_its_token_cannot_make(lines: Any) -> None:
    """A call that the token cannot make is a line with the whole message, because it is safe."""
    play(call_of("dms.list"), settings_of(ROBOT_TOKEN))
    assert lines()[0].startswith("dms.list: not sent: invalid_token: dms.list is not available to")


def test_line_of_a_value_that_only_the_message_describes(lines: Any) -> None:
    """The line names the argument alone if all else in the message may be its value."""
    play(call_of("images.upload", image="/nowhere/secret.png", purpose="chat"), settings_of())
    assert lines() == ["images.upload: not sent: invalid_request: `image`"]


def test_line_of_an_invalid_call_without_an_argument() -> None:
    """The line is the code if the message begins with no argument."""
    assert reason(LagInvalidRequestError("The client is closed")) == "invalid_request"


def test_cancelled_call_is_logged(lines: Any) -> None:
    """A call that is given up in the middle of an attempt says so."""
    flow = perform(GET, settings_of())
    next(flow)
    flow.close()
    assert [line.rpartition(": ")[2] for line in lines(logging.DEBUG)] == [
        "given up in 0 ms",
        "given up in 0 ms (1 attempt)",
    ]


def test_failure_that_is_not_of_the_api_is_logged(lines: Any) -> None:
    """Any exception of a transport is named by its class."""
    flow = perform(GET, settings_of())
    next(flow)
    with pytest.raises(ZeroDivisionError):
        flow.throw(ZeroDivisionError("of the transport"))
    assert lines()[0].endswith("ZeroDivisionError in 0 ms (1 attempt)")


def test_secrets_in_a_path_stay_placeholders(lines: Any) -> None:
    """A path shows ids only: an invite code is a secret."""
    play(call_of("servers.invites.preview", code="secret"), settings_of(), reply(404))
    (line,) = lines()
    assert "/{code}" in line
    assert "secret" not in line


def test_debug_has_each_attempt(lines: Any) -> None:
    """At DEBUG each attempt has a line with its result and time; retries are warnings."""
    play(GET, settings_of(), (0.5, reply(503)), failure(), (1.0, reply(200, PAGE)))
    found = [line.partition("messages")[2] for line in lines(logging.DEBUG)]
    head = ".list: GET https://lag.example/servers/s%201/rooms/r/messages"
    assert found == [
        f"{head}: attempt 1: 503 in 500 ms",
        ".list: HTTP 503; next in 0.25 s",
        f"{head}: attempt 2: broken in 0 ms",
        ".list: No response from https://lag.example: broken (read); next in 0.50 s",
        f"{head}: attempt 3: 200 in 1000 ms",
        f"{head}: 200 in 2250 ms (3 attempts)",
    ]


def test_search_after_a_lost_response_is_logged(lines: Any) -> None:
    """The calls that search for a message have lines of their own, and are not its attempts."""
    listing = reply(200, {"messages": [], "hasMore": False}, date="Thu, 01 Jan 2026 12:00:00 GMT")
    play(SEND, settings_of(), failure(), reply(200, ME), listing)
    found = [line.partition(": ")[0] for line in lines()]
    assert found[1:] == ["identity", "servers.rooms.messages.list", "servers.rooms.messages.send"]
    assert "1 attempt)" in lines()[-1]


def test_long_wait_for_a_limit_is_information(lines: Any) -> None:
    """A wait for a limit above a second is logged at INFO, a shorter one at DEBUG."""
    for passed in (0.0, 9.5):
        settings = settings_of(ROBOT_TOKEN)
        clock: Any = settings.clock
        for number in range(11):
            clock.seconds += passed if number == 10 else 0
            play(SEND, settings, reply(201, message(f"m{number}", robotId="bot")))
    said = "servers.rooms.messages.send: waits %s s for the limit of 100 in 60 s and 10 in 10 s"
    assert [line for line in lines() if "waits" in line] == [said % "10.05"]
    every = [line for line in lines(logging.DEBUG) if "waits" in line]
    assert every == [said % "10.05", said % "0.55"]


def test_log_that_is_off_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With INFO off, a call asks once whether it is on, and its flow is not wrapped."""
    logger, asked = logging.getLogger("lagclient.calls"), []
    monkeypatch.setattr(logger, "isEnabledFor", lambda level: bool(asked.append(level)))
    play(GET, settings_of(), reply(200, PAGE))
    assert asked == [logging.INFO]


def test_observation_ends_once() -> None:
    """An observer sees begin and end of each attempt, and one end, also when the call is closed."""
    seen: List[Any] = []

    class Notes:
        def send(self) -> None:
            seen.append("send")

        def receive(self, outcome: Any) -> None:
            seen.append(getattr(outcome, "status", outcome))

        def end(self, result: Any) -> None:
            seen.append(type(result).__name__)

    def watch(*outcomes: Any, **options: Any) -> None:
        settings = settings_of(**options)
        request = Request("GET", "https://lag.example/users/me", {})
        flow = perform(call_of("users.me"), settings)
        play(observed(flow, request, [Notes()]), settings, *outcomes)

    watch(reply(503), reply(200, ME))
    watch(failure(), max_retries=0)
    assert [*map(str, seen[:5])] == ["send", "503", "send", "200", "Answer"]
    assert [*map(str, seen[5:])] == ["send", "None", "LagConnectionError"]


def test_path_has_only_ids() -> None:
    """The path of an observed call has the ids that the observer was given."""
    call = Observed("x.y", "GET", "/a/{a_id}/{code}", {"a_id": "1"}, "https://lag.example")
    assert call.path == "/a/1/{code}"


PROGRAM = """
import logging, sys
from lagclient import Client
from lagclient.transport.protocol import Reply

class Wire:
    def send(self, request, timeouts):
        return Reply(404, {}, b"")
    def close(self):
        pass

def call():
    try:
        Client(token="lag_pat_x", transport=Wire()).users.me()
    except Exception as error:
        pass

"""
LINE = "lagclient.calls: users.me: GET https://api.trylag.com/users/me: 404 not_found"


def stderr_of(body: str, monkeypatch: pytest.MonkeyPatch, level: str = "") -> str:
    """What a program prints, with LAG_LOG at this level."""
    monkeypatch.setenv("LAG_LOG", level)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + body], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


def test_environment_turns_the_log_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """LAG_LOG shows calls at INFO, attempts at DEBUG; without it a program is silent."""
    assert stderr_of("call(); call()", monkeypatch) == ""
    info = stderr_of("call(); call()", monkeypatch, "info")
    assert info.count(f"INFO {LINE}") == 2
    assert "attempt 1:" not in info
    assert stderr_of("call()", monkeypatch, " DEBUG").count("users/me: attempt 1: 404") == 1


@pytest.mark.parametrize(
    "body",
    [
        "logging.basicConfig(format='own %(message)s'); call()",
        "call(); logging.basicConfig(format='own %(message)s'); call()",
        "logging.getLogger('lagclient').addHandler(logging.StreamHandler()); call()",
    ],
    ids=["before", "after", "of ours"],
)
def test_environment_adds_no_second_handler(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program has a handler, before or after the client, each call is one line."""
    out = stderr_of(body, monkeypatch, "info")
    assert out.count("users.me: GET") == body.count("call()")


def test_wrong_level_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A level that does not exist is refused by the constructor, not ignored."""
    monkeypatch.setenv("LAG_LOG", "inof")
    with pytest.raises(LagInvalidRequestError, match="`LAG_LOG` must be info or debug, not 'inof'"):
        Client(token="lag_pat_x")


@pytest.mark.parametrize("level", ["DEBUG", "INFO"])
def test_connections_are_logged_at_debug(
    level: str, way: Way, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether a request reuses a connection, and to which address, if our pool or aiohttp knows."""
    caplog.set_level(level, "lagclient.transport")
    knows_address = way.has_pool
    with Sandbox() as lag:
        carrier, request = way.carrier(), get(lag.url, "/health")
        if way.kind == "sync":
            for _ in range(2):
                carrier.send(request, NO_LIMIT)
            carrier.close()
            if way.borrowed:
                carrier._client.close()
        else:

            async def main() -> None:
                for _ in range(2):
                    await carrier.send(request, NO_LIMIT)
                await way.end(carrier)

            anyio.run(main, backend=way.kind)
        lines = [record.getMessage() for record in caplog.records]
    place = f" to {lag.url}" if knows_address else ""
    expected = [f"opens a connection{place}", f"reuses a connection{place}"]
    tells = level == "DEBUG" and (way.has_pool or way.over == "aiohttp")
    assert [line for line in lines if "connection" in line] == (expected if tells else [])


def test_proxy_of_a_connection_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A connection through a proxy names it, without its password."""
    caplog.set_level("DEBUG", "lagclient.transport")
    options: Any = {"base_url": "https://lag.example", "max_retries": 0}
    proxy = "http://sam:canary7f3a@127.0.0.1:9"
    client = Client(token="lag_pat_x", proxy=proxy, verify=False, **options)
    with client, pytest.raises(LagConnectionError):
        client.users.me()
    assert "opens a connection to https://lag.example:443 through http://127.0.0.1:9" in caplog.text
    assert "canary" not in caplog.text
