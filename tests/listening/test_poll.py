"""Polls, one after the other, step by step."""

from __future__ import annotations

from typing import Any, List, Tuple

import pytest

from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError, LagAuthError, LagConnectionError, LagInvalidRequestError
from lagclient.listening.options import listener
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
    """Events come typed and once; after those of one poll comes the next poll, at once."""
    events, waits, error = play(polled(1, 2), polled(2, 3))
    assert [event.id for event in events] == ["evt_1", "evt_2", "evt_3"]
    assert {type(event) for event in events} == {RoomMessageEvent}
    assert waits == []
    assert isinstance(error, LagAuthError)


def test_a_poll_that_finds_nothing_is_not_repeated_at_once() -> None:
    """Empty polls begin some seconds apart; where the API holds them, that is no pause more."""
    _, waits, _ = play(polled(), (0.5, polled()), (30.0, polled()))
    assert waits == [2.0, 1.5]


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        (failure(), 0.25),
        (unsent(), 0.25),
        (reply(500), 0.25),
        (reply(429, **{"retry-after": "100"}), 100.0),
        (reply(200, b"<html>"), 0.25),
    ],
    ids=["lost", "unsent", "500", "429", "nonsense"],
)
def test_polls_go_on_after_a_failure(outcome: Any, wait: float) -> None:
    """What passes is waited out."""
    events, waits, _ = play(outcome, outcome, polled(1), outcome)
    assert [event.id for event in events] == ["evt_1"]
    assert waits == [wait, max(wait, 0.5), wait]


def test_a_deadline_that_has_passed_is_a_failure_like_others() -> None:
    """`deadline_seconds` is that of one poll."""
    events, waits, _ = play((9.0, failure(timed_out=True)), polled(1), deadline_seconds=5.0)
    assert [event.id for event in events] == ["evt_1"]
    assert waits == [0.25]


@pytest.mark.parametrize("outcome", [failure("tls", sent=False), failure("request", sent=False)])
def test_what_cannot_get_better_ends_it(outcome: Any) -> None:
    """A certificate that is not accepted will not be the next time."""
    assert type(play(outcome)[2]) is LagConnectionError


def test_an_event_that_cannot_be_typed_costs_no_other() -> None:
    """One odd event in a poll is an `UnknownEvent` among the others."""
    mixed = reply(200, [{"id": "evt_1", "payload": 5}, {"id": "evt_2", "eventType": "x"}, None])
    events, _, _ = play(mixed)
    assert [type(event) for event in events] == [UnknownEvent] * 3


def test_a_pause_that_makes_no_sense() -> None:
    """It is refused before anything is sent."""
    settings = settings_of(token=ROBOT_TOKEN)
    with pytest.raises(LagInvalidRequestError, match="pause_seconds"):
        listener(Call(TABLE["robots.events.poll"], ()), settings, {"pause_seconds": -1})
