"""The documents of the project, as the code in them: what a reader would copy."""

from __future__ import annotations

from pathlib import Path
from typing import List, Tuple

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]


def blocks(document: str, language: str) -> List[Tuple[int, str]]:
    """The fenced blocks of a language: the line on which each begins, and its text."""
    tokens = MarkdownIt().parse((ROOT / document).read_text(encoding="utf-8"))
    return [
        (token.map[0] + 2, token.content)
        for token in tokens
        if token.type == "fence" and token.info == language and token.map
    ]
