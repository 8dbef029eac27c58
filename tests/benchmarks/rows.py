"""What is measured, and what it should come to: the rows of the table, each with its aims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional

DEFAULT = "httpx"
ADAPTERS = ("aiohttp", "pyreqwest")
TRANSPORTS = (DEFAULT, *ADAPTERS)
PUBLISHED = "0.2.0"
PEER = "httpx by hand"
"""A program without lagclient: see `by_hand.py`."""

_FIRST = (
    "from lagclient import Client; Client(token='lag_pat_benchmark', base_url={url!r}).users.me()"
)
PROGRAMS: Mapping[str, str] = {
    "import": "import lagclient",
    "client": "from lagclient import Client; Client(token='lag_pat_benchmark')",
    "first": _FIRST,
    "first_cli": "import sys; sys.path.append({cli!r}); " + _FIRST,
}
"""Jobs that are a whole process each, from its start to its end.

`cli` is a folder with click and rich: many environments have them, and httpx then imports its
command line.
"""


@dataclass(frozen=True)
class Turns:
    """How often a job is measured in a round, and in which rounds."""

    count: int
    every: int = 1


JOBS: Mapping[str, Turns] = {
    "import": Turns(4),
    "client": Turns(3),
    "first": Turns(3),
    "first_cli": Turns(3),
    "me": Turns(10),
    "send": Turns(10),
    "page": Turns(10),
    "crowd": Turns(2, every=2),
    "walk": Turns(1, every=4),
    "async_walk": Turns(1, every=4),
    "method": Turns(10),
    "burst": Turns(1, every=4),
}
"""All jobs: those that take long have fewer turns."""


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure of a job, and the aims for its ratio by transport."""

    title: str
    job: str
    aims: Mapping[str, float]
    figure: str = "wall"
    over: Optional[str] = None
    """The figure of the same job that it is compared with, where that is not the one of 0.2.0."""
    has_peer: bool = False
    """Whether `by_hand.py` does the job, too."""


ROWS = (
    Row("import lagclient, whole process", "import", {"httpx": 0.10}),
    Row("Client imported and built, whole process", "client", {"httpx": 0.25}),
    Row("first users.me() in a new process", "first", {"httpx": 0.70}),
    Row("first users.me(), click and rich installed", "first_cli", {"httpx": 0.60}),
    Row("users.me", "me", {"httpx": 0.62, "pyreqwest": 0.40}, has_peer=True),
    Row("messages.send", "send", {"httpx": 0.62, "pyreqwest": 0.40}, has_peer=True),
    Row("page of 100", "page", {"httpx": 0.54, "pyreqwest": 0.42}, has_peer=True),
    # Not over pyreqwest: it goes on with requests that were cancelled, so it carries no coroutines.
    Row("500 sends at once, wall", "crowd", {"httpx": 0.40, "aiohttp": 0.12}),
    Row("500 sends at once, p99", "crowd", {"httpx": 0.45, "aiohttp": 0.12}, figure="p99"),
    Row("50 pages, prefetched", "walk", {"httpx": 0.58}),
    Row("50 pages, prefetched, async", "async_walk", {"httpx": 0.58}),
    Row("built method over hand-written", "method", {"httpx": 1.1}, "built", over="by hand"),
    Row("10,000 events, Bot over a stream", "burst", {"httpx": 2.0}, "robot", over="stream"),
)
