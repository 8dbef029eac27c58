"""The life of one call, as a generator that says what to do and never does it.

It yields `Send`, and is sent the reply or has the `TransportError` thrown in; it yields `Sleep`,
and is sent nothing. A driver (`lagclient.calls.drive`) does what was yielded. So sync and async
share every rule, and a test steps through a call without a socket or a clock.

    route -> credential -> request -> [turn -> send -> decide -> wait -> look]* -> data, or an error
"""

from __future__ import annotations

from typing import Any, Callable, Generator, Optional, Union

import attrs

from lagclient.answer import Answer
from lagclient.calls import decode
from lagclient.calls.decode import Decoder
from lagclient.calls.failures import no_answer, outcome_of, placed
from lagclient.calls.log import CALLS, CallLog, log_wait
from lagclient.calls.look import Sight, look
from lagclient.calls.observe import Observed, observed
from lagclient.calls.pacing import FREE, Turn
from lagclient.calls.progress import Progress, checked_progress
from lagclient.calls.request import build, ids_of, path_ids
from lagclient.calls.retry import Action, Kind, decide, kind_of, retry_after
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Flow, Send, Sleep, Step
from lagclient.errors import (
    LagAPIError,
    LagDecodeError,
    LagNotFoundError,
    LagRateLimitError,
)
from lagclient.routing.call import Call
from lagclient.routing.route import Route
from lagclient.transport.protocol import Reply, Request, Timeouts, TransportError


def perform(
    call: Call,
    settings: Settings,
    request: Optional[Request] = None,
    progress: Optional[Progress] = None,
) -> Flow:
    """Perform one call, from its arguments to its result.

    Args:
        call: The route and its arguments.
        settings: The client's.
        request: What to send; None: what the route and the arguments say.
        progress: Is called with the bytes of a file that were sent, and their total.

    Raises:
        LagAPIError: The call failed; the class says how, `outcome` what became of the request.
    """
    route, credential = call.route, settings.credential
    via = route.via.get(credential.kind)
    sent = call if via is None else call.through(settings.routes[via.route])
    pick = None if via is None else via.pick
    try:
        credential.admit(route, settings.routes)
        path = sent.route.path_for(credential.kind)
        checked_progress(progress)
        request = request or build(sent, settings.base_url, path, settings.headers, progress)
        # Before anything is sent, because a model that cannot be imported must not cost a write.
        decoded = decode.decoder(sent.route if pick else route, pick)
    except LagAPIError as error:
        CALLS.info("%s: not sent: %s", route.method_name, error.code)
        placed(error, route, sent.route, 0, "not_sent")
        raise
    flow = attempts(route, sent, decoded, request, settings)
    if sent.route.replay == "look":
        flow = _noted(flow, request, settings)
    return (yield from watched(flow, sent, request, path, settings, route.method_name))


def watched(
    flow: Flow, call: Call, request: Request, path: str, settings: Settings, name: str = ""
) -> Flow:
    """Return the flow of a call, followed by the log if it is on.

    Args:
        flow: The attempts.
        call: The call that is sent.
        request: What it sends.
        path: Its path with placeholders.
        settings: The client's.
        name: The method that was called; by default, that of the route.
    """
    if not CALLS.is_on():
        return flow
    name = name or call.route.method_name
    seen = Observed(name, request.method, path, path_ids(call), settings.base_url)
    return observed(flow, request, CallLog(seen, settings.clock))


def _noted(flow: Flow, request: Request, settings: Settings) -> Flow:
    """Record a send while it is in flight, and its message, for `look`."""
    memory, send = settings.memory, (request.url, request.body)
    memory.in_flight.append(send)
    try:
        answer = yield from flow
        memory.claim(getattr(answer.data, "id", ""))
        return answer
    finally:
        memory.in_flight.remove(send)


def attempts(
    asked: Route,
    call: Call,
    decoded: Decoder,
    request: Request,
    settings: Settings,
    send: Callable[[Request, Timeouts], Step] = Send,
) -> Flow:
    """Make attempts until one succeeds, or no further one is allowed.

    Args:
        asked: The route of the method that was called: errors name it.
        call: The call that is sent; its route is that of `asked`, or the one it goes through.
        decoded: Decodes a successful response.
        request: The built request.
        settings: The client's.
        send: Returns the step that makes an attempt.
    """
    route, started = call.route, settings.clock()
    count, in_doubt = 0, False
    problem: Optional[LagAPIError] = None
    while True:
        outcome: Union[Reply, TransportError]
        try:
            turn = yield from turn_of(route, started, settings)
        except LagRateLimitError as error:
            raise problem or placed(error, asked, route, 0, "not_sent") from None
        sent = False
        try:
            left = settings.seconds_left(started)
            if left is not None and left <= 0:
                raise problem or placed(
                    no_answer(None, settings, left), asked, route, 0, "not_sent"
                )
            count, sent = count + 1, True
            outcome = yield send(request, settings.timeouts(left))
        except TransportError as failure:
            outcome, sent = failure, failure.sent
        finally:
            turn.end(sent)
        if isinstance(outcome, Reply):
            try:
                if 200 <= outcome.status < 300:
                    data = decoded(outcome)
                elif outcome.status == 404 and in_doubt and route.method == "DELETE":
                    # The first attempt had worked, and its response was lost.
                    data = decode.gone(route)
                else:
                    raise decode.error_of(outcome, retry_after(outcome, settings.now))
            except LagDecodeError as error:
                if not isinstance(error.__cause__, TransportError):
                    raise placed(error, asked, route, count, "applied") from error.__cause__
                problem, outcome = error, error.__cause__
            except LagAPIError as error:
                problem = error
                if isinstance(error, LagNotFoundError):
                    error.ids = ids_of(call)
            else:
                elapsed = settings.clock() - started
                return Answer(data, outcome.status, outcome.headers, count, elapsed)
        else:
            failed = no_answer(outcome, settings, settings.seconds_left(started))
            if outcome.phase == "closed":
                raise problem or placed(failed, asked, route, count - 1, "not_sent")
            problem = failed
        in_doubt = in_doubt or kind_of(outcome) in (Kind.ENDED, Kind.OPEN)
        placed(problem, asked, route, count, outcome_of(outcome, in_doubt))
        left = settings.seconds_left(started)
        decision = decide(
            outcome, route.replay, count, settings, left, settings.now, settings.jitter
        )
        if decision.action is Action.FAIL:
            raise problem
        wait = decision.wait_seconds
        CALLS.warn("%s: %s; next in %.2f s", asked.method_name, problem.message, wait)
        yield Sleep(wait)
        if decision.action is not Action.RETRY:
            sight, message = yield from look(
                call, (request.url, request.body), started, settings, perform
            )
            if message is not None:
                elapsed = settings.clock() - started
                return attrs.evolve(message, attempts=count, elapsed_seconds=elapsed)
            if sight is Sight.UNCLEAR or decision.action is Action.LOOK_ELSE_FAIL:
                raise problem


def turn_of(route: Route, started: float, settings: Settings) -> Generator[Step, Any, Turn]:
    """Wait until the limits of the API have room for one more request.

    Raises:
        LagRateLimitError: The client does not wait, or the deadline ends before there is room.
    """
    kind = settings.credential.kind
    limits = {} if settings.pacing == "off" else settings.routes.limits_of(route, kind)
    if not limits:
        return FREE
    turn = settings.pacer.queue(settings.credential.key(settings.base_url), limits)
    try:
        while (wait := turn.seconds()) > 0:
            left = settings.seconds_left(started)
            every = " and ".join(map(str, limits.values()))
            if settings.pacing == "raise" or (left is not None and wait >= left):
                raise LagRateLimitError(
                    f"The API's limits for {kind}s: {every}", retry_after_seconds=wait
                )
            log_wait(route.method_name, wait, every)
            before = settings.clock()
            yield Sleep(wait)
            if settings.clock() == before:
                break  # a frozen clock, of a test: it would never say that there is room
    except BaseException:
        turn.end(sent=False)
        raise
    return turn
