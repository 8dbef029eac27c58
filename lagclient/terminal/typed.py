"""Text from the standard input, and questions to the person at the terminal."""

from __future__ import annotations

import sys
from typing import Optional

import click

from lagclient.terminal.output import note


def standard_input() -> str:
    """Return the text of the standard input, without the newline at its end.

    Raises:
        click.UsageError: It is not UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise click.UsageError(
            f"The standard input must be UTF-8, not the byte {error.object[error.start]:#04x}"
        ) from None


def confirm(question: str, yes: bool) -> None:
    """Ask before something that cannot be undone; without a terminal, `--yes` must answer.

    Raises:
        click.UsageError: No terminal, and no `--yes`.
        click.ClickException: The person declines.
    """
    if yes:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise click.UsageError("This needs --yes, because no terminal is there to ask")
    answers = {"y": True, "yes": True, "": False, "n": False, "no": False}
    is_sure: Optional[bool] = None
    while is_sure is None:
        try:
            typed = click.prompt(f"{question} [y/N]", default="", show_default=False, err=True)
        except click.Abort:
            click.echo(err=True)  # the line of the question ends with ^C
            raise
        is_sure = answers.get(typed.strip().lower())
        if is_sure is None:
            note(f"lag: The answer must be y or n, not {typed!r}")
    if not is_sure:
        raise click.ClickException("Nothing was changed, because the answer was no")
