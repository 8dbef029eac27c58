"""Parts of pages that are copied from other files, so that a page is complete where it is read.

A page names a section of a document, its first table, or a file of code, in a comment on a line of
its own. ``python -m docs.generator`` writes the copy below it, up to ``<!-- end -->``::

    <!-- section: CHANGELOG.md "Moving from 0.2.0" -->
    <!-- table: docs/design/replay.md -->
    <!-- file: lagclient/sandbox/programs/sync.txt -->
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Dict, List, Match

from docs.generator.methods import methods_page
from docs.generator.symbols import lines, prose
from lagclient.generate import PACKAGE

ROOT = Path(__file__).parents[2]
METHODS = "reference/index.md"

_COPY = re.compile(
    r"(?ms)^(?P<mark><!-- (?P<kind>\w+): (?P<file>\S+)(?: \"(?P<heading>[^\"]+)\")? -->)\n"
    r".*?^<!-- end -->$"
)
_MARK = re.compile(r"(?m)^<!-- .*? -->\n?")
_LINK = re.compile(r"\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")


def written() -> Dict[Path, str]:
    """Return the text of each page of the repository that is written by this package."""
    docs = ROOT / "docs"
    pages = {docs / METHODS: methods_page(ROOT / "routes")}
    for path in sorted(docs.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if _COPY.search(text):
            pages[path] = filled(text, path.relative_to(ROOT).as_posix())
    return pages


def filled(markdown: str, page: str) -> str:
    """Return a page with the copies that its comments name; `page` is its path in the repository.

    Raises:
        LookupError: A document does not have that section or table.
    """

    def one(match: Match[str]) -> str:
        document = match["file"]
        text = _text(document)
        try:
            if match["kind"] == "file":
                copy = f"```python\n{text.strip()}\n```"
            else:
                part = section(text, match["heading"]) if match["heading"] else text
                part = table(part) if match["kind"] == "table" else part
                copy = _moved(part, document, page)
        except LookupError as error:
            raise LookupError(f"{page} copies from {document}: {error}") from error
        return f"{match['mark']}\n\n{copy}\n\n<!-- end -->"

    return _COPY.sub(one, markdown)


def without_marks(markdown: str) -> str:
    """Return a page without the comments that name its copies."""
    return _MARK.sub("", markdown)


def section(markdown: str, heading: str) -> str:
    """Return the text of a section; the headings in it begin at the second level.

    Raises:
        LookupError: The document does not have such a section.
    """
    body: List[str] = []
    level = 0
    for line, is_code in lines(markdown):
        marks = 0 if is_code else len(line) - len(line.lstrip("#"))
        if level and 0 < marks <= level:
            break
        if level:
            body.append(line[level - 1 :] if marks else line)
        elif marks and line.lstrip("# ").startswith(heading):
            level = marks
    if not level:
        raise LookupError(f"No heading begins with {heading!r}")
    return "\n".join(body).strip()


def table(markdown: str) -> str:
    """Return the first table of a document.

    Raises:
        LookupError: The document has no table.
    """
    match = re.search(r"(?:^\|.*\n)+", markdown, re.MULTILINE)
    if match is None:
        raise LookupError("The document has no table")
    return match[0].strip()


def _text(document: str) -> str:
    """Return a file of the repository; the package may be installed apart from it."""
    places = (ROOT / document, PACKAGE.parent / document)
    return next(path for path in places if path.exists()).read_text(
        encoding="utf-8"
    )


def _moved(markdown: str, document: str, page: str) -> str:
    """Return text of a document with the links that it needs on a page elsewhere."""

    def one(match: Match[str]) -> str:
        target = match["target"]
        if "://" in target or target.startswith("mailto:"):
            return match[0]
        path = normpath(join(dirname(document), target))
        return f"]({relpath(path, dirname(page))}{match['anchor'] or ''})"

    return prose(markdown, lambda line: _LINK.sub(one, line))
