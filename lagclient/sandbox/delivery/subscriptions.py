"""What a robot hears of: the entries of the journal that it is subscribed to and permitted.

No permission is documented for two types. `member.role_changed` needs ``read_members`` here, as
all else about members does; `server.updated` needs none: it tells what any answer about the server
tells. A robot hears of its own messages too, since nothing says otherwise: one that answers to all
that it hears would answer itself, and is better told here.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Tuple

import attrs

from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Wire

PERMISSION_FOR: Mapping[str, str] = {
    "room.message": "read_messages",
    "room.message.edited": "read_messages",
    "room.message.deleted": "read_messages",
    "voice.join": "read_voice",
    "voice.leave": "read_voice",
    "member.join": "read_members",
    "member.leave": "read_members",
    "member.role_changed": "read_members",
    "room.created": "read_rooms",
    "room.deleted": "read_rooms",
    "presence.update": "read_presence",
    "server.updated": "",
}
TRANSPORTS = ("SSE", "long-poll")
"""Those that need nothing but the robot's key."""

AT_ONCE = 100
"""The number of events that are read at once, at most."""


@attrs.frozen
class Subscription:
    """What a robot hears of, and how."""

    server_id: str
    types: Tuple[str, ...]
    """Those that it is subscribed to and has the permission for."""
    transports: FrozenSet[str]
    polled: int
    """The last entry that a poll has brought."""


def subscription_of(store: Store, robot_id: str) -> Optional[Subscription]:
    """The subscription of a robot; None once there is no such robot."""
    row = store.one(
        "SELECT r.server_id, r.permissions, s.* FROM robots r"
        " LEFT JOIN subscriptions s ON s.robot_id = r.id WHERE r.id = ?",
        robot_id,
    )
    if row is None:
        return None
    permitted = {"", *row["permissions"].split()}
    # A robot of a file that was written before there were subscriptions has none: it gets all.
    chosen = PERMISSION_FOR if row["events"] is None else row["events"].split()
    transports = TRANSPORTS if row["transports"] is None else row["transports"].split()
    return Subscription(
        row["server_id"],
        tuple(type for type in chosen if PERMISSION_FOR[type] in permitted),
        frozenset(transports),
        row["polled"] or 0,
    )


def subscribe(store: Store, robot_id: str, events: List[str], transports: List[str]) -> None:
    """Let a robot hear of what happens from now on."""
    store.insert(
        "subscriptions",
        robot_id=robot_id,
        events=" ".join(events),
        transports=" ".join(transports),
        polled=newest(store),
    )


def newest(store: Store) -> int:
    """The number of the journal's last entry; 0 while it is empty."""
    number: Optional[int] = store.value("SELECT max(number) FROM journal")
    return number or 0


def entries_after(store: Store, subscription: Subscription, number: int) -> List[sqlite3.Row]:
    """What a robot hears of after an entry, `AT_ONCE` entries at most."""
    places = ", ".join("?" * len(subscription.types))
    return store.all(
        "SELECT * FROM journal WHERE server_id = ? AND number > ?"  # noqa: S608
        f" AND type IN ({places}) ORDER BY number LIMIT {AT_ONCE}",
        subscription.server_id,
        number,
        *subscription.types,
    )


def event_id(number: int) -> str:
    """The id by which robots know an entry."""
    return f"evt_{number}"


def entry_with(store: Store, subscription: Subscription, id: str) -> Optional[int]:
    """The number of the entry with this id in the robot's server; None if it is not kept."""
    return store.value(  # type: ignore[no-any-return]
        "SELECT number FROM journal WHERE server_id = ? AND 'evt_' || number = ?",
        subscription.server_id,
        id,
    )


def event_of(entry: sqlite3.Row) -> Wire:
    """An entry as streams and webhooks have it."""
    return {
        "type": entry["type"],
        "serverId": entry["server_id"],
        "timestamp": entry["created_at"],
        "data": data_of(entry),
    }


def data_of(entry: sqlite3.Row) -> Dict[str, Any]:
    """What an entry says."""
    data: Dict[str, Any] = json.loads(entry["data"])
    return data
