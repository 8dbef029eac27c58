"""Servers: their names, icons and owners, and how they end."""

from __future__ import annotations

from typing import List, Optional

from lagclient.models.permission import Permission
from lagclient.sandbox.errors import forbidden
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules import servers
from lagclient.sandbox.rules.icons import icon_address
from lagclient.sandbox.rules.members import members_of, remove
from lagclient.sandbox.rules.membership import membership
from lagclient.sandbox.rules.rooms import rooms_of
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

OWNED_SERVERS = 1
"""Maximum number for one account, because all accounts of a sandbox are free ones."""

_FIELDS = {"name": "name", "icon_url": "iconUrl", "icon_emoji": "iconEmoji"}


@handles("servers.list")
def list_mine(request: Request) -> List[Wire]:
    """Return the servers that the caller is a member of, in the order of joining."""
    rows = request.world.store.all(
        f"{servers.SELECT} JOIN members mine ON mine.server_id = s.id"
        " WHERE mine.user_id = ? ORDER BY mine.joined_at, mine.rowid",
        request.caller.id,
    )
    return [servers.as_server(row) for row in rows]


@handles("servers.create")
def create(request: Request) -> Wire:
    """Create a server; a free account owns one at most."""
    store, owner_id = request.world.store, request.caller.id
    owned = store.value("SELECT count(*) FROM servers WHERE owner_id = ?", owner_id)
    if owned >= OWNED_SERVERS:
        raise forbidden("A free account may own one server")
    name, emoji = request["name"], request.get("icon_emoji")
    server_id = servers.create(request.world, written(request.now), owner_id, name, emoji)
    return servers.server_wire(request.world, server_id)


@handles("servers.get")
def get(request: Request) -> Wire:
    """Return a server with everything that its members see."""
    member = membership(request)
    server_id = member.server["id"]
    return {
        **servers.server_wire(request.world, server_id),
        "rooms": rooms_of(request.world.store, server_id),
        "members": members_of(request.world.store, server_id),
        "myRole": member.rank,
    }


@handles("servers.update")
def update(request: Request) -> Wire:
    """Change the fields that were sent; null clears an icon."""
    return _changed(request, **request.changes("name", "icon_url", "icon_emoji"))


@handles("servers.upload_icon")
def upload_icon(request: Request) -> Wire:
    """Make an image the icon."""
    return {"iconUrl": _changed(request, icon_url=icon_address(request, "icons"))["iconUrl"]}


def _changed(request: Request, **changes: Optional[str]) -> Wire:
    member = membership(request)
    member.require(Permission.MANAGE_SERVER)
    server_id = member.server["id"]
    request.world.store.update("servers", server_id, changes)
    if changes:
        changed = sorted(_FIELDS[column] for column in changes)
        journal.record(request, server_id, "server.updated", changed=changed, userId=member.user_id)
    return servers.server_wire(request.world, server_id)


@handles("servers.delete")
def delete(request: Request) -> None:
    """Delete a server with its rooms, messages, roles, invites and robots."""
    member = membership(request)
    member.require_owner()
    request.world.store.run("DELETE FROM servers WHERE id = ?", member.server["id"])
    # Robots receive no event, but their streams end.
    request.world.bell.ring()


@handles("servers.leave")
def leave(request: Request) -> None:
    """End the caller's membership. The owner gets a 403; the live API may answer 409."""
    member = membership(request)
    if member.is_owner:
        raise forbidden("The owner cannot leave the server, only delete it")
    remove(request, member)
