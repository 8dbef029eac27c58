"""What a flow yields: the steps that a driver takes for it."""

from __future__ import annotations

from typing import Any, Generator, NamedTuple, Protocol, Union

from lagclient.answer import Answer
from lagclient.transport.protocol import Reply, Request, Timeouts


class Send(NamedTuple):
    """Make one attempt."""

    request: Request
    timeouts: Timeouts


class Sink(Protocol):
    """Takes the body of a response piece by piece, and keeps it if it is not a success."""

    body: bytes

    def begin(self, reply: Reply) -> None:
        """Begin with a response, whose body is still to come; an earlier attempt is void."""
        ...

    def write(self, chunk: bytes) -> None:
        """Take the next piece."""
        ...


class Receive(NamedTuple):
    """Make one attempt whose body goes into a sink; its result is a `Reply` with the sink's."""

    request: Request
    timeouts: Timeouts
    sink: Sink


class Sleep(NamedTuple):
    """Wait."""

    seconds: float


Step = Union[Send, Receive, Sleep]
Flow = Generator[Step, Any, Answer[Any]]
