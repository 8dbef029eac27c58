"""Relations between users: one row for each pair, whichever of the two asked."""

from __future__ import annotations

import sqlite3
from typing import List, Optional

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


def friend_ids(store: Store, user_id: str) -> List[str]:
    """Return the ids of the friends of a user."""
    rows = store.all(
        "SELECT * FROM friendships WHERE status = 'accepted'"
        " AND ? IN (requester_id, addressee_id) ORDER BY rowid",
        user_id,
    )
    return [other_of(row, user_id) for row in rows]


def other_of(row: sqlite3.Row, user_id: str) -> str:
    """Return the id of the other user of a friendship."""
    one, other = row["requester_id"], row["addressee_id"]
    return str(other if one == user_id else one)


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
