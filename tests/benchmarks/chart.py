"""Draws what was measured, as SVG: the same figures give the same file.

    python tests/benchmarks/chart.py FIGURES.json CHART.svg

FIGURES.json is what `run.py --json` or `growth.py --json` wrote. It needs matplotlib
(`lagclient[bench]`), which what measures does not.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Dict, List

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot

INK, OURS, AIM = "#24292f", "#4c78a8", "#d1495b"
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
    """One bar for each row and transport: its ratio to 0.2.0, and the aim for it."""
    figure, axes = pyplot.subplots(figsize=(7.5, 0.6 + 0.3 * len(lines)))
    places = range(len(lines))
    ratios = [line["ratio"] or 0 for line in lines]
    axes.barh(places, ratios, height=0.6, color=OURS)
    axes.axvline(1, color=INK, linewidth=1)
    for place, line in zip(places, lines):
        if line["aim"] is not None:
            axes.plot([line["aim"]] * 2, [place - 0.4, place + 0.4], color=AIM, linewidth=2)
        after = max(line["ratio"] or 0, line["aim"] or 0) + 0.015
        said = f"{line['ratio']:.2f}" if line["ratio"] is not None else line["verdict"]
        axes.text(after, place, said, va="center")
    axes.set_yticks(places, [label(line) for line in lines])
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, max(1.2, *(ratio + 0.15 for ratio in ratios)))
    axes.set_xlabel("time, as a part of what 0.2.0 takes (1.0); less is better; red: the aim")
    return figure


def label(line: Dict[str, Any]) -> str:
    """A row's name, with the transport where it is not the one that comes along."""
    return (
        line["title"] if line["transport"] == "httpx" else f"{line['title']}: {line['transport']}"
    )


def curves(curves: List[Dict[str, Any]]) -> Any:
    """One panel for each curve: the cost of one more, by how many there are."""
    figure, grid = pyplot.subplots(
        1, len(curves), figsize=(3 * len(curves), 2.4), layout="constrained"
    )
    for axes, curve in zip(grid, curves):
        sizes = [point["size"] for point in curve["points"]]
        costs = [1e6 * point["seconds"] for point in curve["points"]]
        axes.loglog(sizes, costs, marker="o", color=OURS)
        axes.set_title(curve["title"], fontsize=9)
        axes.set_xlabel(curve["unit"])
        axes.set_ylim(min(costs) / 3, max(costs) * 3)
    grid[0].set_ylabel("us for each")
    return figure


if __name__ == "__main__":
    main()
