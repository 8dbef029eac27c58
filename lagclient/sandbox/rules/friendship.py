"""What two users are to each other: one row for a pair, whoever of them asked."""

from __future__ import annotations

import sqlite3
from typing import Optional

from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import World


def friendship(store: Store, one: str, other: str) -> Optional[sqlite3.Row]:
    """What is between two users, by their ids: a request, a friendship, a block, or nothing."""
    return store.one(
        "SELECT * FROM friendships"
        " WHERE min(requester_id, addressee_id) = ? AND max(requester_id, addressee_id) = ?",
        *sorted((one, other)),
    )


def are_friends(store: Store, one: str, other: str) -> bool:
    """Whether one of them asked and the other accepted."""
    row = friendship(store, one, other)
    return row is not None and row["status"] == "accepted"


def relate(
    world: World, now: str, requester_id: str, addressee_id: str, status: str
) -> sqlite3.Row:
    """Begin something between two users who had nothing to do with each other."""
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
