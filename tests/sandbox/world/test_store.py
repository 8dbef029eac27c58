from __future__ import annotations

import contextlib
import sqlite3

import httpx
import pytest

from lagclient.sandbox import Sandbox
from lagclient.sandbox.world.store import Store
from tests.kit.sandbox import Wire

MESSAGES = "/servers/{server}/rooms/{room}/messages"


def contents(lag, http):
    page = Wire(lag, http).ok(f"GET {MESSAGES}")
    return [message["content"] for message in page["messages"]]


def test_world_in_a_file(tmp_path, http):
    """A sandbox on a file goes on where the last one ended, with the same tokens and ids."""
    db = tmp_path / "lag.db"
    with Sandbox(db=db) as first:
        Wire(first, http).ok(f"POST {MESSAGES}", {"content": "kept"})
    with Sandbox(db=str(db)) as second:
        for fact in ("token", "robot_key", "server_id", "room_id", "tokens"):
            assert getattr(first, fact) == getattr(second, fact)
        assert contents(second, http)[0] == "kept"
        assert len(contents(second, http)) == 5


def test_commits_wait_for_the_disk(tmp_path):
    """Every commit to a file waits for the disk, because of power cuts."""
    store = Store(tmp_path / "lag.db")
    assert store.value("PRAGMA synchronous") == 2  # FULL
    assert store.value("PRAGMA journal_mode") == "wal"
    store.close()


def test_clock_that_was_set_back(tmp_path, http, clock):
    """A clock that was set back between two runs does not put new messages among old ones."""
    db = tmp_path / "lag.db"
    with Sandbox(db=db, clock=clock) as lag:
        Wire(lag, http).ok(f"POST {MESSAGES}", {"content": "earlier"})
    clock.forward(days=-30)
    with Sandbox(db=db, clock=clock) as lag:
        Wire(lag, http).ok(f"POST {MESSAGES}", {"content": "later"})
        assert contents(lag, http)[:2] == ["later", "earlier"]


def test_two_sandboxes_on_one_file(tmp_path, http):
    """Two sandboxes on one file see each other's writes."""
    db = tmp_path / "lag.db"
    with Sandbox(db=db) as one, Sandbox(db=db) as other:
        Wire(one, http).ok(f"POST {MESSAGES}", {"content": "from one"})
        Wire(other, http).ok(f"POST {MESSAGES}", {"content": "from the other"})
        assert contents(one, http)[:2] == ["from the other", "from one"]


def test_file_of_another_program(tmp_path):
    """A file of another program is refused and not changed."""
    text = tmp_path / "notes.txt"
    text.write_text("These are notes, and longer than the header of a database. " * 5)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(ValueError, match=path.name):
            Sandbox(db=path).__enter__()
        assert path.read_bytes() == before


def test_error_in_a_transaction():
    """An error undoes its transaction, and the store can be used again."""
    store = Store()
    with contextlib.suppress(KeyError), store.transaction():
        store.insert("facts", name="a", value="1")
        raise KeyError
    with store.transaction():
        store.insert("facts", name="b", value="2")
    assert [row["name"] for row in store.all("SELECT * FROM facts")] == ["b"]
    store.close()


def test_refused_request(lag, wire):
    """A request that is refused half way leaves nothing in the store."""
    with pytest.raises(httpx.HTTPStatusError):
        wire(f"POST {MESSAGES}", {"content": "x", "imageId": "none"}).raise_for_status()
    assert lag._world.store.value("SELECT count(*) FROM messages") == 4
