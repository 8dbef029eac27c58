"""The steps that the flow of a listener yields, beside the `Send` and `Sleep` of a call.

As in `lagclient.calls.flow`, a driver performs them, and throws a `TransportError` into the flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generator, Union

import attrs

from lagclient.calls.steps import Receive, Run, Send, Sleep
from lagclient.transport.protocol import Headers, Request, Timeouts

if TYPE_CHECKING:
    from lagclient.models.robot_event import AnyRobotEvent


@attrs.frozen
class Open:
    """Make a request whose response is read piece by piece; its result is `Opened`."""

    request: Request
    timeouts: Timeouts


@attrs.frozen
class Opened:
    """The head of a response."""

    status: int
    headers: Headers


@attrs.frozen
class Read:
    """Wait for the next piece of the response; the result is None at its end."""


@attrs.frozen
class HangUp:
    """Close the response, if one is open."""


@attrs.frozen
class Deliver:
    """Deliver an event to the caller; when the flow continues, the caller has acknowledged it."""

    event: AnyRobotEvent


Step = Union[Send, Receive, Sleep, Open, Read, HangUp, Run, Deliver]
Listener = Generator[Step, Any, None]
