from __future__ import annotations

import pytest

from lagclient import models


def heard(lag):
    sql = "SELECT type, data FROM journal ORDER BY number"
    return [tuple(row) for row in lag._world.store.all(sql)]


def rooms(wire):
    """The usernames in each room's voice."""
    server = wire.ok("GET /servers/{server}")
    return [[p["username"] for p in room["participants"]] for room in server["rooms"]]


def test_a_status_is_told_to_all_servers(lag, wire):
    """A new status is seen, and heard in each of the user's servers; the same one is no news."""
    other = wire.ok("POST /servers", {"name": "x"}, who="mira")["id"]
    lag.set_presence("mira", "idle")
    lag.set_presence("mira", "idle")
    assert wire.ok(f"GET /users/{wire.id_of('mira')}")["status"] == "idle"
    rows = lag._world.store.all("SELECT server_id, type FROM journal ORDER BY number")
    assert [tuple(row) for row in rows] == [
        (lag.server_id, "presence.update"),
        (other, "presence.update"),
    ]


def test_voice(lag, wire, clock):
    """Who joins voice is in one room at a time, and leaving tells how long it was."""
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
    assert heard(lag) == [
        ("voice.join", f"{in_first}}}"),
        ("voice.join", f'{{"roomId": "{first}", "userId": "{jun}", "username": "jun"}}'),
        ("voice.leave", f'{in_first}, "duration": 90}}'),
        ("voice.join", f"{in_second}}}"),
        ("voice.leave", f'{in_second}, "duration": 0}}'),
    ]


def test_a_participant_has_every_field(lag, wire):
    """A participant has all fields of the model."""
    lag.voice_join("mira")
    (participant,) = wire.ok("GET /servers/{server}")["rooms"][0]["participants"]
    assert set(participant) == {f.alias for f in models.RoomParticipant.model_fields.values()}
    models.RoomParticipant.model_validate(participant)
    assert participant["joinedAt"] == "2024-05-01T12:00:00.000Z"


def test_voice_ends_with_the_membership(lag, wire):
    """Who is removed from the server leaves its voice first; a deleted room has nobody in it."""
    lag.voice_join("mira")
    lag.voice_join("jun")
    wire.ok(f"DELETE /servers/{{server}}/members/{wire.id_of('mira')}")
    assert rooms(wire)[0] == ["jun"]
    assert [type for type, _ in heard(lag)][2:] == ["voice.leave", "member.leave"]
    wire.ok("DELETE /servers/{server}/rooms/{room}")
    with pytest.raises(ValueError, match="not in voice"):
        lag.voice_leave("jun")


def test_what_cannot_be(lag, wire):
    """Who is unknown, outside, or too many is refused, and nothing has happened."""
    line = "PATCH /servers/{server}/rooms/{room}"
    wire.ok(line, {"maxParticipants": 1})
    lag.voice_join("sam")
    for call, why in (
        (lambda: lag.set_presence("nobody", "idle"), "no user"),
        (lambda: lag.set_presence("mira", "asleep"), "asleep"),
        (lambda: lag.voice_join("nobody"), "no user"),
        (lambda: lag.voice_join("mira", "nowhere"), "no room"),
        (lambda: lag.voice_join("ines"), "not a member"),
        (lambda: lag.voice_join("mira"), "full"),
        (lambda: lag.voice_leave("mira"), "not in voice"),
    ):
        with pytest.raises(ValueError, match=why):
            call()
    assert [type for type, _ in heard(lag)] == ["voice.join"]
    lag.voice_join("sam")
    assert rooms(wire)[0] == ["sam"]
