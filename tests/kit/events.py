"""Listeners without a network: flows stepped by hand, against an API that is a list of events."""

from __future__ import annotations

import json
from typing import Any, Callable, Iterator, List, Optional, Sequence, Union

import attrs
import pytest

from lagclient.calls import retry
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Send, Sleep
from lagclient.errors import LagAPIError
from lagclient.listening.listener import listener
from lagclient.listening.steps import Deliver, HangUp, Listener, Open, Opened, Read, Run
from lagclient.models import RobotEvent
from lagclient.routing.call import Call
from lagclient.transport.protocol import TransportError
from tests.kit.calls import ROBOT_TOKEN, TABLE, failure, settings_of

SSE = {"content-type": "text/event-stream; charset=utf-8"}
DEFAULTS = {"cursor": None, "after": None, "on_gap": "raise", "silence_seconds": 60.0}


def text_of(number: int, **more: Any) -> str:
    """An event as the stream has it."""
    data = {"type": "room.message", "data": {"content": f"message {number}"}, **more}
    return f"id: evt_{number}\nevent: room.message\ndata: {json.dumps(data)}\n\n"


class Kept:
    """A cursor in memory."""

    def __init__(self, id: Optional[str] = None) -> None:
        self.id = id
        self.saved: List[str] = []

    def load(self) -> Optional[str]:
        return self.id

    def save(self, id: str) -> None:
        self.id = id
        self.saved.append(id)


Answer = Union[int, bytes, Sequence[Any], TransportError]
"""A status, a body that then ends, its pieces (a failure among them), or no answer at all."""


@attrs.define
class Stepped:
    """Steps through a stream; `answers` says what comes of each attempt to open it."""

    answers: Callable[[Optional[str]], Any]
    """Given Last-Event-ID: the status and the pieces of the body; or a failure."""
    settings: Settings = attrs.field(factory=lambda: settings_of(token=ROBOT_TOKEN))
    opened: List[Open] = attrs.field(factory=list)
    slept: List[float] = attrs.field(factory=list)
    is_open: bool = False

    def listen(self, **options: Any) -> Iterator[RobotEvent]:
        """The events, as a caller would get them."""
        route = TABLE["robots.events.sse"]
        flow = listener(Call(route, ()), self.settings, {**DEFAULTS, **options})
        return self.drive(flow)

    def drive(self, flow: Listener) -> Iterator[RobotEvent]:
        clock: Any = self.settings.clock
        pieces: Iterator[Any] = iter(())
        try:
            step = next(flow)
            while True:
                done: Any = None
                failed: Any = None
                if isinstance(step, Deliver):
                    yield step.event
                elif isinstance(step, Run):
                    done = step.function(*step.args)
                elif isinstance(step, Sleep):
                    assert not self.is_open
                    self.slept.append(step.seconds)
                    clock.seconds += step.seconds
                elif isinstance(step, Open):
                    self.opened.append(step)
                    answer = self.answers(step.request.headers.get("last-event-id"))
                    if isinstance(answer, TransportError):
                        failed = answer
                    else:
                        status, headers, body = answer
                        done, pieces, self.is_open = Opened(status, headers), iter(body), True
                elif isinstance(step, Read):
                    assert self.is_open
                    done = next(pieces, None)
                    if isinstance(done, tuple):
                        clock.seconds += done[0]
                        done = done[1]
                    if isinstance(done, TransportError):
                        failed, self.is_open = done, False
                else:
                    assert isinstance(step, HangUp)
                    self.is_open = False
                assert not isinstance(step, Send)
                step = flow.throw(failed) if failed else flow.send(done)
        except StopIteration:
            return


def story(*answers: Any) -> Callable[[Optional[str]], Any]:
    """Answers in their order; the last one is the end: a refusal that stops the stream."""
    left = [*answers, 401]

    def next_one(last_id: Optional[str]) -> Any:
        answer = left.pop(0)
        if isinstance(answer, TransportError):
            return answer
        if isinstance(answer, int):
            return answer, {}, [b'{"message": "no", "error": "no"}']
        if isinstance(answer, tuple):
            return answer
        if isinstance(answer, (str, bytes)):
            answer = [answer]
        return 200, SSE, [a.encode() if isinstance(a, str) else a for a in answer]

    return next_one


def outcome_of(stepped: Stepped, **options: Any) -> Any:
    """Return the events until the stream is refused, and the error."""
    found: List[Any] = []
    events = (event.id if event.id else event.raw for event in stepped.listen(**options))
    with pytest.raises(LagAPIError) as caught:
        found.extend(events)
    return found, caught.value


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has failed hardly waits, where waits are real."""
    monkeypatch.setattr(retry, "FIRST_WAIT_SECONDS", 0.001)
    monkeypatch.setattr(retry, "JITTER_SECONDS", 0.0)


def cut() -> TransportError:
    """A connection that broke."""
    return failure()
