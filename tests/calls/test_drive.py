"""The two drivers: the same steps, whoever does them, and walks through pages."""

from __future__ import annotations

import asyncio
import inspect
import sys
import threading
import time
from contextvars import ContextVar
from typing import Any, Generator, List

import anyio
import anyio.lowlevel
import pytest
import trio

from lagclient import AsyncClient, Client
from lagclient.answer import Answer, Page
from lagclient.calls.drive import run, run_async
from lagclient.calls.flow import perform
from lagclient.calls.memory import Memory
from lagclient.calls.steps import Flow, Send, Sleep
from lagclient.errors import (
    LagAPIError,
    LagDecodeError,
    LagInvalidRequestError,
    LagTimeoutError,
)
from lagclient.pagination.pages import AsyncPages, Pages
from lagclient.pagination.prefetch import TURNS
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, Request, Timeouts, TransportError
from lagclient.types import UNSET
from tests.kit.calls import (
    GONE,
    ME,
    ROBOT_TOKEN,
    Clock,
    call_of,
    failure,
    listing,
    message,
    reply,
    settings_of,
    unsent,
)

GET = call_of("users.me")
SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
DELETE = call_of("servers.delete", server_id="s")
REQUEST = Request("GET", "https://lag.example", {})
ANSWER: Answer[Any] = Answer(1, 200, {}, 1, 0.0)


class Script:
    """A transport whose answers were written down before."""

    def __init__(self, *outcomes: Any) -> None:
        self.outcomes = list(outcomes)

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        answer: Reply = outcome
        return answer


class AsyncScript(Script):
    """The same, for coroutines: it lets others run in between."""

    async def send(self, request: Request, timeouts: Timeouts) -> Any:
        await anyio.sleep(0)
        return super().send(request, timeouts)


class Silence:
    """A transport that never answers."""

    async def send(self, request: Request, timeouts: Timeouts) -> Any:
        await anyio.sleep_forever()


def recorded(flow: Flow, steps: List[Any]) -> Flow:
    """A flow that notes what it yields."""
    try:
        step = next(flow)
        while True:
            steps.append(step)
            try:
                done = yield step
            except TransportError as failed:
                step = flow.throw(failed)
            else:
                step = flow.send(done)
    except StopIteration as end:
        answer: Answer[Any] = end.value
        return answer


STORIES = {
    "success": (GET, [reply(200, ME)]),
    "refusal": (GET, [reply(404)]),
    "repeated": (GET, [unsent(), reply(503), reply(200, ME)]),
    "given up": (GET, [failure(), failure(timed_out=True), reply(502)]),
    "found": (SEND, [failure(), reply(200, ME), listing(message())]),
    "absent": (SEND, [reply(500), reply(200, ME), listing(), reply(201, message())]),
    "gone": (DELETE, [reply(502), GONE]),
    "undecodable": (GET, [reply(200, b"5")]),
    "text": (GET, [reply(200, b"{]"), reply(200, ME)]),
    "a page": (GET, [reply(200, b"<html>"), reply(200, ME)]),
    "cut off": (GET, [reply(200, b'{"id": "m'), reply(200, ME)]),
    "a page, found": (SEND, [reply(200, b"<html>"), reply(200, ME), listing(message())]),
}


def story(call: Call, outcomes: List[Any], driver: Any, **options: Any) -> Any:
    """What became of a call, and the steps on the way."""
    # Without jitter and at once: waits of no length are steps all the same.
    settings = settings_of(max_retry_wait_seconds=0.0, **options)
    steps: List[Any] = []
    try:
        ended: Any = driver(recorded(perform(call, settings), steps), outcomes)
    except LagAPIError as error:
        ended = type(error), vars(error)
    assert settings.memory.in_flight == []
    return ended, steps


def blocking(flow: Flow, outcomes: List[Any]) -> Any:
    return run(flow, Script(*outcomes), time.sleep)


def on(backend: str) -> Any:
    """A driver that runs an event loop for the call."""

    def drive(flow: Flow, outcomes: List[Any]) -> Any:
        return anyio.run(run_async, flow, AsyncScript(*outcomes), anyio.sleep, backend=backend)

    return drive


@pytest.mark.parametrize(("call", "outcomes"), STORIES.values(), ids=STORIES)
@pytest.mark.parametrize("deadline", [None, 60.0], ids=["endless", "deadline"])
def test_both_drivers_take_the_same_steps(call: Call, outcomes: Any, deadline: Any) -> None:
    """Sync, asyncio and trio do the same for the same call: steps, answers and errors."""
    first = story(call, outcomes, blocking, deadline_seconds=deadline)
    assert len(first[1]) >= len(outcomes)
    assert {type(step) for step in first[1]} <= {Send, Sleep}
    for backend in ("asyncio", "trio"):
        assert story(call, outcomes, on(backend), deadline_seconds=deadline) == first


def test_refused_before_anything_is_done() -> None:
    """A call that may not be sent never reaches a transport."""
    for driver in (blocking, on("asyncio"), on("trio")):
        (cls, fields), steps = story(GET, [], driver, token=ROBOT_TOKEN)
        assert steps == []
        assert (cls.__name__, fields["attempts"]) == ("LagInvalidTokenError", 0)


def sleeper(log: List[Any]) -> Generator[Any, Any, Answer[Any]]:
    """A flow that sleeps once and notes what it is sent."""
    log.append((yield Sleep(0.0)))
    log.append((yield Send(REQUEST, Timeouts())))
    return ANSWER


def test_a_sleep_is_answered_with_nothing() -> None:
    """What a sleep returns is not the flow's business; the reply of a send is."""
    log: List[Any] = []
    slept: List[float] = []
    assert run(sleeper(log), Script("reply"), slept.append) is ANSWER
    assert (log, slept) == ([None, "reply"], [0.0])
    log.clear()
    assert asyncio.run(run_async(sleeper(log), AsyncScript("reply"), anyio.sleep)) is ANSWER
    assert log == [None, "reply"]


# Ends from outside


def closed(flow: Any) -> bool:
    return inspect.getgeneratorstate(flow) == inspect.GEN_CLOSED


@pytest.mark.parametrize(
    "end", [KeyboardInterrupt(), SystemExit(1), MemoryError(), RuntimeError("bug")], ids=repr
)
def test_a_flow_is_closed_whatever_ends_it(end: BaseException) -> None:
    """An interruption, or an error that is none of the protocol's, closes the flow and goes on."""
    settings = settings_of()
    flow = perform(SEND, settings)
    with pytest.raises(type(end)):
        run(flow, Script(end), time.sleep)
    assert closed(flow)
    assert settings.memory.in_flight == []


@pytest.mark.anyio
async def test_a_cancelled_call_closes_its_flow() -> None:
    """A task that is cancelled in the middle of a call leaves nothing in flight."""
    settings = settings_of()
    flow = perform(SEND, settings)
    with anyio.CancelScope() as scope:
        scope.cancel()
        await run_async(flow, Silence(), anyio.sleep)
    assert scope.cancel_called
    assert closed(flow)
    assert settings.memory.in_flight == []


@pytest.mark.anyio
async def test_a_deadline_of_the_caller_is_the_caller_s() -> None:
    """A time limit around the call ends it as its own, not as the call's deadline."""
    flow = perform(GET, settings_of(deadline_seconds=60.0))
    with pytest.raises(TimeoutError):
        with anyio.fail_after(0.01):
            await run_async(flow, Silence(), anyio.sleep)
    assert closed(flow)


@pytest.mark.anyio
async def test_the_deadline_cuts_an_attempt_off() -> None:
    """What takes longer than the deadline leaves is thrown into the flow as a failure."""
    seen: List[TransportError] = []

    def flow() -> Generator[Any, Any, Answer[Any]]:
        try:
            yield Send(REQUEST, Timeouts(total=0.01))
        except TransportError as failed:
            seen.append(failed)
        return ANSWER

    assert await run_async(flow(), Silence(), anyio.sleep) is ANSWER
    (failed,) = seen
    assert (failed.phase, failed.sent, failed.timed_out) == ("read", True, True)


@pytest.mark.anyio
async def test_a_deadline_becomes_a_timeout_error() -> None:
    """A whole call that is cut off is a LagTimeoutError with its cause, its outcome unknown."""
    settings = settings_of(deadline_seconds=0.01, clock=time.monotonic, memory=Memory(own_id="me"))
    with pytest.raises(LagTimeoutError, match=r"deadline of 0\.01 s has passed") as caught:
        await run_async(perform(SEND, settings), Silence(), anyio.sleep)
    assert (caught.value.outcome, caught.value.attempts) == ("unknown", 1)
    assert isinstance(caught.value.__cause__, TransportError)
    assert settings.memory.in_flight == []


@pytest.mark.anyio
@pytest.mark.parametrize("total", [None, 60.0], ids=["endless", "deadline"])
@pytest.mark.parametrize("foreign", [TimeoutError, asyncio.TimeoutError, OSError])
async def test_a_timeout_from_elsewhere_is_not_the_deadline(total: Any, foreign: Any) -> None:
    """A TimeoutError that a transport raises itself is not taken for the call's deadline."""
    flow = perform(GET, settings_of(deadline_seconds=total))
    with pytest.raises(foreign, match="elsewhere"):
        await run_async(flow, AsyncScript(foreign("elsewhere")), anyio.sleep)
    assert closed(flow)


# Pages

START = Call(TABLE["servers.rooms.messages.list"], ("s", "r", UNSET, UNSET))


class Listing:
    """A listing that answers with these results, one after the other, and notes the cursors."""

    def __init__(self, *results: Any) -> None:
        self.results = results
        self.asked: List[Any] = []
        self.place = 0

    def perform(self, call: Call) -> Any:
        cursor = call.named()["cursor"]
        self.place = 0 if cursor is UNSET else self.place + 1
        self.asked.append(cursor)
        return self.results[self.place]

    async def perform_later(self, call: Call) -> Any:
        await anyio.sleep(0)
        return self.perform(call)

    def pages(self, kind: str, prefetch: bool = False) -> Any:
        """Its pages, for blocking code or for coroutines."""
        if kind == "sync":
            return Pages(self.perform, START, prefetch=prefetch)
        return AsyncPages(self.perform_later, START, prefetch=prefetch)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def kind(request: Any) -> str:
    """The three ways to walk."""
    way: str = request.param
    return way


@pytest.fixture(params=[False, True], ids=["when reached", "ahead"])
def prefetch(request: Any) -> bool:
    """Pages fetched when they are reached, or one ahead: the same walk."""
    ahead: bool = request.param
    return ahead


def walk(kind: str, source: Any, into: List[Any]) -> List[Any]:
    """Everything that an iterator, or an asynchronous one, gives."""
    if kind == "sync":
        for found in source:
            into.append(found)
        return into

    async def walk_later() -> None:
        async for found in source:
            into.append(found)

    anyio.run(walk_later, backend=kind)
    return into


A, B, C = Page([1, 2], True, "a"), Page([], True, "b"), Page([3], False, None)


def test_pages_and_items(kind: str, prefetch: bool) -> None:
    """Pages come one by one, items without them, and an empty page does not end either."""
    source = Listing(A, B, C)
    assert walk(kind, source.pages(kind, prefetch), []) == [A, B, C]
    assert walk(kind, source.pages(kind, prefetch).items(), []) == [1, 2, 3]
    assert source.asked == [UNSET, "a", "b"] * 2


def test_a_walk_goes_on_where_it_was_left(kind: str, prefetch: bool) -> None:
    """Pages are walked once: what was left early goes on, what has ended stays ended."""
    pages = Listing(A, B, C).pages(kind, prefetch)
    if kind == "sync":
        assert next(pages) == A
        assert [*pages] == [B, C]
    assert walk(kind, Listing(A, B, C).pages(kind, prefetch), []) == [A, B, C]
    ended = Listing(A, B, C).pages(kind, prefetch)
    walk(kind, ended, [])
    assert walk(kind, ended, []) == []


def test_raw_pages_keep_their_answers(kind: str, prefetch: bool) -> None:
    """Pages of raw calls are answers around pages; their items are just items."""
    answers = [Answer(page, 200, {"x-request-id": "r"}, 1, 0.5) for page in (A, C)]
    source = Listing(*answers)
    assert walk(kind, source.pages(kind, prefetch), []) == answers
    assert walk(kind, source.pages(kind, prefetch).items(), []) == [1, 2, 3]
    bare = Answer([4, 5], 200, {}, 1, 0.5)
    (found,) = walk(kind, Listing(bare).pages(kind, prefetch), [])
    assert found == Answer(Page([4, 5]), 200, {}, 1, 0.5)


def test_a_bare_list_is_one_page(kind: str, prefetch: bool) -> None:
    """A listing without pages gives one, whose items are all."""
    assert walk(kind, Listing([4, 5]).pages(kind, prefetch), []) == [Page([4, 5])]
    assert walk(kind, Listing([]).pages(kind, prefetch).items(), []) == []


@pytest.mark.parametrize(
    "results",
    [
        [A, Page([3], True, "a")],
        [A, Page([3], True, None)],
        [A, Page([3], True, "")],
    ],
    ids=["repeated", "missing", "empty"],
)
def test_a_walk_that_cannot_go_on_raises(kind: str, prefetch: bool, results: Any) -> None:
    """A bad cursor raises once what was fetched has been handed over, and asks for no more."""
    source, found = Listing(*results), []
    with pytest.raises(LagDecodeError, match="cannot continue"):
        walk(kind, source.pages(kind, prefetch), found)
    assert found == results
    assert source.asked == [UNSET, "a"]
    items: List[int] = []
    with pytest.raises(LagDecodeError):
        walk(kind, source.pages(kind, prefetch).items(), items)
    assert items == [1, 2, 3]


def test_pages_are_fetched_when_they_are_reached() -> None:
    """Nothing is asked for before it is walked to, and nothing after one stops."""
    source = Listing(A, B, C)
    pages = source.pages("sync")
    assert source.asked == []
    assert next(iter(pages)) == A
    assert source.asked == [UNSET]


def test_the_deadline_is_for_each_page() -> None:
    """A walk may take as long as it wants; each of its pages has the deadline of a call."""
    clock, limits = Clock(), []

    class Slow:
        def send(self, request: Request, timeouts: Timeouts) -> Reply:
            limits.append(timeouts.total)
            clock.seconds += 3
            if len(limits) == 3:
                clock.seconds += 3
                raise failure(timed_out=True)
            body = {"messages": [message()], "hasMore": True, "nextCursor": f"c{len(limits)}"}
            return reply(200, body)

    settings = settings_of(clock=clock, deadline_seconds=5.0)
    call = call_of("servers.rooms.messages.list", server_id="s", room_id="r")

    def performed(call: Call) -> Any:
        return run(perform(call, settings), Slow(), time.sleep).data  # type: ignore[arg-type]

    pages: Any = Pages(performed, call)
    assert [next(pages).next_cursor for _ in range(2)] == ["c1", "c2"]
    with pytest.raises(LagTimeoutError, match="deadline of 5 s") as caught:
        next(pages)
    assert caught.value.attempts == 1
    assert limits == [5.0] * 3


# Prefetch

VARIABLE: ContextVar[str] = ContextVar("VARIABLE", default="lost")


def test_prefetch_keeps_context_variables(kind: str) -> None:
    """A page that is fetched ahead is fetched in the caller's context, as tracing needs."""
    seen: List[str] = []

    class Tracing(Listing):
        def perform(self, call: Call) -> Any:
            if call is START:  # in the caller's context, of which a prefetch has a copy
                VARIABLE.set(kind)
            seen.append(VARIABLE.get())
            return super().perform(call)

    assert walk(kind, Tracing(A, C).pages(kind, prefetch=True), []) == [A, C]
    assert seen == [kind, kind]


def test_the_next_page_is_asked_for_while_one_is_worked_on() -> None:
    """In a thread, without the caller's doing anything."""
    asked = threading.Event()

    def perform(call: Call) -> Any:
        if call.named()["cursor"] is UNSET:
            return A
        asked.set()
        return C

    pages = Pages(perform, START, prefetch=True)
    assert next(pages) == A
    assert asked.wait(5)
    assert [*pages] == [C]


@pytest.mark.anyio
async def test_the_next_page_is_on_its_way_before_one_is_handed_over() -> None:
    """A caller that blocks the event loop does not hold the next page up."""
    source = Listing(A, B, C)
    pages = source.pages("async", prefetch=True)
    assert await pages.__anext__() == A
    assert source.asked == [UNSET, "a"]
    assert await pages.__anext__() == B
    assert source.asked == [UNSET, "a", "b"]
    assert await pages.__anext__() == C
    assert source.asked == [UNSET, "a", "b"]


@pytest.mark.parametrize("imported", [False, True])
def test_pages_go_ahead_on_asyncio_whether_trio_is_imported_or_not(
    imported: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which event loop runs is not told by what a program has imported."""
    monkeypatch.setitem(sys.modules, "trio", trio if imported else None)
    pages, found = AsyncPages(answered, START, prefetch=True), []
    asyncio.run(collect(pages, found))
    assert found == [A, B, C]


def test_a_page_that_fails_ahead_fails_when_it_is_reached(kind: str) -> None:
    """Not before, so that nothing is lost; and it can be asked for again."""
    trouble = [LagDecodeError("broken", 200)]

    class Troubled(Listing):
        def perform(self, call: Call) -> Any:
            if call.named()["cursor"] == "a" and trouble:
                raise trouble.pop()
            return super().perform(call)

    pages, found = Troubled(A, B, C).pages(kind, prefetch=True), []
    with pytest.raises(LagDecodeError, match="broken"):
        walk(kind, pages, found)
    assert found == [A]
    assert walk(kind, pages, found) == [A, B, C]


async def answered(call: Call) -> Any:
    """The page that a cursor leads to, however often it is asked for."""
    await anyio.lowlevel.checkpoint()
    return {UNSET: A, "a": B, "b": C}[call.named()["cursor"]]


async def collect(pages: Any, into: List[Any]) -> None:
    """Walk to the end."""
    async for page in pages:
        into.append(page)


@pytest.mark.anyio
async def test_a_walker_that_is_cancelled_loses_no_page() -> None:
    """A page that was not handed over is fetched again, whenever the cancellation came."""
    for turns in range(2 * TURNS):
        pages, found = AsyncPages(answered, START, prefetch=True), []
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(collect, pages, found)
            for _ in range(turns):
                await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        await collect(pages, found)
        assert found == [A, B, C]


def test_a_cancelled_prefetch_is_made_again() -> None:
    """A prefetch whose task was cancelled from outside is called for when its page is reached."""
    source, cancelled = Listing(A, B), []

    async def perform(call: Call) -> Any:
        if call.named()["cursor"] == "a" and not cancelled:
            cancelled.append(asyncio.current_task())
            await asyncio.sleep(60)
        return source.perform(call)

    async def walk() -> None:
        pages: Any = AsyncPages(perform, START, prefetch=True)
        assert await pages.__anext__() == A
        cancelled[0].cancel()
        assert await pages.__anext__() == B

    asyncio.run(walk())


@pytest.mark.parametrize("cls", [Pages, AsyncPages])
def test_prefetch_is_yes_or_no(cls: Any) -> None:
    """Anything else is refused before anything is asked."""
    with pytest.raises(LagInvalidRequestError, match=r"`prefetch` must be .* not 3"):
        cls(None, START, prefetch=3)


def raising(error: Any) -> Any:
    """Return a function of a program that raises by accident, as with `next()`."""

    def function(*args: object) -> str:
        raise error

    return function


@pytest.mark.parametrize("source", ["token", "cursor"])
@pytest.mark.parametrize("error", [StopIteration, StopAsyncIteration])
def test_stop_iteration_of_the_program_is_an_error(error: Any, source: str) -> None:
    """It ends no loop over pages or events as if there were no more."""

    def walk(cls: Any) -> Any:
        if source == "cursor":
            robot = cls(token=ROBOT_TOKEN)
            return robot.robots.events.stream(cursor=(raising(error), print))
        return cls(token=raising(error)).servers.rooms.messages.paginate("s", "r")

    async def main() -> None:
        with pytest.raises(RuntimeError, match=error.__name__):
            [each async for each in walk(AsyncClient)]

    anyio.run(main)
    with pytest.raises(RuntimeError, match=error.__name__):
        list(walk(Client))
