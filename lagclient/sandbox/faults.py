"""Faults on demand: which requests of which routes fail in the sandbox, and how.

::

    Sandbox(faults=Faults(["drop_after:servers.rooms.messages.send:0.2"], seed=1))

A fault has a kind, the routes that it applies to, and a probability. The kinds, and what each does
to a request:

===============  ==================================================================================
``latency``      waits for `seconds` before anything is done; other requests do not wait with it
``error``        refuses with `status`, a 5xx; nothing was done
``rate_limit``   refuses with 429 and a Retry-After of `seconds`; nothing was done
``drop_before``  the connection ends without a response; nothing was done
``drop_late``    the connection ends without a response, and the request is done `seconds` later
``drop_after``   the request is done, then the connection ends without a response
``truncate``     the request is done, half of the response's body arrives, or `bytes` of it, then
                 the connection ends
``garbage``      the request is done, its response has the right status and a body that is not JSON
``silent``       only for streams: nothing arrives but the headers, and the connection does not end
===============  ==================================================================================

Decisions of the sandbox:

- A fault is decided as soon as the route is known and before the token is read, as in a network or
  a proxy in front of the API. A request that a fault refuses or drops does not count for a robot's
  limits. One that a fault lets through is identified, counted and admitted as usual, when it is
  done.
- Every fault that applies to a route rolls a die of its own for each request. Latency adds up; of
  the other kinds, the first one that strikes wins. So the same seed and the same order of requests
  give the same faults, and another fault in the list does not change the dice of the others.
- A response without a body is neither truncated nor garbage, and only streams are silent.
- In a stream, `bytes` counts everything that is sent, keepalives included; without `bytes`, the end
  is in the middle of the first event. Garbage comes before the first event and looks like one; no
  event is lost.
- The attempts of webhooks are requests of a route that is in no table, `robots.events.webhook`, in
  the other direction. Latency comes first, and the robot's other webhooks wait with it. After
  ``error``, ``rate_limit`` and ``drop_before`` nothing was posted; after ``drop_late`` the webhook
  is posted `seconds` later; after ``drop_after`` and ``silent`` it was posted, and its response is
  lost; after ``truncate`` and ``garbage`` the robot got a damaged body. All of these attempts
  failed.
- A late request is under way like any other: when the sandbox stops, it has the same second of
  grace, and is not done after that. No client received a response to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import fnmatch
import math
import random
from collections import Counter
from typing import Any, Awaitable, Callable, Dict, Iterable, List, Optional, Tuple, Union

import attrs

from lagclient.calls.options import short
from lagclient.routing.table import Table
from lagclient.types import is_seconds

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
"""The name among the routes of what the sandbox sends by itself."""
# Neither JSON nor UTF-8, so a lenient parser cannot read anything from it.
GARBAGE = b"\xff\xfe<garbage>\x00{"
FORM = "KIND[:ROUTES[:PROBABILITY[:VALUE]]]"


@attrs.frozen
class Fault:
    """One way in which requests fail.

    Raises:
        ValueError: An argument is not what its name says; the message has what it must be.
    """

    kind: str
    routes: str = "*"
    """The name of a route or of its method, or a pattern such as ``servers.rooms.messages.*``."""
    probability: float = 1.0
    seconds: Optional[float] = None
    """How long, for ``latency``, ``rate_limit`` and ``drop_late``; 1 by default."""
    status: Optional[int] = None
    """The status of ``error``; 500 by default."""
    times: Optional[int] = None
    """How often it strikes at most; without limit by default."""
    bytes: Optional[int] = None
    """How many bytes of ``truncate`` arrive; half of them by default."""

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            raise _invalid("kind", f"one of {', '.join(KINDS)}", self.kind)
        routes: Any = self.routes
        if not (isinstance(routes, str) and routes):
            raise _invalid("routes", "the name of a route or a pattern of names", routes)
        if not (_is_number(self.probability) and 0 <= self.probability <= 1):
            raise _invalid("probability", "a number from 0 to 1", self.probability)
        if self.times is not None and not (_is_whole(self.times) and self.times >= 1):
            raise _invalid("times", "a whole number from 1 up, or None", self.times)
        field, default = KINDS[self.kind]
        for name in ("seconds", "status", "bytes"):
            if name != field and getattr(self, name) is not None:
                raise _invalid(name, f"None for {self.kind}", getattr(self, name))
        if field == "seconds":
            if self.seconds is None:
                object.__setattr__(self, "seconds", default)
            elif not is_seconds(self.seconds, or_zero=True):
                raise _invalid("seconds", "a number from 0 up", self.seconds)
        elif field == "status":
            if self.status is None:
                object.__setattr__(self, "status", default)
            elif not (_is_whole(self.status) and 500 <= self.status <= 599):
                raise _invalid("status", "a whole number from 500 to 599", self.status)
        elif self.bytes is not None and not (_is_whole(self.bytes) and self.bytes >= 0):
            raise _invalid("bytes", "a whole number from 0 up", self.bytes)

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Return the fault of a text such as ``drop_after:servers.rooms.messages.send:0.2``.

        The form is ``KIND[:ROUTES[:PROBABILITY[:VALUE]]]``: VALUE is the status of ``error``, the
        bytes of ``truncate``, and the seconds of kinds that have some. An empty part is left out.

        Raises:
            ValueError: The text has another form, or a part is not what it must be.
        """
        parts = text.split(":")
        if len(parts) > 4:
            raise ValueError(f"A fault must be {FORM}, not {text!r}")
        kind, routes, probability, value = (*parts, "", "", "")[:4]
        fields: Dict[str, Any] = {"kind": kind}
        if routes:
            fields["routes"] = routes
        if probability:
            fields["probability"] = _number(probability)
        if value:
            field = KINDS.get(kind, ("seconds", 0))[0]
            if field is None:
                raise ValueError(f"A fault of kind {kind} must be without a VALUE, not {text!r}")
            fields[field] = _number(value)
        try:
            return cls(**fields)
        except ValueError as error:
            raise ValueError(f"Fault {text!r}: {error}") from None

    def applies_to(self, *names: str) -> bool:
        """Return whether one of a route's names is among the fault's routes."""
        return any(fnmatch.fnmatchcase(name, self.routes) for name in names)


def _invalid(name: str, expected: str, value: Any) -> ValueError:
    return ValueError(f"`{name}` must be {expected}, not {short(value)}")


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def _number(text: str) -> Union[int, float, str]:
    # A text that is not a number stays text, so the field's own check refuses it.
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return text


def _faults(faults: Union[str, Fault, Iterable[Union[str, Fault]]]) -> Tuple[Fault, ...]:
    chosen: Any = [faults] if isinstance(faults, (str, Fault)) else faults
    several: List[Any] = [chosen]
    with contextlib.suppress(TypeError):
        several = list(chosen)
    parsed: List[Fault] = []
    for each in several:
        fault: Any = Fault.parse(each) if isinstance(each, str) else each
        if not isinstance(fault, Fault):
            raise _invalid("faults", f"faults, or texts such as {FORM}", fault)
        parsed.append(fault)
    return tuple(parsed)


@attrs.frozen
class Faults:
    """All faults of a sandbox. It only describes them: each sandbox begins with fresh dice."""

    faults: Tuple[Fault, ...] = attrs.field(default=(), converter=_faults)
    """Each a `Fault`, or its text: see `Fault.parse`."""
    seed: int = 0
    """The same requests in the same order meet the same faults; another seed gives other faults."""
    sleep: Callable[[float], Awaitable[None]] = attrs.field(default=asyncio.sleep, kw_only=True)
    """Waits for some seconds, on the sandbox's event loop; tests can replace it and not wait."""

    def check_routes(self, table: Table) -> None:
        """Require that each fault applies to a route of the table, or to webhooks.

        Raises:
            ValueError: A fault names a route that does not exist.
        """
        names = [name for route in table.values() for name in (route.full_name, route.method_name)]
        for fault in self.faults:
            if not fault.applies_to(WEBHOOK, *names):
                raise ValueError(
                    "The routes of a fault must be the name of a route or a pattern of names that "
                    f"`lagclient routes` lists, not {fault.routes!r}"
                )


@attrs.define
class Die:
    """A fault of a running sandbox, which can be switched on and off."""

    fault: Fault
    random: random.Random
    is_on: bool = True
    strikes: int = 0
    """How often it has struck."""


class Luck:
    """The dice of one sandbox."""

    def __init__(self, faults: Faults) -> None:
        self._sleep = faults.sleep
        self._seed = faults.seed
        self.dice: Dict[int, Die] = {}
        """By their numbers, in the order of the faults."""
        for fault in faults.faults:
            self.add(fault)
        self.struck: Counter[str] = Counter()
        """How often each kind has struck."""

    def add(self, fault: Fault) -> None:
        """Add a fault with a die of its own, behind the others."""
        number = max(self.dice, default=-1) + 1
        self.dice[number] = Die(fault, random.Random(f"{self._seed}/{number}"))  # noqa: S311

    def roll(self, *names: str) -> Tuple[float, Optional[Fault]]:
        """Return how many seconds a request waits first, and the fault that strikes it then.

        Args:
            *names: The names of the request's route: its own, and that of its method.
        """
        seconds, struck = 0.0, None
        for die in self.dice.values():
            fault = die.fault
            if not die.is_on or not fault.applies_to(*names):
                continue
            if die.random.random() >= fault.probability:
                continue
            is_over = fault.times is not None and die.strikes >= fault.times
            if is_over or (struck and fault.kind != "latency"):
                continue
            die.strikes += 1
            self.struck[fault.kind] += 1
            if fault.kind == "latency":
                seconds += fault.seconds or 0
            else:
                struck = fault
        return seconds, struck

    async def sleep(self, seconds: float) -> None:
        """Let time pass for one request only."""
        await self._sleep(seconds)
