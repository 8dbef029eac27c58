"""The two drivers: they do what a flow yields, and walk through pages.

This is the only place where sync and async differ, beside the clients and the transports.
"""

from __future__ import annotations

import time
from typing import (
    Any,
    AsyncIterator,
    Awaitable,
    Callable,
    Generic,
    Iterator,
    TypeVar,
    overload,
)

import attrs

from lagclient.answer import Answer
from lagclient.pagination import Page, Walk, page_of
from lagclient.routing.call import Call
from lagclient.transport.flow import Flow, Send
from lagclient.transport.protocol import AsyncTransport, Transport, TransportError

T = TypeVar("T")
P = TypeVar("P")


def run(
    flow: Flow, transport: Transport, sleep: Callable[[float], object] = time.sleep
) -> Answer[Any]:
    """Drive a flow to its answer, blocking."""
    try:
        step = next(flow)
        while True:
            try:
                if isinstance(step, Send):
                    done: Any = transport.send(step.request, step.timeouts)
                else:
                    done = sleep(step.seconds)
            except TransportError as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(done)
    except StopIteration as end:
        answer: Answer[Any] = end.value
        return answer
    finally:
        flow.close()


async def run_async(flow: Flow, transport: AsyncTransport) -> Answer[Any]:
    """Drive a flow to its answer, on asyncio or trio."""
    import anyio

    try:
        step = next(flow)
        while True:
            done: Any = None
            try:
                if not isinstance(step, Send):
                    await anyio.sleep(step.seconds)
                elif step.timeouts.total is None:
                    done = await transport.send(step.request, step.timeouts)
                else:
                    with anyio.move_on_after(step.timeouts.total):
                        done = await transport.send(step.request, step.timeouts)
                    if done is None:
                        raise TransportError("Cut off", phase="read", sent=True, timed_out=True)
            except TransportError as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(done)
    except StopIteration as end:
        answer: Answer[Any] = end.value
        return answer
    finally:
        flow.close()


class Pages(Generic[P]):
    """The pages of a listing, fetched one by one while you walk: ``for page in pages``.

    It can be walked again, and then starts anew.
    """

    def __init__(self, perform: Callable[[Call], Any], call: Call) -> None:
        self._perform = perform
        self._call = call

    def __iter__(self) -> Iterator[P]:
        walk = Walk(self._call)
        while walk.call is not None:
            result, page = _paged(self._perform(walk.call))
            yield result
            walk = walk.after(page)

    @overload
    def items(self: Pages[Page[T]]) -> Iterator[T]: ...

    @overload
    def items(self: Pages[Answer[Page[T]]]) -> Iterator[T]: ...

    def items(self) -> Iterator[Any]:
        """The items of all pages, one by one."""
        for result in self:
            yield from _paged(result)[1].items


class AsyncPages(Generic[P]):
    """The pages of a listing, fetched one by one while you walk: ``async for page in pages``.

    It can be walked again, and then starts anew.
    """

    def __init__(self, perform: Callable[[Call], Awaitable[Any]], call: Call) -> None:
        self._perform = perform
        self._call = call

    async def __aiter__(self) -> AsyncIterator[P]:
        walk = Walk(self._call)
        while walk.call is not None:
            result, page = _paged(await self._perform(walk.call))
            yield result
            walk = walk.after(page)

    @overload
    def items(self: AsyncPages[Page[T]]) -> AsyncIterator[T]: ...

    @overload
    def items(self: AsyncPages[Answer[Page[T]]]) -> AsyncIterator[T]: ...

    async def items(self) -> AsyncIterator[Any]:
        """The items of all pages, one by one."""
        async for result in self:
            for item in _paged(result)[1].items:
                yield item


def _paged(result: Any) -> Any:
    """A call's result with its listing as a page, and that page: a raw one keeps its answer."""
    data: Any = result.data if isinstance(result, Answer) else result
    page: Page[Any] = page_of(data)
    return (attrs.evolve(result, data=page) if isinstance(result, Answer) else page), page
