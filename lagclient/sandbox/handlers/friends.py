"""Friends, requests and blocks: see `friendship`.

The documentation does not say the following, so the sandbox decides:

- Two users who ask each other do not become friends by that. The second request is a 409 like any
  repetition, and the first one waits to be accepted.
- A declined request is deleted, and can be sent again.
- A block holds for both users, whichever of them blocked, and cannot be removed. A request that was
  pending then cannot be accepted or declined: it is not found.
- The other user, not the caller, receives a frame of the WebSocket, with the ids of the caller and
  of the friendship. A block looks like the end of the friendship or of the request.
"""

from __future__ import annotations

import sqlite3
from typing import List

from lagclient.sandbox.errors import bad_request, conflict, forbidden, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.friendship import friendship, other_of, relate
from lagclient.sandbox.rules.profiles import as_user, user_row
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire


def as_friendship(row: sqlite3.Row) -> Wire:
    """Return a relation of two users as the API answers it."""
    return {
        "id": row["id"],
        "requesterId": row["requester_id"],
        "addresseeId": row["addressee_id"],
        "status": row["status"],
        "createdAt": row["created_at"],
        "updatedAt": row["updated_at"],
    }


@handles("friends.list")
def list_friends(request: Request) -> List[Wire]:
    """Return the caller's friends, the oldest friendship first."""
    rows = request.world.store.all(
        "SELECT u.*, f.id AS friendship_id, f.updated_at AS since FROM friendships f"
        " JOIN users u ON u.id <> ? AND u.id IN (f.requester_id, f.addressee_id)"
        " WHERE f.status = 'accepted' AND ? IN (f.requester_id, f.addressee_id)"
        " ORDER BY f.updated_at, f.rowid",
        request.caller.id,
        request.caller.id,
    )
    return [
        {
            # The id of a friend is the id of the user.
            "id": row["id"],
            "user": as_user(row),
            "friendshipId": row["friendship_id"],
            "since": row["since"],
        }
        for row in rows
    ]


@handles("friends.requests")
def requests(request: Request) -> Wire:
    """Return the pending requests of both directions, the oldest first."""
    rows = request.world.store.all(
        "SELECT * FROM friendships WHERE status = 'pending'"
        " AND ? IN (requester_id, addressee_id) ORDER BY created_at, rowid",
        request.caller.id,
    )
    return {
        "incoming": [
            {**as_friendship(row), "from": as_user(user_row(request, row["requester_id"]))}
            for row in rows
            if row["addressee_id"] == request.caller.id
        ],
        "outgoing": [
            {**as_friendship(row), "to": as_user(user_row(request, row["addressee_id"]))}
            for row in rows
            if row["requester_id"] == request.caller.id
        ],
    }


@handles("friends.send_request")
def send_request(request: Request) -> Wire:
    """Ask a user, by username; case does not matter."""
    store, caller = request.world.store, request.caller
    user_id = store.value("SELECT id FROM users WHERE username = ?", request["username"])
    if user_id is None:
        raise not_found("User")
    if user_id == caller.id:
        raise bad_request("`username` must be another user, not yourself")
    row = friendship(store, caller.id, user_id)
    if row is None:
        row = relate(request.world, written(request.now), caller.id, user_id, "pending")
        _notify(request, row, "friend_request_received")
        return as_friendship(row)
    if row["status"] == "blocked":
        raise forbidden("One of you has blocked the other")
    if row["status"] == "accepted":
        raise conflict("You are friends already")
    if row["requester_id"] == caller.id:
        raise conflict("Your request is pending already")
    raise conflict("This user has sent you a request already: accept it")


@handles("friends.accept")
def accept(request: Request) -> Wire:
    """Accept a request."""
    row = _incoming(request)
    _notify(request, row, "friend_request_accepted")
    return _with_status(request, row, "accepted")


@handles("friends.decline")
def decline(request: Request) -> Wire:
    """Delete a request. The response has a body, because the official CLI reads one."""
    row = _incoming(request)
    request.world.store.run("DELETE FROM friendships WHERE id = ?", row["id"])
    _notify(request, row, "friend_request_declined")
    return {"ok": True}


@handles("friends.remove")
def remove(request: Request) -> None:
    """End a friendship from either side, or withdraw the caller's own request."""
    row = _own(request, request["friendship_id"], "Friendship")
    if row["status"] == "pending" and row["requester_id"] != request.caller.id:
        raise forbidden("Only the requester may withdraw a request: decline it")
    request.world.store.run("DELETE FROM friendships WHERE id = ?", row["id"])
    _notify(request, row, _end_of(request, row))


@handles("friends.block")
def block(request: Request) -> Wire:
    """Block a user. This ends requests and the friendship between the two."""
    user_id: str = user_row(request, request["user_id"])["id"]
    if user_id == request.caller.id:
        raise bad_request("`userId` must be another user, not yourself")
    row = friendship(request.world.store, request.caller.id, user_id)
    if row is None:
        now = written(request.now)
        row = relate(request.world, now, request.caller.id, user_id, "blocked")
    elif row["status"] != "blocked":
        _notify(request, row, _end_of(request, row))
        return _with_status(request, row, "blocked")
    return as_friendship(row)


def _end_of(request: Request, row: sqlite3.Row) -> str:
    """Return the type of the frame for the end of a relation."""
    if row["status"] == "accepted":
        return "friend_removed"
    is_own = row["requester_id"] == request.caller.id
    return "friend_request_withdrawn" if is_own else "friend_request_declined"


def _notify(request: Request, row: sqlite3.Row, type: str) -> None:
    """Send a frame to the other user of a relation."""
    caller = request.caller.id
    other = other_of(row, caller)
    journal.note_for(request.world, [other], type, friendshipId=row["id"], userId=caller)


def _incoming(request: Request) -> sqlite3.Row:
    """Return the pending request with the id that was sent, to the user who was asked."""
    row = _own(request, request["request_id"], "Friend request")
    if row["addressee_id"] != request.caller.id:
        raise forbidden("Only the user who was asked may accept or decline a request")
    if row["status"] != "pending":
        raise conflict("You are friends already")
    return row


def _own(request: Request, friendship_id: str, what: str) -> sqlite3.Row:
    """Return a request or friendship of the caller; those of others are not found."""
    row = request.world.store.one(
        "SELECT * FROM friendships WHERE id = ? AND status <> 'blocked'"
        " AND ? IN (requester_id, addressee_id)",
        friendship_id,
        request.caller.id,
    )
    if row is None:
        raise not_found(what)
    return row


def _with_status(request: Request, row: sqlite3.Row, status: str) -> Wire:
    changes = {"status": status, "updated_at": written(request.now)}
    request.world.store.update("friendships", row["id"], changes)
    return {**as_friendship(row), "status": status, "updatedAt": changes["updated_at"]}
