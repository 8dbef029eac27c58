"""Accounts that are added while a sandbox serves: the route of ``lagclient sandbox add-user``.

The API has no such route. Only the command serves it, as it would serve a route of your own.
"""

from __future__ import annotations

from typing import Any, Dict

from lagclient.routing.route import Param, Route
from lagclient.sandbox.accounts import sign_up, token_for
from lagclient.sandbox.world.world import Request, World

ROUTE = Route(
    namespace="sandbox",
    name="add_user",
    method="POST",
    path="/sandbox/users",
    scope=("user",),
    model="Ok",
    doc="Create an account, or return the token of an existing one.",
    params=(Param("username", "body", "str", "Name of the account.", "username", required=True),),
)


def account(world: World, username: str) -> str:
    """Return the token of an account, which is created if it does not exist."""
    token = world.store.value(
        "SELECT token FROM tokens JOIN users ON users.id = user_id WHERE username = ?", username
    )
    return str(token) if token else token_for(world, sign_up(world, username, username.title()))


def add_user(request: Request) -> Dict[str, Any]:
    """Answer the route."""
    return {"token": account(request.world, request["username"])}
