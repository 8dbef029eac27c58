"""Polls, one after the other, as a flow: their events, each once.

How long the API holds a poll that finds nothing is not documented. So polls that find nothing begin
at least `pause_seconds` apart: with an API that holds them for longer, there is no pause at all.

A poll that was answered counts as received. What it brought and was not handed over when a robot
is killed is lost, as far as anybody knows; the stream has a cursor for that, polling has none.
"""

from __future__ import annotations

from typing import Optional, Union

from lagclient.calls.flow import perform
from lagclient.calls.log import warn
from lagclient.calls.retry import Action, decide
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError, LagConnectionError, LagDecodeError
from lagclient.listening.steps import Deliver, Listener
from lagclient.listening.stream import FOREVER, LONGEST_WAIT_SECONDS, Position
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, TransportError


def polling(call: Call, settings: Settings, pause_seconds: float) -> Listener:
    """The events of one poll after another, for ever.

    Raises:
        LagAPIError: The API refuses them for good.
    """
    position = Position()
    while True:
        began = settings.clock()
        try:
            events = (yield from perform(call, settings)).data
        except LagAPIError as problem:
            position.attempt += 1
            wait = wait_after(problem, position.attempt, settings)
            if wait is None:
                raise
            warn("%s; polled again in %.2f s", problem, wait)
            yield Sleep(wait)
            continue
        position.attempt = 0
        for event in events:
            if position.is_new(event.id):
                yield Deliver(event)
        pause = began + pause_seconds - settings.clock()
        if not events and pause > 0:
            yield Sleep(pause)


def wait_after(problem: LagAPIError, attempt: int, settings: Settings) -> Optional[float]:
    """Seconds to wait after a call that failed for the n-th time; None: asking again is vain."""
    outcome: Union[Reply, TransportError]
    if isinstance(problem.__cause__, TransportError):
        outcome = problem.__cause__
    elif isinstance(problem, (LagConnectionError, LagDecodeError)):
        # The deadline has passed, or the answer makes no sense: that is no worse than none.
        outcome = TransportError(problem.message, phase="read", sent=True)
    else:
        outcome = Reply(problem.status, {}, b"")
    decision = decide(outcome, "safe", attempt, FOREVER, None, settings.now, settings.jitter)
    if decision.action is Action.FAIL:
        return None
    return min(LONGEST_WAIT_SECONDS, problem.retry_after_seconds or decision.wait_seconds)
