"""The terminal client: the command ``lag``.

It is built on click, because click is what most Python commands are built on, and what the
``lagclient`` command has already. It costs 50 ms of a start; typer and cyclopts cost twice as much,
because they import rich, and argparse has no completion, no lazy groups and no prompts. So
``--version`` does without it, and everything else is imported by the command that needs it.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

NEEDS = "lag needs its extra: python -m pip install 'lagclient[terminal]'"


def main() -> None:
    """Run the command, as the console script does."""
    if find_spec("click") is None:
        sys.exit(_refuse())
    if sys.argv[1:] in (["--version"], ["-V"]):
        from lagclient.version import __version__

        sys.stdout.write(f"lag, version {__version__}\n")
        return
    from lagclient.terminal.program import run

    sys.exit(run(sys.argv[1:]))


def _refuse() -> int:
    sys.stderr.write(NEEDS + "\n")
    return 2
