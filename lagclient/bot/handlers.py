"""How handlers are called: side by side, within a time limit, their errors logged."""

from __future__ import annotations

import functools
import inspect
from typing import Any, Awaitable, Callable, List, Optional, Sequence

import anyio
import attrs

from lagclient import models
from lagclient.bot.announcement import logger
from lagclient.bot.context import BlockingContext, Context
from lagclient.bot.loop import Loop, running
from lagclient.bot.run import EXITS, Exit, ends_the_task
from lagclient.bot.state import Effects, collected


@attrs.frozen
class Handler:
    """A function that handles events, and its own limit of time."""

    function: Callable[..., Any]
    timeout_seconds: Optional[float]


@attrs.frozen
class Call:
    """A call of a handler that is to be made."""

    name: str
    run: Callable[[], Awaitable[Any]]
    event: Optional[models.RobotEvent] = None
    """None if a timer calls."""
    context: Optional[Context] = None
    """None if it is not a command."""
    timeout_seconds: Optional[float] = None


@attrs.frozen
class Failure:
    """A handler that raised an error, for `Bot.on_error`."""

    error: BaseException
    handler: str
    """The name of the function."""
    event: Optional[models.RobotEvent]
    """None if a timer called it."""
    context: Optional[Context]
    """None if it is not a command."""


def name_of(function: Any) -> str:
    """The name of a function, for the log."""
    return str(getattr(function, "__name__", function))


def is_coroutine_function(function: Any) -> bool:
    """Whether a call returns what to await: of a function, or of an object that can be called."""
    call = getattr(function, "__call__", None)  # noqa: B004
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


async def invoke(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Call a function of the program: a plain one in a thread, so that it may take its time."""
    if is_coroutine_function(function):
        return await function(*args, **kwargs)
    blocking = [BlockingContext(arg) if isinstance(arg, Context) else arg for arg in args]
    loop = running.get()
    assert loop is not None
    work = functools.partial(function, *blocking, **kwargs)
    result = await loop.in_thread(work, name_of(function))
    return await result if inspect.isawaitable(result) else result


async def call_all(
    calls: Sequence[Call],
    loop: Loop,
    failed: Optional[Callable[[Call, BaseException], Awaitable[None]]] = None,
    done: Optional[List[Effects]] = None,
) -> Optional[Exit]:
    """Call handlers side by side until all have ended; return the exit that one asked for.

    An error of one is logged, passed to `failed`, and stops no other. `done` gets what those that
    did not fail have changed in the state.
    """
    exits: List[Exit] = []
    done = [] if done is None else done
    if len(calls) == 1:  # a task of its own would cost as much as all the rest
        await _call(calls[0], loop, exits, failed, done)
        return exits[0] if exits else None
    async with anyio.create_task_group() as tasks:
        for call in calls:
            tasks.start_soon(_call, call, loop, exits, failed, done)
    return exits[0] if exits else None


async def _call(
    call: Call, loop: Loop, exits: List[Exit], failed: Any, done: List[Effects]
) -> None:
    before = running.set(loop)
    try:
        with collected() as own:
            try:
                await _run(call)
            except EXITS as exit:
                exits.append(exit)
        done.append(own)
    except BaseException as error:
        if ends_the_task(error):
            raise
        event = call.event
        about = "" if event is None else f" at the event {event.id} ({event.type})"
        logger.exception("%s failed%s", call.name, about)
        if failed is not None:
            try:
                await failed(call, error)
            except EXITS as exit:
                exits.append(exit)
    finally:
        running.reset(before)


async def _run(call: Call) -> None:
    if call.timeout_seconds is None:  # a scope costs time
        await call.run()
        return
    with anyio.move_on_after(call.timeout_seconds) as limit:
        await call.run()
    if limit.cancelled_caught:
        raise TimeoutError(f"{call.name} took longer than {call.timeout_seconds} s")
