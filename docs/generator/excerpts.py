"""Documents of the repository, and sections of them, that are pages of the site too."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Dict, Iterator, List, Mapping, Tuple

from docs.generator.symbols import lines, prose

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/lag-app/sdk-python"
BRANCH = "main"

SECTIONS: Mapping[str, Tuple[str, str]] = {
    "howto/move-from-0.2.md": ("CHANGELOG.md", "Moving from 0.2.0"),
    "howto/add-an-endpoint.md": ("CONTRIBUTING.md", "Add an endpoint"),
    "explanation/promises.md": ("README.md", "What we promise"),
}
"""For each page, the document and the beginning of the heading of its section."""

WHOLE: Mapping[str, str] = {
    "project/changelog.md": "CHANGELOG.md",
    "project/contributing.md": "CONTRIBUTING.md",
    "project/security.md": "SECURITY.md",
}
"""For each page, the document that it is."""

_LINK = re.compile(r"\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")


def pages() -> Iterator[Tuple[str, str]]:
    """Yield the pages that are made of documents."""
    for page, document in WHOLE.items():
        yield page, _moved(_text(document), document, page)
    for page, (document, heading) in SECTIONS.items():
        yield page, _moved(section(_text(document), heading), document, page)


def section(markdown: str, heading: str) -> str:
    """Return a section with its heading, raised to the first level.

    Raises:
        LookupError: The document does not have such a section.
    """
    found: List[str] = []
    level = 0
    for line, code in lines(markdown):
        marks = 0 if code else len(line) - len(line.lstrip("#"))
        if level and 0 < marks <= level:
            break
        if not level and marks and line.lstrip("# ").startswith(heading):
            level = marks
        if level:
            found.append(line[level - 1 :] if marks else line)
    if not found:
        raise LookupError(f"No section begins with {heading!r}")
    return "\n".join(found).strip() + "\n"


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


def _moved(markdown: str, document: str, page: str) -> str:
    return linked(markdown, page, document)


def _text(document: str) -> str:
    return (ROOT / document).read_text(encoding="utf-8")
