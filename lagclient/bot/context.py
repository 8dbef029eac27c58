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
    Tuple,
    TypeVar,
)

from lagclient import models
from lagclient.bot.loop import running
from lagclient.bot.messenger import Messenger
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


def _author(event: models.RoomMessageEvent) -> Tuple[Any, ...]:
    data = event.data
    return data.room_id, data.user_id or data.sender_name


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
            TimeoutError: The author has not answered in time.
            LagAPIError: The question could not be sent.
        """
        await self.reply(question)
        wait, mine = self.bot.wait_for, _author(self.event)
        return await wait(
            models.RoomMessageEvent,
            check=lambda event: _author(event) == mine,
            timeout_seconds=timeout_seconds,
        )

    async def edit(self, message: models.RoomMessage, content: str) -> models.EditedRoomMessage:
        """Change the text of a reply. ``PATCH /servers/{id}/rooms/{id}/messages/{id}``

        Raises:
            LagAPIError: It could not be changed.
        """
        here = await self.bot._room_of(self.event)
        edit = self.client.servers.rooms.messages.edit
        return await edit(*here, message.id, content=content)

    async def delete(self, message: models.RoomMessage) -> None:
        """Delete a reply. ``DELETE /servers/{id}/rooms/{id}/messages/{id}``

        Raises:
            LagAPIError: It could not be deleted.
        """
        here = await self.bot._room_of(self.event)
        await self.client.servers.rooms.messages.delete(*here, message.id)


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
