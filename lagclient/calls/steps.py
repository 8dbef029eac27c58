"""What a flow yields: the steps that a driver takes for it."""

from __future__ import annotations

from typing import Any, Generator, NamedTuple, Union

from lagclient.answer import Answer
from lagclient.transport.protocol import Request, Timeouts


class Send(NamedTuple):
    """Make one attempt."""

    request: Request
    timeouts: Timeouts


class Sleep(NamedTuple):
    """Wait."""

    seconds: float


Step = Union[Send, Sleep]
Flow = Generator[Step, Any, Answer[Any]]
