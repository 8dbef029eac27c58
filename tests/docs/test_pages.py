"""The pages of docs/ as GitHub shows them: complete, and with links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator, List, Set, Tuple

import pytest

from docs.generator.copies import filled, written
from docs.generator.symbols import prose
from lagclient.generate import PACKAGE
from tests.kit.documents import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

MARK = re.compile(r"(?s)<!-- (?:section|table|file): .*? -->(.*?)(?=<!-- |\Z)")
SITE_ONLY = re.compile(r'(?m)^(?:---$|(?:===|!!!|\?\?\?\+?) .*"$)|\{ ?[.#:][\w-]')
"""Syntax that GitHub shows as it is: front matter, tabs, boxes, attributes."""


def test_copies_are_up_to_date() -> None:
    """A copy in a page is what its source says: if not, run `python -m docs.generator`."""
    stale = [path for path, text in written().items() if path.read_text("utf-8") != text]
    assert not stale


def test_pages_have_no_unfilled_place() -> None:
    """Each comment that names a copy is followed by the copy and by its end."""
    wrong = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in MARK.finditer(text):
            end = text[match.end() :].startswith("<!-- end -->")
            if not match[1].strip() or not end:
                wrong.append((page.name, match[0][:60]))
    assert not wrong


def test_pages_have_no_syntax_of_the_site_alone() -> None:
    """A page is plain Markdown, because it is read in the repository too."""
    wrong = []
    for page in PAGES:
        wrong += [(page.name, match[0]) for match in SITE_ONLY.finditer(_text_of(page))]
    assert not wrong


def test_links_resolve_in_the_repository() -> None:
    """Each link of a page names a file of the repository, and a heading that this file has."""
    broken = []
    for page in PAGES:
        for target, anchor in _links(page):
            # The package may be installed apart from its documents.
            inside = PACKAGE.parent / re.sub(r"^(\.\./)+", "", target)
            places = [place for place in (page.parent / target, inside) if place.exists()]
            place = (places or [None])[0]
            if place is None or (anchor and anchor not in _anchors(place)):
                broken.append((page.name, f"{target}#{anchor}"))
    assert not broken


def test_paragraph_before_a_program_names_its_file() -> None:
    """GitHub does not show the titles of code blocks, so a reader learns the name from the text."""
    unnamed = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(r'(?m)^```\w+ title="([^"]+)"$', text):
            if match[1] not in text[: match.start()].rstrip().rpartition("\n\n")[2]:
                unnamed.append((page.name, match[1]))
    assert not unnamed


def test_unknown_section_is_an_error() -> None:
    """A page that copies a section which its document does not have is not written."""
    page = '<!-- section: CHANGELOG.md "Nothing like it" -->\n<!-- end -->'
    with pytest.raises(LookupError, match=r"^docs/a\.md copies from CHANGELOG\.md: No heading"):
        filled(page, "docs/a.md")


def _text_of(page: Path) -> str:
    """The text of a page without its code."""
    lines: List[str] = []
    prose(page.read_text(encoding="utf-8"), lambda line: lines.append(line) or "")
    return re.sub(r"`[^`\n]*`", "", "\n".join(lines))


def _links(page: Path) -> Iterator[Tuple[str, str]]:
    """Yield the relative links of a page: the file (if none, the page itself) and the heading."""
    for target in re.findall(r"\]\(([^)\s]+)\)", _text_of(page)):
        if not re.match(r"https?://|mailto:", target):
            path, _, anchor = target.partition("#")
            yield path or page.name, anchor


def _anchors(page: Path) -> Set[str]:
    """The anchors of a page's headings, as GitHub and the site build them."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    plain = [re.sub(r"[^\w\s-]", "", heading.lower()) for heading in headings]
    return {re.sub(r"\s", "-", heading.strip()) for heading in plain}
