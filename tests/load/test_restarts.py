from __future__ import annotations

from .restarts import run


def test_a_robot_that_is_killed_misses_nothing(tmp_path):
    """Killed at random points, a robot handles each message, and repeats one a kill at most."""
    outcome = run(tmp_path, messages=300, kills=2, seed=1)
    assert not outcome.problems, f"{outcome}\n{(tmp_path / 'stderr').read_text()}"
    assert outcome.kills == 2
