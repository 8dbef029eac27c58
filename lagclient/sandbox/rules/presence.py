"""Presence and voice.

Apps report presence by a WebSocket and voice by audio, and the sandbox has neither. So a program
says what users do, and robots receive the events. `voice.leave` has the duration in whole seconds.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Dict, List, get_args

from lagclient.sandbox.rules.friendship import friend_ids
from lagclient.sandbox.world import journal
from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import Wire, World


def set_status(world: World, username: str, status: str) -> None:
    """Change the status of a user.

    Robots of all the user's servers receive the event, and the apps of friends a frame.

    Raises:
        ValueError: The user or the status does not exist.
    """
    from lagclient.models import UserStatus

    if status not in get_args(UserStatus):
        choices = ", ".join(get_args(UserStatus))
        raise ValueError(f"`status` must be one of {choices}, not {status!r}")
    user = _user(world.store, username)
    if user["status"] == status:
        return
    now = world.now()
    world.store.update("users", user["id"], {"status": status})
    for row in world.store.all("SELECT server_id FROM members WHERE user_id = ?", user["id"]):
        journal.note(
            world, now, row["server_id"], "presence.update", userId=user["id"], status=status
        )
    type = f"friend_{status}" if status in ("online", "offline") else "friend_status_changed"
    friends = friend_ids(world.store, user["id"])
    journal.note_for(world, friends, type, userId=user["id"], status=status)


def join_voice(world: World, username: str, room_id: str) -> None:
    """Move a member into the voice of a room.

    Raises:
        ValueError: The user or the room does not exist, the user is not a member of the room's
            server, or the room is full.
    """
    user = _user(world.store, username)
    room = world.store.one("SELECT * FROM rooms WHERE id = ?", room_id)
    if room is None:
        raise ValueError(f"`room_id` must be the id of a room, not {room_id!r}")
    if not world.store.one(
        "SELECT 1 FROM members WHERE server_id = ? AND user_id = ?", room["server_id"], user["id"]
    ):
        raise ValueError(f"`username` must be a member of the room's server, not {username!r}")
    now = world.now()
    _leave(world, now, user)
    most = room["max_participants"]
    if most is not None and len(participants_of(world.store, room_id)) >= most:
        raise ValueError(f"`room_id` must be a room with free space, not one with {most} users")
    world.store.insert("participants", user_id=user["id"], room_id=room_id, joined_at=written(now))
    journal.note(world, now, room["server_id"], "voice.join", **_voice_data(room_id, user))


def leave_voice(world: World, username: str) -> None:
    """Take a user out of voice.

    Raises:
        ValueError: The user does not exist, or is not in voice.
    """
    if not _leave(world, world.now(), _user(world.store, username)):
        raise ValueError(f"`username` must be a user in voice, not {username!r}")


def end_voice(world: World, now: datetime, server_id: str, user_id: str) -> None:
    """Take a user whose membership is about to end out of the voice of that server."""
    user = world.store.one(
        "SELECT u.* FROM users u JOIN participants p ON p.user_id = u.id"
        " JOIN rooms r ON r.id = p.room_id WHERE u.id = ? AND r.server_id = ?",
        user_id,
        server_id,
    )
    if user:
        _leave(world, now, user)


def participants_of(store: Store, room_id: str) -> List[Wire]:
    """Return the users in the voice of a room, in the order of coming, all silent and unmuted."""
    rows = store.all(
        "SELECT u.*, p.joined_at AS came_at FROM participants p JOIN users u ON u.id = p.user_id"
        " WHERE p.room_id = ? ORDER BY p.joined_at, p.rowid",
        room_id,
    )
    return [
        {
            "userId": row["id"],
            "username": row["username"],
            "displayName": row["display_name"],
            "avatarUrl": row["avatar_url"],
            "isMuted": False,
            "isDeafened": False,
            "isSpeaking": False,
            "joinedAt": row["came_at"],
        }
        for row in rows
    ]


def _leave(world: World, now: datetime, user: sqlite3.Row) -> bool:
    row = world.store.one(
        "SELECT p.*, r.server_id FROM participants p JOIN rooms r ON r.id = p.room_id"
        " WHERE p.user_id = ?",
        user["id"],
    )
    if row is None:
        return False
    world.store.run("DELETE FROM participants WHERE user_id = ?", user["id"])
    duration = int((now - moment_of(row["joined_at"])).total_seconds())
    data = _voice_data(row["room_id"], user)
    journal.note(world, now, row["server_id"], "voice.leave", **data, duration=duration)
    return True


def _voice_data(room_id: str, user: sqlite3.Row) -> Dict[str, str]:
    return {"roomId": room_id, "userId": user["id"], "username": user["username"]}


def _user(store: Store, username: str) -> sqlite3.Row:
    row = store.one("SELECT * FROM users WHERE username = ?", username)
    if row is None:
        raise ValueError(f"`username` must be the name of a user, not {username!r}")
    return row
