"""Messages as lines of a terminal, and the text of a new one."""

from __future__ import annotations

import shutil
import sys
from typing import Any, List, Optional, Sequence

import click

from lagclient.terminal.output import Output
from lagclient.terminal.printable import INDENT, hanging, one_line, printable
from lagclient.terminal.typed import standard_input

MAX_CHARACTERS = 2000
"""Maximum length of a message in the API."""


def line_of(message: Any) -> str:
    """Return a message as text; its further lines are indented, so none looks like another one."""
    when = message.created_at.astimezone()
    name = one_line(message.display_name or message.username)
    quote = ""
    if message.reply_to is not None:
        quoted = one_line(message.reply_to.content)
        who = one_line(message.reply_to.display_name or message.reply_to.username)
        quote = f"\n{INDENT}> {who}: {quoted[:60]}{'…' if len(quoted) > 60 else ''}"
    text = indented(message.content)
    if message.image is not None:
        text = f"{text} [image {one_line(message.image.url or message.image.id)}]".strip()
    edited = " (edited)" if message.edited_at else ""
    return f"[{when:%H:%M}] {name}: {text}{edited}{quote}"


def indented(text: str) -> str:
    """Return a text whose further lines are indented."""
    return printable(text).replace("\n", f"\n{INDENT}")


def as_shown(text: str) -> str:
    """Return rows as the standard output shows them: a terminal must not wrap a row by itself."""
    if not sys.stdout.isatty():
        return text
    return hanging(printable(text), shutil.get_terminal_size().columns)


def show(output: Output, messages: Sequence[Any]) -> None:
    """Print messages, the oldest first, with a line for each new day."""
    day: Optional[str] = None
    for message in messages:
        date = f"{message.created_at.astimezone():%Y-%m-%d}"
        if date != day and not output.is_for_scripts:
            click.echo(f"-- {date} --")
        day = date
        output.event(message, as_shown(line_of(message)))


def text_of(words: Sequence[str]) -> Optional[str]:
    """Return the text of a new message: the words, or the standard input; None if it is empty.

    Raises:
        click.UsageError: It is too long, or a terminal would have to be asked.
    """
    if words and words != ("-",):
        text = " ".join(words)
    elif not words and sys.stdin.isatty():
        return None
    else:
        text = standard_input()
    if len(text) > MAX_CHARACTERS:
        raise click.UsageError(f"TEXT must be at most {MAX_CHARACTERS} characters, not {len(text)}")
    return text if text.strip() else None


def required_text(words: Sequence[str], image: Optional[str], before: str) -> Optional[str]:
    """Return the text of a message that needs one, or has an image.

    Args:
        words: The words of the command line.
        image: The path of the image.
        before: What stands before TEXT, because a word that is left out moves all others.

    Raises:
        click.UsageError: Neither exists.
    """
    # An image is enough, and the standard input may be anything then.
    text = text_of(words) if words or image is None else None
    if text is None and image is None:
        raise click.UsageError(
            f"TEXT must be words, or the standard input, not empty; it follows {before}"
        )
    return text


def upload(client: Any, image: Optional[str]) -> Optional[str]:
    """Upload the image of a message; return its id."""
    if image is None:
        return None
    from lagclient.terminal.uploading import Bar

    with Bar("upload") as bar:
        return str(client.images.upload(image, purpose="chat", progress=bar).id)


def options_of(text: Optional[str], reply_to: Optional[str], image_id: Optional[str]) -> Any:
    """Return the arguments of a new message that were set."""
    fields = {"content": text, "reply_to_id": reply_to, "image_id": image_id}
    return {name: value for name, value in fields.items() if value is not None}


def newest(history: Any) -> List[Any]:
    """Return the messages of a history, which is newest first, oldest first."""
    return list(history)[::-1]
