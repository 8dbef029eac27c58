"""The life of one call, stepped through without a socket or a clock."""

from __future__ import annotations

import logging
from typing import Any, Dict

import attrs
import pytest

from lagclient.answer import Page
from lagclient.calls.flow import perform
from lagclient.errors import (
    LagAPIError,
    LagConflictError,
    LagConnectionError,
    LagDecodeError,
    LagInvalidRequestError,
    LagInvalidTokenError,
    LagNotFoundError,
    LagPermissionError,
    LagRateLimitError,
    LagRouteError,
    LagServerError,
    LagTimeoutError,
)
from lagclient.models import Ok, RoomMessage
from lagclient.resources import TABLE
from lagclient.transport.protocol import TransportError
from lagclient.types import UNSET
from tests.kit.calls import (
    BASE_URL,
    BOT,
    GONE,
    ME,
    ROBOT_TOKEN,
    USER_TOKEN,
    call_of,
    failure,
    listing,
    message,
    play,
    reply,
    settings_of,
    unsent,
)
from tests.kit.every import every

GET = call_of("users.me")
SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
CREATE = call_of("servers.create", name="S")
DELETE = call_of("servers.rooms.messages.delete", server_id="s", room_id="r", message_id="m")
PUT = call_of("servers.roles.assign_to_member", server_id="s", user_id="u", role_id="x")
SERVER = {
    "id": "s",
    "name": "S",
    "ownerId": "me",
    "memberCount": 1,
    "createdAt": "2025-01-01T00:00:00Z",
}
ROOM = {"id": "r", "serverId": "s", "createdBy": "me", "createdAt": "2025-01-01T00:00:00Z"}
DETAILS = {**SERVER, "rooms": [ROOM], "members": [], "myRole": "owner"}


# The request


def test_a_read_is_one_request_without_a_body() -> None:
    """A read yields one GET with the client's headers, and its answer becomes data."""
    played = play(GET, settings_of(), (0.5, reply(200, ME, x_request_id="req_1")))
    (send,) = played.sends
    assert (send.request.method, send.request.url) == ("GET", f"{BASE_URL}/users/me")
    assert send.request.body is None
    assert send.request.headers == {
        "authorization": f"Bearer {USER_TOKEN}",
        "accept": "application/json",
        "user-agent": "test/1",
    }
    assert played.answer.data.id == "me"
    assert (played.answer.status, played.answer.attempts) == (200, 1)
    assert (played.answer.request_id, played.answer.elapsed_seconds) == ("req_1", 0.5)


def test_a_send_carries_json() -> None:
    """A send yields one POST with what was given as JSON, and nothing of what was not."""
    played = play(SEND, settings_of(), reply(201, message()))
    (send,) = played.sends
    assert played.lines == ["POST /servers/s/rooms/r/messages"]
    assert send.request.headers["content-type"] == "application/json"
    assert send.request.body == b'{"content":"hi"}'
    assert isinstance(played.answer.data, RoomMessage)


def test_a_robot_goes_its_own_way() -> None:
    """A robot's request has its key in its own scheme, and its path under /robots/@me."""
    played = play(SEND, settings_of(ROBOT_TOKEN), reply(201, message(robotId="bot")))
    assert played.lines == ["POST /robots/@me/servers/s/rooms/r/messages"]
    assert played.sends[0].request.headers["authorization"] == f"Robot {ROBOT_TOKEN}"


def test_an_upload_carries_a_form() -> None:
    """A form's request says its type and length, and its body can be had again and again."""
    call = call_of("images.upload", image=b"GIF89a", purpose="chat")
    played = play(call, settings_of(), failure("connect", sent=False), failure())
    bodies = []
    for send in played.sends:
        body: Any = send.request.body
        bodies.append(b"".join(body()))
    headers = played.sends[0].request.headers
    assert headers["content-type"].startswith("multipart/form-data; boundary=")
    assert bodies[0] == bodies[1]
    assert int(headers["content-length"]) == len(bodies[0])
    assert b"GIF89a" in bodies[0]


@pytest.mark.parametrize(
    ("token", "name", "line", "answer", "got"),
    [
        (USER_TOKEN, "identity", "GET /users/me", ME, ("me", "user", "sam")),
        (ROBOT_TOKEN, "identity", "GET /robots/@me/info", BOT, ("bot", "robot", "Bot")),
    ],
    ids=["user", "robot"],
)
def test_identity_asks_where_its_token_is_known(
    token: str, name: str, line: str, answer: Any, got: Any
) -> None:
    """identity goes through users.me for a user, is its own route for a robot; one shape."""
    played = play(call_of(name), settings_of(token), reply(200, answer))
    who = played.answer.data
    assert played.lines == [line]
    assert (who.id, who.kind, who.display_name) == got


@pytest.mark.parametrize(
    ("token", "line", "answer"),
    [
        (USER_TOKEN, "GET /servers/s", DETAILS),
        (ROBOT_TOKEN, "GET /robots/@me/servers/s/rooms", [ROOM]),
        (ROBOT_TOKEN, "GET /robots/@me/servers/s/rooms", {"rooms": [ROOM]}),
    ],
    ids=["user, picked of the server", "robot, bare", "robot, enveloped"],
)
def test_rooms_are_reached_differently(token: str, line: str, answer: Any) -> None:
    """rooms.list is a robot's own route, and a part of servers.get for a user."""
    call = call_of("servers.rooms.list", server_id="s")
    played = play(call, settings_of(token), reply(200, answer))
    assert played.lines == [line]
    assert [room.id for room in played.answer.data] == ["r"]


def test_an_error_names_the_method_that_was_called() -> None:
    """A call that goes through another route fails under its own name, with that route's line."""
    settings = settings_of()
    call = call_of("servers.rooms.list", server_id="s")
    error = play(call, settings, reply(404)).error
    assert (error.route, error.request) == ("servers.rooms.list", "GET /servers/{server_id}")
    error = play(call, settings, reply(200, {"id": "s"})).error
    assert (error.route, error.outcome) == ("servers.rooms.list", "refused")
    error = play(call_of("servers.rooms.list", server_id=".."), settings).error
    assert isinstance(error, LagInvalidRequestError)
    assert (error.route, error.request) == ("servers.rooms.list", "GET /servers/{server_id}")


def test_not_found_names_the_ids_of_the_call() -> None:
    """A 404 names the ids in path, query and body, and no other argument."""
    error = play(SEND.replacing(reply_to_id="m"), settings_of(), reply(404)).error
    assert error.ids == {"server_id": "s", "room_id": "r", "reply_to_id": "m"}
    preview = call_of("servers.invites.preview", code="secret")
    assert play(preview, settings_of(), reply(404)).error.ids == {}


@pytest.mark.parametrize("answer", [reply(404, b"<html>"), reply(200, {"login": "x"})])
def test_error_of_a_response_has_the_address(answer: Any) -> None:
    """An error of a response has the address that sent it, because it may be a wrong one."""
    error = play(call_of("users.me"), settings_of(), answer).error
    assert error.base_url == "https://lag.example"
    assert "`base_url` (https://lag.example)" in str(error)


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("https://lag.example/x?token=1#2", "https://lag.example/x?..."),
        ("https://user:password@lag.example/", "https://...@lag.example/"),
        ("/elsewhere", "/elsewhere"),
    ],
)
def test_redirect_says_where_to(location: str, place: str) -> None:
    """The error of a redirect names its place, without user, query and fragment."""
    error = play(GET, settings_of(), reply(302, location=location)).error
    said = f"HTTP 302: the API redirects to {place}; the client does not follow redirects"
    assert (error.message, error.args, error.status) == (said, (said,), 302)


@pytest.mark.parametrize(
    ("outcome", "place"),
    [
        (failure(), "No response from https://lag.example through the proxy http://p:1: "),
        (unsent(), "No connection to https://lag.example through the proxy http://p:1: "),
        (failure("tls", sent=False), "No connection to https://lag.example through the proxy"),
        (failure("request", sent=False), "broken (request)"),
    ],
    ids=["lost", "unsent", "tls", "request"],
)
def test_connection_error_names_address_and_proxy(outcome: Any, place: str) -> None:
    """An attempt without a response says where it went; one that cannot be sent went nowhere."""
    settings = settings_of(max_retries=0, proxy=lambda: "http://p:1")
    assert play(CREATE, settings, outcome).error.message.startswith(place)


def test_sentence_of_a_failure_is_continued() -> None:
    """The full stop of a failure does not stand in front of what the error adds."""
    lost = TransportError("The server left.", phase="read", sent=True)
    error = play(CREATE, settings_of(), lost).error
    assert error.message == "No response from https://lag.example: The server left (read)"


_TEXTS = {
    "refused": ("connect", "ConnectError: [Errno 111] Connection refused"),
    "asyncio": ("connect", "ConnectError: [Errno 111] Connect call failed ('::1', 1)"),
    "no TLS": ("tls", "SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number"),
    "certificate": ("tls", "SSLError: certificate verify failed"),
    "late": ("connect", "ConnectTimeout: timed out"),
}


@pytest.mark.parametrize(
    ("base_url", "text", "advice"),
    [
        ("http://127.0.0.1:1", "refused", "Is `lagclient sandbox` running?"),
        ("http://LOCALHOST:1", "asyncio", "Is `lagclient sandbox` running?"),
        ("https://[::1]:1/v1", "no TLS", "Is the address http://[::1]:1?"),
        ("https://127.0.0.1:1", "certificate", ""),
        ("http://127.0.0.1:1", "late", ""),
        ("https://lag.example", "refused", ""),
        ("https://lag.example", "no TLS", ""),
    ],
)
def test_refused_connection_on_this_machine_has_advice(
    base_url: str, text: str, advice: str
) -> None:
    """A connection that this machine refuses probably lacks a sandbox, or has the wrong scheme."""
    phase, said = _TEXTS[text]
    broken = TransportError(said, phase=phase, sent=False)
    options: Dict[str, Any] = {"base_url": base_url, "max_retries": 0}
    error = play(GET, settings_of(**options), broken).error
    assert error.advice == advice
    assert str(error).endswith(f" Nothing was sent. {advice}".rstrip())
    proxied = settings_of(**options, proxy=lambda: "http://p:1")
    assert play(GET, proxied, broken).error.advice == ""


def test_call_of_a_closed_client_is_a_wrong_call() -> None:
    """A closed client raises a usage error without an attempt; after one, it names that failure."""
    closed = TransportError.closed()
    error = play(GET, settings_of(), closed).error
    assert isinstance(error, LagInvalidRequestError)
    assert (error.message, error.attempts) == ("The client is closed: create another one", 0)
    error = play(GET, settings_of(), reply(503), closed).error
    assert (type(error), type(error.__cause__)) == (LagConnectionError, LagServerError)
    assert (error.attempts, error.outcome) == (1, "refused")
    assert error.message == (
        "The client is closed, so the request is not repeated. The last attempt: HTTP 503"
    )


def test_causes_are_shown_once() -> None:
    """A cause that repeats the text of the error above it is left out, and keeps its own cause."""

    class ConnectError(Exception):
        """As httpx and httpcore have it, with one text."""

    def chain(*errors: BaseException) -> Any:
        for error, cause in zip(errors, errors[1:]):
            error.__cause__ = cause
        return errors[0]

    def causes(error: Any) -> Any:
        while error.__cause__ is not None:
            error = error.__cause__
            yield error

    root, other = OSError("no"), KeyError("x")
    first = TransportError("ConnectError: no", phase="connect", sent=False)
    failed = chain(first, ConnectError("no"), ConnectError("no"), root)
    assert [*causes(play(CREATE, settings_of(max_retries=0), failed).error)] == [first, root]
    second = failure("connect", sent=False)
    failed = chain(second, kept := ConnectError("no"), ConnectError("no"), root, other)
    found = [*causes(play(CREATE, settings_of(max_retries=0), failed).error)]
    assert found == [second, kept, root, other]
    assert all(cause.__traceback__ is None for cause in found)


# Nothing is sent


@pytest.mark.parametrize(
    ("token", "name", "values", "refusal"),
    [
        (ROBOT_TOKEN, "users.me", {}, LagInvalidTokenError),
        (ROBOT_TOKEN, "servers.create", {"name": "S"}, LagInvalidTokenError),
        (USER_TOKEN, "robots.events.poll", {}, LagInvalidTokenError),
        (USER_TOKEN, "users.get", {"user_id": ""}, LagInvalidRequestError),
        (USER_TOKEN, "servers.create", {"name": None}, LagInvalidRequestError),
        (USER_TOKEN, "images.upload", {"image": 5, "purpose": "chat"}, LagInvalidRequestError),
    ],
    ids=["robot, read", "robot, write", "user", "path", "body", "file"],
)
def test_what_cannot_be_sent_is_refused_at_once(
    token: str, name: str, values: Any, refusal: Any
) -> None:
    """A wrong credential or argument raises before anything is yielded, and says which call."""
    flow = perform(call_of(name, **values), settings_of(token))
    with pytest.raises(refusal) as caught:
        next(flow)
    error = caught.value
    assert (error.route, error.request) == (name, TABLE[name].line)
    assert (error.attempts, error.outcome) == (0, "not_sent")
    assert "Nothing was sent." in str(error)
    assert "canary" not in str(error)


def test_public_routes_are_for_all() -> None:
    """A public route takes robots too, at its plain path, with the credential all the same."""
    health = {"status": "ok", "version": "1", "timestamp": "now"}
    played = play(call_of("system.health"), settings_of(ROBOT_TOKEN), reply(200, health))
    assert played.lines == ["GET /health"]
    assert "authorization" in played.sends[0].request.headers


# Repeating

OUTCOMES = {
    "no connection": unsent(),
    "429": reply(429),
    "503": reply(503),
    "500": reply(500),
    "502": reply(502),
    "504": reply(504),
    "lost": failure(),
    "timed out": failure(timed_out=True),
    "400": reply(400),
    "409": reply(409),
    "501": reply(501),
    "302": reply(302),
    "tls": failure("tls", sent=False),
    "request": failure("request", sent=False),
}
HARMLESS = {"no connection", "429", "503"}
UNKNOWN = {"500", "502", "504", "lost", "timed out"}


@every("name", OUTCOMES)
@every(
    "call, answer, repeated",
    [
        (GET, ME, HARMLESS | UNKNOWN),
        (PUT, {"userId": "u", "roleId": "x", "roleName": "X", "role": "x"}, HARMLESS | UNKNOWN),
        (CREATE, SERVER, HARMLESS),
    ],
    ids=["read", "safe", "never"],
)
def test_what_is_repeated(name: str, call: Any, answer: Any, repeated: Any) -> None:
    """Reads and safe writes are repeated unless that is vain; others only if it does no harm."""
    if name in repeated:
        played = play(call, settings_of(), OUTCOMES[name], reply(200, answer))
        assert played.error is None
        assert played.answer.attempts == 2
        assert played.sleeps == [0.25]
        assert played.sends[0].request is played.sends[1].request
    else:
        played = play(call, settings_of(), OUTCOMES[name])
        assert played.error.attempts == 1
        assert played.sleeps == []


def test_repeating_ends() -> None:
    """After `max_retries` repetitions the last error is raised, its waits growing."""
    played = play(GET, settings_of(max_retries=3), *[reply(502)] * 4)
    assert isinstance(played.error, LagServerError)
    assert played.error.attempts == 4
    assert played.sleeps == [0.25, 0.5, 1.0]


@pytest.mark.parametrize("outcome", [reply(500), reply(502), failure()], ids=["500", "502", "lost"])
@pytest.mark.parametrize("call", [SEND, CREATE], ids=["look", "never"])
def test_unsafe_writes_are_repeated_on_request(call: Any, outcome: Any) -> None:
    """retry_unsafe repeats every write, without a look."""
    body = message() if call is SEND else SERVER
    played = play(call, settings_of(retry_unsafe=True), outcome, reply(201, body))
    assert played.answer.attempts == 2
    assert len(set(played.lines)) == 1


def test_a_wait_that_was_asked_for_replaces_the_backoff() -> None:
    """Retry-After on 429 and 503 is waited for, to the fraction of a second."""
    played = play(
        GET,
        settings_of(),
        reply(429, retry_after="1.5"),
        reply(503, retry_after="2"),
        reply(200, ME),
    )
    assert played.sleeps == [1.5, 2.0]


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_is_too_long_is_an_error_at_once(status: int) -> None:
    """A Retry-After beyond max_retry_wait_seconds raises at once, and tells how long it was."""
    played = play(GET, settings_of(), reply(status, retry_after="3600"))
    assert played.sleeps == []
    assert (played.error.attempts, played.error.retry_after_seconds) == (1, 3600.0)


def test_repeating_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """A repetition is a warning that names the method; success is none."""
    with caplog.at_level(logging.WARNING, "lagclient"):
        play(GET, settings_of(), reply(200, ME))
        assert caplog.records == []
        play(GET, settings_of(), reply(503), reply(200, ME))
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage() == "users.me: HTTP 503; next in 0.25 s"


# Looking

LOOKED = ["POST /servers/s/rooms/r/messages", "GET /users/me"]
LOOKED.append("GET /servers/s/rooms/r/messages?limit=100")
LOST = {"500": reply(500), "502": reply(502), "504": reply(504), "lost": failure()}


@pytest.mark.parametrize("outcome", LOST.values(), ids=LOST)
def test_a_message_that_is_found_is_the_answer(outcome: Any) -> None:
    """After a lost answer the newest messages are looked at; the message there is the answer."""
    played = play(SEND, settings_of(), (1.0, outcome), reply(200, ME), listing(message("m7")))
    assert played.lines == LOOKED
    assert played.answer.data.id == "m7"
    assert (played.answer.attempts, played.answer.elapsed_seconds) == (1, 1.25)


def test_a_message_that_is_absent_after_500_is_sent_again() -> None:
    """After a 500 the application is done: what is not there is sent once more."""
    outcomes = [reply(500), reply(200, ME), listing(), reply(201, message("m2"))]
    played = play(SEND, settings_of(), *outcomes)
    assert played.lines == [*LOOKED, LOOKED[0]]
    assert (played.answer.data.id, played.answer.attempts) == ("m2", 2)
    assert played.sends[0].request is played.sends[3].request


@pytest.mark.parametrize("outcome", [reply(502), reply(504), failure()], ids=["502", "504", "lost"])
def test_a_message_that_is_absent_after_others_may_still_come(outcome: Any) -> None:
    """After 502, 504 or silence the send may still be going on: it is never sent twice."""
    played = play(SEND, settings_of(), outcome, reply(200, ME), listing())
    assert played.lines == LOOKED
    assert (played.error.outcome, played.error.attempts) == ("unknown", 1)
    assert played.error.route == "servers.rooms.messages.send"
    assert "It may have taken effect" in str(played.error)


@pytest.mark.parametrize("outcome", [reply(500), failure()], ids=["500", "lost"])
def test_a_look_that_tells_nothing_ends_the_call(outcome: Any) -> None:
    """Where the look is unclear, the first failure is raised, outcome unknown."""
    played = play(SEND, settings_of(), outcome, reply(200, ME), listing(date=None))
    assert played.lines == LOOKED
    assert played.error.outcome == "unknown"
    assert type(played.error) is (
        LagServerError if outcome is not None and hasattr(outcome, "body") else LagConnectionError
    )


@pytest.mark.parametrize("outcome", [reply(500), failure()], ids=["500", "lost"])
def test_a_robot_that_may_not_read_gets_the_error(outcome: Any) -> None:
    """A robot without the permission to read messages cannot look: unknown, and no repetition."""
    played = play(SEND, settings_of(ROBOT_TOKEN), outcome, reply(200, BOT), reply(403))
    assert played.lines == [
        "POST /robots/@me/servers/s/rooms/r/messages",
        "GET /robots/@me/info",
        "GET /robots/@me/servers/s/rooms/r/messages?limit=100",
    ]
    assert played.error.outcome == "unknown"
    assert not isinstance(played.error, LagPermissionError)


def test_the_last_attempt_is_looked_for_too() -> None:
    """A look repeats nothing, so it comes even after the last attempt that is allowed."""
    outcomes = [reply(500), reply(200, ME), listing(message("m7"))]
    assert play(SEND, settings_of(max_retries=0), *outcomes).answer.data.id == "m7"
    played = play(SEND, settings_of(max_retries=0), *outcomes[:2], listing())
    assert played.error.outcome == "unknown"


def test_whose_token_it_is_is_asked_once() -> None:
    """Who the token belongs to is remembered for the next look."""
    settings = settings_of()
    play(SEND, settings, reply(500), reply(200, ME), listing(message("m1")))
    played = play(SEND, settings, reply(500), listing(message("m2")))
    assert played.lines == [LOOKED[0], LOOKED[2]]
    assert played.answer.data.id == "m2"


# Deletions


@pytest.mark.parametrize("outcome", LOST.values(), ids=LOST)
def test_a_repeated_delete_that_finds_nothing_succeeded(outcome: Any) -> None:
    """After an attempt of unknown outcome, a 404 says that it had worked."""
    played = play(DELETE, settings_of(), outcome, GONE)
    assert played.answer.data is None
    assert played.answer.attempts == 2


@every("lost", [failure(), reply(502)], ids=["cut", "502"])
@every(
    "absence",
    [
        reply(404),
        reply(404, b"<html>no such app</html>", content_type="text/html"),
        reply(404, b"404 page not found", content_type="text/plain"),
        reply(404, {"message": "no Route matched with those values"}),
        reply(404, {"error": "Not Found", "path": "/"}),
    ],
    ids=lambda absence: absence.body.decode(),
)
def test_404_of_a_gateway_does_not_say_that_it_is_gone(lost: Any, absence: Any) -> None:
    """After an attempt of unknown outcome, only the API's own 404 makes a DELETE a success."""
    error = play(DELETE, settings_of(), lost, absence).error
    assert isinstance(error, LagNotFoundError)
    assert (error.outcome, error.attempts) == ("unknown", 2)


def test_a_repeated_delete_answers_what_the_table_says() -> None:
    """Where the answer of a deletion has a model, `when_gone` is that answer."""
    call = call_of("events.templates.delete", server_id="s", template_id="t")
    assert play(call, settings_of(), failure(), GONE).answer.data == Ok(ok=True)
    call = call_of("events.cancel", server_id="s", event_id="e")
    assert play(call, settings_of(), reply(502), GONE).answer.data.status == "cancelled"


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_a_first_delete_that_finds_nothing_failed(name: str) -> None:
    """A 404 is an error when no earlier attempt can have deleted anything."""
    assert isinstance(play(DELETE, settings_of(), reply(404)).error, LagNotFoundError)
    played = play(DELETE, settings_of(), OUTCOMES[name], reply(404))
    assert isinstance(played.error, LagNotFoundError)
    assert (played.error.attempts, played.error.outcome) == (2, "refused")


def test_a_repeated_put_that_finds_nothing_failed() -> None:
    """Only of a deletion is 404 a success."""
    played = play(PUT, settings_of(), failure(), reply(404))
    assert isinstance(played.error, LagNotFoundError)
    assert played.error.outcome == "unknown"


# What became of it


@every(
    "outcomes, became",
    [
        ([unsent()] * 3, "not_sent"),
        ([failure("pool", sent=False, timed_out=True)] * 3, "not_sent"),
        ([failure("tls", sent=False)], "not_sent"),
        ([failure("request", sent=False)], "not_sent"),
        ([failure("request", sent=True)], "unknown"),
        ([reply(409)], "refused"),
        ([reply(302)], "refused"),
        ([reply(429)] * 3, "refused"),
        ([reply(503)] * 3, "refused"),
        ([unsent(), reply(429), reply(400)], "refused"),
        ([reply(500)], "unknown"),
        ([reply(502)], "unknown"),
        ([failure()], "unknown"),
        ([unsent(), failure()], "unknown"),
        ([failure(status=200)], "applied"),
        ([failure(status=500)], "unknown"),
        ([reply(200, b"{")], "applied"),
        ([reply(200, b"{]")], "unknown"),
        ([reply(200, b"Access denied")], "unknown"),
        ([reply(200, {"error": "forbidden", "message": "no"})], "unknown"),
        ([reply(200, {"login": "https://portal/"})], "applied"),
        ([reply(200, b"<html>", content_type="text/html")], "unknown"),
        ([reply(201)], "applied"),
        ([reply(200, {"id": "s"})], "applied"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_the_outcome_of_a_write(outcomes: Any, became: str) -> None:
    """An error says whether the write was sent, refused, applied, or might have been."""
    played = play(CREATE, settings_of(), *outcomes)
    error = played.error
    assert (error.outcome, error.attempts) == (became, len(outcomes))
    assert (error.route, error.request) == ("servers.create", "POST /servers")


@pytest.mark.parametrize("last", [reply(409), reply(429), unsent(), failure("tls", sent=False)])
def test_a_doubt_stays(last: Any) -> None:
    """Once an attempt may have taken effect, a later refusal does not undo that."""
    played = play(PUT, settings_of(max_retries=1), failure(), last)
    assert (played.error.outcome, played.error.attempts) == ("unknown", 2)


def test_model_that_cannot_be_imported_costs_no_write() -> None:
    """A typo in a route of the caller's ends a write before anything is sent."""
    route = attrs.evolve(CREATE.route, model="lagclient.models:Sever")
    played = play(CREATE._replace(route=route), settings_of())
    assert isinstance(played.error, LagRouteError)
    assert (played.error.outcome, played.error.attempts, played.sends) == ("not_sent", 0, [])


def test_a_read_takes_no_effect() -> None:
    """A read is never unknown or applied, whatever happened; one that never left is not_sent."""
    for outcome in (failure(), failure(status=200), reply(502), reply(200, b"<html>")):
        played = play(GET, settings_of(max_retries=0), outcome)
        assert played.error.outcome == "refused"
    assert play(GET, settings_of(max_retries=0), unsent()).error.outcome == "not_sent"


@pytest.mark.parametrize(
    ("outcome", "cls"),
    [
        (failure(), LagConnectionError),
        (failure(timed_out=True), LagTimeoutError),
        (reply(302, location="/elsewhere"), LagAPIError),
        (reply(100), LagAPIError),
        (reply(409, {"message": "taken", "error": "Conflict"}), LagConflictError),
        (reply(429), LagRateLimitError),
        (reply(200, b""), LagDecodeError),
    ],
    ids=["lost", "timed out", "3xx", "1xx", "409", "429", "empty"],
)
def test_the_class_of_an_error(outcome: Any, cls: Any) -> None:
    """Each way to fail has its class; a redirect is not followed but an error."""
    played = play(CREATE, settings_of(max_retries=0), outcome)
    assert type(played.error) is cls
    if isinstance(played.error, LagConnectionError):
        assert played.error.__cause__ is outcome
        assert played.error.message == "No response from https://lag.example: broken (read)"


def test_an_undecodable_answer_tells_why() -> None:
    """The error of an answer that makes no sense has the validation error as its cause."""
    error = play(GET, settings_of(), reply(200, {"id": 5}, x_request_id="req_2")).error
    assert type(error.__cause__).__name__ == "ValidationError"
    assert (error.request_id, error.status, error.body) == ("req_2", 200, '{"id": 5}')


# The deadline


def test_an_attempt_has_what_is_left() -> None:
    """Each attempt may take what the deadline leaves, less the attempts and waits before it."""
    settings = settings_of(deadline_seconds=10.0, timeout_seconds=3.0)
    played = play(GET, settings, (2.0, reply(503, retry_after="1")), (1.0, reply(200, ME)))
    assert [send.timeouts.total for send in played.sends] == [10.0, 7.0]
    assert [send.timeouts.read for send in played.sends] == [3.0, 3.0]
    assert [send.timeouts.cut().read for send in played.sends] == [3.0, 3.0]
    no_deadline = play(GET, settings_of(timeout_seconds=None), reply(200, ME)).sends[0].timeouts
    assert no_deadline == (None,) * 5


def test_the_deadline_cuts_each_phase() -> None:
    """No phase may take longer than what the deadline leaves."""
    settings = settings_of(deadline_seconds=2.0)
    (send,) = play(GET, settings, reply(200, ME)).sends
    assert send.timeouts == (30.0, 30.0, 30.0, 30.0, 2.0)
    assert send.timeouts.cut() == (2.0,) * 5


@pytest.mark.parametrize(
    "outcome",
    [
        (4.9, reply(503)),
        (0.0, reply(503, retry_after="5")),
        (4.9, unsent()),
        (6.0, reply(500)),
        (4.9, reply(502)),
        (6.0, failure(timed_out=True)),
    ],
    ids=["backoff", "asked for", "unsent", "500", "502", "late"],
)
@pytest.mark.parametrize("call", [GET, SEND, CREATE], ids=["read", "look", "never"])
def test_no_wait_goes_beyond_the_deadline(call: Any, outcome: Any) -> None:
    """A wait that would end after the deadline is not begun: the error comes at once."""
    played = play(call, settings_of(deadline_seconds=5.0), outcome)
    assert played.sleeps == []
    assert played.error.attempts == 1


def test_a_passed_deadline_is_a_timeout() -> None:
    """An attempt that the deadline ended is a LagTimeoutError that names the deadline."""
    played = play(GET, settings_of(deadline_seconds=1.5), (1.5, failure()))
    assert type(played.error) is LagTimeoutError
    said = "No response from https://lag.example: The deadline of 1.5 s has passed (read)"
    assert played.error.message == said


def test_no_attempt_begins_after_the_deadline() -> None:
    """A sleep that takes longer than it should cannot let an attempt begin too late."""
    settings = settings_of(deadline_seconds=5.0)
    clock: Any = settings.clock
    flow = perform(GET, settings)
    next(flow)
    flow.send(reply(503))
    clock.seconds += 5.0
    with pytest.raises(LagServerError) as caught:
        flow.send(None)
    assert (caught.value.attempts, caught.value.outcome) == (1, "refused")


def test_a_deadline_that_is_over_at_once() -> None:
    """A deadline that passes before the first attempt sends nothing."""
    settings = settings_of(deadline_seconds=0.0)
    played = play(CREATE, settings)
    assert type(played.error) is LagTimeoutError
    assert (played.error.attempts, played.error.outcome) == (0, "not_sent")
    assert played.error.route == "servers.create"


def test_a_look_is_within_the_deadline() -> None:
    """Both requests of a look have what the whole call has left, and no more."""
    settings = settings_of(deadline_seconds=10.0)
    outcomes = [(2.0, reply(500)), (3.0, reply(200, ME)), (1.0, listing(message("m7")))]
    played = play(SEND, settings, *outcomes)
    assert [send.timeouts.total for send in played.sends] == [10.0, 7.75, 4.75]
    assert played.answer.data.id == "m7"


def test_a_look_does_not_begin_after_the_deadline() -> None:
    """A look whose first request takes all of the time left makes no second one."""
    settings = settings_of(deadline_seconds=10.0)
    played = play(SEND, settings, (2.0, reply(500)), (7.75, reply(200, ME)))
    assert (played.error.outcome, played.error.attempts) == ("unknown", 1)
    assert isinstance(played.error, LagServerError)


def test_after_a_look_the_deadline_counts_too() -> None:
    """A message that is absent is not sent again when the look took all of the time."""
    settings = settings_of(deadline_seconds=10.0)
    played = play(SEND, settings, (2.0, reply(500)), reply(200, ME), (7.75, listing()))
    assert played.error.outcome == "unknown"
    assert len(played.sends) == 3


def test_a_page_is_the_data_of_a_listing() -> None:
    """A listing with a cursor answers a Page."""
    call = call_of("servers.rooms.messages.list", server_id="s", room_id="r", limit=2, cursor=UNSET)
    played = play(call, settings_of(), listing(message("m1"), more=True))
    assert played.lines == ["GET /servers/s/rooms/r/messages?limit=2"]
    assert isinstance(played.answer.data, Page)
    assert (played.answer.data.has_more, played.answer.data.next_cursor) == (True, "older")
