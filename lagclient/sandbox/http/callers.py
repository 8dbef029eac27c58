"""Identification: the caller of a request, by its token."""

from __future__ import annotations

from datetime import datetime

from lagclient.sandbox.errors import unauthorized
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import ANONYMOUS, Caller

_KINDS = {"bearer": "user", "robot": "robot"}


def identify(store: Store, authorization: str, now: datetime, is_public: bool) -> Caller:
    """Return the caller that an Authorization header identifies.

    A public route does not need a token, so it ignores a wrong one.

    Raises:
        ApiError: 401 if the token is missing or unknown.
    """
    scheme, _, token = authorization.partition(" ")
    kind = _KINDS.get(scheme.lower())
    caller = ANONYMOUS
    if kind == "user":
        caller = _user(store, token.strip(), now)
    elif kind == "robot":
        caller = _robot(store, token.strip())
    if caller is ANONYMOUS and not is_public:
        if kind is None:
            raise unauthorized("Send `Authorization: Bearer lag_pat_...` or `Robot lag_robot_...`")
        raise unauthorized("The token is unknown to this sandbox: each new one has new tokens")
    return caller


def _user(store: Store, token: str, now: datetime) -> Caller:
    row = store.one(
        "SELECT u.* FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.token = ?", token
    )
    if row is None:
        return ANONYMOUS
    if row["gone_from"] and row["gone_from"] <= written(now):
        # The grace period is over. Only the account is closed: its messages stay readable.
        return ANONYMOUS
    return Caller("user", row["id"], row["username"])


def _robot(store: Store, token: str) -> Caller:
    row = store.one(
        "SELECT r.* FROM tokens t JOIN robots r ON r.id = t.robot_id WHERE t.token = ?", token
    )
    if row is None:
        return ANONYMOUS
    permissions = frozenset(row["permissions"].split())
    active = bool(row["active"])
    return Caller("robot", row["id"], row["name"], row["server_id"], permissions, active)
