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
    """Return the flow of a listener.

    Raises:
        LagInvalidRequestError: An option is invalid; the message names it.
        LagInvalidTokenError: The token is a user's.
        ImportError: The extra ``events`` is not installed.
    """
    if settings.tokens is None:
        settings.credential.admit(call.route, settings.routes)
    checked = dict(options)
    for name in checked.keys() & {"silence_seconds", "pause_seconds"}:
        checked[name] = SECONDS.checked(name, checked[name])
    # A listener always waits for its turn, because an error would end it.
    if settings.pacing == "raise":
        settings = attrs.evolve(settings, pacing="wait")
    if call.route.model.startswith("list["):
        from lagclient.listening.poll import polling

        return polling(call, settings, **checked)
    on_gap = checked["on_gap"]
    if on_gap != "raise" and not callable(on_gap):
        raise LagInvalidRequestError(f'`on_gap` must be "raise" or a function, not {on_gap!r}')
    loaded(checked["after"], "`after`")
    place = place_of(checked.pop("cursor"))
    import lagclient.listening.sse  # noqa: F401  # if its library is missing, fail now
    from lagclient.listening.stream import stream

    return stream(call, settings, place, **checked)
