"""The documents of the project, as the code in them: what a reader would copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import List, Match, Tuple

import attrs
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]


@attrs.frozen
class Block:
    """A fenced block of a document."""

    document: str
    line: int
    """The line of its first line of code."""
    info: str
    """What stands behind the fence: the language, and for some a title."""
    text: str

    @property
    def language(self) -> str:
        """The first word behind the fence."""
        return self.info.partition(" ")[0]

    @property
    def file(self) -> str:
        """The name of the file that the block is; empty if it is a part of a program."""
        found = re.search(r'title="([\w.-]+\.\w+)"', self.info)
        return found[1] if found else ""


def code(document: str) -> List[Block]:
    """Return the fenced blocks of a document, also those in lists.

    Copies of another file are left out: they are tested where they come from.
    """
    text = (ROOT / document).read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^<!-- file: .*?<!-- end -->$", _blank, text)
    return [
        Block(document, token.map[0] + 2, token.info.strip(), token.content)
        for token in MarkdownIt().parse(text)
        if token.type == "fence" and token.map
    ]


def _blank(copy: Match[str]) -> str:
    """Return as many lines, so that the blocks below keep their numbers."""
    return "\n" * copy[0].count("\n")


def blocks(document: str, language: str) -> List[Tuple[int, str]]:
    """Return the fenced blocks of a language: the line on which each begins, and its text."""
    return [(block.line, block.text) for block in code(document) if block.info == language]
