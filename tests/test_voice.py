"""The words of the package: plain technical English, as CONTRIBUTING asks for."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path
from typing import Iterator, Tuple

from lagclient.generate import PACKAGE
from tests.kit.documents import ROOT

AVOIDED = re.compile(
    r"\b(told|whoever|whomever|whom|nobody|somebody|(?<!there )is no(?! longer)\b|there is none"
    r"|none of|what is (given|found|known)|be it)\b",
    re.IGNORECASE,
)
"""Each has a plainer word: the caller, the client, "is not a", "returns None if"."""

VAGUE = {"told", "given", "found", "made", "known"}
"""Names that do not say what they hold; avoided in the package."""

CODE = ("lagclient/**/*.py", "examples/*.py", "docs/generator/*.py")
PROSE = ("*.md", "docs/**/*.md", "routes/*.yaml", ".github/**/*.md", ".github/**/*.yml")
_TEXTS = {
    kind
    for kind in (tokenize.COMMENT, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", None))
    if kind is not None
}


def files(*patterns: str) -> Iterator[Path]:
    """Yield the files of the checkout that match."""
    for pattern in patterns:
        yield from sorted(ROOT.glob(pattern))


def texts(file: Path) -> Iterator[Tuple[int, str]]:
    """Yield the comments, the strings and the vague names of a module, or the lines of a text."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in _TEXTS:
            yield token.start[0], token.string
        elif token.type == tokenize.NAME and token.string in VAGUE and PACKAGE in file.parents:
            yield token.start[0], f"the name told, as {token.string}"


def test_words_that_a_reader_has_to_translate_are_not_used() -> None:
    """Comments, docstrings, messages and documents avoid the words in `AVOIDED`."""
    found = [
        f"{file.relative_to(ROOT)}:{line}: {match[0]!r} in {text.strip()[:60]!r}"
        for file in files(*CODE, *PROSE)
        for line, text in texts(file)
        for match in [AVOIDED.search(text)]
        if match
    ]
    assert not found, f"{len(found)}\n" + "\n".join(found)
