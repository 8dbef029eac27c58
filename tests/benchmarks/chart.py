"""Draws what was measured, as SVG: the same figures give the same file.

    python tests/benchmarks/chart.py FIGURES.json CHART.svg

FIGURES.json is the output of `run.py --json` or `growth.py --json`. Only drawing needs matplotlib
(the dependency group `bench`); measuring does not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.figures import shown
from tests.benchmarks.rows import PEER, ROWS

INK, OURS, THEIRS = "#24292f", "#4c78a8", "#9aa4b2"
STYLE: Any = {
    "axes.edgecolor": "#8c959f",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "sans-serif",
    "font.size": 9,
    "svg.fonttype": "none",  # text stays text: it can be read, searched and compared
    "svg.hashsalt": "lagclient",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def main() -> None:
    """Draw one file into the other."""
    source, target = map(Path, sys.argv[1:])
    told = json.loads(source.read_text(encoding="utf-8"))
    with pyplot.rc_context(STYLE):
        figure = bars(told["lines"]) if "lines" in told else curves(told["curves"])
        figure.savefig(target, format="svg", bbox_inches="tight", metadata={"Date": None})
    # Lines without spaces at their ends, as files in a repository have them.
    text = target.read_text(encoding="utf-8")
    target.write_text("\n".join(map(str.rstrip, text.splitlines())) + "\n", encoding="utf-8")


def bars(lines: List[Dict[str, Any]]) -> Any:
    """Draw one bar for each row and transport: its ratio to the published version.

    Rows that compare with something else are not drawn, because 1.0 is the published version.
    """
    other = {row.title for row in ROWS if row.over}
    lines = [line for line in lines if line["title"] not in other]
    figure, axes = pyplot.subplots(figsize=(7.5, 0.6 + 0.3 * len(lines)))
    places = range(len(lines))
    ratios = [line["ratio"] or 0 for line in lines]
    colours = [THEIRS if line["transport"] == PEER else OURS for line in lines]
    axes.barh(places, ratios, height=0.6, color=colours)
    axes.axvline(1, color=INK, linewidth=1)
    for place, line, ratio in zip(places, lines, ratios):
        said = f"{ratio:.2f}" if line["ratio"] is not None else line["verdict"]
        # The line of 0.2.0 would go through a text behind a bar that nearly reaches it.
        inside = 0.85 < ratio < 1
        side = "right" if inside else "left"
        axes.text(ratio + (-0.015 if inside else 0.015), place, said, va="center", ha=side)
    axes.set_yticks(places, [label(line) for line in lines])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, max(1.2, *(ratio + 0.15 for ratio in ratios)))
    axes.set_xlabel("time, as a part of the time with 0.2.0 (1.0); less is better")
    return figure


def label(line: Dict[str, Any]) -> str:
    """A row's name, with the transport where it is not the one that comes along."""
    return (
        line["title"] if line["transport"] == "httpx" else f"{line['title']}: {line['transport']}"
    )


def curves(curves: List[Dict[str, Any]]) -> Any:
    """One panel for each curve: what each costs, by how many there are."""
    across = 3
    down = -(-len(curves) // across)
    figure, grid = pyplot.subplots(
        down, across, figsize=(2.5 * across, 1.8 * down), layout="constrained", squeeze=False
    )
    for axes, curve in zip(grid.flat, curves):
        sizes = [point["size"] for point in curve["points"]]
        costs = [point["seconds"] for point in curve["points"]]
        axes.loglog(sizes, costs, marker="o", color=OURS)
        for size, cost in zip(sizes, costs):
            axes.annotate(
                shown(cost), (size, cost), (0, 6), textcoords="offset points", ha="center"
            )
        axes.set_title(curve["title"], fontsize=9, pad=10)
        axes.set_xlabel(curve["unit"])
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.set_yticks([])
        axes.minorticks_off()
        axes.margins(x=0.2)
        axes.set_ylim(min(costs) / 2, max(2 * max(costs), 10 * min(costs)))
    return figure


if __name__ == "__main__":
    main()
