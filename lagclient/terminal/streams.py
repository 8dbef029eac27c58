"""The standard streams of a command: each may be missing, closed or full."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any, NoReturn

from lagclient.terminal.exits import TERMINATED


def open_streams() -> None:
    """Prepare the streams: none may be missing, and no character may be an error."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream: Any = getattr(sys, name)
        if stream is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115
            setattr(sys, name, stream)
        elif hasattr(stream, "reconfigure") and mode == "w":
            stream.reconfigure(errors="replace" if name == "stdout" else "backslashreplace")


def unwind_on_sigterm() -> None:
    """At a terminal, end orderly by SIGTERM, because lag may have changed its echo or cursor."""
    if sys.stdin.isatty() or sys.stderr.isatty():
        signal.signal(signal.SIGTERM, _unwind)


def _unwind(*_: object) -> NoReturn:
    sys.exit(TERMINATED)


def describe_output_error(error: OSError) -> str:
    """Return the message for output that cannot be written."""
    return f"Cannot write the output: {error.strerror or error}"


def drop_output() -> None:
    """Discard output that cannot be written, because it would be an error at the process's end."""
    with contextlib.suppress(OSError, ValueError):
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
