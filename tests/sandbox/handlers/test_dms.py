from __future__ import annotations

import pytest

from lagclient import Client


@pytest.fixture
def conversation(wire):
    """Return the id of Sam's conversation with Ines, without messages."""
    return wire.ok("POST /dms", {"userId": wire.id_of("ines")})["id"]


def say(wire, conversation, content, who="sam", **more):
    line = f"POST /dms/{conversation}/messages"
    return wire.ok(line, {"content": content, **more}, who=who)


def with_mira(wire):
    """Return the conversation that Sam begins with."""
    return wire.ok("POST /dms", {"userId": wire.id_of("mira")})["id"]


def unfriend(wire, how):
    """End the friendship of Sam and Ines."""
    if how == "block":
        wire.ok("POST /friends/block", {"userId": wire.id_of("sam")}, who="ines")
    else:
        friendship = wire.ok("GET /friends", who="ines")[0]["friendshipId"]
        wire.ok(f"DELETE /friends/{friendship}")


def test_first_conversation(wire):
    """Sam begins with one conversation, whose last message is unread."""
    (conversation,) = wire.ok("GET /dms")
    assert conversation["otherUser"]["username"] == "mira"
    assert conversation["lastMessage"]["username"] == "mira"
    assert conversation["unreadCount"] == 1
    assert wire.ok(f"GET /dms/{conversation['id']}") == conversation


def test_conversation_is_created_once(wire, conversation):
    """Two friends have one conversation, whichever opens it and how often; each sees the other."""
    body = {"userId": wire.id_of("sam")}
    response = wire("POST /dms", body, who="ines")
    assert response.status_code == 201
    assert response.json()["id"] == conversation
    assert response.json()["otherUser"]["username"] == "sam"
    assert wire.ok(f"GET /dms/{conversation}")["otherUser"]["username"] == "ines"
    assert wire.ok(f"GET /dms/{conversation}")["lastMessage"] is None


@pytest.mark.parametrize(
    ("other", "status"), [("jun", 403), ("newcomer", 403), ("sam", 403), ("stranger", 404)]
)
def test_conversation_with_a_stranger(other, status, wire):
    """A conversation needs a friend: neither a stranger, nor a pending request, nor oneself."""
    user_id = other if other == "stranger" else wire.id_of(other)
    assert wire.refused("POST /dms", {"userId": user_id}) == status


def test_order_of_conversations(wire, clock, conversation):
    """Conversations are ordered by their newest message, whichever user wrote it."""
    other = with_mira(wire)
    clock.forward(seconds=1)
    say(wire, conversation, "hi")
    assert [c["id"] for c in wire.ok("GET /dms")] == [conversation, other]
    clock.forward(seconds=1)
    sent = say(wire, other, "hi", "mira")
    listed = wire.ok("GET /dms")
    assert [c["id"] for c in listed] == [other, conversation]
    assert listed[0]["lastMessage"] == sent


def test_unread_count(wire, conversation):
    """Unread messages are those that the other user wrote since the caller's last one."""

    def unread():
        line = f"GET /dms/{conversation}"
        return [wire.ok(line, who=who)["unreadCount"] for who in ("sam", "ines")]

    assert unread() == [0, 0]
    say(wire, conversation, "1")
    say(wire, conversation, "2")
    assert unread() == [0, 2]
    say(wire, conversation, "3", "ines")
    assert unread() == [1, 0]


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("GET /dms/{id}", None),
        ("GET /dms/{id}/messages", None),
        ("POST /dms/{id}/messages", {"content": "x"}),
        ("PATCH /dms/{id}/messages/{message}", {"content": "x"}),
        ("DELETE /dms/{id}/messages/{message}", None),
    ],
)
def test_conversation_of_others(line, body, wire, conversation):
    """Only its two users can use a conversation; an unknown one is a 404."""
    line = line.replace("{message}", say(wire, conversation, "hi")["id"])
    assert wire.refused(line.replace("{id}", conversation), body, who="mira") == 403
    assert wire.refused(line.replace("{id}", "none"), body) == 404
    assert wire.refused(line.replace("{id}", conversation), body, who="robot") == 403


def test_author_edits_and_deletes(wire, clock, conversation):
    """Only its author edits or deletes a message."""
    sent = say(wire, conversation, "first")
    line = f"/dms/{conversation}/messages/{sent['id']}"
    assert wire.refused(f"PATCH {line}", {"content": "mine"}, who="ines") == 403
    assert wire.refused(f"DELETE {line}", who="ines") == 403
    clock.forward(hours=1)
    edited = wire.ok(f"PATCH {line}", {"content": "second"})
    assert edited == {**sent, "content": "second", "editedAt": "2024-05-01T13:00:00.000Z"}
    assert wire.ok(f"GET /dms/{conversation}/messages")["messages"] == [edited]
    assert wire(f"DELETE {line}").status_code == 204
    assert wire.refused(f"DELETE {line}") == 404
    assert wire.ok(f"GET /dms/{conversation}/messages")["messages"] == []


def test_message_of_another_conversation(wire, conversation):
    """The id of another conversation's message is a 404."""
    message = say(wire, with_mira(wire), "hi")["id"]
    line = f"/dms/{conversation}/messages/{message}"
    assert wire.refused(f"PATCH {line}", {"content": "x"}) == 404
    assert wire.refused(f"DELETE {line}") == 404


@pytest.mark.parametrize("how", ["remove", "block"])
def test_conversation_after_the_friendship(how, wire, conversation):
    """After the friendship both users read and delete, but neither writes nor edits."""
    sent = say(wire, conversation, "before")
    unfriend(wire, how)
    messages = f"/dms/{conversation}/messages"
    for who in ("sam", "ines"):
        assert wire.refused(f"POST {messages}", {"content": "x"}, who=who) == 403
        assert wire.ok(f"GET {messages}", who=who)["messages"] == [sent]
        assert [c["id"] for c in wire.ok("GET /dms", who=who)].count(conversation) == 1
    assert wire.refused("POST /dms", {"userId": wire.id_of("ines")}) == 403
    assert wire.refused(f"PATCH {messages}/{sent['id']}", {"content": "x"}) == 403
    assert wire(f"DELETE {messages}/{sent['id']}").status_code == 204


@pytest.mark.parametrize(
    "body", [{}, {"content": ""}, {"content": " "}, {"imageId": "x"}, {"content": "x" * 2001}]
)
def test_wrong_text(body, wire, conversation):
    """A text is required, and may be empty only beside an image."""
    assert wire.refused(f"POST /dms/{conversation}/messages", body) == 400


def test_order_of_an_empty_conversation(wire, clock):
    """A conversation without messages is ordered by its creation."""
    clock.forward(seconds=1)
    opened = wire.ok("POST /dms", {"userId": wire.id_of("ines")})["id"]
    assert [c["id"] for c in wire.ok("GET /dms")] == [opened, with_mira(wire)]


def test_client_in_a_conversation(lag):
    """The SDK opens a conversation, writes, and walks its pages."""
    with Client(token=lag.token, base_url=lag.url) as sam:
        friend = sam.friends.list()[1]
        conversation = sam.dms.create(friend.id)
        for n in range(7):
            sam.dms.send_message(conversation.id, content=str(n))
        pages = list(sam.dms.iter_messages(conversation.id, limit=3))
        assert [len(page.items) for page in pages] == [3, 3, 1]
        assert sam.dms.list()[0].last_message.content == "6"
