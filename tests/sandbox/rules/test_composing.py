"""What messages of rooms and of DMs have in common, in both."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["room", "dm"])
def messages(request, wire):
    """The path of messages that Sam and Mira both read."""
    if request.param == "room":
        return "/servers/{server}/rooms/{room}/messages"
    return f"/dms/{wire.ok('GET /dms')[0]['id']}/messages"


def test_an_image(messages, wire, upload, clock):
    """A message shows its image as it is by now, to everybody who reads it."""
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


def test_an_edit_keeps_the_image(messages, wire, upload):
    """Changing the text leaves the image."""
    sent = wire.ok(f"POST {messages}", {"content": "x", "imageId": upload()["id"]})
    edited = wire.ok(f"PATCH {messages}/{sent['id']}", {"content": "y"})
    assert (edited["content"], edited["image"]) == ("y", sent["image"])


def test_whose_image(messages, wire, upload):
    """An image is sent by its uploader, if it is for a chat; a refusal sends nothing."""
    before = wire.ok(f"GET {messages}")
    for image_id, status in (
        ("none", 404),
        (upload(who="mira")["id"], 403),
        (upload(purpose="avatar")["id"], 400),
    ):
        assert wire.refused(f"POST {messages}", {"content": "x", "imageId": image_id}) == status
    assert wire.ok(f"GET {messages}") == before


def test_an_image_that_is_gone(messages, wire, upload):
    """A message outlives its image, and then has none."""
    image_id = upload()["id"]
    sent = wire.ok(f"POST {messages}", {"content": "x", "imageId": image_id})
    wire.ok(f"DELETE /images/{image_id}")
    (read,) = wire.ok(f"GET {messages}?limit=1")["messages"]
    assert read == {**sent, "image": None}


def test_replies(messages, wire):
    """A reply quotes who said what, as long as that is there."""
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


def test_a_reply_stays_where_it_is(messages, wire):
    """A reply to what was said elsewhere, in a room or a DM, is a 404."""
    room = wire.ok("POST /servers/{server}/rooms", {"name": "x"})["id"]
    dm = wire.ok("POST /dms", {"userId": wire.id_of("ines")})["id"]
    for elsewhere in (f"/servers/{{server}}/rooms/{room}/messages", f"/dms/{dm}/messages"):
        said = wire.ok(f"POST {elsewhere}", {"content": "x"})["id"]
        body = {"content": "y", "replyToId": said}
        assert wire.refused(f"POST {messages}", body) == 404


def test_an_image_is_enough(messages, wire, upload):
    """A message may be an image alone: its text is empty, in a DM also when it is sent."""
    body = {"imageId": upload()["id"], **({"content": ""} if "/dms/" in messages else {})}
    sent = wire.ok(f"POST {messages}", body)
    assert (sent["content"], sent["image"]["contentType"]) == ("", "image/png")


def test_nothing_is_not_enough(messages, wire):
    """A message of neither text nor image is a 400."""
    for body in ({}, {"content": ""}, {"content": " \n "}):
        assert wire.refused(f"POST {messages}", body) == 400


def test_robots_have_no_images(wire, upload):
    """A robot cannot upload, and cannot send what a user has."""
    body = {"content": "x", "imageId": upload()["id"]}
    line = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
    assert wire.refused(line, body, who="robot") == 403
