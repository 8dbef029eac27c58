"""How the functions of a program become handlers: the decorators of a `Bot`.

Each is checked when the module is imported: an error names the file and the line of the function.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import os
import sys
import typing
from collections import defaultdict
from datetime import datetime, timedelta, timezone, tzinfo
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Coroutine,
    DefaultDict,
    Dict,
    List,
    Literal,
    NoReturn,
    Optional,
    Protocol,
    Sequence,
    Type,
    TypeVar,
    Union,
    cast,
    get_args,
    overload,
)
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import attrs

from lagclient import models
from lagclient.bot.arguments import Parameter, is_union, parameters_of
from lagclient.bot.command import Command, Cooldown, Role
from lagclient.bot.context import BlockingContext, Context
from lagclient.bot.handlers import Failure, Handler, is_coroutine_function
from lagclient.bot.state import State
from lagclient.bot.timers import Missed, Timer
from lagclient.calls.keywords import strict
from lagclient.calls.options import LIMIT, TRUE_OR_FALSE, Rule, one_of
from lagclient.errors import LagInvalidRequestError
from lagclient.models import robot_event as events
from lagclient.types import is_seconds

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    P = ParamSpec("P")

R = TypeVar("R")
EventT = TypeVar("EventT", bound=models.RobotEvent)
Hook = TypeVar("Hook", bound=Callable[[], Any])
ContextHook = TypeVar("ContextHook", Callable[[Context], Any], Callable[[BlockingContext], Any])
FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])
ErrorHook = TypeVar("ErrorHook", bound=Callable[[Failure], Any])

Seconds = Optional[float]
"""A limit of time; None: that of the robot."""

EVENTS: Dict[str, Type[models.RobotEvent]] = {
    event.model_fields["type"].default: event
    for event in models.RobotEvent.__subclasses__()
    if event is not events.UnknownEvent
}
"""The class of each type of event."""


_NAME = Rule("one word", lambda name: isinstance(name, str) and name.split() == [name])
_ALIASES = Rule("a list of names", lambda names: isinstance(names, (list, tuple)))
_ROLE = Rule("'owner', 'admin' or None", (None, *get_args(Role)).__contains__)
_MISSED = Rule("'skip' or 'once'", get_args(Missed).__contains__)
_COOLDOWN = Rule("seconds from 0 up, at most 1e9", functools.partial(is_seconds, or_zero=True))


class EventDecorator(Protocol[EventT]):
    """Registers a handler of one type of event, and returns it as it is.

    In an alias of `Callable`, mypy would not infer what the handler returns.
    """

    def __call__(self, handler: Callable[[EventT], R], /) -> Callable[[EventT], R]:
        """Register the handler."""
        ...


class CommandDecorator(Protocol):
    """Registers the handler of a command, and returns it as it is."""

    @overload
    def __call__(
        self, handler: Callable[Concatenate[Context, P], Coroutine[Any, Any, R]], /
    ) -> Callable[Concatenate[Context, P], Coroutine[Any, Any, R]]: ...
    @overload
    def __call__(
        self, handler: Callable[Concatenate[BlockingContext, P], R], /
    ) -> Callable[Concatenate[BlockingContext, P], R]: ...


@attrs.define(eq=False, repr=False, slots=False)
class Commands:
    """What commands can be added to: a robot, or a group of its commands."""

    _commands: Dict[str, Command]
    _prefix: str
    _group: str = ""
    _role: Optional[Role] = None
    _hidden: bool = False

    @strict
    def command(
        self,
        name: str,
        *,
        aliases: Sequence[str] = (),
        role: Optional[Role] = None,
        check: Optional[Callable[[Any], Any]] = None,
        cooldown_seconds: float = 0.0,
        timeout_seconds: Optional[float] = None,
        hidden: bool = False,
    ) -> CommandDecorator:
        """Call a function with a `Context` when the command is written.

        Words after the command become arguments by the annotations of further parameters: see
        `lagclient.bot.arguments`. The docstring is what ``!help`` says. A plain function runs in a
        thread of its own, with a `BlockingContext`.

        Args:
            name: One word; case does not matter.
            aliases: Other names.
            role: Only for the owner of the server, or for admins and the owner. The robot needs
                the permission ``read_members``.
            check: Takes the context and returns whether the command may run.
            cooldown_seconds: How long an author waits before the command runs again for them.
            timeout_seconds: How long it may take, in place of the robot's own limit.
            hidden: Whether ``!help`` leaves it out.

        Raises:
            LagInvalidRequestError: An argument is invalid, or the signature of the function.
        """
        if callable(name):
            _refuse('`@command` must be called with a name, as in @bot.command("ping")', name)
        _check("aliases", aliases, _ALIASES)
        names = [f"{self._group}{self._checked(each)}" for each in (name, *aliases)]
        _check("role", role, _ROLE)
        _check("hidden", hidden, TRUE_OR_FALSE)
        if check is not None:
            _check_arguments("check", check, 1)
        _check("cooldown_seconds", cooldown_seconds, _COOLDOWN)
        _check("timeout_seconds", timeout_seconds, LIMIT)
        self._refuse_taken(names)

        def register(function: Any, /) -> Any:
            self._refuse_taken(names, function)
            command = Command(
                names[0],
                function,
                _command_parameters(function),
                aliases=tuple(names[1:]),
                role=role or self._role,
                check=check,
                cooldown=Cooldown(cooldown_seconds),
                timeout_seconds=timeout_seconds,
                hidden=hidden or self._hidden,
            )
            self._commands.update(dict.fromkeys(names, command))
            return function

        return register

    def _checked(self, name: str) -> str:
        """Return the name of a command or a group in lower case."""
        _check("name", name, _NAME)
        bare = name[len(self._prefix) :]
        # A prefix of letters may also begin a word.
        if bare and name.startswith(self._prefix) and not self._prefix.isalnum():
            _refuse(f"`name` must be {bare!r}, because the prefix is added, not {name!r}")
        return name.casefold()

    def _refuse_taken(self, names: List[str], function: Any = None) -> None:
        for number, name in enumerate(names):
            if name in self._commands or name in names[:number]:
                _refuse(f"`name` must be a new command, not {name!r} again", function)


class Group(Commands):
    """Commands of two words: ``!room close``."""


class Registration(Commands):
    """The decorators of a robot, and what they have registered."""

    state: State

    def __init__(self, prefix: Any) -> None:
        if not isinstance(prefix, str) or prefix.split() != [prefix]:
            raise LagInvalidRequestError(f"`prefix` must be text without spaces, not {prefix!r}")
        super().__init__({}, prefix)
        self._groups: List[str] = []
        self._handlers: Dict[Type[models.RobotEvent], List[Handler]] = {}
        self._timers: List[Timer] = []
        self._hooks: DefaultDict[str, List[Callable[..., Any]]] = defaultdict(list)

    @strict
    def group(self, name: str, *, role: Optional[Role] = None, hidden: bool = False) -> Group:
        """Begin a group of commands, such as ``!room close`` and ``!room open``.

        Args:
            name: The first word of all of them.
            role: Who may use them, as for `command`.
            hidden: Whether ``!help`` leaves them out.
        """
        name = self._checked(name)
        _check("role", role, _ROLE)
        _check("hidden", hidden, TRUE_OR_FALSE)
        super()._refuse_taken([name])
        self._groups.append(name)
        return Group(self._commands, self._prefix, f"{name} ", role, hidden)

    def _refuse_taken(self, names: List[str], function: Any = None) -> None:
        super()._refuse_taken(names, function)
        for name in names:
            if name in self._groups:
                _refuse(f"`name` must be a new command, not the group {name!r}", function)

    @overload
    def on(
        self, type: Type[EventT], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[EventT]: ...
    @overload
    def on(
        self, type: Literal["room.message"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.RoomMessageEvent]: ...
    @overload
    def on(
        self, type: Literal["room.message.edited"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.RoomMessageEditedEvent]: ...
    @overload
    def on(
        self, type: Literal["room.message.deleted"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.RoomMessageDeletedEvent]: ...
    @overload
    def on(
        self, type: Literal["voice.join"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.VoiceJoinEvent]: ...
    @overload
    def on(
        self, type: Literal["voice.leave"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.VoiceLeaveEvent]: ...
    @overload
    def on(
        self, type: Literal["member.join"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.MemberJoinEvent]: ...
    @overload
    def on(
        self, type: Literal["member.leave"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.MemberLeaveEvent]: ...
    @overload
    def on(
        self, type: Literal["member.role_changed"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.MemberRoleChangedEvent]: ...
    @overload
    def on(
        self, type: Literal["room.created"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.RoomCreatedEvent]: ...
    @overload
    def on(
        self, type: Literal["room.deleted"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.RoomDeletedEvent]: ...
    @overload
    def on(
        self, type: Literal["presence.update"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.PresenceUpdateEvent]: ...
    @overload
    def on(
        self, type: Literal["server.updated"], /, *, timeout_seconds: Seconds = None
    ) -> EventDecorator[events.ServerUpdatedEvent]: ...
    @strict
    def on(self, type: Any, /, *, timeout_seconds: Seconds = None) -> Any:
        """Call a function with each event of a type.

        Args:
            type: A class of event, such as `MemberJoinEvent`, or its name, such as
                ``"member.join"``. `UnknownEvent`: events that this version does not know.
                `RobotEvent`: all events.
            timeout_seconds: How long the function may take, in place of the robot's own limit.

        Raises:
            LagInvalidRequestError: The type is unknown, or the function cannot take the event.
        """
        _check("timeout_seconds", timeout_seconds, LIMIT)
        event: Any = EVENTS.get(type) if isinstance(type, str) else type
        if event is None and isinstance(type, str):
            _refuse(f"`type` must be {one_of(EVENTS, type)}")
        if not (inspect.isclass(event) and issubclass(event, models.RobotEvent)):
            if inspect.isfunction(cast("Any", event)):
                _refuse("`@on` must be called with an event, as in @bot.on(MemberJoinEvent)", event)
            _refuse(f"`type` must be a class of event or its name, not {event!r}")

        def register(function: Any) -> Any:
            _check_arguments("handler", function, 1)
            hint = next(iter(_hints(function).values()), Any)
            if not _admits(hint, event):
                shown = getattr(hint, "__name__", hint)
                _refuse(f"`handler` must take a {event.__name__}, not a {shown}", function)
            self._handlers.setdefault(event, []).append(Handler(function, timeout_seconds))
            return function

        return register

    @strict
    def every(
        self,
        *,
        seconds: float = 0,
        minutes: float = 0,
        hours: float = 0,
        days: float = 0,
        missed: Missed = "skip",
    ) -> Callable[[Hook], Hook]:
        """Call a function again and again while the robot runs, first after one interval.

        If a call takes longer than the interval, the times in between are skipped.

        Args:
            seconds: The interval, together with `minutes`, `hours` and `days`.
            minutes: See `seconds`.
            hours: See `seconds`.
            days: See `seconds`.
            missed: As for `cron`; with ``"once"`` the interval goes on from the last run's calls.

        Raises:
            LagInvalidRequestError: The interval or `missed` is invalid.
        """
        try:
            interval = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        except (TypeError, OverflowError, ValueError) as error:
            _refuse(f"The interval must be a length of time: {error}")
        if interval <= timedelta(0):
            _refuse(f"The interval must be longer than 0, not {interval}")
        return self._timer(interval, timezone.utc, missed)

    @strict
    def cron(
        self, expression: str, *, tz: Union[str, tzinfo] = "UTC", missed: Missed = "skip"
    ) -> Callable[[Hook], Hook]:
        """Call a function at times such as ``"0 9 * * *"``, daily at nine.

        A time that the change to summer time leaves out comes right after it; one that occurs twice
        counts once.

        Args:
            expression: Minute, hour, day of the month, month and day of the week.
            tz: A time zone, such as ``"Europe/Berlin"``.
            missed: What becomes of the times at which the robot does not run: ``"skip"`` leaves
                them out; ``"once"`` calls the function once for all of them when the robot starts
                again, which needs `state`. A call during which the process ends is made again.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ImportError: The extra ``bot`` is not installed.
        """
        zone: Any = tz
        with contextlib.suppress(ZoneInfoNotFoundError, ValueError, OSError):
            zone = ZoneInfo(tz) if isinstance(tz, str) else tz
        if not isinstance(zone, tzinfo):
            _refuse(f"`tz` must be a time zone, not {tz!r}")
        if expression.__class__ is not str:
            _refuse(f'`expression` must be text such as "0 9 * * *", not {expression!r}')
        try:
            Timer(print, expression, zone).after(datetime.now(timezone.utc))
        except ImportError as error:
            raise ImportError("`cron` needs: python -m pip install 'lagclient[bot]'") from error
        except ValueError as error:
            _refuse(f'`expression` must be like "0 9 * * *", not {expression!r}: {error}')
        return self._timer(expression, zone, missed)

    def _timer(self, schedule: Any, zone: tzinfo, missed: Missed) -> Callable[[Hook], Hook]:
        _check("missed", missed, _MISSED)
        if missed == "once" and self.state.store is None:
            _refuse("`missed` must be 'skip' for a robot without `state`, which keeps its calls")

        def register(function: Hook) -> Hook:
            _check_arguments("handler", function, 0)
            timer = Timer(function, schedule, zone, missed)
            if missed == "once" and timer.name in [each.name for each in self._timers]:
                _refuse(f"`handler` must have a name of its own, not {timer.name!r}", function)
            self._timers.append(timer)
            return function

        return register

    def check(self, function: ContextHook, /) -> ContextHook:
        """Let a function decide for every command: it returns whether the command may run.

        It may raise a `CommandError` whose text says why not.
        """
        return self._hook("check", function, 1)

    def before(self, function: ContextHook, /) -> ContextHook:
        """Call a function with the context before each command that may run."""
        return self._hook("before", function, 1)

    def after(self, function: ContextHook, /) -> ContextHook:
        """Call a function with the context after each command that ran, failed or not."""
        return self._hook("after", function, 1)

    def on_unknown_command(self, function: ContextHook, /) -> ContextHook:
        """Call a function with the context of a command that the robot does not have."""
        return self._hook("unknown", function, 1)

    def on_start(self, function: Hook, /) -> Hook:
        """Call a function when the robot has connected, before its first event.

        If the function raises, the robot ends.
        """
        return self._hook("start", function, 0)

    def on_stop(self, function: Hook, /) -> Hook:
        """Call a function at the end, after the last handler; the client is still open."""
        return self._hook("stop", function, 0)

    @overload
    def on_error(self, command: str, /) -> Callable[[ErrorHook], ErrorHook]: ...
    @overload
    def on_error(self, function: ErrorHook, /) -> ErrorHook: ...
    def on_error(self, command: Any, /) -> Any:
        """Call a function with a `Failure` when a handler raises; the error is logged as well.

        ``@bot.on_error`` is for all handlers, ``@bot.on_error("ping")`` for those of a command.
        """
        if not isinstance(command, str):
            return self._hook("error", command, 1)
        name = command.casefold()
        if name not in self._commands:
            _refuse(f"`command` must be a command that is defined above, not {command!r}")
        return functools.partial(self._hook, f"error of {self._commands[name].name}", arguments=1)

    def _hook(self, kind: str, function: FunctionT, arguments: int) -> FunctionT:
        _check_arguments(kind, function, arguments)
        self._hooks[kind].append(function)
        return function


def _admits(hint: Any, event: type) -> bool:
    """Whether a parameter with this annotation takes the event, as far as that can be said."""
    if is_union(hint):
        return any(_admits(each, event) for each in get_args(hint))
    with contextlib.suppress(TypeError):  # it is not a class
        return hint in (Any, object) or issubclass(event, hint)
    return True


def _command_parameters(function: Callable[..., Any]) -> List[Parameter]:
    _check_function("handler", function)
    try:
        first, *others = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        _refuse("`handler` must take a context", function)
    hints = _hints(function)
    context = hints.get(first.name, Context)
    positional = first.kind in (first.POSITIONAL_ONLY, first.POSITIONAL_OR_KEYWORD)
    if first.name == "self":
        _refuse("`handler` must be a function, not a method: pass that of an object", function)
    if not positional or context not in (Context, BlockingContext, Any):
        _refuse("`handler` must take a Context as its first parameter", function)
    if context is BlockingContext and is_coroutine_function(function):
        _refuse("`handler` must take a Context, because it is a coroutine function", function)
    try:
        result: List[Parameter] = parameters_of(others, hints)
    except ValueError as error:
        _refuse(str(error), function)
    return result


def _check_function(name: str, function: Any) -> None:
    if not callable(function):
        _refuse(f"`{name}` must be a function, not {function!r}")
    plain = _plain(function)
    if inspect.isgeneratorfunction(plain) or inspect.isasyncgenfunction(plain):
        _refuse(f"`{name}` must be a function without `yield`, which would not run", function)


def _check_arguments(name: str, function: Any, arguments: int) -> None:
    _check_function(name, function)
    try:
        inspect.signature(function).bind(*[None] * arguments)
    except TypeError:
        noun = "one argument" if arguments else "no argument"
        _refuse(f"`{name}` must be a function that takes {noun}", function)
    except ValueError:
        pass  # a builtin without a signature


def _check(name: str, value: Any, rule: Rule) -> None:
    if not rule.accepts(value):
        _refuse(f"`{name}` must be {rule.expected}, not {value!r}")


def _hints(function: Any) -> Dict[str, Any]:
    """The annotations of a function's parameters, with names of the function it is defined in."""
    plain = _plain(function)
    if not hasattr(plain, "__code__"):
        return {}
    frame: Any = _caller()
    try:
        hints = typing.get_type_hints(plain, localns=dict(frame.f_locals), include_extras=True)
    except Exception as error:
        _refuse(f"The annotations of `handler` must be names that exist here: {error}", function)
    hints.pop("return", None)
    return hints


def _plain(function: Any) -> Any:
    """The function behind wrappers, partial functions and objects that can be called."""
    while isinstance(function, functools.partial):
        function = function.func
    function = inspect.unwrap(function)
    is_object = not hasattr(function, "__code__") and not inspect.ismethod(function)
    return getattr(function, "__call__", function) if is_object else function  # noqa: B004


def _caller() -> Any:
    """The frame of the program that registers something."""
    ours = ("lagclient.bot", strict.__module__)
    frame: Any = sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").startswith(ours):
        frame = frame.f_back
    return frame


def _refuse(problem: str, function: Any = None) -> NoReturn:
    """Raise an error that names the line of the function, or that of the caller."""
    code: Any = getattr(_plain(function), "__code__", None)
    frame = _caller()
    file, line = frame.f_code.co_filename, frame.f_lineno
    if code is not None:
        file, line = str(code.co_filename), int(code.co_firstlineno)
    with contextlib.suppress(ValueError):  # on another drive
        file = min(file, os.path.relpath(file), key=len)
    raise LagInvalidRequestError(f"{file}:{line}: {problem}")
