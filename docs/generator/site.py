"""The generated pages of the site, and what is done to every page. It knows nothing of MkDocs."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from textwrap import indent
from typing import Any, Dict, Iterator, List, Match

from docs.generator import copies, documents, library, models, namespaces
from docs.generator.symbols import Places, linked, slugs
from lagclient.resources import TABLE

DOCS = Path(__file__).parents[1]

_TABS = re.compile(r'(?ms)^<div class="tabs" markdown>\n(?P<body>.*?)^</div>$')


@functools.cache
def places() -> Places:
    """Return where every name is documented."""
    return slugs({**namespaces.places(), **models.places(), **library.places()})


@functools.cache
def pages() -> Dict[str, str]:
    """Return the generated pages by path."""
    known = places()
    return {
        **dict(namespaces.pages(known)),
        **dict(models.pages(known)),
        **dict(library.pages(known)),
        **dict(documents.pages()),
    }


def finished(markdown: str, page: str) -> str:
    """Return the Markdown of a page with its links."""
    if page not in pages():
        markdown = documents.linked(
            copies.without_marks(markdown), page, f"docs/{page}"
        )
        markdown = _TABS.sub(_tabs, markdown)
    # Code of TypeScript has names of this package, and means others.
    return markdown if page == "typescript.md" else linked(markdown, page, places())


def _tabs(match: Match[str]) -> str:
    """The code blocks behind tabs; in the repository, they stand one below the other."""
    _, *parts = re.split(r"(?m)^\*\*(.+)\*\*$", match["body"])
    return "\n\n".join(
        f'=== "{title}"\n\n{indent(text.strip(), "    ")}'
        for title, text in zip(parts[::2], parts[1::2])
    )


def navigation(nav: List[Any]) -> List[Any]:
    """Return the navigation with the pages of the folders in it that it names."""
    return [_expanded(entry) for entry in nav]


def _expanded(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {title: _expanded(inside) for title, inside in entry.items()}
    if isinstance(entry, list):
        return navigation(entry)
    if entry == "reference/":
        return _reference()
    return list(_folder(entry)) if entry.endswith("/") else entry


def _reference() -> List[Any]:
    return [
        "reference/index.md",
        {
            "Methods": [
                {name: namespaces.page_of(name)}
                for name in TABLE.namespaces
                if name
            ]
        },
        {"Models": [models.page_of(module) for module in models.groups()]},
        *(f"reference/{name}.md" for name in library.PAGES),
    ]


def _folder(folder: str) -> Iterator[str]:
    """Yield the pages of a folder in the order in which its README links to them."""
    index = f"{folder}README.md"
    named = re.findall(
        r"\]\(([\w-]+\.md)\)", (DOCS / index).read_text(encoding="utf-8")
    )
    others = sorted(page.name for page in (DOCS / folder).glob("*.md"))
    yield index
    for name in dict.fromkeys([*named, *others]):
        if name != "README.md":
            yield folder + name
