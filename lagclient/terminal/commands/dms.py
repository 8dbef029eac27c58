"""Direct messages: `dms`."""

from __future__ import annotations

from typing import Any, Optional, Tuple

import click

from lagclient.terminal import completing, places
from lagclient.terminal.command import Group
from lagclient.terminal.commands.chat import IMAGE, place
from lagclient.terminal.invocation import current
from lagclient.terminal.messages import newest, options_of, required_text, show, upload
from lagclient.terminal.names import conversation_id


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def dms(context: click.Context) -> None:
    """List your conversations, and read and write direct messages."""
    if context.invoked_subcommand is not None:
        return
    run = current()
    with run.client() as client:
        run.output.items(
            client.dms.list(),
            [
                ("PERSON", lambda one: one.other_user.username),
                ("NEW", lambda one: one.unread_count or ""),
                ("LAST MESSAGE", _last),
            ],
            "No conversations yet: `lag dms send USER TEXT`.",
        )


def _last(conversation: Any) -> str:
    message = conversation.last_message
    if message is None:
        return ""
    return f"{message.username}: {message.content or '[image]'}"


@dms.command()
@click.argument("user", shell_complete=completing.people)
@click.argument("text", nargs=-1)
@click.option("--reply-to", metavar="ID", help="Answer this message.")
@click.option("--image", type=IMAGE, help="Attach this image.")
def send(user: str, text: Tuple[str, ...], reply_to: Optional[str], image: Optional[str]) -> None:
    """Send a message.

    Without TEXT, it is read from the standard input, unless that is a terminal.
    """
    content = required_text(text, image, f"USER {user!r}") or ""
    run = current()
    with run.client() as client:
        id = conversation_id(client, user)
        options = options_of(content, reply_to, upload(client, image))
        sent = client.dms.send_message(id, **options)
    run.output.one(sent, f"Message sent to {user}.")


@dms.command()
@click.argument("user", shell_complete=completing.people)
@click.option("--limit", "-n", default=50, show_default=True, type=click.IntRange(1))
@click.option("--after", metavar="ID|TIME", help="Only messages after this one.")
@click.option("--before", metavar="ID|TIME", help="Only messages before this one.")
def read(user: str, limit: int, after: Optional[str], before: Optional[str]) -> None:
    """Print the newest messages, the oldest of them first."""
    run = current()
    with run.client() as client:
        history = client.dms.history(
            conversation_id(client, user), limit=limit, after=place(after), before=place(before)
        )
        show(run.output, newest(history))


@dms.command("open")
@click.argument("user", shell_complete=completing.people)
@click.option("--limit", "-n", default=50, show_default=True, type=click.IntRange(0))
def open_(user: str, limit: int) -> None:
    """Talk with a person: read what they write, and type messages."""
    from lagclient.terminal.commands.tail import talk

    talk(lambda client: places.conversation(client, conversation_id(client, user), user), limit)
