"""Accounts and robots: what people make at the real service's web pages, not by its API."""

from __future__ import annotations

from typing import Iterable, Optional, get_args

from lagclient.sandbox.delivery import webhooks
from lagclient.sandbox.delivery.subscriptions import TRANSPORTS, subscribe
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Caller, World

ROBOTS_AT_MOST = 10
LONGEST_ROBOT_NAME = 32

_LISTENER = "webhook_robot_key"


def sign_up(
    world: World,
    username: str,
    display_name: Optional[str] = None,
    *,
    status: str = "online",
    is_set_up: bool = True,
) -> Caller:
    """Make an account.

    Raises:
        ValueError: The username is taken.
    """
    if world.store.one("SELECT 1 FROM users WHERE username = ?", username):
        raise ValueError(f"There is a user {username!r} already")
    user = Caller("user", world.ids("usr"), username)
    world.store.insert(
        "users",
        id=user.id,
        username=username,
        display_name=display_name,
        status=status,
        is_set_up=is_set_up,
        created_at=written(world.now()),
    )
    return user


def make_robot(
    world: World,
    server_id: str,
    name: str,
    permissions: Iterable[str],
    events: Optional[Iterable[str]] = None,
    transport: Optional[str] = None,
    webhook_url: Optional[str] = None,
    allow_remote: bool = False,
) -> Caller:
    """Make a robot for a server; it hears of all events, by stream or poll, if none are chosen.

    Raises:
        ValueError: The service would refuse it.
    """
    from lagclient.models import RobotEventType, RobotPermission, RobotTransport

    count = world.store.value("SELECT count(*) FROM robots WHERE server_id = ?", server_id)
    if count >= ROBOTS_AT_MOST:
        raise ValueError(f"A server has {ROBOTS_AT_MOST} robots at most")
    if not 1 <= len(name) <= LONGEST_ROBOT_NAME:
        raise ValueError(f"The name of a robot has 1 to {LONGEST_ROBOT_NAME} characters: {name!r}")
    if world.store.one("SELECT 1 FROM robots WHERE server_id = ? AND name = ?", server_id, name):
        raise ValueError(f"The server has a robot {name!r} already")
    given = frozenset(permissions)
    unknown = given.difference(get_args(RobotPermission))
    if unknown:
        raise ValueError(f"There are no such permissions: {', '.join(sorted(unknown))}")
    wanted = frozenset(get_args(RobotEventType) if events is None else events)
    unknown = wanted.difference(get_args(RobotEventType))
    if unknown:
        raise ValueError(f"There are no such events: {', '.join(sorted(unknown))}")
    if transport is not None and transport not in get_args(RobotTransport):
        raise ValueError(
            f"A transport is one of {', '.join(get_args(RobotTransport))}: {transport!r}"
        )
    if transport == webhooks.TRANSPORT:
        webhooks.checked_url(webhook_url, allow_remote)
    elif webhook_url is not None:
        raise ValueError(f"Only the transport webhook has a webhook_url: {webhook_url!r}")
    robot = Caller("robot", world.ids("robot"), name, server_id, given)
    world.store.insert(
        "robots",
        id=robot.id,
        server_id=server_id,
        name=name,
        permissions=" ".join(p for p in get_args(RobotPermission) if p in given),
        created_at=written(world.now()),
    )
    subscribe(
        world.store,
        robot.id,
        [type for type in get_args(RobotEventType) if type in wanted],
        list(TRANSPORTS) if transport is None else [transport],
    )
    if webhook_url is not None:
        webhooks.hook_up(world, robot.id, webhook_url)
    return robot


def webhook_robot(world: World, server_id: str, url: str, allow_remote: bool) -> str:
    """The key of a robot that posts all events to an address; made once, and moved after that.

    Raises:
        ValueError: The address is none, or not allowed.
    """
    from lagclient.models import RobotPermission

    key: Optional[str] = world.store.value("SELECT value FROM facts WHERE name = ?", _LISTENER)
    if key is not None:
        webhooks.move(world, key, webhooks.checked_url(url, allow_remote))
        return key
    robot = make_robot(
        world,
        server_id,
        "Listener",
        get_args(RobotPermission),
        transport=webhooks.TRANSPORT,
        webhook_url=url,
        allow_remote=allow_remote,
    )
    key = token_for(world, robot)
    world.store.insert("facts", name=_LISTENER, value=key)
    return key


def token_for(world: World, caller: Caller) -> str:
    """Make a personal access token, or a robot key."""
    # A real key is lag_robot_<prefix>_<secret>; one prefix for all is enough here.
    token = world.ids("lag_pat" if caller.kind == "user" else "lag_robot_sandbox1")
    world.store.insert("tokens", **{"token": token, f"{caller.kind}_id": caller.id})
    return token
