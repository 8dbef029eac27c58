from __future__ import annotations

import pytest

from lagclient import Client, Permission, models
from lagclient.sandbox import Sandbox
from tests.kit.sandbox import Wire

EVENTS = "/servers/{server}/events"
PLAN = {"title": "Game night", "startsAt": "2024-05-03T18:00:00Z"}


def plan(wire, who="sam", **more):
    return wire.ok(f"POST {EVENTS}", {**PLAN, **more}, who=who)


def statuses(wire):
    return {event["title"]: event["status"] for event in wire.ok(f"GET {EVENTS}")["events"]}


def test_new_event(wire, lag):
    """A new event is a 201 with all fields of the model, scheduled and not shared."""
    response = wire(f"POST {EVENTS}", PLAN)
    event = response.json()
    assert response.status_code == 201
    assert set(event) == {field.alias for field in models.EventSummary.model_fields.values()}
    models.EventSummary.model_validate(event)
    assert event == {
        **event,
        "serverId": lag.server_id,
        "title": "Game night",
        "description": None,
        "coverImageUrl": None,
        "startsAt": "2024-05-03T18:00:00.000Z",
        "endsAt": None,
        "status": "scheduled",
        "createdBy": wire.id_of("sam"),
        "creatorUsername": "sam",
        "creatorDisplayName": "Sam",
        "shareCode": None,
        "externalAccessEnabled": False,
        "externalAutoAdmit": False,
        "rsvpCounts": {"going": 0, "maybe": 0, "notGoing": 0},
        "myRsvp": None,
        "templateId": None,
        "createdAt": "2024-05-01T12:00:00.000Z",
    }
    assert wire.ok(f"GET {EVENTS}/{event['id']}") == event


def test_room_of_an_event(wire):
    """A room with the event's title is created; the event stays when the room is deleted."""
    event = plan(wire)
    room = wire.ok("GET /servers/{server}")["rooms"][-1]
    assert (room["id"], room["name"]) == (event["voiceRoomId"], "Game night")
    wire.ok(f"DELETE /servers/{{server}}/rooms/{room['id']}")
    assert wire.ok(f"GET {EVENTS}/{event['id']}")["voiceRoomId"] is None
    wire.ok(f"DELETE {EVENTS}/{event['id']}")


def test_times_with_an_offset(wire):
    """A time with an offset is the same time in UTC."""
    event = plan(wire, startsAt="2024-05-03T20:00:00+02:00", endsAt="2024-05-03T19:00:00.5Z")
    assert event["startsAt"] == "2024-05-03T18:00:00.000Z"
    assert event["endsAt"] == "2024-05-03T19:00:00.500Z"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("startsAt", "tomorrow"),
        ("startsAt", "2024-05-03"),
        ("startsAt", None),
        ("startsAt", 1714759200),
        ("endsAt", "2024-13-01T00:00:00Z"),
        ("endsAt", "2024-05-03T17:59:59Z"),
        ("endsAt", "2024-05-03T20:00:00+02:00"),
        ("title", " "),
        ("externalAccessEnabled", "yes"),
    ],
)
def test_wrong_event(field, value, wire):
    """A wrong time, an end not after the start and a blank title are a 400 that names the field."""
    event = plan(wire)
    for line, body in ((f"POST {EVENTS}", PLAN), (f"PATCH {EVENTS}/{event['id']}", {})):
        response = wire(line, {**body, field: value})
        assert response.status_code == 400
        assert response.json()["message"].startswith(f"`{field}` must")
    assert wire.ok(f"GET {EVENTS}")["events"] == [event]


def test_end_in_the_last_year(wire):
    """The last times of the calendar do not break the list."""
    plan(wire, startsAt="9999-12-31T23:00:00Z")
    assert statuses(wire) == {"Game night": "scheduled"}


def test_list_of_events(wire, clock):
    """The list has scheduled and active events, the earliest first; `get` has the others, too."""
    plan(wire, title="later", startsAt="2024-05-01T13:00:00Z", endsAt="2024-05-01T14:00:00Z")
    plan(wire, title="open", startsAt="2024-05-01T12:30:00Z")
    over = plan(wire, title="over", startsAt="2024-05-01T11:00:00Z", endsAt="2024-05-01T12:30:00Z")
    assert over["status"] == "active"
    assert list(statuses(wire).items()) == [
        ("over", "active"),
        ("open", "scheduled"),
        ("later", "scheduled"),
    ]
    clock.forward(minutes=30)
    assert statuses(wire) == {"open": "active", "later": "scheduled"}
    assert wire.ok(f"GET {EVENTS}/{over['id']}")["status"] == "ended"
    clock.forward(minutes=30)
    assert statuses(wire) == {"open": "active", "later": "active"}
    clock.forward(hours=23, minutes=29)
    assert statuses(wire) == {"open": "active"}
    clock.forward(minutes=1)
    assert statuses(wire) == {}


def test_update_of_an_event(wire):
    """An update changes the fields that were sent and no others."""
    event = plan(wire, description="bring snacks", externalAutoAdmit=True)
    line = f"PATCH {EVENTS}/{event['id']}"
    assert wire.ok(line, {}) == event
    changes = {"title": "Quiz", "coverImageUrl": "https://example.com/x.png"}
    assert wire.ok(line, changes) == {**event, **changes}
    end = {"endsAt": "2024-05-03T19:00:00.000Z"}
    assert wire.ok(line, end) == {**event, **changes, **end}
    assert wire.refused(line, {"startsAt": "2024-05-03T19:00:00Z"}) == 400


def test_hosts_of_an_event(wire):
    """Members with MANAGE_EVENTS create events; they and the creator change them, all see them."""
    assert wire.refused(f"POST {EVENTS}", PLAN, who="mira") == 403
    assert wire.refused(f"POST {EVENTS}", PLAN, who="ines") == 403
    body = {"name": "Planner", "permissions": int(Permission.MANAGE_EVENTS)}
    role = wire.ok("POST /servers/{server}/roles", body)
    member = f"/servers/{{server}}/members/{wire.id_of('mira')}/role"
    before = wire.ok("GET /servers/{server}")["members"][-1]["roleId"]
    wire.ok(f"PUT {member}", {"roleId": role["id"]})
    hers, his = plan(wire, who="mira"), plan(wire)
    wire.ok(f"PUT {member}", {"roleId": before})
    for event, status in ((hers, 200), (his, 403)):
        path = f"{EVENTS}/{event['id']}"
        assert wire(f"GET {path}", who="mira").status_code == 200
        assert wire(f"PATCH {path}", {"title": "x"}, who="jun").status_code == 200
        assert wire(f"PATCH {path}", {"title": "x"}, who="mira").status_code == status
        assert wire(f"POST {path}/external/toggle", who="mira").status_code == status
        assert wire(f"GET {path}/guests", who="mira").status_code == status
        assert wire(f"DELETE {path}", who="mira").status_code == status
    assert wire.refused(f"GET {EVENTS}", who="ines") == 403
    assert wire.refused(f"GET {EVENTS}", who="robot") == 403


def test_event_of_another_server(wire):
    """An event is a 404 under another server than its own."""
    event = plan(wire)
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    path = f"/servers/{other}/events/{event['id']}"
    assert wire.refused(f"GET {path}", who="ines") == 404
    assert wire.refused(f"DELETE {path}", who="ines") == 404
    assert wire.refused(f"POST {path}/rsvp", {"status": "going"}, who="ines") == 404
    assert wire.ok(f"GET /servers/{other}/events", who="ines") == {"events": []}


def test_rsvp(wire):
    """An RSVP replaces the earlier one; the event has the counts and the caller's own."""
    path = f"{EVENTS}/{plan(wire)['id']}"
    wire.ok(f"POST {path}/rsvp", {"status": "going"})
    for status in ("going", "going", "not_going"):
        answer = wire.ok(f"POST {path}/rsvp", {"status": status}, who="mira")
        assert answer["status"] == status
    assert answer["counts"] == {"going": 1, "maybe": 0, "notGoing": 1}
    for who, mine in (("sam", "going"), ("mira", "not_going"), ("jun", None)):
        event = wire.ok(f"GET {path}", who=who)
        assert (event["myRsvp"], event["rsvpCounts"]) == (mine, answer["counts"])
    assert wire.ok(f"GET {EVENTS}", who="mira")["events"][0]["myRsvp"] == "not_going"
    assert wire.refused(f"POST {path}/rsvp", {"status": "perhaps"}) == 400
    wire.ok("DELETE /servers/{server}/leave", who="mira")
    assert wire.ok(f"GET {path}")["rsvpCounts"] == {"going": 1, "maybe": 0, "notGoing": 0}


def test_toggle_of_external_access(wire):
    """The toggle turns access on and off; the code is shown while it is on, and stays the same."""
    path = f"{EVENTS}/{plan(wire)['id']}"
    on = wire.ok(f"POST {path}/external/toggle")
    assert (on["externalAccessEnabled"], bool(on["shareCode"])) == (True, True)
    off = wire.ok(f"POST {path}/external/toggle")
    assert (off["externalAccessEnabled"], off["shareCode"]) == (False, None)
    assert wire.ok(f"PATCH {path}", {"externalAccessEnabled": True}) == on
    other = plan(wire, externalAccessEnabled=True)
    assert other["shareCode"] not in (None, on["shareCode"])


def test_cancelled_event(wire, clock):
    """A cancelled event says when it is deleted; until then it can only be read."""
    event = plan(wire)
    path = f"{EVENTS}/{event['id']}"
    answer = wire.ok(f"DELETE {path}")
    assert answer == {"status": "cancelled", "deletesAt": "2024-05-08T12:00:00.000Z"}
    assert wire.ok(f"GET {path}") == {**event, "status": "cancelled"}
    assert statuses(wire) == {}
    assert wire.refused(f"PATCH {path}", {"title": "x"}) == 409
    assert wire.refused(f"POST {path}/rsvp", {"status": "going"}) == 409
    assert wire.refused(f"POST {path}/external/toggle") == 409
    clock.forward(days=6)
    assert wire.ok(f"DELETE {path}") == answer
    clock.forward(days=1)
    assert wire.refused(f"GET {path}") == 404
    assert wire.refused(f"DELETE {path}") == 404
    assert wire.ok(f"GET {EVENTS}") == {"events": []}
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 3


def test_event_that_is_over(wire, clock):
    """Members cannot respond to an event that is over, but its hosts may still correct it."""
    path = f"{EVENTS}/{plan(wire)['id']}"
    clock.forward(days=4)
    assert wire.refused(f"POST {path}/rsvp", {"status": "going"}) == 409
    changed = wire.ok(f"PATCH {path}", {"endsAt": "2024-05-06T12:00:00Z"})
    assert changed["status"] == "active"
    wire.ok(f"POST {path}/rsvp", {"status": "going"})


def test_events_in_a_file(tmp_path, http, clock):
    """Events, responses, guests and templates are the same after a restart on the same file."""
    with Sandbox(db=tmp_path / "lag.db", clock=clock) as lag:
        wire = Wire(lag, http)
        event = plan(wire, externalAccessEnabled=True)
        wire.ok(f"POST {EVENTS}/{event['id']}/rsvp", {"status": "maybe"})
        lag.add_guest(event["id"], "Robin")
        body = {"title": "x", "rrule": "FREQ=DAILY", "timezone": "UTC", "startTime": "20:00"}
        wire.ok("POST /servers/{server}/event-templates", body)
        lines = ("events", f"events/{event['id']}/guests", "event-templates")
        before = [wire.ok(f"GET /servers/{{server}}/{line}") for line in lines]
    with Sandbox(db=tmp_path / "lag.db", clock=clock) as lag:
        wire = Wire(lag, http)
        assert [wire.ok(f"GET /servers/{{server}}/{line}") for line in lines] == before
        assert before[0]["events"][-1]["rsvpCounts"]["maybe"] == 1


def test_client_of_events(lag):
    """The SDK unwraps the lists and reads every response."""
    with Client(token=lag.token, base_url=lag.url) as sam:
        event = sam.events.create(lag.server_id, title="x", starts_at="2024-05-03T18:00:00Z")
        assert sam.events.list(lag.server_id) == [event]
        assert sam.events.rsvp(lag.server_id, event.id, status="going").counts.going == 1
        assert sam.events.toggle_external_access(lag.server_id, event.id).share_code
        guest = lag.add_guest(event.id, "Robin")
        assert sam.events.guests.admit(lag.server_id, event.id, guest)["status"] == "admitted"
        assert [g.id for g in sam.events.guests.list(lag.server_id, event.id)] == [guest]
        assert sam.events.cancel(lag.server_id, event.id)["status"] == "cancelled"
