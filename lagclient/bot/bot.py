"""Robots in a few lines: handlers for commands and events, and the loop that calls them.

Events of one room are handled in the order in which they arrive, one after the other, and rooms
side by side. Events that are about no room are in order among themselves. All handlers of one event
run side by side, and the error of one is logged and stops no other. The robot ignores its own
messages, and those of other robots.

With a cursor, an event is noted before it is handled and when it is done, and the cursor moves over
the oldest unfinished event only. So a robot that is killed misses no event, and repeats only those
in flight: at most one of each room for each kill. An event that was in flight when the process
ended is handled alone at the next start; after the second time it is passed by, and logged as an
error, because it may be what ends the process. `lagclient.bot.state` says what `state=` adds.

A cursor that keeps the id only (an object with `load` and `save`, or two functions) repeats also
the events that were done after the oldest unfinished one, and one that ends the process at each
start. Without a cursor a robot begins with what happens next, and so does one that is killed before
it is done with the first event of its life. Polled events are received once:
those that are unfinished when the process is killed are lost. Webhooks that were not acknowledged
are sent again, ten times at most.
"""

from __future__ import annotations

import contextlib
import inspect
import os
from datetime import datetime
from typing import (
    Any,
    AsyncGenerator,
    Callable,
    Dict,
    Iterable,
    List,
    Literal,
    Mapping,
    Optional,
    Sequence,
    TypeVar,
    Union,
)

import anyio
import anyio.lowlevel
import anyio.to_thread

from lagclient.bot import options
from lagclient.bot.announcement import announce, end_with_one_line, logger, logging_to_stderr
from lagclient.bot.dispatch import Dispatch
from lagclient.bot.handlers import invoke
from lagclient.bot.intake import Begin, Connect, Intake
from lagclient.bot.ledger import Ledger
from lagclient.bot.loop import Loop, is_inside_a_loop, running, signals, watch
from lagclient.bot.options import Source
from lagclient.bot.rooms import MAX_CONCURRENCY
from lagclient.bot.run import Run, ends_the_task, side_by_side
from lagclient.bot.server import Server
from lagclient.bot.state import SharedState, SqliteStore, State, Store
from lagclient.bot.timers import Timer, keep_calling
from lagclient.bot.waiting import Conversation
from lagclient.bot.workers import Notes, Workers
from lagclient.calls.auth import TokenFunction
from lagclient.calls.keywords import strict
from lagclient.calls.observe import Observer
from lagclient.calls.options import refused
from lagclient.calls.pacing import Pacer, Pacing
from lagclient.errors import LagAPIError, LagCursorError, LagInvalidRequestError
from lagclient.listening.cursor import CursorInput, OnGap, Place, place_of
from lagclient.listening.drive import AsyncListening
from lagclient.listening.lock import locked
from lagclient.resources import RouteSource
from lagclient.transport.protocol import AsyncHttpClient, AsyncTransport
from lagclient.types import UNSET, Unset, Verify, path_of
from lagclient.webhooks.app import Seen, WebhookApp

HANDOVER_SECONDS = 10.0
"""How long a robot waits for the end of the one that it replaces."""
MOST_UNFINISHED = {"stream": 1000, "poll": 100}
"""So many events are taken in before the oldest of them is done. Polled ones cannot be asked for
again, so there are fewer."""

_REHEARSED = (
    *("_options", "_source", "_app", "_place", "_file", "_workers", "_clock", "_monotonic"),
    *("state", "_ledger", "_has_run"),
)
"""What a robot has again after a test: of the test's events it remembers nothing."""

SelfT = TypeVar("SelfT", bound="Bot")


class Bot(Dispatch):
    """A robot that calls your functions for commands and events; it may run again after its end."""

    @strict
    def __init__(  # noqa: D417
        self,
        token: Union[str, TokenFunction, None] = None,
        *,
        prefix: str = "!",
        source: Source = "stream",
        cursor: Optional[CursorInput] = None,
        state: Union[str, os.PathLike[str], Store, None] = None,
        workers: Optional[Workers] = None,
        on_gap: Optional[OnGap] = None,
        robots: bool = False,
        apology: Optional[str] = None,
        handler_timeout_seconds: Optional[float] = None,
        max_concurrency: int = MAX_CONCURRENCY,
        secret: Union[str, Sequence[str]] = (),
        seen: Optional[Seen] = None,
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
            token: A robot key, or a function that returns it, as for `AsyncClient`. If omitted, it
                is read from the environment when the robot starts: ``LAG_TOKEN`` if that is a robot
                key, else ``LAG_ROBOT_KEY``.
            prefix: What a command begins with.
            source: How events arrive: ``"stream"``, ``"poll"`` or ``"webhook"``.
            cursor: With a stream, where to store the robot's place in the events: the path of a
                file, or what else `client.robots.events.stream` takes. None: the robot begins with
                the next event.
            state: Where to keep `Bot.state`, and the cursor with it: the path of a file for SQLite,
                or a `Store` such as ``RedisState.from_url(...)``. None: in memory.
            workers: Where several processes share the events of the stream, the cursor and the
                state: ``RedisWorkers.from_url(...)`` of `lagclient.redis`. None: this process
                handles all.
            on_gap: With a stream, what to do when events are missing: ``"raise"`` ends the robot;
                a function is called. None: it is logged as an error, and the robot goes on.
            robots: Whether to handle the messages of other robots, which may handle this one's.
            apology: What the robot writes in the room when a command fails, at most once a minute
                in each room. None: nothing.
            handler_timeout_seconds: How long a handler may take before it is cancelled. A plain
                function cannot be cancelled: it ends by itself. None: no limit.
            max_concurrency: How many events are handled at the same time, of different rooms.
            secret: With webhooks, the robot's secret, or several while it is being changed.
            seen: With webhooks, where several processes behind a load balancer remember which
                events are handled: ``RedisSeen.from_url(...)`` of `lagclient.redis`. None: each
                process remembers its own.
            host: With webhooks, the address to listen on.
            port: With webhooks, the port to listen on; None if `app` is served by other means.

        Raises:
            LagInvalidRequestError: An argument is invalid; the message names it.
            LagInvalidTokenError: The token is not a robot key.
        """
        passed: Dict[str, Any] = dict(locals())
        options.check(passed)
        self._options: Mapping[str, Any] = options.of_client(passed)
        file = path_of(state)
        store: Any = state if file is None else SqliteStore(file)
        super().__init__(passed, store)
        self._source: Source = source
        self._place = None if cursor is None else place_of(cursor)
        self._file: Optional[str] = path_of(cursor) if state is None else file
        if store is not None and source == "stream":
            self._place = Place(lambda: None, lambda _: None, lambda: self.state.progress, print)
        self._workers = workers
        if workers is not None:
            self.state = SharedState()
        self._on_gap = on_gap
        self._address = host, port
        self._app: Any = self.app(secret, seen=seen) if secret else None
        self._block: Any = None
        self._failures: List[BaseException] = []
        """What ended the robot beside the block."""
        self._has_run = self._is_stopped_early = self._is_interrupted = False

    def run(self, *, logging: bool = True, backend: Literal["asyncio", "trio"] = "asyncio") -> None:
        """Run until SIGINT (Ctrl+C) or SIGTERM; running handlers are finished first.

        A second signal cancels them. A plain function cannot be cancelled: it is left behind, and
        ends with the process. A third signal ends the process at once, with 128 plus its number as
        exit code, because a coroutine function can refuse to be cancelled.

        Args:
            logging: Whether to show on stderr what the robot logs. It never does so if the program
                has set up logging, or the environment has ``LAG_LOG``.
            backend: The library of the event loop.

        A program that does not catch an error of the API ends with one line and exit code 2.

        Raises:
            LagAPIError: The API refuses the robot for good.
            LagInvalidRequestError: The cursor cannot be saved, or the address of webhooks is taken.
            RuntimeError: The robot runs already, or an event loop does in this thread.
        """
        if backend not in ("asyncio", "trio"):
            raise refused("backend", "'asyncio' or 'trio'", backend)
        if is_inside_a_loop():
            raise RuntimeError(
                "`run` starts an event loop, and one runs already, as in Jupyter or in a "
                "coroutine: await bot.start() instead"
            )
        try:
            with logging_to_stderr(logging):
                anyio.run(self._run_until_signal, backend=backend)
        except KeyboardInterrupt:
            if not self._is_interrupted:
                raise
        except LagAPIError as error:
            end_with_one_line(error)
            raise

    async def _run_until_signal(self) -> None:
        self._is_interrupted = False
        with anyio.CancelScope() as everything:

            def obey() -> None:
                if self._is_interrupted:
                    logger.info("Cancelling the running handlers; a third signal ends the process")
                    everything.cancel()
                else:
                    logger.info("Stopping once the running handlers end; a second signal cancels")
                self._is_interrupted = True
                self.stop()

            with signals(Loop(), obey):
                await self.start()

    def stop(self) -> None:
        """End the run after the handlers that run; from any thread.

        If it is called before the first run, that run ends at once.
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

    async def __aenter__(self: SelfT) -> SelfT:
        """Run beside the block, which begins once the robot has connected."""
        block = anyio.create_task_group()
        failures: List[BaseException] = []

        async def run(*, task_status: Any) -> None:
            try:
                await self._start(task_status.started)
            except BaseException as error:  # as it is, not in a group
                if ends_the_task(error):
                    raise
                failures.append(error)
                block.cancel_scope.cancel()

        await block.__aenter__()
        try:
            await block.start(run)
        except BaseException as error:
            await block.__aexit__(None, None, None)
            raise (failures or [error])[0] from None
        self._block, self._failures = block, failures
        return self

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> Any:
        self.stop()
        if error is not None:
            self._block.cancel_scope.cancel()
        # The group would wrap the block's own error, so no `except ValueError` would see it.
        is_cancelled = isinstance(error, anyio.get_cancelled_exc_class())
        exception = (kind, error, traceback) if is_cancelled else (None, None, None)
        result = await self._block.__aexit__(*exception)
        if self._failures and (error is None or is_cancelled):
            raise self._failures[0] from None
        return result if is_cancelled else None

    def _leave_the_disk_alone(self) -> None:
        """Keep cursor and state in memory, because those of the robot are of another API."""
        self._place = self._file = self._workers = None
        self.state: State = State(None)

    @contextlib.asynccontextmanager
    async def _rehearse(self, token: str, base_url: str, clock: Any) -> AsyncGenerator[None, None]:
        """Run beside the block as the robot of a sandbox, and leave the disk alone."""
        before = {name: getattr(self, name) for name in _REHEARSED}
        self._options = {**self._options, "token": token, "base_url": base_url, "pacing": "off"}
        self._source, self._app = "stream", None
        self._leave_the_disk_alone()
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

        async def keep(timer: Timer, last: datetime) -> None:
            await run.attempt(keep_calling(timer, last, self._call_timer, self._clock, run))

        async def begin(connect: Connect) -> None:
            # A message between the two would be missed, and one after the other takes longer.
            await side_by_side(self._identity, connect)
            me = await self._identity()
            if not self.client.is_robot:  # known by now, also if it is a function
                raise options.not_a_robot()
            names = {command.name for command in self._commands.values()}
            events = [event.model_fields["type"].default or "all" for event in self._handlers]
            events += ["room.message"] if names else []
            announce(me, self.client._settings.base_url, events, map(self._prefix.__add__, names))
            await self._call_hooks("start")
            now = self.now()
            for timer in self._timers:
                last = self._last_call(timer, now)
                tasks.start_soon(keep, timer, last)
            ready()

        try:
            async with contextlib.AsyncExitStack() as until_the_end, self.client:
                async with anyio.create_task_group() as watching:
                    watching.start_soon(watch)
                    async with anyio.create_task_group() as tasks:
                        try:
                            await run.attempt(self._work(run, begin, until_the_end))
                        finally:
                            run.stop()
                    watching.cancel_scope.cancel()
                for hook in self._hooks["stop"]:
                    await run.attempt(invoke(hook))
                await run.attempt(self._ledger.flush())
            if run.failure is not None:
                raise run.failure
            logger.info("Stopped")
        finally:
            running.reset(before)
            self._run, self._has_run, self.state.is_loaded = None, True, False
            self._forget()

    async def _work(self, run: Run, begin: Begin, until_the_end: contextlib.AsyncExitStack) -> None:
        if self._file is not None:
            await until_the_end.enter_async_context(self._alone(self._file, run))
        if self.state.store is not None:
            await anyio.to_thread.run_sync(self.state.load)
        await (self._listen if self._app is None else self._serve)(run, begin)

    @contextlib.asynccontextmanager
    async def _alone(self, path: str, run: Run) -> AsyncGenerator[None, None]:
        """Keep other robots from a file: two would both handle each event.

        A robot that is being replaced has some time to end.
        """
        ends = anyio.current_time() + HANDOVER_SECONDS
        while True:
            with locked(path) as is_free:
                if is_free or run.is_stopping:
                    yield
                    return
            if anyio.current_time() >= ends:
                name = "cursor" if self.state.store is None else "state"
                raise LagInvalidRequestError(
                    f"`{name}` must be a file that no other robot uses, not {path!r}: end the "
                    "other one, or name another file"
                )
            logger.info("Another robot uses %s: waiting for its end", path)
            with run.until_stopped():
                await anyio.sleep(1.0)

    async def _serve(self, run: Run, begin: Begin) -> None:
        host, port = self._address
        if port is None:
            with run.until_stopped():
                await begin(anyio.lowlevel.checkpoint)
                await anyio.sleep_forever()
            await self._app.drain()
            return
        with contextlib.closing(Server(self._app, host, port)) as server:
            with run.until_stopped():
                await begin(anyio.lowlevel.checkpoint)
            run.at_stop.append(server.end)
            if not run.is_stopping:
                await server.run()

    async def _listen(self, run: Run, begin: Begin) -> None:
        notes: Notes = self._ledger

        def report(gap: LagCursorError) -> Any:
            notes.forget_earlier_runs()
            if callable(self._on_gap):
                return self._on_gap(gap)
            return logger.error("Events may be missing: %s", gap.message)

        def listen(after: Optional[str]) -> AsyncListening:
            events = self.client.robots.events
            if self._source == "poll":
                return events.polling()
            on_gap: OnGap = "raise" if self._on_gap == "raise" else report
            return events.stream(after=after, on_gap=on_gap)

        if self._workers is None:
            most = MOST_UNFINISHED[self._source]
            await self._intake(run, notes, most).receive(begin, listen)
            return
        with run.until_stopped():
            robot = (await self._identity()).id
        if not run.is_stopping:
            most = self._max_concurrency
            async with self._workers.join(robot, most, listen, run.attempt) as self._share:
                notes, events = self._share, self._share
                self._conversation = Conversation(self._share, self._is_heard)
                await self._intake(run, notes, most).receive(begin, lambda _: events)
            self._share = self._conversation = None

    def _intake(self, run: Run, notes: Notes, most: int) -> Intake:
        return Intake(run, self._rooms, notes, most, lambda event: self._handle(event, notes))

    def app(
        self,
        secret: Union[str, Sequence[str], None] = None,
        *,
        path: str = "/",
        seen: Optional[Seen] = None,
    ) -> Any:
        """Create an ASGI application that hands the events of webhooks to this robot.

        It is for your own server; with ``source="webhook"``, `run` serves it with uvicorn.

        Args:
            secret: The robot's secret, or several while it is being changed. None: that of the
                constructor, with its `seen`.
            path: The path of the webhook's address.
            seen: Where several processes remember which events are handled, as for `Bot`.

        Raises:
            LagInvalidRequestError: An argument is invalid.
            ModuleNotFoundError: The extra ``webhooks`` is not installed.
        """
        if secret is not None:
            return WebhookApp(self.handle, secret, path=path, seen=seen)
        if self._app is None or path != "/" or seen is not None:
            raise LagInvalidRequestError(
                '`secret` must be passed: here, with `path` and `seen`, or with source="webhook"'
            )
        return self._app


for _base in Bot.__mro__[1:]:
    for _method in filter(inspect.isfunction, vars(_base).values()):
        _method.__qualname__ = f"Bot.{_method.__name__}"  # the TypeError for wrong arguments has it
