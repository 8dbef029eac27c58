"""Text of others, as a terminal may show it.

A message can contain escape sequences that recolour, rename or rewrite the terminal of its reader.
"""

from __future__ import annotations

import re
import unicodedata
from typing import List

INDENT = " " * 8
"""Begins the further lines of a message."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""All controls but tab and newline, the marks that reverse text, and halves of characters."""


def printable(text: str) -> str:
    """Return a text without characters that control the terminal; each is shown as U+FFFD."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def hanging(text: str, width: int) -> str:
    """Return lines that fit into a width: what wraps is indented, so it looks like no other row."""
    lines: List[str] = []
    for line in text.expandtabs().split("\n"):
        rest, indent = line, ""
        while True:
            fits = _fitting(rest, width - len(indent))
            if fits == len(rest):
                lines.append(indent + rest)
                break
            space = rest.rfind(" ", 0, fits + 1)
            end = space if rest[: max(space, 0)].strip() else fits  # between words, if there are
            lines.append(indent + rest[:end].rstrip(" "))
            rest, indent = rest[end:].lstrip(" "), INDENT
    return "\n".join(lines)


def _fitting(text: str, width: int) -> int:
    """Return how many characters fit into a width, but at least one."""
    from rich.cells import cell_len

    for index, char in enumerate(text):
        # A terminal may show what rich takes for nothing, and U+FE0F widens what it follows.
        is_mark = unicodedata.category(char) in ("Mn", "Me") and char != "\ufe0f"
        width -= 0 if is_mark else max(cell_len(char), 1)
        if width < 0 and index:
            return index
    return len(text)


def one_line(text: str) -> str:
    """Return a printable text on one line."""
    return " ".join(printable(text).split())
