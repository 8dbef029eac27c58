"""What callers were told, what the store has, and where the two contradict each other."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, deque
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from lagclient import LagAPIError
from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox

from .things import Ask, Mark

OVERSHOOT_SECONDS = 0.25
MARKED = {
    "messages": "content",
    "dm_messages": "content",
    "rooms": "name",
    "roles": "name",
    "servers": "name",
    "events": "title",
    "event_templates": "title",
    "invites": "max_uses",
    "images": "alt",
    "bans": "reason",
    "mutes": "reason",
    "push_tokens": "token",
    "users": "display_name",
}
"""Tables, and the column that holds the texts by which calls are known."""
IDS = {"push_tokens": "token"}
GIVEN_UP: Any = object()
"""The result of a call that was cancelled."""
OUTCOMES = ("not_sent", "refused", "unknown", "applied")


def watch(lag: Sandbox) -> None:
    """Have the store write down whatever is made and changed, also what is deleted later."""
    store = lag._world.store
    with store.transaction():
        store.run("CREATE TABLE watched (what TEXT, mark TEXT)")
        for table, column in MARKED.items():
            for what, when in ((table, "INSERT"), (f"set {table}", f"UPDATE OF {column}")):
                store.run(
                    f"CREATE TRIGGER 'watched {what}' AFTER {when} ON {table} BEGIN"
                    f" INSERT INTO watched VALUES ('{what}', new.{column}); END"
                )
        store.run(
            "CREATE TRIGGER 'watched toggles' AFTER UPDATE OF external_access_enabled ON events"
            " BEGIN INSERT INTO watched VALUES ('toggle', new.id); END"
        )


class Stalls(threading.Thread):
    """Notes when this process did not get to run: for that, no client is to blame."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(daemon=True)
        self._clock = clock
        self._found: Deque[Tuple[float, float]] = deque(maxlen=5000)
        self._over = threading.Event()
        self.asleep_since = clock()
        self.longest = 0.0

    def run(self) -> None:
        """Sleep shortly, again and again, and see whether it was short."""
        while not self._over.is_set():
            self.asleep_since = self._clock()
            time.sleep(0.01)
            self.wake()

    def wake(self) -> None:
        """Note it if the sleep that ends now was too long."""
        now = self._clock()
        late = now - self.asleep_since - 0.01
        if late > 0.02:
            self._found.append((now, late))
            self.longest = max(self.longest, late)
        self.asleep_since = now

    def since(self, moment: float) -> float:
        """For how long in all, since then."""
        # Whoever asks may be the first to run again: that sleep has not been noted yet.
        still = self._clock() - max(self.asleep_since, moment) - 0.01
        found = sum(late for when, late in list(self._found) if when >= moment)
        return found + (still if still > 0.02 else 0.0)

    def stop(self) -> None:
        """End it."""
        self._over.set()
        self.join()


class Ledger(logging.Handler):
    """Keeps account of all calls; also of what the sandbox logs: its own bugs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.stalls = Stalls()
        self.methods: Counter[str] = Counter()
        self.routes: Counter[str] = Counter()
        self.results: Counter[str] = Counter()
        self.deadlines = 0
        self.worst_overshoot = 0.0
        self.violations: List[str] = []
        self._told: Dict[Mark, str] = {}
        self._ended: Dict[Mark, Ask] = {}
        self._toggles: Dict[str, Counter[str]] = {}
        self._guard = threading.Lock()

    def emit(self, record: logging.LogRecord) -> None:
        """A bug of the sandbox's."""
        self.violations.append(f"the sandbox: {record.getMessage()} {record.exc_info}")

    @property
    def calls(self) -> int:
        """How many have ended."""
        return sum(self.methods.values())

    def close_call(self, ask: Ask, result: Any, began: float, deadline: Optional[float]) -> None:
        """Note how a call ended: an error, an answer, or given up."""
        seconds = time.monotonic() - began
        outcome = self._outcome(ask, result)
        with self._guard:
            self.methods[TABLE[ask.method].method] += 1
            self.routes[ask.method] += 1
            name = type(result).__name__ if isinstance(result, Exception) else "answered"
            self.results["given up" if result is GIVEN_UP else f"{name}: {outcome}"] += 1
            if deadline is not None:
                self._check_time(ask, seconds - deadline, began, f"{deadline:g} s: {result!r}")
            if ask.mark:
                self._told[ask.mark] = outcome
            if ask.ends and outcome == "ok":
                self._ended[ask.ends] = ask
            if ask.toggles:
                self._toggles.setdefault(ask.toggles, Counter())[outcome] += 1
        if outcome == "ok" and ask.learn:
            try:
                ask.learn(result)
            except Exception as error:
                self.violations.append(f"{ask.method} answered {result!r}: {error!r}")

    def _outcome(self, ask: Ask, result: Any) -> str:
        if result is GIVEN_UP:
            return "unknown"
        if not isinstance(result, Exception):
            return "ok"
        if not isinstance(result, LagAPIError):
            self.violations.append(f"{ask.method}: {type(result).__name__}: {result}")
            return "unknown"
        was_sent = result.attempts > 0 or result.outcome == "not_sent"
        if result.route != ask.method or result.outcome not in OUTCOMES or not was_sent:
            self.violations.append(f"{ask.method}: does not tell of the call: {vars(result)}")
        return result.outcome

    def _check_time(self, ask: Ask, over: float, began: float, what: str) -> None:
        self.deadlines += 1
        over -= self.stalls.since(began)
        self.worst_overshoot = max(self.worst_overshoot, over)
        if over > OVERSHOOT_SECONDS:
            self.violations.append(f"{ask.method}: {over:.2f} s past its deadline of {what}")

    def compare(self, lag: Sandbox) -> None:
        """What the store has, once nothing is under way any more."""
        store = lag._world.store
        with store.transaction(writes=False):
            done: Counter[Mark] = Counter(
                (row["what"], row["mark"]) for row in store.all("SELECT * FROM watched")
            )
            there = {
                (table, row[0])
                for table in sorted({table for table, _ in self._ended})
                for row in store.all(f"SELECT {IDS.get(table, 'id')} FROM {table} {_there(table)}")
            }
        for mark, outcome in self._told.items():
            times, what = done[mark], f"{mark[0]} {mark[1]!r} ({outcome})"
            if times > 1 and not mark[0].startswith("set "):
                self.violations.append(f"{what} was done {times} times")
            if outcome in ("ok", "applied") and times == 0:
                self.violations.append(f"{what} was never done")
            if outcome in ("refused", "not_sent") and times:
                self.violations.append(f"{what} was done")
        for thing in there & set(self._ended):
            self.violations.append(f"{thing[0]} {thing[1]!r} was ended, and is there")
        for event, told in self._toggles.items():
            times, sure = done["toggle", event], told["ok"] + told["applied"]
            if not sure <= times <= sure + told["unknown"]:
                self.violations.append(f"event {event} was toggled {times} times: {dict(told)}")

    def figures(self, lag: Sandbox) -> str:
        """How it went, as text."""

        def listed(counts: Counter[str]) -> str:
            return ", ".join(f"{name} {number}" for name, number in sorted(counts.items()))

        lines = [
            f"calls: {self.calls} ({listed(self.methods)}), of {len(self.routes)} routes",
            f"with a deadline: {self.deadlines}; past it: {self.worst_overshoot:.3f} s at most",
            f"this process stood still for {self.stalls.longest:.3f} s at most",
            *(f"  {name}: {number}" for name, number in sorted(self.results.items())),
            f"faults: {listed(Counter(lag.struck))}",
            f"writes that were followed: {len(self._told)}",
            f"things that were ended: {len(self._ended)}",
            f"toggles: {sum(sum(told.values()) for told in self._toggles.values())}",
            f"violations: {len(self.violations)}",
            *(f"  {each}" for each in self.violations[:50]),
        ]
        return "\n".join(lines)


def _there(table: str) -> str:
    # An event that is cancelled is only marked so.
    return "WHERE deletes_at IS NULL" if table == "events" else ""
