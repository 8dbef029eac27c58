"""The state of a sandbox: one SQLite database, in memory or in a file.

What a response acknowledges is still in the file after a crash or a power cut: each request is one
transaction (`WAL`, `synchronous=FULL`), committed before its response is sent. Tables are described
in ``schema/``, one file for each family. Every statement there may run again, so opening an older
file adds the tables that are new since.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from importlib import resources
from typing import Any, Generator, List, Mapping, Optional, Union

from lagclient.database import claim, connect


class Store:
    """A database, and the few ways in which handlers use it.

    SQL in handlers is written out, with ``?`` for every value. Only inserts and updates of single
    rows are put together here, from column names that stand in our code.
    """

    def __init__(self, path: Union[str, os.PathLike[str], None] = None) -> None:
        with contextlib.ExitStack() as stack:
            try:
                # One connection for all threads, one thread at a time: see `transaction`.
                self._connection = connect(
                    os.fspath(path) if path is not None else ":memory:",
                    isolation_level=None,
                    check_same_thread=False,
                )
                stack.callback(self._connection.close)
                self._connection.row_factory = sqlite3.Row
                self._lock = threading.Lock()
                self._prepare()
            except sqlite3.Error as error:
                raise ValueError(
                    f"`db` must be a writable SQLite file of a sandbox, not {str(path)!r}: {error}"
                ) from error
            stack.pop_all()

    def _prepare(self) -> None:
        run = self._connection.execute
        claim(self._connection, b"LagS")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("PRAGMA foreign_keys = ON")
        files = (resources.files("lagclient.sandbox") / "schema").iterdir()
        for file in sorted(files, key=lambda file: file.name):
            if file.name.endswith(".sql"):
                self._connection.executescript(file.read_text(encoding="utf-8"))
        with self.transaction():
            pass  # A file that cannot be written fails here, not at the first request.

    @contextlib.contextmanager
    def transaction(self, writes: bool = True) -> Generator[None, None, None]:
        """Run a block as one transaction; an exception undoes it. Other threads wait for it."""
        with self._lock:
            # Two sandboxes may share a file. SQLite refuses a reader that writes later if the other
            # one wrote in between; a writer waits for its turn instead.
            self._connection.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A commit that fails may have ended the transaction, or not.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def one(self, sql: str, *values: Any) -> Optional[sqlite3.Row]:
        """Return the first row, or None."""
        row: Optional[sqlite3.Row] = self._connection.execute(sql, values).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> List[sqlite3.Row]:
        """Return all rows."""
        return self._connection.execute(sql, values).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first value of the first row, or None."""
        row = self.one(sql, *values)
        return None if row is None else row[0]

    def run(self, sql: str, *values: Any) -> int:
        """Run a statement; return the number of rows that it changed."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, table: str, **columns: Any) -> None:
        """Add a row."""
        places = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
        self._connection.execute(sql, tuple(columns.values()))

    def update(self, table: str, id: str, changes: Mapping[str, Any]) -> None:
        """Change columns of the row with this id."""
        if changes:
            sets = ", ".join(f"{column} = ?" for column in changes)
            sql = f"UPDATE {table} SET {sets} WHERE id = ?"  # noqa: S608
            self._connection.execute(sql, (*changes.values(), id))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
