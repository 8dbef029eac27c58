"""Accounts and robots: the real service creates them at its web pages, not by its API."""

from __future__ import annotations

from typing import Iterable, List, Optional, Sequence, get_args

from lagclient.sandbox.delivery import webhooks
from lagclient.sandbox.delivery.subscriptions import TRANSPORTS, subscribe
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Caller, World

MAX_ROBOTS = 10
"""Maximum number of robots in a server."""
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
    """Create an account.

    Raises:
        ValueError: The username is taken.
    """
    if world.store.one("SELECT 1 FROM users WHERE username = ?", username):
        raise ValueError(f"`username` must be a new name, not {username!r}")
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


def create_robot(
    world: World,
    server_id: str,
    name: str,
    permissions: Optional[Iterable[str]] = None,
    events: Optional[Iterable[str]] = None,
    transport: Optional[str] = None,
    webhook_url: Optional[str] = None,
    allow_remote: bool = False,
) -> Caller:
    """Create a robot, by default with every permission and all events, by stream or poll.

    Raises:
        ValueError: An argument is not what the service accepts.
    """
    from lagclient.models import RobotEventType, RobotPermission, RobotTransport

    if not world.store.one("SELECT 1 FROM servers WHERE id = ?", server_id):
        raise ValueError(f"`server_id` must be the id of a server, not {server_id!r}")
    count = world.store.value("SELECT count(*) FROM robots WHERE server_id = ?", server_id)
    if count >= MAX_ROBOTS:
        raise ValueError(f"`server_id` must be a server with less than {MAX_ROBOTS} robots")
    if not 1 <= len(name) <= LONGEST_ROBOT_NAME:
        raise ValueError(f"`name` must be 1 to {LONGEST_ROBOT_NAME} characters, not {name!r}")
    if world.store.one("SELECT 1 FROM robots WHERE server_id = ? AND name = ?", server_id, name):
        raise ValueError(f"`name` must be new in the server, not {name!r}")
    granted = _chosen("permissions", permissions, get_args(RobotPermission))
    subscribed = _chosen("events", events, get_args(RobotEventType))
    if transport is not None and transport not in get_args(RobotTransport):
        choices = ", ".join(get_args(RobotTransport))
        raise ValueError(f"`transport` must be one of {choices}, not {transport!r}")
    if transport == webhooks.TRANSPORT:
        webhooks.checked_url(webhook_url, allow_remote)
    elif webhook_url is not None:
        raise ValueError(f"`webhook_url` must be with the transport webhook, not {transport!r}")
    robot = Caller("robot", world.ids("robot"), name, server_id, frozenset(granted))
    world.store.insert(
        "robots",
        id=robot.id,
        server_id=server_id,
        name=name,
        permissions=" ".join(granted),
        created_at=written(world.now()),
    )
    subscribe(
        world.store,
        robot.id,
        subscribed,
        list(TRANSPORTS) if transport is None else [transport],
    )
    if webhook_url is not None:
        webhooks.hook_up(world, robot.id, webhook_url)
    return robot


def webhook_robot(world: World, server_id: str, url: str, allow_remote: bool) -> str:
    """Return the key of a robot that posts all events to an address.

    The robot is created once; after that it is moved to the address.

    Raises:
        ValueError: `url` is not an address, or one of another machine without `allow_remote`.
    """
    key: Optional[str] = world.store.value("SELECT value FROM facts WHERE name = ?", _LISTENER)
    if key is not None:
        webhooks.move(world, key, webhooks.checked_url(url, allow_remote))
        return key
    robot = create_robot(
        world,
        server_id,
        "Listener",
        transport=webhooks.TRANSPORT,
        webhook_url=url,
        allow_remote=allow_remote,
    )
    key = token_for(world, robot)
    world.store.insert("facts", name=_LISTENER, value=key)
    return key


def token_for(world: World, caller: Caller, token: Optional[str] = None) -> str:
    """Create a personal access token or a robot key, or register the one that is passed.

    Raises:
        ValueError: The token belongs to another account or robot.
    """
    if token is None:
        # A real key is lag_robot_<prefix>_<secret>; here all keys have the same prefix.
        token = world.ids("lag_pat" if caller.kind == "user" else "lag_robot_sandbox1")
    column = f"{caller.kind}_id"
    row = world.store.one("SELECT * FROM tokens WHERE token = ?", token)
    if row is None:
        world.store.insert("tokens", **{"token": token, column: caller.id})
    elif row[column] != caller.id:
        name = "token" if caller.kind == "user" else "robot_key"
        raise ValueError(f"`{name}` must be new, not that of another account or robot")
    return token


def _chosen(name: str, chosen: Optional[Iterable[str]], choices: Sequence[str]) -> List[str]:
    """Return the chosen ones in the order of the choices; by default all."""
    if chosen is None:
        return list(choices)
    wanted = [chosen] if isinstance(chosen, str) else list(chosen)
    unknown = set(wanted).difference(choices)
    if unknown:
        names = ", ".join(map(repr, sorted(unknown)))
        raise ValueError(f"`{name}` must be among {', '.join(choices)}, not {names}")
    return [choice for choice in choices if choice in wanted]
