"""Commands in a room: arguments, checks, hooks, errors, help."""

from __future__ import annotations

import logging
from typing import Any, List, Optional

import anyio
import pytest

from lagclient import (
    BlockingContext,
    Bot,
    CommandError,
    Context,
    Failure,
    Identity,
    MemberJoinEvent,
    Room,
    ServerMember,
)
from lagclient.bot.command import Cooldown
from lagclient.errors import LagInvalidRequestError
from lagclient.models import event_from
from lagclient.testing import bot_test

A_ROOM = "`event` must be an event of a room, such as room.message, or the id of a room"

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("anyio_backend", ["asyncio"])]


@pytest.fixture
def bot() -> Bot:
    """A robot without handlers, and without a token."""
    return Bot()


async def test_arguments_of_the_server(bot: Bot) -> None:
    """Members are found by their names, rooms by theirs; a wrong one is explained in the room."""

    @bot.command("who")
    async def who(ctx: Context, member: ServerMember, room: Optional[Room] = None) -> None:
        await ctx.reply(f"{member.username} {room and room.name}")

    async with bot_test(bot) as room:
        for text in ("!who @mira", "!who MIRA #music", "!who nowhere", "!who sam attic", "!who"):
            await room.say(text)
        assert await room.reply() == "mira None"
        assert await room.reply() == "mira music"
        usage = "Usage: !who <member> [room]"
        wrong = "`member` must be a member of this server, not 'nowhere'."
        assert await room.reply() == f"{wrong} {usage}"
        wrong = "`room` must be a room of this server, not 'attic'."
        assert await room.reply() == f"{wrong} {usage}"
        assert await room.reply() == f"`member` is missing. {usage}"


async def test_plain_function_has_a_blocking_context(bot: Bot) -> None:
    """Replies, edits and deletions are done when they return, in a thread of the handler's own."""

    @bot.command("note")
    def note(ctx: BlockingContext, text: str) -> None:
        ctx.delete(ctx.reply("to be deleted"))
        ctx.edit(ctx.reply("to be edited", quote=True), text)
        bot.call(bot.send, ctx.event, "sent")

    @bot.command("here")
    async def here(ctx: Context) -> None:
        with pytest.raises(RuntimeError, match="for plain handlers"):
            bot.call(bot.send, ctx.event, "x")
        await ctx.reply("a b " * 900, split=True)

    async with bot_test(bot) as room:
        await room.say("!note done")
        assert (await room.texts())[-3:] == ["!note done", "done", "sent"]
        quoting = next(m for m in await room._messages() if m.content == "done")
        assert quoting.reply_to is not None
        assert quoting.reply_to.content == "!note done"
        await room.say("!here")
        assert [len(text) for text in (await room.texts())[-2:]] == [1999, 1600]


async def test_checks_decide_in_order(bot: Bot) -> None:
    """A command runs if its role, the robot's checks and its own allow it; else it says why not."""
    ran: List[str] = []

    @bot.check
    async def not_mira(ctx: Context) -> bool:
        return ctx.event.data.sender_name != "Mira"

    def silly(ctx: BlockingContext) -> bool:
        raise CommandError("Never.")

    @bot.command("close", role="admin")
    async def close(ctx: Context) -> None:
        ran.append(ctx.event.data.sender_name or "")

    @bot.command("own", role="owner", check=silly)
    async def own(ctx: Context) -> None:
        ran.append("own")

    async with bot_test(bot) as room:
        for name, text in (("sam", "close"), ("jun", "close"), ("mira", "close"), ("jun", "own")):
            await room.say(f"!{text}", by=name)
        assert await room.reply() == "'close' is for admins."
        assert await room.reply() == "'own' is for the owner of the server."
        await room.join("ines")
        await room.say("!own")
        assert await room.reply() == "Never."
        ran.append("mira")
        await room.say("!help", by="mira")
        await room.idle()
    assert ran == ["Sam", "Jun", "mira"]


async def test_hooks_surround_a_command(bot: Bot) -> None:
    """Before and after a command that may run, at the start and at the end of a run."""
    seen: List[str] = []

    @bot.before
    async def before(ctx: Context) -> None:
        seen.append(f"before {ctx.name}")

    @bot.after
    def after(ctx: BlockingContext) -> None:
        seen.append(f"after {ctx.name}")

    @bot.on_start
    async def start() -> None:
        seen.append("start")

    @bot.on_stop
    def stop() -> None:
        seen.append("stop")

    @bot.on_unknown_command
    async def unknown(ctx: Context) -> None:
        await ctx.reply(f"What is {ctx.name}?")

    @bot.command("fail")
    async def fail(ctx: Context) -> None:
        seen.append("fail")
        raise RuntimeError("oh")

    @bot.command("never", check=lambda ctx: False)
    async def never(ctx: Context) -> None:
        seen.append("never")

    async with bot_test(bot) as room:
        await room.say("!fail")
        await room.say("!never")
        await room.say("!else")
        assert await room.reply() == "You may not use 'never'."
        assert await room.reply() == "What is else?"
    assert seen == ["start", "before fail", "fail", "after fail", "stop"]


async def test_failed_start_ends_the_robot(bot: Bot) -> None:
    """An error of a start hook is raised where the robot was started; the stop hooks still run."""
    seen: List[str] = []

    @bot.on_start
    async def start() -> None:
        raise LagInvalidRequestError("no database")

    @bot.on_stop
    async def stop() -> None:
        seen.append("stop")

    with pytest.raises(LagInvalidRequestError, match="no database"):
        async with bot_test(bot):
            raise AssertionError("it must not begin")
    assert seen == ["stop"]


async def test_errors_are_reported(caplog: pytest.LogCaptureFixture) -> None:
    """Hooks get each error, the room an apology at most once a minute, the log the event's id."""
    bot = Bot(apology="Sorry.")
    failures: List[str] = []

    @bot.command("fail", aliases=["f"])
    async def fail(ctx: Context) -> None:
        raise RuntimeError(ctx.text)

    @bot.command("other")
    async def other(ctx: Context) -> None:
        raise RuntimeError("other")

    @bot.on("room.created")
    async def created(event: Any) -> None:
        raise RuntimeError("room")

    @bot.on_error
    async def every(failure: Failure) -> None:
        failures.append(f"every {failure.error} {failure.handler} {failure.context is not None}")

    @bot.on_error("F")
    def of_fail(failure: Failure) -> None:
        failures.append(f"fail {failure.error}")
        raise ValueError("reports may fail")

    async with bot_test(bot) as room:
        await room.say("!f once")
        await room.say("!other")
        assert await room.reply() == "Sorry."
        await room.idle()
        await room.advance(seconds=61)
        await room.say("!other")
        assert await room.reply() == "Sorry."
        await room.client().servers.rooms.create(room.sandbox.server_id, name="new")
        await room.idle()
        assert (await room.texts()).count("Sorry.") == 2
    assert failures == [
        "fail once",
        "every once fail True",
        "every other other True",
        "every other other True",
        "every room created False",
    ]
    assert "fail failed at the event evt_" in caplog.text
    assert "(room.created)" in caplog.text
    assert caplog.text.count("The report of an error failed") == 1


async def test_cooldown_forgets_authors_who_may_go_on() -> None:
    """Memory holds those who must wait, not all who have ever written."""
    cooldown = Cooldown(10.0)
    for second in range(100):
        assert cooldown.left(f"usr_{second}", float(second)) == 0.0
    assert cooldown.left("usr_95", 99.0) == 6.0
    assert len(cooldown._ready) == 10


async def test_cooldown_is_of_an_author(bot: Bot) -> None:
    """An author waits before a command runs again for them; others do not wait."""

    @bot.command("roll", cooldown_seconds=30)
    async def roll(ctx: Context) -> None:
        await ctx.reply("six")

    async with bot_test(bot) as room:
        for name in ("sam", "sam", "jun"):
            await room.say("!roll", by=name)
        assert await room.reply() == "six"
        assert (await room.reply()).startswith("'roll' can be used again in ")
        assert await room.reply() == "six"
        await room.advance(seconds=31)
        await room.say("!roll")
        assert await room.reply() == "six"
    async with bot_test(bot) as room:
        await room.say("!roll")
        assert await room.reply() == "six", "a wait lasts until the end of the run"


async def test_context_names_author_and_room(bot: Bot) -> None:
    """They are ids that a handler may keep, or pass to `bot.send`."""

    @bot.command("here")
    async def here(ctx: Context) -> None:
        await bot.send(ctx.room_id, ctx.author_id)

    async with bot_test(bot) as room:
        await room.say("!here")
        assert await room.reply() == (await room.client().users.me()).id


async def test_help_has_a_page_for_each_command(bot: Bot) -> None:
    """`!help` lists what is not hidden, `!help name` is all about one, a group lists its own."""

    @bot.command("roll", aliases=["dice"], role="admin", cooldown_seconds=5)
    async def roll(ctx: Context, sides: int = 6) -> None:
        """Roll a die.

        It has six sides.
        """

    @bot.command("secret", hidden=True)
    async def secret(ctx: Context) -> None:
        """Never mind."""

    rooms = bot.group("room")

    @rooms.command("open")
    async def open_room(ctx: Context, name: str) -> None:
        """Open a room."""
        await ctx.reply(f"{ctx.name} {name}")

    async with bot_test(bot) as room:
        for text in ("!help", "!help !dice", "!room", "!help room open", "!help nope"):
            await room.say(text)
        overview = "!roll: Roll a die.\n!room open: Open a room."
        assert await room.reply() == overview
        assert await room.reply() == (
            "!roll [sides]\nRoll a die.\n\nIt has six sides.\nAlso: !dice\n"
            "Only for admins.\nOnce in 5 s for each author."
        )
        assert await room.reply() == "!room open: Open a room."
        assert await room.reply() == "!room open <name>\nOpen a room."
        assert await room.reply() == overview
        await room.say('!ROOM open "den two"')
        assert await room.reply() == "room open den two"


async def test_robot_without_commands_has_no_help_to_offer(bot: Bot) -> None:
    """`!help` says that there are no commands; a program may define its own."""
    async with bot_test(bot) as room:
        await room.say("!help")
        assert await room.reply() == "There are no commands."

    @bot.command("help")
    async def own(ctx: Context) -> None:
        await ctx.reply("mine")

    async with bot_test(bot) as room:
        await room.say("!help me")
        assert await room.reply() == "mine"


async def test_conversation(bot: Bot) -> None:
    """A handler asks and waits in its room; what others say is not the answer."""

    @bot.command("order")
    async def order(ctx: Context) -> None:
        size = await ctx.ask("Which size?")
        taste = await ctx.ask("Which taste?")
        await ctx.reply(f"{size.data.content} {taste.data.content}")

    @bot.command("plain")
    def plain(ctx: BlockingContext) -> None:
        ctx.reply(f"You said {ctx.ask('What?').data.content}")

    @bot.command("impatient")
    async def impatient(ctx: Context) -> None:
        try:
            await ctx.ask("Now?", timeout_seconds=0.05)
        except TimeoutError:
            await ctx.reply("Too late")

    async with bot_test(bot) as room:
        await room.say("!order")
        assert await room.reply() == "Which size?"
        await room.say("no", by="mira")
        await room.say("large")
        await room.say("sweet")  # before it is asked for
        assert await room.reply() == "Which taste?"
        assert await room.reply() == "large sweet"
        await room.say("!plain")
        assert await room.reply() == "What?"
        await room.say("hello")
        assert await room.reply() == "You said hello"
        await room.say("!impatient")
        assert await room.reply() == "Now?"
        assert await room.reply() == "Too late"


async def test_waiting_handler_leaves_its_slot_to_others() -> None:
    """With `max_concurrency=1`, a conversation in one room does not stop the others."""
    bot = Bot(max_concurrency=1)
    seen: List[str] = []

    @bot.command("order")
    async def order(ctx: Context) -> None:
        seen.append((await ctx.ask("Which size?")).data.content or "")

    @bot.on("room.created")
    async def created(event: Any) -> None:
        seen.append("created")

    async with bot_test(bot) as room:
        await room.say("!order")
        await room.reply()
        await room.client().servers.rooms.create(room.sandbox.server_id, name="new")
        with anyio.fail_after(5):
            while seen != ["created"]:
                await anyio.sleep(0.005)
        await room.say("large")
        await room.idle()
    assert seen == ["created", "large"]


async def test_stop_ends_a_wait() -> None:
    """A robot that is to end receives no more events, so a handler does not wait for one."""
    bot, seen = Bot(), []

    @bot.command("order")
    async def order(ctx: Context) -> None:
        for _ in range(2):
            try:
                await ctx.ask("Which size?", timeout_seconds=None)
            except TimeoutError as error:
                seen.append(str(error))

    with anyio.fail_after(5):
        async with bot_test(bot) as room:
            await room.say("!order")
            await room.reply()
    assert seen == ["The robot ends, and receives no more events"] * 2


async def test_check_that_raises_ends_the_wait(bot: Bot) -> None:
    """An error of a check is that of the handler that waits, not of the stream."""
    from lagclient.models import RoomMessageEvent

    def check(event: RoomMessageEvent) -> bool:
        raise RuntimeError("check")

    @bot.command("wait")
    async def wait(ctx: Context) -> None:
        try:
            await bot.wait_for(RoomMessageEvent, check=check)
        except RuntimeError as error:
            await ctx.reply(f"failed: {error}")

    async with bot_test(bot) as room:
        await room.say("!wait")
        await room.say("x")
        assert await room.reply() == "failed: check"


async def test_announcement(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """The log says who the robot is, what it may do, what it listens to, and how it ended."""
    caplog.set_level(logging.INFO, "lagclient.bot")

    @bot.command("ping")
    async def ping(ctx: Context) -> None: ...

    @bot.on("voice.join")
    async def joined(event: Any) -> None: ...

    async with bot_test(bot) as room:
        url = room.sandbox.url
    assert f"Connected to {url} as Beacon (" in caplog.text
    assert "events: room.message, voice.join; commands: !ping" in caplog.text
    assert "send_messages" in caplog.text
    assert caplog.messages[-1] == "Stopped"
    assert "will not be called" not in caplog.text


async def test_message_for_a_room_by_its_id(bot: Bot) -> None:
    """A robot greets in a room that it chooses, because a new member is in none."""

    @bot.on(MemberJoinEvent)
    async def welcome(event: MemberJoinEvent) -> None:
        await bot.send(room.sandbox.room_id, f"Welcome to {bot.server_id}")

    with pytest.raises(LagInvalidRequestError, match=r"^`server_id` must be read in a handler"):
        _ = bot.server_id
    async with bot_test(bot) as room:
        await room.join("ines")
        assert await room.reply() == f"Welcome to {room.sandbox.server_id}"


@pytest.mark.parametrize(
    ("place", "quote", "text"),
    [
        (event_from({"type": "member.join", "data": {}}), False, f"{A_ROOM}, not member.join"),
        (event_from({"type": "x", "data": {"roomId": 5}}), False, f"{A_ROOM}, not x"),
        (None, False, f"{A_ROOM}, not None (NoneType)"),
        ("room_1", True, "`quote` must be False with the id of a room, not True (bool)"),
    ],
)
async def test_message_that_has_no_place(place: Any, quote: bool, text: str) -> None:
    """A message that has no room, or nothing to quote, is refused before a request."""
    bot = Bot("lag_robot_x", base_url="http://127.0.0.1:9")
    bot._me = Identity(id="robot_1", kind="robot", display_name="x", server_id="srv_1")
    with pytest.raises(LagInvalidRequestError) as caught:
        await bot.send(place, "Hello", quote=quote)
    assert caught.value.message == text


async def test_reply_that_does_not_come_says_why(bot: Bot) -> None:
    """A test that waits for a reply fails with the error of the handler, if one has failed."""

    @bot.command("boom")
    async def boom(ctx: Context) -> None:
        raise ZeroDivisionError("of the handler")

    @bot.on_error
    async def report(failure: Failure) -> None:
        raise KeyError("of the hook")

    async with bot_test(bot) as room:
        await room.say("!boom")
        await room.idle()
        with pytest.raises(AssertionError) as caught:
            await room.reply(timeout_seconds=0.05)
        assert str(caught.value) == (
            "The robot has not replied within 0.05 s. "
            "boom failed: ZeroDivisionError('of the handler')"
        )
        assert isinstance(caught.value.__cause__, ZeroDivisionError)
        with pytest.raises(AssertionError, match=r"and no handler has failed$"):
            await room.reply(timeout_seconds=0.05)


async def test_report_that_fails_stops_no_other(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    """Each hook for errors is called, and the apology sent, whatever another hook raises."""
    bot._apology = "Sorry."
    reported: List[str] = []

    @bot.command("boom")
    async def boom(ctx: Context) -> None:
        raise ZeroDivisionError

    @bot.on_error("boom")
    async def fail(failure: Failure) -> None:
        raise KeyError("of the hook")

    @bot.on_error
    def report(failure: Failure) -> None:
        reported.append(failure.handler)

    async with bot_test(bot) as room:
        await room.say("!boom")
        assert await room.reply() == "Sorry."
    assert reported == ["boom"]
    assert caplog.text.count("The report of an error failed") == 1
