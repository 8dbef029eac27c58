"""The life of one call, as a generator that yields each step and performs none itself.

The steps are `Send`, `Receive` and `Sleep`. A driver (`lagclient.calls.drive`) performs a step, and
sends the `Reply` into the generator or throws the `TransportError` into it. So sync and async share
every rule, and a test steps through a call without a socket or a clock.

    route -> credential -> request -> [turn -> send -> decide -> wait -> look]* -> data, or an error
"""

from __future__ import annotations

from typing import Any, Callable, Generator, List, Optional, Union

import attrs

from lagclient.answer import Answer
from lagclient.calls import decode
from lagclient.calls.decode import Decoder
from lagclient.calls.echo import decoded_without_token
from lagclient.calls.failures import interrupted, no_answer, outcome_of, placed, unrepeated
from lagclient.calls.log import CALLS, CallLog, log_wait, reason
from lagclient.calls.look import Sight, look
from lagclient.calls.observe import Observation, Observed, observed
from lagclient.calls.pacing import FREE, Turn
from lagclient.calls.progress import Progress, checked_progress
from lagclient.calls.request import build, ids_of, path_ids
from lagclient.calls.retry import Action, Kind, decide, kind_of, retry_after
from lagclient.calls.rotation import authorized, renewed, settled
from lagclient.calls.settings import Settings
from lagclient.calls.steps import Flow, Run, Send, Sleep, Step
from lagclient.errors import (
    LagAPIError,
    LagAuthError,
    LagConnectionError,
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
        settings: The settings of the client.
        request: The request to send; None: build it from the route and the arguments.
        progress: Receives the number of bytes of a file that were sent, and their total.

    Raises:
        LagAPIError: The call failed. Its class names the failure, and `outcome` says what became
            of the request.
    """
    route = sent_route = call.route
    try:
        settings = yield from settled(settings)
        credential = settings.credential
        via = route.via.get(credential.kind)
        sent = call if via is None else call.through(settings.routes[via.route])
        sent_route, pick = sent.route, None if via is None else via.pick
        if request is not None and settings.tokens is not None:
            request = authorized(request, settings)
        credential.admit(route, settings.routes)
        path = sent.route.path_for(credential.kind)
        checked_progress(progress)
        request = request or build(sent, settings.base_url, path, settings.headers, progress)
        # This imports the model before anything is sent, because the import may fail.
        decoded = decode.decoder(sent.route if pick else route, pick)
    except LagAPIError as error:
        CALLS.info("%s: not sent: %s", route.method_name, reason(error))
        placed(error, route, sent_route, 0, "not_sent")
        raise
    flow = attempts(route, sent, decoded, request, settings)
    if sent.route.replay == "look":
        flow = _recorded(flow, request, settings)
    return (yield from watched(flow, sent, request, path, settings, route.method_name))


def watched(
    flow: Flow, call: Call, request: Request, path: str, settings: Settings, name: str = ""
) -> Flow:
    """Return the flow of a call, followed by the client's observer, and by the log if it is on.

    Args:
        flow: The attempts.
        call: The call that is sent.
        request: The request of the call.
        path: The path of the call, with its placeholders.
        settings: The settings of the client.
        name: The method that the log names; by default, the method of the route.
    """
    if settings.observer is None and not CALLS.is_on():
        return flow
    name = name or call.route.method_name
    seen = Observed(name, request.method, path, path_ids(call), settings.base_url)
    observations: List[Observation] = []
    if CALLS.is_on():
        observations.append(CallLog(seen, settings.clock))
    if settings.observer is not None:
        observations.append(settings.observer.begin(seen))
    return observed(flow, request, observations)


def _recorded(flow: Flow, request: Request, settings: Settings) -> Flow:
    """Record a send while it is in flight, and then its message, because `look` needs both."""
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
    """Make attempts until one succeeds or `decide` allows no further one.

    Args:
        asked: The route of the method that the program called; errors name it.
        call: The call to send. Its route is `asked`, or another one that `via` of `asked` names.
        decoded: Decodes a successful response.
        request: The request of every attempt.
        settings: The settings of the client.
        send: Builds the step of one attempt.
    """
    route, started = call.route, settings.clock()
    count, in_doubt, is_renewed = 0, False, False
    problem: Optional[LagAPIError] = None
    while True:
        outcome: Union[Reply, TransportError]
        try:
            turn = yield from turn_of(route, started, settings)
        except (LagRateLimitError, LagConnectionError) as error:
            raise problem or placed(error, asked, route, 0, "not_sent") from error.__cause__
        sent = False
        try:
            left = settings.seconds_left(started)
            if left is not None and left <= 0:
                raise problem or placed(
                    no_answer(None, settings, left), asked, route, 0, "not_sent"
                )
            count, sent = count + 1, True
            if settings.closing.is_closed:
                raise TransportError.closed()
            outcome = yield send(request, settings.timeouts(left))
        except TransportError as failure:
            outcome, sent = failure, failure.sent
        finally:
            turn.end(sent)

        if isinstance(outcome, Reply):
            result = _result_of(outcome, call, decoded, request, in_doubt, settings)
            if not isinstance(result, LagAPIError):
                elapsed = settings.clock() - started
                return Answer(result, outcome.status, outcome.headers, count, elapsed)
            problem = result
            if isinstance(problem, LagDecodeError):
                lost = problem.__cause__
                if not isinstance(lost, TransportError):
                    raise placed(problem, asked, route, count, "applied")
                outcome = lost
        elif outcome.phase == "closed":
            if problem is None:
                raise placed(no_answer(outcome, settings, None), asked, route, 0, "not_sent")
            ended = unrepeated(outcome, problem)
            raise placed(ended, asked, route, count - 1, problem.outcome)
        elif settings.closing.is_closed:
            ended = interrupted(outcome)
            raise placed(ended, asked, route, count, outcome_of(outcome, in_doubt))
        else:
            problem = no_answer(outcome, settings, settings.seconds_left(started))

        in_doubt = in_doubt or kind_of(outcome) in (Kind.ENDED, Kind.OPEN)
        placed(problem, asked, route, count, outcome_of(outcome, in_doubt))
        is_safe = route.replay == "safe" or not in_doubt
        if isinstance(problem, LagAuthError) and is_safe and not is_renewed:
            other = yield from renewed(settings, request)
            if other is not settings:
                settings, request, is_renewed = other, authorized(request, other), True
                continue

        left = settings.seconds_left(started)
        decision = decide(
            outcome, route.replay, count, settings, left, settings.now, settings.jitter
        )
        if decision.action is Action.FAIL:
            raise problem
        wait = decision.wait_seconds
        CALLS.warn("%s: %s; next in %.2f s", asked.method_name, problem.message, wait)

        yield Sleep(wait)
        if decision.action is Action.RETRY or settings.closing.is_closed:
            continue
        sight, message = yield from look(
            call, (request.url, request.body), started, settings, perform
        )
        if message is not None:
            elapsed = settings.clock() - started
            return attrs.evolve(message, attempts=count, elapsed_seconds=elapsed)
        is_lost = sight is Sight.UNCLEAR or decision.action is Action.LOOK_ELSE_FAIL
        if is_lost and not settings.closing.is_closed:
            raise problem


def _result_of(
    reply: Reply,
    call: Call,
    decoded: Decoder,
    request: Request,
    in_doubt: bool,
    settings: Settings,
) -> Any:
    """Return the data of a response, or the error that it is."""
    error: LagAPIError
    try:
        if 200 <= reply.status < 300:
            return decoded_without_token(decoded, reply, request)
        error = decode.error_of(reply, retry_after(reply, settings.now))
        if in_doubt and call.route.method == "DELETE" and decode.is_absence(error):
            # An earlier attempt deleted it, and its response was lost.
            return decode.gone(call.route)
    except LagDecodeError as undecoded:
        error = undecoded
    error.base_url = settings.base_url
    if isinstance(error, LagNotFoundError):
        error.ids = ids_of(call)
    return error


def turn_of(route: Route, started: float, settings: Settings) -> Generator[Step, Any, Turn]:
    """Wait until the API's limits allow one more request.

    Raises:
        LagRateLimitError: `pacing` forbids the wait, or the deadline ends before it.
        LagConnectionError: The pacer does not answer.
    """
    kind = settings.credential.kind
    limits = {} if settings.pacing == "off" else settings.routes.limits_of(route, kind)
    if not limits:
        return FREE
    turn = settings.pacer.queue(settings.credential.key(settings.base_url), limits)
    try:
        while True:
            wait = turn.seconds()
            if isinstance(wait, Run):
                wait = yield wait
            if wait <= 0 or settings.closing.is_closed:
                break
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
                break  # a test has frozen the clock, so the wait would never end
    except BaseException:
        turn.end(sent=False)
        raise
    return turn
