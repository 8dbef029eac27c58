"""Messages of rooms: `chat send`, `chat read`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional, Tuple, Union

import click

from lagclient.terminal import completing, places
from lagclient.terminal.command import Group
from lagclient.terminal.invocation import current
from lagclient.terminal.messages import newest, options_of, required_text, show, upload
from lagclient.terminal.names import room_ids, room_of, server_id

IMAGE = click.Path(exists=True, dir_okay=False)


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def chat(context: click.Context) -> None:
    """Read and write the messages of a room."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@chat.command()
@click.argument("server", shell_complete=completing.servers)
@click.argument("room", shell_complete=completing.rooms)
@click.argument("text", nargs=-1)
@click.option("--reply-to", metavar="ID", help="Answer this message.")
@click.option("--image", type=IMAGE, help="Attach this image.")
def send(
    server: str, room: str, text: Tuple[str, ...], reply_to: Optional[str], image: Optional[str]
) -> None:
    """Send a message.

    Without TEXT, it is read from the standard input, unless that is a terminal.
    """
    content = required_text(text, image, f"SERVER {server!r} and ROOM {room!r}")
    run = current()
    with run.client() as client:
        ids = room_ids(client, server, room)
        options = options_of(content, reply_to, upload(client, image))
        sent = client.servers.rooms.messages.send(*ids, **options)
    run.output.one(sent, "Message sent.")


@chat.command()
@click.argument("server", shell_complete=completing.servers)
@click.argument("room", shell_complete=completing.rooms)
@click.option("--limit", "-n", default=50, show_default=True, type=click.IntRange(1))
@click.option("--after", metavar="ID|TIME", help="Only messages after this one.")
@click.option("--before", metavar="ID|TIME", help="Only messages before this one.")
def read(server: str, room: str, limit: int, after: Optional[str], before: Optional[str]) -> None:
    """Print the newest messages, the oldest of them first."""
    run = current()
    with run.client() as client:
        ids = room_ids(client, server, room)
        history = client.servers.rooms.messages.history(
            *ids, limit=limit, after=place(after), before=place(before)
        )
        show(run.output, newest(history))


def place(text: Optional[str]) -> Union[datetime, str, None]:
    """Return the moment that a text names, or the id of a message."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith("Z") else text)
    except ValueError:
        return text
    return moment.astimezone()  # without an offset it is the time of this computer


@chat.command("open")
@click.argument("server", shell_complete=completing.servers)
@click.argument("room", shell_complete=completing.rooms)
@click.option("--limit", "-n", default=50, show_default=True, type=click.IntRange(0))
def open_(server: str, room: str, limit: int) -> None:
    """Talk in a room: read what others write, and type messages."""
    from lagclient.terminal.commands.tail import talk

    def place(client: Any) -> places.Place:
        id = server_id(client, server)
        return places.room(client, id, room_of(client, id, room))

    talk(place, limit)
