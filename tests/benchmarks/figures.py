"""From samples to a table: pure, so that it can be tested without measuring anything."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from tests.benchmarks.rows import DEFAULT, PEER, PUBLISHED, Row

Samples = Mapping[Tuple[str, str], Sequence[Mapping[str, Any]]]
"""What was measured, by job and side; samples of equal index were taken one after the other."""

BENT = 1.3
"""So many times as much for each is more than noise."""
MET, NOT_MET, MISSING, FAILED, NO_AIM = "met", "NOT MET", "not there yet", "FAILED", ""


@dataclass(frozen=True)
class Line:
    """A row as it was measured, over one transport. Times are in seconds."""

    title: str
    transport: str
    aim: Optional[float]
    verdict: str
    ours: Optional[float] = None
    theirs: Optional[float] = None
    ratio: Optional[float] = None
    """The median of the ratios of neighbours, not the ratio of the medians."""
    spread: Optional[Tuple[float, float]] = None
    """The quartiles of those ratios."""
    count: int = 0
    cpu: Optional[float] = None
    """The same ratio for processor time, which what else the machine does hardly touches."""
    why: str = ""


def line(row: Row, transport: str, samples: Samples, base: str = PUBLISHED) -> Line:
    """What the samples say about a row. `base` is the side that it is compared with."""
    aim = row.aims.get(transport) if base == PUBLISHED else None
    ours = samples[row.job, transport]
    others = ours if row.over else samples[row.job, base]
    for excuse, verdict in (("missing", MISSING), ("failed", FAILED)):
        whys = [sample[excuse] for sample in (*ours, *others) if excuse in sample]
        if whys:
            return Line(row.title, transport, aim, verdict, why=whys[0])
    mine = [sample[row.figure] for sample in ours]
    theirs = [sample[row.over or row.figure] for sample in others]
    ratios = [a / b for a, b in zip(mine, theirs)]
    cpu = None
    if row.figure == "wall":
        cpu = statistics.median(a["cpu"] / b["cpu"] for a, b in zip(ours, others))
    ratio = statistics.median(ratios)
    verdict = NO_AIM if aim is None else MET if ratio <= aim else NOT_MET
    return Line(
        row.title,
        transport,
        aim,
        verdict,
        statistics.median(mine),
        statistics.median(theirs),
        ratio,
        quartiles(ratios),
        len(ratios),
        cpu,
    )


def quartiles(values: Sequence[float]) -> Tuple[float, float]:
    """The values that a quarter of all is below, and above; of one value, itself."""
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def shown(seconds: Optional[float]) -> str:
    """A time with a unit that suits it."""
    if seconds is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-6:.3g} us"


def table(lines: Iterable[Line], base: str = PUBLISHED) -> str:
    """The lines as text, in columns."""
    head = ["row", "transport", "ours", base, "ratio", "quartiles", "n", "cpu", "aim", ""]
    cells = [head, *map(_cells, lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    texts = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in cells]
    texts.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(text.rstrip() for text in texts)


def _cells(line: Line) -> List[str]:
    spread = "-" if line.spread is None else "{:.3f}-{:.3f}".format(*line.spread)
    return [
        line.title,
        line.transport,
        shown(line.ours),
        shown(line.theirs),
        "-" if line.ratio is None else f"{line.ratio:.3f}",
        spread,
        str(line.count),
        "-" if line.cpu is None else f"{line.cpu:.3f}",
        "-" if line.aim is None else f"{line.aim:.2f}",
        f"{line.verdict}: {line.why}" if line.why else line.verdict,
    ]


def noise(lines: Iterable[Line]) -> str:
    """How far from 1 a ratio of equals came at most, and in which row, as a sentence."""
    off = [(abs(line.ratio - 1), line.title) for line in lines if line.ratio is not None]
    if not off:
        return "Nothing of this can be measured against itself."
    return "Equals differ by up to {:.1%} ({}).".format(*max(off))


def all_met(lines: Iterable[Line]) -> bool:
    """Whether every aim was met; what is not there yet does not meet its own."""
    return all(line.verdict in (MET, NO_AIM) for line in lines)


def lines_of(rows: Iterable[Row], samples: Samples, sides: Sequence[str]) -> List[Line]:
    """The table's lines: a row for each transport that has an aim there, and was measured."""
    return [
        line(row, side, samples)
        for row in rows
        for side in sides
        if (side in row.aims or (row.has_peer and side == PEER)) and (row.job, side) in samples
    ]


def noise_lines(rows: Iterable[Row], samples: Samples, again: str) -> List[Line]:
    """The same for ours against ours; a row that is about ours alone says nothing of it."""
    return [
        line(row, DEFAULT, samples, base=again)
        for row in rows
        if not row.over and (row.job, again) in samples
    ]


def as_json(lines: Iterable[Line]) -> List[Dict[str, Any]]:
    """The lines as JSON has them."""
    return [dict(vars(line)) for line in lines]


@dataclass(frozen=True)
class Point:
    """What each of so many costs."""

    size: int
    seconds: float


@dataclass(frozen=True)
class Curve:
    """How the cost of each changes as there are more."""

    title: str
    unit: str
    points: Sequence[Point]

    @property
    def bends(self) -> bool:
        """Whether each costs clearly more than where there were fewer."""
        steps = zip(self.points, self.points[1:])
        return any(more.seconds > BENT * fewer.seconds for fewer, more in steps)

    def as_json(self) -> Dict[str, Any]:
        """The curve as JSON has it."""
        return {**vars(self), "points": [vars(point) for point in self.points]}
