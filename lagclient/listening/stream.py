"""The stream of a robot's events, as a flow: opened, read, and opened again where it broke.

    try and load the cursor -> [open -> [read -> deliver -> save]* -> wait]*

- An event is delivered once: the ids that were delivered lately are remembered. An id is saved when
  the caller asks for the next event and so acknowledges this one: a program that is killed in
  between receives it again.
- Before its first event there is no cursor: a robot that is killed before it has acknowledged the
  first event of its life begins with the next event.
- A connection that is silent for too long counts as broken.
- After a break the stream continues after the last event. If there was no event yet, or the API
  does not know it any more, events may be missing: this is a gap, and it is always reported.
- Garbage ends the connection, and the event is requested once more. If the garbage comes again, the
  server sends it so. Then lines that are not fields are skipped, and an event that cannot be
  decoded is delivered with empty data; its `raw` is what arrived.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generator, Optional, Union

import attrs

from lagclient.calls import decode
from lagclient.calls.echo import failure_without_token, without_token
from lagclient.calls.failures import no_answer, placed
from lagclient.calls.flow import turn_of
from lagclient.calls.request import build
from lagclient.calls.retry import retry_after
from lagclient.calls.rotation import authorized, renewed, settled
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Run, Sleep
from lagclient.errors import LagCursorError, is_envelope
from lagclient.listening.cursor import OnGap, Place, loaded
from lagclient.listening.position import Position
from lagclient.listening.progress import is_sendable
from lagclient.listening.reconnect import LONGEST_RETRY_SECONDS, Reconnect
from lagclient.listening.steps import Deliver, HangUp, Listener, Open, Opened, Read, Step
from lagclient.log import Log
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, Request, TransportError

if TYPE_CHECKING:
    from lagclient.listening.sse import Block
    from lagclient.models.robot_event import AnyRobotEvent

log: Log = Log("listening")

LASTED_SECONDS = 30.0
"""A connection that lasted this long has worked, so the next wait is short again."""
_MOST_BYTES_OF_AN_ERROR = 65536


def stream(
    call: Call,
    settings: Settings,
    place: Place,
    after: Optional[str],
    on_gap: OnGap,
    silence_seconds: float,
) -> Listener:
    """Deliver the events of a stream, without an end.

    Raises:
        LagAPIError: The API refuses the stream, and another attempt would not help.
        LagInvalidRequestError: The cursor cannot be saved, or is not the id of an event.
    """
    settings = attrs.evolve(settings, deadline_seconds=None)  # it is for calls; a stream has no end
    settings = yield from settled(settings)
    settings.credential.admit(call.route, settings.routes)
    path = call.route.path_for(settings.credential.kind)
    headers = {**settings.headers, "accept": "text/event-stream", "cache-control": "no-store"}
    request = build(call, settings.base_url, path, headers)
    position = Position((yield from _loaded(place)) or loaded(after))
    reconnect = Reconnect(settings)
    position.is_new(position.id)
    while True:
        began = settings.clock()
        outcome: Union[Reply, TransportError]
        try:
            outcome = yield from _connection(
                call, _resumed(request, position), place, position, reconnect, silence_seconds
            )
            outcome = without_token(outcome, request)
        except TransportError as failure:
            outcome = failure_without_token(failure, request)
        yield HangUp()
        if settings.closing.is_closed:
            outcome = TransportError.closed()
        if settings.clock() - began >= LASTED_SECONDS:
            reconnect.attempt = 0
        if isinstance(outcome, Reply):
            if outcome.status == 401:
                other = yield from renewed(settings, request)
                if other is not settings:
                    settings, request = other, authorized(request, other)
                    continue
            problem = decode.error_of(outcome, retry_after(outcome, settings.now))
            problem.base_url = settings.base_url
            is_lost = outcome.status == 400 and is_envelope(problem.body)  # else of a proxy
            if is_lost and position.id is not None:
                lost = LagCursorError(
                    f"The API does not know the event {position.id!r} any more: events after it "
                    f"may be lost ({problem.message})",
                    position.id,
                    400,
                    problem.body,
                    problem.request_id,
                )
                placed(lost, call.route, call.route, reconnect.attempt + 1, "refused")
                if on_gap == "raise":
                    raise lost
                yield from _reported(lost, on_gap)
                position.id = None
                continue
        else:
            problem = no_answer(outcome, settings, None)
        placed(problem, call.route, call.route, reconnect.attempt + 1, "refused")
        wait = max(reconnect.fail(problem), position.retry_seconds)
        log.warn("%s: %s; opened again in %.2f s", call.route.method_name, problem.message, wait)
        yield Sleep(wait)
        if settings.closing.is_closed:
            continue
        if position.was_open and position.id is None:
            # Events between the two connections cannot be requested.
            position.was_open = False
            gap = LagCursorError(
                "The stream broke off before its first event: events until it is open again may "
                "be lost"
            )
            placed(gap, call.route, call.route, reconnect.attempt, "refused")
            yield from _reported(gap, on_gap)


def _loaded(place: Place) -> Generator[Step, Any, Optional[str]]:
    """Return the cursor once it can be saved; otherwise each start would repeat the same events."""
    yield Run(place.check, (), place.blocks)
    id = loaded((yield Run(place.load, (), place.blocks)))
    if id is not None and not place.blocks:
        yield Run(place.save, (id,))
    return id


def _resumed(request: Request, position: Position) -> Request:
    if position.id is None:
        return request
    return attrs.evolve(request, headers={**request.headers, "last-event-id": position.id})


def _connection(
    call: Call,
    request: Request,
    place: Place,
    position: Position,
    reconnect: Reconnect,
    silence_seconds: float,
) -> Generator[Step, Any, Reply]:
    """Read one connection until it breaks off; if it is refused, return the response.

    Raises:
        TransportError: It broke off, or its data cannot be decoded.
    """
    from lagclient.listening.sse import Blocks, GarbageError

    settings = reconnect.settings
    turn = yield from turn_of(call.route, settings.clock(), settings)
    sent = True
    try:
        if settings.closing.is_closed:
            raise TransportError.closed()
        timeouts = settings.timeouts(None)._replace(read=silence_seconds)
        opened: Opened = yield Open(request, timeouts)
    except TransportError as failure:
        sent = failure.sent
        raise
    finally:
        turn.end(sent)
    if opened.status != 200:
        return (yield from _refusal(opened))
    kind = opened.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/event-stream":
        raise _broken(f"The response must be text/event-stream, not {kind or 'without a type'}")
    position.was_open = True
    reconnect.connect()
    since = f"from the event {position.id} on" if position.id else "with the next event"
    log.info("%s: open, begins %s", call.route.method_name, since)
    blocks = Blocks()
    while True:
        chunk: Optional[bytes] = yield Read()
        if chunk is None:
            raise _broken("The stream ended")
        try:
            blocks.is_strict = not position.is_spoiled
            for block in blocks.feed(chunk):
                if block.retry_seconds is not None:
                    position.retry_seconds = min(block.retry_seconds, LONGEST_RETRY_SECONDS)
                if block.id or block.data or block.is_cut:
                    yield from _delivered(block, place, position, reconnect)
                    blocks.is_strict = not position.is_spoiled
        except GarbageError as error:
            position.is_spoiled = True
            raise _broken(str(error)) from error


def _delivered(
    block: Block, place: Place, position: Position, reconnect: Reconnect
) -> Generator[Step, Any, None]:
    if block.id in position.remembered:
        return  # a server may repeat the last event before the garbage
    event = _event(block, position)
    position.is_spoiled = False
    position.is_new(block.id)
    is_place = is_sendable(block.id)
    if is_place:
        position.id = block.id
    if event is not None:
        reconnect.succeed()
        yield Deliver(event)
    if is_place:
        yield Run(place.save, (block.id,), place.blocks)


def _event(block: Block, position: Position) -> Optional[AnyRobotEvent]:
    """Return the event of a block; None if the block has only an id.

    Raises:
        TransportError: The event cannot be decoded, and was requested only once.
    """
    from lagclient.models.robot_event import event_from

    if block.is_cut:
        log.error("The event %s is too large: it is delivered without its data", block.id)
        return event_from({"type": block.type, "data": None}, id=block.id)
    payload: Any = None
    for text in filter(None, (block.data, block.stray and f"{block.data}\n{block.stray}")):
        try:
            payload = json.loads(text)
            break
        except (ValueError, RecursionError):
            payload = text
    if not isinstance(payload, dict) and not position.is_spoiled:
        position.is_spoiled = True
        raise _broken("An event cannot be decoded")
    if payload is None and block.id:
        return None
    return event_from(payload, id=block.id, type=block.type)


def _refusal(opened: Opened) -> Generator[Step, Any, Reply]:
    """Read a response that is not a success, until it is too long."""
    body = bytearray()
    while len(body) < _MOST_BYTES_OF_AN_ERROR:
        try:
            chunk = yield Read()
        except TransportError:
            break  # the status is enough
        if chunk is None:
            break
        body += chunk
    return Reply(opened.status, opened.headers, bytes(body))


def _reported(gap: LagCursorError, on_gap: OnGap) -> Generator[Step, Any, None]:
    """Log a gap, and pass it to the caller's function."""
    log.warn("%s: %s", gap.route, gap.message)
    if callable(on_gap):
        yield Run(on_gap, (gap,))


def _broken(why: str) -> TransportError:
    return TransportError(why, phase="read", sent=True)
