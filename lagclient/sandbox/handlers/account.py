"""One's own account: avatars, devices, Steam, and the end of it.

Nothing leaves the machine. Steam knows one profile, and an avatar that was uploaded gets an address
made from its content, so the same picture always has the same one; the bytes are not kept.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from datetime import timedelta

from lagclient.sandbox.errors import bad_request, conflict, not_found
from lagclient.sandbox.handlers.users import myself, user_row
from lagclient.sandbox.registry import handles
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

GRACE = timedelta(days=7)
LARGEST_IMAGE = 25 * 1024 * 1024

# An id that no real profile can have.
STEAM = {
    "steamId": "76561190000000001",
    "personaName": "Sam in the sandbox",
    "avatarUrl": "https://steam.invalid/avatars/sam.jpg",
    "profileUrl": "https://steam.invalid/id/sam",
    "gameName": "Paper Boats",
}
STEAM_QUERIES = {STEAM["steamId"], "sam", STEAM["profileUrl"]}


def address_of_image(request: Request, folder: str) -> str:
    """Where the image in the request would be found.

    Raises:
        ApiError: 400, it is no image in base64.
    """
    text, content_type = request["image_base64"], request["content_type"]
    kind, _, extension = content_type.partition("/")
    if kind != "image" or not extension.isalnum():
        raise bad_request("contentType: must be the MIME type of an image")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request("image: must be base64, without a `data:` prefix") from None
    if not data:
        raise bad_request("image: has no content")
    if len(data) > LARGEST_IMAGE:
        raise bad_request(f"image: must not have more than {LARGEST_IMAGE} bytes")
    name = hashlib.sha256(data).hexdigest()[:16]
    return f"{request.world.url}/media/{folder}/{name}.{extension}"


@handles("users.upload_avatar")
def upload_avatar(request: Request) -> Wire:
    """Take a picture as the caller's avatar."""
    return _with_avatar(request, address_of_image(request, "avatars"))


@handles("users.import_steam_avatar")
def import_steam_avatar(request: Request) -> Wire:
    """Take the address itself as the avatar's: the sandbox fetches nothing."""
    url = request["avatar_url"]
    if not url.startswith(("https://", "http://")):
        raise bad_request("avatarUrl: must be a URL")
    return _with_avatar(request, url)


def _with_avatar(request: Request, url: str) -> Wire:
    request.world.store.update("users", request.caller.id, {"avatar_url": url})
    return {"avatarUrl": url}


@handles("users.register_push_token")
def register_push_token(request: Request) -> Wire:
    """Note a device; noting it again changes its platform."""
    request.world.store.run(
        "INSERT OR REPLACE INTO push_tokens (user_id, token, platform) VALUES (?, ?, ?)",
        request.caller.id,
        request["token"],
        request["platform"],
    )
    return {"ok": True}


@handles("users.remove_push_token")
def remove_push_token(request: Request) -> Wire:
    """Forget a device. One that is not known is forgotten already."""
    request.world.store.run(
        "DELETE FROM push_tokens WHERE user_id = ? AND token = ?",
        request.caller.id,
        request["token"],
    )
    return {"ok": True}


@handles("users.request_deletion")
def request_deletion(request: Request) -> Wire:
    """Close the account when the grace period is over: its tokens then stop working."""
    if user_row(request, request.caller.id)["gone_from"]:
        raise conflict("The deletion of this account is pending already")
    changes = {"gone_from": written(request.now + GRACE)}
    request.world.store.update("users", request.caller.id, changes)
    return myself(request)


@handles("users.cancel_deletion")
def cancel_deletion(request: Request) -> Wire:
    """Keep the account."""
    if not user_row(request, request.caller.id)["gone_from"]:
        raise conflict("No deletion of this account is pending")
    request.world.store.update("users", request.caller.id, {"gone_from": None})
    return myself(request)


@handles("users.steam_lookup")
def steam_lookup(request: Request) -> Wire:
    """The one profile, by its id, its vanity name or its address."""
    if request["query"].strip().rstrip("/") not in STEAM_QUERIES:
        raise not_found("Steam profile")
    return dict(STEAM)


@handles("users.steam_activity")
def steam_activity(request: Request) -> Wire:
    """Whoever linked that profile is playing."""
    linked = user_row(request, request.caller.id)["steam_id"] == STEAM["steamId"]
    return {"gameName": STEAM["gameName"] if linked else None}
