"""The texts of ``!help``: a line for each command, and a page for one."""

from __future__ import annotations

from typing import Dict, Iterable

from lagclient.bot.command import Command


def overview(commands: Iterable[Command], prefix: str) -> str:
    """Return the first line of each command's docstring; hidden commands are left out."""
    unique: Dict[str, Command] = {command.name: command for command in commands}
    lines = [
        f"{prefix}{name}: {command.about.partition(chr(10))[0]}".rstrip(": ")
        for name, command in unique.items()
        if not command.hidden
    ]
    return "\n".join(lines) or "There are no commands."


def page(command: Command, prefix: str) -> str:
    """Return how a command is written, its whole docstring, and its options."""
    lines = [command.usage(prefix), command.about]
    if command.aliases:
        lines.append(f"Also: {', '.join(f'{prefix}{alias}' for alias in command.aliases)}")
    if command.role is not None:
        lines.append(f"Only for {'the owner' if command.role == 'owner' else 'admins'}.")
    if command.cooldown_seconds:
        lines.append(f"Once in {command.cooldown_seconds:g} s for each author.")
    return "\n".join(filter(None, lines))
