"""Webhooks of robots as they are kept: addresses, secrets, and what is still to be delivered.

Each event is one delivery for each robot that hears of it. It has ten attempts, at the documented
times, and has failed after the last. What was chosen, where the documentation is silent:

- An attempt counts as made when it begins: a sandbox that is killed meanwhile goes on with the next
  one when it is started again on its file.
- What is due is delivered in the order of being due, so events arrive in their order as long as
  none has to wait; one that waits for its next attempt lets the others pass.
- While a secret is being changed, the old one signs along, until it is changed again.
- 410 disables the robot: its `active` is false, what it waits for has failed, nothing more is
  delivered, and its key opens nothing but `identity`, until it is given an address again.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import sqlite3
from typing import List, Optional, Tuple
from urllib.parse import urlsplit

import attrs

from lagclient.calls.settings import is_loopback
from lagclient.sandbox.delivery.subscriptions import (
    entries_after,
    event_of,
    newest,
    subscription_of,
)
from lagclient.sandbox.world.world import World

TRANSPORT = "webhook"
SCHEDULE = (0, 5, 25, 2 * 60, 10 * 60, 30 * 60, 3600, 3 * 3600, 8 * 3600, 24 * 3600)
"""How many seconds after the attempt before it each attempt is made."""


@attrs.frozen
class Delivery:
    """An event on its way to a robot, and how far it is."""

    number: int
    type: str
    body: str
    """The JSON that is posted, the same each time."""
    attempts: int
    """How many were made, or are being made."""
    state: str
    """``waiting`` for its next attempt, ``delivered``, or ``failed``."""
    due: float
    """When the next attempt is to begin, in Unix seconds."""


@attrs.frozen
class Hook:
    """Where a robot gets its webhooks."""

    url: str
    secrets: Tuple[str, ...]


def checked_url(url: Optional[str], allow_remote: bool) -> str:
    """An address for webhooks.

    Raises:
        ValueError: It is none, or one of another machine, and that is not allowed.
    """
    text, scheme, host = url or "", "", None
    with contextlib.suppress(ValueError):  # Half of an IPv6 address.
        scheme, host = urlsplit(text).scheme, urlsplit(text).hostname
    if not host or scheme not in ("http", "https") or text != text.strip():
        raise ValueError(f"A webhook robot needs a webhook_url, http://... or https://...: {url!r}")
    if not (allow_remote or is_loopback(host)):
        raise ValueError(
            f"webhook_url {url!r} is another machine, which would get what happens here: make the "
            "sandbox with allow_remote=True if it may"
        )
    return text


def hook_up(world: World, robot_id: str, url: str) -> None:
    """Let a robot hear by webhook of what happens from now on."""
    world.store.insert(
        "webhooks",
        robot_id=robot_id,
        url=url,
        secrets=_new_secret(world),
        reached=newest(world.store),
    )
    world.hook_bell.ring()


def hooked(world: World) -> List[str]:
    """The robots that webhooks are delivered to."""
    rows = world.store.all(
        "SELECT robot_id FROM webhooks JOIN robots ON id = robot_id WHERE active"
    )
    return [row["robot_id"] for row in rows]


def hook_of(world: World, robot_id: str) -> Optional[Hook]:
    """Where a robot gets its webhooks; None if it gets none, or none any more."""
    row = world.store.one(
        "SELECT w.* FROM webhooks w JOIN robots r ON r.id = w.robot_id WHERE r.id = ? AND r.active",
        robot_id,
    )
    return Hook(row["url"], tuple(row["secrets"].split())) if row else None


def hook_with(world: World, robot_key: str) -> Tuple[str, Hook]:
    """The robot that has a key, and where it gets its webhooks.

    Raises:
        ValueError: No robot has it, or it gets none, or none any more.
    """
    robot_id: str = world.store.value("SELECT robot_id FROM tokens WHERE token = ?", robot_key)
    hook = hook_of(world, robot_id)
    if hook is None:
        raise _no_hook(robot_key)
    return robot_id, hook


def move(world: World, robot_key: str, url: str) -> None:
    """Post the webhooks of a robot to another address; it is active again if it was disabled.

    Raises:
        ValueError: No robot has this key, or it gets no webhooks.
    """
    robot_id = world.store.value(
        "SELECT robot_id FROM tokens JOIN webhooks USING (robot_id) WHERE token = ?", robot_key
    )
    if robot_id is None:
        raise _no_hook(robot_key)
    world.store.run("UPDATE webhooks SET url = ? WHERE robot_id = ?", url, robot_id)
    world.store.update("robots", robot_id, {"active": 1})
    world.hook_bell.ring()


def change_secret(world: World, robot_key: str) -> str:
    """Make a robot's newest secret; the one before it signs along."""
    robot_id, hook = hook_with(world, robot_key)
    secret = _new_secret(world)
    world.store.run(
        "UPDATE webhooks SET secrets = ? WHERE robot_id = ?",
        f"{secret} {hook.secrets[0]}",
        robot_id,
    )
    return secret


def deliveries_to(world: World, robot_key: str) -> List[Delivery]:
    """What the robot that has a key was to hear of, the oldest first."""
    rows = world.store.all(
        "SELECT d.* FROM deliveries d JOIN tokens USING (robot_id) WHERE token = ? ORDER BY number",
        robot_key,
    )
    return [_delivery(row) for row in rows]


def spread(world: World, robot_id: str, moment: float) -> None:
    """Make deliveries of what happened since the last time."""
    subscription = subscription_of(world.store, robot_id)
    assert subscription is not None
    while True:
        reached = world.store.value("SELECT reached FROM webhooks WHERE robot_id = ?", robot_id)
        entries = entries_after(world.store, subscription, reached)
        if not entries:
            return
        for entry in entries:
            body = json.dumps(event_of(entry), ensure_ascii=False)
            world.store.insert(
                "deliveries", robot_id=robot_id, type=entry["type"], body=body, due=moment
            )
        world.store.run(
            "UPDATE webhooks SET reached = ? WHERE robot_id = ?", entries[-1]["number"], robot_id
        )
        world.store.run(
            "DELETE FROM deliveries WHERE robot_id = ? AND state != 'waiting'"
            " AND number <= (SELECT max(number) FROM deliveries) - ?",
            robot_id,
            world.journal_entries,
        )


def begin_next(world: World, robot_id: str, moment: float, pace: float) -> Optional[Delivery]:
    """The delivery that is due first. If it is due by now, its next attempt counts as made."""
    while True:
        row = world.store.one(
            "SELECT * FROM deliveries WHERE robot_id = ? AND state = 'waiting'"
            " ORDER BY due, number LIMIT 1",
            robot_id,
        )
        if row is None:
            return None
        delivery = _delivery(row)
        if delivery.due > moment:
            return delivery
        if delivery.attempts < len(SCHEDULE):
            break
        # The sandbox ended during the last attempt.
        not_delivered(world, delivery, moment, pace)
    begun = attrs.evolve(delivery, attempts=delivery.attempts + 1)
    world.store.run(
        "UPDATE deliveries SET attempts = ?, due = ? WHERE number = ?",
        begun.attempts,
        moment + _wait_after(begun, pace),
        begun.number,
    )
    return begun


def not_delivered(world: World, delivery: Delivery, moment: float, pace: float) -> None:
    """Let a delivery wait for its next attempt, from this moment on; after the last it failed."""
    world.store.run(
        "UPDATE deliveries SET due = ?, state = ? WHERE number = ?",
        moment + _wait_after(delivery, pace),
        "waiting" if delivery.attempts < len(SCHEDULE) else "failed",
        delivery.number,
    )


def delivered(world: World, delivery: Delivery) -> None:
    """An attempt was answered as it should be."""
    world.store.run("UPDATE deliveries SET state = 'delivered' WHERE number = ?", delivery.number)


def disable(world: World, robot_id: str) -> None:
    """An attempt was answered by 410: this address is gone for good."""
    world.store.update("robots", robot_id, {"active": 0})
    world.store.run(
        "UPDATE deliveries SET state = 'failed' WHERE robot_id = ? AND state = 'waiting'", robot_id
    )


def _wait_after(delivery: Delivery, pace: float) -> float:
    return pace * SCHEDULE[delivery.attempts] if delivery.attempts < len(SCHEDULE) else 0


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(**{field.name: row[field.name] for field in attrs.fields(Delivery)})


def _no_hook(robot_key: str) -> ValueError:
    return ValueError(f"There is no robot of this key that gets webhooks: {robot_key!r}")


def _new_secret(world: World) -> str:
    # As long as the specification wants it, and repeatable where ids are.
    key = hashlib.sha256(world.ids("whsec").encode()).digest()
    return f"whsec_{base64.b64encode(key).decode()}"
