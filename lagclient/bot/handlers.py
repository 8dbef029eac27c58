"""What a robot does about an event: its handlers, and which of them an event is for.

Its own messages are no events for a robot, or it would answer itself. Which of an event's keys
tells the sender is not documented. So a message is its own if any id in it is the robot's, or that
of a message that it has sent here; where there is no id of a sender at all, if the name is its own.
"""

from __future__ import annotations

import inspect
import logging
import re
import threading
from typing import (
    Any,
    Awaitable,
    Callable,
    Dict,
    List,
    Optional,
    Protocol,
    Tuple,
    TypeVar,
    get_args,
)

import anyio
import anyio.from_thread
import anyio.to_thread

from lagclient import models
from lagclient.client import AsyncClient
from lagclient.errors import LagInvalidRequestError

logger: logging.Logger = logging.getLogger("lagclient.bot.bot")

HandlerT = TypeVar("HandlerT", bound=Callable[..., Any])

_SENDERS = ("userId", "robotId", "senderId", "authorId", "editorId", "deleterId")
_REMEMBERED = 1000


class Robot(Protocol):
    """Who handles: of a `Bot`, what is needed here."""

    client: AsyncClient

    def send(self, event: models.RobotEvent, content: str) -> Awaitable[models.RoomMessage]:
        """Send a message to the room of an event."""
        ...


class Context:
    """A command that somebody wrote: ``!name the text``."""

    def __init__(self, bot: Robot, event: models.RoomMessageEvent, name: str, text: str) -> None:
        self.bot = bot
        self.event = event
        self.name = name
        """The command, without its prefix, in lower case."""
        self.text = text
        """What was written behind it."""
        self._thread = threading.get_ident()

    @property
    def args(self) -> List[str]:
        """The words behind the command."""
        return self.text.split()

    @property
    def client(self) -> AsyncClient:
        """The robot's client."""
        return self.bot.client

    def reply(self, content: str) -> Any:
        """Answer in the same room.

        In a coroutine function, await it. In a plain function, which runs in a thread of its own,
        the message has been sent when this returns.

        Args:
            content: Text, 1 to 2000 characters.

        Returns:
            The message, a `RoomMessage`.

        Raises:
            LagAPIError: It could not be sent.
        """
        if threading.get_ident() == self._thread:
            return self.bot.send(self.event, content)
        send: Any = self.bot.send
        return anyio.from_thread.run(send, self.event, content)


class Handlers:
    """The handlers of a robot."""

    def __init__(self, prefix: str) -> None:
        if not prefix or prefix.split() != [prefix]:
            raise LagInvalidRequestError(f"`prefix` must be text without spaces, not {prefix!r}")
        self._prefix = prefix
        self._commands: Dict[str, Callable[..., Any]] = {}
        self._by_type: Dict[str, List[Callable[..., Any]]] = {}
        self._sent: Dict[str, None] = {}

    def command(self, name: Any) -> Callable[[HandlerT], HandlerT]:
        """Registers what is called for a command."""
        if not isinstance(name, str) or name.split() != [name]:
            raise LagInvalidRequestError(f"A command is one word, not {name!r}")
        key = name.casefold()
        if key in self._commands:
            raise LagInvalidRequestError(f"There is a command {name!r} already")

        def register(handler: HandlerT) -> HandlerT:
            self._commands[key] = handler
            return handler

        return register

    def on(self, type: str) -> Callable[[HandlerT], HandlerT]:
        """Registers what is called for a type of event."""
        known = get_args(models.RobotEventType)
        if type not in known:
            logger.warning("Events %r are not known: known are %s", type, ", ".join(known))

        def register(handler: HandlerT) -> HandlerT:
            self._by_type.setdefault(type, []).append(handler)
            return handler

        return register

    def sent(self, message_id: str) -> None:
        """Remember a message of the robot's own."""
        self._sent[message_id] = None
        if len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def is_own(self, event: models.RobotEvent, me: models.Identity) -> bool:
        """Whether an event is about what the robot itself has written, edited or deleted."""
        if not event.type.startswith("room.message"):
            return False
        data = event.data
        ids = [data.get(key) for key in _SENDERS if data.get(key) is not None]
        if me.id in ids or data.get("messageId") in self._sent:
            return True
        return not ids and data.get("senderName") == me.display_name

    async def handle(self, event: models.RobotEvent, robot: Robot) -> None:
        """Call what an event is for, all at once, and wait until they have ended."""
        calls: List[Tuple[Any, Any]] = [
            (handler, event) for handler in self._by_type.get(event.type, ())
        ]
        if isinstance(event, models.RoomMessageEvent):
            written = re.match(re.escape(self._prefix) + r"(\S+)", event.data.content or "")
            handler = self._for_command(written[1].casefold()) if written else None
            if written is not None and handler is not None:
                text = written.string[written.end() :].strip()
                calls.append((handler, Context(robot, event, written[1].casefold(), text)))
        async with anyio.create_task_group() as tasks:
            for handler, argument in calls:
                tasks.start_soon(_call, handler, argument)

    def _for_command(self, name: str) -> Optional[Callable[..., Any]]:
        return self._commands.get(name, self._help if name == "help" else None)

    async def _help(self, ctx: Context) -> None:
        lines: List[str] = []
        for name, handler in self._commands.items():
            said = (inspect.getdoc(handler) or "").partition("\n")[0]
            lines.append(f"{self._prefix}{name}: {said}" if said else f"{self._prefix}{name}")
        await ctx.reply("\n".join(lines) or "There are no commands.")


async def _call(handler: Callable[..., Any], argument: Any) -> None:
    """Call a handler: a plain function in a thread, so that it may take its time."""
    try:
        if inspect.iscoroutinefunction(handler):
            await handler(argument)
            return
        result = await anyio.to_thread.run_sync(handler, argument)
        if inspect.isawaitable(result):
            await result
    except Exception:
        logger.exception("%s failed", getattr(handler, "__name__", handler))
