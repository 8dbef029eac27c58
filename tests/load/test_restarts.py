from __future__ import annotations

from .restarts import run


def test_killed_robot_misses_nothing(tmp_path):
    """In trouble, a robot handles each message in order, repeats few, and counts each once."""
    outcomes = run(tmp_path, seconds=6, seed=4)
    for outcome in outcomes:
        log = outcome.robot.errors.read_text()
        assert not outcome.problems, f"{outcome}\n{log}"
        assert outcome.handled > 0
    assert sum(outcome.robot.ends["killed"] for outcome in outcomes) > 0
