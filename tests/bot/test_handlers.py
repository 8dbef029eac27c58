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

from lagclient.bot.handlers import Handlers, call_all
from lagclient.bot.loop import Loop
from lagclient.errors import LagInvalidRequestError
from lagclient.models import event_from


def message(content: Any) -> Any:
    return event_from({"type": "room.message", "data": {"roomId": "room_1", "content": content}})


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("!ping", ""),
        ("!PING  a  b ", "a  b"),
        ("!ping\na", "a"),
        ("! ping", None),
        ("x !ping", None),
        ("!pinging", None),
        ("", None),
        (None, None),
    ],
)
def test_command_begins_the_message(content: Any, text: Any) -> None:
    """A command is the prefix and one word at the beginning; case does not matter."""
    handlers = Handlers("!")
    handlers.command("ping")(print)
    calls: Any = handlers.calls_for(message(content), None)  # type: ignore[arg-type]
    assert [context.text for _, context in calls] == ([] if text is None else [text])


@pytest.mark.parametrize("prefix", ["", " ", "a b", None, 5])
def test_prefix_must_be_a_word(prefix: Any) -> None:
    """A prefix that nobody can write is refused."""
    with pytest.raises(LagInvalidRequestError, match="`prefix` must be text without spaces, not"):
        Handlers(prefix)


@pytest.mark.parametrize("name", ["", "two words", None])
def test_command_must_be_a_word(name: Any) -> None:
    """A command that nobody can write is refused."""
    with pytest.raises(LagInvalidRequestError, match="`name` must be one word"):
        Handlers("!").command(name)


def test_command_has_one_handler(caplog: pytest.LogCaptureFixture) -> None:
    """Two commands of one name are refused; an event of an unknown type may be a future one."""
    handlers = Handlers("!")
    handlers.command("ping")(print)
    with pytest.raises(LagInvalidRequestError, match="not 'PING' again"):
        handlers.command("PING")
    assert handlers.on("member.joined")(print) is print
    assert "'member.joined' are unknown" in caplog.text


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
    exit = await call_all([(handler, "x") for handler in handlers], Loop())
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
        await call_all([(failing, 1), (archive, 1)], Loop())
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

    await call_all([(timer, 1), (archive, 1)], Loop())
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
            tasks.start_soon(call_all, [(sleeps, 1), (blocks, 1)], Loop())
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
    exit = await call_all([(leaving, 1), (archive, 1)], Loop())
    assert exit is not None
    assert (exit.code, done) == (3, ["archived"])
