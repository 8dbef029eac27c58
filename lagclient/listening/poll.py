"""Polls, one after the other, as a flow: their events, each once.

How long the API holds a poll that finds nothing is not documented. So polls that find nothing begin
at least `pause_seconds` apart: with an API that holds them for longer, there is no pause at all.

A poll that was answered counts as received. If a robot is killed, the events of the last poll that
were not handed over are lost, as far as the documentation says; a stream has a cursor for that, and
polling has none.
"""

from __future__ import annotations

from lagclient.calls.flow import perform
from lagclient.calls.log import Log
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError
from lagclient.listening.position import Position
from lagclient.listening.retry import Retry
from lagclient.listening.steps import Deliver, Listener
from lagclient.routing.call import Call

log = Log("listening")


def polling(call: Call, settings: Settings, pause_seconds: float) -> Listener:
    """Deliver the events of one poll after another, for ever.

    Raises:
        LagAPIError: The API refuses them for good.
    """
    position, retry = Position(), Retry(settings)
    while True:
        began = settings.clock()
        try:
            events = (yield from perform(call, settings)).data
        except LagAPIError as problem:
            wait = retry.fail(problem)
            log.warn("%s; polled again in %.2f s", problem, wait)
            yield Sleep(wait)
            continue
        retry.succeed()
        for event in events:
            if position.is_new(event.id):
                yield Deliver(event)
        pause = began + pause_seconds - settings.clock()
        if not events and pause > 0:
            yield Sleep(pause)
