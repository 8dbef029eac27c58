from __future__ import annotations

import contextlib
import json
import threading

import pytest

from lagclient import models
from lagclient.models.robot import PERMISSION_FOR
from lagclient.sandbox import Sandbox
from lagclient.sandbox.handlers import robot_events
from tests.kit.endpoint import Endpoint
from tests.kit.sandbox import Wire

MESSAGES = "/servers/{server}/rooms/{room}/messages"
POLL = "GET /robots/@me/events/poll"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(robot_events, "HOLD_SECONDS", 0)


@pytest.fixture
def robot(lag, wire):
    """Requests of a robot of one's own: the arguments are those of `Sandbox.add_robot`."""

    def robot(*permissions, **more):
        key = lag.add_robot("Mine", permissions or None, **more)

        def call(line):
            return wire(line, who="", headers={"Authorization": f"Robot {key}"})

        return call

    return robot


def say(wire, *texts, who="sam"):
    return [wire.ok(f"POST {MESSAGES}", {"content": text}, who=who)["id"] for text in texts]


def contents(events):
    return [event["payload"]["data"]["content"] for event in events]


class Streamed:
    """Reads the stream of a robot, the seeded one if no other."""

    def __init__(self, lag, http, key=None, **headers):
        headers = {"Authorization": f"Robot {key or lag.robot_key}", **headers}
        url = f"{lag.url}/robots/@me/events/sse"
        self._opened = http.stream("GET", url, headers=headers, timeout=10)

    def __enter__(self):
        self.response = self._opened.__enter__()
        self._bytes = self.response.iter_bytes()
        self._rest = b""
        return self

    def __exit__(self, *exception):
        self._opened.__exit__(*exception)

    def block(self):
        """The lines up to an empty one; none at the end of the stream."""
        while b"\n\n" not in self._rest:
            more = next(self._bytes, None)
            if more is None:
                assert self._rest == b""
                return []
            self._rest += more
        block, _, self._rest = self._rest.partition(b"\n\n")
        # Not splitlines: for it, more than these ends a line.
        return block.decode().split("\n")

    def event(self):
        fields = dict(line.split(": ", 1) for line in self.block())
        return {**fields, "data": json.loads(fields["data"])}


def everything(lag, wire):
    """Let each type of event happen once; they come in the order of `PERMISSION_FOR`."""
    (message,) = say(wire, "hi", who="mira")
    wire.ok(f"PATCH {MESSAGES}/{message}", {"content": "ho"}, who="mira")
    wire.ok(f"DELETE {MESSAGES}/{message}")
    lag.voice_join("mira")
    lag.voice_leave("mira")
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    wire.ok(f"POST /servers/join/{code}", who="ines")
    wire.ok("DELETE /servers/{server}/leave", who="ines")
    role = wire.ok("GET /servers/{server}/roles")[1]["id"]
    wire.ok(f"PUT /servers/{{server}}/members/{wire.id_of('mira')}/role", {"roleId": role})
    room = wire.ok("POST /servers/{server}/rooms", {"name": "x"})["id"]
    wire.ok(f"DELETE /servers/{{server}}/rooms/{room}")
    lag.set_presence("mira", "idle")
    wire.ok("PATCH /servers/{server}", {"name": "x", "iconEmoji": None})


def test_data_of_all_types(lag, wire):
    """Each of the twelve types is recorded, and its data has the documented keys."""
    everything(lag, wire)
    events = wire.ok(POLL, who="robot")
    assert [event["eventType"] for event in events] == list(PERMISSION_FOR)
    keys = {
        "room.message": {"roomId", "senderName", "content", "timestamp"},
        "room.message.edited": {"roomId", "messageId", "content", "editorId"},
        "room.message.deleted": {"roomId", "messageId", "deleterId"},
        "voice.join": {"roomId", "userId", "username"},
        "voice.leave": {"roomId", "userId", "username", "duration"},
        "member.join": {"userId", "username", "joinedAt"},
        "member.leave": {"userId", "username"},
        "member.role_changed": {"userId", "oldRole", "newRole"},
        "room.created": {"roomId", "name", "userId"},
        "room.deleted": {"roomId", "name"},
        "presence.update": {"userId", "status"},
        "server.updated": {"changed", "userId"},
    }
    for event in events:
        read = models.RobotEvent.model_validate(event)
        assert (read.id, read.type) == (event["id"], event["eventType"])
        assert not isinstance(read, models.UnknownEvent)
        assert set(event) == {"id", "eventType", "payload", "createdAt"}
        assert event["payload"]["type"] == event["eventType"]
        assert keys[event["eventType"]] <= set(event["payload"]["data"])
    assert events[-1]["payload"]["data"]["changed"] == ["iconEmoji", "name"]


@pytest.mark.parametrize("permission", sorted({*PERMISSION_FOR.values(), "send_messages"} - {""}))
def test_permissions_for_events(permission, lag, wire, robot):
    """A robot receives the events that its permissions are for, and changes of the server."""
    mine = robot(permission)
    everything(lag, wire)
    types = [type for type, needed in PERMISSION_FOR.items() if needed in ("", permission)]
    assert [event["eventType"] for event in mine(POLL).json()] == types


def test_subscribed_events(lag, wire, robot):
    """A robot receives only the events that it is subscribed to."""
    mine = robot(events=["voice.leave", "room.created"])
    everything(lag, wire)
    assert [e["eventType"] for e in mine(POLL).json()] == ["voice.leave", "room.created"]


ALL = list(PERMISSION_FOR)


@pytest.mark.parametrize("transport", ["SSE", "long-poll", "webhook"])
@pytest.mark.parametrize(
    ("permissions", "events", "types"),
    [
        (None, None, ALL),
        (["read_members"], None, [*ALL[5:8], "server.updated"]),
        (["read_rooms", "read_presence"], [*ALL[:8], *ALL[9:]], ALL[9:]),
    ],
    ids=["all", "permitted", "permitted and subscribed"],
)
def test_transports_have_the_same_events(transport, permissions, events, types, lag, wire):
    """Each transport has all events that a robot is permitted and subscribed to, and no others."""
    with Endpoint() as endpoint:
        url = endpoint.url if transport == "webhook" else None
        options = {"events": events, "transport": transport, "webhook_url": url}
        key = lag.add_robot("Mine", permissions, **options)
        opened = Streamed(lag, wire.http, key) if transport == "SSE" else contextlib.nullcontext()
        with opened as stream:
            everything(lag, wire)
            if transport == "SSE":
                received = [stream.event()["data"] for _ in types]
            elif transport == "webhook":
                received = [json.loads(endpoint.next().body) for _ in types]
                assert [delivery.type for delivery in lag.deliveries(key)] == types
            else:
                headers = {"Authorization": f"Robot {key}"}
                received = [e["payload"] for e in wire(POLL, who="", headers=headers).json()]
    assert [event["type"] for event in received] == types


def test_events_of_other_servers(wire):
    """A robot does not receive events of other servers."""
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    wire.ok(f"POST /servers/{other}/rooms", {"name": "x"}, who="ines")
    assert wire.ok(POLL, who="robot") == []


def test_poll_returns_new_events(wire, robot):
    """A poll returns the events since the robot's last one, the oldest first."""
    say(wire, "before")
    mine = robot()
    assert mine(POLL).json() == []
    say(wire, "one", "two")
    assert contents(mine(POLL).json()) == ["one", "two"]
    assert mine(POLL).json() == []
    say(wire, "three")
    assert contents(mine(POLL).json()) == ["three"]
    assert contents(wire.ok(POLL, who="robot")) == ["before", "one", "two", "three"]


def test_own_messages_of_a_robot(wire):
    """The robot's own messages are among the events, with its id."""
    line = f"POST /robots/@me{MESSAGES}"
    sent = wire.ok(line, {"content": "hi"}, who="robot")
    ((data,),) = [[event["payload"]["data"] for event in wire.ok(POLL, who="robot")]]
    assert (data["robotId"], data["userId"]) == (sent["robotId"], None)


def test_size_of_a_poll(wire, monkeypatch):
    """The next poll returns the events that are too many for one."""
    monkeypatch.setattr("lagclient.sandbox.delivery.subscriptions.AT_ONCE", 2)
    say(wire, "1", "2", "3")
    assert contents(wire.ok(POLL, who="robot")) == ["1", "2"]
    assert contents(wire.ok(POLL, who="robot")) == ["3"]


def test_held_poll(lag, wire, monkeypatch):
    """An empty poll is answered by the next event for the robot."""
    monkeypatch.setattr(robot_events, "HOLD_SECONDS", 60)
    polled = []
    poll = threading.Thread(target=lambda: polled.extend(wire.ok(POLL, who="robot")))
    poll.start()
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    wire.ok(f"POST /servers/{other}/rooms", {"name": "x"}, who="ines")
    say(wire, "at last")
    poll.join(10)
    assert contents(polled) == ["at last"]


def test_held_poll_at_the_end(http, monkeypatch):
    """The end of a sandbox answers a held poll."""
    monkeypatch.setattr(robot_events, "HOLD_SECONDS", 60)
    answers = []
    with Sandbox() as lag:
        bell, held = lag._world.bell, threading.Event()
        real = bell.listening
        monkeypatch.setattr(bell, "listening", lambda: held.set() or real())
        wire = Wire(lag, http)
        poll = threading.Thread(target=lambda: answers.append(wire(POLL, who="robot")))
        poll.start()
        assert held.wait(10)
    poll.join(10)
    assert [answer.json() for answer in answers] == [[]]


def test_abandoned_poll(lag, wire, http, monkeypatch):
    """Events after a robot has hung up are for its next poll."""
    monkeypatch.setattr(robot_events, "HOLD_SECONDS", 60)
    headers = {"Authorization": f"Robot {lag.robot_key}"}
    with pytest.raises(Exception, match="timed out"):
        http.get(f"{lag.url}/robots/@me/events/poll", headers=headers, timeout=0.05)
    say(wire, "late")
    monkeypatch.setattr(robot_events, "HOLD_SECONDS", 0)
    assert contents(wire.ok(POLL, who="robot")) == ["late"]


def test_polls_after_a_restart(tmp_path, http):
    """A restart on the same file neither repeats events nor loses any."""
    with Sandbox(db=tmp_path / "lag.db") as lag:
        wire = Wire(lag, http)
        say(wire, "one")
        wire.ok(POLL, who="robot")
        say(wire, "two")
    with Sandbox(db=tmp_path / "lag.db") as lag:
        wire = Wire(lag, http)
        say(wire, "three")
        assert contents(wire.ok(POLL, who="robot")) == ["two", "three"]


def test_robot_of_an_older_file(lag, wire):
    """A robot from before subscriptions existed receives all events."""
    lag._world.store.run("DELETE FROM subscriptions")
    say(wire, "one")
    assert contents(wire.ok(POLL, who="robot")) == ["one"]
    with Streamed(lag, wire.http, **{"Last-Event-ID": "evt_1"}) as stream:
        say(wire, "two")
        assert stream.event()["data"]["data"]["content"] == "two"


def test_streamed_event(lag, wire):
    """A stream has the events from now on: id, type, and data like a webhook."""
    say(wire, "before")
    with Streamed(lag, wire.http) as stream:
        assert stream.response.status_code == 200
        assert stream.response.headers["content-type"].startswith("text/event-stream")
        assert stream.response.headers["x-request-id"]
        say(wire, "line\nbreak\u2028")
        event = stream.event()
        lag.set_presence("jun", "offline")
        later = stream.event()
    assert event["event"] == "room.message"
    assert event["data"] == {
        "type": "room.message",
        "serverId": lag.server_id,
        "timestamp": "2024-05-01T12:00:00.000Z",
        "data": {**event["data"]["data"], "content": "line\nbreak\u2028", "senderName": "Sam"},
    }
    read = models.RobotEvent.model_validate(event["data"])
    assert read.server_id == lag.server_id
    assert isinstance(read, models.RoomMessageEvent)
    assert later["data"]["data"] == {"userId": wire.id_of("jun"), "status": "offline"}


def test_stream_after_an_event(lag, wire, monkeypatch):
    """Last-Event-ID brings all events after that one, however many."""
    monkeypatch.setattr("lagclient.sandbox.delivery.subscriptions.AT_ONCE", 2)
    say(wire, *"12345")
    first = wire.ok(POLL, who="robot")[0]["id"]
    with Streamed(lag, wire.http, **{"Last-Event-ID": first}) as stream:
        events = [stream.event() for _ in range(4)]
        assert [event["data"]["data"]["content"] for event in events] == list("2345")
    with Streamed(lag, wire.http, **{"Last-Event-ID": events[-1]["id"]}) as stream:
        say(wire, "6")
        assert stream.event()["data"]["data"]["content"] == "6"


@pytest.mark.parametrize("options", [{"journal_entries": 2}])
def test_unknown_last_event_id(lag, wire):
    """An id that is unknown, or of a lost event, is a 400 that says so."""
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    say(wire, *"123")
    wire.ok(f"POST /servers/{other}/rooms", {"name": "x"}, who="ines")
    for unknown in ("evt_1", "evt_4", "evt_5", "evt_03", "3", "x", "\xe9"):
        headers = {"Last-Event-ID": unknown.encode("latin-1")}
        response = wire("GET /robots/@me/events/sse", who="robot", headers=headers)
        assert response.status_code == 400, unknown
        assert response.json()["message"].startswith("`Last-Event-ID` must be")
    with Streamed(lag, wire.http, **{"Last-Event-ID": "evt_3"}) as stream:
        assert stream.response.status_code == 200


@pytest.mark.parametrize("options", [{"keepalive_seconds": 0.01}])
def test_keepalive(lag, wire):
    """After a silence there is a comment, which is not an event."""
    with Streamed(lag, wire.http) as stream:
        assert [stream.block(), stream.block()] == [[": keepalive"]] * 2
        say(wire, "hi")
        while not (block := stream.block())[0].startswith("id"):
            pass
        assert block[1] == "event: room.message"


def test_stream_at_the_end_of_the_sandbox(http):
    """The end of a sandbox ends its streams properly, and leaves no thread."""
    before = threading.active_count()
    with Sandbox() as lag:
        stream = Streamed(lag, http)
        stream.__enter__()
        say(Wire(lag, http), "hi")
        stream.block()
    assert threading.active_count() == before
    assert stream.block() == []
    stream.__exit__(None, None, None)


def test_stream_after_its_reader(lag, wire, monkeypatch):
    """The sandbox stops listening for a robot that has hung up."""
    bell, gone = lag._world.bell, threading.Event()
    real = bell.listening

    @contextlib.contextmanager
    def listening():
        try:
            with real() as rung:
                yield rung
        finally:
            gone.set()

    monkeypatch.setattr(bell, "listening", listening)
    with Streamed(lag, wire.http) as stream:
        say(wire, "hi")
        stream.block()
        assert not gone.is_set()
    assert gone.wait(10)
    assert bell._listeners == set()


def test_stream_after_its_robot(lag, wire):
    """When the server is deleted, so is the robot, and its stream ends."""
    with Streamed(lag, wire.http) as stream:
        wire.ok("DELETE /servers/{server}")
        assert stream.block() == []


def test_poll_with_another_transport(robot):
    """A robot that was created for another transport gets a 403 from the poll."""
    mine = robot(transport="SSE")
    assert mine(POLL).status_code == 403
    assert "SSE" in mine(POLL).json()["message"]


def test_stream_with_another_transport(robot):
    """A robot that was created for polls gets a 403 from the stream."""
    mine = robot(transport="long-poll")
    assert mine(POLL).status_code == 200
    assert mine("GET /robots/@me/events/sse").status_code == 403


def test_head_of_a_stream(wire):
    """HEAD ends at once, although GET does not."""
    response = wire("HEAD /robots/@me/events/sse", who="robot")
    assert (response.status_code, response.content) == (200, b"")


def test_events_of_a_user(wire):
    """Events are for robots: a user's token is a 403."""
    assert wire.refused(POLL) == 403
    assert wire.refused("GET /robots/@me/events/sse") == 403


@pytest.mark.parametrize(
    "more", [{"events": ["room.burned"]}, {"transport": "websocket"}, {"transport": "pigeon"}]
)
def test_refused_robot(more, lag):
    """A robot has known events and a known transport, else a ValueError."""
    with pytest.raises(ValueError, match=next(iter(more.values()))[0]):
        lag.add_robot("Mine", **more)
