"""A command that someone wrote, and what a handler can do about it."""

from __future__ import annotations

import functools
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Coroutine,
    List,
    Optional,
    TypeVar,
)

from lagclient import models
from lagclient.bot.loop import running
from lagclient.bot.messenger import Messenger
from lagclient.bot.waiting import WAIT
from lagclient.client import AsyncClient

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    P = ParamSpec("P")

T = TypeVar("T")
EventT = TypeVar("EventT", bound=models.RobotEvent)


class CommandError(Exception):
    """A command cannot do what was asked: the robot replies with the text, and logs nothing.

    Raise it in a command, a check, or a converter of arguments.
    """


def _author_of(event: models.RoomMessageEvent) -> str:
    return event.data.user_id or event.data.sender_name or ""


class _Context:
    def __init__(
        self, bot: Messenger, event: models.RoomMessageEvent, name: str, text: str
    ) -> None:
        self.bot: Messenger = bot
        self.event: models.RoomMessageEvent = event
        self.name: str = name
        """The command, without its prefix, in lower case."""
        self.text: str = text
        """The text behind it."""

    @property
    def author_id(self) -> str:
        """Id of the author; the name, if the event has no id."""
        return _author_of(self.event)

    @property
    def room_id(self) -> str:
        """Id of the room; `bot.send` takes it."""
        return self.event.data.room_id or ""

    @property
    def args(self) -> List[str]:
        """The words behind the command."""
        return self.text.split()

    @property
    def client(self) -> AsyncClient:
        """The robot's client."""
        return self.bot.client


class Context(_Context):
    """A command that someone wrote, for a coroutine function: ``!name the text``."""

    async def reply(
        self,
        content: str,
        *,
        quote: bool = False,
        image_id: Optional[str] = None,
        split: bool = False,
    ) -> models.RoomMessage:
        """Send a message to the same room. ``POST /servers/{id}/rooms/{id}/messages``

        Args:
            content: Text, 1 to 2000 characters; of any length with `split`.
            quote: Whether the message answers that of the command, which is shown with it.
            image_id: Id of an uploaded image.
            split: Whether to send a longer text as several messages; the last one is returned.

        Raises:
            LagAPIError: It could not be sent.
        """
        send = self.bot.send
        return await send(self.event, content, quote=quote, image_id=image_id, split=split)

    async def ask(
        self, question: str, *, timeout_seconds: Optional[float] = 60.0
    ) -> models.RoomMessageEvent:
        """Send a message, and wait for the next one of the same author in the same room.

        Args:
            question: Text, 1 to 2000 characters.
            timeout_seconds: How long to wait; None: without end.

        Raises:
            TimeoutError: The author has not answered in time, or the robot is to end.
            LagAPIError: The question could not be sent.
        """
        WAIT.checked("timeout_seconds", timeout_seconds)
        await self.reply(question)

        def is_answer(event: models.RoomMessageEvent) -> bool:
            return (event.data.room_id, _author_of(event)) == (self.room_id, self.author_id)

        wait = self.bot.wait_for
        return await wait(models.RoomMessageEvent, check=is_answer, timeout_seconds=timeout_seconds)

    async def edit(self, message: models.RoomMessage, content: str) -> models.EditedRoomMessage:
        """Change the text of a reply. ``PATCH /servers/{id}/rooms/{id}/messages/{id}``

        Raises:
            LagAPIError: It could not be changed.
        """
        edit = self.client.servers.rooms.messages.edit
        return await edit(self.bot.server_id, self.room_id, message.id, content=content)

    async def delete(self, message: models.RoomMessage) -> None:
        """Delete a reply. ``DELETE /servers/{id}/rooms/{id}/messages/{id}``

        Raises:
            LagAPIError: It could not be deleted.
        """
        delete = self.client.servers.rooms.messages.delete
        await delete(self.bot.server_id, self.room_id, message.id)


def _blocking(
    method: Callable[Concatenate[Context, P], Coroutine[Any, Any, T]],
) -> Callable[[Callable[..., Any]], Callable[Concatenate[BlockingContext, P], T]]:
    """Make a method of `Context` one of `BlockingContext`."""

    def method_of(_: Callable[..., Any]) -> Callable[Concatenate[BlockingContext, P], T]:
        def call(self: BlockingContext, /, *args: P.args, **kwargs: P.kwargs) -> T:
            loop = running.get()
            assert loop is not None, "A BlockingContext is for the handlers of a robot"
            result: T = loop.call(functools.partial(method, self._context, *args, **kwargs))
            return result

        call.__name__, call.__doc__ = method.__name__, method.__doc__
        return call

    return method_of


class BlockingContext(_Context):
    """A command that someone wrote, for a plain function, which has a thread of its own.

    Its methods are those of `Context`. They return once the API has answered.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context.bot, context.event, context.name, context.text)
        self._context = context

    @_blocking(Context.reply)
    def reply(self) -> Any: ...  # noqa: D102

    @_blocking(Context.ask)
    def ask(self) -> Any: ...  # noqa: D102

    @_blocking(Context.edit)
    def edit(self) -> Any: ...  # noqa: D102

    @_blocking(Context.delete)
    def delete(self) -> Any: ...  # noqa: D102
