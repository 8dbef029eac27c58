from __future__ import annotations

from lagclient.sandbox import Sandbox
from tests.kit.sandbox import Wire

MESSAGES = "/servers/{server}/rooms/{room}/messages"


def types(lag):
    rows = lag._world.store.all("SELECT type FROM journal ORDER BY number")
    return [row["type"] for row in rows]


def test_order_of_events(lag, wire):
    """The journal has every event that robots may receive, in order, if its request succeeded."""
    line = f"{MESSAGES}/" + wire.ok(f"POST {MESSAGES}", {"content": "hi"}, who="mira")["id"]
    wire.refused(f"PATCH {line}", {"content": "x"}, who="jun")
    wire.ok(f"PATCH {line}", {"content": "x"}, who="mira")
    wire.ok(f"DELETE {line}")
    wire.ok("DELETE /servers/{server}/leave", who="mira")
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    wire.ok(f"POST /servers/join/{code}", who="mira")
    room = wire.ok("POST /servers/{server}/rooms", {"name": "x"})["id"]
    wire.ok(f"DELETE /servers/{{server}}/rooms/{room}")
    wire.ok("PATCH /servers/{server}", {"name": "x"})
    role = wire.ok("GET /servers/{server}/roles")[1]["id"]
    wire.ok(f"PUT /servers/{{server}}/members/{wire.id_of('mira')}/role", {"roleId": role})
    assert types(lag) == [
        "room.message",
        "room.message.edited",
        "room.message.deleted",
        "member.leave",
        "member.join",
        "room.created",
        "room.deleted",
        "server.updated",
        "member.role_changed",
    ]


def test_length_of_the_journal(http):
    """The journal keeps the newest entries, as many as `journal_entries`."""
    with Sandbox(journal_entries=2) as lag:
        for n in range(3):
            Wire(lag, http).ok(f"POST {MESSAGES}", {"content": str(n)})
        assert types(lag) == ["room.message", "room.message"]
