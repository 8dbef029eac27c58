"""The commands people use: `servers`, `friends`, `dms`, `chat`, `join`."""

from __future__ import annotations

import io
import os
import sys
from types import SimpleNamespace
from typing import Any, Iterator, List

import click
import pytest

from lagclient import Client
from lagclient.terminal.commands.tail import show_event
from lagclient.terminal.messages import show
from lagclient.terminal.names import NotThere, person, pick
from lagclient.terminal.output import Output
from lagclient.terminal.printable import INDENT
from tests.kit.terminal import Lag

ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
LOUNGE, GENERAL = "lag lounge", "general"


@pytest.fixture
def sam(lag: Lag) -> Iterator[Client]:
    with Client(token=lag.box.token, base_url=lag.box.url) as client:
        yield client


@pytest.fixture
def mira(lag: Lag) -> Lag:
    return Lag(lag.box, lag.home, {**lag.environ, "LAG_TOKEN": lag.box.tokens["mira"]})


def described(item: Any) -> Any:
    return item[0], [item[1]]


# Names


def test_word_is_a_name_or_the_start_of_an_id() -> None:
    """A word fits by id, by name, by name in another case, or by the start of an id."""
    rooms = [("room_a1", "general"), ("room_b2", "Straße"), ("room_b3", "GENERAL")]
    for word, expected in [
        ("room_a1", 0),
        ("general", 0),
        ("GENERAL", 2),
        ("STRASSE", 1),
        ("room_a", 0),
    ]:
        assert pick(word, rooms, described, "ROOM") is rooms[expected]


@pytest.mark.parametrize("word", ["General", "room_b", "room"])
def test_ambiguous_word_lists_what_it_fits(word: str) -> None:
    """Several that fit are listed with their ids, and the exit code is that of wrong usage."""
    rooms = [("room_b1", "general"), ("room_b2", "GENERAL")]
    with pytest.raises(click.UsageError) as caught:
        pick(word, rooms, described, "ROOM")
    assert caught.value.exit_code == 2
    assert "room_b1  general" in caught.value.message
    assert "room_b2  GENERAL" in caught.value.message


def test_word_that_fits_nothing_lists_what_is_there() -> None:
    """A word without a meaning exits 5, and names what exists; an empty word fits nothing."""
    for word in ("x", ""):
        with pytest.raises(NotThere, match="there are: general") as caught:
            pick(word, [("room_a1", "general")], described, "ROOM")
        assert caught.value.exit_code == 5


def test_person_is_named_by_either_name() -> None:
    """A person is the username, with or without @, or the display name."""
    user = SimpleNamespace(id="usr_1", username="mira", display_name="Mira Ö")
    for word in ("mira", "@mira", "mira ö", "usr_"):
        assert person(word, [user], lambda one: one) is user


# Servers


def test_servers_are_a_table_without_a_terminal(lag: Lag) -> None:
    """`lag servers` can be piped: a table, or NDJSON; the published client needs a terminal."""
    heading, row = lag.ok("servers").out.splitlines()
    assert heading.split() == ["NAME", "ID", "MEMBERS"]
    assert row.split() == ["Lag", "Lounge", lag.box.server_id, "3"]
    assert "\x1b" not in lag.ok("servers").out
    assert lag.ok("servers", "--json").lines[0]["id"] == lag.box.server_id


def test_server_lists_its_rooms(lag: Lag, robot: Lag) -> None:
    """`lag servers NAME` lists the rooms, for users and for robots."""
    shown = lag.ok("servers", LOUNGE)
    assert [line.split()[0] for line in shown.out.splitlines()] == [
        "ROOM", "general", "music", "game-night",
    ]  # fmt: skip
    assert "you are owner" in shown.err
    assert lag.ok("servers", LOUNGE, "--query", "rooms[].name").out.split()[0] == "general"
    assert robot.ok("servers").out.split() == ["SERVER", robot.box.server_id]
    assert "music" in robot.ok("servers", robot.box.server_id).out


def test_unknown_server_exits_5(lag: Lag) -> None:
    """A server that does not exist exits 5 and lists those that do."""
    done = lag("servers", "nope")
    assert done.code == 5
    assert "there are: Lag Lounge" in done.err


def test_ambiguous_room_exits_2(lag: Lag, sam: Client) -> None:
    """Two rooms of one name: nothing is sent, and both are listed."""
    rooms = [sam.servers.rooms.create(lag.box.server_id, name="Twin") for _ in range(2)]
    done = lag("chat", "send", LOUNGE, "twin", "hi")
    assert done.code == 2
    assert all(room.id in done.err for room in rooms)
    assert lag.ok("chat", "send", LOUNGE, rooms[0].id, "hi").out == "Message sent.\n"


def test_join_says_that_voice_is_not_there(lag: Lag) -> None:
    """`lag join` checks the names, and says that voice is not there yet."""
    done = lag("join", LOUNGE, GENERAL)
    assert done.code == 1
    assert "Voice is not there yet" in done.err
    assert lag("join", LOUNGE, "nope").code == 5
    assert "Voice is not there yet" in lag("join", GENERAL).err


def test_send_without_text_shows_how_words_were_read(lag: Lag) -> None:
    """A left out SERVER makes the room the server, so the error names both words."""
    done = lag("chat", "send", GENERAL, "hello")
    assert (done.code, "it follows SERVER 'general' and ROOM 'hello'" in done.err) == (2, True)
    assert "it follows USER 'mira'" in lag("dms", "send", "mira").err


def test_text_that_looks_like_an_option_is_explained(lag: Lag) -> None:
    """A text that begins with a hyphen follows `--`, and the error says so."""
    send = ["chat", "send", LOUNGE, GENERAL]
    done = lag(*send, "-1")
    assert (done.code, "; words that begin with - follow -- (try" in done.err) == (2, True)
    assert lag.ok(*send, "--", "-1", "--json").out == "Message sent.\n"
    assert "follow --" not in lag("whoami", "-1").err


# Friends


def test_friends_are_listed(lag: Lag) -> None:
    """`lag friends` lists names and status."""
    rows = [line.split() for line in lag.ok("friends").out.splitlines()]
    assert ["Mira", "mira", "online"] in rows
    assert {one["user"]["username"] for one in lag.ok("friends", "--json").lines} >= {"mira"}


def test_friend_requests_come_and_go(lag: Lag) -> None:
    """A request is sent, listed on both sides, declined, sent again, accepted and undone."""
    token = lag.box.add_user("otto")
    otto = Lag(lag.box, lag.home, {**lag.environ, "LAG_TOKEN": token})
    assert lag.ok("friends", "add", "@otto").out == "Friend request sent to @otto.\n"
    assert "otto" in lag.ok("friends", "requests").out
    assert "from" in otto.ok("friends", "requests").out
    assert otto.ok("friends", "decline", "sam").out == "Declined the request of sam.\n"
    lag.ok("friends", "add", "otto")
    assert otto.ok("friends", "accept", "Sam").out == "sam is your friend now.\n"
    asked = lag("friends", "remove", "otto")
    assert asked.code == 2
    assert "--yes" in asked.err
    assert lag.ok("friends", "remove", "otto", "--yes").out == "Removed otto.\n"
    assert lag("friends", "remove", "otto", "--yes").code == 5


def test_unknown_username_says_how_to_search(lag: Lag) -> None:
    """A request to a username that does not exist exits 5, and names the search for names."""
    done = lag("friends", "add", "mirra")
    assert (done.code, "`lag api users.search mir`" in done.err) == (5, True)
    assert "mira" in lag.ok("api", "users.search", "mir", "--query", "[].username").out


def test_person_is_blocked(lag: Lag) -> None:
    """Blocking needs `--yes` in a script, because the API cannot unblock; then no request comes."""
    uma = Lag(lag.box, lag.home, {**lag.environ, "LAG_TOKEN": lag.box.add_user("uma")})
    uma.ok("friends", "add", "sam")
    asked = lag("friends", "block", "uma")
    assert asked.code == 2
    assert "--yes" in asked.err
    assert lag.ok("friends", "block", "uma", "--yes").out == "Blocked uma.\n"
    assert "uma" not in lag.ok("friends", "requests").out
    assert uma("friends", "add", "sam").code != 0


@ON_POSIX
def test_removal_is_asked_in_a_terminal(lag: Lag) -> None:
    """In a terminal lag asks before it removes a friend; a no and Ctrl+C change nothing."""
    done = lag.in_terminal("friends", "remove", "mira", typed="n\n", prompt="[y/N]: ")
    assert (done.code, "Nothing was changed" in done.out) == (1, True)
    ended = lag.in_terminal("friends", "remove", "mira", typed="\x03", prompt="[y/N]: ")
    assert (ended.code, ended.out.splitlines()[1:]) == (130, ["lag: Interrupted"])
    assert "mira" in lag.ok("friends").out


# Messages


def test_message_is_sent_and_read(lag: Lag) -> None:
    """`chat send` sends words, or the standard input; `chat read` prints them, oldest first."""
    assert lag.ok("chat", "send", LOUNGE, "#music", "two", "words").out == "Message sent.\n"
    lag.ok("chat", "send", "Lag Lounge", "music", stdin="line one\nline two\n")
    shown = lag.ok("chat", "read", LOUNGE, "music", TZ="UTC").out.splitlines()
    assert shown[0].startswith("-- 20")
    assert shown[1].endswith("] Sam: two words")
    assert shown[2].endswith("] Sam: line one")
    assert shown[3] == "        line two"
    texts = [one["content"] for one in lag.ok("chat", "read", LOUNGE, "music", "--json").lines]
    assert texts == ["two words", "line one\nline two"]
    assert lag.ok("chat", "read", LOUNGE, "music", "-n", "1", "--query", "content").out == (
        "line one\nline two\n"
    )


def test_robot_sends_and_reads(robot: Lag) -> None:
    """A robot names its server by its id."""
    robot.ok("chat", "send", robot.box.server_id[:8], GENERAL, "beep")
    assert "Beacon: beep" in robot.ok("chat", "read", robot.box.server_id, GENERAL).out


def test_empty_or_long_text_is_refused(lag: Lag) -> None:
    """Nothing is sent without a text, or with one that the API would refuse."""
    assert lag("chat", "send", LOUNGE, GENERAL).code == 2
    long = lag("chat", "send", LOUNGE, GENERAL, stdin="x" * 2001)
    assert long.code == 2
    assert "at most 2000 characters, not 2001" in long.err


@pytest.fixture
def dot(lag: Lag) -> str:
    """The name of an image."""
    import base64

    (lag.home / "dot.png").write_bytes(
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
            "rkJggg=="
        )
    )
    return "dot.png"


@pytest.mark.parametrize(
    "place", [("chat", LOUNGE, "game-night"), ("dms", "ines")], ids=["room", "person"]
)
def test_image_is_attached(lag: Lag, dot: str, place: List[str]) -> None:
    """An image goes with a message, also without a text, and is shown as a line."""
    group, *where = place
    lag.ok(group, "send", *where, "--image", dot, "look")
    lag.ok(group, "send", *where, "--image", dot)
    shown = lag.ok(group, "read", *where).out.splitlines()
    assert "Sam: look [image " in shown[-2]
    assert "Sam: [image " in shown[-1]


def test_upload_prints_the_id(lag: Lag, dot: str, sam: Client) -> None:
    """`lag upload` prints the id of the image; a wrong purpose or file exits 2."""
    id = lag.ok("upload", dot, "--alt", "A dot").out.strip()
    assert sam.images.get(id).id == id
    assert lag.ok("upload", dot, "--query", "purpose").out == "chat\n"
    assert lag("upload", dot, "--purpose", "nothing").code == 2
    assert lag("upload", "missing.png").code == 2


def test_escape_sequences_of_others_are_harmless(lag: Lag, sam: Client) -> None:
    """A message cannot control the terminal of its reader, nor look like several messages."""
    room = sam.servers.rooms.create(lag.box.server_id, name="evil")
    sam.servers.rooms.messages.send(
        lag.box.server_id, room.id, content="\x1b]0;x\x07a\n[12:00] Mira: I quit"
    )
    shown = lag.ok("chat", "read", LOUNGE, "evil").out
    assert "\x1b" not in shown
    assert "\n        [12:00] Mira: I quit" in shown


def test_direct_messages_are_listed_sent_and_read(lag: Lag, mira: Lag) -> None:
    """`dms` lists, sends and reads; a conversation is opened when it does not exist."""
    assert lag.ok("dms", "send", "ines", "hello").out == "Message sent to ines.\n"
    lag.ok("dms", "send", "Mira", "-", stdin="👋" * 60)
    rows = lag.ok("dms").out.splitlines()
    assert rows[0].split() == ["PERSON", "NEW", "LAST", "MESSAGE"]
    assert any("mira" in row and "👋" * 60 in row for row in rows)
    assert "] Sam: " + "👋" * 60 in mira.ok("dms", "read", "sam").out
    assert lag("dms", "send", "jun", "hi").code == 5


@ON_POSIX
def test_long_message_of_emoji_is_cut_in_a_terminal(lag: Lag) -> None:
    """The list of conversations cuts between characters; the published client fails inside one."""
    lag.ok("dms", "send", "mira", "x" + "👋" * 60)
    shown = lag.in_terminal("dms").out
    assert "👋…" in shown.replace(" …", "…")


def test_time_without_an_offset_is_local() -> None:
    """`--after` takes an id, or a moment; without an offset it is the time of this computer."""
    from lagclient.terminal.commands.chat import place

    assert place(None) is None
    assert place("msg_1") == "msg_1"
    for text in ("2026-01-01", "2026-01-01T10:00", "2026-01-01T10:00:00Z"):
        moment: Any = place(text)
        assert moment.tzinfo is not None


def test_error_has_the_words_of_the_command(lag: Lag) -> None:
    """An error of the SDK names the options that were typed, not the arguments of a method."""
    done = lag("chat", "read", LOUNGE, GENERAL, "--after", "yesterday")
    assert (done.code, "lag: --after must be the id" in done.err) == (5, True)
    done = lag("whoami", LAG_BASE_URL="http://nosuch.invalid")
    assert (done.code, "network, set LAG_ALLOW_HTTP=1 (" in done.err) == (2, True)


def test_search_is_encoded(lag: Lag) -> None:
    """A name with special characters is one value of the query."""
    assert lag.ok("api", "users.search", "a&b=c d%20#é").lines == []


def test_table_of_wide_characters_is_aligned(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns are as wide as their characters are shown."""
    Output().table(["A", "B"], [["漢字", "x"], ["ab", "y"]])
    lines: List[str] = capsys.readouterr().out.splitlines()
    assert lines == ["A     B", "漢字  x", "ab    y"]


def test_message_in_a_terminal_forges_no_row(
    lag: Lag, sam: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What wraps, and what an edit contains, is indented in `chat read`, `tail` and `chat open`."""
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "40")
    forged = "ok" + " " * 60 + "[21:26] Nora: hunter2\n[21:27] Nora: it is"
    sent = sam.servers.rooms.messages.send(lag.box.server_id, lag.box.room_id, content=forged)
    show(Output(), [sent])
    show_event(Output(), ("room_message", sent))
    show_event(Output(), ("room_message_edited", {"messageId": sent.id, "content": forged}))
    rows = stream.getvalue().splitlines()
    assert max(map(len, rows)) <= 40
    assert [row[13:15] for row in rows if not row.startswith((INDENT, "-- "))] == ["ok", "ok"]


@pytest.mark.parametrize("is_terminal", [True, False])
def test_long_name_hides_no_other_column(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool
) -> None:
    """A terminal shows each id whole and cuts the name; elsewhere other rows stay narrow."""
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("COLUMNS", "60")
    id, name = "room_0123456789", "general" * 20
    Output().table(["ROOM", "ID", "IN VOICE"], [[name, id, "mira"], ["a", id, ""]])
    heading, first, second = click.unstyle(stream.getvalue()).splitlines()
    assert heading.index("ID") == second.index(id) <= 42
    assert first.endswith(f"  {id}  mira")
    assert first.startswith("general" if is_terminal else name)
    assert max(map(len, [heading, second, first if is_terminal else ""])) <= 67 - 7 * is_terminal


def test_long_name_is_cut_in_an_error(lag: Lag, sam: Client) -> None:
    """The list of what there is stays readable, however long the names are."""
    sam.servers.rooms.create(lag.box.server_id, name="long" * 25)
    done = lag("chat", "read", LOUNGE, "nope")
    assert "long…" in done.err or "lon…" in done.err
    assert "long" * 16 not in done.err
