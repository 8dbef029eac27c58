"""Documents of the repository as pages of the site, and what pages take from its files.

A page asks for a section of a document, or for a file as code, in a comment of its own line::

    <!-- section: CHANGELOG.md "Moving from 0.2.0" -->
    <!-- table: docs/design/replay.md -->
    <!-- file: lagclient/sandbox/programs/sync.txt -->
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from textwrap import indent
from typing import Dict, Iterator, List, Mapping, Tuple

from docs.generator.symbols import lines, prose

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/lag-app/sdk-python"
BRANCH = "main"

WHOLE: Mapping[str, str] = {
    "project/changelog.md": "CHANGELOG.md",
    "project/contributing.md": "CONTRIBUTING.md",
    "project/security.md": "SECURITY.md",
}
"""For each page, the document that it is."""

_LINK = re.compile(r"\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")
_SECTION = re.compile(r'<!-- section: (?P<document>\S+) "(?P<heading>[^"]+)" -->')
_TABLE = re.compile(r"<!-- table: (?P<document>\S+) -->")
_FILE = re.compile(r"(?m)^(?P<indent> *)<!-- file: (?P<file>\S+) -->$")


def pages() -> Iterator[Tuple[str, str]]:
    """Yield the pages that are documents."""
    for page, document in WHOLE.items():
        yield page, linked(_text(document), page, document)


def expanded(markdown: str, page: str) -> str:
    """Return a page with what its comments ask for."""

    def one_section(match: re.Match[str]) -> str:
        document = match["document"]
        try:
            text = section(_text(document), match["heading"])
        except LookupError as error:
            raise LookupError(
                f"docs/{page} shows a section of {document}: {error}"
            ) from error
        return linked(text, page, document)

    def one_table(match: re.Match[str]) -> str:
        document = match["document"]
        return linked(table(_text(document)), page, document)

    def one_file(match: re.Match[str]) -> str:
        return indent(
            f"```python\n{_text(match['file']).strip()}\n```", match["indent"]
        )

    markdown = _TABLE.sub(one_table, _SECTION.sub(one_section, markdown))
    return _FILE.sub(one_file, markdown)


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


def linked(markdown: str, page: str, source: str) -> str:
    """Have the links of a document lead to the site's page of a file, or to the repository."""
    sites: Dict[str, str] = {document: path for path, document in WHOLE.items()}

    def one(match: re.Match[str]) -> str:
        target, anchor = match["target"], match["anchor"] or ""
        if "://" in target or target.startswith("mailto:"):
            return match[0]
        path = normpath(join(dirname(source), target))
        if path in sites:
            return f"]({relpath(sites[path], dirname(page) or '.')}{anchor})"
        if path.startswith("docs/") and path.endswith(".md"):
            return f"]({relpath(path[5:], dirname(page) or '.')}{anchor})"
        if path.startswith("docs/") or not (ROOT / path).exists():
            return match[0]
        kind = "tree" if (ROOT / path).is_dir() else "blob"
        return f"]({REPOSITORY}/{kind}/{BRANCH}/{path}{anchor})"

    return prose(markdown, lambda line: _LINK.sub(one, line))


def _text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")
