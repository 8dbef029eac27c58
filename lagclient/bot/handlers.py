"""Which handlers an event is for, and how one is called."""

from __future__ import annotations

import inspect
import logging
import math
import re
from typing import Any, Callable, Dict, List, Optional, Tuple, TypeVar, get_args

import anyio

from lagclient import models
from lagclient.bot import help
from lagclient.bot.context import Context, Robot
from lagclient.bot.loop import Loop, running
from lagclient.errors import LagInvalidRequestError

logger: logging.Logger = logging.getLogger("lagclient.bot.bot")

HandlerT = TypeVar("HandlerT", bound=Callable[..., Any])

Call = Tuple[Callable[[Any], Any], Any]
"""A handler, and what to call it with."""


class Handlers:
    """The handlers of a robot."""

    def __init__(self, prefix: Any) -> None:
        if not isinstance(prefix, str) or prefix.split() != [prefix]:
            raise LagInvalidRequestError(f"`prefix` must be text without spaces, not {prefix!r}")
        self._prefix = prefix
        self._commands: Dict[str, Callable[..., Any]] = {}
        self._by_type: Dict[str, List[Callable[..., Any]]] = {}

    def command(self, name: Any) -> Callable[[HandlerT], HandlerT]:
        """Register the handler of a command."""
        if not isinstance(name, str) or name.split() != [name]:
            raise LagInvalidRequestError(f"`name` must be one word, not {name!r}")
        key = name.casefold()
        if key in self._commands:
            raise LagInvalidRequestError(f"`name` must be a new command, not {name!r} again")

        def register(handler: HandlerT) -> HandlerT:
            self._commands[key] = handler
            return handler

        return register

    def on(self, type: str) -> Callable[[HandlerT], HandlerT]:
        """Register a handler of a type of event."""
        types = get_args(models.RobotEventType)
        if type not in types:
            logger.warning("Events %r are unknown: known are %s", type, ", ".join(types))

        def register(handler: HandlerT) -> HandlerT:
            self._by_type.setdefault(type, []).append(handler)
            return handler

        return register

    def calls_for(self, event: models.RobotEvent, robot: Robot) -> List[Call]:
        """The calls that an event leads to."""
        calls: List[Call] = [(handler, event) for handler in self._by_type.get(event.type, ())]
        if isinstance(event, models.RoomMessageEvent):
            written = re.match(re.escape(self._prefix) + r"(\S+)", event.data.content or "")
            handler = self._for_command(written[1].casefold()) if written else None
            if written is not None and handler is not None:
                text = written.string[written.end() :].strip()
                calls.append((handler, Context(robot, event, written[1].casefold(), text)))
        return calls

    def _for_command(self, name: str) -> Optional[Callable[..., Any]]:
        return self._commands.get(name, self._help if name == "help" else None)

    async def _help(self, ctx: Context) -> None:
        for text in help.messages(self._commands, self._prefix):
            await ctx.reply(text)


async def call_all(calls: List[Call], loop: Loop) -> Optional[SystemExit]:
    """Call handlers side by side, and wait until all have ended.

    An error of one is logged, and stops no other.

    Returns:
        The exit that a handler asked for, with `sys.exit`.
    """
    exits: List[SystemExit] = []
    async with anyio.create_task_group() as tasks:
        for handler, argument in calls:
            tasks.start_soon(_call, handler, argument, loop, exits)
    return exits[0] if exits else None


async def _call(
    handler: Callable[[Any], Any], argument: Any, loop: Loop, exits: List[SystemExit]
) -> None:
    """Call a handler: a plain function in a thread, so that it may take its time."""
    running.set(loop)  # in this task
    try:
        if inspect.iscoroutinefunction(handler):
            await handler(argument)
            return
        result = await loop.in_thread(handler, argument)
        if inspect.isawaitable(result):
            await result
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except SystemExit as exit:
        exits.append(exit)
    except BaseException:
        # A handler may also raise the error of a cancellation, of a task of its own for example.
        if anyio.current_effective_deadline() == -math.inf:
            raise
        logger.exception("%s failed", getattr(handler, "__name__", handler))
