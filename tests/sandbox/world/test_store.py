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


def test_a_file_keeps_the_world(tmp_path, http):
    """A sandbox on a file goes on where the last one ended, with the same tokens and ids."""
    db = tmp_path / "lag.db"
    with Sandbox(db=db) as first:
        Wire(first, http).ok(f"POST {MESSAGES}", {"content": "kept"})
    with Sandbox(db=str(db)) as second:
        for fact in ("token", "robot_key", "server_id", "room_id", "tokens"):
            assert getattr(first, fact) == getattr(second, fact)
        assert contents(second, http)[0] == "kept"
        assert len(contents(second, http)) == 5


def test_a_power_cut_loses_nothing_either(tmp_path):
    """Every commit to a file waits for the disk, which no test can unplug."""
    store = Store(tmp_path / "lag.db")
    assert store.value("PRAGMA synchronous") == 2  # FULL
    assert store.value("PRAGMA journal_mode") == "wal"
    store.close()


def test_times_go_on_after_a_restart(tmp_path, http, clock):
    """A clock that was set back in between does not put new messages among the old ones."""
    db = tmp_path / "lag.db"
    with Sandbox(db=db, clock=clock) as lag:
        Wire(lag, http).ok(f"POST {MESSAGES}", {"content": "earlier"})
    clock.forward(days=-30)
    with Sandbox(db=db, clock=clock) as lag:
        Wire(lag, http).ok(f"POST {MESSAGES}", {"content": "later"})
        assert contents(lag, http)[:2] == ["later", "earlier"]


def test_two_sandboxes_may_share_a_file(tmp_path, http):
    """Two on one file see each other's writes."""
    db = tmp_path / "lag.db"
    with Sandbox(db=db) as one, Sandbox(db=db) as other:
        Wire(one, http).ok(f"POST {MESSAGES}", {"content": "from one"})
        Wire(other, http).ok(f"POST {MESSAGES}", {"content": "from the other"})
        assert contents(one, http)[:2] == ["from the other", "from one"]


def test_other_files_stay_as_they_are(tmp_path):
    """A file that is something else is refused and not touched."""
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


def test_an_error_undoes_the_transaction():
    """What raises has written nothing, and the store goes on."""
    store = Store()
    with contextlib.suppress(KeyError), store.transaction():
        store.insert("facts", name="a", value="1")
        raise KeyError
    with store.transaction():
        store.insert("facts", name="b", value="2")
    assert [row["name"] for row in store.all("SELECT * FROM facts")] == ["b"]
    store.close()


def test_a_refusal_undoes_the_request(lag, wire):
    """A request that is refused half way leaves nothing behind."""
    with pytest.raises(httpx.HTTPStatusError):
        wire(f"POST {MESSAGES}", {"content": "x", "imageId": "none"}).raise_for_status()
    assert lag._world.store.value("SELECT count(*) FROM messages") == 4
