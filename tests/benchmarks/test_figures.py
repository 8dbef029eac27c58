from __future__ import annotations

import re
from typing import Any, Dict

import pytest

from tests.benchmarks import figures
from tests.benchmarks.rows import JOBS, PEER, PROGRAMS, ROWS, Row
from tests.kit.documents import ROOT

ROW = Row("users.me", "me", {"httpx": 0.6, "aiohttp": 0.6})
OVER = Row("built over hand-written", "method", {"httpx": 1.1}, "built", over="by hand")


def walls(*seconds: float) -> Any:
    """Samples of a job that is only timed."""
    return [{"wall": each, "cpu": 0.1 * each} for each in seconds]


SAMPLES: Dict[Any, Any] = {
    ("me", "httpx"): walls(1, 10, 3, 4, 5),
    ("me", "0.2.0"): walls(2, 10, 10, 10, 10),
    ("me", "again"): walls(2, 10, 3, 4, 5),
    ("me", "aiohttp"): [{"missing": "no module"}],
    ("method", "httpx"): [{"built": 1.0, "by hand": 1.0}],
}


def test_ratio_is_the_median_of_pairs() -> None:
    """A ratio is the median over samples that were taken together, with its quartiles."""
    line = figures.line(ROW, "httpx", SAMPLES)
    assert (line.ours, line.theirs, line.ratio, line.spread) == (4, 10, 0.5, (0.4, 0.5))
    assert line.cpu == pytest.approx(0.5)


@pytest.mark.parametrize(("aim", "verdict"), [(0.5, "met"), (0.49, "NOT MET")])
def test_aim_is_met_when_it_is_reached(aim: float, verdict: str) -> None:
    """An aim is the highest ratio that passes."""
    line = figures.line(Row("users.me", "me", {"httpx": aim}), "httpx", SAMPLES)
    assert line.verdict == verdict
    assert figures.all_met([line]) == (verdict == "met")


def test_missing_figure_does_not_pass() -> None:
    """A missing figure is in the table with its reason, and the run does not pass."""
    lines = figures.lines_of([ROW], SAMPLES, ["httpx", "aiohttp"])
    assert [line.verdict for line in lines] == ["met", "not there yet"]
    assert not figures.all_met(lines)
    assert "not there yet: no module" in figures.table(lines)


def test_peer_has_a_ratio_and_no_aim() -> None:
    """A program without lagclient is measured in rows that it can do, and judged by no aim."""
    samples = {**SAMPLES, ("me", PEER): walls(1, 9, 9, 9, 9)}
    row = Row("users.me", "me", {"httpx": 0.6}, has_peer=True)
    (_, peer) = figures.lines_of([row], samples, ["httpx", PEER])
    assert (peer.transport, peer.ratio, peer.verdict) == (PEER, 0.9, "")
    assert len(figures.lines_of([ROW], samples, ["httpx", PEER])) == 1


def test_own_row_compares_two_samples_of_one_job() -> None:
    """A row of ours alone takes both figures from one job, and says nothing about noise."""
    assert figures.line(OVER, "httpx", SAMPLES).ratio == 1
    (line,) = figures.noise_lines([ROW, OVER], SAMPLES, "again")
    assert (line.ratio, line.aim) == (1, None)
    assert figures.noise([line]) == "Equals differ by up to 0.0% (users.me)."


@pytest.mark.parametrize(
    ("seconds", "text"), [(1.234, "1.23 s"), (0.0567, "56.7 ms"), (56e-6, "56 us"), (None, "-")]
)
def test_times_have_three_digits(seconds: Any, text: str) -> None:
    """A time is shown in the unit that gives three digits."""
    assert figures.shown(seconds) == text


def test_table_has_aligned_columns() -> None:
    """Every line starts its columns where the head does."""
    head, rule, *lines = figures.table(figures.lines_of([ROW], SAMPLES, ["httpx"])).splitlines()
    assert rule.split() == ["-" * len(word) for word in rule.split()]
    assert [line[head.index("ratio") :].split()[0] for line in lines] == ["0.500"]


def test_row_has_a_job() -> None:
    """Rows, jobs and programs come from one list."""
    assert {row.job for row in ROWS} == set(JOBS)
    assert set(PROGRAMS) < set(JOBS)


def test_falling_costs_do_not_bend() -> None:
    """A curve bends where each unit costs clearly more than before."""

    def curve(*costs: float) -> figures.Curve:
        points = [figures.Point(10**power, cost) for power, cost in enumerate(costs)]
        return figures.Curve("calls", "at once", points)

    assert not curve(9, 1, 1.29).bends
    assert curve(9, 1, 1.31).bends
    assert curve(1, 2, 1).bends


def test_chart_has_every_row_of_the_published_version() -> None:
    """The chart of the documentation was drawn from the rows that compare with 0.2.0 now."""
    chart = (ROOT / "docs" / "assets" / "speed.svg").read_text(encoding="utf-8")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", chart)
    assert [text for text in texts if text in {row.title for row in ROWS}] == [
        row.title for row in ROWS if "httpx" in row.aims and not row.over
    ]
