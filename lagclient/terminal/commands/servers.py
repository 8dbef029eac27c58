"""Servers and their rooms: `servers`, `join`."""

from __future__ import annotations

from typing import Any, List, Optional, Tuple

import click

from lagclient.terminal import completing
from lagclient.terminal.command import Command
from lagclient.terminal.invocation import current
from lagclient.terminal.names import room_ids, server_id
from lagclient.terminal.output import Columns, Output, note
from lagclient.terminal.printable import one_line


@click.command(cls=Command)
@click.argument("server", required=False, shell_complete=completing.servers)
def servers(server: Optional[str]) -> None:
    """List your servers, or the rooms of one."""
    run = current()
    with run.client() as client:
        if server is None:
            _list(run.output, client)
        else:
            _show(run.output, client, server_id(client, server))


def _list(output: Output, client: Any) -> None:
    if client.is_robot:
        identity = client.identity()
        columns: Columns = [("SERVER", lambda one: one.server_id)]
        output.items([identity], columns, "")
        return
    output.items(
        client.servers.list(),
        [
            ("NAME", lambda one: one.name),
            ("ID", lambda one: one.id),
            ("MEMBERS", lambda one: one.member_count),
        ],
        "You are in no server yet: `lag api servers.invites.join CODE`.",
    )


def _show(output: Output, client: Any, id: str) -> None:
    if client.is_robot:
        rooms: List[Any] = client.servers.rooms.list(id)
    else:
        server = client.servers.get(id)
        rooms = server.rooms
        if output.is_for_scripts:
            output.one(server, "")
            return
        note(f"{one_line(server.name)}: {server.member_count} members, you are {server.my_role}.")
    output.items(
        rooms,
        [
            ("ROOM", lambda room: room.name),
            ("ID", lambda room: room.id),
            ("IN VOICE", lambda room: ", ".join(one.username for one in room.participants)),
        ],
        "It has no rooms.",
    )


@click.command(cls=Command)
@click.argument(
    "place", nargs=-1, metavar="[SERVER] ROOM", shell_complete=completing.servers_or_rooms
)
def join(place: Tuple[str, ...]) -> None:
    """Join the voice of a room. Not there yet: lag has no voice."""
    if len(place) == 2:  # a wrong name is the first error, as it will be with voice
        with current().client() as client:
            room_ids(client, *place)
    raise click.ClickException(
        "Voice is not there yet: join in the app, and use `lag chat open` for the room's messages"
    )
