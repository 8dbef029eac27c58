"""A server in a file: `lag export`."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import time
from typing import Any, Iterator, List

import pytest

from lagclient import Client
from lagclient.listening.lock import locked
from lagclient.sandbox import Faults, Sandbox
from lagclient.terminal import exits, uploading
from lagclient.terminal.archive import Archive
from lagclient.terminal.exporting import Meter, _bar
from lagclient.terminal.uploading import Bar
from tests.kit.terminal import Lag

MANY = 450


@pytest.fixture(scope="module")
def full(box: Sandbox) -> Iterator[str]:
    """The id of a room with many messages."""
    with Client(token=box.token, base_url=box.url) as client:
        yield fill(client, box)


def fill(client: Client, box: Sandbox) -> str:
    room = client.servers.rooms.create(box.server_id, name="full")
    for number in range(MANY):
        client.servers.rooms.messages.send(box.server_id, room.id, content=f"message {number}")
    return str(room.id)


def messages_in(lag: Lag, name: str) -> List[Any]:
    lines = [json.loads(line) for line in (lag.home / name).read_text().splitlines()]
    return [line for line in lines if line["type"] == "message"]


def test_export_is_every_message_once(lag: Lag, full: str) -> None:
    """NDJSON has the server, its rooms, and every message once, the oldest of a room first."""
    done = lag.ok("export", "lag lounge", "--to", "all.ndjson", "--json")
    lines = [json.loads(line) for line in (lag.home / "all.ndjson").read_text().splitlines()]
    assert [line["type"] for line in lines[:2]] == ["server", "room"]
    texts = [one["content"] for one in messages_in(lag, "all.ndjson") if one["roomId"] == full]
    assert texts == [f"message {number}" for number in range(MANY)]
    assert done.lines[0]["messages"] == len(messages_in(lag, "all.ndjson"))
    assert sorted(path.name for path in lag.home.iterdir()) == ["all.ndjson"]
    again = lag("export", "lag lounge", "--to", "all.ndjson")
    assert (again.code, "because 'all.ndjson' exists" in again.err) == (2, True)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")
def test_killed_export_goes_on(lag: Lag) -> None:
    """After kill -9 and Ctrl+C the next run continues with the page after the last one."""
    partial = lag.home / "killed.ndjson.partial"

    def stored() -> int:
        try:
            with contextlib.closing(sqlite3.connect(partial)) as db:
                return int(db.execute("SELECT count(*) FROM messages").fetchone()[0])
        except sqlite3.Error:
            return 0

    with Sandbox(faults=Faults(["latency:servers.rooms.messages.list:1:0.2"])) as slow:
        environ = {**lag.environ, "LAG_BASE_URL": slow.url, "LAG_TOKEN": slow.token}
        command = Lag(slow, lag.home, environ)
        with Client(token=slow.token, base_url=slow.url) as client:
            fill(client, slow)
        export = ["export", "lag lounge", "--room", "full", "--to", "killed.ndjson"]
        kept = 0
        for sent, code in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, exits.INTERRUPTED)):
            child = command.start(*export)
            ends = time.monotonic() + 60
            while stored() <= kept and time.monotonic() < ends:
                time.sleep(0.002)
            child.send_signal(sent)
            _, said = child.communicate()
            assert child.returncode == code
            before, kept = kept, stored()
            assert before < kept < MANY
        assert said == "Run it again to go on from here.\n"
        assert [path.name for path in lag.home.iterdir()] == ["killed.ndjson.partial"]
        summary = command.ok(*export, "--json").lines[0]
    # The rest of the old pass, and one page to see what is new.
    assert summary["fetched"] <= MANY - kept + 100
    texts = [one["content"] for one in messages_in(lag, "killed.ndjson")]
    assert texts == [f"message {number}" for number in range(MANY)]


def half_done(lag: Lag, name: str, room_id: str, room_name: str) -> None:
    """Write what an export leaves that was killed after the newest page of a room."""
    with Client(token=lag.box.token, base_url=lag.box.url) as client:
        room = next(one for one in client.servers.rooms.list(lag.box.server_id))
        page = client.servers.rooms.messages.list(lag.box.server_id, room_id, limit=100)
    room = room.model_copy(update={"id": room_id, "name": room_name})
    archive = Archive(lag.home / name)
    archive.describe({"id": lag.box.server_id}, [room])
    archive.add_page(room_id, page.items, page.next_cursor)
    archive.close()


def test_room_that_was_begun_is_finished(lag: Lag, full: str) -> None:
    """A room that an export left half-way is finished, although the next one names another."""
    for kind, grows in (("ndjson", "h.partial"), ("sqlite", "h")):
        half_done(lag, grows, full, "full")
        done = lag.ok("export", "lag lounge", "--room", "music", "--to", "h", "--format", kind)
        assert done.err == "full is finished too: an export of it ended early.\n"
        assert "messages of 2 rooms are in h." in done.out
        if kind == "ndjson":
            texts = [one["content"] for one in messages_in(lag, "h") if one["roomId"] == full]
            assert texts[: MANY + 1 : MANY - 1] == ["message 0", f"message {MANY - 1}"]
            (lag.home / "h").unlink()
    with contextlib.closing(sqlite3.connect(lag.home / "h")) as db:
        count = "SELECT count(*) FROM messages WHERE room_id = ?"
        assert db.execute(count, (full,)).fetchone()[0] >= MANY


def test_room_that_is_gone_is_named(lag: Lag, full: str) -> None:
    """A half room that does not exist any more cannot be finished: the error says so, exit 1."""
    half_done(lag, "g.partial", full, "full")
    with contextlib.closing(sqlite3.connect(lag.home / "g.partial")) as db:
        db.execute("UPDATE rooms SET id = 'room_old', name = 'old'")
        db.commit()
    done = lag("export", "lag lounge", "--room", "music", "--to", "g", "--json")
    assert (done.code, done.lines[0]["incomplete"]) == (1, ["old"])
    assert "g lacks older messages of old" in json.loads(done.err)["message"]
    assert len(messages_in(lag, "g")) >= 100


def test_export_waits_for_no_other(lag: Lag) -> None:
    """Two exports do not write one file at once: the second says that the first is running."""
    with locked(lag.home / "two.partial"):
        done = lag("export", "lag lounge", "--to", "two")
    assert (done.code, done.err) == (1, "lag: two.partial: another export is running\n")


def test_export_of_a_wrong_name_leaves_nothing(lag: Lag) -> None:
    """A server or a room that does not exist is refused before a file is created."""
    for command in (["nosuch"], ["lag lounge", "--room", "nosuch"]):
        assert lag("export", *command, "--to", "n").code == exits.NOT_FOUND
    assert not list(lag.home.iterdir())


def test_rooms_of_an_export_are_counted_once(lag: Lag) -> None:
    """A room that is named twice is one room; `-` is not the name of a file."""
    rooms = ["--room", "music", "--room", "#Music"]
    assert lag.ok("export", "lag lounge", *rooms, "--to", "o", "--json").lines[0]["rooms"] == 1
    done = lag("export", "lag lounge", "--to", "-")
    assert (done.code, "--to must be a file" in done.err) == (2, True)
    assert not (lag.home / "-").exists()


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_export_is_private(lag: Lag) -> None:
    """Only its user can read an export, because it has private messages."""
    for kind in ("ndjson", "sqlite"):
        lag.ok("export", "lag lounge", "--room", "music", "--to", kind, "--format", kind)
        assert (lag.home / kind).stat().st_mode & 0o777 == 0o600


def test_database_gets_what_is_new(lag: Lag, full: str) -> None:
    """A second run into the same database fetches only the new messages."""
    export = ["export", "lag lounge", "--room", full, "--to", "x.db", "--format", "sqlite"]
    assert lag.ok(*export, "--json").lines[0]["fetched"] == MANY
    lag.ok("chat", "send", "lag lounge", "full", "one more")
    again = lag.ok(*export, "--json").lines[0]
    assert again["messages"] == MANY + 1
    assert again["fetched"] <= 100
    assert [path.name for path in lag.home.iterdir()] == ["x.db"]
    with contextlib.closing(sqlite3.connect(lag.home / "x.db")) as db:
        newest = "SELECT content, author FROM messages ORDER BY created_at DESC LIMIT 1"
        assert db.execute(newest).fetchone() == ("one more", "sam")
    lag.ok("api", "servers.rooms.messages.history", lag.box.server_id, full, "--limit", "1")


def test_robot_exports_what_it_may_read(robot: Lag) -> None:
    """A robot exports its server, named by its id."""
    done = robot.ok("export", robot.box.server_id, "--room", "general", "--to", "r.ndjson")
    assert "messages of 1 room are in r.ndjson" in done.out
    assert len(messages_in(robot, "r.ndjson")) >= 4


def test_other_file_is_refused(lag: Lag) -> None:
    """A file that is not an export of this server is not touched."""
    (lag.home / "x.db").write_text("something else")
    done = lag("export", "lag lounge", "--to", "x.db", "--format", "sqlite")
    assert done.code == 1
    assert "x.db: file is not a database" in done.err
    assert (lag.home / "x.db").read_text() == "something else"
    with contextlib.closing(sqlite3.connect(lag.home / "songs.db")) as db:
        db.executescript("CREATE TABLE songs (title); CREATE TABLE messages (text)")
    songs = (lag.home / "songs.db").read_bytes()
    done = lag("export", "lag lounge", "--to", "songs.db", "--format", "sqlite")
    assert (done.code, done.err) == (1, "lag: songs.db: it is a database of another program\n")
    assert (lag.home / "songs.db").read_bytes() == songs


def test_meter_estimates_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal a line comes every ten seconds, with the rate and the time left."""
    now = [0.0]
    meter = Meter(2, clock=lambda: now[0])
    with meter:
        meter.add("general", 100, 0.25)
        now[0] = 10.0
        meter.add("general", 100, 0.5)
        meter.finish_room()
        now[0] = 20.0
        meter.add("music", 50, 0.0)
    assert capsys.readouterr().err.splitlines() == [
        "general: 200 messages, 20/s, about 30 s left",
        "music: 250 messages, 12/s, about 20 s left",
    ]


def test_bar_says_the_time_left_once_it_is_sure() -> None:
    """The time left is shown after some seconds, because an early one is far off."""
    now = [0.0]
    meter = Meter(1, clock=lambda: now[0])
    meter._bar = bar = _bar()
    meter._task = bar.add_task("export", total=1, text="")
    for second, text in (
        (1.0, "100 messages, 100/s"),
        (6.0, "200 messages, 33/s, about 18 s left"),
    ):
        now[0] = second
        meter.add("music", 100, 0.25)
        assert bar.tasks[0].fields["text"] == text


@pytest.mark.parametrize("columns", [40, 80])
def test_progress_is_one_row(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """The progress of an upload and of an export is one row, also in a narrow terminal."""
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    upload = Bar(f"/home/sam/{'pictures/' * 5}cat[b].png")
    bars = [(uploading._bar(), upload._title), (_bar(), "music")]
    for bar, title in bars:
        bar.add_task(title, total=10**8, completed=10**7, text="4000 messages, 900/s")
        rows = bar.console.render_lines(bar.get_renderable(), pad=False)
        (row,) = ["".join(segment.text for segment in row) for row in rows]
        assert title in row
        assert len(row.rstrip()) <= columns


def test_bar_is_full_at_the_end() -> None:
    """A room that is done fills the bar, although its share was an estimate."""
    meter = Meter(1)
    meter._bar = bar = _bar()
    meter._task = bar.add_task("export", total=1, text="")
    meter.add("music", 100, 0.4)
    assert not bar.finished
    meter.finish_room()
    assert bar.finished


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="terminals of POSIX")
def test_terminal_gets_a_bar(lag: Lag, full: str) -> None:
    """In a terminal the progress is a bar with the count, and the result follows it."""
    done = lag.in_terminal("export", "lag lounge", "--room", full, "--to", "t.ndjson")
    assert done.code == 0
    assert "messages, " in done.out
    assert "1 room are in t.ndjson" in done.out
