from __future__ import annotations

import pytest

from lagclient import models


def events(lag):
    sql = "SELECT type, data FROM journal ORDER BY number"
    return [tuple(row) for row in lag._world.store.all(sql)]


def rooms(wire):
    """Return the usernames in each room's voice."""
    server = wire.ok("GET /servers/{server}")
    return [[p["username"] for p in room["participants"]] for room in server["rooms"]]


def test_status_of_a_user(lag, wire):
    """A new status is an event in each of the user's servers; the same status is not."""
    other = wire.ok("POST /servers", {"name": "x"}, who="mira")["id"]
    lag.set_presence("mira", "idle")
    lag.set_presence("mira", "idle")
    assert wire.ok(f"GET /users/{wire.id_of('mira')}")["status"] == "idle"
    rows = lag._world.store.all("SELECT server_id, type FROM journal ORDER BY number")
    assert [tuple(row) for row in rows] == [
        (lag.server_id, "presence.update"),
        (other, "presence.update"),
    ]


def test_voice_of_rooms(lag, wire, clock):
    """A member is in the voice of one room at a time; `voice.leave` has the duration."""
    first, second = (room["id"] for room in wire.ok("GET /servers/{server}")["rooms"][:2])
    lag.voice_join("mira")
    lag.voice_join("jun", first)
    assert rooms(wire) == [["mira", "jun"], [], []]
    clock.forward(seconds=90)
    lag.voice_join("mira", second)
    assert rooms(wire) == [["jun"], ["mira"], []]
    lag.voice_leave("mira")
    mira, jun = wire.id_of("mira"), wire.id_of("jun")
    in_first = f'{{"roomId": "{first}", "userId": "{mira}", "username": "mira"'
    in_second = f'{{"roomId": "{second}", "userId": "{mira}", "username": "mira"'
    assert events(lag) == [
        ("voice.join", f"{in_first}}}"),
        ("voice.join", f'{{"roomId": "{first}", "userId": "{jun}", "username": "jun"}}'),
        ("voice.leave", f'{in_first}, "duration": 90}}'),
        ("voice.join", f"{in_second}}}"),
        ("voice.leave", f'{in_second}, "duration": 0}}'),
    ]


def test_fields_of_a_participant(lag, wire):
    """A participant has all fields of the model."""
    lag.voice_join("mira")
    (participant,) = wire.ok("GET /servers/{server}")["rooms"][0]["participants"]
    assert set(participant) == {f.alias for f in models.RoomParticipant.model_fields.values()}
    models.RoomParticipant.model_validate(participant)
    assert participant["joinedAt"] == "2024-05-01T12:00:00.000Z"


def test_voice_after_the_end_of_a_membership(lag, wire):
    """A removed member leaves the voice first; the voice of a deleted room is empty."""
    lag.voice_join("mira")
    lag.voice_join("jun")
    wire.ok(f"DELETE /servers/{{server}}/members/{wire.id_of('mira')}")
    assert rooms(wire)[0] == ["jun"]
    assert [type for type, _ in events(lag)][2:] == ["voice.leave", "member.leave"]
    wire.ok("DELETE /servers/{server}/rooms/{room}")
    with pytest.raises(ValueError, match="a user in voice"):
        lag.voice_leave("jun")


def test_refused_presence_and_voice(lag, wire):
    """Unknown users and rooms, strangers and full rooms are refused and change nothing."""
    line = "PATCH /servers/{server}/rooms/{room}"
    wire.ok(line, {"maxParticipants": 1})
    lag.voice_join("sam")
    for call, why in (
        (lambda: lag.set_presence("stranger", "idle"), "name of a user"),
        (lambda: lag.set_presence("mira", "asleep"), "`status` must be one of .*asleep"),
        (lambda: lag.voice_join("stranger"), "name of a user"),
        (lambda: lag.voice_join("mira", "nowhere"), "id of a room"),
        (lambda: lag.voice_join("ines"), "must be a member"),
        (lambda: lag.voice_join("mira"), "free space"),
        (lambda: lag.voice_leave("mira"), "a user in voice"),
    ):
        with pytest.raises(ValueError, match=why):
            call()
    assert [type for type, _ in events(lag)] == ["voice.join"]
    lag.voice_join("sam")
    assert rooms(wire)[0] == ["sam"]
