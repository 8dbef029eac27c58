"""The file that an export grows in: SQLite, one transaction for each page.

So an export that is killed at any moment continues with the page after the last whole one. A pass
over a room goes from its newest message to the oldest one, or to the newest one of the pass before.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple

from lagclient.database import claim, connect
from lagclient.terminal.output import data_of

_SCHEMA = """
CREATE TABLE IF NOT EXISTS server (id TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rooms (
    id TEXT PRIMARY KEY,
    name TEXT,
    data TEXT NOT NULL,
    cursor TEXT,       -- where the pass that runs continues
    pass_newest TEXT,  -- the time of the newest message of the pass that runs
    synced_at TEXT     -- everything up to this time is here
);
CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY,
    room_id TEXT NOT NULL REFERENCES rooms,
    created_at TEXT NOT NULL,
    author TEXT,
    content TEXT,
    data TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_of_room ON messages (room_id, created_at);
"""
_UNMARKED = """
SELECT (SELECT id FROM server), (SELECT synced_at FROM rooms), (SELECT room_id FROM messages)
"""
"""It returns a row from any database that has these tables and columns."""


class Archive:
    """An export on disk."""

    def __init__(self, path: Path) -> None:
        """Open it, or create it.

        Raises:
            sqlite3.DatabaseError: The file is something else, or another program's database.
        """
        self._db = connect(path, isolation_level=None, timeout=30)
        self._db.row_factory = sqlite3.Row
        try:
            claim(self._db, b"LagE", unmarked=_UNMARKED)
            self._db.executescript(_SCHEMA)
        except BaseException:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @property
    def server_id(self) -> Optional[str]:
        """The server whose export this is; None for a new file."""
        row = self._db.execute("SELECT id FROM server").fetchone()
        return None if row is None else str(row["id"])

    def describe(self, server: Dict[str, Any], rooms: List[Any]) -> None:
        """Store the server and its rooms as they are now."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT OR REPLACE INTO server VALUES (?, ?)", (server["id"], _text(server))
            )
            for room in rooms:
                self._db.execute(
                    "INSERT INTO rooms (id, name, data) VALUES (?, ?, ?) ON CONFLICT (id)"
                    " DO UPDATE SET name = excluded.name, data = excluded.data",
                    (room.id, room.name, _text(data_of(room))),
                )

    def place(self, room_id: str) -> Tuple[Optional[str], Optional[str]]:
        """Return the cursor of a room's pass, if one runs, and the time up to which it is here."""
        row = self._db.execute("SELECT * FROM rooms WHERE id = ?", (room_id,)).fetchone()
        return row["cursor"], row["synced_at"]

    def halves(self) -> Dict[str, str]:
        """Return the ids and names of the rooms whose pass has not reached its end."""
        rows = self._db.execute("SELECT id, name FROM rooms WHERE cursor IS NOT NULL")
        return {row["id"]: row["name"] or row["id"] for row in rows}

    def add_page(self, room_id: str, messages: List[Any], cursor: Optional[str]) -> None:
        """Store a page; without a cursor the pass is over."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (one.id, room_id, time_of(one), one.username, one.content, _text(data_of(one)))
                    for one in messages
                ],
            )
            newest = max(map(time_of, messages), default=None)
            self._db.execute(
                "UPDATE rooms SET cursor = ?, pass_newest = coalesce(pass_newest, ?) WHERE id = ?",
                (cursor, newest, room_id),
            )
            if cursor is None:
                self._db.execute(
                    "UPDATE rooms SET synced_at = coalesce(pass_newest, synced_at),"
                    " pass_newest = NULL WHERE id = ?",
                    (room_id,),
                )

    def count(self) -> int:
        """Return the number of messages."""
        return int(self._db.execute("SELECT count(*) FROM messages").fetchone()[0])

    def lines(self) -> Iterator[Dict[str, Any]]:
        """Yield everything: the server, its rooms, and the messages of each, the oldest first."""
        for row in self._db.execute("SELECT data FROM server"):
            yield {"type": "server", **json.loads(row["data"])}
        for room in self._db.execute("SELECT id, data FROM rooms").fetchall():
            yield {"type": "room", **json.loads(room["data"])}
            for row in self._db.execute(
                "SELECT data FROM messages WHERE room_id = ? ORDER BY created_at, id", (room["id"],)
            ):
                yield {"type": "message", **json.loads(row["data"])}


def time_of(message: Any) -> str:
    """Return the time of a message as text that sorts."""
    from datetime import timezone

    return str(message.created_at.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def _text(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False).encode(errors="replace").decode()
