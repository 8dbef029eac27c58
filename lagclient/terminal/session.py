"""A conversation in the terminal: what others write appears, what you type is sent.

It ends with Ctrl+C or Ctrl+D. Messages arrive in a thread, which ends with the process.
"""

from __future__ import annotations

import _thread
import contextlib
import shutil
import signal
import sys
import threading
from typing import Any, Optional, cast

import attrs
import click

from lagclient.errors import LagAPIError
from lagclient.terminal.output import is_styled, note
from lagclient.terminal.places import Following, Place
from lagclient.terminal.printable import one_line

PROMPT = "> "


@attrs.define
class End:
    """The end of a session, which one of its threads may cause."""

    is_there: bool = False
    reason: Optional[BaseException] = None


def converse(place: Place, following: Following, show: Any) -> None:
    """Follow a place, and send each line of the standard input, until its end or Ctrl+C."""
    end = End()
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        _converse(place, following, show, end)
    end.is_there = True
    if end.reason is not None:
        raise end.reason
    if sys.stdin.isatty():
        click.echo()


def _converse(place: Place, following: Following, show: Any, end: End) -> None:
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    typed = _line_editor() if is_terminal else None
    can_erase = is_terminal and is_styled()

    def follow() -> None:
        try:
            for event in following.events():
                if typed is None:
                    show(event)
                else:
                    sys.stdout.write(_erasing(typed(), 0) if can_erase else "\n")
                    show(event)
                    sys.stdout.write(PROMPT + typed())
                    sys.stdout.flush()
        except LagAPIError as error:
            note(str(error))
        except ValueError:
            pass  # the streams are closed, because the process ends
        except Exception as error:  # of the output, or of --query
            end.reason = error
            if not end.is_there:
                _interrupt()

    threading.Thread(target=follow, daemon=True).start()
    if is_terminal:
        note(f"-- {one_line(place.title)}: type to send, Ctrl+D or Ctrl+C to leave --")
    while True:
        line = input(PROMPT) if is_terminal else sys.stdin.readline()
        if not line and not is_terminal:
            return
        if not line.strip():
            continue
        try:
            message = place.send(content=line.rstrip("\r\n"))
        except LagAPIError as error:
            note(f"Not sent: {error}")
            continue
        if following.see(message):
            if can_erase:
                sys.stdout.write(_erasing(line, 1))
            show((f"{place.prefix}_message", message))


def _erasing(typed: str, below: int) -> str:
    """Return what erases the prompt and a typed text, whose rows a narrow terminal wraps.

    Args:
        typed: The text.
        below: Number of rows that the cursor is below its last row.
    """
    from rich.cells import cell_len

    columns = max(shutil.get_terminal_size().columns, 1)  # before Python 3.11 it may be 0
    rows = cell_len(PROMPT + typed) // columns + below
    return f"\x1b[{rows}A\r\x1b[J" if rows else "\r\x1b[J"


def _interrupt() -> None:
    """Wake the main thread, which waits for a line."""
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(cast("int", threading.main_thread().ident), signal.SIGINT)
    else:  # Windows
        _thread.interrupt_main()


def _line_editor() -> Any:
    """Return the function that returns what is typed so far."""
    try:
        import readline
    except ImportError:  # Windows
        return lambda: ""
    return readline.get_line_buffer
