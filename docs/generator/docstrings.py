"""Docstrings as Markdown: the sections of Google's style, and the signatures above them."""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Optional, Sequence

import griffe

from docs.generator.symbols import Places, link

WIDTH = 88
"""Columns of a signature before it gets a line for each parameter."""

_RULE = re.compile(r"^=+( +=+)+$")


def sections(text: str, owner: Optional[griffe.Function] = None) -> Dict[str, Any]:
    """Return the sections of a docstring by kind; texts are joined."""
    docstring = griffe.Docstring(text, parser="google", parent=owner)
    parsed: Dict[str, Any] = {}
    for section in docstring.parse(warnings=False):
        kind = section.kind.value
        parsed[kind] = f"{parsed[kind]}\n\n{section.value}" if kind in parsed else section.value
    return parsed


def prose(text: str) -> str:
    """Return the text of a docstring as Markdown: its code fenced, its tables drawn."""
    lines: List[str] = []
    rows: Optional[List[str]] = None
    for line in text.split("\n"):
        if _RULE.match(line):
            if rows is None:
                rows = []
            else:
                lines += _table(rows)
                rows = None
        elif rows is not None:
            rows.append(line)
        else:
            lines.append(line)
    return _fenced("\n".join(lines)).replace("``", "`")


def _table(rows: Sequence[str]) -> Iterator[str]:
    cells = [re.split(r"  +", row.strip(), maxsplit=1) for row in rows if row.strip()]
    yield "| | |"
    yield "|---|---|"
    for name, *text in cells:
        yield f"| `{name}` | {' '.join(text)} |"


def _fenced(text: str) -> str:
    """Fence the code that a docstring indents after ``::``."""

    def fence(match: re.Match[str]) -> str:
        code = re.sub(r"(?m)^    ", "", match["code"].strip("\n"))
        colon = ":" if match["before"].strip() else ""
        return f"{match['before']}{colon}\n\n```python\n{code}\n```\n"

    return re.sub(r"(?P<before>[^\n]*)::\n\n(?P<code>(?:    [^\n]*\n?|\n)+)", fence, text)


def definition(term: str, text: str) -> str:
    """Return one entry of a definition list."""
    indented = "\n".join(f"    {line}" if line else "" for line in text.strip().split("\n"))
    return f"{term}\n:   {indented.strip()}"


def signature(name: str, parameters: Sequence[str], result: str = "", prefix: str = "") -> str:
    """Return a signature as code, on several lines only if one would be too long."""
    end = ")" + (f" -> {result}" if result else "")
    line = f"{prefix}{name}({', '.join(parameters)}{end}"
    if len(line) > WIDTH:
        line = "\n".join([f"{prefix}{name}(", *(f"    {one}," for one in parameters), end])
    return f"```python\n{line}\n```"


def documented(text: str, page: str, places: Places, owner: Any = None) -> str:
    """Return a whole docstring as Markdown."""
    found = sections(text, owner)
    parts = [prose(found.get("text", ""))]
    for kind in ("parameters", "attributes"):
        if kind in found:
            entries = [_entry(one) for one in found[kind]]
            parts += [f"**{kind.capitalize()}**", *entries]
    if "returns" in found:
        parts.append("**Returns** " + " ".join(one.description for one in found["returns"]))
    if "raises" in found:
        parts.append(raised(found["raises"], page, places))
    return "\n\n".join(part for part in parts if part)


def raised(errors: Sequence[Any], page: str, places: Places) -> str:
    """Return the errors of a docstring as a list, each with a link."""
    rows = ["**Raises**", ""]
    for one in errors:
        names = ", ".join(link(places, page, name) for name in str(one.annotation).split(", "))
        rows.append(f"- {names}: {' '.join(one.description.split())}")
    return "\n".join(rows)


def _entry(one: Any) -> str:
    about = [f"`{one.annotation}`"] if one.annotation else []
    if one.value is not None:
        about.append(f"default `{one.value}`")
    return definition(" ".join([f"`{one.name}`", *about]), prose(one.description))
