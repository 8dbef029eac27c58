"""The terminal client: the command ``lag``.

It is built on click, because click is what most Python commands are built on, and what the
``lagclient`` command has already. It costs 50 ms of a start; typer and cyclopts cost twice as much,
because they import rich, and argparse has no completion, no lazy groups and no prompts. So
``--version`` does without it, and everything else is imported by the command that needs it.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec

NEEDS = "lag needs its extra: python -m pip install 'lagclient[terminal]'"


def main() -> None:
    """Run the command, as the console script does."""
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:  # during the imports, so another one cannot be made
        code = 130  # exits.INTERRUPTED
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    if find_spec("click") is None:
        return _refuse()
    if arguments in (["--version"], ["-V"]) and _prints_version():
        return 0
    from lagclient.terminal.program import run

    return run(arguments)


def _prints_version() -> bool:
    """Print the version; return False if that fails, because `run` knows what an error is."""
    from lagclient.version import __version__

    if sys.stdout is None:
        return False
    try:  # without a buffer, which would keep the text for a second failure
        os.write(sys.stdout.fileno(), f"lag, version {__version__}{os.linesep}".encode())
    except OSError:
        return False
    return True


def _refuse() -> int:
    sys.stderr.write(NEEDS + "\n")
    return 2
