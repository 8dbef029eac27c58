"""A short soak: the same as `soak.py`, for a number of calls."""

from __future__ import annotations

import logging

import pytest

from .lives import ROUTES
from .soak import soak


def test_a_short_soak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is done twice, lost, late, untyped or left over, whatever goes wrong on the way."""
    monkeypatch.setattr(logging.getLogger("lagclient"), "disabled", True)
    reports = []
    ledger = soak(seconds=120, calls=800, seed=1, workers=3, report=reports.append)
    assert ledger.violations == [], "\n".join(reports)
    assert ledger.calls == 800
    assert len(ledger.routes) > 0.9 * len(ROUTES)
    assert ledger.deadlines > 50
