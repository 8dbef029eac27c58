"""Events as they happen: `lag tail`, `chat open`, `dms open`, `status SET`, and the WebSocket."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from typing import Any, Iterator, List

import pytest

from lagclient import Client
from lagclient.errors import LagAuthError
from lagclient.sandbox import Sandbox
from lagclient.terminal import exits
from lagclient.terminal.live import CONNECTED, Live, frame_of
from lagclient.terminal.session import PROMPT
from tests.kit.terminal import Lag

pytest.importorskip("wsproto", reason="the sandbox's WebSocket")


@pytest.fixture
def sam(box: Sandbox) -> Iterator[Client]:
    with Client(token=box.token, base_url=box.url) as client:
        yield client


def send(sam: Client, box: Sandbox, text: str) -> Any:
    return sam.servers.rooms.messages.send(box.server_id, box.room_id, content=text)


def stop(child: subprocess.Popen[str]) -> str:
    child.send_signal(signal.SIGINT)
    return child.communicate(timeout=60)[1]


def lines_until(child: subprocess.Popen[str], end: str) -> List[str]:
    """The lines up to the one that contains a text."""
    assert child.stdout is not None
    lines = []
    for line in child.stdout:
        lines.append(line.rstrip("\n"))
        if end in line:
            return lines
    raise AssertionError(lines)


@pytest.mark.parametrize("who", ["lag", "robot"])
def test_tail_follows_a_room(
    request: pytest.FixtureRequest, box: Sandbox, sam: Client, who: str
) -> None:
    """Old messages come first, then new ones, edits and deletions, for users and for robots."""
    command: Lag = request.getfixturevalue(who)
    before = send(sam, box, f"before, {who}")
    child = command.start("tail", box.room_id, "-n", "1", "--json")
    first = json.loads(lines_until(child, "before")[0])
    assert (first["type"], first["id"]) == ("room_message", before.id)
    poster = threading.Event()

    def post() -> None:  # until the follower is connected
        while not poster.wait(0.3):
            send(sam, box, "connected")

    thread = threading.Thread(target=post)
    thread.start()
    lines_until(child, "connected")
    poster.set()
    thread.join()
    message = send(sam, box, "live\nmessage")
    sam.servers.rooms.messages.edit(box.server_id, box.room_id, message.id, content="other text")
    sam.servers.rooms.messages.delete(box.server_id, box.room_id, message.id)
    events = [json.loads(line) for line in lines_until(child, "deleted")]
    ours = [one for one in events if message.id in (one.get("id"), one.get("messageId"))]
    kinds = [one["type"] for one in ours]
    # The sandbox sends a message as it is when it is sent: it may be deleted already.
    assert kinds[-2:] == ["room_message_edited", "room_message_deleted"]
    ids = [one["id"] for one in events if one["type"] == "room_message"]
    assert len(ids) == len(set(ids))
    stop(child)
    assert child.returncode == 130


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_tail_ends_with_its_reader(lag: Lag) -> None:
    """A reader that leaves ends `lag tail` at once, not when the next message comes."""
    with lag.start("tail", lag.box.room_id, "-n", "1") as child:
        assert child.stdout is not None
        assert child.stdout.readline()
        child.stdout.close()
        assert child.wait(60) == exits.BROKEN_PIPE
        assert child.stderr is not None
        assert child.stderr.read() == ""


def test_events_need_a_room_that_exists(lag: Lag) -> None:
    """An unknown room exits 5; too many words exit 2."""
    assert lag("tail", "nope").code == 5
    assert lag("tail", "a", "b", "c").code == 2


def test_status_is_set_and_confirmed(lag: Lag) -> None:
    """`lag status idle` sends the frame, and reads the status again before it says so."""
    assert lag.ok("status", "idle").out == "Status set to idle.\n"
    assert lag.ok("status").out == "Current status: idle\n"
    assert lag.ok("status", "online", "--json").lines == [{"status": "online"}]
    assert lag("status", "gone").code == 2


def test_robot_has_no_status(robot: Lag) -> None:
    """A robot is refused, as by every method that it does not have."""
    assert robot("status", "idle").code == 3


def test_wrong_token_ends_at_once(box: Sandbox) -> None:
    """A refused token is not tried again."""
    live = Live(box.url, "lag_pat_wrong")
    with pytest.raises(LagAuthError):
        next(live.frames())


def test_connection_that_breaks_is_subscribed_again(box: Sandbox, sam: Client) -> None:
    """After each connection the servers are subscribed again; the published client forgets them."""
    waits: List[float] = []
    live = Live(box.url, box.token, [box.server_id], sleep=waits.append)
    frames = live.frames()
    assert next(frames)["type"] == CONNECTED
    for number in range(2):
        message = send(sam, box, f"number {number}")
        frame = next(frames)
        assert (frame["type"], frame["id"]) == ("room_message", message.id)
        live._socket.socket.shutdown(2)
        assert next(frames)["type"] == CONNECTED
    assert len(waits) == 2
    assert all(0 < wait <= 1 for wait in waits)
    live.close()


def test_waits_grow(box: Sandbox) -> None:
    """Failures in a row wait longer each time, up to 30 seconds."""
    waits: List[float] = []

    class Enough(Exception):
        pass

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 8:
            raise Enough

    with pytest.raises(Enough):
        next(Live("http://127.0.0.1:1", "t", sleep=sleep).frames())
    assert all(2.0**n / 2 <= wait <= 2.0**n for n, wait in enumerate(waits[:5]))
    assert max(waits) <= 30


def test_token_is_in_no_log(box: Sandbox, lag: Lag, caplog: pytest.LogCaptureFixture) -> None:
    """The address with the token is logged by nothing, and no frame is written to a file."""
    caplog.set_level("DEBUG")
    live = Live(box.url, box.token)
    frames = live.frames()
    next(frames)
    live.send({"type": "ping"})
    assert next(frames) == {"type": "pong"}
    live.close()
    assert box.token not in caplog.text + repr(live)
    lag.alone("status", "online", LAG_LOG="debug", TMPDIR=str(lag.home))
    assert sorted(path.name for path in lag.home.iterdir()) == []


def test_frame_is_an_object_with_a_type() -> None:
    """What is not a frame is skipped."""
    assert frame_of('{"type": "pong"}') == {"type": "pong"}
    assert [frame_of(text) for text in ("x", "[]", "{}", '{"type": 1}')] == [None] * 4


# Sessions


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
@pytest.mark.parametrize(
    "command", [["chat", "open", "lag lounge", "music"], ["dms", "open", "mira"]]
)
def test_session_ends_with_ctrl_c(lag: Lag, command: List[str]) -> None:
    """Ctrl+C leaves a session, and the exit code is 0; in the published client it does not."""
    done = lag.in_terminal(*command, typed="\x03", prompt=PROMPT)
    assert done.code == 0


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_session_sends_what_is_typed(lag: Lag) -> None:
    """A typed line is sent and shown as a message; Ctrl+D leaves."""
    command = ["chat", "open", "lag lounge", "game-night"]
    done = lag.in_terminal(*command, typed="hello there\n\x04", prompt=PROMPT)
    assert done.code == 0
    assert "Sam: hello there" in lag.ok("chat", "read", "lag lounge", "game-night").out


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_simple_terminal_gets_no_escape_sequences(lag: Lag) -> None:
    """With TERM=dumb or NO_COLOR, tables are plain; a dumb terminal has no line to erase."""
    session = ["chat", "open", "lag lounge", "game-night"]
    for environ in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        assert "\x1b" not in lag.in_terminal("servers", **environ).out
    done = lag.in_terminal(*session, typed="plainly\n\x04", prompt=PROMPT, TERM="dumb")
    assert ("Sam: plainly" in done.out, "\x1b" in done.out) == (True, False)


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_typed_line_that_wraps_is_erased(lag: Lag) -> None:
    """A line of several rows is replaced by its message, and none of its rows stays."""
    session = ["chat", "open", "lag lounge", "game-night", "-n", "0"]
    done = lag.in_terminal(*session, typed="y" * 180 + "\n\x04", prompt=PROMPT)
    # 182 cells of 80 columns are three rows, and the cursor is in the next one.
    assert "\x1b[3A\r\x1b[J[" in done.out


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_session_ends_when_it_cannot_print(lag: Lag, sam: Client) -> None:
    """An event that --query does not fit ends the session with one line, not with a traceback."""
    session = ["chat", "open", "lag lounge", "game-night", "-n", "0", "--query", "abs(id)"]
    rooms = sam.servers.rooms
    room = next(r for r in rooms.list(lag.box.server_id) if r.name == "game-night")

    def send() -> None:
        rooms.messages.send(lag.box.server_id, room.id, content="an event")

    done = lag.in_terminal(*session, then=(PROMPT, send), prompt=PROMPT)
    assert (done.code, "--query cannot read the result" in done.out) == (exits.OUTPUT, True)


def test_session_reads_a_pipe(lag: Lag) -> None:
    """Without a terminal each line of the standard input is a message, and printed once sent."""
    done = lag.alone("dms", "open", "ines", "--json", stdin="one\n\ntwo\n")
    printed = [(line["type"], line["content"]) for line in done.lines]
    assert printed[-2:] == [("dm_message", "one"), ("dm_message", "two")]
    assert {kind for kind, _ in printed} == {"dm_message"}
    sent = [line.partition("Sam: ")[2] for line in lag.ok("dms", "read", "ines").out.splitlines()]
    assert [text for text in sent if text] == ["one", "two"]


def test_session_says_what_was_not_sent(lag: Lag) -> None:
    """A message that the API refuses is named, and the session goes on."""
    long = "x" * 2001
    done = lag.alone("dms", "open", "ines", stdin=f"{long}\nafter\n")
    assert "Sam: after" in done.out
    assert "Not sent: " in done.err
    assert "Sam: after" in lag.ok("dms", "read", "ines").out
