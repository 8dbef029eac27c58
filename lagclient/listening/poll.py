"""Poll for events, one poll after the other, as a flow that delivers each event once.

The API does not document how long it holds a poll without events. So polls without events begin at
least `pause_seconds` apart; if the API holds them for longer, there is no pause.

The API may count a polled event as received. So, as far as the documentation says, a robot that is
killed loses the events of its last poll that were not delivered. A stream has a cursor for that.
"""

from __future__ import annotations

from lagclient.calls.flow import perform
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError
from lagclient.listening.position import Position
from lagclient.listening.reconnect import Reconnect
from lagclient.listening.steps import Deliver, Listener
from lagclient.log import Log
from lagclient.routing.call import Call

log: Log = Log("listening")


def polling(call: Call, settings: Settings, pause_seconds: float) -> Listener:
    """Deliver the events of one poll after another, without an end.

    Raises:
        LagAPIError: The API refuses the polls, and another one would not help.
    """
    position, reconnect = Position(), Reconnect(settings)
    while True:
        began = settings.clock()
        try:
            events = (yield from perform(call, settings)).data
        except LagAPIError as problem:
            wait = reconnect.fail(problem)
            if settings.closing.is_closed:
                continue
            log.warn("%s; polled again in %.2f s", problem, wait)
            yield Sleep(wait)
            continue
        reconnect.succeed()
        for event in events:
            if position.is_new(event.id):
                yield Deliver(event)
        pause = began + pause_seconds - settings.clock()
        if not events and pause > 0:
            yield Sleep(pause)
