"""Robots in a few lines: handlers for commands and events, and the loop that calls them.

::

    from lagclient import Bot

    bot = Bot("lag_robot_...")

    @bot.command("ping")
    async def ping(ctx):
        await ctx.reply("pong")

    bot.run()

One event after the other is handled, so a handler that takes long keeps the next event waiting; the
handlers of one event run side by side. What a handler raises is logged, and stops no other. The
cursor moves once the handlers of an event have ended: a robot that is killed handles one event a
second time at most, and misses none.
"""

from __future__ import annotations

import contextlib
import signal
from typing import Any, Callable, Literal, Optional, Sequence, Tuple, Union, get_args

import anyio

from lagclient import models
from lagclient.bot.handlers import Handlers, HandlerT, logger
from lagclient.client import AsyncClient
from lagclient.errors import (
    LagAPIError,
    LagCursorError,
    LagInvalidRequestError,
    LagInvalidTokenError,
)
from lagclient.listening.cursor import CursorInput, OnGap
from lagclient.listening.retry import Retry

Source = Literal["stream", "poll", "webhook"]
"""How the events come; the robot's transport, as it was chosen in the portal, must be the same."""


class Bot:
    """A robot: see the module. It is run once."""

    def __init__(
        self,
        token: Optional[str] = None,
        *,
        prefix: str = "!",
        source: Source = "stream",
        cursor: Optional[CursorInput] = None,
        on_gap: Optional[OnGap] = None,
        secret: Union[str, Sequence[str]] = (),
        host: str = "127.0.0.1",
        port: int = 8000,
        **options: Any,
    ) -> None:
        """Describe a robot; nothing is sent yet.

        Args:
            token: A robot key. Left out: the environment variable ``LAG_TOKEN``.
            prefix: What a command begins with.
            source: How events come: ``"stream"``, ``"poll"`` or ``"webhook"``.
            cursor: With a stream, where to keep how far the robot has come: the path of a file, or
                what else `client.robots.events.stream` takes. None: it begins with what happens
                next.
            on_gap: With a stream, what to do when events are missing: ``"raise"`` ends the robot;
                a function is called. None: it is logged as an error, and the robot goes on.
            secret: With webhooks, the robot's secret, or several while it is being changed.
            host: With webhooks, the address to listen on.
            port: With webhooks, the port to listen on.
            options: Those of `AsyncClient`.

        Raises:
            LagInvalidRequestError: An argument makes no sense.
            LagInvalidTokenError: The token is no robot key.
        """
        if source not in get_args(Source):
            raise LagInvalidRequestError(
                f"`source` must be one of {', '.join(map(repr, get_args(Source)))}, not {source!r}"
            )
        if source != "stream" and cursor is not None:
            raise LagInvalidRequestError(f"`cursor` goes with a stream: a {source} has none")
        if (source == "webhook") != bool(secret):
            raise LagInvalidRequestError('`secret` goes with source="webhook", and that needs one')
        self.client: AsyncClient = AsyncClient(token=token, **options)
        if not self.client.is_robot:
            raise LagInvalidTokenError("A Bot needs a robot key (lag_robot_...)")
        self._handlers = Handlers(prefix)
        self._source = source
        self._stream: Any = {"cursor": cursor, "on_gap": on_gap or _log_gap}
        self._webhook: Tuple[Any, str, int] = (secret, host, port)
        self._me: Optional[models.Identity] = None
        self._stopping = False
        self._wake: Callable[[], Any] = lambda: None

    def command(self, name: str) -> Callable[[HandlerT], HandlerT]:
        """Have a function called with a `Context` when somebody writes the command.

        Case does not matter. The first line of the function's docstring is what ``!help`` says.
        """
        return self._handlers.command(name)

    def on(self, type: str) -> Callable[[HandlerT], HandlerT]:
        """Have a function called with each event of a type, such as ``member.join``."""
        return self._handlers.on(type)

    def run(self) -> None:
        """Run until SIGINT (Ctrl+C) or SIGTERM; running handlers are finished first.

        A second signal cancels them.

        Raises:
            LagAPIError: The API refuses the robot for good.
        """
        anyio.run(self._run)

    async def _run(self) -> None:
        failure: Optional[Exception] = None
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(self._obey, tasks.cancel_scope)
            try:
                await self.start()
            except Exception as error:
                failure = error  # the task group would wrap it
            tasks.cancel_scope.cancel()
        if failure is not None:
            raise failure

    async def _obey(self, scope: anyio.CancelScope) -> None:
        # In other threads, and on Windows, there is no such receiver: there a signal interrupts.
        nowhere = contextlib.suppress(NotImplementedError, RuntimeError, ValueError)
        with nowhere, anyio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
            async for _ in signals:
                if self._stopping:
                    scope.cancel()
                self.stop()

    def stop(self) -> None:
        """End it once the handlers that run have ended; to be called in its own event loop."""
        self._stopping = True
        self._wake()

    async def start(self) -> None:
        """Run until `stop` is called, as a part of a program that has an event loop.

        Raises:
            LagAPIError: The API refuses the robot for good.
        """
        async with self.client:
            if self._source == "webhook":
                await self._serve()
                return
            events = self.client.robots.events
            listening = (
                events.polling() if self._source == "poll" else events.stream(**self._stream)
            )
            async with listening:
                while not self._stopping:
                    event: Optional[models.RobotEvent] = None
                    with anyio.CancelScope() as scope:
                        self._wake = scope.cancel
                        event = await listening.__anext__()
                    if event is not None:
                        await self.handle(event)
                await listening.confirm()

    async def _serve(self) -> None:
        try:
            import uvicorn
        except ImportError as error:
            raise ImportError(
                "A Bot serves webhooks with uvicorn: python -m pip install uvicorn "
                "'lagclient[webhooks]', or serve `bot.app(secret)` yourself"
            ) from error

        secret, host, port = self._webhook
        config = uvicorn.Config(self.app(secret), host=host, port=port, log_config=None)
        server: Any = uvicorn.Server(config)
        server.capture_signals = contextlib.nullcontext  # they are for `run`
        self._wake = lambda: setattr(server, "should_exit", True)
        if not self._stopping:
            await server.serve()

    def app(self, secret: Union[str, Sequence[str]], *, path: str = "/") -> Any:
        """An ASGI application that hands the events of webhooks to this robot.

        For those who serve it themselves; ``source="webhook"`` and `run` do it with uvicorn.

        Args:
            secret: The robot's secret, or several while it is being changed.
            path: The path of the webhook's address.
        """
        from lagclient.webhooks import WebhookApp

        return WebhookApp(self.handle, secret, path=path)

    async def handle(self, event: models.RobotEvent) -> None:
        """Call the handlers of an event, all at once, and wait until they have ended."""
        if not self._handlers.is_own(event, await self._identity()):
            await self._handlers.handle(event, self)

    async def send(self, event: models.RobotEvent, content: str) -> models.RoomMessage:
        """Send a message to the room that an event is about.

        Raises:
            LagAPIError: It could not be sent.
        """
        me = await self._identity()
        message = await self.client.servers.rooms.messages.send(
            event.server_id or me.server_id or "", event.data.get("roomId"), content=content
        )
        self._handlers.sent(message.id)
        return message

    async def _identity(self) -> models.Identity:
        retry = Retry(self.client._settings)
        while self._me is None:
            try:
                self._me = await self.client.identity()
            except LagAPIError as problem:
                wait = retry.fail(problem)
                logger.warning("%s; asked again in %.2f s", problem, wait)
                await anyio.sleep(wait)
        return self._me


def _log_gap(gap: LagCursorError) -> None:
    logger.error("Events may be missing: %s", gap.message)
