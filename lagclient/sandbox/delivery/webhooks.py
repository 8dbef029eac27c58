"""Webhooks of robots in the store: addresses, secrets, and deliveries.

Each event is one delivery for each robot that receives it. A delivery has ten attempts, at the
documented times, and has failed after the last one. The documentation does not say the following,
so the sandbox decides:

- An attempt counts when it begins. A sandbox that is killed during an attempt goes on with the next
  one when it is started again on its file.
- Deliveries are posted in the order in which they are due. So events arrive in their order as long
  as all attempts succeed; a delivery that waits for its next attempt lets the others pass.
- After a change of the secret, the old secret signs as well, until the next change.
- 410 disables the robot: its `active` is false, its waiting deliveries have failed, and no event is
  delivered. Its key can only call `identity`, until the robot has an address again.
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

from lagclient.sandbox.delivery.subscriptions import (
    entries_after,
    event_of,
    newest,
    subscription_of,
)
from lagclient.sandbox.world.world import World
from lagclient.transport.urls import is_loopback

TRANSPORT = "webhook"
SCHEDULE = (0, 5, 25, 2 * 60, 10 * 60, 30 * 60, 3600, 3 * 3600, 8 * 3600, 24 * 3600)
"""Seconds between each attempt and the one before it."""


@attrs.frozen
class Delivery:
    """An event on its way to a robot, and the state of its delivery."""

    number: int
    type: str
    body: str
    """The JSON that is posted, the same in each attempt."""
    attempts: int
    """Number of attempts so far, a running one included."""
    state: str
    """``waiting`` for its next attempt, ``delivered``, or ``failed``."""
    due: float
    """Time of the next attempt, in Unix seconds."""


@attrs.frozen
class Hook:
    """The address of a robot's webhooks, and the secrets that sign them, the newest first."""

    url: str
    secrets: Tuple[str, ...]


def checked_url(url: Optional[str], allow_remote: bool) -> str:
    """Return an address for webhooks.

    Raises:
        ValueError: It is not an address, or one of another machine without `allow_remote`.
    """
    text, scheme, host = url or "", "", None
    with contextlib.suppress(ValueError):  # Half of an IPv6 address.
        scheme, host = urlsplit(text).scheme, urlsplit(text).hostname
    if not host or scheme not in ("http", "https") or text != text.strip():
        raise ValueError(f"`webhook_url` must be http://... or https://..., not {url!r}")
    if not (allow_remote or is_loopback(host)):
        raise ValueError(
            f"`webhook_url` must be on this machine, not {url!r}: pass `allow_remote` to post "
            "events to another machine"
        )
    return text


def hook_up(world: World, robot_id: str, url: str) -> None:
    """Let a robot receive webhooks from now on."""
    world.store.insert(
        "webhooks",
        robot_id=robot_id,
        url=url,
        secrets=_new_secret(world),
        reached=newest(world.store),
    )
    world.hook_bell.ring()


def hooked(world: World) -> List[str]:
    """Return the ids of the robots that receive webhooks."""
    rows = world.store.all(
        "SELECT robot_id FROM webhooks JOIN robots ON id = robot_id WHERE active"
    )
    return [row["robot_id"] for row in rows]


def hook_of(world: World, robot_id: str) -> Optional[Hook]:
    """Return the webhook of a robot; None if it has none or is disabled."""
    row = world.store.one(
        "SELECT w.* FROM webhooks w JOIN robots r ON r.id = w.robot_id WHERE r.id = ? AND r.active",
        robot_id,
    )
    return Hook(row["url"], tuple(row["secrets"].split())) if row else None


def hook_with(world: World, robot_key: str) -> Tuple[str, Hook]:
    """Return the id and the webhook of the robot with a key.

    Raises:
        ValueError: The key is unknown, or its robot has no webhook or is disabled.
    """
    robot_id: str = world.store.value("SELECT robot_id FROM tokens WHERE token = ?", robot_key)
    hook = hook_of(world, robot_id)
    if hook is None:
        raise _no_hook()
    return robot_id, hook


def move(world: World, robot_key: str, url: str) -> None:
    """Move the webhook of a robot to another address, and enable the robot if it was disabled.

    Raises:
        ValueError: The key is unknown, or its robot has no webhook.
    """
    robot_id = world.store.value(
        "SELECT robot_id FROM tokens JOIN webhooks USING (robot_id) WHERE token = ?", robot_key
    )
    if robot_id is None:
        raise _no_hook()
    world.store.run("UPDATE webhooks SET url = ? WHERE robot_id = ?", url, robot_id)
    world.store.update("robots", robot_id, {"active": 1})
    world.hook_bell.ring()


def change_secret(world: World, robot_key: str) -> str:
    """Create a new secret of a robot and return it; the one before it signs as well."""
    robot_id, hook = hook_with(world, robot_key)
    secret = _new_secret(world)
    world.store.run(
        "UPDATE webhooks SET secrets = ? WHERE robot_id = ?",
        f"{secret} {hook.secrets[0]}",
        robot_id,
    )
    return secret


def deliveries_to(world: World, robot_key: str) -> List[Delivery]:
    """Return the deliveries to the robot with a key, the oldest first."""
    rows = world.store.all(
        "SELECT d.* FROM deliveries d JOIN tokens USING (robot_id) WHERE token = ? ORDER BY number",
        robot_key,
    )
    return [_delivery(row) for row in rows]


def spread(world: World, robot_id: str, moment: float) -> None:
    """Create deliveries of the events since the last call."""
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
    """Return the delivery that is due first. If it is due now, its next attempt counts as begun."""
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
    """Let a delivery wait for its next attempt from now on; after the last one it has failed."""
    world.store.run(
        "UPDATE deliveries SET due = ?, state = ? WHERE number = ?",
        moment + _wait_after(delivery, pace),
        "waiting" if delivery.attempts < len(SCHEDULE) else "failed",
        delivery.number,
    )


def delivered(world: World, delivery: Delivery) -> None:
    """Record that an attempt was acknowledged."""
    world.store.run("UPDATE deliveries SET state = 'delivered' WHERE number = ?", delivery.number)


def disable(world: World, robot_id: str) -> None:
    """Disable a robot, because its address answered 410."""
    world.store.update("robots", robot_id, {"active": 0})
    world.store.run(
        "UPDATE deliveries SET state = 'failed' WHERE robot_id = ? AND state = 'waiting'", robot_id
    )


def _wait_after(delivery: Delivery, pace: float) -> float:
    return pace * SCHEDULE[delivery.attempts] if delivery.attempts < len(SCHEDULE) else 0


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(**{field.name: row[field.name] for field in attrs.fields(Delivery)})


def _no_hook() -> ValueError:
    return ValueError("`robot_key` must be the key of an active robot with a webhook")


def _new_secret(world: World) -> str:
    # As long as the specification says, and repeatable where ids are.
    key = hashlib.sha256(world.ids("whsec").encode()).digest()
    return f"whsec_{base64.b64encode(key).decode()}"
