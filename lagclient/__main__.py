"""The ``lagclient`` command, also as ``python -m lagclient``."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import Callable, Union

from lagclient.terminal.streams import describe_output_error, drop_output, open_streams

_OUTPUT_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE)
"""Errors of writing to a standard stream; any other is not expected."""


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
    open_streams()
    sys.exit(_ended(commands.main))


def _ended(command: Callable[..., object]) -> Union[int, str, None]:
    """Run the command, and return its exit code. Output that cannot be written is one line."""
    code: Union[int, str, None] = None
    try:
        try:
            command(prog_name="lagclient")
        except SystemExit as end:  # as click always ends
            code = end.code
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in _OUTPUT_ERRORS:
            raise
        code = 1
        if error.errno != errno.EPIPE:  # else the reader has left, and asks for no more
            code = f"Error: {describe_output_error(error)}"
    drop_output()
    return code


if __name__ == "__main__":
    main()
