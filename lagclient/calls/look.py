"""Look: whether a message is there although the answer to its send is lost.

The newest messages are listed. One of them is ours if its author is the token's owner, text, reply
and image are those that were sent, no earlier answer was about it, and it is not older than the
call by the server's own clock (the Date of the listing, less the time since the call began).
Wherever that cannot be told for sure, the answer is "unclear", and the caller hears of it.
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
# The clock that stamps messages need not be the one that writes Date headers.
CLOCK_DOUBT = timedelta(seconds=5)


class Sight(enum.Enum):
    """What a look came to."""

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
    """Look for the message of a send whose answer is lost.

    Args:
        call: The send.
        send: What identifies equal sends in `Memory.in_flight`.
        started: When the call began, by `settings.clock`.
        settings: Those of the call; looking has what is left of its deadline.
        perform: The flow of a call: looking makes calls of its own.
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
    # Beside another equal send, any of them may be that one's, whose answer is still on its way.
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
    """What the server's clock said `since` seconds ago, at the earliest."""
    date = http_date(answer.headers.get("date", ""))
    # A clock that was never set tells nothing.
    return date - timedelta(seconds=since) if date and date.year >= 2000 else None


def _is_ours(message: Any, call: Call, memory: Memory) -> bool:
    sent = call.named()
    author = getattr(message, "robot_id", None) or message.user_id
    return (
        message.id not in memory.known
        and author == memory.own_id
        and (message.content or "").strip() == (sent["content"] or "").strip()
        and _id(message.reply_to) == (sent["reply_to_id"] or None)
        and _id(message.image) == (sent["image_id"] or None)
    )


def _id(part: Any) -> Optional[str]:
    return None if part is None else part.id
