"""The two drivers of a flow. They perform the steps that it yields: one blocks, one awaits."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Union

import attrs

from lagclient.answer import Answer
from lagclient.calls.echo import failure_without_token, without_token
from lagclient.calls.steps import ENDS_OF_LOOPS, Flow, Receive, Run, Send, accident, go_on
from lagclient.errors import LagAPIError
from lagclient.transport.protocol import (
    AsyncTransport,
    CarriedError,
    Reply,
    Transport,
    TransportError,
)


def run(flow: Flow, transport: Transport, sleep: Callable[[float], object]) -> Answer[Any]:
    """Run a flow to its result, blocking."""
    done: Any = None
    try:
        step = go_on(flow.send, None)
        while not isinstance(step, Answer):
            try:
                if isinstance(step, (Send, Receive)):
                    done = attempt_blocking(transport, step)
                elif isinstance(step, Run):
                    done = step.function(*step.args)
                else:
                    done = sleep(step.seconds)
            except TransportError as failure:
                step = go_on(flow.throw, failure)
            except CarriedError as carried:
                raise carried.error from carried.error.__cause__
            except ENDS_OF_LOOPS as error:
                raise accident(error) from error
            else:
                step = go_on(flow.send, done)
        return step
    except LagAPIError as error:
        done = None  # a report may show variables, and a server may echo the token in headers
        raise error.with_traceback(None) from error.__cause__  # the flow's frames do not help
    finally:
        flow.close()


async def run_async(
    flow: Flow, transport: AsyncTransport, sleep: Callable[[float], Awaitable[object]]
) -> Answer[Any]:
    """Run a flow to its result, on asyncio or trio."""
    done: Any = None
    try:
        step = go_on(flow.send, None)
        while not isinstance(step, Answer):
            done = None
            try:
                if isinstance(step, (Send, Receive)):
                    done = await attempt(transport, step)
                elif isinstance(step, Run):
                    done = (step.async_function or step.function)(*step.args)
                    done = await done if hasattr(done, "__await__") else done
                else:
                    await sleep(step.seconds)
            except TransportError as failure:
                step = go_on(flow.throw, failure)
            except CarriedError as carried:
                raise carried.error from carried.error.__cause__
            except ENDS_OF_LOOPS as error:
                raise accident(error) from error
            else:
                step = go_on(flow.send, done)
        return step
    except LagAPIError as error:
        done = None  # as above
        raise error.with_traceback(None) from error.__cause__
    finally:
        flow.close()


def attempt_blocking(transport: Transport, step: Union[Send, Receive]) -> Reply:
    """Make one attempt, which the transport ends at the deadline of its call."""
    request = step.request
    try:
        if isinstance(step, Send):
            return without_token(transport.send(request, step.timeouts), request)
        return without_token(_receive(transport, step), request)
    except TransportError as failure:
        raise failure_without_token(failure, request) from failure.__cause__


async def attempt(transport: AsyncTransport, step: Union[Send, Receive]) -> Reply:
    """Make one attempt, and cancel it at the deadline of its call."""
    import anyio

    from lagclient.transport import progress

    request = step.request
    try:
        if step.timeouts.total is None:
            return without_token(await _attempt(transport, step), request)
        with progress.watched() as phases, anyio.move_on_after(step.timeouts.total):
            return without_token(await _attempt(transport, step), request)
    except TransportError as failure:
        raise failure_without_token(failure, request) from failure.__cause__
    raise TransportError.cut_off(phases[-1])


def _attempt(transport: AsyncTransport, step: Union[Send, Receive]) -> Awaitable[Reply]:
    if isinstance(step, Send):
        return transport.send(step.request, step.timeouts)
    return _receive_async(transport, step)


def _receive(transport: Transport, step: Receive) -> Reply:
    with transport.stream(step.request, step.timeouts) as stream:
        head = Reply(stream.status, stream.headers, b"")
        step.sink.begin(head)
        for chunk in stream.chunks:
            step.sink.write(chunk)
    return attrs.evolve(head, body=step.sink.body)


async def _receive_async(transport: AsyncTransport, step: Receive) -> Reply:
    async with transport.stream(step.request, step.timeouts) as stream:
        head = Reply(stream.status, stream.headers, b"")
        step.sink.begin(head)
        async for chunk in stream.chunks:
            step.sink.write(chunk)
    return attrs.evolve(head, body=step.sink.body)
