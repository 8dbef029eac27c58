"""What a listener's flow says is to be done, beside the `Send` and `Sleep` of a call.

As in `lagclient.calls.flow`, a flow only says it, and a driver does it; a `TransportError` of
what was done is thrown back into the flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Generator, Tuple, Union

import attrs

from lagclient.calls.steps import Send, Sleep
from lagclient.transport.protocol import Headers, Request, Timeouts

if TYPE_CHECKING:
    from lagclient.models.robot_event import RobotEvent


@attrs.frozen
class Open:
    """Make a request whose answer is read piece by piece; what comes of it is `Opened`."""

    request: Request
    timeouts: Timeouts


@attrs.frozen
class Opened:
    """The head of an answer."""

    status: int
    headers: Headers


@attrs.frozen
class Read:
    """Wait for the next piece of what is open; None at its end."""


@attrs.frozen
class HangUp:
    """End what is open, if anything is."""


@attrs.frozen
class Run:
    """Call a function of the caller's; an asynchronous driver awaits its result, if it can."""

    function: Callable[..., Any]
    args: Tuple[Any, ...] = ()
    blocks: bool = False
    """Whether it keeps its thread waiting: then an asynchronous driver has another one do it."""


@attrs.frozen
class Deliver:
    """Hand an event to the caller; to go on means that the caller is done with it."""

    event: RobotEvent


Step = Union[Send, Sleep, Open, Read, HangUp, Run, Deliver]
Listener = Generator[Step, Any, None]
