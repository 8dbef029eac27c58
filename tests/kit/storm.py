"""An API in bad weather: a model of it, in memory and on a virtual clock.

It knows which call each request belongs to, which no real API can, and so it can say of every call
how often it took effect: at once, not at all, or late, when its caller has long been told
something. Answers are those of the cassettes.
"""

from __future__ import annotations

import heapq
import json
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Callable, Dict, Generator, List, Mapping, Optional, Set, Tuple

import anyio
import attrs
import yaml

from lagclient import resources
from lagclient.calls.look import CLOCK_DOUBT, PAGE
from lagclient.methods.flavour import RAW
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.transport.protocol import Reply, Request, Timeouts, TransportError
from tests.cassettes.cases import CASES, Step
from tests.kit.calls import BOT, ME

CASSETTES = Path(__file__).parents[2] / "cassettes"
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DAY = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)
MOST_SKEW = CLOCK_DOUBT.total_seconds() - 0.1
JUNK = b"\xff<junk>"

Weather = Mapping[str, float]
"""How likely each fate of an attempt is, in parts."""

CALM: Weather = {"answered": 1}
STORM: Weather = {
    "answered": 8,
    "refused": 1,  # for good
    "unsent": 2,
    "later": 2,  # 429, 503
    "failed": 4,  # 500
    "open": 3,  # 502, 504
    "lost": 6,
    "cut": 2,  # the status arrived, the body did not
    "garbled": 1,
}
NOTHING_DONE = ("refused", "unsent", "later")
IN_DOUBT = ("open", "lost")


def call_for(step: Step) -> Call:
    """The call that a method makes of its arguments."""
    call: Call = attrgetter(step.method)(resources.root_class(TABLE, RAW)(lambda made, **_: made))(
        *step.args, **step.options
    )
    return call


@attrs.frozen
class Sample:
    """A call of a route by one kind of credential, and its recorded answer."""

    kind: str
    call: Call
    status: int
    body: bytes


def _samples() -> List[Sample]:
    found = []
    for case in CASES:
        text = (CASSETTES / f"{case.name}.yaml").read_text(encoding="utf-8")
        response = yaml.load(text, LOADER)["interactions"][-1]["response"]
        body = response["body"].get("string") or ""
        body = body if isinstance(body, bytes) else body.encode()
        found.append(Sample(case.kind, call_for(case.step), response["status"]["code"], body))
    return found


SAMPLES = [sample for sample in _samples() if not sample.call.route.model.startswith("stream")]


@attrs.frozen
class Stored:
    """A message."""

    place: str
    """The room ``r`` or the conversation ``c``."""
    id: str
    by: Optional[int]
    """Number of the call that sent it; None: somebody else's, or from before."""
    at: datetime
    fields: Mapping[str, Any]

    def wire(self) -> Dict[str, Any]:
        """As it is listed."""
        at = self.at.isoformat()
        return {"id": self.id, "roomId": "r", "conversationId": "c", "createdAt": at, **self.fields}


class World:
    """All that the API has, and what is still under way to it."""

    def __init__(
        self,
        dice: random.Random,
        weather: Weather,
        clock: Callable[[], float],
        stored: float = 0.5,
        late: float = 0.5,
        dateless: float = 0.03,
        skew: float = MOST_SKEW,
        crowded: float = 0.1,
    ) -> None:
        """Make one.

        Args:
            dice: Decides everything.
            weather: What becomes of attempts.
            clock: Tells the time.
            stored: How likely a write whose outcome is open is done all the same.
            late: How likely that is seconds later.
            dateless: How likely an answer has no Date.
            skew: By how many seconds the clocks that stamp messages may be wrong, in half of the
                worlds; that of the Date header never is.
            crowded: How likely others write more than a page, right after the first message.
        """
        self.dice, self.clock = dice, clock
        self.stored, self.late, self._dateless = stored, late, dateless
        self._fates, self._parts = list(weather), list(weather.values())
        self._flood = 130 if dice.random() < crowded else 0
        self._skew: float = dice.choice([0.0, skew])
        self.messages: List[Stored] = []
        self.effects: Counter[int] = Counter()
        """How often each call took effect."""
        self.requests: Counter[int] = Counter()
        self.fates: Dict[int, List[str]] = {}
        self.gone: Set[int] = set()
        """The calls, DELETEs all of them, of which the thing is not there."""
        self._due: List[Tuple[float, int, Callable[[], object]]] = []
        self._began = self._moment = clock()
        self._numbers = 0

    def number(self) -> int:
        """One that was never given before."""
        self._numbers += 1
        return self._numbers

    def after(self, seconds: float, do: Callable[[], object]) -> None:
        """Let something happen, whoever waits for it then."""
        heapq.heappush(self._due, (self.clock() + seconds, self.number(), do))

    def settle(self, forever: bool = False) -> None:
        """Let all happen that is due by now, in its order."""
        while self._due and (forever or self._due[0][0] <= self.clock()):
            self._moment, _, do = heapq.heappop(self._due)
            do()

    def store(self, place: str, by: Optional[int], age: float = 0.0, **fields: Any) -> Stored:
        """A message is there from now on, or from `age` seconds ago; by one of several clocks."""
        seconds = self._moment - self._began - age + self.dice.uniform(-self._skew, self._skew)
        stored = Stored(place, f"m{self.number()}", by, DAY + timedelta(seconds=seconds), fields)
        self.messages.append(stored)
        if by is not None and self._flood:
            # More than a page of them, all newer.
            flood, self._flood = self._flood, 0
            for number in range(1, flood):
                self.store(place, None, -number / 1000, userId="ann", username="ann", content="!")
        return stored

    def somebody(self, place: str, **fields: Any) -> Callable[[], object]:
        """What stores a message that none of the calls sent."""
        given = {"userId": "ann", "username": "ann", "content": "hi", **fields}
        return lambda: self.store(place, None, **given)

    def page(self, place: str) -> Dict[str, Any]:
        """The newest messages there, in one of the two orders."""
        here = [message for message in self.messages if message.place == place]
        newest = sorted(here, key=lambda m: m.at, reverse=True)
        shown = [message.wire() for message in newest[:PAGE]]
        if self.dice.random() < 0.5:
            shown.reverse()
        more = len(newest) > PAGE
        return {"messages": shown, "hasMore": more, "nextCursor": "older" if more else None}

    def date(self) -> Dict[str, str]:
        """The header, most times: its clock need not be the one that stamps messages."""
        if self.dice.random() < self._dateless:
            return {}
        moment = DAY + timedelta(seconds=self.clock() - self._began)
        return {"date": format_datetime(moment, usegmt=True)}

    def fate(self) -> str:
        """What becomes of one attempt."""
        return self.dice.choices(self._fates, self._parts)[0]


class Line:
    """The transport of one call: through it the world knows whose requests these are."""

    def __init__(self, world: World, sample: Sample) -> None:
        self.world, self.sample = world, sample
        self.by = world.number()
        self.route = sample.call.route
        self.is_send = self.route.replay == "look"
        self.place = "c" if self.route.namespace == "dms" else "r"
        world.fates[self.by] = []

    def exchange(self, request: Request) -> Generator[float, None, Reply]:
        """One attempt: yields seconds to wait; returns the answer, or raises how it failed."""
        world, dice = self.world, self.world.dice
        world.settle()
        is_main = not self.is_send or request.method == "POST"
        fate = world.fate()
        if is_main:
            world.requests[self.by] += 1
            world.fates[self.by].append(fate)
        box: List[Reply] = []

        def do() -> None:
            box.append(self._done(request, is_main))

        there, back = dice.uniform(0.01, 0.3), dice.uniform(0.01, 0.3)
        if fate in NOTHING_DONE:
            yield there
            return self._not_done(fate)
        is_stored = fate in ("answered", "cut", "garbled") or dice.random() < world.stored
        if is_stored:
            # Late: the caller may have been told anything by then.
            late = fate in IN_DOUBT and dice.random() < world.late
            world.after(dice.uniform(0.3, 30) if late else there, do)
        yield there
        world.settle()
        if fate in IN_DOUBT and dice.random() < 0.3:
            back += dice.uniform(1, 20)
        yield back
        world.settle()
        if fate == "answered" or (box and box[0].status >= 400 and fate in ("cut", "garbled")):
            return box[0]
        if fate == "failed":
            return Reply(500, {}, b'{"message": "failed"}')
        if fate == "open":
            return Reply(dice.choice([502, 504, 520]), {}, b"")
        if fate == "garbled":
            return Reply(box[0].status, world.date(), JUNK)
        raise TransportError(
            "lost",
            phase=dice.choice(["write", "read"]),
            sent=True,
            timed_out=dice.random() < 0.5,
            status=box[0].status if fate == "cut" else None,
        )

    def _not_done(self, fate: str) -> Reply:
        dice = self.world.dice
        if fate == "unsent":
            phase = dice.choice(["connect", "pool"])
            raise TransportError("unsent", phase=phase, sent=False, timed_out=dice.random() < 0.5)
        if fate == "refused":
            return Reply(dice.choice([400, 401, 403, 409, 422]), {}, b'{"message": "no"}')
        waits = ["0", "1", "0.25", "-5", "junk", format_datetime(DAY, usegmt=True)]
        headers = {"retry-after": dice.choice(waits)} if dice.random() < 0.5 else {}
        return Reply(dice.choice([429, 503]), headers, b"")

    def _done(self, request: Request, is_main: bool) -> Reply:
        """Do it, now; the answer."""
        world, sample = self.world, self.sample
        if self.is_send and is_main:
            body = json.loads(request.body or b"")  # type: ignore[arg-type]
            author = {"userId": "me", "username": "sam"}
            if sample.kind == "robot":
                author = {"userId": None, "robotId": "bot", "username": "Bot"}
            stored = world.store(self.place, self.by, **author, content=body["content"])
            world.effects[self.by] += 1
            return self._reply(201, stored.wire())
        if self.is_send:
            is_page = "/messages?" in request.url
            return self._reply(
                200, world.page(self.place) if is_page else ME if sample.kind == "user" else BOT
            )
        if self.route.method == "DELETE":
            if self.by in world.gone:
                return Reply(404, {}, b'{"error": "Not Found", "message": "Not found"}')
            world.gone.add(self.by)
        world.effects[self.by] += 1
        return Reply(sample.status, world.date(), sample.body)

    def _reply(self, status: int, body: Any) -> Reply:
        return Reply(status, self.world.date(), json.dumps(body).encode())


@attrs.define
class Clock:
    """Stands still until it is moved."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """What would wait moves it."""
        self.seconds += seconds


@attrs.frozen
class Wire:
    """A line as a `Transport`: waiting moves the clock, and ends with the attempt's total."""

    line: Line
    clock: Clock

    def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        left = float("inf") if timeouts.total is None else timeouts.total
        steps = self.line.exchange(request)
        while True:
            try:
                seconds = next(steps)
            except StopIteration as end:
                reply: Reply = end.value
                return reply
            self.clock.sleep(min(seconds, left))
            left -= seconds
            if left <= 0:
                raise TransportError("cut off", phase="read", sent=True, timed_out=True)


@attrs.frozen
class AsyncWire:
    """A line as an `AsyncTransport`; whoever awaits it bounds its time."""

    line: Line

    async def send(self, request: Request, timeouts: Timeouts) -> Reply:
        """Make one attempt."""
        steps = self.line.exchange(request)
        while True:
            try:
                seconds = next(steps)
            except StopIteration as end:
                reply: Reply = end.value
                return reply
            await anyio.sleep(seconds)
