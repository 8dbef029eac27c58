"""Handlers: which ones an event is for, and how they are called."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import math
import threading
from typing import Any, List

import anyio
import pytest

from lagclient.bot.handlers import Call, call_all, invoke
from lagclient.bot.loop import Loop, running
from lagclient.bot.state import State


def calls(*functions: Any) -> List[Call]:
    """The call of each function with "x"."""
    return [Call(getattr(f, "__name__", "x"), functools.partial(invoke, f, "x")) for f in functions]


pytest_anyio = pytest.mark.anyio


@pytest_anyio
async def test_every_kind_of_function_is_called() -> None:
    """Coroutine functions run in the loop; plain ones in a thread, with the caller's context."""
    name = contextvars.ContextVar("name", default="")
    name.set("caller")
    seen: List[Any] = []

    async def coroutine(argument: Any) -> None:
        seen.append((argument, name.get(), threading.current_thread() is threading.main_thread()))

    def plain(argument: Any) -> None:
        seen.append((argument, name.get(), threading.current_thread() is threading.main_thread()))

    class Object:
        async def __call__(self, argument: Any) -> None:
            await coroutine(argument)

    handlers: List[Any] = [coroutine, functools.partial(coroutine), Object(), plain]
    exit = await call_all(calls(*handlers), Loop())
    assert exit is None
    assert sorted(seen) == [("x", "caller", False)] + [("x", "caller", True)] * 3


class Odd(BaseException):
    """An error that is not an Exception, as test runners and event loops have."""


@pytest_anyio
@pytest.mark.parametrize("is_plain", [False, True], ids=["coroutine", "plain"])
@pytest.mark.parametrize(
    "error", [ValueError, StopIteration, asyncio.CancelledError, Odd, StopAsyncIteration]
)
async def test_error_of_a_handler_stops_no_other(
    error: Any, is_plain: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever a handler raises is logged, and its siblings go on."""
    done: List[str] = []

    async def fails(_: Any) -> None:
        raise error

    def fails_in_a_thread(_: Any) -> None:
        raise error

    async def archive(_: Any) -> None:
        await anyio.sleep(0.02)
        done.append("archived")

    failing: Any = fails_in_a_thread if is_plain else fails
    with anyio.fail_after(5):
        await call_all(calls(failing, archive), Loop())
    assert done == ["archived"]
    assert caplog.text.count(f"{failing.__name__} failed") == 1


@pytest_anyio
async def test_cancelled_task_of_a_handler_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A handler that awaits a task which it has cancelled fails alone."""
    done: List[str] = []

    async def timer(_: Any) -> None:
        with anyio.CancelScope() as scope:
            scope.cancel()
            await anyio.sleep(1)
        done.append("went on")

    async def archive(_: Any) -> None:
        await anyio.sleep(0.02)
        done.append("archived")

    await call_all(calls(timer, archive), Loop())
    assert done == ["went on", "archived"]
    assert caplog.text == ""


@pytest_anyio
async def test_cancellation_of_the_robot_reaches_handlers() -> None:
    """Handlers end when the robot is cancelled; a thread is left behind, and not waited for."""
    ended: List[str] = []
    begun, may_end = threading.Event(), threading.Event()

    async def sleeps(_: Any) -> None:
        try:
            await anyio.sleep(math.inf)
        finally:
            ended.append("coroutine")

    def blocks(_: Any) -> None:
        begun.set()
        may_end.wait(10)

    with anyio.fail_after(5), anyio.CancelScope() as scope:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(call_all, calls(sleeps, blocks), Loop())
            while not begun.is_set():
                await anyio.sleep(0.01)
            scope.cancel()
    assert scope.cancel_called
    assert ended == ["coroutine"]
    may_end.set()


@pytest_anyio
@pytest.mark.parametrize("is_plain", [False, True], ids=["coroutine", "plain"])
async def test_exit_of_a_handler_is_returned(is_plain: bool) -> None:
    """`sys.exit` in a handler is for the robot to obey, after the siblings have ended."""
    done: List[str] = []

    async def leaves(_: Any) -> None:
        raise SystemExit(3)

    def leaves_in_a_thread(_: Any) -> None:
        raise SystemExit(3)

    async def archive(_: Any) -> None:
        await anyio.sleep(0.02)
        done.append("archived")

    leaving: Any = leaves_in_a_thread if is_plain else leaves
    exit = await call_all(calls(leaving, archive), Loop())
    assert exit is not None
    assert (exit.code, done) == (3, ["archived"])


@pytest_anyio
async def test_call_leaves_nothing_behind_in_its_task() -> None:
    """After its handlers, a task changes the state by itself again, whether one or more ran."""

    async def work(_: Any) -> None:
        state.set("seen", True)

    state = State(None)
    for functions in ([work], [work, work]):
        await call_all(calls(*functions), Loop())
        assert (state.get("seen", False), running.get()) == (False, None)
    state.set("seen", True)
    assert state.get("seen", False)


@pytest_anyio
@pytest.mark.parametrize("is_plain", [False, True], ids=["coroutine", "plain"])
async def test_handler_that_takes_too_long_is_given_up(
    is_plain: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """The limit of time cancels a handler as an error of it, which is reported; a thread stays."""
    may_end = threading.Event()
    failed: List[Any] = []

    async def slow() -> None:
        await anyio.sleep(math.inf)

    async def report(call: Call, error: BaseException) -> None:
        failed.append((call.name, type(error)))

    work: Any = functools.partial(may_end.wait, 10)
    run = functools.partial(invoke, work if is_plain else slow)
    with anyio.fail_after(5):
        await call_all([Call("slow", run, timeout_seconds=0.01)], Loop(), report)
    may_end.set()
    assert failed == [("slow", TimeoutError)]
    assert "slow took longer than 0.01 s" in caplog.text
