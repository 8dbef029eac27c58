"""Nothing is sent twice: thousands of calls in bad weather, see `stormy`.

Each world is drawn from a seed: some calls, alone or at the same time, what becomes of each of
their attempts, and what other people do meanwhile. Afterwards, when everything late has arrived,
what was stored is compared with what the callers were told.
"""

from __future__ import annotations

import asyncio
import logging
import random
import selectors
from typing import Any, Callable, Dict, List, Optional, Sequence

import anyio
import attrs
import pytest
import trio.testing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagclient.calls import drive
from lagclient.calls.flow import perform
from lagclient.calls.memory import Memory
from lagclient.calls.pacing import ProcessPacer
from lagclient.calls.settings import Settings
from lagclient.errors import LagAPIError
from lagclient.resources import TABLE
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN, settings_of
from tests.kit.storm import (
    DAY,
    SAMPLES,
    STORM,
    AsyncWire,
    Clock,
    Line,
    Sample,
    Weather,
    Wire,
    World,
)

SENDS = [sample for sample in SAMPLES if sample.call.route.replay == "look"]
WRITES = [sample for sample in SAMPLES if sample.call.route.method != "GET"]
TOKENS = {"user": USER_TOKEN, "robot": ROBOT_TOKEN}


@attrs.define
class Told:
    """A call, and what its caller was told."""

    line: Line
    settings: Settings
    text: Optional[str] = None
    starts: float = 0.0
    cancelled_after: Optional[float] = None
    seconds: float = 0.0
    answer: Any = None
    error: Optional[LagAPIError] = None

    @property
    def outcome(self) -> str:
        """What the caller believes."""
        return "ok" if self.answer else self.error.outcome if self.error else "cancelled"


def drawn(
    world: World,
    clock: Callable[[], float],
    most: int,
    samples: Sequence[Sample] = (),
    texts: Sequence[str] = ("hi", "hi", "unique {}"),
) -> List[Told]:
    """Some calls, of a user's and a robot's clients, and a room that others use too."""
    dice = world.dice
    memories, pacer = {kind: Memory() for kind in TOKENS}, ProcessPacer(clock)
    mine = {"userId": "me", "username": "sam"}
    place = dice.choice(["r", "c"])
    for number in range(dice.choice([0, 0, 0, 0, 1, 2, 5, 99, 120])):
        world.store(place, None, age=15 + number, userId="ann", username="ann", content="so?")
    if dice.random() < 0.3:
        world.store(place, None, age=dice.uniform(12, 100), **mine, content="hi")
    if dice.random() < 0.3:
        noted = world.store(place, None, age=dice.uniform(0, 5), **mine, content="hi")
        memories["user"].claim(noted.id)
    for _ in range(dice.choice([0, 0, 3])):
        others = [{}, {"userId": "me", "content": "bye"}, {"robotId": "other", "userId": None}]
        world.after(dice.uniform(0, 10), world.somebody(place, **dice.choice(others)))
    calls = []
    for _ in range(dice.randint(1, most)):
        sample = dice.choice(samples or (SENDS if dice.random() < 0.6 else SAMPLES))
        told = Told(Line(world, sample), _settings(dice, sample.kind, memories, pacer, clock))
        if told.line.is_send:
            told.text = dice.choice(texts).format(told.line.by)
            nulls = {"reply_to_id": None, "image_id": None}
            call = sample.call.replacing(content=told.text, **nulls)
            told.line.sample = attrs.evolve(sample, call=call)
        elif dice.random() < 0.1 and sample.call.route.method == "DELETE":
            world.gone.add(told.line.by)
        told.starts = dice.choice([0.0, dice.uniform(0, 4)])
        if dice.random() < 0.1:
            told.cancelled_after = dice.uniform(0, 4)
        calls.append(told)
    return calls


def _settings(
    dice: random.Random,
    kind: str,
    memories: Dict[str, Memory],
    pacer: ProcessPacer,
    clock: Callable[[], float],
) -> Settings:
    return settings_of(
        TOKENS[kind],
        memory=memories[kind],
        pacer=pacer,
        max_retries=dice.choice([0, 1, 2, 2, 2, 5]),
        deadline_seconds=dice.choice([None, None, dice.uniform(0.1, 20)]),
        clock=clock,
        now=lambda: DAY,
        jitter=dice.random,
    )


def wrong(world: World, calls: List[Told]) -> List[str]:
    """What should never be, once all has settled."""
    world.settle(forever=True)
    found = []
    for told in calls:
        route, done = told.line.route, world.effects[told.line.by]
        made, most = world.requests[told.line.by], told.settings.max_retries + 1
        what = f"{route.full_name} {told.text!r} ({world.fates[told.line.by]}): {told.outcome}"
        if route.replay != "safe" and done > 1:
            found.append(f"{what}, and stored {done} times")
        if made > most:
            found.append(f"{what}, after {made} requests")
        limit = told.settings.deadline_seconds
        if limit is not None and told.seconds > limit + 1e-6:
            found.append(f"{what}, after {told.seconds} of {limit} seconds")
        if told.error is not None and told.error.attempts != made:
            found.append(f"{what}, tells of {told.error.attempts} attempts, made {made}")
        if route.method == "GET":
            continue
        is_there = done or (route.method == "DELETE" and told.line.by in world.gone)
        says_done = told.outcome == "applied" or (told.answer and told.text is None)
        if told.outcome in ("not_sent", "refused") and done:
            found.append(f"{what}, and stored")
        elif says_done and not is_there:
            found.append(f"{what}, and not stored")
    return found + _wrong_texts(world, calls)


def _equal(sent: List[Told]) -> List[List[Told]]:
    """Those of one text, author and place."""
    groups: Dict[Any, List[Told]] = {}
    for told in sent:
        line = told.line
        groups.setdefault((told.text, line.sample.kind, line.place), []).append(told)
    return list(groups.values())


def _wrong_texts(world: World, calls: List[Told]) -> List[str]:
    """Of equal texts no one can tell whose is whose, but there are as many as were reported."""
    found = []
    by_id = {message.id: message for message in world.messages}
    sent = [told for told in calls if told.text is not None]
    for equal in _equal(sent):
        text = equal[0].text
        answers = [told.answer.data.id for told in equal if told.answer]
        stored = sum(world.effects[told.line.by] for told in equal)
        if len(answers) > stored:
            found.append(f"{text!r}: {len(answers)} reported, {stored} stored")
        if len(set(answers)) < len(answers):
            found.append(f"{text!r}: two were told of one message")
        numbers = {told.line.by for told in equal}
        if any(by_id[id].by not in numbers for id in answers):
            found.append(f"{text!r}: a message of somebody else's, or an old one, was taken for it")
    for kind, memory in {t.line.sample.kind: t.settings.memory for t in calls}.items():
        if memory.in_flight:
            found.append(f"a {kind}'s memory has {memory.in_flight} in flight, and all have ended")
    return found


def blocking(dice: random.Random, weather: Weather = STORM, **how: Any) -> List[str]:
    """A world of one client, whose calls block: one after another, by `drive.run`."""
    clock = Clock()
    world = World(dice, weather, clock)
    calls = drawn(world, clock, 3, **how)
    for told in calls:
        started = clock()
        flow = perform(told.line.sample.call, told.settings)
        try:
            told.answer = drive.run(flow, Wire(told.line, clock), clock.sleep)
        except LagAPIError as error:
            told.error = error
        told.seconds = clock() - started
    return wrong(world, calls)


async def concurrent(dice: random.Random, weather: Weather = STORM, **how: Any) -> List[str]:
    """A world of several clients at the same time, by `drive.run_async`."""
    clock = anyio.current_time
    world = World(dice, weather, clock)
    calls = drawn(world, clock, 5, **how)

    async def make(told: Told) -> None:
        await anyio.sleep(told.starts)
        started = clock()
        with anyio.move_on_after(told.cancelled_after):
            flow = perform(told.line.sample.call, told.settings)
            try:
                told.answer = await drive.run_async(flow, AsyncWire(told.line), anyio.sleep)
            except LagAPIError as error:
                told.error = error
        told.seconds = clock() - started

    async with anyio.create_task_group() as group:
        for told in calls:
            group.start_soon(make, told)
    return wrong(world, calls)


class Leaping(selectors.SelectSelector):
    """Never waits: the time that it would have waited has passed at once."""

    passed = 0.0

    def select(self, timeout: Optional[float] = None) -> Any:
        self.passed += timeout or 0.0
        return super().select(0)


def on_asyncio(main: Callable[[], Any]) -> Any:
    """Run on asyncio, where the clock goes from one timer to the next."""
    selector = Leaping()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.passed  # type: ignore[method-assign]
    try:
        return loop.run_until_complete(main())
    finally:
        loop.close()


def on_trio(main: Callable[[], Any]) -> Any:
    """Run on trio, whose own test clock does that."""
    return trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0))


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    # Thousands of warnings, of retries that are meant to happen. A disabled parent would only keep
    # them from being written.
    monkeypatch.setattr(logging.getLogger("lagclient.calls"), "disabled", True)


def test_every_route_is_in_the_storm() -> None:
    """The worlds draw from all routes of the table but the stream, of every kind of replay."""
    assert {sample.call.route.full_name for sample in SAMPLES} == set(TABLE) - {"robots.events.sse"}
    assert {sample.call.route.replay for sample in WRITES} == {"safe", "look", "never"}


def test_nothing_is_sent_twice_by_a_blocking_client() -> None:
    """Whatever becomes of its attempts, a write is done once, and the caller told the truth."""
    found = [f"{seed}: {each}" for seed in range(2000) for each in blocking(random.Random(seed))]
    assert found == []


@pytest.mark.parametrize(("loop", "worlds"), [(on_asyncio, 1000), (on_trio, 200)])
def test_nothing_is_sent_twice_at_the_same_time(loop: Callable[..., Any], worlds: int) -> None:
    """Nor where equal messages of one token are on their way at the same time, or cancelled."""

    async def found() -> List[str]:
        wrongs = [(seed, await concurrent(random.Random(seed))) for seed in range(worlds)]
        return [f"{seed}: {each}" for seed, several in wrongs for each in several]

    assert loop(found) == []


WEATHERS: List[Weather] = [
    STORM,
    {"answered": 4, "failed": 10, "open": 2, "lost": 4},
    {"answered": 10, "failed": 5, "lost": 5},
]
ROOM = [each for each in SENDS if each.kind == "user" and each.call.route.namespace != "dms"]


@given(st.randoms(use_true_random=False), st.sampled_from(WEATHERS))
@settings(max_examples=100, suppress_health_check=list(HealthCheck))
def test_no_storm_can_be_found_that_does_it(dice: random.Random, weather: Weather) -> None:
    """Nor in a storm that was looked for, with nothing but equal messages to one room."""
    how: Any = {"samples": ROOM, "texts": ["hi"]}
    assert on_asyncio(lambda: concurrent(dice, weather, **how)) == []


FAIR: Weather = {
    "answered": 0.80,
    "unsent": 0.04,
    "later": 0.04,
    "failed": 0.04,
    "open": 0.04,
    "lost": 0.04,
}
"""A fifth of all attempts fail, in all the ways that pass."""


CLEAR: Dict[str, float] = {"dateless": 0.0, "skew": 0.0, "crowded": 0.0}
"""What there is to be seen of messages is seen."""


def ended_well(samples: Sequence[Sample], **how: float) -> float:
    """The share of calls that succeed, each on its own, where a fifth of all attempts fail."""
    dice, calls, well = random.Random(1), 3000, 0
    for _ in range(calls):
        clock = Clock()
        line = Line(World(dice, FAIR, clock, **CLEAR, **how), dice.choice(samples))
        given = settings_of(TOKENS[line.sample.kind], clock=clock, jitter=dice.random, pacing="off")
        try:
            drive.run(perform(line.sample.call, given), Wire(line, clock), clock.sleep)
        except LagAPIError:
            continue
        well += 1
    return well / calls


def expected(replay: str, stored: float = 1.0, attempts: int = 3) -> float:
    """That share by the rules; `stored` is that of the writes whose outcome is open."""
    if attempts == 0:
        return 0.0
    again = expected(replay, stored, attempts - 1)
    if replay == "safe":
        return 0.8 + 0.2 * again
    later = 0.8 + 0.08 * again
    if replay == "never":
        return later
    sight = expected("safe") ** 2  # who it is, and the listing
    found = sight * stored
    return later + 0.04 * (found + sight * (1 - stored) * again) + 0.08 * found


def of_kind(replay: str) -> List[Sample]:
    """All routes of one kind; a robot's sends may be of text only."""
    plain = [each for each in SAMPLES if each.call.route.replay == replay]
    if replay != "look":
        return plain
    nulls = {"content": "hi", "reply_to_id": None, "image_id": None}
    return [attrs.evolve(each, call=each.call.replacing(**nulls)) for each in plain]


@pytest.mark.parametrize(
    ("replay", "stored", "least"),
    [("safe", 0.5, 0.98), ("look", 1.0, 0.98), ("look", 0.5, 0.94), ("never", 0.5, 0.86)],
    ids=["safe", "sends, stored", "sends, half of them stored", "never"],
)
def test_most_calls_end_well(replay: str, stored: float, least: float) -> None:
    """With a fifth of all attempts failing, calls succeed as often as the rules let them."""
    share = ended_well(of_kind(replay), stored=stored, late=0.0)
    assert share >= least
    assert share == pytest.approx(expected(replay, stored), abs=0.01)
