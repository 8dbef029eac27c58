from __future__ import annotations

import base64

import pytest

from lagclient.sandbox.rules import pictures
from tests.kit.sandbox import PIXEL, png


def test_uploaded_avatar(lag, wire):
    """An uploaded avatar has an address in the sandbox, the same one for the same image."""
    body = {"image": PIXEL, "contentType": "image/png"}
    url = wire.ok("POST /users/me/avatar", body)["avatarUrl"]
    assert url.startswith(f"{lag.url}/")
    assert url.endswith(".png")
    assert wire.ok("GET /users/me")["avatarUrl"] == url
    assert wire.ok("POST /users/me/avatar", body)["avatarUrl"] == url
    assert wire.ok("POST /users/me/avatar", {"image": PIXEL})["avatarUrl"].endswith(".jpeg")


@pytest.mark.parametrize(
    "body",
    [
        {"image": "data:image/png;base64," + PIXEL},
        {"image": "not base64!"},
        {"image": f"{PIXEL[:4]}!{PIXEL[4:]}"},
        {"image": PIXEL[:-1]},
        {"image": "===="},
        {"image": "\u00e9\u00e9\u00e9\u00e9"},
        {"image": PIXEL, "contentType": "text/plain"},
        {"image": PIXEL, "contentType": "image/../x"},
        {"image": base64.b64encode(b"ab").decode()},
    ],
    ids=[
        "data url",
        "not base64",
        "nearly base64",
        "cut",
        "empty",
        "not ascii",
        "not a type of image",
        "path",
        "not an image",
    ],
)
def test_refused_avatar(body, wire):
    """An avatar is base64 of an image with the MIME type of an image; else a 400."""
    for line in ("POST /users/me/avatar", "POST /servers/{server}/icon"):
        assert wire.refused(line, body) == 400
    assert wire.ok("GET /users/me")["avatarUrl"] is None


def test_icon_that_is_too_large(wire, monkeypatch):
    """A byte more than the limit is a 413, as for uploaded images."""
    body = {"image": PIXEL, "contentType": "image/png"}
    monkeypatch.setattr(pictures, "LARGEST", len(png()) - 1)
    for line in ("POST /users/me/avatar", "POST /servers/{server}/icon"):
        assert wire.refused(line, body) == 413


def test_steam_profile(wire):
    """The one Steam profile is found by id, name and address; its avatar can be imported."""
    for query in ("sam", "76561190000000001", "https://steam.invalid/id/sam/"):
        profile = wire("GET /users/me/steam-lookup", params={"q": query}).json()
        assert profile["personaName"] == "Sam in the sandbox"
    assert wire.refused("GET /users/me/steam-lookup?q=else") == 404
    url = profile["avatarUrl"]
    assert wire.ok("POST /users/me/steam-avatar", {"avatarUrl": url}) == {"avatarUrl": url}
    assert wire.ok("GET /users/me")["avatarUrl"] == url
    assert wire.refused("POST /users/me/steam-avatar", {"avatarUrl": "sam.jpg"}) == 400


def test_push_tokens(lag, wire):
    """A device is stored once, however often it registers, and can be removed twice."""
    for platform in ("ios", "android"):
        body = {"token": "device", "platform": platform}
        assert wire.ok("POST /users/me/push-token", body) == {"ok": True}
    rows = lag._world.store.all("SELECT token, platform FROM push_tokens")
    assert [tuple(row) for row in rows] == [("device", "android")]
    for _ in range(2):
        assert wire.ok("DELETE /users/me/push-token", {"token": "device"}) == {"ok": True}
    assert lag._world.store.all("SELECT * FROM push_tokens") == []


def test_deletion_of_an_account(wire, clock):
    """After a request for deletion the token works for seven days, then no more."""
    assert wire.ok("POST /users/me/request-deletion", who="mira")["username"] == "mira"
    assert wire.refused("POST /users/me/request-deletion", who="mira") == 409
    clock.forward(days=7, seconds=-1)
    assert wire("GET /users/me", who="mira").status_code == 200
    clock.forward(seconds=1)
    assert wire.refused("GET /users/me", who="mira") == 401


def test_cancelled_deletion(wire, clock):
    """A cancelled deletion does not happen; without a pending one, cancelling is a 409."""
    assert wire.refused("POST /users/me/cancel-deletion") == 409
    wire.ok("POST /users/me/request-deletion")
    clock.forward(days=6)
    assert wire.ok("POST /users/me/cancel-deletion")["username"] == "sam"
    clock.forward(days=6)
    assert wire("GET /users/me").status_code == 200
