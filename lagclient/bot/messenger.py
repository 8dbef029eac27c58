"""What a robot does in its rooms: it sends messages, and waits for what happens next."""

from __future__ import annotations

import contextlib
import inspect
import time
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Coroutine,
    Dict,
    List,
    Mapping,
    Optional,
    Tuple,
    Type,
    TypeVar,
    Union,
    cast,
    get_args,
)

from lagclient import models
from lagclient.bot import options
from lagclient.bot.announcement import logger
from lagclient.bot.authors import Authors
from lagclient.bot.loop import running
from lagclient.bot.rooms import Rooms
from lagclient.bot.run import Run
from lagclient.bot.texts import split as split_text
from lagclient.bot.waiting import CHECK, WAIT, Conversation, Wanted
from lagclient.calls.keywords import strict
from lagclient.calls.options import refused
from lagclient.client import AsyncClient
from lagclient.errors import LagAPIError, LagInvalidRequestError
from lagclient.listening.reconnect import Reconnect

if TYPE_CHECKING:
    from typing_extensions import ParamSpec

    P = ParamSpec("P")

T = TypeVar("T")
EventT = TypeVar("EventT", bound=models.RobotEvent)


class Messenger:
    """The part of a `Bot` that the handlers of its commands need."""

    _options: Mapping[str, Any]
    """The options of the client that were passed."""

    def __init__(self, max_concurrency: int, robots: bool) -> None:
        self._max_concurrency = max_concurrency
        self._answers_robots = robots
        self._run: Optional[Run] = None
        self._conversation: Optional[Conversation] = None
        """If the robot runs in several processes, what its handlers wait for."""
        self._monotonic: Callable[[], float] = time.monotonic
        self._forget()

    def _forget(self) -> None:
        """Be as before the first run."""
        self._client: Optional[AsyncClient] = None
        self._me: Optional[models.Identity] = None
        self._authors = Authors(self._answers_robots)
        self._rooms = Rooms(self._max_concurrency, self._is_heard)

    def _is_heard(self, event: models.RobotEvent) -> bool:
        return self._me is not None and self._authors.is_heard(event, self._me)

    @property
    def client(self) -> AsyncClient:
        """The robot's client; it is closed when a run ends, and the next run has another one.

        Raises:
            LagInvalidRequestError: The token is missing, or ``LAG_BASE_URL`` is invalid.
            LagInvalidTokenError: The token in the environment is not a robot key.
        """
        if self._client is None:
            self._client = options.client_of(self._options)
        return self._client

    @property
    def server_id(self) -> str:
        """Id of the server that the robot lives in, in a handler or a hook.

        Unlike the `server_id` of an event, it is never None.

        Raises:
            LagInvalidRequestError: The robot has not connected yet, or has ended.
        """
        if self._me is None:
            raise LagInvalidRequestError(
                "`server_id` must be read in a handler or a hook, because the robot asks the API "
                "for it when it connects"
            )
        return self._me.server_id or ""

    @strict
    def send(
        self,
        event: Union[models.RoomEvent, str],
        content: str,
        *,
        quote: bool = False,
        image_id: Optional[str] = None,
        split: bool = False,
    ) -> Coroutine[Any, Any, models.RoomMessage]:
        """Send a message to the room that an event is about, or to a room of the robot's server.

        ::

            await bot.send("room_...", f"Welcome, {event.data.username}!")

        In a coroutine function, await it. In a plain handler, the message has been sent when this
        returns; for type checkers write ``bot.call(bot.send, event, content)`` there.
        ``POST /servers/{id}/rooms/{id}/messages``

        Args:
            event: An event of the room, or the id of the room. Events such as ``member.join`` are
                not about a room.
            content: Text, 1 to 2000 characters; of any length with `split`.
            quote: Whether it answers the message that the event is about, which is shown with it.
            image_id: Id of an uploaded image.
            split: Whether to send a longer text as several messages.

        Returns:
            The message, the last one if there are several.

        Raises:
            LagInvalidRequestError: The event is not about a room; nothing was sent.
            LagAPIError: The message could not be sent.
        """

        async def work() -> models.RoomMessage:
            here = await self._room_of(event)
            extra: Dict[str, Any] = {} if image_id is None else {"image_id": image_id}
            if quote:
                if isinstance(event, str):
                    raise refused("quote", "False with the id of a room", quote)
                if event.data.get("messageId"):
                    extra["reply_to_id"] = event.data["messageId"]
            post = self.client.servers.rooms.messages.send
            sent: List[models.RoomMessage] = []
            for text in (split_text(content) if split else []) or [content]:
                sent.append(await post(*here, content=text, **extra))
                self._authors.note_sent(sent[-1].id)
                extra = {}
            return sent[-1]

        loop = running.get()
        sending: Any = work() if loop is None else loop.call(work)
        return cast("Coroutine[Any, Any, models.RoomMessage]", sending)

    @strict
    async def wait_for(
        self,
        type: Type[EventT],
        *,
        check: Optional[Callable[[EventT], Any]] = None,
        timeout_seconds: Optional[float] = 60.0,
    ) -> EventT:
        """Wait for another event; in a handler, for one that arrives after its own.

        Its own handlers are called for it all the same. The robot's own messages never count. With
        `workers`, only events of the same room count.

        Args:
            type: A class of event, such as `RoomMessageEvent`.
            check: Takes the event and returns whether it is the right one; a plain function.
            timeout_seconds: How long to wait; None: without end.

        Raises:
            TimeoutError: No such event arrived in time, the robot is to end, or it has handled
                50,000 other events meanwhile, for which its cursor cannot wait any longer.
            LagInvalidRequestError: `type` is not a class of event, `check` is not a plain function,
                or the limit is invalid.
        """
        of: Any = type
        if not (inspect.isclass(of) and issubclass(of, models.RobotEvent)):
            raise refused("type", "a class of event, such as MemberJoinEvent", of)
        CHECK.checked("check", check)
        wanted = Wanted(type, check, WAIT.checked("timeout_seconds", timeout_seconds))
        events = self._conversation or self._rooms
        if events is self._conversation and of not in get_args(models.RoomEvent):
            raise refused("type", "a class of event about a room, with `workers`", of)
        with contextlib.nullcontext() if self._run is None else self._run.until_stopped():
            return await events.wait_for(wanted)
        raise TimeoutError("The robot ends, and receives no more events")

    def call(
        self, function: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a coroutine function from a plain handler, and wait for its result.

        ::

            bot.call(bot.send, event, "Done")

        Raises:
            RuntimeError: The caller is not a plain handler.
        """
        loop = running.get()
        if loop is None or loop.is_current():
            raise RuntimeError("`call` is for plain handlers: await the function here")

        async def work() -> T:
            return await function(*args, **kwargs)

        result: T = loop.call(work)
        return result

    async def _room_of(self, event: Any) -> Tuple[str, str]:
        expected = "an event of a room, such as room.message, or the id of a room"
        server, room = None, event
        if isinstance(event, models.RobotEvent):
            server, room = event.server_id, event.data.get("roomId")
            if not isinstance(room, str):
                raise LagInvalidRequestError(f"`event` must be {expected}, not {event.type}")
        elif not isinstance(event, str):
            raise refused("event", expected, event)
        return server or (await self._identity()).server_id or "", cast("str", room)

    async def _identity(self) -> models.Identity:
        if self._me is not None:
            return self._me
        retry = Reconnect(self.client._settings)
        once = self.client.with_options(max_retries=0)  # else each failure is logged twice
        while True:
            try:
                self._me = await once.identity()
                return self._me
            except LagAPIError as problem:
                wait = retry.fail(problem)
                logger.warning("%s Next attempt in %.2f s", problem, wait)
                await self.client._settings.closing.sleep_async(wait)
