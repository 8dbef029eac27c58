"""Limits are kept before anything is sent: the queues, the flow, and who would refuse."""

from __future__ import annotations

import heapq
import random
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any, List, Tuple

import pytest

from lagclient import Client
from lagclient.calls import drive
from lagclient.calls.auth import Credential
from lagclient.calls.flow import perform
from lagclient.calls.pacing import MARGIN_SECONDS, PROCESS_PACER, ProcessPacer, Turn
from lagclient.calls.steps import Sleep
from lagclient.errors import LagInvalidRequestError, LagRateLimitError
from lagclient.resources import TABLE
from lagclient.routing.route import Limit
from lagclient.sandbox import Sandbox
from lagclient.transport.httpx.transport import HttpxTransport
from tests.kit.calls import (
    BASE_URL,
    BOT,
    ROBOT_TOKEN,
    Clock,
    call_of,
    failure,
    message,
    play,
    reply,
    settings_of,
    unsent,
)
from tests.kit.ways import PLAIN

TWO = {"x": Limit(2, 10)}
SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
INFO = call_of("identity")
OWN = {**message(), "robotId": "bot"}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pacer(clock: Clock) -> ProcessPacer:
    return ProcessPacer(clock)


def answered(pacer: ProcessPacer, limits: Any = TWO, token: str = "t") -> None:
    """A request that had to wait for nothing, and was answered at once."""
    turn = pacer.queue(token, limits)
    assert turn.seconds() == 0
    turn.end(sent=True)


# The queues


def test_a_place_is_taken_until_its_answer_is_old_enough(pacer: ProcessPacer, clock: Clock) -> None:
    """The window counts from the answer: the API counted at some time before it."""
    first, second, third = (pacer.queue("t", TWO) for _ in range(3))
    assert (first.seconds(), second.seconds()) == (0, 0)
    clock.seconds += 3
    first.end(sent=True)
    clock.seconds += 4
    assert third.seconds() == pytest.approx(10 - 4 + MARGIN_SECONDS)
    clock.seconds += 6 + MARGIN_SECONDS
    assert third.seconds() == 0


def test_while_there_is_no_answer_a_whole_window_is_to_come(pacer: ProcessPacer) -> None:
    """Behind a request on its way the wait is at least a window; behind two in a row, two."""
    turns = [pacer.queue("t", TWO) for _ in range(5)]
    assert [turn.seconds() for turn in turns] == [0, 0, 10, 10, 20]


def test_first_come_first_served(pacer: ProcessPacer, clock: Clock) -> None:
    """Whoever queued earlier goes earlier, whoever asks first."""
    turns = [pacer.queue("t", TWO) for _ in range(6)]
    for turn in turns[:2]:
        turn.end(sent=True)
    clock.seconds += 10 + MARGIN_SECONDS
    assert [turn.seconds() == 0 for turn in reversed(turns[2:])] == [False, False, True, True]


def test_what_was_not_sent_gives_its_place_back(pacer: ProcessPacer, clock: Clock) -> None:
    """A connection that failed, or a caller that gave up, holds nobody up."""
    first, second, third, fourth, fifth = (pacer.queue("t", TWO) for _ in range(5))
    first.end(sent=False)
    assert third.seconds() == 0
    second.end(sent=True)
    fourth.end(sent=False)
    assert fifth.seconds() == 10
    third.end(sent=True)
    assert fifth.seconds() == pytest.approx(10 + MARGIN_SECONDS)
    sixth = pacer.queue("t", TWO)
    clock.seconds += 10 + MARGIN_SECONDS
    assert sixth.seconds() == 0  # the fourth's place, behind the second


def test_tokens_and_limits_have_queues_of_their_own(pacer: ProcessPacer) -> None:
    """Another token waits for nobody; a request waits for each of its limits."""
    both = {"x": Limit(2, 10), "y": Limit(1, 60)}
    answered(pacer, both)
    assert pacer.queue("t", both).seconds() == pytest.approx(60 + MARGIN_SECONDS)
    assert pacer.queue("t", {"z": Limit(2, 10)}).seconds() == 0
    assert pacer.queue("other", both).seconds() == 0


def test_old_queues_are_forgotten(pacer: ProcessPacer, clock: Clock) -> None:
    """Memory does not grow with the tokens that once were; what still counts is kept."""
    answered(pacer, token="old")
    waiting = pacer.queue("waiting", TWO)
    clock.seconds += 10 + MARGIN_SECONDS
    answered(pacer, token="new")
    (queues,) = pacer._queues.values()
    assert [token for token, *_ in queues.lately] == ["waiting", "new"]
    waiting.end(sent=True)


def test_a_fork_begins_anew(pacer: ProcessPacer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child does not wait for answers that only its parent gets."""
    for _ in range(2):
        pacer.queue("t", TWO)
    assert pacer.queue("t", TWO).seconds() == 10
    monkeypatch.setattr("os.getpid", lambda: -1)
    assert pacer.queue("t", TWO).seconds() == 0


@pytest.mark.parametrize("seed", range(5))
def test_a_sliding_window_is_never_broken(seed: int, clock: Clock, pacer: ProcessPacer) -> None:
    """However long answers take, whenever the API counts: none is too early, none waits on."""
    chance = random.Random(seed)
    limits = {"": Limit(20, 60), "messages": Limit(5, 10)}
    counted: List[Tuple[float, bool]] = []
    # Requests that come, wait, and are on their way: when, in which order, and what then.
    events: List[Tuple[float, int, Any, bool, str]] = []
    for number in range(200):
        is_message = chance.random() < 0.5
        events.append((chance.uniform(0, 200), number, None, is_message, "comes"))
    heapq.heapify(events)
    while events:
        clock.seconds, number, turn, is_message, what = heapq.heappop(events)
        if what == "answered":
            turn.end(sent=True)
            continue
        if what == "comes":
            own = limits if is_message else {"": limits[""]}
            turn = pacer.queue("t", own)
        wait = turn.seconds()
        if wait:
            heapq.heappush(events, (clock.seconds + wait, number, turn, is_message, "waits"))
            continue
        takes = chance.expovariate(1)
        counted.append((clock.seconds + chance.random() * takes, is_message))
        heapq.heappush(events, (clock.seconds + takes, number, turn, is_message, "answered"))
    assert len(counted) == 200
    counted.sort()
    for name, limit in limits.items():
        times = [moment for moment, is_message in counted if is_message or not name]
        spans = [late - early for early, late in zip(times, times[limit.count :])]
        assert min(spans) > limit.seconds
    # 200 requests, 20 a minute: the last goes out after nine windows, each longer by one answer.
    assert counted[-1][0] - counted[0][0] < 9 * (60 + 10)


# The flow


def test_a_robot_waits_before_it_is_told_to() -> None:
    """The eleventh message in ten seconds goes out when the first is ten seconds old."""
    settings = settings_of(ROBOT_TOKEN)
    for _ in range(10):
        assert play(SEND, settings, reply(201, OWN)).sleeps == []
    played = play(SEND, settings, reply(201, OWN))
    assert played.sleeps == [pytest.approx(10 + MARGIN_SECONDS)]
    assert played.answer.attempts == 1


def test_every_request_of_a_robot_counts() -> None:
    """Retries, reads and messages share the hundred of a minute."""
    settings = settings_of(ROBOT_TOKEN)
    for _ in range(50):
        assert len(play(INFO, settings, reply(503), reply(200, BOT)).sleeps) == 1
    assert play(INFO, settings, reply(200, BOT)).sleeps[0] > 10


def test_users_have_no_limits() -> None:
    """Nothing is known of limits for users: they wait for nothing."""
    settings = settings_of()
    assert not any(play(SEND, settings, reply(201, message())).sleeps for _ in range(200))


def test_what_never_left_does_not_count() -> None:
    """Attempts without a connection are not what the API counts."""
    settings = settings_of(ROBOT_TOKEN, max_retries=0)
    for _ in range(200):
        assert play(INFO, settings, unsent()).sleeps == []
    for _ in range(100):
        assert play(INFO, settings, failure()).sleeps == []
    assert play(INFO, settings, reply(200, BOT)).sleeps


def test_it_can_raise_instead() -> None:
    """`pacing="raise"` says at once that it is too early, and for how long; nothing is sent."""
    settings = settings_of(ROBOT_TOKEN, pacing="raise")
    for _ in range(10):
        play(SEND, settings, reply(201, OWN))
    played = play(SEND, settings)
    error = played.error
    assert type(error) is LagRateLimitError
    assert (error.outcome, error.attempts, error.route) == ("not_sent", 0, SEND.route.full_name)
    assert error.retry_after_seconds == pytest.approx(10 + MARGIN_SECONDS)
    assert "100 in 60 s and 10 in 10 s" in str(error)
    assert (played.sends, played.sleeps) == ([], [])


class Always:
    """A transport that answers a send with the same message."""

    def send(self, request: Any, timeouts: Any) -> Any:
        return reply(201, OWN)


def test_frozen_clock_does_not_hold_a_robot_up() -> None:
    """Under a clock that a test froze, the seconds that were slept count."""
    settings, slept = settings_of(ROBOT_TOKEN), []
    transport: Any = Always()
    for _ in range(30):
        drive.run(perform(SEND, settings), transport, slept.append)
    assert slept
    assert max(slept) <= 10 + MARGIN_SECONDS


def test_clock_that_is_set_back_does_not_hold_a_robot_up(pacer: ProcessPacer, clock: Clock) -> None:
    """Places that were taken under a frozen clock, of another time, are free after it."""
    clock.seconds = 1.7e9
    for _ in range(2):
        answered(pacer)
    clock.seconds = 5.0
    turn = pacer.queue("t", TWO)
    assert turn.seconds() == 0
    turn.end(sent=True)
    answered(pacer)
    assert pacer.queue("t", TWO).seconds() == pytest.approx(10 + MARGIN_SECONDS)


def test_it_can_be_switched_off() -> None:
    """`pacing="off"` sends whatever comes."""
    settings = settings_of(ROBOT_TOKEN, pacing="off")
    assert not any(play(SEND, settings, reply(201, OWN)).sleeps for _ in range(200))


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    """What cannot be sent in time is refused at once, with the time that it would take."""
    settings = settings_of(ROBOT_TOKEN, deadline_seconds=10)
    for _ in range(10):
        play(SEND, settings, reply(201, OWN))
    played = play(SEND, settings)
    assert type(played.error) is LagRateLimitError
    assert played.error.retry_after_seconds == pytest.approx(10 + MARGIN_SECONDS)
    assert (played.sends, played.sleeps) == ([], [])


def test_a_retry_that_may_not_wait_tells_of_the_attempt() -> None:
    """When there is no room for a second attempt, the first one's error is what is raised."""
    settings = settings_of(ROBOT_TOKEN, pacing="raise")
    for _ in range(9):
        play(SEND, settings, reply(201, OWN))
    played = play(SEND, settings, reply(503))
    assert (played.error.status, played.error.attempts) == (503, 1)


def test_who_gives_up_waiting_makes_room() -> None:
    """A call that is cancelled in the queue leaves its place to the next."""
    settings = settings_of(ROBOT_TOKEN)
    for _ in range(10):
        play(SEND, settings, reply(201, OWN))
    for _ in range(20):
        flow = perform(SEND, settings)
        assert isinstance(next(flow), Sleep)
        flow.close()
    assert play(SEND, settings, reply(201, OWN)).sleeps == [pytest.approx(10 + MARGIN_SECONDS)]


# The clients


def test_clients_of_a_token_share_its_queue() -> None:
    """The count goes with the token, not with the client; it is kept when a client is closed."""
    first, second = (Client(token=ROBOT_TOKEN, base_url=BASE_URL) for _ in range(2))
    assert first._settings.pacer is second._settings.pacer is PROCESS_PACER
    keys = {c._settings.credential.key(c._settings.base_url) for c in (first, second)}
    assert len(keys) == 1
    assert not any("canary" in key for key in keys)
    assert Credential.from_token(ROBOT_TOKEN).key("https://other.example") not in keys


def test_the_choice_is_checked() -> None:
    """Another word for `pacing` is an error that lists the three."""
    with pytest.raises(LagInvalidRequestError, match="one of 'wait', 'raise', 'off', not 'maybe'"):
        Client(token=ROBOT_TOKEN, pacing="maybe")  # type: ignore[arg-type]
    client = Client(token=ROBOT_TOKEN).with_options(pacing="raise")
    assert client._settings.pacing == "raise"


def test_a_place_to_count_can_be_given() -> None:
    """`pacer=` is asked with the limits of the call, by name, and without the token."""
    asked: List[Tuple[str, Any]] = []

    class Elsewhere(ProcessPacer):
        def queue(self, token: str, limits: Any) -> Turn:
            asked.append((token, dict(limits)))
            return super().queue(token, limits)

    with (
        Sandbox() as lag,
        Client(token=lag.robot_key, base_url=lag.url, pacer=Elsewhere()) as client,
    ):
        client.servers.rooms.messages.send(lag.server_id, lag.room_id, content="hi")
    ((token, limits),) = asked
    assert limits == {"": Limit(100, 60), SEND.route.full_name: Limit(10, 10)}
    assert lag.robot_key not in token


def test_a_busy_robot_never_sees_429() -> None:
    """Eight threads send 40 messages and ask 120 times; the sandbox refuses none of it.

    Time runs 100 times as fast, for the sandbox too: it takes two minutes of it.
    """
    began, speed = time.monotonic(), 100

    def clock() -> float:
        return (time.monotonic() - began) * speed

    def now() -> datetime:
        return datetime(2026, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=clock())

    def sleep(seconds: float) -> None:
        time.sleep(seconds / speed)

    statuses: List[int] = []
    with Sandbox(clock=now) as lag:
        settings = settings_of(
            lag.robot_key,
            base_url=lag.url,
            clock=clock,
            now=now,
            pacer=ProcessPacer(clock),
            max_retries=0,
        )
        carrier = HttpxTransport(PLAIN)

        def work(number: int) -> None:
            for turn in range(20):
                values = {"server_id": lag.server_id, "room_id": lag.room_id}
                call = INFO
                if turn % 4 == 0:
                    name = "servers.rooms.messages.send"
                    call = call_of(name, **values, content=f"{number} {turn}")
                try:
                    statuses.append(drive.run(perform(call, settings), carrier, sleep).status)
                except LagRateLimitError as error:
                    statuses.append(error.status)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        carrier.close()
    assert sorted(statuses) == [200] * 120 + [201] * 40
    assert clock() > 60
    assert TABLE.limits["robot"] == Limit(100, 60)
