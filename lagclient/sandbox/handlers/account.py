"""The caller's own account: avatars, devices, Steam, and deletion.

Nothing leaves this machine: Steam is one invented profile.
"""

from __future__ import annotations

from datetime import timedelta

from lagclient.sandbox.errors import conflict, invalid, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.icons import icon_address
from lagclient.sandbox.rules.profiles import myself, user_row
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

GRACE = timedelta(days=7)

# A real profile cannot have this id.
STEAM = {
    "steamId": "76561190000000001",
    "personaName": "Sam in the sandbox",
    "avatarUrl": "https://steam.invalid/avatars/sam.jpg",
    "profileUrl": "https://steam.invalid/id/sam",
    "gameName": "Paper Boats",
}
STEAM_QUERIES = {STEAM["steamId"], "sam", STEAM["profileUrl"]}


@handles("users.upload_avatar")
def upload_avatar(request: Request) -> Wire:
    """Make an image the caller's avatar."""
    return _with_avatar(request, icon_address(request, "avatars"))


@handles("users.import_steam_avatar")
def import_steam_avatar(request: Request) -> Wire:
    """Make the address itself the avatar's, because the sandbox fetches nothing."""
    url = request["avatar_url"]
    if not url.startswith(("https://", "http://")):
        raise invalid("avatarUrl", "a URL", url)
    return _with_avatar(request, url)


def _with_avatar(request: Request, url: str) -> Wire:
    request.world.store.update("users", request.caller.id, {"avatar_url": url})
    return {"avatarUrl": url}


@handles("users.register_push_token")
def register_push_token(request: Request) -> Wire:
    """Store a device; storing it again changes its platform."""
    request.world.store.run(
        "INSERT OR REPLACE INTO push_tokens (user_id, token, platform) VALUES (?, ?, ?)",
        request.caller.id,
        request["token"],
        request["platform"],
    )
    return {"ok": True}


@handles("users.remove_push_token")
def remove_push_token(request: Request) -> Wire:
    """Delete a device. Deleting an unknown one succeeds."""
    request.world.store.run(
        "DELETE FROM push_tokens WHERE user_id = ? AND token = ?",
        request.caller.id,
        request["token"],
    )
    return {"ok": True}


@handles("users.request_deletion")
def request_deletion(request: Request) -> Wire:
    """Close the account after the grace period; its tokens stop working then."""
    if user_row(request, request.caller.id)["gone_from"]:
        raise conflict("The deletion of this account is pending already")
    changes = {"gone_from": written(request.now + GRACE)}
    request.world.store.update("users", request.caller.id, changes)
    return myself(request)


@handles("users.cancel_deletion")
def cancel_deletion(request: Request) -> Wire:
    """Cancel the deletion."""
    if not user_row(request, request.caller.id)["gone_from"]:
        raise conflict("No deletion of this account is pending")
    request.world.store.update("users", request.caller.id, {"gone_from": None})
    return myself(request)


@handles("users.steam_lookup")
def steam_lookup(request: Request) -> Wire:
    """Return the one profile, by its id, its vanity name or its address."""
    if request["query"].strip().rstrip("/") not in STEAM_QUERIES:
        raise not_found("Steam profile")
    return dict(STEAM)


@handles("users.steam_activity")
def steam_activity(request: Request) -> Wire:
    """Return the game of a user who linked that profile; the profile is always playing."""
    linked = user_row(request, request.caller.id)["steam_id"] == STEAM["steamId"]
    return {"gameName": STEAM["gameName"] if linked else None}
