"""Short trouble for the workers of one robot: the same as `workers.py`, for some seconds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .workers import run


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="redis-server is not installed")
def test_killed_workers_miss_nothing(tmp_path: Path) -> None:
    """In trouble, workers lose nothing, keep the order, and repeat only for a reason."""
    outcome = run(tmp_path, seconds=8, seed=3, workers=3)
    assert not outcome.problems, str(outcome)
    assert outcome.ends["killed"] > 0
    assert outcome.redis_kills
