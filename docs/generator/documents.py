"""Documents of the repository as pages of the site, and the links of every page.

A page links to files of the repository, so that it can be read there too. On the site, those links
lead to the site's page of the file, or to the repository.
"""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from typing import Dict, Iterator, Mapping, Tuple

from docs.generator.symbols import prose

ROOT = Path(__file__).parents[2]
REPOSITORY = "https://github.com/lag-app/sdk-python"
BRANCH = "main"

WHOLE: Mapping[str, str] = {
    "project/changelog.md": "CHANGELOG.md",
    "project/contributing.md": "CONTRIBUTING.md",
    "project/security.md": "SECURITY.md",
    "typescript.md": "typescript/README.md",
}
"""For each page, the document that it is."""
COPIED = ("openapi.json",)
"""Files that the site has beside its pages."""

_LINK = re.compile(r"\]\((?P<target>[^)\s#]+)(?P<anchor>#[^)\s]*)?\)")


def pages() -> Iterator[Tuple[str, str]]:
    """Yield the pages that are documents."""
    for page, document in WHOLE.items():
        text = (ROOT / document).read_text(encoding="utf-8")
        yield page, linked(text, page, document)


def linked(markdown: str, page: str, source: str) -> str:
    """Have the links of a document lead to the site's page of a file, or to the repository."""
    sites: Dict[str, str] = {document: path for path, document in WHOLE.items()}
    sites.update({file: file for file in COPIED})

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
