"""Robots: what they hear, what they do about it, and how they end."""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import threading
import time
from pathlib import Path
from typing import Any, Dict, List

import anyio
import anyio.to_thread
import httpx
import pytest

from lagclient import Bot, Client, Context
from lagclient.bot.handlers import Handlers
from lagclient.errors import LagAuthError, LagInvalidRequestError, LagInvalidTokenError
from lagclient.models import Identity, RobotEvent, event_from
from lagclient.sandbox import Sandbox
from lagclient.webhooks import sign
from tests.kit.robots import Room, running

SECRET = "whsec_" + "A" * 32
ME = Identity(id="bot_1", kind="robot", display_name="Beacon", server_id="srv_1")


@pytest.fixture
def room(lag_sandbox: Sandbox, lag_client: Client, monkeypatch: pytest.MonkeyPatch) -> Room:
    """The sandbox's room; `Bot()` is the sandbox's robot."""
    monkeypatch.setenv("LAG_TOKEN", lag_sandbox.robot_key)
    return Room(lag_sandbox, lag_client)


def message(content: str = "!ping", type: str = "room.message", **data: Any) -> RobotEvent:
    data = {"roomId": "room_1", "content": content, "senderName": "Sam", **data}
    return event_from({"type": type, "serverId": "srv_1", "data": data}, id="evt_1")


# All of it


def test_a_robot_of_six_lines(room: Room) -> None:
    """The smallest robot answers !ping, and nothing else."""
    program = """from lagclient import Bot
bot = Bot()
@bot.command("ping")
async def ping(ctx):
    await ctx.reply("pong")
bot.run()"""
    assert len(program.splitlines()) == 6
    names: Dict[str, Any] = {}
    exec(program.replace("bot.run()", ""), names)
    with running(names["bot"]):
        room.is_listened_to()
        room.say("ping")
        room.say("!PING please")
        assert room.hears("pong")
    assert room.texts().count("pong") == 1


@pytest.mark.parametrize("source", ["stream", "poll"])
def test_handlers_of_every_kind(source: Any, room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """Coroutines and plain functions are called, and one that fails stops none of the others."""
    bot = Bot(source=source)
    heard: List[str] = []

    @bot.command("plain")
    def plain(ctx: Context) -> None:
        ctx.reply(f"plain {ctx.args}")

    @bot.command("broken")
    async def broken(ctx: Context) -> None:
        """Fail, always.

        And at length.
        """
        raise RuntimeError("it does")

    @bot.on("room.message")
    def note(event: Any) -> None:
        heard.append(event.data.content)

    @bot.on("room.created")
    async def first(event: Any) -> None:
        await bot.send(event, "first!")

    with running(bot):
        if source == "stream":
            room.is_listened_to()
        for text in ("!broken", "!plain a  b", "!help", "!unknown", "! plain", "x !plain"):
            room.say(text)
        created = room.sam.servers.rooms.create(room.lag.server_id, name="new")
        assert room.hears("plain ['a', 'b']")
        assert room.hears("!plain\n!broken: Fail, always.")
        messages = room.sam.servers.rooms.messages
        assert room.until(lambda: messages.list(room.lag.server_id, created.id).items)
    assert heard == ["!broken", "!plain a  b", "!help", "!unknown", "! plain", "x !plain"]
    assert "broken failed" in caplog.text
    assert "it does" in caplog.text


def test_webhooks(room: Room) -> None:
    """A robot of webhooks serves them, handles what is signed, and ends when it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bot = Bot(source="webhook", secret=SECRET, port=port)

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    data = {"roomId": room.here[1], "content": "!ping", "senderName": "Sam"}
    event = {"type": "room.message", "serverId": room.here[0], "data": data}
    body = json.dumps({**event, "timestamp": "2024-05-01T12:00:00Z"}).encode()

    def posted(headers: Dict[str, str]) -> int:
        try:
            return http.post(f"http://127.0.0.1:{port}/", content=body, headers=headers).status_code
        except httpx.ConnectError:
            return 0

    with httpx.Client(trust_env=False) as http, running(bot):
        signed = sign(body, SECRET, id="msg_1", timestamp=int(time.time()))
        assert room.until(lambda: posted(signed) == 204)
        assert room.hears("pong")
        assert posted({**signed, "webhook-signature": "v1,AAAA"}) == 400
    assert room.texts().count("pong") == 1


# The end


def test_a_robot_that_is_told_to_end_finishes(room: Room, tmp_path: Path) -> None:
    """SIGTERM lets the handlers that run end; the cursor is behind their event."""
    bot = Bot(cursor=tmp_path / "cursor")
    begun, ended = threading.Event(), threading.Event()

    @bot.command("slow")
    async def slow(ctx: Context) -> None:
        begun.set()
        await anyio.sleep(0.2)
        ended.set()

    def tell() -> None:
        room.is_listened_to()
        room.say("!slow")
        begun.wait(10)
        os.kill(os.getpid(), signal.SIGTERM)

    teller = threading.Thread(target=tell)
    teller.start()
    bot.run()
    assert ended.is_set()
    assert (tmp_path / "cursor").read_text().startswith("evt_")
    teller.join(10)


def test_a_second_signal_does_not_wait(room: Room) -> None:
    """Who asks twice is in a hurry: what runs is cancelled."""
    bot = Bot()

    @bot.command("for_ever")
    async def for_ever(ctx: Context) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await anyio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        await anyio.sleep_forever()

    def tell() -> None:
        room.is_listened_to()
        room.say("!for_ever")

    teller = threading.Thread(target=tell)
    teller.start()
    bot.run()
    teller.join(10)


def test_a_robot_goes_on_where_it_was(room: Room, tmp_path: Path) -> None:
    """What is said while a robot is away is handled once it is back, and nothing twice."""
    heard: List[str] = []
    for life in range(3):
        bot = Bot(cursor=tmp_path / "cursor")

        @bot.on("room.message")
        async def note(event: Any) -> None:
            heard.append(event.data.content)

        if life:
            room.say(f"away {life}")
        with running(bot):
            room.is_listened_to()
            room.say(f"here {life}")
            assert room.until(lambda life=life: f"here {life}" in heard)
    assert heard == ["here 0", "away 1", "here 1", "away 2", "here 2"]


def test_a_robot_that_is_not_let_in(room: Room) -> None:
    """What the API refuses for good ends the robot, with the error as it is."""
    bot = Bot("lag_robot_wrong")
    with pytest.raises(LagAuthError):
        bot.run()


def test_a_gap_is_logged(room: Room, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A robot whose cursor is not known any more says so, and goes on with what happens next."""
    (tmp_path / "cursor").write_text("evt_999\n")
    bot = Bot(cursor=tmp_path / "cursor")

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        await ctx.reply("pong")

    with running(bot):
        room.is_listened_to()
        room.say("!ping")
        assert room.hears("pong")
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert "Events may be missing" in record.getMessage()


def test_who_it_is_is_asked_until_it_is_known(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An API that fails for a moment costs no event; one that refuses ends it."""
    failures = iter([500, 401])

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(failures))

    async def main() -> None:
        async with httpx.AsyncClient(transport=httpx.MockTransport(handle)) as http:
            bot = Bot(http_client=http, max_retries=0)
            with pytest.raises(LagAuthError):
                await bot.handle(message())

    anyio.run(main)
    assert "asked again in" in caplog.text


# Whose message it is


@pytest.mark.parametrize(
    "data",
    [
        {"robotId": "bot_1"},
        {"senderId": "bot_1", "senderName": "Else"},
        {"userId": "bot_1"},
        {"messageId": "msg_own", "userId": "usr_1"},
        {"senderName": "Beacon"},
    ],
    ids=["robot", "sender", "user", "message", "only a name"],
)
def test_its_own_messages_are_no_events(data: Dict[str, Any]) -> None:
    """However a message says whose it is, the robot knows its own."""
    handlers = Handlers("!")
    handlers.sent("msg_own")
    assert handlers.is_own(message(**data), ME)


@pytest.mark.parametrize(
    "event",
    [
        message(),
        message(userId="usr_1", senderName="Beacon"),
        message(robotId="bot_2", senderName="Beacon"),
        message(type="room.created", userId="bot_1"),
        message(type="member.join", userId="bot_1"),
    ],
    ids=["somebody", "a user of that name", "another robot", "a room", "a member"],
)
def test_messages_of_others_are_events(event: RobotEvent) -> None:
    """A name alone makes nobody the robot, where there is an id; and only messages are its own."""
    assert not Handlers("!").is_own(event, ME)


@pytest.mark.parametrize(("key", "type"), [("editorId", "edited"), ("deleterId", "deleted")])
def test_its_own_changes_are_no_events(key: str, type: str) -> None:
    """What the robot edits or deletes itself is no news for it."""
    event = message(type=f"room.message.{type}", **{key: "bot_1"})
    assert Handlers("!").is_own(event, ME)


def test_not_every_message_is_remembered() -> None:
    """A robot that runs for years does not grow."""
    handlers = Handlers("!")
    for number in range(2000):
        handlers.sent(f"msg_{number}")
    assert not handlers.is_own(message(messageId="msg_999", userId="usr_1"), ME)
    assert handlers.is_own(message(messageId="msg_1000", userId="usr_1"), ME)


# What makes no sense


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"source": "pigeon"}, "`source` must be one of 'stream', 'poll', 'webhook', not 'pigeon'"),
        ({"prefix": ""}, "`prefix` must be text without spaces, not ''"),
        ({"prefix": "hey you"}, "`prefix` must be text without spaces"),
        ({"source": "poll", "cursor": "x"}, "`cursor` goes with a stream: a poll has none"),
        ({"source": "webhook"}, '`secret` goes with source="webhook"'),
        ({"secret": SECRET}, '`secret` goes with source="webhook"'),
    ],
)
def test_options_that_make_no_sense(options: Any, problem: str) -> None:
    """They are refused when the robot is made, and say what was expected."""
    with pytest.raises(LagInvalidRequestError) as caught:
        Bot("lag_robot_x", **options)
    assert problem in caught.value.message


def test_users_are_no_robots() -> None:
    """A Bot has a robot's key."""
    with pytest.raises(LagInvalidTokenError, match="robot key"):
        Bot("lag_pat_x")


@pytest.mark.parametrize("name", ["", "two words", None])
def test_commands_are_words(name: Any) -> None:
    """A command that nobody can write is refused."""
    with pytest.raises(LagInvalidRequestError, match="A command is one word"):
        Bot("lag_robot_x").command(name)


def test_a_command_is_one(caplog: pytest.LogCaptureFixture) -> None:
    """Two commands of one name are a mistake; events of a name to come may be none."""
    bot = Bot("lag_robot_x")
    bot.command("ping")(print)
    with pytest.raises(LagInvalidRequestError, match="'PING' already"):
        bot.command("PING")
    assert bot.on("member.joined")(print) is print
    assert "'member.joined' are not known" in caplog.text
