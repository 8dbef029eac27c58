"""Which functions of a program an event is for, and what follows when they have ended."""

from __future__ import annotations

import functools
import re
from datetime import datetime, timedelta
from typing import Any, List, Mapping, Optional, cast

from lagclient import models
from lagclient.bot.announcement import logger
from lagclient.bot.command import Cooldown
from lagclient.bot.context import Context
from lagclient.bot.handlers import Call, Failure, call_all, invoke, name_of
from lagclient.bot.ledger import MOST_DEATHS, Ledger
from lagclient.bot.loop import Loop
from lagclient.bot.messenger import Messenger
from lagclient.bot.registration import Registration
from lagclient.bot.rooms import Turn
from lagclient.bot.run import EXITS, ends_the_task
from lagclient.bot.state import Effects, State, Store
from lagclient.bot.timers import Clock, Timer
from lagclient.bot.workers import Notes, Share
from lagclient.calls.options import refused
from lagclient.errors import LagInvalidRequestError

APOLOGY_SECONDS = 60.0
"""The time between two apologies in a room."""
_TIMER = "lagclient.timer."
"""The names of values that keep when timers were called begin like this."""


class Dispatch(Registration, Messenger):
    """The part of a `Bot` that calls handlers, with events from any source."""

    def __init__(self, options: Mapping[str, Any], store: Optional[Store]) -> None:
        Registration.__init__(self, options["prefix"])
        self._apology: Optional[str] = options["apology"]
        self._apologies = Cooldown(APOLOGY_SECONDS)
        self._timeout_seconds: Optional[float] = options["handler_timeout_seconds"]
        self.state: State = State(store)
        """What the robot remembers: see `lagclient.bot.state`."""
        self._ledger = Ledger(None, self.state)
        self._share: Optional[Share] = None
        """If the robot runs in several processes, the part of this one."""
        self._clock = Clock()
        Messenger.__init__(self, options["max_concurrency"], options["robots"])

    def _forget(self) -> None:
        super()._forget()
        for cooldown in (self._apologies, *(each.cooldown for each in self._commands.values())):
            cooldown.clear()

    def now(self) -> datetime:
        """Return the time of the timers, in UTC; a test moves it on by `advance`."""
        return self._clock.now()

    async def handle(self, event: models.RobotEvent) -> None:
        """Call the handlers of an event when its turn in its room has come, and wait for them.

        An event that a handler passes on is a part of the handler's own event: what it changes in
        `state` is saved with that one. If it is about the same room, it has no turn to wait for.

        Raises:
            LagAPIError: The API refuses the robot for good.
            LagInvalidRequestError: `event` is not an event, or the robot has a file or a store of
                its `state`, and does not run.
        """
        if not isinstance(cast("Any", event), models.RobotEvent):
            raise refused("event", "an event, such as event_from(...) of lagclient.models", event)
        if self.state.store is not None and not self.state.is_loaded:
            raise LagInvalidRequestError(
                "`handle` must be called while the robot runs, as in `async with bot`, because "
                "`state` is loaded when it starts"
            )
        turn = self._rooms.current()
        if turn is not None:
            await self._handle_inside(event, turn)
            return
        async with self._rooms.queue(event):
            if self._ledger.is_kept:  # it is not one of the stream, whose cursor stays where it is
                await self._call(await self._calls_for(event))
                await self._ledger.flush()
            elif self._ledger.arrive(event):
                await self._handle(event, self._ledger)

    async def _handle_inside(self, event: models.RobotEvent, turn: Turn) -> None:
        """Call the handlers of an event as a part of the event that is handled."""
        rooms = self._rooms
        if rooms.is_inside(event):  # its turn would not come before the end of this handler
            rooms.waiting.forget(rooms.waiting.arrive(event))
            await self._call(await self._calls_for(event))
            return
        async with turn.uncounted(), rooms.queue(event):
            await self._call(await self._calls_for(event))

    async def _handle(self, event: models.RobotEvent, notes: Notes) -> None:
        """Call the handlers of an event whose turn has come, and note its beginning and its end."""
        calls = await self._calls_for(event)
        deaths = notes.deaths(event)
        if calls and deaths >= MOST_DEATHS:
            logger.error(
                "The event %s (%s) is passed by: it was in flight when the process ended, %d times",
                event.id,
                event.type,
                deaths,
            )
        elif calls:
            try:
                await notes.begin(event)
                await self._call(calls)
            except BaseException:
                notes.give_back(event)
                raise
        await notes.finish(event)

    async def _calls_for(self, event: models.RobotEvent) -> List[Call]:
        if not self._authors.is_heard(event, await self._identity()):
            return []
        calls = [
            Call(
                name_of(handler.function),
                functools.partial(invoke, handler.function, event),
                event,
                timeout_seconds=handler.timeout_seconds or self._timeout_seconds,
            )
            for event_type in type(event).__mro__
            for handler in self._handlers.get(cast("Any", event_type), ())
        ]
        if isinstance(event, models.RoomMessageEvent):
            calls += self._calls_of_command(event)
        return calls

    def _calls_of_command(self, event: models.RoomMessageEvent) -> List[Call]:
        content = event.data.content or ""
        if not content.startswith(self._prefix):
            return []
        written = re.match(r"(\S+)(?:\s+(\S+))?", content[len(self._prefix) :])
        if written is None:
            return []
        name, second = written[1].casefold(), (written[2] or "").casefold()
        command, end = self._commands.get(f"{name} {second}"), written.end()
        if command is None:
            command, end = self._commands.get(name), written.end(1)
        ctx = Context(self, event, command.name if command else name, written.string[end:].strip())
        if command is not None:
            limit = command.timeout_seconds or self._timeout_seconds
            work = functools.partial(command.run, ctx, self._hooks, self._prefix)
            return [Call(name_of(command.function), work, event, ctx, limit)]
        if name == "help" or name in self._groups:
            work = functools.partial(self._help, ctx)
        elif self._hooks["unknown"]:
            work = functools.partial(self._call_hooks, "unknown", ctx)
        else:
            return []
        return [Call(name, work, event, ctx, self._timeout_seconds)]

    async def _call_hooks(self, kind: str, *args: Any) -> None:
        for hook in self._hooks[kind]:
            await invoke(hook, *args)

    async def _help(self, ctx: Context) -> None:
        """Reply with the page of a command, or a line for each one that is not hidden."""
        name = " ".join(ctx.args[:2] if ctx.name == "help" else [ctx.name]).casefold()
        name = name.replace(self._prefix, "", 1) if name.startswith(self._prefix) else name
        if name in self._commands:
            await ctx.reply(self._commands[name].page(self._prefix), split=True)
            return
        group = [each for key, each in self._commands.items() if key.startswith(f"{name} ")]
        lines = {
            each.name: f"{self._prefix}{each.name}: {each.about.partition(chr(10))[0]}".rstrip(": ")
            for each in group or self._commands.values()
            if not each.hidden
        }
        await ctx.reply("\n".join(lines.values()) or "There are no commands.", split=True)

    async def _call(self, calls: List[Call]) -> None:
        run = self._run
        changes: List[Effects] = []
        exit = await call_all(calls, Loop() if run is None else run.loop, self._failed, changes)
        self.state.take_over(changes)
        if exit is not None and run is None:
            raise exit
        if exit is not None and run is not None:
            run.fail(exit)

    async def _call_timer(self, timer: Timer, at: datetime) -> None:
        interval = timer.schedule if isinstance(timer.schedule, timedelta) else None
        if self._share is not None and not await self._share.calls(timer.name, at, interval):
            return
        work = functools.partial(invoke, timer.function)
        await self._call([Call(timer.name, work, timeout_seconds=self._timeout_seconds)])
        if self._share is not None:
            await self._share.save()
        if timer.missed == "once":
            self.state.set(f"{_TIMER}{timer.name}", at.isoformat())
        await self._ledger.flush()

    def _last_call(self, timer: Timer, now: datetime) -> datetime:
        """When a timer was called last; a new one, or one that skips, begins with what is next."""
        if timer.missed == "skip":
            return now
        saved = self.state.get(f"{_TIMER}{timer.name}", now.isoformat())
        self.state.set(f"{_TIMER}{timer.name}", saved)
        return min(now, datetime.fromisoformat(saved))

    async def _failed(self, call: Call, error: BaseException) -> None:
        """Report the error of a handler to the hooks, and to the room if that is wanted."""
        failure = Failure(error, call.name, call.event, call.context)
        own = () if call.context is None else self._hooks[f"error of {call.context.name}"]
        for report in (*own, *self._hooks["error"], self._apologise):
            try:
                await invoke(report, failure)
            except BaseException as error:
                if isinstance(error, EXITS) or ends_the_task(error):
                    raise
                logger.exception("The report of an error failed")

    async def _apologise(self, failure: Failure) -> None:
        ctx, now = failure.context, self._monotonic()
        if self._apology and ctx is not None and not self._apologies.left(ctx.room_id, now):
            await ctx.reply(self._apology)
