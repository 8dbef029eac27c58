"""The full-screen interface: `ui`."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import Optional

import click

from lagclient.terminal import completing
from lagclient.terminal.command import Command
from lagclient.terminal.invocation import current


@click.command(cls=Command)
@click.argument("place", required=False, shell_complete=completing.rooms)
@click.option("--theme", type=click.Choice(["dark", "light"]), help="Colours.  [default: dark]")
def ui(place: Optional[str], theme: Optional[str]) -> None:
    """Talk in a full-screen interface.

    PLACE is the room or the person to open first. F1 shows the keys.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") == "dumb":
        raise click.UsageError(
            "This needs a terminal; scripts use `lag chat`, `lag dms` and `lag tail`"
        )
    if find_spec("textual") is None:
        raise click.UsageError(
            "The interface needs its library: python -m pip install 'lagclient[terminal]'"
        )
    run = current()
    token, base_url = run.credential()
    client = run.async_client_for(token, base_url)
    if client.is_robot:
        raise click.UsageError(
            "This needs the token of a user, because the events of a robot belong to its program; "
            "use `lag tail` and `lag chat`"
        )
    from lagclient.terminal.ui.app import Interface

    interface = Interface(client, token, theme=theme or "dark", wanted=place)
    interface.run()
    if interface.failure is not None:
        raise interface.failure
    if interface.return_code:
        click.get_current_context().exit(interface.return_code)
