from __future__ import annotations

import pytest

from lagclient import Client

MESSAGES = "/servers/{server}/rooms/{room}/messages"
ROBOT = f"/robots/@me{MESSAGES}"


def say(wire, content, who="sam", **more):
    line = ROBOT if who == "robot" else MESSAGES
    return wire.ok(f"POST {line}", {"content": content, **more}, who=who)


def walk(wire, limit):
    """Return all pages of the room, as lists of contents."""
    pages, cursor = [], None
    while len(pages) < 100:
        params = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        page = wire(f"GET {MESSAGES}", params=params).json()
        pages.append([message["content"] for message in page["messages"]])
        cursor = page["nextCursor"]
        assert page["hasMore"] == (cursor is not None)
        if cursor is None:
            break
    return pages


def test_message_of_a_user(wire):
    """A user's message has the user and no robot."""
    message = say(wire, "hi :smile:", "mira")
    assert message["content"] == "hi :smile:"
    assert (message["userId"], message["username"]) == (wire.id_of("mira"), "mira")
    assert (message["robotId"], message["robotName"], message["isBot"]) == (None, None, False)
    assert (message["editedAt"], message["replyTo"], message["image"]) == (None, None, None)


def test_message_of_a_robot(wire):
    """A robot's message has the robot, with its name, and no user, for every reader."""
    sent = say(wire, "beep", "robot")
    assert (sent["userId"], sent["username"], sent["robotName"]) == (None, "Beacon", "Beacon")
    assert sent["displayName"] == "Beacon"
    assert (sent["isBot"], sent["robotAvatarUrl"]) == (True, None)
    assert sent["robotId"] == wire.ok("GET /robots/@me/info", who="robot")["id"]
    assert wire.ok(f"GET {MESSAGES}?limit=1")["messages"] == [sent]
    assert wire.ok(f"GET {ROBOT}?limit=1", who="robot")["messages"] == [sent]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_walk_through_pages(limit, wire, clock):
    """The pages have every message once, newest first, also those of the same time."""
    for n in range(9):
        say(wire, str(n))
        if n % 3 == 0:
            clock.forward(milliseconds=1)
    pages = walk(wire, limit)
    seen = [content for page in pages for content in page]
    assert seen[:9] == [str(n) for n in reversed(range(9))]
    assert len(seen) == len(set(seen)) == 13
    assert all(len(page) == limit for page in pages[:-1])
    assert pages[-1]


def test_walk_while_others_write(wire):
    """Messages that are sent or deleted during a walk do not disturb the rest of it."""
    sent = [say(wire, str(n)) for n in range(6)]
    first = wire.ok(f"GET {MESSAGES}?limit=2")
    say(wire, "new")
    wire.ok(f"DELETE {MESSAGES}/{sent[4]['id']}")  # The very message that the cursor is of.
    wire.ok(f"DELETE {MESSAGES}/{sent[2]['id']}")
    second = wire(f"GET {MESSAGES}", params={"limit": 2, "cursor": first["nextCursor"]}).json()
    assert [message["content"] for message in second["messages"]] == ["3", "1"]


def test_client_walks_through_pages(lag):
    """The SDK's own pagination reads all pages, for users and robots."""
    with Client(token=lag.token, base_url=lag.url) as sam:
        for n in range(7):
            sam.servers.rooms.messages.send(lag.server_id, lag.room_id, content=str(n))
    for token in (lag.token, lag.robot_key):
        with Client(token=token, base_url=lag.url) as client:
            pages = client.servers.rooms.messages.iter(lag.server_id, lag.room_id, limit=4)
            assert [len(page.items) for page in pages] == [4, 4, 3]


def test_room_without_messages(wire):
    """A room without messages has one empty page."""
    room = wire.ok("POST /servers/{server}/rooms", {"name": "x"})["id"]
    page = wire.ok(f"GET /servers/{{server}}/rooms/{room}/messages")
    assert page == {"messages": [], "hasMore": False, "nextCursor": None}


@pytest.mark.parametrize("cursor", ["x", "2024-05-01", "9999-12-31T23:59:59.9999Z"])
def test_wrong_cursor(cursor, wire):
    """A cursor that is not a time is a 400."""
    response = wire(f"GET {MESSAGES}", params={"cursor": cursor})
    assert response.status_code == 400
    assert response.json()["message"].startswith("`cursor` must be the nextCursor")


def test_forms_of_a_cursor(wire):
    """A cursor is a time in any form, and selects strictly older messages."""
    newest, before = wire.ok(f"GET {MESSAGES}?limit=2")["messages"]
    at = newest["createdAt"]
    for cursor, first in (
        (at, before["id"]),
        (at.replace("Z", "+00:00"), before["id"]),
        (at.replace("T12", "T14").replace("Z", "+02:00"), before["id"]),
        (at.replace("Z", "500Z"), newest["id"]),
    ):
        page = wire(f"GET {MESSAGES}", params={"cursor": cursor}).json()
        assert page["messages"][0]["id"] == first


def test_author_edits(wire):
    """Only its author edits a message; the owner of the server may not."""
    message = say(wire, "first", "mira")
    line = f"PATCH {MESSAGES}/{message['id']}"
    for who in ("sam", "jun"):
        assert wire.refused(line, {"content": "mine"}, who=who) == 403
    edited = wire.ok(line, {"content": "second @sam"}, who="mira")
    assert (edited["content"], edited["createdAt"]) == ("second @sam", message["createdAt"])
    assert edited["editedAt"] == "2024-05-01T12:00:00.000Z"
    assert [mention["name"] for mention in edited["mentions"]] == ["sam"]
    assert wire.ok(f"GET {MESSAGES}?limit=1")["messages"] == [edited]
    assert wire.refused(line, {"content": "x" * 2001}, who="mira") == 400


def test_edit_of_a_robot(lag, wire):
    """A robot edits only its own messages, and its response has four fields."""
    own, other = say(wire, "beep", "robot"), say(wire, "hi")
    edited = wire.ok(f"PATCH {ROBOT}/{own['id']}", {"content": "boop"}, who="robot")
    assert edited == {
        "id": own["id"],
        "roomId": lag.room_id,
        "content": "boop",
        "editedAt": "2024-05-01T12:00:00.000Z",
    }
    assert wire.refused(f"PATCH {ROBOT}/{other['id']}", {"content": "x"}, who="robot") == 403


def test_delete(wire):
    """Authors delete their own messages, the owner any; an admin or a robot only its own."""
    by_mira, by_sam, by_robot = say(wire, "1", "mira"), say(wire, "2"), say(wire, "3", "robot")
    assert wire.refused(f"DELETE {MESSAGES}/{by_mira['id']}", who="jun") == 403
    assert wire.refused(f"DELETE {MESSAGES}/{by_sam['id']}", who="mira") == 403
    assert wire.refused(f"DELETE {ROBOT}/{by_sam['id']}", who="robot") == 403
    assert wire(f"DELETE {MESSAGES}/{by_mira['id']}", who="mira").status_code == 204
    assert wire(f"DELETE {ROBOT}/{by_robot['id']}", who="robot").status_code == 204
    other = say(wire, "4", "mira")
    assert wire(f"DELETE {MESSAGES}/{other['id']}", who="sam").status_code == 204
    assert wire.refused(f"DELETE {MESSAGES}/{other['id']}", who="sam") == 404
    assert wire.ok(f"GET {MESSAGES}?limit=1")["messages"] == [by_sam]


def test_quote_of_a_reply(wire):
    """A reply quotes its original, of users and robots, until that is deleted."""
    question, beep = say(wire, "who?", "mira"), say(wire, "beep", "robot")
    reply = say(wire, "me", replyToId=question["id"])
    assert reply["replyTo"]["username"] == "mira"
    assert reply["replyTo"]["content"] == "who?"
    to_robot = say(wire, "boop", replyToId=beep["id"])["replyTo"]
    assert (to_robot["userId"], to_robot["robotId"], to_robot["isBot"]) == (
        None,
        beep["robotId"],
        True,
    )
    assert to_robot["displayName"] == beep["displayName"] == "Beacon"
    wire.ok(f"DELETE {MESSAGES}/{question['id']}", who="mira")
    page = wire.ok(f"GET {MESSAGES}")["messages"]
    assert next(m for m in page if m["id"] == reply["id"])["replyTo"] is None


def test_reply_in_another_room(wire):
    """A reply to a message of another room, or to an unknown one, is a 404."""
    room = wire.ok("POST /servers/{server}/rooms", {"name": "x"})["id"]
    away = wire.ok(f"POST /servers/{{server}}/rooms/{room}/messages", {"content": "x"})["id"]
    for reply_to_id in (away, "none"):
        body = {"content": "x", "replyToId": reply_to_id}
        assert wire.refused(f"POST {MESSAGES}", body) == 404


def test_unknown_image(wire):
    """An unknown image is a 404; a message without text and image is a 400."""
    assert wire.refused(f"POST {MESSAGES}", {"imageId": "img_1"}) == 404
    assert wire.refused(f"POST {MESSAGES}", {}) == 400


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("hi @mira", ["mira"]),
        ("@MIRA, @sam. @mira!", ["mira", "sam"]),
        ("@Beacon please", ["Beacon"]),
        ("@Two Words too", ["Two Words"]),
        ("@ines is not here, nor is @stranger", []),
        ("sam@mira.example @samson", []),
        ("no at", []),
    ],
)
def test_mentions(content, names, lag, wire):
    """Members and robots of the server are mentioned by name, once, in the text's order."""
    lag.add_robot("Two Words")
    mentions = say(wire, content)["mentions"]
    assert [mention["name"] for mention in mentions] == names
    for mention in mentions:
        assert mention["type"] == ("robot" if mention["name"][0].isupper() else "user")
        if mention["name"] == "mira":
            assert mention["id"] == wire.id_of("mira")


def test_changed_name_of_an_author(wire):
    """Messages show the current name of their author."""
    say(wire, "hi", "mira")
    wire.ok("PATCH /users/me", {"displayName": "Mirabel"}, who="mira")
    assert wire.ok(f"GET {MESSAGES}?limit=1")["messages"][0]["displayName"] == "Mirabel"


def test_longest_message(wire):
    """2000 characters of any kind fit."""
    assert say(wire, "\U0001f6cb" * 2000)["content"] == "\U0001f6cb" * 2000
