"""Messages of legal size: a text in parts, cut between lines and words, code fences kept whole."""

from __future__ import annotations

import re
from typing import Iterator, List

MOST_CHARACTERS = 2000
"""Of one message, counted as JavaScript does: an emoji is two."""
_FENCE = re.compile(r"([\s>]*`{3,})([^`]*)")
"""What begins a code block, maybe in a quotation, with its language; or ends it."""


def size(text: str) -> int:
    """Count the characters of a text as the API does."""
    return len(text.encode("utf-16-le", "replace")) // 2


def split(text: str, most: int = MOST_CHARACTERS) -> List[str]:
    """Split a text into messages.

    A message ends between lines if it can, else between words. A code block that goes on in the
    next message is closed, and opened again with its language, also in a quotation.

    Args:
        text: Text of any length.
        most: Maximum size of a message in characters.

    Returns:
        The messages; each has a text.
    """
    if size(text) <= most:
        return [text] if text.strip() else []
    messages: List[str] = []
    lines: List[str] = []
    opening = closing = ""
    """Of the code block that the next line is in."""
    is_begun = False

    def end() -> None:
        if closing and is_begun:
            lines.append(closing)
        elif closing:
            lines.pop()
        if any(map(str.strip, lines)):
            messages.append("\n".join(lines))
        lines[:] = [opening] if closing else []

    for line in text.split("\n"):
        fence = _FENCE.fullmatch(line) if size(line) <= most // 4 else None
        if fence and closing and not fence[2].strip() and fence[1].count("`") >= closing.count("`"):
            lines.append(closing)  # there is room for it
            opening = closing = ""
            continue
        opens = fence if not closing else None
        after = [closing] if closing else [opens[1]] if opens else []
        for piece in _pieces(line, most - size("\n".join(["", opening, closing])) * bool(closing)):
            if lines and size("\n".join([*lines, piece, *after])) > most:
                end()
            lines.append(piece)
            is_begun = True
        if opens:
            opening, closing, is_begun = line, opens[1], False
    opening = closing = ""
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
