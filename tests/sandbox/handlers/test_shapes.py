from __future__ import annotations

import pytest

from lagclient import models
from lagclient.sandbox import Sandbox

MESSAGES = "/servers/{server}/rooms/{room}/messages"
# Optional in the API and not nullable: left out unless the user is suspended.
ABSENT = {"suspendedAt", "suspendedReason"}


@pytest.fixture(scope="module")
def lag():
    """One sandbox for all tests, because none depends on the state of another."""
    with Sandbox() as lag:
        yield lag


def fields(model):
    names = {field.alias for field in model.model_fields.values()}
    return names - ABSENT


@pytest.mark.parametrize(
    ("line", "body", "model"),
    [
        ("GET /users/me", None, models.User),
        ("GET /health", None, models.HealthResponse),
        ("GET /version", None, models.VersionResponse),
        ("GET /system-status", None, models.SystemStatusResponse),
        ("GET /config", None, models.UserConfig),
        ("GET /servers/{server}", None, models.ServerWithDetails),
        ("PATCH /servers/{server}", {}, models.Server),
        ("POST /servers/{server}/rooms", {"name": "x"}, models.Room),
        ("POST /servers/{server}/roles", {"name": "x", "permissions": 0}, models.ServerRoleObject),
        ("POST /servers/{server}/invites", {}, models.ServerInvite),
        (f"POST {MESSAGES}", {"content": "x"}, models.RoomMessage),
        ("POST /servers/{server}/bans/{ines}", {}, models.ServerBan),
        ("POST /servers/{server}/mutes/{mira}", {}, models.ServerMute),
        ("GET /users/check-username?username=x", None, models.CheckUsernameResponse),
        ("GET /users/me/steam-lookup?q=sam", None, models.SteamLookupResponse),
        ("GET /users/me/steam-activity", None, models.SteamActivityResponse),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_fields_of_responses(line, body, model, wire):
    """A response has all fields of its model and no others, by their names on the wire."""
    for name in ("ines", "mira"):
        line = line.replace(f"{{{name}}}", wire.id_of(name))
    answer = wire.ok(line, body)
    assert set(answer) == fields(model)
    model.model_validate(answer)


def test_fields_of_parts(wire):
    """Rooms and members of a server, quotes, flags and previews have all fields of their models."""
    server = wire.ok("GET /servers/{server}")
    assert set(server["rooms"][0]) == fields(models.Room)
    assert set(server["members"][0]) == fields(models.ServerMember)
    assert set(wire.ok("GET /users/me")["flags"]) == fields(models.UserFlags)
    first = wire.ok(f"POST {MESSAGES}", {"content": "x"})
    reply = wire.ok(f"POST {MESSAGES}", {"content": "y", "replyToId": first["id"]})
    assert set(reply["replyTo"]) == fields(models.MessageReplyTo)
    code = wire.ok("POST /servers/{server}/invites", {})["code"]
    preview = wire.ok(f"GET /servers/invite/{code}", who="")
    assert set(preview) == fields(models.ServerInvitePreview)


def test_status_of_success(wire):
    """The status of success is the table's."""
    assert wire("POST /servers/{server}/invites", {}).status_code == 201
    assert wire(f"POST {MESSAGES}", {"content": "x"}).status_code == 201
    assert wire("PATCH /users/me", {}).status_code == 200


def test_fields_of_friends(wire):
    """Friends, and requests of both directions with their users, have all fields."""
    (friend, *_) = wire.ok("GET /friends")
    assert set(friend) == fields(models.Friend)
    assert set(friend["user"]) == fields(models.User)
    assert set(wire.ok("GET /friends/requests")["incoming"][0]) == fields(
        models.IncomingFriendRequest
    )
    (outgoing,) = wire.ok("GET /friends/requests", who="jun")["outgoing"]
    assert set(outgoing) == fields(models.OutgoingFriendRequest)
    assert set(outgoing["to"]) == fields(models.User)
    request = wire.ok("POST /friends/request", {"username": "ines"}, who="mira")
    assert set(request) == fields(models.Friendship)


def test_fields_of_dms(wire):
    """Conversations and their messages have all fields."""
    (conversation,) = wire.ok("GET /dms")
    assert set(conversation) == fields(models.DmConversation)
    assert set(conversation["otherUser"]) == fields(models.User)
    assert set(conversation["lastMessage"]) == fields(models.DmMessage)
    models.DmConversation.model_validate(conversation)


def test_fields_of_images(wire, upload):
    """Images, their states, and the images of messages have all fields."""
    image = upload()
    assert set(image) == fields(models.ImageMetadata)
    assert set(wire.ok(f"GET /images/{image['id']}/status")) == fields(models.ImageStatus)
    message = wire.ok(f"POST {MESSAGES}", {"imageId": image["id"]})
    assert set(message["image"]) == fields(models.MessageImage)
    models.RoomMessage.model_validate(message)
