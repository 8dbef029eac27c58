"""The options of a robot: those of its client, and checks of its own."""

from __future__ import annotations

import inspect
import math
import os
from typing import Any, Dict, Literal, Mapping, Optional, Tuple, get_args

from lagclient.calls.auth import ROBOT_TOKEN_PREFIX
from lagclient.calls.options import LIMIT, TRUE_OR_FALSE, Rule, is_int
from lagclient.client import AsyncClient
from lagclient.errors import LagInvalidRequestError, LagInvalidTokenError
from lagclient.types import UNSET, path_of

Source = Literal["stream", "poll", "webhook"]
"""How a robot receives events; it must be what was chosen for the robot in the portal."""

OF_CLIENT: Tuple[str, ...] = tuple(inspect.signature(AsyncClient.__init__).parameters)[1:]
"""The options of a robot that are passed on to its client."""
_NO_KEY = "`token` must be a robot key (lag_robot_...), not {}: pass it, or set LAG_ROBOT_KEY"


def _is_count(value: Any, least: int, most: float = math.inf) -> bool:
    return is_int(value) and least <= value <= most


_RULES: Mapping[str, Rule] = {
    "source": Rule(
        f"one of {', '.join(map(repr, get_args(Source)))}", get_args(Source).__contains__
    ),
    "state": Rule(
        "the path of a file, a Store or None",
        lambda v: v is None or bool(path_of(v)) or hasattr(v, "commit"),
    ),
    "workers": Rule(
        "an object such as RedisWorkers.from_url(...), or None",
        lambda v: v is None or (hasattr(v, "join") and not isinstance(v, str)),
    ),
    "on_gap": Rule(
        '"raise", a function or None', lambda v: v is None or v == "raise" or callable(v)
    ),
    "robots": TRUE_OR_FALSE,
    "host": Rule("an address", lambda v: isinstance(v, str) and v != ""),
    "port": Rule("an int from 0 to 65535, or None", lambda v: v is None or _is_count(v, 0, 65535)),
    "max_concurrency": Rule("an int from 1", lambda v: _is_count(v, 1)),
    "handler_timeout_seconds": LIMIT,
    "apology": Rule(
        "text or None", lambda v: v is None or (isinstance(v, str) and bool(v.strip()))
    ),
}


def check(options: Mapping[str, Any]) -> None:
    """Validate the options of a robot that are not of its client."""
    for name, rule in _RULES.items():
        rule.checked(name, options[name])
    source, has_cursor = options["source"], options["cursor"] is not None
    if options["workers"] is not None:
        if source != "stream":
            raise LagInvalidRequestError(
                f'`source` must be "stream" with `workers`, not {source!r}: webhooks reach several '
                "processes by a load balancer, see `seen`"
            )
        for name in ("cursor", "state"):
            if options[name] is not None:
                raise LagInvalidRequestError(f"`{name}` must be None with `workers`, which keep it")
    if has_cursor and source != "stream":
        raise LagInvalidRequestError(
            f'`cursor` must be None with source={source!r}: only a "stream" has one'
        )
    if has_cursor and options["state"] is not None:
        raise LagInvalidRequestError("`cursor` must be None with `state`, which keeps it too")
    if options["seen"] is not None and source != "webhook":
        raise LagInvalidRequestError(
            f'`seen` must be None with source={source!r}: only a "webhook" is seen by several'
        )
    if (source == "webhook") != bool(options["secret"]):
        raise LagInvalidRequestError('`secret` must be passed with source="webhook", and only then')


def of_client(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return those options that are for the client and were passed, validated."""
    passed = {name: options[name] for name in OF_CLIENT if options[name] is not UNSET}
    # The environment may be another one when it starts: a program is imported before its test.
    token = ROBOT_TOKEN_PREFIX if passed["token"] is None else passed["token"]
    _client({"base_url": "https://api.trylag.com", **passed, "token": token})
    return passed


def not_a_robot() -> LagInvalidTokenError:
    """The error for a token of another kind."""
    return LagInvalidTokenError(_NO_KEY.format("another token"))


def client_of(options: Mapping[str, Any]) -> AsyncClient:
    """Create the client of a robot, with the environment of now: see `Bot.client`."""
    token = _token_of_environment() if options["token"] is None else options["token"]
    return _client({**options, "token": token})


def _client(options: Dict[str, Any]) -> AsyncClient:
    if options["token"] in (None, ""):
        raise LagInvalidRequestError(_NO_KEY.format("empty"))
    client = AsyncClient(**options)
    if not callable(options["token"]) and not client.is_robot:
        raise not_a_robot()
    return client


def _token_of_environment() -> Optional[str]:
    # A test, or a program that is a user too, has the user's token in the first one.
    token = os.environ.get("LAG_TOKEN")
    if token is not None and token.startswith(ROBOT_TOKEN_PREFIX):
        return token
    return os.environ.get("LAG_ROBOT_KEY") or token
