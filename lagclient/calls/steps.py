"""The steps that a flow yields and a driver performs."""

from __future__ import annotations

from typing import Any, Callable, Generator, NamedTuple, Optional, Protocol, Tuple, Union

from lagclient.answer import Answer
from lagclient.transport.protocol import Reply, Request, Timeouts


class Send(NamedTuple):
    """Make one attempt."""

    request: Request
    timeouts: Timeouts


class Sink(Protocol):
    """Receives the body of a response in chunks; keeps the body of an error in `body`."""

    body: bytes

    def begin(self, reply: Reply) -> None:
        """Begin a response before its body arrives, and discard the body of an earlier attempt."""
        ...

    def write(self, chunk: bytes) -> None:
        """Receive the next chunk."""
        ...


class Receive(NamedTuple):
    """Make one attempt, and write the body of its response to a sink.

    The body of the `Reply` is that of the sink.
    """

    request: Request
    timeouts: Timeouts
    sink: Sink


class Sleep(NamedTuple):
    """Wait."""

    seconds: float


class Run(NamedTuple):
    """Call a function of the caller; an asynchronous driver awaits an awaitable result."""

    function: Callable[..., Any]
    args: Tuple[Any, ...] = ()
    blocks: bool = False
    """Whether it blocks: then `AsyncListening` calls it in a thread; `calls.drive` does not."""
    async_function: Optional[Callable[..., Any]] = None
    """If it is set, an asynchronous driver calls it instead."""


Step = Union[Send, Receive, Sleep, Run]
Flow = Generator[Step, Any, Answer[Any]]


def go_on(step: Callable[[Any], Step], value: object) -> Union[Step, Answer[Any]]:
    """Go on with a flow, by its `send` or `throw`; return its next step, or its result.

    A StopIteration ends the flow only here, because a function of the caller may raise one by
    accident, with `next()`: the call would then end without a result or an error.
    """
    try:
        return step(value)
    except StopIteration as end:
        answer: Answer[Any] = end.value
        return answer


ENDS_OF_LOOPS = (StopIteration, StopAsyncIteration)
"""Raised by a function of the caller, they would end a loop over pages or events in silence."""


def accident(error: Exception) -> RuntimeError:
    """Return the error for one of `ENDS_OF_LOOPS` that a function of the caller raised."""
    return RuntimeError(f"A function of the caller raised {type(error).__name__}")
