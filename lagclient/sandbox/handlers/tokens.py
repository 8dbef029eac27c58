"""Tokens for terminals: a browser that is logged in asks for one."""

from __future__ import annotations

from lagclient.sandbox.registry import handles
from lagclient.sandbox.world.world import Request, Wire


@handles("tokens.create")
def create(request: Request) -> Wire:
    """Create another token of the caller. The sandbox takes any token as that of a session."""
    token = request.world.ids("lag_pat")
    request.world.store.insert("tokens", token=token, user_id=request.caller.id)
    return {"token": token}
