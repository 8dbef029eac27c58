from __future__ import annotations

from .durability import run


def test_kill_loses_no_acknowledged_write(tmp_path):
    """A sandbox that is killed under load has all that it acknowledged, once, and no more."""
    outcome = run(tmp_path, requests=300, connections=8, kills=1, seed=1)
    assert not outcome.problems, str(outcome)
    assert sum(outcome.requests.values()) == 300
    assert outcome.acknowledged > 100
