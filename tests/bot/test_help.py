"""The text of ``!help``."""

from __future__ import annotations

from typing import Any, Dict

from lagclient.bot.help import MOST_CHARACTERS, messages


def command(doc: Any) -> Any:
    def handler(ctx: Any) -> None: ...

    handler.__doc__ = doc
    return handler


def test_help_has_the_first_line_of_each_docstring() -> None:
    """A command without a docstring is named all the same."""
    commands = {"ping": command("Say pong.\n\nAt length."), "quiet": command(None)}
    assert list(messages(commands, "!")) == ["!ping: Say pong.\n!quiet"]


def test_help_without_commands() -> None:
    """A robot without commands says so."""
    assert list(messages({}, "!")) == ["There are no commands."]


def test_long_help_is_several_messages() -> None:
    """No message is longer than the API accepts, and no command is lost."""
    commands: Dict[str, Any] = {f"command{n}": command("\U0001f389" * 40) for n in range(99)}
    commands["long"] = command("\U0001f389" * 3000)
    texts = list(messages(commands, "!"))
    assert all(len(text.encode("utf-16-le")) / 2 <= MOST_CHARACTERS for text in texts)
    joined = "\n".join(texts)
    assert all(f"!command{n}: " in joined for n in range(99))
    assert joined.count("\U0001f389") == 99 * 40 + 3000
    assert len(texts) < 12
