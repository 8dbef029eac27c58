"""Open files of SQLite, and never one that is something else."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import Any, Union

_HEADER = b"SQLite format 3\x00"


def connect(path: Union[str, os.PathLike[str]], **options: Any) -> sqlite3.Connection:
    """Open a file of SQLite, or create it; `options` are those of `sqlite3.connect`.

    SQLite itself takes a file that is shorter than its smallest page for a new one, and overwrites
    it.

    Raises:
        sqlite3.DatabaseError: The file is something else.
        sqlite3.OperationalError: It cannot be opened.
    """
    header = b""
    with contextlib.suppress(OSError), open(path, "rb") as file:
        header = file.read(len(_HEADER))
    if header not in (b"", _HEADER):
        raise sqlite3.DatabaseError("file is not a database")
    connection: sqlite3.Connection = sqlite3.connect(path, **options)
    return connection


def claim(database: sqlite3.Connection, mark: bytes, *, unmarked: str = "") -> None:
    """Mark a new database as ours in its header, and refuse that of another program.

    Args:
        database: The database.
        mark: Four bytes that our files of this kind have as their application id.
        unmarked: A query that returns a row from a file of ours that is older than the mark. Such a
            file is marked, too.

    Raises:
        sqlite3.DatabaseError: It is a database of another program.
    """
    ours = int.from_bytes(mark, "big")
    (owner,) = database.execute("PRAGMA application_id").fetchone()
    if owner == ours:
        return
    is_free = owner == 0 and not database.execute("SELECT 1 FROM sqlite_master").fetchone()
    with contextlib.suppress(sqlite3.OperationalError):  # it has no such table or column
        is_free = is_free or bool(owner == 0 and unmarked and database.execute(unmarked).fetchone())
    if not is_free:
        raise sqlite3.DatabaseError("it is a database of another program")
    database.execute(f"PRAGMA application_id = {ours}")
