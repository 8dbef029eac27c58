"""The options of a robot: those of its client, and checks of its own."""

from __future__ import annotations

import inspect
import os
from typing import Any, Callable, Dict, Literal, Mapping, Optional, Tuple, get_args

from lagclient.calls.auth import ROBOT_TOKEN_PREFIX
from lagclient.client import AsyncClient
from lagclient.errors import LagInvalidRequestError, LagInvalidTokenError
from lagclient.types import UNSET, is_seconds

Source = Literal["stream", "poll", "webhook"]
"""How a robot receives events; it must be what was chosen for the robot in the portal."""

OF_CLIENT: Tuple[str, ...] = tuple(inspect.signature(AsyncClient.__init__).parameters)[1:]
"""The options of a robot that are passed on to its client."""


def _is_count(value: Any, least: int, most: float) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


_CHECKS: Mapping[str, Tuple[Callable[[Any], bool], str]] = {
    "source": (get_args(Source).__contains__, f"one of {', '.join(map(repr, get_args(Source)))}"),
    "state": (
        lambda v: v is None or isinstance(v, (str, os.PathLike)) or hasattr(v, "commit"),
        "the path of a file, a Store or None",
    ),
    "workers": (
        lambda v: v is None or (hasattr(v, "join") and not isinstance(v, str)),
        "an object such as RedisWorkers.from_url(...), or None",
    ),
    "on_gap": (lambda v: v in (None, "raise") or callable(v), '"raise", a function or None'),
    "robots": (lambda v: isinstance(v, bool), "True or False"),
    "host": (lambda v: isinstance(v, str) and v != "", "an address"),
    "port": (lambda v: v is None or _is_count(v, 0, 65535), "an int from 0 to 65535, or None"),
    "max_concurrency": (lambda v: _is_count(v, 1, float("inf")), "an int from 1"),
    "handler_timeout_seconds": (
        lambda v: v is None or is_seconds(v),
        "a number of seconds above 0, or None",
    ),
    "apology": (
        lambda v: v is None or (isinstance(v, str) and v.strip() != ""),
        "text or None",
    ),
}


def check(options: Mapping[str, Any]) -> None:
    """Validate the options of a robot that are not of its client.

    Raises:
        LagInvalidRequestError: One is invalid.
    """
    for name, (is_right, expected) in _CHECKS.items():
        if not is_right(options[name]):
            raise LagInvalidRequestError(f"`{name}` must be {expected}, not {options[name]!r}")
    if options["workers"] is not None:
        _check_workers(options)
    source, has_cursor = options["source"], options["cursor"] is not None
    if has_cursor and source != "stream":
        raise LagInvalidRequestError(
            f'`cursor` must be None with source={source!r}: only a "stream" has one'
        )
    if has_cursor and options["state"] is not None:
        raise LagInvalidRequestError("`cursor` must be None with `state`, which keeps it too")
    if (source == "webhook") != bool(options["secret"]):
        raise LagInvalidRequestError('`secret` must be passed with source="webhook", and only then')


def _check_workers(options: Mapping[str, Any]) -> None:
    if options["source"] != "stream":
        raise LagInvalidRequestError(
            f'`source` must be "stream" with `workers`, not {options["source"]!r}: webhooks reach '
            "several receivers by a load balancer, see WebhookApp(seen=...)"
        )
    for name in ("cursor", "state"):
        if options[name] is not None:
            raise LagInvalidRequestError(f"`{name}` must be None with `workers`, which keep it")


def of_client(options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return those options that are for the client and were passed.

    Raises:
        LagInvalidRequestError: One is invalid.
        LagInvalidTokenError: The token is not a robot key.
    """
    passed = {name: options[name] for name in OF_CLIENT if options[name] is not UNSET}
    # The environment may be another one when it starts: a program is imported before its test.
    address: Dict[str, Any] = {"base_url": "https://api.trylag.com", **passed}
    if passed["token"] is None:
        address["token"] = ROBOT_TOKEN_PREFIX
    client = AsyncClient(**address)
    if not callable(passed["token"]) and not client.is_robot:
        raise not_a_robot()
    return passed


def not_a_robot() -> LagInvalidTokenError:
    """The error for a token of another kind."""
    return LagInvalidTokenError("`token` must be a robot key (lag_robot_...)")


def client_of(options: Mapping[str, Any]) -> AsyncClient:
    """Create the client of a robot, with the environment of now.

    Raises:
        LagInvalidRequestError: The token is missing, or ``LAG_BASE_URL`` is invalid.
        LagInvalidTokenError: The token in the environment is not a robot key.
    """
    token: Any = _token_of_environment() if options["token"] is None else options["token"]
    passed: Dict[str, Any] = {**options, "token": token}
    client = AsyncClient(**passed)
    if not callable(token) and not client.is_robot:
        raise LagInvalidTokenError(
            "A Bot needs a robot key (lag_robot_...): pass it, or set LAG_ROBOT_KEY"
        )
    return client


def _token_of_environment() -> Optional[str]:
    # A test, or a program that is a user too, has the user's token in the first one.
    token = os.environ.get("LAG_TOKEN")
    if token is not None and token.startswith(ROBOT_TOKEN_PREFIX):
        return token
    return os.environ.get("LAG_ROBOT_KEY") or token
