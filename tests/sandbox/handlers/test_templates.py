from __future__ import annotations

import pytest

from lagclient import models

EVENTS = "/servers/{server}/events"
TEMPLATES = "/servers/{server}/event-templates"
WEEKLY = {
    "title": "Game night",
    "rrule": "FREQ=WEEKLY;BYDAY=FR",
    "timezone": "Europe/Berlin",
    "startTime": "20:00",
}
DAILY = {**WEEKLY, "rrule": "FREQ=DAILY"}


def make(wire, body=WEEKLY, **more):
    return wire.ok(f"POST {TEMPLATES}", {**body, **more})


def events(wire):
    return wire.ok(f"GET {EVENTS}")["events"]


def starts(wire):
    return [event["startsAt"][5:16] for event in events(wire)]


def test_new_template(wire, lag):
    """A new template is a 201 with all fields of the model; the list has it in its envelope."""
    response = wire(f"POST {TEMPLATES}", WEEKLY)
    template = response.json()
    assert response.status_code == 201
    assert set(template) == {field.alias for field in models.EventTemplate.model_fields.values()}
    models.EventTemplate.model_validate(template)
    assert template == {
        **template,
        **WEEKLY,
        "serverId": lag.server_id,
        "description": None,
        "coverImageUrl": None,
        "durationMinutes": None,
        "externalAccessEnabled": False,
        "externalAutoAdmit": False,
        "nextOccurrenceAt": "2024-05-03T18:00:00.000Z",
        "createdBy": wire.id_of("sam"),
        "createdAt": "2024-05-01T12:00:00.000Z",
    }
    assert wire.ok(f"GET {TEMPLATES}", who="mira") == {"templates": [template]}


def test_events_are_created_48_hours_ahead(wire, clock):
    """An event is created 48 hours before it starts, and only once."""
    template = make(wire, durationMinutes=90, description="bring snacks", externalAutoAdmit=True)
    clock.forward(hours=5, minutes=59)
    assert events(wire) == []
    clock.forward(minutes=1)
    (event,) = events(wire)
    assert event == {
        **event,
        "title": "Game night",
        "description": "bring snacks",
        "startsAt": "2024-05-03T18:00:00.000Z",
        "endsAt": "2024-05-03T19:30:00.000Z",
        "status": "scheduled",
        "templateId": template["id"],
        "createdBy": template["createdBy"],
        "externalAutoAdmit": True,
    }
    assert wire.ok("GET /servers/{server}")["rooms"][-1]["id"] == event["voiceRoomId"]
    assert wire.ok(f"GET {EVENTS}/{event['id']}") == event
    assert events(wire) == [event]


def test_events_after_a_long_time(wire, clock):
    """Past events are not created later; active and scheduled ones are."""
    make(wire, DAILY, durationMinutes=60)
    clock.forward(days=100, hours=6, minutes=30)
    assert [(e["startsAt"][5:16], e["status"]) for e in events(wire)] == [
        ("08-09T18:00", "active"),
        ("08-10T18:00", "scheduled"),
        ("08-11T18:00", "scheduled"),
    ]
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 3 + 2 + 3


def test_event_that_was_moved(wire, clock):
    """A moved event is not created again at its old time."""
    make(wire, DAILY)
    path = f"{EVENTS}/{events(wire)[0]['id']}"
    wire.ok(f"PATCH {path}", {"startsAt": "2024-05-02T12:00:00Z"})
    assert starts(wire) == ["05-02T12:00", "05-02T18:00"]
    clock.forward(hours=6)
    assert starts(wire) == ["05-02T12:00", "05-02T18:00", "05-03T18:00"]


def test_next_start_when_clocks_change(wire, clock):
    """Starts and nextOccurrenceAt keep their time of day when clocks change."""
    make(wire, externalAccessEnabled=True)
    clock.forward(days=177)  # 25 October, two days before
    (template,) = wire.ok(f"GET {TEMPLATES}")["templates"]
    assert template["nextOccurrenceAt"] == "2024-10-25T18:00:00.000Z"
    clock.forward(hours=6)
    (template,) = wire.ok(f"GET {TEMPLATES}")["templates"]
    assert template["nextOccurrenceAt"] == "2024-11-01T19:00:00.000Z"
    clock.forward(days=6)
    (event,) = events(wire)
    assert event["startsAt"] == "2024-11-01T19:00:00.000Z"
    assert event["shareCode"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rrule", "FREQ=HOURLY"),
        ("rrule", "sometimes"),
        ("rrule", "FREQ=DAILY;UNTIL=20240101"),
        ("rrule", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
        ("timezone", "Europe/Atlantis"),
        ("startTime", "25:00"),
        ("durationMinutes", 0),
        ("durationMinutes", 1e6),
        ("durationMinutes", 10081),
        ("title", " "),
    ],
)
def test_wrong_template(field, value, wire):
    """A wrong rule, zone, time or duration is a 400 that names the field and changes nothing."""
    template = make(wire)
    for line, body in ((f"POST {TEMPLATES}", WEEKLY), (f"PATCH {TEMPLATES}/{template['id']}", {})):
        response = wire(line, {**body, field: value})
        assert response.status_code == 400
        assert response.json()["message"].startswith(f"`{field}` must")
    assert wire.ok(f"GET {TEMPLATES}")["templates"] == [template]


def test_changed_times_of_a_template(wire, clock):
    """New times replace the scheduled events that do not fit; active ones stay."""
    template = make(wire, DAILY, durationMinutes=60)
    clock.forward(hours=6, minutes=30)
    running, tomorrow, after = events(wire)
    wire.ok(f"POST {EVENTS}/{tomorrow['id']}/rsvp", {"status": "going"})
    line = f"PATCH {TEMPLATES}/{template['id']}"
    changed = wire.ok(line, {"rrule": "FREQ=DAILY;BYDAY=TH,SA"})
    assert changed["nextOccurrenceAt"] == "2024-05-02T18:00:00.000Z"
    assert [e["id"] for e in events(wire)] == [running["id"], tomorrow["id"]]
    assert events(wire)[1]["rsvpCounts"]["going"] == 1
    assert wire.refused(f"GET {EVENTS}/{after['id']}") == 404
    wire.ok(line, {"startTime": "21:30", "rrule": "FREQ=DAILY"})
    assert starts(wire) == ["05-01T18:00", "05-01T19:30", "05-02T19:30"]
    wire.ok(line, {"timezone": "UTC"})
    assert starts(wire) == ["05-01T18:00", "05-01T21:30", "05-02T21:30"]
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 6


def test_changed_texts_of_a_template(wire, clock):
    """New texts, duration and access also change the scheduled events of this template."""
    template = make(wire, DAILY, durationMinutes=60)
    clock.forward(hours=6, minutes=30)
    before = events(wire)
    body = {"title": "Quiz", "durationMinutes": 30, "externalAccessEnabled": True}
    changed = wire.ok(f"PATCH {TEMPLATES}/{template['id']}", body)
    assert changed["nextOccurrenceAt"] == "2024-05-02T18:00:00.000Z"
    after = events(wire)
    assert after[0] == before[0]
    for old, new in zip(before[1:], after[1:]):
        assert (new["id"], new["title"], bool(new["shareCode"])) == (old["id"], "Quiz", True)
        assert new["endsAt"][11:16] == "18:30"


def test_cancelled_event_of_a_template(wire, clock):
    """A cancelled event is not created again, also when the template changes."""
    template = make(wire, DAILY)
    clock.forward(hours=7)
    wire.ok(f"DELETE {EVENTS}/{events(wire)[1]['id']}")
    assert starts(wire) == ["05-01T18:00", "05-03T18:00"]
    wire.ok(f"PATCH {TEMPLATES}/{template['id']}", {"rrule": "FREQ=DAILY;INTERVAL=1"})
    assert starts(wire) == ["05-01T18:00", "05-03T18:00"]


def test_deleted_template(wire, clock):
    """Deleting a template deletes all of its events with their rooms, and no others."""
    template = make(wire, DAILY)
    body = {"title": "mine", "startsAt": "2024-05-03T18:00:00Z"}
    mine = wire.ok(f"POST {EVENTS}", body)
    assert len(events(wire)) == 3
    assert wire.ok(f"DELETE {TEMPLATES}/{template['id']}") == {"ok": True}
    assert events(wire) == [mine]
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 4
    assert wire.ok(f"GET {TEMPLATES}") == {"templates": []}
    assert wire.refused(f"DELETE {TEMPLATES}/{template['id']}") == 404


def test_permissions_for_templates(wire, lag):
    """Without MANAGE_EVENTS it is a 403; another server's template is a 404."""
    template = make(wire)
    path = f"{TEMPLATES}/{template['id']}"
    assert wire.refused(f"POST {TEMPLATES}", WEEKLY, who="mira") == 403
    assert wire.refused(f"PATCH {path}", {"title": "x"}, who="mira") == 403
    assert wire.refused(f"DELETE {path}", who="mira") == 403
    assert wire.refused(f"GET {TEMPLATES}", who="ines") == 403
    other = wire.ok("POST /servers", {"name": "x"}, who="ines")["id"]
    line = f"DELETE /servers/{other}/event-templates/{template['id']}"
    assert wire.refused(line, who="ines") == 404
    assert wire.ok(f"PATCH {path}", {}, who="jun") == template
