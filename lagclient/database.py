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


def refuse_other_programs(database: sqlite3.Connection, *tables: str) -> None:
    """Refuse a database that has tables, but lacks one of ours; further tables are welcome.

    Raises:
        sqlite3.DatabaseError: It is a database of another program.
    """
    present = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    if present and not present.issuperset(tables):
        raise sqlite3.DatabaseError("it is a database of another program")
