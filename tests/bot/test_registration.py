"""Registration: what is refused when a program is imported, and where the error points to."""

from __future__ import annotations

import asyncio
import enum
import inspect
import re
from typing import Any, Callable, Union

import pytest

from lagclient import AsyncClient, Bot, Context
from lagclient.bot.context import BlockingContext
from lagclient.bot.options import OF_CLIENT
from lagclient.bot.registration import EVENTS
from lagclient.errors import LagInvalidRequestError
from lagclient.models import (
    MemberJoinEvent,
    MemberLeaveEvent,
    RobotEvent,
    RobotEventType,
    UnknownEvent,
    event_from,
)
from tests.kit.every import every

bot = Bot("lag_robot_x")


async def takes_two(a: Any, b: Any) -> None: ...


async def takes_none() -> None: ...


async def takes_a_leave(event: MemberLeaveEvent) -> None: ...


async def has_a_wrong_type(ctx: Context, when: complex) -> None: ...


async def has_two_rests(ctx: Context, *, a: str, b: str) -> None: ...


async def takes_an_event(event: RobotEvent) -> None: ...


async def takes_a_blocking_context(ctx: BlockingContext) -> None: ...


async def takes_self(self: Any, ctx: Any) -> None: ...


def yields(event: Any) -> Any:
    yield event


async def takes_join_or_leave(event: Union[MemberJoinEvent, MemberLeaveEvent]) -> None: ...


async def ping(ctx: Context) -> None: ...


async def has_an_unknown_name(ctx: Nowhere) -> None: ...  # type: ignore[name-defined]  # noqa: F821


bot.command("taken", aliases=["also"])(ping)
bot.group("room")
stateful = Bot("lag_robot_x", state="unused")
stateful.every(days=1, missed="once")(takes_none)

WRONG = {
    "without parentheses": (lambda: bot.on(ping), "`@on` must be called with an event"),
    "a command without a name": (lambda: bot.command(ping), "`@command` must be called with a"),
    "an unknown type": (lambda: bot.on("member.joined"), "did you mean 'member.join'?"),
    "another class": (lambda: bot.on(int), "`type` must be a class of event or its name, not"),
    "no event at all": (lambda: bot.on(5), "`type` must be a class of event or its name, not 5"),
    "a handler of two": (lambda: bot.on("voice.join")(takes_two), "takes one argument"),
    "a handler of none": (lambda: bot.on("voice.join")(takes_none), "takes one argument"),
    "another event": (lambda: bot.on(MemberJoinEvent)(takes_a_leave), "a MemberJoinEvent, not a"),
    "a taken command": (lambda: bot.command("TAKEN"), "not 'taken' again"),
    "a taken alias": (lambda: bot.command("new", aliases=["also"]), "not 'also' again"),
    "an alias like the name": (lambda: bot.command("a", aliases=["A"]), "not 'a' again"),
    "a taken group": (lambda: bot.command("room"), "a new command, not the group 'room'"),
    "a command as group": (lambda: bot.group("taken"), "a new command, not 'taken' again"),
    "a name of two words": (lambda: bot.command("two words"), "must be one word, not 'two words'"),
    "a name with the prefix": (lambda: bot.command("!ping"), "must be 'ping', because the prefix"),
    "a group of two words": (lambda: bot.group("two words"), "must be one word, not 'two words'"),
    "a group with the prefix": (lambda: bot.group("!room"), "must be 'room', because the prefix"),
    "hidden": (lambda: bot.command("a", hidden="no"), "`hidden` must be True or False"),
    "a method": (lambda: bot.command("a")(takes_self), "not a method: pass that of an object"),
    "a generator": (lambda: bot.on("voice.join")(yields), "a function without `yield`"),
    "a generator as command": (lambda: bot.command("a")(yields), "a function without `yield`"),
    "a context": (lambda: bot.on("voice.join")(ping), "a VoiceJoinEvent, not a Context"),
    "two other events": (lambda: bot.on("voice.join")(takes_join_or_leave), "must take a Voice"),
    "an unknown role": (lambda: bot.command("a", role="boss"), "'owner', 'admin' or None, not"),
    "a check of none": (lambda: bot.command("a", check=takes_none), "takes one argument"),
    "a negative cooldown": (lambda: bot.command("a", cooldown_seconds=-1), "seconds from 0 up"),
    "a limit of zero": (lambda: bot.command("a", timeout_seconds=0), "seconds above 0"),
    "no context": (lambda: bot.command("a")(takes_none), "must take a context"),
    "an event": (lambda: bot.command("a")(takes_an_event), "must take a Context as its first"),
    "the other context": (lambda: bot.command("a")(takes_a_blocking_context), "a Context, because"),
    "a wrong annotation": (lambda: bot.command("a")(has_a_wrong_type), "`when` must be annotated"),
    "two rests": (lambda: bot.command("a")(has_two_rests), "`b` must not follow a parameter"),
    "an unknown name": (lambda: bot.command("a")(has_an_unknown_name), "'Nowhere' is not defined"),
    "not a function": (lambda: bot.command("a")(5), "`handler` must be a function, not 5"),
    "an error of no command": (lambda: bot.on_error("nope"), "a command that is defined above"),
    "a hook of two": (lambda: bot.on_error(takes_two), "takes one argument"),
    "a start of one": (lambda: bot.on_start(ping), "takes no argument"),
    "no interval": (lambda: bot.every(), "must be longer than 0"),
    "no number": (lambda: bot.every(minutes="5"), "must be a length of time"),
    "no such choice": (lambda: bot.every(minutes=5, missed="all"), "`missed` must be 'skip' or"),
    "no state": (lambda: bot.every(minutes=5, missed="once"), "'skip' for a robot without `state`"),
    "a name again": (lambda: stateful.cron("* * * * *", missed="once")(takes_none), "of its own"),
    "no limit": (lambda: bot.on("voice.join", timeout_seconds=0), "seconds above 0"),
    "no cron": (lambda: bot.cron("0 25 * * *"), "`expression` must be like"),
    "no expression": (lambda: bot.cron(5), "`expression` must be text such as"),
    "an empty cron": (lambda: bot.cron("0 0 31 2 *"), "`expression` must be like"),
    "no time zone": (lambda: bot.cron("0 9 * * *", tz="Mars/Base"), "`tz` must be a time zone"),
    "a timer of one": (lambda: bot.every(minutes=5)(ping), "takes no argument"),
}


@every("name", list(WRONG))
def test_wrong_registration_is_refused_where_it_is(name: str) -> None:
    """An error of a registration names this file, and the line of the function or of the call."""
    register: Callable[[], Any]
    register, problem = WRONG[name]  # type: ignore[assignment]
    with pytest.raises(LagInvalidRequestError) as caught:
        register()
    file, line, message = caught.value.message.split(":", 2)
    assert file.endswith("test_registration.py")
    source = inspect.getsourcelines(inspect.getmodule(takes_none))[0][int(line) - 1]
    assert source.startswith(("async def ", "def ", '    "')), source
    assert problem in message


def test_registered_function_is_returned_as_it_is() -> None:
    """A decorator leaves the function what it is, so that a test can call it."""
    assert Bot("lag_robot_x").command("ping")(ping) is ping
    assert Bot("lag_robot_x").command(name="ping")(ping) is ping
    assert bot.on(UnknownEvent)(takes_an_event) is takes_an_event
    assert bot.on("member.leave")(takes_join_or_leave) is takes_join_or_leave
    assert bot.check(ping) is ping


def test_every_type_of_event_has_a_class() -> None:
    """Names of events lead to their classes, all of them."""
    assert set(EVENTS) == set(RobotEventType.__args__)  # type: ignore[attr-defined]


def test_annotations_may_name_what_is_local() -> None:
    """A program may define its robot in a function, with the types of its arguments."""

    class Colour(enum.Enum):
        RED = 1

    local = Bot("lag_robot_x")

    @local.command("paint")
    async def paint(ctx: Context, colour: Colour) -> None: ...

    (parameter,) = local._commands["paint"].parameters
    assert parameter.expected == "one of red"


def test_options_are_those_of_the_client() -> None:
    """Each option of `AsyncClient` is one of `Bot` too, and no other name is accepted."""
    ours = inspect.signature(Bot.__init__).parameters
    assert set(OF_CLIENT) <= set(ours)
    assert not [p for p in ours.values() if p.kind is p.VAR_KEYWORD]
    assert set(OF_CLIENT) == set(inspect.signature(AsyncClient).parameters)
    with pytest.raises(TypeError, match="timelimit"):
        Bot("lag_robot_x", timelimit=5)  # type: ignore[call-arg]


def test_event_goes_to_the_handlers_of_its_class() -> None:
    """`RobotEvent` is for all events, `UnknownEvent` for those that this version does not know."""
    robot = Bot("lag_robot_x")
    for event_type in (RobotEvent, UnknownEvent, MemberJoinEvent):
        robot.on(event_type)(takes_an_event)
    kinds = {"member.join": 2, "member.leave": 1, "future": 2}
    for kind, count in kinds.items():
        event = event_from({"type": kind, "data": {}})
        assert sum(len(robot._handlers.get(cls, ())) for cls in type(event).__mro__) == count


class _Mine(Bot):
    """A robot of a program's own class."""


@pytest.mark.parametrize("cls", [Bot, _Mine])
@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda bot: bot.every(mins=5),
            "Bot.every() got an unexpected keyword argument 'mins'. Did you mean 'minutes'?",
        ),
        (lambda bot: bot.every(5), "Bot.every() takes its arguments by name"),
        (lambda bot: bot.cron(), "Bot.cron() needs an argument: 'expression'"),
        (lambda bot: bot.on(), "Bot.on() needs an argument: 'type'"),
        (lambda bot: bot.group(), "Bot.group() needs an argument: 'name'"),
        (lambda bot: bot.group("g").command(), "Group.command() needs an argument: 'name'"),
        (lambda bot: asyncio.run(bot.wait_for()), "Bot.wait_for() needs an argument: 'type'"),
        (lambda bot: bot.send("room"), "Bot.send() needs an argument: 'content'"),
        (
            lambda bot: bot.command("x", ["y"]),
            "Bot.command() takes only `name` without a name; write others by name",
        ),
    ],
    ids=[
        "misspelled",
        "nameless",
        "cron",
        "on",
        "group",
        "in a group",
        "wait_for",
        "send",
        "command",
    ],
)
def test_wrong_argument_names_the_public_method(cls: Any, call: Any, said: str) -> None:
    """The error of a wrong argument has the name that the program wrote, not the inner one."""
    with pytest.raises(TypeError) as caught:
        call(cls(token="lag_robot_a_b"))
    assert str(caught.value).partition(", such as ")[0] == said


def test_wrong_arguments_name_the_robot() -> None:
    """A TypeError for wrong arguments names the public class, not the one that has the method."""
    for function in (bot.handle, bot.now, bot.call, bot.on_error, bot.check):
        with pytest.raises(TypeError) as caught:
            function(unknown=5)  # type: ignore
        assert re.match(rf"(Bot\.)?{function.__name__}\(\) ", str(caught.value))
