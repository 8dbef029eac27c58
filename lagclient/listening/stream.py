"""The stream of a robot's events, as a flow: opened, read, and opened again where it broke off.

    load the cursor -> [open -> [read -> deliver -> save]* -> wait]*

- An event is delivered once: ids that were delivered lately are remembered. Its id is saved when
  the caller asks for the next one, and so is done with it: who is killed in between gets it again.
- Before its first event a stream has no place to go on from: a robot that is killed before it is
  done with the first one ever begins with what happens next when it is started again.
- A connection that brings neither event nor keepalive for too long is given up like one that broke.
- After a break the stream is asked for what came after the last event. Where that cannot be, or is
  not known, events may be missing: that is a gap, and never passes in silence.
- What is not understood costs the connection, not the event: it is asked for once more, and then
  delivered as an `UnknownEvent`.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, Dict, Generator, Optional, Union

import attrs

from lagclient.calls import decode
from lagclient.calls.flow import no_answer, placed, turn_of
from lagclient.calls.log import warn
from lagclient.calls.request import build
from lagclient.calls.retry import Action, Policy, decide, retry_after
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError, LagCursorError
from lagclient.listening.cursor import OnGap, Place, is_sendable, loaded
from lagclient.listening.steps import Deliver, HangUp, Listener, Open, Opened, Read, Run, Step
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, Request, TransportError

if TYPE_CHECKING:
    from lagclient.listening.sse import Block
    from lagclient.models.robot_event import RobotEvent

KNOWN = 1000
"""Ids that are remembered."""
LASTED_SECONDS = 30.0
"""A connection that held for so long was a good one: the next wait is a short one again."""
LONGEST_WAIT_SECONDS = 3600.0
_MOST_BYTES_OF_AN_ERROR = 65536
FOREVER = Policy(max_retries=2**62, max_retry_wait_seconds=math.inf)


@attrs.define
class Position:
    """How far a stream has come."""

    id: Optional[str] = None
    """Of the last event; None: it is not known."""
    known: Dict[str, None] = attrs.field(factory=dict[str, None])
    """The ids that were delivered lately, oldest first."""
    misread: Optional[Block] = None
    """The last block that made no sense."""
    retry_seconds: float = 0.0
    """The shortest wait that the server asks for."""
    was_open: bool = False
    attempt: int = 0
    """How many attempts have failed in a row."""

    def is_new(self, id: Optional[str]) -> bool:
        """Whether an event is to be delivered; from now on it is known."""
        if id is None:
            return True
        if id in self.known:
            return False
        self.known[id] = None
        if len(self.known) > KNOWN:
            del self.known[next(iter(self.known))]
        return True


def stream(
    call: Call,
    settings: Settings,
    place: Place,
    after: Optional[str],
    on_gap: OnGap,
    silence_seconds: float,
) -> Listener:
    """The events of a stream, for ever.

    Raises:
        LagAPIError: The API refuses it for good.
    """
    settings = attrs.evolve(settings, deadline_seconds=None)  # that of calls: a stream has no end
    path = call.route.path_for(settings.credential.kind)
    headers = {**settings.headers, "accept": "text/event-stream", "cache-control": "no-store"}
    request = build(call, settings.base_url, path, headers)
    position = Position(loaded((yield Run(place.load, (), place.blocks))) or loaded(after))
    position.is_new(position.id)
    while True:
        began = settings.clock()
        outcome: Union[Reply, TransportError]
        try:
            outcome = yield from _connection(
                call, settings, _resumed(request, position), place, position, silence_seconds
            )
        except TransportError as failure:
            outcome = failure
        yield HangUp()
        if settings.clock() - began >= LASTED_SECONDS:
            position.attempt = 0
        position.attempt += 1
        if isinstance(outcome, Reply):
            problem = decode.error_of(outcome, retry_after(outcome, settings.now))
            if outcome.status == 400 and position.id is not None:
                lost = LagCursorError(
                    f"The API does not know the event {position.id!r} any more: what came after "
                    f"it may be lost ({problem.message})",
                    position.id,
                    400,
                    problem.body,
                    problem.request_id,
                )
                placed(lost, call.route, call.route, position.attempt, "refused")
                if on_gap == "raise":
                    raise lost
                yield from _told(lost, on_gap)
                position.id = None
                continue
        else:
            problem = no_answer(outcome, settings, None)
        yield from _waited(call, settings, outcome, problem, position)
        if position.was_open and position.id is None:
            # It was listening, and is not now; nobody can say what happens in between.
            position.was_open = False
            gap = LagCursorError(
                "The stream broke off before its first event: what happens until it is open again "
                "may be lost"
            )
            placed(gap, call.route, call.route, position.attempt, "refused")
            yield from _told(gap, on_gap)


def _resumed(request: Request, position: Position) -> Request:
    if position.id is None:
        return request
    return attrs.evolve(request, headers={**request.headers, "last-event-id": position.id})


def _connection(
    call: Call,
    settings: Settings,
    request: Request,
    place: Place,
    position: Position,
    silence_seconds: float,
) -> Generator[Step, Any, Reply]:
    """One connection, until it is refused or breaks off.

    Raises:
        TransportError: It broke off, or makes no sense.
    """
    from lagclient.listening.sse import Blocks, GarbageError

    turn = yield from turn_of(call.route, settings.clock(), settings)
    sent = True
    try:
        timeouts = settings.timeouts(None)._replace(read=silence_seconds)
        opened: Opened = yield Open(request, timeouts)
    except TransportError as failure:
        sent = failure.sent
        raise
    finally:
        turn.end(sent)
    if opened.status != 200:
        return (yield from _refusal(opened))
    if not opened.headers.get("content-type", "").startswith("text/event-stream"):
        raise _broken("The answer is no stream of events")
    position.was_open = True
    blocks = Blocks()
    while True:
        chunk: Optional[bytes] = yield Read()
        if chunk is None:
            raise _broken("The stream ended")
        try:
            for block in blocks.feed(chunk):
                if block.retry_seconds is not None:
                    position.retry_seconds = min(block.retry_seconds, LONGEST_WAIT_SECONDS)
                if block.id or block.type or block.data:
                    yield from _delivered(block, place, position)
        except GarbageError as error:
            raise _broken(str(error)) from error


def _delivered(block: Block, place: Place, position: Position) -> Generator[Step, Any, None]:
    event = _event(block, position)
    if not position.is_new(block.id):
        return
    is_place = is_sendable(block.id)
    if is_place:
        position.id = block.id
    if event is not None:
        position.attempt = 0
        yield Deliver(event)
    if is_place:
        yield Run(place.save, (block.id,), place.blocks)


def _event(block: Block, position: Position) -> Optional[RobotEvent]:
    """What a block is about; None: it only tells how far the stream is.

    Raises:
        TransportError: It makes no sense, and has not been asked for again.
    """
    from lagclient.models.robot_event import event_from

    try:
        payload = json.loads(block.data) if block.data else None
    except (ValueError, RecursionError):
        payload = block.data
    if not isinstance(payload, dict) and position.misread != block:
        position.misread = block
        raise _broken("An event makes no sense")
    if payload is None and block.id:
        return None
    return event_from(payload, id=block.id, type=block.type)


def _refusal(opened: Opened) -> Generator[Step, Any, Reply]:
    """The whole of an answer that is no success."""
    body = bytearray()
    while len(body) < _MOST_BYTES_OF_AN_ERROR:
        try:
            chunk = yield Read()
        except TransportError:
            break  # the status is what matters
        if chunk is None:
            break
        body += chunk
    return Reply(opened.status, opened.headers, bytes(body))


def _waited(
    call: Call,
    settings: Settings,
    outcome: Union[Reply, TransportError],
    problem: LagAPIError,
    position: Position,
) -> Generator[Step, Any, None]:
    """The wait before the next attempt.

    Raises:
        LagAPIError: There is to be none.
    """
    route, attempt = call.route, position.attempt
    decision = decide(outcome, "safe", attempt, FOREVER, None, settings.now, settings.jitter)
    if decision.action is Action.FAIL:
        raise placed(problem, route, route, attempt, "refused")
    wait = max(min(decision.wait_seconds, LONGEST_WAIT_SECONDS), position.retry_seconds)
    warn("%s: %s; opened again in %.2f s", route.method_name, problem.message, wait)
    yield Sleep(wait)


def _told(gap: LagCursorError, on_gap: OnGap) -> Generator[Step, Any, None]:
    """A gap is logged, and told to whoever wants to know."""
    warn("%s: %s", gap.route, gap.message)
    if callable(on_gap):
        yield Run(on_gap, (gap,))


def _broken(why: str) -> TransportError:
    return TransportError(why, phase="read", sent=True)
