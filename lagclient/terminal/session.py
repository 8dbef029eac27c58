"""A conversation in the terminal: what others write appears, what you type is sent.

It ends with Ctrl+C or Ctrl+D. Messages arrive in a thread, which ends with the process.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import Any

import click

from lagclient.errors import LagAPIError
from lagclient.terminal.output import note
from lagclient.terminal.places import Following, Place
from lagclient.terminal.printable import one_line

PROMPT = "> "


def converse(place: Place, following: Following, show: Any) -> None:
    """Follow a place, and send each line of the standard input, until its end or Ctrl+C."""
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        _converse(place, following, show)
    if sys.stdin.isatty():
        click.echo()


def _converse(place: Place, following: Following, show: Any) -> None:
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    typed = _line_editor() if is_terminal else None

    def follow() -> None:
        try:
            for event in following.events():
                if typed is None:
                    show(event)
                else:
                    sys.stdout.write("\r\x1b[K")
                    show(event)
                    sys.stdout.write(PROMPT + typed())
                    sys.stdout.flush()
        except LagAPIError as error:
            note(str(error))
        except (OSError, ValueError):
            pass  # the terminal is gone

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
            if is_terminal:
                sys.stdout.write("\x1b[A\r\x1b[K")
            show((f"{place.prefix}_message", message))


def _line_editor() -> Any:
    """Return the function that returns what is typed so far."""
    try:
        import readline
    except ImportError:  # Windows
        return lambda: ""
    return readline.get_line_buffer
