"""Polls, one after the other, step by step."""

from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError, LagAuthError, LagConnectionError, LagInvalidRequestError
from lagclient.listening.listener import listener
from lagclient.listening.steps import Deliver
from lagclient.models import RoomMessageEvent, UnknownEvent
from lagclient.routing.call import Call
from lagclient.transport.protocol import TransportError
from tests.kit.calls import ROBOT_TOKEN, TABLE, failure, reply, settings_of, unsent


def polled(*numbers: int) -> Any:
    """What a poll brings."""
    data = [
        {
            "id": f"evt_{number}",
            "eventType": "room.message",
            "payload": {"type": "room.message", "data": {"content": "hi"}},
        }
        for number in numbers
    ]
    return reply(200, data)


def play(*outcomes: Any, **options: Any) -> Tuple[List[Any], List[float], Any]:
    """What was delivered, the waits, and the error at the end; a pair takes so many seconds."""
    settings = settings_of(token=ROBOT_TOKEN, max_retries=0, **options)
    clock: Any = settings.clock
    call = Call(TABLE["robots.events.poll"], ())
    flow = listener(call, settings, {"pause_seconds": 2.0})
    left, events, waits = [*outcomes, reply(401)], [], []
    try:
        step = next(flow)
        while True:
            if isinstance(step, Deliver):
                events.append(step.event)
                step = flow.send(None)
            elif isinstance(step, Sleep):
                waits.append(step.seconds)
                clock.seconds += step.seconds
                step = flow.send(None)
            else:
                outcome = left.pop(0)
                if isinstance(outcome, tuple):
                    clock.seconds += outcome[0]
                    outcome = outcome[1]
                failed = isinstance(outcome, TransportError)
                step = flow.throw(outcome) if failed else flow.send(outcome)
    except LagAPIError as error:
        return events, waits, error


def test_polls_follow_each_other() -> None:
    """Events are typed and delivered once; the next poll follows their end at once."""
    events, waits, error = play(polled(1, 2), polled(2, 3))
    assert [event.id for event in events] == ["evt_1", "evt_2", "evt_3"]
    assert {type(event) for event in events} == {RoomMessageEvent}
    assert waits == []
    assert isinstance(error, LagAuthError)


def test_empty_polls_begin_apart() -> None:
    """Empty polls begin some seconds apart; if the API holds them for longer, nothing is added."""
    _, waits, _ = play(polled(), (0.5, polled()), (30.0, polled()))
    assert waits == [2.0, 1.5]


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        (failure(), 0.25),
        (unsent(), 0.25),
        (reply(408), 0.25),
        (reply(425), 0.25),
        (reply(500), 0.25),
        (reply(429, **{"retry-after": "100"}), 100.0),
        (reply(200, b"<html>"), 0.25),
    ],
    ids=["lost", "unsent", "408", "425", "500", "429", "nonsense"],
)
def test_polls_go_on_after_a_failure(outcome: Any, wait: float) -> None:
    """A failure that passes is followed by another poll, after a wait."""
    events, waits, _ = play(outcome, outcome, polled(1), outcome)
    assert [event.id for event in events] == ["evt_1"]
    assert waits == [wait, max(wait, 0.5), wait]


@pytest.mark.parametrize("status", [400, 403, 404])
@pytest.mark.parametrize("body", [b"<h1>No</h1>", {"message": "no Route matched"}], ids=type)
def test_refusal_of_a_proxy_is_waited_out_once_a_poll_worked(status: int, body: Any) -> None:
    """A refusal that is not the API's ends polls after five minutes, or if none has worked yet."""
    bare, own = reply(status, body), reply(status, {"message": "no", "error": "no"})
    events, _, _ = play(polled(1), *[bare] * 20, polled(2), *[bare] * 20, polled(3))
    assert [event.id for event in events] == ["evt_1", "evt_2", "evt_3"]
    _, waits, error = play(polled(1), *[bare] * 1000)
    assert error.status == status
    assert 290 <= sum(waits) <= 310
    for outcomes in ([bare], [polled(1), own]):
        _, waits, error = play(*outcomes)
        assert (waits, error.status) == ([], status)


def test_deadline_is_for_one_poll() -> None:
    """A poll whose `deadline_seconds` have passed is followed by another one."""
    events, waits, _ = play((9.0, failure(timed_out=True)), polled(1), deadline_seconds=5.0)
    assert [event.id for event in events] == ["evt_1"]
    assert waits == [0.25]


@pytest.mark.parametrize("outcome", [failure("tls", sent=False), failure("request", sent=False)])
def test_permanent_failure_ends_the_polls(outcome: Any) -> None:
    """A certificate that fails verification will fail it the next time."""
    assert type(play(outcome)[2]) is LagConnectionError


def test_event_that_cannot_be_typed_costs_no_other() -> None:
    """One odd event in a poll is an `UnknownEvent` among the others."""
    mixed = reply(200, [{"id": "evt_1", "payload": 5}, {"id": "evt_2", "eventType": "x"}, None])
    events, _, _ = play(mixed)
    assert [type(event) for event in events] == [UnknownEvent] * 3


def test_invalid_pause_is_refused() -> None:
    """It is refused before anything is sent."""
    settings = settings_of(token=ROBOT_TOKEN)
    with pytest.raises(LagInvalidRequestError, match="pause_seconds"):
        listener(Call(TABLE["robots.events.poll"], ()), settings, {"pause_seconds": -1})
