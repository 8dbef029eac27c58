"""The full-screen interface: `lag ui`."""

from __future__ import annotations

import contextlib
import os
import threading
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, Iterator, List

import pytest

from lagclient import Client, models
from lagclient.errors import LagPermissionError
from lagclient.sandbox import Sandbox
from lagclient.terminal.live import Live
from lagclient.terminal.places import Place
from lagclient.terminal.ui import lines
from lagclient.terminal.ui.state import PAGE, PEOPLE, ROOMS, Entry, State, Timeline
from tests.kit.terminal import Lag

pytest.importorskip("wsproto", reason="the sandbox's WebSocket")

from textual import events

from lagclient.terminal.ui.app import Interface
from lagclient.terminal.ui.rows import Messages, Places
from lagclient.terminal.ui.themes import THEMES
from tests.kit.screen import Screen, at_screen


@pytest.fixture
def sam(box: Sandbox) -> Iterator[Client]:
    with Client(token=box.token, base_url=box.url) as client:
        yield client


@pytest.fixture
def mira(box: Sandbox) -> Iterator[Client]:
    with Client(token=box.tokens["mira"], base_url=box.url) as client:
        yield client


def texts(client: Client, box: Sandbox) -> List[str]:
    history = client.servers.rooms.messages.history(box.server_id, box.room_id, limit=5)
    return [message.content for message in history]


def room_named(client: Client, box: Sandbox, name: str) -> str:
    rooms = client.servers.rooms.list(box.server_id)
    return next(room.id for room in rooms if room.name == name)


# On the screen


def test_room_is_read_and_written(box: Sandbox, sam: Client) -> None:
    """The first room is open; a typed text is sent, also one of several lines."""

    async def scenario(screen: Screen) -> None:
        await screen.shows("Lag Lounge", "# general", "Game night is on Friday")
        screen.composer.insert("hello [b]there[/b]")
        await screen.press("ctrl+j", "y", "o", "enter")
        await screen.shows("hello [b]there[/b]", " yo\n")
        assert screen.composer.text == ""

    at_screen(box, scenario)
    assert texts(sam, box)[0] == "hello [b]there[/b]\nyo"


def test_fast_keys_lose_nothing(box: Sandbox, sam: Client) -> None:
    """Keys that come faster than they are handled, as over ssh, are all sent, in their order."""
    room = sam.servers.rooms.create(box.server_id, name="fast")

    async def scenario(screen: Screen) -> None:
        await screen.shows("Message #fast")
        for character in "one by one\rand two\r":
            key = {"\r": "enter", " ": "space"}.get(character, character)
            screen.app.post_message(events.Key(key, character))
        screen.app.post_message(events.Key("ctrl+q", None))
        await screen.until(lambda: screen.app._is_over)

    at_screen(box, scenario, wanted="fast")
    history = sam.servers.rooms.messages.history(box.server_id, room.id)
    assert [one.content for one in history] == ["and two", "one by one"]
    sam.servers.rooms.delete(box.server_id, room.id)


def test_new_line_keeps_its_place(box: Sandbox) -> None:
    """Ctrl+J among keys that come in one read begins the new line where it was typed."""

    async def scenario(screen: Screen) -> None:
        for character in "aa\nbb":
            key = {"\n": "ctrl+j"}.get(character, character)
            screen.app.post_message(events.Key(key, character))
        await screen.until(lambda: len(screen.composer.text) == 5)
        assert screen.composer.text == "aa\nbb"
        screen.composer.write("")

    at_screen(box, scenario)


def test_long_notice_is_whole(box: Sandbox) -> None:
    """An error of several lines is shown to its end."""

    async def scenario(screen: Screen) -> None:
        screen.app.complain(f"{'why ' * 75}the end")
        await screen.shows("the end")

    at_screen(box, scenario)


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_refused_token_ends_the_interface(lag: Lag) -> None:
    """With a token that the API refuses, the interface ends as other commands: exit 3, and why."""
    done = lag.in_terminal("ui", LAG_TOKEN="lag_pat_wrong")
    assert done.code == 3
    assert "Check the token" in " ".join(done.out.split())


def test_messages_arrive_live(box: Sandbox, sam: Client, mira: Client) -> None:
    """A message of the open room appears; one of another room counts until it is opened."""
    music = room_named(sam, box, "music")
    messages = mira.servers.rooms.messages

    async def scenario(screen: Screen) -> None:
        sent = messages.send(box.server_id, box.room_id, content="from Mira, live")
        await screen.shows("from Mira, live")
        messages.edit(box.server_id, box.room_id, sent.id, content="changed, live")
        await screen.shows("changed, live (edited)")
        messages.delete(box.server_id, box.room_id, sent.id)
        await screen.hides("changed, live")
        messages.send(box.server_id, music, content="a song")
        entry = screen.app.state.entry(music)
        assert entry is not None
        await screen.until(lambda: entry.unread == 1)
        row = next(line for line in screen.text.splitlines() if "# music" in line)
        assert row[:26].split() == ["#", "music", "1"]
        await screen.press("ctrl+n")
        await screen.shows("a song", "── new ──")
        assert entry.unread == 0

    at_screen(box, scenario, wanted="general")


def test_message_is_answered_edited_and_deleted(box: Sandbox, sam: Client, mira: Client) -> None:
    """The keys of the messages: r replies, e edits, d deletes after a question."""
    place = (box.server_id, room_named(sam, box, "game-night"))
    mira.servers.rooms.messages.send(*place, content="who brings cake?")

    def newest() -> Any:
        return next(iter(sam.servers.rooms.messages.history(*place, limit=1)))

    async def scenario(screen: Screen) -> None:
        await screen.shows("who brings cake?")
        await screen.press("escape", "r")
        await screen.shows("Reply to Mira: who brings cake?")
        await screen.press("m", "e", "enter")
        await screen.shows("┌ Mira: who brings cake?")
        await screen.press("up")
        await screen.shows("Edit Sam: me")
        screen.composer.insert(" and Jun")
        await screen.press("enter")
        await screen.shows("me and Jun (edited)")
        assert (newest().content, newest().reply_to.content) == ("me and Jun", "who brings cake?")
        await screen.press("escape", "d")
        await screen.shows("Delete this message?")
        await screen.press("y")
        await screen.hides("me and Jun")
        assert newest().content == "who brings cake?"
        await screen.press("d")  # another's message: the key does nothing
        assert len(screen.app.screen_stack) == 1

    at_screen(box, scenario, wanted="game-night")


def test_refused_call_is_a_line(box: Sandbox) -> None:
    """What the API refuses is a line of the screen, and the text can be sent again."""

    async def scenario(screen: Screen) -> None:
        screen.composer.write("x" * 2001)
        screen.app.post_message(events.Key("enter", "\r"))
        screen.app.post_message(events.Key("ctrl+q", None))
        await screen.shows("Not sent: ")
        assert not screen.app._is_over
        assert screen.composer.text == "x" * 2001
        screen.composer.write("short enough")
        await screen.press("enter")
        await screen.hides("Not sent: ")

    at_screen(box, scenario)


def test_search_opens_a_person(box: Sandbox, sam: Client) -> None:
    """Ctrl+P searches rooms and people by name; the draft of the room stays."""

    async def scenario(screen: Screen) -> None:
        screen.composer.insert("later")
        await screen.press("ctrl+p")
        await screen.press("m", "i", "r")
        await screen.shows("@ Mira")
        await screen.press("enter")
        await screen.shows("Is it all right if I bring Ines along?")
        assert screen.composer.text == ""
        screen.composer.insert("yes")
        await screen.press("enter")
        await screen.shows("Sam  ", " yes\n")
        await screen.press("alt+up", "alt+up", "alt+up")
        assert screen.app.state.opened is not None
        assert screen.app.state.opened.title == "general"
        assert screen.composer.text == "later"

    at_screen(box, scenario, wanted="general")
    conversation = next(one for one in sam.dms.list() if one.other_user.username == "mira")
    assert conversation.last_message is not None
    assert conversation.last_message.content == "yes"


def test_names_of_others_are_no_markup(box: Sandbox, sam: Client) -> None:
    """A name with Textual's markup is shown as it is: in the list, the search and the field."""
    name = "[red]a[/b] [@click=app.quit]x"
    sam.servers.rooms.create(box.server_id, name=name)

    async def scenario(screen: Screen) -> None:
        await screen.shows(f"# {name}", f"Message #{name}")
        await screen.press("ctrl+p")
        await screen.until(lambda: screen.text.count(f"# {name}") > 0 and "Go to a" in screen.text)
        await screen.press("r", "e", "d")
        await screen.until(
            lambda: " red\n" in screen.text and f"  # {name}\n  Lag Lounge\n" in screen.text
        )

    at_screen(box, scenario, (160, 40), wanted=name)


def test_friends_are_accepted_and_written_to(box: Sandbox, sam: Client) -> None:
    """`a` accepts a friend request; Enter on a friend opens the conversation."""

    async def scenario(screen: Screen) -> None:
        places = screen.app.query_one(Places)
        (request,) = sam.friends.requests().incoming
        places.focus()
        places.choose(f"request:{request.id}")
        await screen.press("a")
        await screen.hides("Friend requests")
        places.choose(f"friend:{request.from_user.id}")
        await screen.press("enter")
        await screen.shows("@ Jun", "Message @Jun")

    at_screen(box, scenario)
    assert "jun" in [friend.user.username for friend in sam.friends.list()]


def row(screen: Screen, name: str) -> str:
    """Return the row of the list that has a name."""
    return next((line[:26] for line in screen.text.splitlines() if name in line[:26]), "")


def test_friend_is_added_removed_declined_and_blocked(box: Sandbox) -> None:
    """The palette adds a friend; Delete removes one, x declines a request, b blocks; each asks."""
    me = box.add_user("kim")
    box.tokens["kim"] = me
    others = {name: Client(token=box.add_user(name), base_url=box.url) for name in ("lea", "max")}
    with contextlib.ExitStack() as stack, Client(token=me, base_url=box.url) as kim:
        lea, mad = (stack.enter_context(one) for one in others.values())
        lea.friends.send_request("kim")
        kim.friends.accept(kim.friends.requests().incoming[0].id)
        kim.dms.create(lea.users.me().id)

        async def scenario(screen: Screen) -> None:
            places = screen.app.query_one(Places)
            await screen.press("ctrl+p")
            await screen.press(*"add")
            await screen.shows("Add a friend")
            await screen.press("enter")
            await screen.shows("Username of the new friend")
            await screen.press(*"max", "enter")
            await screen.until(lambda: mad.friends.requests().incoming)
            mad.friends.accept(mad.friends.requests().incoming[0].id)
            await screen.until(lambda: row(screen, "max"))  # by the frame
            places.focus()
            places.choose(f"friend:{mad.users.me().id}")
            await screen.press("delete")
            await screen.shows("Remove max from your friends?")
            await screen.press("y")
            await screen.until(lambda: not row(screen, "max"))
            for key, gone in (("x", ()), ("b", ("Block max?", "y"))):
                request = mad.friends.send_request("kim")
                await screen.until(lambda: row(screen, "max"))
                places.choose(f"request:{request.id}")
                await screen.press(key)
                if gone:
                    await screen.shows(gone[0])
                    await screen.press(gone[1])
                await screen.until(lambda: not row(screen, "Friend requests"))

        at_screen(box, scenario, who="kim")
        assert [one.user.username for one in kim.friends.list()] == ["lea"]
        with pytest.raises(LagPermissionError, match="blocked"):
            mad.friends.send_request("kim")


def test_friend_request_comes_and_goes(box: Sandbox, sam: Client) -> None:
    """A request appears when it is sent, and disappears when it is withdrawn."""
    with Client(token=box.add_user("noa"), base_url=box.url) as noa:

        async def scenario(screen: Screen) -> None:
            request = noa.friends.send_request("sam")
            await screen.until(lambda: row(screen, "noa"))
            noa.friends.remove(request.id)
            await screen.until(lambda: not row(screen, "noa"))

        at_screen(box, scenario)


def test_presence_is_live(box: Sandbox) -> None:
    """The mark before a friend follows the status."""

    async def scenario(screen: Screen) -> None:
        for status, mark in (("offline", "○"), ("idle", "◐"), ("online", "●"), ("in-game", "▶")):
            box.set_presence("mira", status)
            await screen.until(lambda mark=mark: f"{mark} Mira" in row(screen, "Mira"))
        box.set_presence("mira", "online")

    at_screen(box, scenario)


def test_unread_conversation_is_marked_as_read(box: Sandbox, sam: Client, mira: Client) -> None:
    """A count of unread messages goes when they are read: here, or in another app."""
    id = mira.dms.create(sam.users.me().id).id
    mira.dms.send_message(id, content="before the start")

    async def scenario(screen: Screen) -> None:
        count = sam.dms.get(id).unread_count
        assert count
        await screen.until(lambda: row(screen, "Mira").split()[-1] == str(count))
        live = Live(box.url, box.token)
        frames = live.frames()
        next(frames)
        later = "2999-01-01T00:00:00Z"
        live.send({"type": "mark_dm_read", "conversationId": id, "timestamp": later})
        await screen.until(lambda: row(screen, "Mira").split()[-1] == "Mira")
        live.close()
        mira.dms.send_message(id, content="one more")
        await screen.until(lambda: row(screen, "Mira").split()[-1] == "1")
        assert sam.dms.get(id).unread_count == 1
        await screen.press("ctrl+n")
        await screen.shows("one more", "── new ──")
        await screen.until(lambda: sam.dms.get(id).unread_count == 0)

    at_screen(box, scenario, wanted="general")


def test_typing_is_shown(box: Sandbox, sam: Client, mira: Client) -> None:
    """The line above the messages says who is typing there, until a message comes."""
    place = {"serverId": box.server_id, "roomId": box.room_id}

    async def scenario(screen: Screen) -> None:
        live = Live(box.url, box.tokens["mira"])
        frames = live.frames()
        next(frames)
        live.send({"type": "typing_room_start", **place})
        await screen.shows("Mira is typing…")
        live.send({"type": "typing_room_stop", **place})
        await screen.hides("Mira is typing…")
        live.send({"type": "typing_room_start", **place})
        await screen.shows("Mira is typing…")
        mira.servers.rooms.messages.send(box.server_id, box.room_id, content="typed")
        await screen.shows(" typed\n")
        assert "Mira is typing…" not in screen.text
        live.close()

    at_screen(box, scenario, wanted="general")


def test_typing_ends_by_itself() -> None:
    """Typing without a further frame ends; one's own, and that of other places, is not shown."""
    state = State(me=user("sam"))
    state.put_conversations([entry("c", "dm", other=user("mira"))])
    frame = {"type": "dm_typing", "conversationId": "c", "userId": "mira"}
    state.apply(frame, 10.0)
    state.apply({**frame, "userId": "sam"}, 10.0)
    state.apply({**frame, "conversationId": "other"}, 10.0)
    assert state.typists("c", 15.9) == ["mira"]
    assert state.typists("c", 16.0) == []
    shown = [lines.typing_text(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])]
    assert shown == ["  a is typing…", "  a and b are typing…", "  3 people are typing…"]


def test_lists_are_fetched_once(box: Sandbox, caplog: pytest.LogCaptureFixture) -> None:
    """The first connection does not fetch again what the start fetches; a later one does."""
    caplog.set_level("DEBUG", "lagclient")

    def fetched() -> int:
        lists = [record for record in caplog.records if "servers.list: " in record.getMessage()]
        return sum(record.levelname == "INFO" for record in lists)

    async def scenario(screen: Screen) -> None:
        await screen.until(lambda: screen.app.state.opened.timeline._messages)
        assert fetched() == 1
        await screen.press("ctrl+r")
        await screen.until(lambda: fetched() == 2)

    at_screen(box, scenario)


def test_lost_connection_is_shown_and_recovers(box: Sandbox, mira: Client) -> None:
    """The interface says that the connection is lost, connects again and fetches what it missed."""

    async def scenario(screen: Screen) -> None:
        assert screen.app._feed is not None
        live, again = screen.app._feed._live, threading.Event()

        def wait(_seconds: float) -> None:
            again.wait(30)

        live._sleep = wait
        live._socket.socket.shutdown(2)
        await screen.shows("Connection lost")
        mira.servers.rooms.messages.send(box.server_id, box.room_id, content="while it was lost")
        again.set()
        await screen.hides("Connection lost")
        await screen.shows("while it was lost")

    at_screen(box, scenario, wanted="general")


def test_older_messages_come_at_the_top(box: Sandbox, sam: Client) -> None:
    """Scrolling to the top fetches older messages, and what is in sight stays there."""
    room = sam.servers.rooms.create(box.server_id, name="old")
    for number in range(PAGE + 5):
        sam.servers.rooms.messages.send(box.server_id, room.id, content=f"number {number}.")

    async def scenario(screen: Screen) -> None:
        await screen.shows("number 54.")
        await screen.press("escape", "home")
        entry = screen.app.state.opened
        assert entry is not None
        await screen.until(lambda: len(list(entry.timeline)) == PAGE + 5)
        await screen.shows("number 5.")
        assert screen.app.query_one(Messages).chosen is not None
        await screen.press("home")
        await screen.shows("number 0.")

    at_screen(box, scenario, wanted="old")


def test_scrollbar_hides_no_line(box: Sandbox, sam: Client) -> None:
    """A text that wraps because of the scrollbar has all of its lines on the screen."""
    room = sam.servers.rooms.create(box.server_id, name="wrapped")
    for number in range(20):
        text = f"filler {number}" if number < 12 else "x" * (30 + number) + " end"
        sam.servers.rooms.messages.send(box.server_id, room.id, content=text)

    async def scenario(screen: Screen) -> None:
        await screen.until(lambda: screen.text.count(" end\n") == 8)

    at_screen(box, scenario, wanted="wrapped")
    sam.servers.rooms.delete(box.server_id, room.id)


def test_screen_can_be_small(box: Sandbox) -> None:
    """Below 60 columns the list and the messages take turns; wider, they stand side by side."""

    async def scenario(screen: Screen) -> None:
        await screen.pilot.resize_terminal(44, 20)
        await screen.hides("# music")
        await screen.press("ctrl+b")
        await screen.shows("# music")
        assert "Game night" not in screen.text
        await screen.press("enter")
        await screen.hides("# music")
        await screen.pilot.resize_terminal(80, 24)
        await screen.shows("# music", "Message #general")

    at_screen(box, scenario, wanted="general")


def test_keys_are_listed(box: Sandbox) -> None:
    """F1 shows the keys; the footer shows those that do something now."""

    async def scenario(screen: Screen) -> None:
        assert "Edit" not in screen.text.splitlines()[-1]
        await screen.press("f1")
        await screen.shows("delete your own")
        await screen.press("escape")
        await screen.hides("delete your own")

    at_screen(box, scenario)


def test_unknown_place_is_a_line(box: Sandbox) -> None:
    """A PLACE that nothing fits is an error on the screen, and the list is there."""

    async def scenario(screen: Screen) -> None:
        screen.app._wanted = "nope"
        screen.app._open_first()
        await screen.shows("No place fits 'nope'", "# music")

    at_screen(box, scenario)


class Broken(Interface):
    """An interface with a bug."""

    def on_ready(self) -> None:
        token = self._token
        raise RuntimeError(f"about {token}")


def test_bug_is_one_line_without_the_token(box: Sandbox, capfd: pytest.CaptureFixture[str]) -> None:
    """A bug ends the interface with one line. Textual's own traceback shows local variables."""
    from lagclient import AsyncClient

    app = Broken(AsyncClient(token=box.token, base_url=box.url), box.token)
    app.run(headless=True)
    shown = "".join(capfd.readouterr())
    assert "A bug of lag: RuntimeError('about lag_pat_..." in shown.replace("\n", "")
    assert box.token not in shown.replace("\n", "")
    assert "Traceback" not in shown
    assert app.return_code == 1


# The command


def test_interface_needs_a_terminal_and_a_user(lag: Lag) -> None:
    """In a pipe, `lag ui` names the commands for scripts, and exits 2."""
    done = lag("ui")
    assert done.code == 2
    assert "lag tail" in done.err


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_interface_starts_and_quits_in_a_terminal(lag: Lag) -> None:
    """In a terminal it draws the rooms, never the token; Ctrl+Q quits with 0."""
    done = lag.in_terminal("ui", typed="\x11", prompt="general")
    assert done.code == 0
    assert "Lounge" in done.out
    assert lag.box.token not in done.out


@pytest.mark.skipif(os.name == "nt", reason="terminals of POSIX")
def test_error_breaks_between_words(robot: Lag) -> None:
    """In a terminal an error is broken between words; without one it is one line."""
    done = robot.in_terminal("ui")
    assert done.code == 2
    assert max(map(len, done.out.splitlines())) <= 80
    assert "belong to its program" in " ".join(done.out.split())


# What is shown

NEW_YEAR = datetime(2026, 1, 1, tzinfo=timezone.utc)


def message(number: int, content: str = "text", **fields: Any) -> models.RoomMessage:
    created = NEW_YEAR + timedelta(minutes=number)
    wire: Dict[str, Any] = {
        "id": f"m{number}",
        "room_id": "r",
        "user_id": "u",
        "username": "ann",
        "content": content,
        "created_at": created.isoformat(),
        **fields,
    }
    return models.RoomMessage(**wire)


def contents(timeline: Timeline) -> List[str]:
    return [f"{one.id} {one.content}" for one in timeline]


def test_message_comes_once_and_in_order() -> None:
    """Messages are in the order of their times, each once, in its latest state."""
    timeline = Timeline()
    edited = message(1, "new", edited_at="2026-01-02T00:00:00Z")
    assert timeline.put(message(2))
    assert timeline.put(edited)
    assert not timeline.put(message(1, "old"))  # a page that was read before the edit
    assert contents(timeline) == ["m1 new", "m2 text"]


def test_deleted_message_does_not_come_back() -> None:
    """A message that was deleted before its page arrived is not shown."""
    timeline = Timeline()
    timeline.delete("m1")
    assert not timeline.put(message(1))
    assert contents(timeline) == []


def test_newest_page_removes_what_was_deleted_meanwhile() -> None:
    """A page replaces its own span; later messages stay, earlier ones if the page reaches them."""
    timeline = Timeline()
    for number in (0, 1, 2, PAGE + 2):
        timeline.put(message(number))
    timeline.put_newest([message(number) for number in range(PAGE + 1, 2, -1)] + [message(1)])
    shown = [one.id for one in timeline]
    assert shown[:3] == ["m0", "m1", "m3"]
    assert shown[-1] == f"m{PAGE + 2}"
    timeline.put_newest([message(number) for number in range(300, 300 - PAGE, -1)])
    assert next(iter(timeline)).id == f"m{301 - PAGE}"  # a gap lies before it
    assert timeline.has_older
    timeline.put_newest([message(7)])
    assert not timeline.has_older


def entry(id: str, prefix: str = "room", **fields: Any) -> Entry:
    key = "roomId" if prefix == "room" else "conversationId"

    def unused(*_: Any, **__: Any) -> Any:
        raise AssertionError("A state calls nothing")

    return Entry(Place(id, prefix, key, id, unused, unused, unused, unused), "Server", **fields)


def user(id: str, status: str = "online") -> models.User:
    return models.User(id=id, username=id, status=status, created_at=NEW_YEAR)


def test_frames_change_the_state() -> None:
    """Each frame changes what it is about, or says what has to be fetched again."""
    state = State(me=user("sam"))
    server: Any = type("Server", (), {"id": "s", "name": "Server"})()
    state.servers = [server]
    room, talk = entry("r"), entry("c", "dm", other=user("mira"))
    state.put_rooms(server, [room])
    state.put_conversations([talk])
    wire = message(1).model_dump(mode="json", by_alias=True)
    assert state.apply({"type": "room_message", **wire}) is None
    assert (
        state.apply({"type": "room_message", "message": wire}) is None
    )  # again, in the other form
    assert (room.unread, contents(room.timeline)) == (1, ["m1 text"])
    edit = {"type": "room_message_edited", "roomId": "r", "messageId": "m1", "content": "new"}
    assert state.apply(edit) is None
    assert contents(room.timeline) == ["m1 new"]
    assert state.apply({"type": "room_message_deleted", "roomId": "r", "messageId": "m1"}) is None
    assert contents(room.timeline) == []
    assert state.apply({"type": "room_message", "roomId": "other"}) == ROOMS
    assert state.apply({"type": "dm_message", "conversationId": "other"}) == PEOPLE
    assert state.apply({"type": "friend_request_received"}) == PEOPLE
    assert state.apply({"type": "server_room_created"}) == ROOMS
    assert state.apply({"type": "friend_offline", "userId": "mira"}) is None
    assert state.statuses["mira"] == "offline"
    state.apply({"type": "user_status_changed", "userId": "sam", "status": "idle"})
    assert state.me.status == "idle"
    state.apply({"type": "unread_counts", "counts": [{"conversationId": "c", "count": 3}]})
    assert talk.unread == 3
    assert state.apply({"type": "voice_room_user_joined"}) is None


def test_place_that_stays_keeps_its_draft() -> None:
    """Fetching the list again keeps drafts, messages, and counts of rooms."""
    state = State()
    server: Any = type("Server", (), {"id": "s", "name": "Server"})()
    state.servers = [server]
    room = entry("r", unread=2, draft="unsent")
    state.put_rooms(server, [room])
    state.put_rooms(server, [entry("q"), entry("r")])
    assert list(state.entries())[1] is room
    assert (room.unread, room.draft) == (2, "unsent")


def plain(rows: List[lines.Row]) -> List[str]:
    return ["".join(text for text, _ in row.parts) for row in rows]


def test_messages_of_an_author_stand_together() -> None:
    """The name comes again after another author or a pause; a new day has a line."""
    rows = lines.message_rows([message(1), message(2), message(60), message(60 * 26)], None)
    assert [text.count("ann") for text in plain(rows)] == [0, 1, 0, 1, 0, 1]
    assert [row.is_fixed for row in rows] == [True, False, False, False, True, False]


def test_text_of_others_controls_nothing() -> None:
    """Escape sequences in texts and names are shown as U+FFFD."""
    rows = lines.message_rows([message(1, "a\x1b[31mb", display_name="x\x1b]0;y")], None)
    assert "\x1b" not in "".join(plain(rows))


def test_address_and_own_name_are_marked() -> None:
    """Addresses are links without the bracket around them; the name of the reader stands out."""
    rows = lines.message_rows([message(1, "(https://a.example/x) @sam @samuel")], user("sam"))
    marked = [part for part in rows[-1].parts if part[1]][2:]
    assert marked == [("https://a.example/x", "link"), ("@sam", "bold $warning")]


def test_image_is_a_link() -> None:
    """An image is a line with its address; before it is ready, the line says so."""
    image = {"id": "i", "content_type": "image/png", "url": "https://a.example/i.png"}
    ready, not_ready = message(1, "", image=image), message(2, "", image={**image, "url": None})
    shown = plain(lines.message_rows([ready, not_ready], None))
    assert shown[1].endswith("[image] https://a.example/i.png")
    assert shown[2] == "[image] not ready yet"
    assert lines.address_in(ready) == "https://a.example/i.png"
    assert lines.address_in(not_ready) is None


def test_long_names_are_cut_before_the_count() -> None:
    """A row of the list fits its width, in cells, with the count at the end."""
    from rich.cells import cell_len

    state = State()
    server: Any = type("Server", (), {"id": "s", "name": "長い名前" * 9})()
    state.servers = [server]
    room = entry("r" * 40, unread=120)
    state.put_rooms(server, [room])
    shown = plain(lines.place_rows(state, set(), 25))
    assert [cell_len(text) <= 25 for text in shown] == [True, True]
    assert shown[1].endswith("… 99+")
    assert len(lines.place_rows(state, {"s"}, 25)) == 2  # closed, but it has unread messages
    room.unread = 0
    assert len(lines.place_rows(state, {"s"}, 25)) == 1


def test_colours_can_be_read() -> None:
    """Every colour of a text has the contrast that WCAG asks for: 4.5 to 1."""
    from textual.color import Color

    def luminance(name: str) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in Color.parse(name).normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    for theme in THEMES:
        authors = [theme.variables[f"author-{number}"] for number in range(lines.AUTHORS)]
        named = [theme.primary, theme.secondary, theme.accent, theme.success, theme.warning]
        for colour in [*authors, *named, theme.error, theme.foreground]:
            assert colour is not None
            for ground in (theme.background, theme.surface, theme.panel):
                assert ground is not None
                low, high = sorted([luminance(colour), luminance(ground)])
                ratio = (high + 0.05) / (low + 0.05)
                assert ratio >= 4.5, (theme.name, colour, ground, ratio)
