from __future__ import annotations

from .restarts import run


def test_killed_robot_misses_nothing(tmp_path):
    """A robot killed at random points handles each message, and repeats one of each room a kill."""
    outcome = run(tmp_path, messages=300, kills=2, seed=1)
    assert not outcome.problems, f"{outcome}\n{(tmp_path / 'stderr').read_text()}"
    assert outcome.kills == 2
