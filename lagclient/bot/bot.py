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

With `state=`, what handlers change in `Bot.state` is saved in one transaction with the note that
their event is done, and so is the cursor. So each event changes the state exactly once, also one
that is handled again after a kill; what a handler sends may be sent again. See
`lagclient.bot.state`.

If the cursor is an object with `load` and `save` only, or two functions, all that is kept is the
id: events that were done after the oldest unfinished one are handled again as well, and an event
that ends the process is handled at each start. Without a cursor a robot begins with what happens
next. Polled events are received once: those that are unfinished when the process is killed are
lost. Webhooks that were not acknowledged are sent again, ten times at most.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import time
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncGenerator,
    Callable,
    Coroutine,
    Dict,
    Iterable,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    Tuple,
    Type,
    TypeVar,
    Union,
    cast,
    get_args,
)

import anyio
import anyio.to_thread

from lagclient import models
from lagclient.bot import help, options
from lagclient.bot.announcement import announce, logging_to_stderr
from lagclient.bot.authors import Authors
from lagclient.bot.context import Context
from lagclient.bot.handlers import Call, Failure, call_all, invoke, logger
from lagclient.bot.intake import Intake
from lagclient.bot.ledger import Ledger
from lagclient.bot.loop import Loop, running, signals
from lagclient.bot.registration import EventT, Registration
from lagclient.bot.rooms import MAX_CONCURRENCY, Rooms
from lagclient.bot.run import Run
from lagclient.bot.server import Server
from lagclient.bot.state import Effect, SqliteStore, State, Store
from lagclient.bot.texts import split as split_text
from lagclient.bot.timers import Clock, Timer, Timers
from lagclient.calls.observe import Observer
from lagclient.calls.pacing import Pacer, Pacing
from lagclient.client import AsyncClient
from lagclient.errors import LagAPIError, LagCursorError, LagInvalidRequestError
from lagclient.listening.cursor import CursorInput, OnGap, Place, place_of
from lagclient.listening.drive import AsyncListening
from lagclient.listening.reconnect import Reconnect
from lagclient.resources import RouteSource
from lagclient.transport.protocol import AsyncHttpClient, AsyncTransport
from lagclient.types import UNSET, Unset, Verify

if TYPE_CHECKING:
    from typing_extensions import ParamSpec

    P = ParamSpec("P")

T = TypeVar("T")

Source = Literal["stream", "poll", "webhook"]
"""How a robot receives events; it must be what was chosen for the robot in the portal."""

MOST_UNFINISHED = {"stream": 1000, "poll": 100}
"""So many events are taken in before the oldest of them is done. Polled ones cannot be asked for
again, so there are fewer."""
APOLOGY_SECONDS = 60.0
"""The time between two apologies in a room."""


class Bot(Registration):
    """A robot: see the module. It may be run again after it has ended."""

    def __init__(  # noqa: D417
        self,
        token: Optional[str] = None,
        *,
        prefix: str = "!",
        source: Source = "stream",
        cursor: Optional[CursorInput] = None,
        state: Union[str, os.PathLike[str], Store, None] = None,
        on_gap: Optional[OnGap] = None,
        robots: bool = False,
        apology: Optional[str] = None,
        handler_timeout_seconds: Optional[float] = None,
        max_concurrency: int = MAX_CONCURRENCY,
        secret: Union[str, Sequence[str]] = (),
        host: str = "127.0.0.1",
        port: Optional[int] = 8000,
        base_url: Union[str, Unset, None] = UNSET,
        timeout_seconds: Union[float, Unset, None] = UNSET,
        max_retries: Union[int, Unset] = UNSET,
        user_agent: Union[str, Unset] = UNSET,
        extra_headers: Union[Mapping[str, str], Unset, None] = UNSET,
        http_client: Union[AsyncHttpClient, Unset, None] = UNSET,
        transport: Union[AsyncTransport, Unset, None] = UNSET,
        deadline_seconds: Union[float, Unset, None] = UNSET,
        max_retry_wait_seconds: Union[float, Unset] = UNSET,
        retry_unsafe: Union[bool, Unset] = UNSET,
        pacing: Union[Pacing, Unset] = UNSET,
        pacer: Union[Pacer, Unset, None] = UNSET,
        routes: Union[RouteSource, Iterable[RouteSource], Unset] = UNSET,
        proxy: Union[str, Unset, None] = UNSET,
        verify: Union[Verify, Unset] = UNSET,
        trust_env: Union[bool, Unset] = UNSET,
        allow_http: Union[bool, Unset, None] = UNSET,
        max_connections: Union[int, Unset] = UNSET,
        observer: Union[Observer, Unset, None] = UNSET,
    ) -> None:
        """Describe a robot; nothing is sent, and no variable is read yet.

        The options from `base_url` on are those of `AsyncClient`, with its defaults.

        Args:
            token: A robot key. If omitted, it is read from the environment when the robot starts:
                ``LAG_TOKEN`` if that is a robot key, else ``LAG_ROBOT_KEY``.
            prefix: What a command begins with.
            source: How events arrive: ``"stream"``, ``"poll"`` or ``"webhook"``.
            cursor: With a stream, where to keep how far the robot has come: the path of a file, or
                what else `client.robots.events.stream` takes. None: it begins with what happens
                next.
            state: Where to keep `Bot.state`, and the cursor with it: the path of a file for SQLite,
                or a `Store`. None: in memory.
            on_gap: With a stream, what to do when events are missing: ``"raise"`` ends the robot;
                a function is called. None: it is logged as an error, and the robot goes on.
            robots: Whether to handle the messages of other robots, which may handle this one's.
            apology: What the robot writes in the room when a command fails, at most once a minute
                in each room. None: nothing.
            handler_timeout_seconds: How long a handler may take before it is cancelled. A plain
                function cannot be cancelled: it is left behind. None: no limit.
            max_concurrency: How many events are handled at the same time, of different rooms.
            secret: With webhooks, the robot's secret, or several while it is being changed.
            host: With webhooks, the address to listen on.
            port: With webhooks, the port to listen on; None if `app` is served by other means.

        Raises:
            LagInvalidRequestError: An argument is invalid; the message names it.
            LagInvalidTokenError: The token is not a robot key.
        """
        passed: Dict[str, Any] = dict(locals())
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
        options.check(passed)
        if (source == "webhook") != bool(secret):
            raise LagInvalidRequestError(
                '`secret` must be passed with source="webhook", and only then'
            )
        self._options: Mapping[str, Any] = options.of_client(passed)
        super().__init__(prefix)
        self._source: Source = source
        self._place = None if cursor is None else place_of(cursor)
        is_path = isinstance(state, (str, os.PathLike))
        if cursor is not None and state is not None:
            raise LagInvalidRequestError("`cursor` must be None with `state`, which keeps it too")
        if state is not None and not is_path and not hasattr(state, "commit"):
            raise LagInvalidRequestError(
                f"`state` must be the path of a file, a Store or None, not {state!r}"
            )
        store: Any = SqliteStore(state) if is_path else state
        self.state: State = State(store)
        """What the robot remembers: see `lagclient.bot.state`."""
        if store is not None and source == "stream":
            self._place = Place(lambda: None, lambda _: None, lambda: self.state.progress, print)
        self._ledger = Ledger(None)
        self._on_gap = on_gap
        self._answers_robots = robots
        self._apology = apology
        self._timeout_seconds = handler_timeout_seconds
        self._max_concurrency = max_concurrency
        self._address = host, port
        self._app: Any = self.app(secret) if secret else None
        self._clock = Clock()
        self._monotonic: Callable[[], float] = time.monotonic
        self._client: Optional[AsyncClient] = None
        self._run: Optional[Run] = None
        self._block: Any = None
        self._has_run = self._is_stopped_early = self._is_interrupted = False
        self._forget()

    def _forget(self) -> None:
        """Be as before the first run."""
        self._client = None
        self._me: Optional[models.Identity] = None
        self._authors = Authors()
        self._rooms = Rooms(self._max_concurrency)
        self._apologised: Dict[str, float] = {}

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

    def run(self, *, logging: bool = True, backend: Literal["asyncio", "trio"] = "asyncio") -> None:
        """Run until SIGINT (Ctrl+C) or SIGTERM; running handlers are finished first.

        A second signal cancels them. A plain function cannot be cancelled: it is left behind, and
        ends with the process.

        Args:
            logging: Whether to show on stderr what the robot logs. It never does so if the program
                has set up logging, or the environment has ``LAG_LOG``.
            backend: The library of the event loop.

        Raises:
            LagAPIError: The API refuses the robot for good.
            LagInvalidRequestError: The cursor cannot be saved, or the address of webhooks is taken.
            RuntimeError: The robot runs already.
        """
        try:
            with logging_to_stderr(logging):
                anyio.run(self._run_until_signal, backend=backend)
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
        await self._start(lambda: None)

    async def __aenter__(self) -> Bot:
        """Run beside the block, which begins once the robot has connected."""

        async def run(*, task_status: Any) -> None:
            await self._start(task_status.started)

        self._block = anyio.create_task_group()
        await self._block.__aenter__()
        try:
            await self._block.start(run)
        except BaseException:
            await self._block.__aexit__(None, None, None)
            raise
        return self

    async def __aexit__(self, *exception: Any) -> None:
        self.stop()
        try:
            await self._block.__aexit__(*exception)
        except BaseException as raised:
            # A task group wraps even the block's own error, so no `except ValueError` would see it.
            errors: Sequence[BaseException] = getattr(raised, "exceptions", ())
            if len(errors) != 1:
                raise
            if errors[0] is not exception[1]:
                raise errors[0] from None

    @contextlib.asynccontextmanager
    async def _rehearse(self, token: str, base_url: str, clock: Any) -> AsyncGenerator[None, None]:
        """Run beside the block as the robot of a sandbox, and leave the disk alone."""
        before = dict(vars(self))
        self._options = {**self._options, "token": token, "base_url": base_url, "pacing": "off"}
        self._source, self._place, self._app = "stream", None, None
        self.state = State(None)
        self._clock, self._monotonic = clock, clock.monotonic
        try:
            async with self:
                yield
        finally:
            vars(self).update(before)

    async def _start(self, ready: Callable[[], None]) -> None:
        if self._run is not None:
            raise RuntimeError("This Bot runs already: create another one to run two")
        run = self._run = Run()
        run.is_stopping, self._is_stopped_early = self._is_stopped_early, False
        before = running.set(run.loop)
        self._ledger = Ledger(self._place, self.state)
        timers = Timers(self._clock)

        async def begin() -> None:
            if self.state.store is not None:
                await anyio.to_thread.run_sync(self.state.load)
            me = await self._identity()
            names = {command.name for command in self._commands.values()}
            events = [event.model_fields["type"].default or "all" for event in self._handlers]
            events += ["room.message"] if names else []
            announce(me, self.client._settings.base_url, events, map(self._prefix.__add__, names))
            for hook in self._hooks.get("start", ()):
                await invoke(hook)
            for timer in self._timers:
                tasks.start_soon(timers.run, timer, self._call_timer)
            ready()

        try:
            async with self.client:
                async with anyio.create_task_group() as tasks:
                    try:
                        work = self._listen if self._app is None else self._serve
                        await run.attempt(work(run, begin))
                    finally:
                        timers.end()
                await self._end(run)
                await run.attempt(self._ledger.flush())
            if run.failure is not None:
                raise run.failure
            logger.info("Stopped")
        finally:
            running.reset(before)
            self._run, self._has_run = None, True
            self._forget()

    async def _end(self, run: Run) -> None:
        for hook in self._hooks.get("stop", ()):
            await run.attempt(invoke(hook))

    async def _serve(self, run: Run, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        host, port = self._address
        if port is None:
            with run.until_stopped():
                await begin()
                await anyio.sleep_forever()
            await self._app.drain()
            return
        with contextlib.closing(Server(self._app, host, port)) as server:
            with run.until_stopped():
                await begin()
            run.wake = server.end
            if not run.is_stopping:
                await server.run()

    async def _listen(self, run: Run, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        most = MOST_UNFINISHED[self._source]
        intake = Intake(run, self._queue, self._ledger, most, self._calls_for, self._call)

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

        await intake.receive(begin, listen)

    async def handle(self, event: models.RobotEvent) -> None:
        """Call the handlers of an event when its turn in its room has come, and wait for them.

        Raises:
            LagAPIError: The API refuses the robot for good.
        """
        async with self._queue(event):
            await self._call(await self._calls_for(event))
            await self._ledger.flush()

    def _queue(self, event: models.RobotEvent) -> contextlib.AbstractAsyncContextManager[None]:
        return self._rooms.queue(event, self._is_heard_now)

    def _is_heard_now(self, event: models.RobotEvent) -> bool:
        return self._me is not None and self._is_heard(event, self._me)

    def _is_heard(self, event: models.RobotEvent, me: models.Identity) -> bool:
        """Whether the robot does not ignore the author of an event."""
        authors = self._authors
        if authors.is_own(event, me):
            return False
        return not authors.is_robots(event) or self._answers_robots

    async def _calls_for(self, event: models.RobotEvent) -> List[Call]:
        if not self._is_heard(event, await self._identity()):
            return []
        limit = self._timeout_seconds
        calls = [
            Call(
                str(handler), functools.partial(invoke, handler.function, event), event, None, limit
            )
            for event_type in type(event).__mro__
            for handler in self._handlers.get(cast("Any", event_type), ())
        ]
        if isinstance(event, models.RoomMessageEvent):
            calls += self._calls_of_command(event)
        return calls

    def _calls_of_command(self, event: models.RoomMessageEvent) -> List[Call]:
        written = re.match(
            rf"{re.escape(self._prefix)}(\S+)(?:\s+(\S+))?", event.data.content or ""
        )
        if written is None:
            return []
        name, second = written[1].casefold(), (written[2] or "").casefold()
        command, end = self._commands.get(f"{name} {second}"), written.end()
        if command is None:
            command, end = self._commands.get(name), written.end(1)
        ctx = Context(self, event, command.name if command else name, written.string[end:].strip())
        function: Callable[..., Any]
        if command is not None:
            function = functools.partial(
                command.run, ctx, self._hooks_of, self._prefix, self._monotonic
            )
        elif name == "help" or name in self._groups:
            function = functools.partial(self._help, ctx)
        elif self._hooks_of("unknown"):
            function = functools.partial(self._call_unknown, ctx)
        else:
            return []
        about = getattr(command and command.function, "__name__", name)
        own = command.timeout_seconds if command else None
        return [Call(about, function, event, ctx, own or self._timeout_seconds)]

    def _hooks_of(self, kind: str) -> List[Callable[..., Any]]:
        return self._hooks.get(kind, [])

    async def _call_unknown(self, ctx: Context) -> None:
        for hook in self._hooks_of("unknown"):
            await invoke(hook, ctx)

    async def _help(self, ctx: Context) -> None:
        name = " ".join(ctx.args[:2] if ctx.name == "help" else [ctx.name]).casefold()
        name = name.replace(self._prefix, "", 1) if name.startswith(self._prefix) else name
        group = [each for key, each in self._commands.items() if key.startswith(f"{name} ")]
        if name in self._commands:
            text = help.page(self._commands[name], self._prefix)
        else:
            text = help.overview(group or self._commands.values(), self._prefix)
        await ctx.reply(text, split=True)

    async def _call(self, calls: List[Call]) -> None:
        run = self._run
        changes: List[Effect] = []
        exit = await call_all(calls, Loop() if run is None else run.loop, self._failed, changes)
        self.state.apply(changes)
        if exit is not None and run is None:
            raise exit
        if exit is not None and run is not None:
            run.fail(exit)

    async def _call_timer(self, timer: Timer) -> None:
        work = functools.partial(invoke, timer.function)
        await self._call([Call(str(timer), work, timeout_seconds=self._timeout_seconds)])
        await self._ledger.flush()

    async def _failed(self, call: Call, error: BaseException) -> None:
        """Report the error of a handler to the hooks, and to the room if that is wanted."""
        failure = Failure(error, call.name, call.event, call.context)
        name = "" if call.context is None else call.context.name
        try:
            for hook in (*self._hooks_of(f"error of {name}"), *self._hooks_of("error")):
                await invoke(hook, failure)
            if self._apology is not None and call.context is not None:
                await self._apologise(call.context, self._apology)
        except Exception:
            logger.exception("The report of an error failed")

    async def _apologise(self, ctx: Context, apology: str) -> None:
        now, (_, room) = self._monotonic(), await self._room_of(ctx.event)
        if now - self._apologised.get(room, -APOLOGY_SECONDS) >= APOLOGY_SECONDS:
            self._apologised[room] = now
            await ctx.reply(apology)

    def app(self, secret: Union[str, Sequence[str], None] = None, *, path: str = "/") -> Any:
        """Create an ASGI application that hands the events of webhooks to this robot.

        It is for your own server; with ``source="webhook"``, `run` serves it with uvicorn.

        Args:
            secret: The robot's secret, or several while it is being changed. None: that of the
                constructor.
            path: The path of the webhook's address.

        Raises:
            LagInvalidRequestError: The secret or the path is invalid.
            ModuleNotFoundError: The extra ``webhooks`` is not installed.
        """
        from lagclient.webhooks import WebhookApp

        if secret is None:
            if self._app is None:
                raise LagInvalidRequestError(
                    '`secret` must be passed, here or with source="webhook"'
                )
            return self._app
        return WebhookApp(self.handle, secret, path=path)

    async def wait_for(
        self,
        type: Type[EventT],
        *,
        check: Optional[Callable[[EventT], Any]] = None,
        timeout_seconds: Optional[float] = 60.0,
    ) -> EventT:
        """Wait for another event; in a handler, for one that arrives after its own.

        Its own handlers are called for it all the same. The robot's own messages never count.

        Args:
            type: A class of event, such as `RoomMessageEvent`.
            check: Takes the event and returns whether it is the right one; a plain function.
            timeout_seconds: How long to wait; None: without end.

        Raises:
            TimeoutError: None has arrived in time.
        """
        async with self._rooms.slots.lend():
            return await self._rooms.waiting.wait_for(type, check, timeout_seconds)

    def call(
        self, function: Callable[P, Coroutine[Any, Any, T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call a coroutine function from a plain handler, and wait for its result.

        ::

            bot.call(bot.send, event, "Done")

        Raises:
            RuntimeError: It is not a plain handler that calls this.
        """
        loop = running.get()
        if loop is None or loop.is_current():
            raise RuntimeError("`call` is for plain handlers: await the function here")

        async def work() -> T:
            return await function(*args, **kwargs)

        result: T = loop.call(work)
        return result

    def send(
        self,
        event: models.RobotEvent,
        content: str,
        *,
        quote: bool = False,
        image_id: Optional[str] = None,
        split: bool = False,
    ) -> Coroutine[Any, Any, models.RoomMessage]:
        """Send a message to the room that an event is about.

        In a coroutine function, await it. In a plain handler, the message has been sent when this
        returns; for type checkers write ``bot.call(bot.send, event, content)`` there.
        ``POST /servers/{id}/rooms/{id}/messages``

        Args:
            event: An event of the room.
            content: Text, 1 to 2000 characters; of any length with `split`.
            quote: Whether it answers the message that the event is about, which is shown with it.
            image_id: Id of an uploaded image.
            split: Whether to send a longer text as several messages.

        Returns:
            The message, the last one if there are several.

        Raises:
            LagAPIError: It could not be sent.
        """
        work = functools.partial(self._send, event, content, quote, image_id, split)
        loop = running.get()
        sent: Any = work() if loop is None else loop.call(work)
        return cast("Coroutine[Any, Any, models.RoomMessage]", sent)

    async def _send(
        self,
        event: models.RobotEvent,
        content: str,
        quote: bool,
        image_id: Optional[str],
        split: bool,
    ) -> models.RoomMessage:
        here = await self._room_of(event)
        extra: Dict[str, Any] = {} if image_id is None else {"image_id": image_id}
        if quote and event.data.get("messageId"):
            extra["reply_to_id"] = event.data["messageId"]
        *first, last = (split_text(content) if split else []) or [content]
        post = self.client.servers.rooms.messages.send
        for text in first:
            self._authors.note_sent((await post(*here, content=text, **extra)).id)
            extra = {}
        message = await post(*here, content=last, **extra)
        self._authors.note_sent(message.id)
        return message

    async def _room_of(self, event: models.RobotEvent) -> Tuple[str, str]:
        server = event.server_id or (await self._identity()).server_id or ""
        return server, cast("str", event.data.get("roomId"))

    async def _identity(self) -> models.Identity:
        retry = Reconnect(self.client._settings)
        while self._me is None:
            try:
                self._me = await self.client.identity()
            except LagAPIError as problem:
                wait = retry.fail(problem)
                logger.warning("%s; asked again in %.2f s", problem, wait)
                await anyio.sleep(wait)
        return self._me
