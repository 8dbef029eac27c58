"""The two drivers of a flow: they take the steps that it yields, blocking or with `await`."""

from __future__ import annotations

import time
from typing import (
    Any,
    Callable,
    TypeVar,
)

from lagclient.answer import Answer
from lagclient.calls.steps import Flow, Send
from lagclient.errors import LagAPIError
from lagclient.transport.protocol import AsyncTransport, Reply, Transport, TransportError

T = TypeVar("T")
P = TypeVar("P")
A = TypeVar("A")


def run(
    flow: Flow, transport: Transport, sleep: Callable[[float], object] = time.sleep
) -> Answer[Any]:
    """Run a flow to its result, blocking."""
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
    except LagAPIError as error:
        raise error.with_traceback(None) from error.__cause__  # frames of the flow tell nothing
    finally:
        flow.close()


async def run_async(flow: Flow, transport: AsyncTransport) -> Answer[Any]:
    """Run a flow to its result, on asyncio or trio."""
    import anyio

    try:
        step = next(flow)
        while True:
            done: Any = None
            try:
                if isinstance(step, Send):
                    done = await attempt(transport, step)
                else:
                    await anyio.sleep(step.seconds)
            except TransportError as failure:
                step = flow.throw(failure)
            else:
                step = flow.send(done)
    except StopIteration as end:
        answer: Answer[Any] = end.value
        return answer
    except LagAPIError as error:
        raise error.with_traceback(None) from error.__cause__  # as above
    finally:
        flow.close()


async def attempt(transport: AsyncTransport, step: Send) -> Reply:
    """Make one attempt, and cancel it when its time is over."""
    import anyio

    if step.timeouts.total is None:
        return await transport.send(step.request, step.timeouts)
    with anyio.move_on_after(step.timeouts.total):
        return await transport.send(step.request, step.timeouts)
    raise TransportError("Cut off", phase="read", sent=True, timed_out=True)
