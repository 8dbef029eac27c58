"""The text of ``!help``: the first line of each command's docstring, in messages of legal size."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Iterator, Mapping

MOST_CHARACTERS = 2000
"""Of one message, counted as JavaScript does: an emoji is two."""


def messages(commands: Mapping[str, Callable[..., Any]], prefix: str) -> Iterator[str]:
    """The messages that describe all commands, in their order."""
    text = ""
    for name, handler in commands.items():
        about = (inspect.getdoc(handler) or "").partition("\n")[0]
        for line in _pieces(f"{prefix}{name}: {about}" if about else f"{prefix}{name}"):
            if text and _size(f"{text}\n{line}") > MOST_CHARACTERS:
                yield text
                text = ""
            text = f"{text}\n{line}" if text else line
    yield text or "There are no commands."


def _pieces(line: str) -> Iterator[str]:
    """The line, in parts that a message can hold."""
    while _size(line) > MOST_CHARACTERS:
        yield line[: MOST_CHARACTERS // 2]
        line = line[MOST_CHARACTERS // 2 :]
    yield line


def _size(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
