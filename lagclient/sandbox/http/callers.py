"""Whose token it is: the first thing to know of a request."""

from __future__ import annotations

from datetime import datetime

from lagclient.sandbox.errors import unauthorized
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import NOBODY, Caller

_KINDS = {"bearer": "user", "robot": "robot"}


def identify(store: Store, authorization: str, now: datetime, is_public: bool) -> Caller:
    """The caller that an Authorization header stands for.

    A public route asks for no token, so there a bad one is as good as none.

    Raises:
        ApiError: 401, there is no token, or nobody has it.
    """
    scheme, _, token = authorization.partition(" ")
    kind = _KINDS.get(scheme.lower(), "nobody")
    caller = NOBODY
    if kind == "user":
        caller = _user(store, token.strip(), now)
    elif kind == "robot":
        caller = _robot(store, token.strip())
    if caller is NOBODY and not is_public:
        if kind == "nobody":
            raise unauthorized("Send `Authorization: Bearer lag_pat_...` or `Robot lag_robot_...`")
        raise unauthorized("Nobody here has this token")
    return caller


def _user(store: Store, token: str, now: datetime) -> Caller:
    row = store.one(
        "SELECT u.* FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.token = ?", token
    )
    if row is None:
        return NOBODY
    if row["gone_from"] and row["gone_from"] <= written(now):
        # The grace period is over. Only the account is closed: its messages stay readable.
        return NOBODY
    return Caller("user", row["id"], row["username"])


def _robot(store: Store, token: str) -> Caller:
    row = store.one(
        "SELECT r.* FROM tokens t JOIN robots r ON r.id = t.robot_id WHERE t.token = ?", token
    )
    if row is None:
        return NOBODY
    permissions = frozenset(row["permissions"].split())
    active = bool(row["active"])
    return Caller("robot", row["id"], row["name"], row["server_id"], permissions, active)
