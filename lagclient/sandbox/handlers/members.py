"""Members of a server."""

from __future__ import annotations

from typing import List

from lagclient.models.permission import Permission
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.members import members_of, remove
from lagclient.sandbox.rules.membership import membership, server_of, target
from lagclient.sandbox.world.world import Request, Wire


@handles("servers.members.list")
def list_members(request: Request) -> List[Wire]:
    """Return the members to a robot; users get them from `servers.get`. Robots are not members."""
    return members_of(request.world.store, server_of(request)["id"])


@handles("servers.members.kick")
def kick(request: Request) -> None:
    """Remove a member, who may join again with an invite."""
    actor = membership(request)
    actor.require(Permission.KICK_MEMBERS)
    remove(request, target(request, actor))
