"""Client-side options of methods; never sent to the API, so not in the table."""

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
    "Fetch the next page while the program works on this one, in a thread or task of its own. "
    "A loop that ends early has made one request too many.",
)

EVENT_OPTIONS: Mapping[str, Tuple[Param, ...]] = {
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
"""The options of event iterators, by the shape of the route's model."""

PROGRESS = _option(
    "progress",
    "progress",
    None,
    "A function that is called with the number of bytes so far and the total. A new attempt begins "
    "at 0. The total of a download is None if the server does not say it.",
)

ADDED_OPTIONS: Mapping[str, Tuple[Param, ...]] = {
    "wait": (
        _option(
            "deadline_seconds",
            "limit",
            120.0,
            "Limit in seconds for the whole wait. None: no limit.",
        ),
    ),
    "download": (
        Param(
            name="to",
            where="option",
            type="target",
            doc="Path of a file, which is replaced, or a file that is open in mode `wb`.",
            wire="to",
            required=True,
            positional=True,
        ),
        _option(
            "variant",
            "id",
            None,
            "Name of a variant, such as `thumb`, or `original` for the bytes that were uploaded. "
            "None: the image as messages show it.",
        ),
        PROGRESS,
    ),
    "history": (
        _option(
            "after",
            "place",
            None,
            "Only messages after this: an aware datetime, or the id of a message, which is not "
            "part of the result.",
        ),
        _option(
            "before",
            "place",
            None,
            "Only messages before this: an aware datetime, or the id of a message, which is not "
            "part of the result.",
        ),
        _option(
            "oldest_first",
            "bool",
            False,
            "Begin with the oldest message. The API lists the newest ones first, so all pages are "
            "requested before the first message, and those that are not among the last 10 once "
            "more.",
        ),
        _option("limit", "count", None, "Maximum number of messages. None: all."),
    ),
}
"""The options of methods that the table does not have, by their kind."""


def options_of(route: Route) -> Tuple[Param, ...]:
    """Return the options of the iterators of a route."""
    shape = route.model.partition("[")[0]
    if route.model.endswith("[RobotEvent]"):
        return EVENT_OPTIONS[shape]
    return (PREFETCH,) if shape == "page" else ()
