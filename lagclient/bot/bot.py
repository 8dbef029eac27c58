"""Robots in a few lines: handlers for commands and events, and the loop that calls them.

::

    from lagclient import Bot

    bot = Bot("lag_robot_...")

    @bot.command("ping")
    async def ping(ctx):
        await ctx.reply("pong")

    bot.run()

However events arrive, those of one room are handled in the order in which they arrive, one after
the other, and rooms side by side. Events that are about no room are in order among themselves. All
handlers of one event run side by side, and the error of one is logged and stops no other. The robot
ignores its own messages, and those of other robots.

With a cursor, an event is noted before it is handled and when it is done, and the cursor moves over
the oldest unfinished event only. So a robot that is killed misses no event. It handles an event a
second time only if that was in flight: at most one of each room for each kill. An event that was in
flight when the process ended, twice, is passed by, and logged as an error: it may be what ends the
process. Such an event is handled alone the second time, so that no other is taken for it.

If the cursor is an object with `load` and `save` only, or two functions, all that is kept is the
id: events that were done after the oldest unfinished one are handled again as well, and an event
that ends the process is handled at each start. Without a cursor a robot begins with what happens
next. Polled events are received once: those that are unfinished when the process is killed are
lost. Webhooks that were not acknowledged are sent again, ten times at most.
"""

from __future__ import annotations

import contextlib
import os
from typing import (
    Any,
    Callable,
    Dict,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Union,
    get_args,
)

import anyio

from lagclient import models
from lagclient.bot.authors import Authors
from lagclient.bot.handlers import Call, Handlers, HandlerT, call_all, logger
from lagclient.bot.intake import Intake
from lagclient.bot.loop import Loop, running, signals
from lagclient.bot.rooms import Rooms
from lagclient.bot.run import Run
from lagclient.bot.server import Server
from lagclient.calls.auth import ROBOT_TOKEN_PREFIX
from lagclient.client import AsyncClient
from lagclient.errors import (
    LagAPIError,
    LagCursorError,
    LagInvalidRequestError,
    LagInvalidTokenError,
)
from lagclient.listening.cursor import CursorInput, OnGap, place_of
from lagclient.listening.drive import AsyncListening
from lagclient.listening.reconnect import Reconnect

Source = Literal["stream", "poll", "webhook"]
"""How a robot receives events; it must be what was chosen for the robot in the portal."""

MOST_UNFINISHED = {"stream": 1000, "poll": 100}
"""So many events are taken in before the oldest of them is done. Polled ones cannot be asked for
again, so there are fewer."""

_EXPECTED: Mapping[str, Tuple[type, str]] = {
    "robots": (bool, "True or False"),
    "host": (str, "an address"),
    "port": (int, "an int from 0 to 65535"),
}


class Bot:
    """A robot: see the module. It may be run again after it has ended."""

    def __init__(
        self,
        token: Optional[str] = None,
        *,
        prefix: str = "!",
        source: Source = "stream",
        cursor: Optional[CursorInput] = None,
        on_gap: Optional[OnGap] = None,
        robots: bool = False,
        secret: Union[str, Sequence[str]] = (),
        host: str = "127.0.0.1",
        port: int = 8000,
        **options: Any,
    ) -> None:
        """Describe a robot; nothing is sent, and no variable is read yet.

        Args:
            token: A robot key. If omitted, it is read from the environment when the robot starts:
                ``LAG_TOKEN`` if that is a robot key, else ``LAG_ROBOT_KEY``.
            prefix: What a command begins with.
            source: How events arrive: ``"stream"``, ``"poll"`` or ``"webhook"``.
            cursor: With a stream, where to keep how far the robot has come: the path of a file, or
                what else `client.robots.events.stream` takes. None: it begins with what happens
                next.
            on_gap: With a stream, what to do when events are missing: ``"raise"`` ends the robot;
                a function is called. None: it is logged as an error, and the robot goes on.
            robots: Whether to handle the messages of other robots, which may handle this one's.
            secret: With webhooks, the robot's secret, or several while it is being changed.
            host: With webhooks, the address to listen on.
            port: With webhooks, the port to listen on.
            options: Those of `AsyncClient`.

        Raises:
            LagInvalidRequestError: An argument is invalid; the message names it.
            LagInvalidTokenError: The token is not a robot key.
        """
        if source not in get_args(Source):
            raise LagInvalidRequestError(
                f"`source` must be one of {', '.join(map(repr, get_args(Source)))}, not {source!r}"
            )
        if source != "stream" and cursor is not None:
            raise LagInvalidRequestError(
                f'`cursor` must be None with source={source!r}: only a "stream" has one'
            )
        if on_gap not in (None, "raise") and not callable(on_gap):
            raise LagInvalidRequestError(
                f'`on_gap` must be "raise", a function or None, not {on_gap!r}'
            )
        addressed: Dict[str, Any] = {"robots": robots, "host": host, "port": port}
        for name, value in addressed.items():
            _check(name, value)
        if (source == "webhook") != bool(secret):
            raise LagInvalidRequestError(
                '`secret` must be passed with source="webhook", and only then'
            )
        self._options: Dict[str, Any] = {"token": token, **options}
        # The environment may be another one when it starts: a program is imported before its test.
        address: Dict[str, Any] = {"base_url": "https://api.trylag.com", **options}
        address["token"] = ROBOT_TOKEN_PREFIX if token is None else token
        if not AsyncClient(**address).is_robot:
            raise LagInvalidTokenError("`token` must be a robot key (lag_robot_...)")
        self._handlers = Handlers(prefix)
        self._source = source
        self._place = None if cursor is None else place_of(cursor)
        self._on_gap = on_gap
        self._answers_robots = robots
        self._address = host, port
        self._app: Any = self.app(secret) if secret else None
        self._client: Optional[AsyncClient] = None
        self._run: Optional[Run] = None
        self._has_run = self._is_stopped_early = self._is_interrupted = False
        self._forget()

    def _forget(self) -> None:
        """Be as before the first run."""
        self._client = None
        self._me: Optional[models.Identity] = None
        self._authors = Authors()
        self._rooms = Rooms()

    @property
    def client(self) -> AsyncClient:
        """The robot's client; it is closed when a run ends, and the next run has another one.

        Raises:
            LagInvalidRequestError: The token is missing, or ``LAG_BASE_URL`` is invalid.
            LagInvalidTokenError: The token in the environment is not a robot key.
        """
        if self._client is None:
            options = dict(self._options)
            if options["token"] is None:
                options["token"] = _token_of_environment()
            client = AsyncClient(**options)
            if not client.is_robot:
                raise LagInvalidTokenError(
                    "A Bot needs a robot key (lag_robot_...): pass it, or set LAG_ROBOT_KEY"
                )
            self._client = client
        return self._client

    def command(self, name: str) -> Callable[[HandlerT], HandlerT]:
        """Have a function called with a `Context` when someone writes the command.

        Case does not matter. The first line of the function's docstring is what ``!help`` says.
        """
        return self._handlers.command(name)

    def on(self, type: str) -> Callable[[HandlerT], HandlerT]:
        """Have a function called with each event of a type, such as ``member.join``."""
        return self._handlers.on(type)

    def run(self) -> None:
        """Run until SIGINT (Ctrl+C) or SIGTERM; running handlers are finished first.

        A second signal cancels them. A plain function cannot be cancelled: it is left behind, and
        ends with the process.

        Raises:
            LagAPIError: The API refuses the robot for good.
            LagInvalidRequestError: The cursor cannot be saved, or the address of webhooks is taken.
            RuntimeError: The robot runs already.
        """
        try:
            anyio.run(self._run_until_signal)
        except KeyboardInterrupt:
            if not self._is_interrupted:
                raise

    async def _run_until_signal(self) -> None:
        self._is_interrupted = False
        with anyio.CancelScope() as everything:

            def obey() -> None:
                if self._is_interrupted:
                    everything.cancel()
                self._is_interrupted = True
                self.stop()

            with signals(Loop(), obey):
                await self.start()

    def stop(self) -> None:
        """End the run once the handlers that run have ended; from any thread.

        Before the first run, this makes it end at once.
        """
        run = self._run
        if run is not None:
            run.loop.soon(run.stop)
        elif not self._has_run:
            self._is_stopped_early = True

    async def start(self) -> None:
        """Run until `stop` is called, as a part of a program that has an event loop.

        Raises:
            LagAPIError: The API refuses the robot for good.
            LagInvalidRequestError: The cursor cannot be saved, or the address of webhooks is taken.
            RuntimeError: The robot runs already.
        """
        if self._run is not None:
            raise RuntimeError("This Bot runs already: create another one to run two")
        run = self._run = Run()
        run.is_stopping, self._is_stopped_early = self._is_stopped_early, False
        try:
            async with self.client:
                if self._app is not None:
                    await self._serve(run, self._app)
                else:
                    await self._listen(run)
            if run.failure is not None:
                raise run.failure
        finally:
            self._run, self._has_run = None, True
            self._forget()

    async def _serve(self, run: Run, app: Any) -> None:
        with contextlib.closing(Server(app, *self._address)) as server:
            with run.until_stopped():
                await self._identity()
            run.wake = server.end
            if not run.is_stopping:
                await server.run()

    async def _listen(self, run: Run) -> None:
        most = MOST_UNFINISHED[self._source]
        intake = Intake(run, self._rooms, self._place, most, self._calls_for, self._call)

        def report(gap: LagCursorError) -> Any:
            intake.ledger.forget_earlier_runs()
            if callable(self._on_gap):
                return self._on_gap(gap)
            return logger.error("Events may be missing: %s", gap.message)

        def listen(after: Any) -> AsyncListening:
            events = self.client.robots.events
            if self._source == "poll":
                return events.polling()
            on_gap: OnGap = "raise" if self._on_gap == "raise" else report
            return events.stream(after=after, on_gap=on_gap)

        await intake.receive(self._identity, listen)

    async def handle(self, event: models.RobotEvent) -> None:
        """Call the handlers of an event when its turn in its room has come, and wait for them.

        Raises:
            LagAPIError: The API refuses the robot for good.
        """
        async with self._rooms.queue(event):
            await self._call(await self._calls_for(event))

    async def _calls_for(self, event: models.RobotEvent) -> List[Call]:
        authors = self._authors
        if authors.is_own(event, await self._identity()):
            return []
        if authors.is_robots(event) and not self._answers_robots:
            return []
        return self._handlers.calls_for(event, self)

    async def _call(self, calls: List[Call]) -> None:
        run = self._run
        exit = await call_all(calls, Loop() if run is None else run.loop)
        if exit is not None and run is None:
            raise exit
        if exit is not None and run is not None:
            run.fail(exit)

    def app(self, secret: Union[str, Sequence[str]], *, path: str = "/") -> Any:
        """Create an ASGI application that hands the events of webhooks to this robot.

        It is for your own server; with ``source="webhook"``, `run` serves it with uvicorn.

        Args:
            secret: The robot's secret, or several while it is being changed.
            path: The path of the webhook's address.

        Raises:
            LagInvalidRequestError: The secret or the path is invalid.
            ModuleNotFoundError: The extra ``webhooks`` is not installed.
        """
        from lagclient.webhooks import WebhookApp

        return WebhookApp(self.handle, secret, path=path)

    def send(self, event: models.RobotEvent, content: str) -> Any:
        """Send a message to the room that an event is about.

        In a coroutine function, await it. In a plain handler, the message has been sent when this
        returns. ``POST /servers/{id}/rooms/{id}/messages``

        Args:
            event: An event of the room.
            content: Text, 1 to 2000 characters.

        Returns:
            The message, a `RoomMessage`.

        Raises:
            LagAPIError: It could not be sent.
        """
        loop = running.get()
        return self._send(event, content) if loop is None else loop.call(self._send, event, content)

    async def _send(self, event: models.RobotEvent, content: str) -> models.RoomMessage:
        me = await self._identity()
        message = await self.client.servers.rooms.messages.send(
            event.server_id or me.server_id or "", event.data.get("roomId"), content=content
        )
        self._authors.note_sent(message.id)
        return message

    async def _identity(self) -> models.Identity:
        reconnect = Reconnect(self.client._settings)
        while self._me is None:
            try:
                self._me = await self.client.identity()
            except LagAPIError as problem:
                wait = reconnect.fail(problem)
                logger.warning("%s; asked again in %.2f s", problem, wait)
                await anyio.sleep(wait)
        return self._me


def _token_of_environment() -> Optional[str]:
    # A test, or a program that is a user too, has the user's token in the first one.
    token = os.environ.get("LAG_TOKEN")
    if token is not None and token.startswith(ROBOT_TOKEN_PREFIX):
        return token
    return os.environ.get("LAG_ROBOT_KEY") or token


def _check(name: str, value: Any) -> None:
    """Refuse an option of the wrong type or out of range."""
    kind, expected = _EXPECTED[name]
    is_right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not is_right or value == "" or (kind is int and not 0 <= value <= 65535):
        raise LagInvalidRequestError(f"`{name}` must be {expected}, not {value!r}")
