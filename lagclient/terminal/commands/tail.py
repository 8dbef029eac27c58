"""Events of a room as they happen: `tail`."""

from __future__ import annotations

import functools
from typing import Any, Callable, Dict, Tuple, cast

import click

from lagclient.terminal import completing, places
from lagclient.terminal.command import Command
from lagclient.terminal.invocation import current
from lagclient.terminal.messages import as_shown, indented, line_of
from lagclient.terminal.names import any_room, room_of, server_id
from lagclient.terminal.output import Output, data_of, end_with_reader, require_output
from lagclient.terminal.printable import INDENT


@click.command(cls=Command)
@click.argument(
    "place",
    nargs=-1,
    required=True,
    metavar="[SERVER] ROOM",
    shell_complete=completing.servers_or_rooms,
)
@click.option(
    "--limit", "-n", default=10, show_default=True, type=click.IntRange(0), help="Old messages."
)
def tail(place: Tuple[str, ...], limit: int) -> None:
    """Print the messages of a room, and follow it until Ctrl+C."""
    words = list(place)
    if len(words) > 2:
        raise click.UsageError(
            f"The place must be ROOM, or SERVER and ROOM, not {len(words)} words"
        )
    require_output()
    run = current()
    token, base_url = run.credential()
    with run.client_for(token, base_url) as client:
        if len(words) == 2:
            server = server_id(client, words[0])
            one = room_of(client, server, words[1])
        else:
            server, one = any_room(client, words[0])
        followed = places.room(client, server, one)
        following = places.Following(followed, places.frames_of(client, token, followed))
        for message in following.recent(limit):
            show_event(run.output, ("room_message", message))
        end_with_reader()
        for event in following.events():
            show_event(run.output, event)


def talk(place_of: Callable[[Any], places.Place], limit: int) -> None:
    """Follow a place, and send what is typed."""
    from lagclient.terminal.messages import show
    from lagclient.terminal.session import converse

    run = current()
    token, base_url = run.credential()
    with run.client_for(token, base_url) as client:
        place = place_of(client)
        following = places.Following(place, places.frames_of(client, token, place))
        events = functools.partial(show_event, run.output)
        if run.output.is_for_scripts:
            for message in following.recent(limit):
                events((f"{place.prefix}_message", message))
        else:
            show(run.output, following.recent(limit))
        converse(place, following, events)


def show_event(output: Output, event: places.Event) -> None:
    """Print an event: the line of a message, or what became of one."""
    kind, value = event
    data: Dict[str, Any] = {"type": kind, **data_of(value)}
    output.event(data, as_shown(text_of(kind, value)))


def text_of(kind: str, value: Any) -> str:
    """Return the line of an event."""
    if not isinstance(value, dict):
        return line_of(value)
    fields = cast("Dict[str, Any]", value)
    id = fields.get("messageId") or fields.get("id")
    if kind.endswith("_deleted"):
        return f"{INDENT}message {id} was deleted"
    return f"{INDENT}message {id} was edited: {indented(str(fields.get('content')))}"
