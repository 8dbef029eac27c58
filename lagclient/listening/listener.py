"""Build the flow of a listener from its options, each validated before anything is sent."""

from __future__ import annotations

from typing import Any, Mapping

import attrs

from lagclient.calls.options import SECONDS
from lagclient.calls.settings import Settings
from lagclient.errors import LagInvalidRequestError
from lagclient.listening.cursor import loaded, place_of
from lagclient.listening.steps import Listener
from lagclient.routing.call import Call


def listener(call: Call, settings: Settings, options: Mapping[str, Any]) -> Listener:
    """The flow of a listener.

    Raises:
        LagInvalidRequestError: An option makes no sense.
        LagInvalidTokenError: The token is of the wrong kind for this.
        ImportError: The extra ``events`` is not installed.
    """
    settings.credential.admit(call.route, settings.routes)
    told = dict(options)
    for name in told.keys() & {"silence_seconds", "pause_seconds"}:
        told[name] = SECONDS.checked(name, told[name])
    # A listener waits for its turn, whatever calls are told to do about that.
    if settings.pacing == "raise":
        settings = attrs.evolve(settings, pacing="wait")
    if call.route.model.startswith("list["):
        from lagclient.listening.poll import polling

        return polling(call, settings, **told)
    if told["on_gap"] != "raise" and not callable(told["on_gap"]):
        raise LagInvalidRequestError(
            f'`on_gap` must be "raise" or a function, not {told["on_gap"]!r}'
        )
    loaded(told["after"])
    place = place_of(told.pop("cursor"))
    import lagclient.listening.sse  # noqa: F401  # if its library is missing, that is said now
    from lagclient.listening.stream import stream

    return stream(call, settings, place, **told)
