from __future__ import annotations

import pytest

from lagclient import models

EVENTS = "/servers/{server}/events"


@pytest.fixture
def event(wire):
    body = {"title": "x", "startsAt": "2024-05-03T18:00:00Z", "externalAccessEnabled": True}
    return wire.ok(f"POST {EVENTS}", body)["id"]


def guests(wire, event, who="sam"):
    return wire.ok(f"GET {EVENTS}/{event}/guests", who=who)["guests"]


def test_decisions_about_guests(lag, wire, event):
    """A guest is pending until a host decides; the list has all fields, in the order of coming."""
    robin, kit = lag.add_guest(event, "Robin"), lag.add_guest(event, "Kit")
    listed = guests(wire, event)
    assert [(g["id"], g["displayName"], g["status"]) for g in listed] == [
        (robin, "Robin", "pending"),
        (kit, "Kit", "pending"),
    ]
    assert set(listed[0]) == {field.alias for field in models.EventGuest.model_fields.values()}
    assert listed[0]["generatedUsername"] != listed[1]["generatedUsername"]
    path = f"{EVENTS}/{event}/guests"
    for _ in range(2):
        assert wire.ok(f"POST {path}/{robin}/admit", who="jun") == {"status": "admitted"}
        assert wire.ok(f"POST {path}/{kit}/reject") == {"status": "rejected"}
    assert [g["status"] for g in guests(wire, event)] == ["admitted", "rejected"]
    assert wire.ok(f"POST {path}/{kit}/admit") == {"status": "admitted"}


def test_automatic_admission(lag, wire, event):
    """With externalAutoAdmit a guest is admitted at once."""
    wire.ok(f"PATCH {EVENTS}/{event}", {"externalAutoAdmit": True})
    lag.add_guest(event, "Robin")
    assert [g["status"] for g in guests(wire, event)] == ["admitted"]


def test_guests_of_another_host(lag, wire, event):
    """Other members neither see nor admit guests; a guest of another event is a 404."""
    path = f"{EVENTS}/{event}/guests"
    guest = lag.add_guest(event, "Robin")
    assert wire.refused(f"GET {path}", who="mira") == 403
    assert wire.refused(f"POST {path}/{guest}/admit", who="mira") == 403
    assert wire.refused(f"POST {path}/{guest}/reject", who="mira") == 403
    assert wire.refused(f"POST {path}/stranger/admit") == 404
    body = {"title": "y", "startsAt": "2024-05-03T18:00:00Z"}
    other = wire.ok(f"POST {EVENTS}", body)["id"]
    assert wire.refused(f"POST {EVENTS}/{other}/guests/{guest}/admit") == 404
    assert guests(wire, event)[0]["status"] == "pending"


def test_refused_guest(lag, wire, clock, event):
    """A guest needs a name, and a known event that is shared and not over or cancelled."""
    with pytest.raises(ValueError, match="id of an event, not 'nothing'"):
        lag.add_guest("nothing", "Robin")
    with pytest.raises(ValueError, match="name"):
        lag.add_guest(event, " ")
    wire.ok(f"POST {EVENTS}/{event}/external/toggle")
    with pytest.raises(ValueError, match="off"):
        lag.add_guest(event, "Robin")
    wire.ok(f"POST {EVENTS}/{event}/external/toggle")
    clock.forward(days=4)
    with pytest.raises(ValueError, match="ended"):
        lag.add_guest(event, "Robin")
    wire.ok(f"DELETE {EVENTS}/{event}")
    with pytest.raises(ValueError, match="cancelled"):
        lag.add_guest(event, "Robin")
    assert guests(wire, event) == []
