"""Text of others, as a terminal may show it.

A message can contain escape sequences that recolour, rename or rewrite the terminal of its reader.
"""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""All controls but tab and newline, the marks that reverse text, and halves of characters."""


def printable(text: str) -> str:
    """Return a text without characters that control the terminal; each is shown as U+FFFD."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return a printable text on one line."""
    return " ".join(printable(text).split())
