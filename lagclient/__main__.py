"""The ``lagclient`` command, also as ``python -m lagclient``."""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Run the command.

    As process 1 of a container, a program without a handler ignores SIGTERM. So the handler comes
    before the imports, which take most of the time of the start.
    """
    if os.getpid() == 1:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        from lagclient import commands
    except KeyboardInterrupt:
        sys.exit(1)  # as click ends a command that is interrupted
    commands.main(prog_name="lagclient")


if __name__ == "__main__":
    main()
