"""The rules that messages of rooms and of DMs share, in both."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["room", "dm"])
def messages(request, wire):
    """Return the path of messages that Sam and Mira both read."""
    if request.param == "room":
        return "/servers/{server}/rooms/{room}/messages"
    return f"/dms/{wire.ok('GET /dms')[0]['id']}/messages"


def test_image_of_a_message(messages, wire, upload, clock):
    """A message shows its image in its current state, to every reader."""
    image = upload(alt="A boat")
    body = {"content": "look", "imageId": image["id"]}
    sent = wire.ok(f"POST {messages}", body)
    expected = ("id", "url", "width", "height", "blurhash", "contentType", "variants")
    assert sent["image"] == {key: image[key] for key in expected}
    assert (sent["image"]["variants"], sent["content"]) == (None, "look")
    clock.forward(seconds=5)
    image = wire.ok(f"GET /images/{image['id']}")
    (read,) = wire.ok(f"GET {messages}?limit=1", who="mira")["messages"]
    assert read["image"] == {key: image[key] for key in expected}
    assert set(read["image"]["variants"]) == {"thumb", "small", "medium"}


def test_image_after_an_edit(messages, wire, upload):
    """An edit of the text keeps the image."""
    sent = wire.ok(f"POST {messages}", {"content": "x", "imageId": upload()["id"]})
    edited = wire.ok(f"PATCH {messages}/{sent['id']}", {"content": "y"})
    assert (edited["content"], edited["image"]) == ("y", sent["image"])


def test_image_of_another_user(messages, wire, upload):
    """Only its uploader sends an image, and only one for a chat; a refusal sends nothing."""
    before = wire.ok(f"GET {messages}")
    for image_id, status in (
        ("none", 404),
        (upload(who="mira")["id"], 403),
        (upload(purpose="avatar")["id"], 400),
    ):
        assert wire.refused(f"POST {messages}", {"content": "x", "imageId": image_id}) == status
    assert wire.ok(f"GET {messages}") == before


def test_deleted_image(messages, wire, upload):
    """A message without its image stays, with null in its place."""
    image_id = upload()["id"]
    sent = wire.ok(f"POST {messages}", {"content": "x", "imageId": image_id})
    wire.ok(f"DELETE /images/{image_id}")
    (read,) = wire.ok(f"GET {messages}?limit=1")["messages"]
    assert read == {**sent, "image": None}


def test_quote_of_a_reply(messages, wire):
    """A reply quotes its original until that is deleted."""
    question = wire.ok(f"POST {messages}", {"content": "who?"}, who="mira")
    reply = wire.ok(f"POST {messages}", {"content": "me", "replyToId": question["id"]})
    assert reply["replyTo"] == {
        "id": question["id"],
        "userId": wire.id_of("mira"),
        "username": "mira",
        "displayName": "Mira",
        "content": "who?",
        "robotId": None,
        "robotName": None,
        "isBot": False,
    }
    wire.ok(f"DELETE {messages}/{question['id']}", who="mira")
    assert wire.ok(f"GET {messages}?limit=1")["messages"] == [{**reply, "replyTo": None}]


def test_reply_in_another_place(messages, wire):
    """A reply to a message of another room or conversation is a 404."""
    room = wire.ok("POST /servers/{server}/rooms", {"name": "x"})["id"]
    dm = wire.ok("POST /dms", {"userId": wire.id_of("ines")})["id"]
    for elsewhere in (f"/servers/{{server}}/rooms/{room}/messages", f"/dms/{dm}/messages"):
        said = wire.ok(f"POST {elsewhere}", {"content": "x"})["id"]
        body = {"content": "y", "replyToId": said}
        assert wire.refused(f"POST {messages}", body) == 404


def test_message_without_text(messages, wire, upload):
    """A message may be an image alone: its text is empty, and a DM may send it empty."""
    body = {"imageId": upload()["id"], **({"content": ""} if "/dms/" in messages else {})}
    sent = wire.ok(f"POST {messages}", body)
    assert (sent["content"], sent["image"]["contentType"]) == ("", "image/png")


def test_empty_message(messages, wire):
    """A message without text and image is a 400."""
    for body in ({}, {"content": ""}, {"content": " \n "}):
        assert wire.refused(f"POST {messages}", body) == 400


def test_image_of_a_robot(wire, upload):
    """A robot cannot upload images, and cannot send those of a user."""
    body = {"content": "x", "imageId": upload()["id"]}
    line = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
    assert wire.refused(line, body, who="robot") == 403


def test_quote_of_a_robot(wire):
    """A quote of a robot has its name as display name and null as user id, like its messages."""
    line = "/servers/{server}/rooms/{room}/messages"
    robot = wire.ok(f"POST /robots/@me{line}", {"content": "beep"}, who="robot")
    assert (robot["userId"], robot["displayName"]) == (None, "Beacon")
    quote = wire.ok(f"POST {line}", {"content": "hi", "replyToId": robot["id"]})["replyTo"]
    assert (quote["userId"], quote["displayName"], quote["isBot"]) == (None, "Beacon", True)
