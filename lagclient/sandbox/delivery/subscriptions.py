"""Subscriptions: the entries of the journal that a robot receives as events.

A robot receives an entry if it is subscribed to its type and has the permission for it. A robot
also receives its own messages, because the documentation does not exclude them: a robot that
replies to every message should fail here and not on the live API.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Dict, FrozenSet, List, Optional, Tuple

import attrs

from lagclient.models.robot import PERMISSION_FOR
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Wire

TRANSPORTS = ("SSE", "long-poll")
"""Those that need only the robot's key."""

AT_ONCE = 100
"""Maximum number of events that are read at once."""


@attrs.frozen
class Subscription:
    """The events that a robot receives, and how."""

    server_id: str
    types: Tuple[str, ...]
    """The types that it is subscribed to and has the permission for."""
    transports: FrozenSet[str]
    polled: int
    """Number of the last entry that a poll returned."""


def subscription_of(store: Store, robot_id: str) -> Optional[Subscription]:
    """Return the subscription of a robot, or None if the robot was deleted."""
    row = store.one(
        "SELECT r.server_id, r.permissions, s.* FROM robots r"
        " LEFT JOIN subscriptions s ON s.robot_id = r.id WHERE r.id = ?",
        robot_id,
    )
    if row is None:
        return None
    permitted = {"", *row["permissions"].split()}
    # A robot in a file from before subscriptions existed has none, so it receives all events.
    chosen = PERMISSION_FOR if row["events"] is None else row["events"].split()
    transports = TRANSPORTS if row["transports"] is None else row["transports"].split()
    return Subscription(
        row["server_id"],
        tuple(type for type in chosen if PERMISSION_FOR[type] in permitted),
        frozenset(transports),
        row["polled"] or 0,
    )


def subscribe(store: Store, robot_id: str, events: List[str], transports: List[str]) -> None:
    """Let a robot receive events from now on."""
    store.insert(
        "subscriptions",
        robot_id=robot_id,
        events=" ".join(events),
        transports=" ".join(transports),
        polled=newest(store),
    )


def newest(store: Store) -> int:
    """Return the number of the journal's last entry; 0 while the journal is empty."""
    number: Optional[int] = store.value("SELECT max(number) FROM journal")
    return number or 0


def entries_after(store: Store, subscription: Subscription, number: int) -> List[sqlite3.Row]:
    """Return what a robot receives after an entry, `AT_ONCE` entries at most."""
    places = ", ".join("?" * len(subscription.types))
    return store.all(
        "SELECT * FROM journal WHERE server_id = ? AND number > ?"  # noqa: S608
        f" AND type IN ({places}) ORDER BY number LIMIT {AT_ONCE}",
        subscription.server_id,
        number,
        *subscription.types,
    )


def event_id(number: int) -> str:
    """Return the id of an entry as an event."""
    return f"evt_{number}"


def entry_with(store: Store, subscription: Subscription, id: str) -> Optional[int]:
    """Return the number of the entry with this id in the robot's server, or None if it is lost."""
    return store.value(  # type: ignore[no-any-return]
        "SELECT number FROM journal WHERE server_id = ? AND 'evt_' || number = ?",
        subscription.server_id,
        id,
    )


def event_of(entry: sqlite3.Row) -> Wire:
    """Return an entry as streams and webhooks send it."""
    return {
        "type": entry["type"],
        "serverId": entry["server_id"],
        "timestamp": entry["created_at"],
        "data": data_of(entry),
    }


def data_of(entry: sqlite3.Row) -> Dict[str, Any]:
    """Return the data of an entry."""
    data: Dict[str, Any] = json.loads(entry["data"])
    return data
