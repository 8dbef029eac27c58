"""The site as text: each page as Markdown beside its HTML, and ``llms.txt``, which lists them."""

from __future__ import annotations

import re
from posixpath import dirname, normpath, relpath
from typing import List, Mapping, NamedTuple, Sequence, Tuple

from docs.generator.symbols import prose

_LINK = re.compile(
    r"\]\((?P<target>[^)\s#:]+\.(?:md|svg|png|json))(?P<anchor>#[^)\s]*)?\)"
)
_ATTRIBUTES = re.compile(r" *\{[ :]*[#.][^}]*\}$")
_TAGS = re.compile(r"</?(small|div|br)\b[^>]*> ?")
_BLOCK = re.compile(
    r'(?m)^(?:===|!!!|\?\?\?\+?)(?: \w+)? "(?P<title>[^"]+)"\n(?P<body>(?:\n| {4}.*\n?)+)'
)


class Entry(NamedTuple):
    """A page in the navigation."""

    title: str
    source: str
    """Its path below docs/."""
    url: str
    """Its path on the site, such as ``reference/users/``."""
    markdown: str


def text_of(entry: Entry, urls: Mapping[str, str]) -> str:
    """Return a page as plain Markdown, whose links lead to Markdown of other pages and to files."""

    def one(match: re.Match[str]) -> str:
        target = normpath(f"{dirname(entry.source)}/{match['target']}").lstrip("/")
        if target.endswith(".md") and target not in urls:
            return match[0]
        place = f"{urls[target]}index.md" if target in urls else target
        return f"]({relpath(place, entry.url or '.')}{match['anchor'] or ''})"

    def plain(line: str) -> str:
        return _TAGS.sub("", _ATTRIBUTES.sub("", _LINK.sub(one, line)))

    return _flat(prose(entry.markdown, plain))


def _flat(markdown: str) -> str:
    """Show what the site folds or puts behind tabs one after the other."""

    def one(match: re.Match[str]) -> str:
        body = re.sub(r"(?m)^ {4}", "", match["body"]).strip("\n")
        return f"**{match['title']}**\n\n{body}\n\n"

    return _BLOCK.sub(one, markdown).strip() + "\n"


def overview(
    title: str, summary: str, sections: Sequence[Tuple[str, List[Entry]]]
) -> str:
    """Return ``llms.txt``: what the project is, and a line for each page."""
    parts = [f"# {title}", f"> {summary}"]
    for name, entries in sections:
        rows = [
            f"- [{one.title}]({one.url}index.md){_summary(one.markdown)}"
            for one in entries
        ]
        parts.append("\n".join([f"## {name}", "", *rows]))
    return "\n\n".join(parts) + "\n"


def _summary(markdown: str) -> str:
    """The first sentence below the title."""
    for block in markdown.split("\n\n")[1:]:
        line = re.sub(r"^\*\*\w+\.\*\* ", "", " ".join(block.split()))
        if line and line[0] not in "#|`-!?=<*":
            text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line)
            return ": " + re.split(r"(?<=[.!?]) ", text)[0]
    return ""
