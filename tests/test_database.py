"""Files of SQLite: each kind of ours has a mark, and a file without it is not changed."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any, Callable

import pytest

from lagclient.bot.state import SqliteStore
from lagclient.errors import LagInvalidRequestError
from lagclient.sandbox.world.store import Store
from lagclient.terminal.archive import Archive

STATE = "CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT)"
EXPORT = """
CREATE TABLE server (id TEXT PRIMARY KEY, data TEXT NOT NULL);
CREATE TABLE rooms (id TEXT PRIMARY KEY, name TEXT, data TEXT NOT NULL, cursor TEXT,
    pass_newest TEXT, synced_at TEXT);
CREATE TABLE messages (id TEXT PRIMARY KEY, room_id TEXT NOT NULL REFERENCES rooms,
    created_at TEXT NOT NULL, author TEXT, content TEXT, data TEXT NOT NULL);
"""
OPENS = [
    pytest.param(lambda path: SqliteStore(path).load(), id="state"),
    pytest.param(lambda path: Archive(path).close(), id="export"),
    pytest.param(lambda path: Store(path).close(), id="sandbox"),
]


def create(path: Path, sql: str) -> Path:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript(sql)
    return path


@pytest.mark.parametrize("open", OPENS)
@pytest.mark.parametrize(
    "sql",
    [
        pytest.param(
            STATE + "; INSERT INTO state VALUES ('volume', '7')", id="state of another program"
        ),
        pytest.param(
            "CREATE TABLE state (name, value, at); PRAGMA application_id = 7", id="other mark"
        ),
        pytest.param(
            "CREATE TABLE server (id); CREATE TABLE rooms (id); CREATE TABLE messages (id)",
            id="rooms of another program",
        ),
        pytest.param("PRAGMA application_id = 7", id="mark only"),
    ],
)
def test_database_of_another_program_is_refused(
    sql: str, open: Callable[[Path], Any], tmp_path: Path
) -> None:
    """A database with tables of the same names is refused too, and stays as it is."""
    path = create(tmp_path / "other.db", sql)
    before = path.read_bytes()
    refusals = (sqlite3.DatabaseError, ValueError, LagInvalidRequestError)
    with pytest.raises(refusals, match="it is a database of another program"):
        open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("open", OPENS)
def test_file_of_ours_opens_again_and_no_other_kind(
    open: Callable[[Path], Any], tmp_path: Path
) -> None:
    """A new file gets the mark of its kind: it opens again, and not as a file of another kind."""
    open(tmp_path / "ours.db")
    open(tmp_path / "ours.db")
    for other in (each.values[0] for each in OPENS):
        if other is not open:
            with pytest.raises((sqlite3.Error, ValueError), match="of another program"):
                other(tmp_path / "ours.db")


def test_files_without_a_mark_open(tmp_path: Path) -> None:
    """A state and an export of the time before the mark open, also empty ones, and get it."""
    state = create(tmp_path / "state", STATE + "; INSERT INTO state VALUES ('', 'evt_1'), ('a', 1)")
    assert SqliteStore(state).load() == ("evt_1", {"a": "1"})
    assert SqliteStore(create(tmp_path / "empty", STATE)).load() == ("", {})
    export = create(tmp_path / "export", EXPORT + "INSERT INTO server VALUES ('srv_1', '{}')")
    for _ in range(2):
        archive = Archive(export)
        assert archive.server_id == "srv_1"
        archive.close()
    for path, mark in ((state, b"LagB"), (export, b"LagE")):
        assert path.read_bytes()[68:72] == mark
