"""A short soak: the same as `soak.py`, for a number of calls."""

from __future__ import annotations

import logging

import pytest

from lagclient.resources import TABLE
from tests.cassettes import cases
from tests.kit.every import every
from tests.kit.servers import CLOSED

from .ledger import Stalls
from .lives import ROUTES, Life
from .soak import soak
from .things import Cast


@CLOSED
def test_short_soak_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under every kind of fault no call is done twice, lost, late, untyped or left over."""
    monkeypatch.setattr(logging.getLogger("lagclient"), "disabled", True)
    reports = []
    ledger = soak(seconds=120, calls=800, seed=1, workers=3, report=reports.append)
    assert ledger.violations == [], "\n".join(reports)
    assert ledger.calls == 800
    assert len(ledger.routes) > 0.9 * len(ROUTES)
    assert ledger.deadlines > 50


@every("route", ROUTES)
def test_route_is_soaked(route: str) -> None:
    """A route is called by a function of its own, or as its cassette was recorded."""
    accounts = {"owner": "u1", "friend": "u2", "guest": "u3"}
    life = Life(1, 1, Cast({}, accounts, accounts, "s", "r", "c", "i"), lag=None)  # type: ignore[arg-type]
    ask = life._of(route)
    assert ask.method in TABLE
    assert not {cases.SERVER, cases.ROOM, cases.MIRA} & {a for a in ask.args if isinstance(a, str)}


def test_open_stall_counts() -> None:
    """A stall counts while it goes on, noted or not."""
    now = [100.0]
    stalls = Stalls(clock=lambda: now[0])
    assert stalls.since(99.0) == 0.0
    now[0] = 100.5
    assert stalls.since(99.0) == pytest.approx(0.49)
    assert stalls.since(100.3) == pytest.approx(0.19)
    stalls.wake()
    assert stalls.since(99.0) == pytest.approx(0.49)
    assert stalls.since(100.6) == 0.0
    assert stalls.longest == pytest.approx(0.49)
