"""Messages of legal size: a text in parts, cut between lines and words, code fences kept whole."""

from __future__ import annotations

from typing import Iterator, List

MOST_CHARACTERS = 2000
"""Of one message, counted as JavaScript does: an emoji is two."""
_FENCE = "```"


def size(text: str) -> int:
    """Count the characters of a text as the API does."""
    return len(text.encode("utf-16-le", "replace")) // 2


def split(text: str, most: int = MOST_CHARACTERS) -> List[str]:
    """Split a text into messages.

    A message ends between lines if it can, else between words. A code block that goes on in the
    next message is closed, and opened again with its language.

    Args:
        text: Text of any length.
        most: Maximum size of a message in characters.

    Returns:
        The messages; each has a text.
    """
    messages: List[str] = []
    lines: List[str] = []
    fence = ""

    def end() -> None:
        message = "\n".join([*lines, _FENCE] if fence else lines)
        if message.strip().strip("`"):
            messages.append(message)
        lines[:] = [fence] if fence else []

    for line in text.split("\n"):
        is_fence = line.lstrip().startswith(_FENCE)
        room = most - len(fence) - len(_FENCE) - 2 if fence else most
        for piece in _pieces(line, room):
            is_open = bool(fence) != is_fence
            after = [*lines, piece, _FENCE] if is_open else [*lines, piece]
            if lines and size("\n".join(after)) > most:
                end()
            lines.append(piece)
        if is_fence:
            fence = "" if fence else line.strip()[: most // 4]
    fence = ""
    end()
    return messages


def _pieces(line: str, most: int) -> Iterator[str]:
    while size(line) > most:
        cut = most
        while size(line[:cut]) > most:
            cut -= size(line[:cut]) - most + 1 >> 1 or 1
        space = line.rfind(" ", cut // 2, cut + 1)
        cut = cut if space == -1 else space
        yield line[:cut]
        line = line[cut:].lstrip(" ")
    yield line
