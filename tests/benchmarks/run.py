"""Measures this checkout against lagclient 0.2.0.

    python tests/benchmarks/run.py [--quick] [--rows PATTERN] [--json FILE] [--chart FILE]

Two environments are made in a temporary folder, ours from a wheel of this checkout and 0.2.0 from
the registry, with the same versions of httpx and pydantic. First ours is measured against itself,
so that the noise is known, then against 0.2.0, in turns. It takes about eight minutes on a machine
that does nothing else, with --quick two. Ends with 1 if an aim is not met.

While you change something, measure what is installed already, in an environment of your own:

    python tests/benchmarks/run.py --quick --rows send --ours .venv/bin/python
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import List

if not __package__:  # It was started as a file.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import environments, figures
from tests.benchmarks.measuring import Side, Urls, rounds, server_cost, serving
from tests.benchmarks.rows import DEFAULT, PEER, PUBLISHED, ROWS, TRANSPORTS, Row

AGAIN = "ours again"
ROUNDS, QUICK_ROUNDS = 12, 3
SECONDS, QUICK_SECONDS = 360.0, 50.0
"""After so long nothing more is begun; a third of it is for the noise."""


def main() -> None:
    """Do what the arguments say."""
    options = arguments()
    chosen = [row for row in ROWS if re.search(options.rows, f"{row.title} {row.job}")]
    if not chosen:
        sys.exit(f"No row matches {options.rows!r}; there are: {', '.join(r.job for r in ROWS)}")
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if not options.ours:
            say("making the environment of ours")
        ours = options.ours or environments.ours(folder)
        if not options.theirs:
            say("making the environment of 0.2.0")
        theirs = options.theirs or environments.published(folder, ours)
        same, differ = environments.compared(ours, theirs)
        print(f"In both: {', '.join(same)}")
        if differ:
            print(f"NOT THE SAME in both, so the ratios say little: {'; '.join(differ)}")
        burden = environments.burden(ours)
        if burden:
            print(f"Ours has {', '.join(burden)}, so its first rows are slower than they should be")
        cli = environments.cli(folder, ours) if any("_cli" in row.job for row in chosen) else ""
        urls = stack.enter_context(serving(ours))
        cpu, trip = (figures.shown(seconds) for seconds in server_cost(urls[0]))
        print(f"The server takes {cpu} for a request; a bare socket has its answer after {trip}.\n")
        well = measure(options, chosen, ours, theirs, urls, folder, cli)
    sys.exit(0 if well else 1)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher figures")
    parser.add_argument("--rounds", type=int, help=f"{ROUNDS}, with --quick {QUICK_ROUNDS}")
    parser.add_argument("--rows", default="", help="only rows in which this expression is found")
    parser.add_argument("--ours", metavar="PYTHON", help="of an environment with ours")
    parser.add_argument("--theirs", metavar="PYTHON", help="of an environment with 0.2.0")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all figures and samples")
    parser.add_argument("--chart", metavar="FILE", type=Path, help="draw the table, as SVG")
    parser.add_argument("--seed", type=int, default=0, help="of the order")
    return parser.parse_args()


def measure(
    options: argparse.Namespace,
    chosen: List[Row],
    ours: str,
    theirs: str,
    urls: Urls,
    folder: Path,
    cli: str,
) -> bool:
    """Measure and print; whether every aim was met."""
    count = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    seconds = QUICK_SECONDS if options.quick else SECONDS
    dice = random.Random(options.seed)
    began = time.monotonic()

    def jobs_of(transport: str) -> tuple[str, ...]:
        return tuple({row.job: 1 for row in chosen if transport in row.aims})

    compared = tuple({row.job: 1 for row in chosen if not row.over})
    mine = [Side(name, ours, name, jobs_of(name), cli) for name in TRANSPORTS]
    mine = [side for side in mine if side.jobs]
    equals = [Side(name, ours, DEFAULT, compared, cli) for name in (DEFAULT, AGAIN)]
    say("ours against ours")
    first = rounds(equals, urls, count, began + seconds / 3, say, dice)
    noise = figures.noise_lines(chosen, first, AGAIN)
    print("Ours against ours: the noise\n")
    print(figures.table(noise, AGAIN))
    print(f"\n{figures.noise(noise)}", flush=True)
    say("ours against 0.2.0")
    theirs_side = Side(PUBLISHED, theirs, DEFAULT, compared, cli)
    peer = Side(PEER, ours, PEER, tuple({row.job: 1 for row in chosen if row.has_peer}))
    second = rounds([*mine, peer, theirs_side], urls, count, began + seconds, say, dice)
    lines = figures.lines_of(chosen, second, (*TRANSPORTS, PEER))
    print("\nOurs against 0.2.0 (cpu: the ratio of processor times)\n")
    print(figures.table(lines))
    samples = {f"{job} {side}": taken for (job, side), taken in second.items()}
    keep(
        options,
        folder,
        {"lines": figures.as_json(lines), "noise": figures.as_json(noise), "samples": samples},
    )
    return figures.all_met(lines)


def keep(options: argparse.Namespace, folder: Path, told: dict[str, object]) -> None:
    """Write the figures to the files that were asked for."""
    file = options.json or folder / "figures.json"
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    if options.chart:
        say("drawing")
        environments.draw(folder, file, options.chart)


def say(what: str) -> None:
    """Progress."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
