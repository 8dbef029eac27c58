"""The events of MkDocs: generated pages, links in the text, and the Markdown beside the HTML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Dict, List

from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

sys.path.insert(
    0, str(Path(__file__).parents[2])
)  # MkDocs loads this file by its path

from docs.generator import markdown, site

ROOT = Path(__file__).parents[2]

_read: Dict[str, markdown.Entry] = {}
_sections: List[Any] = []


def on_startup(**_: Any) -> None:
    """Keep the checkout importable, because MkDocs restores ``sys.path`` after it loads a hook."""
    sys.path.insert(0, str(ROOT))


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages, and put them into the navigation."""
    for path, text in site.pages().items():
        files.append(File.generated(config, path, content=text))
    document = (ROOT / "openapi.json").read_text(encoding="utf-8")
    files.append(File.generated(config, "openapi.json", content=document))
    config.nav = site.navigation(config.nav)
    return files


def on_page_markdown(text: str, page: Page, config: Any, **_: Any) -> str:
    """Link the names in the text, and what the links of the repository lead to."""
    page.meta["hide"] = config.extra["hide"].get(page.file.src_uri, [])
    return site.finished(text, page.file.src_uri)


def on_page_content(html: str, page: Page, **_: Any) -> str:
    """Keep the Markdown of the page; its title is known now."""
    path = page.file.src_uri
    _read[path] = markdown.Entry(
        str(page.title), path, page.url, page.markdown or ""
    )
    return html


def on_nav(nav: Navigation, **_: Any) -> Navigation:
    """Keep the order of the pages."""
    _sections[:] = nav.items
    return nav


def on_post_build(config: Any) -> None:
    """Write the Markdown of each page, and ``llms.txt``."""
    folder = Path(config.site_dir)
    urls = {one.source: one.url for one in _read.values()}
    for one in _read.values():
        (folder / one.url / "index.md").write_text(
            markdown.text_of(one, urls), encoding="utf-8"
        )
    sections = [(str(item.title), _pages(item)) for item in _sections]
    summary = markdown.overview(config.site_name, config.site_description, sections)
    (folder / "llms.txt").write_text(summary, encoding="utf-8")


def _pages(item: Any) -> List[markdown.Entry]:
    if isinstance(item, Section):
        return [entry for inside in item.children for entry in _pages(inside)]
    return [_read[item.file.src_uri]]
