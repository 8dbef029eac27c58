"""Look for the message of a send whose response was lost.

The newest messages are listed. One of them is the message of this send if its author is the token's
owner, if text, reply and image are equal, if no earlier response contained it, and if it is not
older than the call. The server's clock decides the age: the call began at the Date of the listing
minus the time since then. If any of this is uncertain, the result is "unclear": the call raises.
"""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any, Callable, Generator, Hashable, Optional, Tuple

import attrs

from lagclient.answer import Answer
from lagclient.calls.memory import Memory
from lagclient.calls.retry import http_date
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Flow, Step
from lagclient.errors import LagAPIError
from lagclient.routing.call import Call

PAGE = 100
# Messages and Date headers may be stamped by different clocks.
CLOCK_DOUBT = timedelta(seconds=5)


class Sight(enum.Enum):
    """The result of looking."""

    FOUND = "found"
    ABSENT = "absent"
    UNCLEAR = "unclear"


def look(
    call: Call,
    send: Hashable,
    started: float,
    settings: Settings,
    perform: Callable[[Call, Settings], Flow],
) -> Generator[Step, Any, Tuple[Sight, Optional[Answer[Any]]]]:
    """Look for the message of a send whose response was lost.

    Args:
        call: The call that sent the message.
        send: The key of equal sends in `Memory.in_flight`.
        started: The time at which the call began, by `settings.clock`.
        settings: The settings of the call, whose deadline includes looking.
        perform: The flow of a call, because looking makes calls of its own.
    """
    assert call.route.look is not None
    memory = settings.memory
    try:
        if memory.own_id is None:
            identity = Call(settings.routes["identity"], ())
            who = yield from perform(identity, settings.within(started))
            memory.own_id = who.data.id
        listing = call.through(settings.routes[call.route.look]).replacing(limit=PAGE)
        answer = yield from perform(listing, settings.within(started))
        return _compare(call, send, answer, memory, settings.clock() - started)
    except (LagAPIError, AttributeError):  # a message of the caller's own model may lack fields
        return Sight.UNCLEAR, None


def _compare(
    call: Call, send: Hashable, answer: Answer[Any], memory: Memory, since: float
) -> Tuple[Sight, Optional[Answer[Any]]]:
    """Look for the message of a send that began `since` seconds ago among the newest messages."""
    began = _server_time(answer, since)
    if began is None:
        return Sight.UNCLEAR, None
    ours = [m for m in answer.data.items if _is_ours(m, call, memory)]
    candidates = sorted((m for m in ours if m.created_at >= began), key=lambda m: m.created_at)
    # With a second equal send in flight, a candidate may be the message of that one.
    if memory.in_flight.count(send) == 1:
        for message in candidates:
            if memory.claim(message.id):
                return Sight.FOUND, attrs.evolve(answer, data=message)
    reached_back = not answer.data.has_more or any(
        m.created_at < began - CLOCK_DOUBT for m in answer.data.items
    )
    doubtful = candidates or any(m.created_at >= began - CLOCK_DOUBT for m in ours)
    return (Sight.ABSENT if reached_back and not doubtful else Sight.UNCLEAR), None


def _server_time(answer: Answer[Any], since: float) -> Optional[datetime]:
    """Return the time of the server's clock `since` seconds ago, rounded down; None if unusable."""
    date = http_date(answer.headers.get("date", ""))
    # A clock that was never set is useless.
    return date - timedelta(seconds=since) if date and date.year >= 2000 else None


def _is_ours(message: Any, call: Call, memory: Memory) -> bool:
    sent = call.named()
    author = getattr(message, "robot_id", None) or message.user_id
    return (
        message.id not in memory.seen
        and author == memory.own_id
        and (message.content or "").strip() == (sent["content"] or "").strip()
        and _id(message.reply_to) == (sent["reply_to_id"] or None)
        and _id(message.image) == (sent["image_id"] or None)
    )


def _id(part: object) -> Optional[str]:
    return getattr(part, "id", None)
