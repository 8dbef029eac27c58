"""Relations between users: one row for each pair, whichever of the two asked."""

from __future__ import annotations

import sqlite3
from typing import Optional

from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import World


def friendship(store: Store, one: str, other: str) -> Optional[sqlite3.Row]:
    """Return the relation of two users, by their ids: a request, a friendship, a block, or None."""
    return store.one(
        "SELECT * FROM friendships"
        " WHERE min(requester_id, addressee_id) = ? AND max(requester_id, addressee_id) = ?",
        *sorted((one, other)),
    )


def are_friends(store: Store, one: str, other: str) -> bool:
    """Return whether one of two users asked and the other accepted."""
    row = friendship(store, one, other)
    return row is not None and row["status"] == "accepted"


def relate(
    world: World, now: str, requester_id: str, addressee_id: str, status: str
) -> sqlite3.Row:
    """Create the relation of two users who did not have one."""
    world.store.insert(
        "friendships",
        id=world.ids("friendship"),
        requester_id=requester_id,
        addressee_id=addressee_id,
        status=status,
        created_at=now,
        updated_at=now,
    )
    row = friendship(world.store, requester_id, addressee_id)
    assert row is not None
    return row
