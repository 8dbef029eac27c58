"""Client-side options of iterators; never sent to the API, so not in the table."""

from __future__ import annotations

from typing import Any, Mapping, Tuple

from lagclient.routing.route import Param, Route

KEEPALIVE_SECONDS = 30.0
"""The API sends an event or a keepalive on a stream at least that often."""


def _option(name: str, type: str, default: Any, doc: str) -> Param:
    return Param(name=name, where="option", type=type, doc=doc, wire=name, default=default)


PREFETCH = _option(
    "prefetch",
    "bool",
    False,
    "Ask for the next page while this one is worked on, in a thread or task of its own. It is "
    "one request for nothing if the walk ends early.",
)

EVENT_OPTIONS: Mapping[str, Tuple[Param, ...]] = {
    "stream": (
        _option(
            "cursor",
            "cursor",
            None,
            "Where to keep how far this robot has come, so that it goes on there when it is "
            "started again: the path of a file, an object with `load()` and `save(id)`, or these "
            "two functions. None: it begins with what happens next.",
        ),
        _option(
            "after",
            "id",
            None,
            "Id of the event after which to begin, if the cursor has none yet.",
        ),
        _option(
            "on_gap",
            "on_gap",
            "raise",
            "What to do when the API does not know the cursor any more, so that events are "
            'missing: "raise" a `LagCursorError`, or call this with it and go on with what '
            "happens next. It is also called when a stream broke off before its first event.",
        ),
        _option(
            "silence_seconds",
            "seconds",
            2 * KEEPALIVE_SECONDS,
            "How long nothing may come before the connection counts as dead. The API sends a "
            "keepalive every 30 seconds.",
        ),
    ),
    "list": (
        _option(
            "pause_seconds",
            "seconds",
            2.0,
            "How long after the beginning of a poll that found nothing the next one begins, at the "
            "earliest.",
        ),
    ),
}
"""The options of event iterators, by the shape of the route's model."""


def options_of(route: Route) -> Tuple[Param, ...]:
    """What the route's iterators take beside its parameters."""
    shape = route.model.partition("[")[0]
    if route.model.endswith("[RobotEvent]"):
        return EVENT_OPTIONS[shape]
    return (PREFETCH,) if shape == "page" else ()
