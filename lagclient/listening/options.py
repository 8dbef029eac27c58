"""What a listener can be told, and how it begins: this is not the API's, so not in the table."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

import attrs

from lagclient.calls.settings import Settings, checked_seconds
from lagclient.errors import LagInvalidRequestError
from lagclient.listening.cursor import loaded, place_of
from lagclient.listening.steps import Listener
from lagclient.routing.call import Call
from lagclient.routing.route import Param

KEEPALIVE_SECONDS = 30.0
"""The API says something on a stream at least that often."""


def _option(name: str, type: str, default: Any, doc: str) -> Param:
    return Param(name=name, where="option", type=type, doc=doc, wire=name, default=default)


OPTIONS: Mapping[str, Tuple[Param, ...]] = {
    "stream": (
        _option(
            "cursor",
            "cursor",
            None,
            "Where the id of the last acknowledged event is stored, so that a restarted robot "
            "continues after it: the path of a file, an object with `load()` and `save(id)`, or a "
            "tuple of these two functions. None begins with new events.",
        ),
        _option(
            "after",
            "id",
            None,
            "Id of the event after which to begin, if the cursor is empty.",
        ),
        _option(
            "on_gap",
            "on_gap",
            "raise",
            "What to do when the API no longer knows the cursor, so that events may be missing: "
            '"raise" a `LagCursorError`, or a function that receives it before the stream '
            "continues with new events. It also runs if a stream breaks before its first event.",
        ),
        _option(
            "silence_seconds",
            "seconds",
            2 * KEEPALIVE_SECONDS,
            "Seconds without any data after which the connection counts as lost. The API sends a "
            "keepalive every 30 seconds.",
        ),
    ),
    "list": (
        _option(
            "pause_seconds",
            "seconds",
            2.0,
            "Minimum number of seconds between the starts of two polls, if the first one brings "
            "no events.",
        ),
    ),
}
"""By the shape of the route's model."""


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
        told[name] = checked_seconds(name, told[name])
        if told[name] is None:
            raise LagInvalidRequestError(f"`{name}` must be seconds above 0, not None")
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
