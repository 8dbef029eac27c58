"""Faults on demand: which requests of which routes the sandbox is to spoil, and how.

::

    Sandbox(faults=Faults(["drop_after:servers.rooms.messages.send:0.2"], seed=1))

A fault has a kind, the routes that it concerns, and a probability. Kinds, and where each of them
meets a request:

===============  ==================================================================================
``latency``      waits for `seconds` before anything is done; other requests do not wait with it
``error``        refuses with `status`, a 5xx; nothing was done
``rate_limit``   refuses with 429 and a Retry-After of `seconds`; nothing was done
``drop_before``  the connection ends without an answer; nothing was done
``drop_late``    the connection ends without an answer, and the request is done `seconds` later
``drop_after``   the request is done, then the connection ends without an answer
``truncate``     the request is done, half of the answer's body arrives, or `bytes` of it, then the
                 connection ends
``garbage``      the request is done, its answer has the right status and a body that is no JSON
``silent``       of a stream, nothing arrives but its headers, and the connection does not end
===============  ==================================================================================

What was chosen:

- Faults are decided as soon as the route is known, before the token is looked at, as by a network
  or a proxy in front of the API. What they refuse or drop does not count for a robot's limits;
  what they let through is identified, counted and admitted as ever, when it is done.
- Every fault that concerns a route rolls a die of its own for each request, whatever the others
  roll. Latency adds up; of the other kinds, the first one that comes up is it. So one seed and one
  order of requests give the same faults, and another fault in the list moves no die of the others.
- Answers without a body are neither truncated nor garbage, and only streams are silent.
- Of a stream, `bytes` counts all that is sent, signs of life included; left out, the end is in the
  middle of the first event. Garbage is in front of it and looks like one; no event is lost.
- The attempts of webhooks are requests of a route that is in no table, `robots.events.webhook`, in
  the other direction. Latency, as ever, comes first, and the robot's other webhooks wait with it.
  After ``error``, ``rate_limit`` and ``drop_before`` nothing was posted; after ``drop_late`` it is
  posted `seconds` later; after ``drop_after`` and ``silent`` it was, and its answer is lost; of
  ``truncate`` and ``garbage``, the robot gets a spoiled body. All are attempts that failed.
- A late request is under way like any other: when the sandbox stops, it has the same second of
  grace, and after that is never done. Nobody was told that it was.
"""

from __future__ import annotations

import asyncio
import fnmatch
import math
import random
from collections import Counter
from typing import Any, Awaitable, Callable, Dict, Iterable, Optional, Tuple, Union

import attrs

from lagclient.resources import TABLE

# For each kind: the one field that it has besides the common ones, and its default.
KINDS: Dict[str, Tuple[Optional[str], Optional[float]]] = {
    "latency": ("seconds", 1.0),
    "error": ("status", 500),
    "rate_limit": ("seconds", 1.0),
    "drop_before": (None, None),
    "drop_late": ("seconds", 1.0),
    "drop_after": (None, None),
    "truncate": ("bytes", None),
    "garbage": (None, None),
    "silent": (None, None),
}
WEBHOOK = "robots.events.webhook"
"""Stands among the routes for what the sandbox sends by itself."""
# Neither JSON nor UTF-8, so a lenient parser cannot read anything from it.
GARBAGE = b"\xff\xfe<garbage>\x00{"
FORM = "KIND[:ROUTES[:PROBABILITY[:VALUE]]]"


@attrs.frozen
class Fault:
    """One way in which requests go wrong.

    Raises:
        ValueError: A value makes no sense; the message has it, and what was expected.
    """

    kind: str
    routes: str = "*"
    """A route by its full name, or several by a pattern such as ``servers.rooms.messages.*``."""
    probability: float = 1.0
    seconds: Optional[float] = None
    """How long, for ``latency``, ``rate_limit`` and ``drop_late``; left out, one."""
    status: Optional[int] = None
    """Which one, for ``error``; left out, 500."""
    times: Optional[int] = None
    """How often at most; left out, without end."""
    bytes: Optional[int] = None
    """How many arrive, for ``truncate``; left out, half of them."""

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            raise _wrong("kind", self.kind, f"one of {', '.join(KINDS)}")
        routes: Any = self.routes
        if not (isinstance(routes, str) and any(map(self.concerns, (*TABLE, WEBHOOK)))):
            expected = "the name of a route or a pattern of names; `lagclient routes` lists them"
            raise _wrong("routes", self.routes, expected)
        if not (_is_number(self.probability) and 0 <= self.probability <= 1):
            raise _wrong("probability", self.probability, "a number from 0 to 1")
        if self.times is not None and not (_is_whole(self.times) and self.times >= 1):
            raise _wrong("times", self.times, "a whole number from 1 on, or None")
        field, default = KINDS[self.kind]
        for name in ("seconds", "status", "bytes"):
            if name != field and getattr(self, name) is not None:
                raise _wrong(name, getattr(self, name), f"nothing: {self.kind} has no {name}")
        if field == "seconds":
            if self.seconds is None:
                object.__setattr__(self, "seconds", default)
            elif not (_is_number(self.seconds) and self.seconds >= 0):
                raise _wrong("seconds", self.seconds, "a number from 0 on")
        elif field == "status":
            if self.status is None:
                object.__setattr__(self, "status", default)
            elif not (_is_whole(self.status) and 500 <= self.status <= 599):
                raise _wrong("status", self.status, "a whole number from 500 to 599")
        elif self.bytes is not None and not (_is_whole(self.bytes) and self.bytes >= 0):
            raise _wrong("bytes", self.bytes, "a whole number from 0 on")

    @classmethod
    def parse(cls, text: str) -> Fault:
        """The fault that a text such as ``drop_after:servers.rooms.messages.send:0.2`` describes.

        The form is ``KIND[:ROUTES[:PROBABILITY[:VALUE]]]``: VALUE is the status of ``error``, the
        bytes of ``truncate``, and the seconds of kinds that have some. What is empty is left out.

        Raises:
            ValueError: It has another form, or a value makes no sense.
        """
        parts = text.split(":")
        if len(parts) > 4:
            raise ValueError(f"Fault {text!r}: expected {FORM}")
        kind, routes, probability, value = (*parts, "", "", "")[:4]
        given: Dict[str, Any] = {"kind": kind}
        if routes:
            given["routes"] = routes
        if probability:
            given["probability"] = _number(probability)
        if value:
            field = KINDS.get(kind, ("seconds", 0))[0]
            if field is None:
                raise ValueError(f"Fault {text!r}: expected no VALUE, {kind} has none")
            given[field] = _number(value)
        try:
            return cls(**given)
        except ValueError as error:
            raise ValueError(f"Fault {text!r}: {error}") from None

    def concerns(self, route: str) -> bool:
        """Whether a route is one of its routes."""
        return fnmatch.fnmatchcase(route, self.routes)


def _wrong(name: str, value: Any, expected: str) -> ValueError:
    return ValueError(f"{name} is {value!r}, expected {expected}")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def _number(text: str) -> Union[int, float, str]:
    # What is no number stays text, for the field's own check to refuse it.
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def _faults(given: Union[str, Fault, Iterable[Union[str, Fault]]]) -> Tuple[Fault, ...]:
    several = [given] if isinstance(given, (str, Fault)) else given
    return tuple(Fault.parse(each) if isinstance(each, str) else each for each in several)


@attrs.frozen
class Faults:
    """All faults of a sandbox. It only describes them: each sandbox begins with fresh dice."""

    faults: Tuple[Fault, ...] = attrs.field(default=(), converter=_faults)
    """Each a `Fault`, or its text: see `Fault.parse`."""
    seed: int = 0
    """The same requests in the same order meet the same faults; another seed, other ones."""
    sleep: Callable[[float], Awaitable[None]] = attrs.field(default=asyncio.sleep, kw_only=True)
    """Waits for so many seconds, on the sandbox's event loop; tests need not really wait."""


class Luck:
    """The dice of one sandbox."""

    def __init__(self, faults: Faults) -> None:
        self._sleep = faults.sleep
        self._dice = [
            (fault, random.Random(f"{faults.seed}/{number}"))  # noqa: S311
            for number, fault in enumerate(faults.faults)
        ]
        self._done: Counter[int] = Counter()
        self.struck: Counter[str] = Counter()
        """How often each kind has come up."""

    def roll(self, route: str) -> Tuple[float, Optional[Fault]]:
        """How long a request has to wait first, and the fault that it meets then."""
        seconds, met = 0.0, None
        for number, (fault, die) in enumerate(self._dice):
            if not fault.concerns(route) or die.random() >= fault.probability:
                continue
            is_over = fault.times is not None and self._done[number] >= fault.times
            if is_over or (met and fault.kind != "latency"):
                continue
            self._done[number] += 1
            self.struck[fault.kind] += 1
            if fault.kind == "latency":
                seconds += fault.seconds or 0
            else:
                met = fault
        return seconds, met

    async def sleep(self, seconds: float) -> None:
        """Let time pass for one request only."""
        await self._sleep(seconds)
