"""Names and the places that document them, so that a name in the text becomes a link."""

from __future__ import annotations

import re
from posixpath import dirname, relpath
from typing import Callable, Dict, Iterator, Mapping, Tuple

Places = Mapping[str, str]
"""A page with an anchor for each name, such as ``reference/errors.md#LagNotFoundError``."""

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_CODE = re.compile(r"(?<![`\[])`(?P<name>[A-Za-z_][\w.]*)(?:\(\))?`(?![`\]])")


def link(places: Places, page: str, name: str, text: str = "") -> str:
    """Return a name as code, with a link where another place documents it."""
    shown = f"`{text or name}`"
    place = places.get(name)
    if place is None or place == page:
        return shown
    return f"[{shown}]({_relative(place, page)})"


def linked(markdown: str, page: str, places: Places) -> str:
    """Turn the inline code of a page that is the name of something into a link.

    Headings, fenced code and the text of links stay as they are.
    """

    def one(match: re.Match[str]) -> str:
        place = _place(places, match["name"])
        if place is None or place.partition("#")[0] == page:
            return match[0]
        return f"[{match[0]}]({_relative(place, page)})"

    return prose(
        markdown,
        lambda line: line if line.startswith("#") else _CODE.sub(one, line),
    )


def prose(markdown: str, change: Callable[[str], str]) -> str:
    """Change the lines of a page that are not in fenced code."""
    return "\n".join(
        line if code else change(line) for line, code in lines(markdown)
    )


def lines(markdown: str) -> Iterator[Tuple[str, bool]]:
    """Yield the lines of a page, and whether each belongs to fenced code."""
    fence = ""
    for line in markdown.split("\n"):
        match = _FENCE.match(line)
        if match and (not fence or line.strip() == fence):
            fence = "" if fence else match[1]
            yield line, True
        else:
            yield line, bool(fence)


def slugs(names: Dict[str, str]) -> Dict[str, str]:
    """Add the spelling with ``client.`` in front, as programs have it."""
    dotted = {name: place for name, place in names.items() if name[0].islower()}
    return {**names, **{f"client.{name}": place for name, place in dotted.items()}}


def _place(places: Places, name: str) -> str | None:
    # A lone lower-case word, such as `events`, is more often a word than a namespace.
    return places.get(name) if "." in name or name[0].isupper() else None


def _relative(place: str, page: str) -> str:
    path, mark, anchor = place.partition("#")
    return relpath(path, dirname(page) or ".") + mark + anchor
