"""The site as it is built: complete, without a request to another host, and readable as text."""

from __future__ import annotations

import html.parser
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, List, Set, Tuple

import pytest

import lagclient
from lagclient import models, testing
from lagclient.resources import TABLE
from tests.kit.documents import ROOT

for tool in ("mkdocs", "material", "griffe"):
    pytest.importorskip(tool, reason="the dependency group `docs` is not installed")

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


# The command `mkdocs` does not import from the current folder, and lagclient may be installed from
# a copy of the checkout.
MKDOCS = f"""
import sys
sys.path[:] = [path for path in sys.path if path not in ("", {str(ROOT)!r})]
from mkdocs.__main__ import cli
cli()
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as a reader of the README builds it; a warning fails the build."""
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-c", MKDOCS, "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder


class Read(html.parser.HTMLParser):
    """The ids of a page, its links, and what a browser fetches to show it."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.ids: Set[str] = set()
        self.fetched: List[str] = []
        self.links: List[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: List[Tuple[str, Any]]) -> None:
        values: Dict[str, str] = {name: value or "" for name, value in attrs}
        self.ids.add(values.get("id", ""))
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag in FETCHED and values.get("rel") not in ("canonical", "alternate", "next", "prev"):
            self.fetched.append(values.get(FETCHED[tag], ""))


@pytest.fixture(scope="module")
def pages(site: Path) -> Dict[Path, Read]:
    """Every page of the site."""
    return {page: Read(page) for page in site.rglob("*.html")}


def test_pages_request_nothing_from_other_hosts(site: Path, pages: Dict[Path, Read]) -> None:
    """A browser that shows the site asks the site's own host only."""
    foreign = [
        (page.name, url) for page, read in pages.items() for url in read.fetched if "//" in url
    ]
    styles = [
        path for path in site.rglob("*.css") if re.search(r"url\(.?https?:", path.read_text())
    ]
    scripts = [page for page in pages if 'data-md-component="source"' in page.read_text()]
    assert (foreign, styles, scripts) == ([], [], [])


def test_links_of_the_site_resolve(site: Path, pages: Dict[Path, Read]) -> None:
    """Each link of each page leads to a file of the site, and to a place that this file has."""
    broken = []
    for page, content in pages.items():
        for link in content.links:
            path, _, anchor = link.partition("#")
            if re.match(r"\w+:", link) or page.name == "404.html":
                continue
            target = (page.parent / path).resolve() if path else page
            target = target / "index.html" if target.is_dir() else target
            if not target.exists() or (anchor and anchor not in pages[target].ids):
                broken.append((str(page.relative_to(site)), link))
    assert not broken


def test_the_site_has_no_comments_of_its_sources(site: Path) -> None:
    """The comments that name a copy, and those that say what writes a page, are not in the HTML."""
    marked = [
        page.name
        for page in site.rglob("*")
        if page.suffix in (".html", ".md")
        and re.search(r"<!-- (?:section|table|file|end|Written)", page.read_text("utf-8"))
    ]
    assert not marked


def test_everything_public_is_documented(site: Path, pages: Dict[Path, Read]) -> None:
    """Each method, each model, each export and each fixture has a place in the reference."""
    reference = site / "reference"
    ids = {id for page in reference.rglob("index.html") for id in pages[page].ids}
    missing = [
        f"{namespace}.{method.name}"
        for namespace in TABLE.namespaces
        for method in TABLE.methods(namespace)
        if method.name not in pages[reference / (namespace or "client") / "index.html"].ids
    ]
    names = {*models.__all__, *lagclient.__all__, *testing.__all__} - {"__version__"}
    assert (missing, sorted(names - ids)) == ([], [])


def test_the_site_can_be_read_as_markdown(site: Path) -> None:
    """Each page has Markdown beside it whose links lead to files, and `llms.txt` lists each."""
    pages = set(site.rglob("index.html"))
    broken = []
    for text in [*site.rglob("index.md"), site / "llms.txt"]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text.read_text(encoding="utf-8")):
            if not (text.parent / target).exists():
                broken.append((str(text.relative_to(site)), target))
    assert not broken
    listed = re.findall(r"\]\(([^)]+)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert sorted(site / one for one in listed) == sorted(page.with_suffix(".md") for page in pages)
