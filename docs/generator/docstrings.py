"""Docstrings as Markdown: the sections of Google's style, and the signatures above them."""

from __future__ import annotations

import importlib
import re
from textwrap import indent
from typing import Any, Dict, List, Optional, Sequence

import griffe
from docs.generator.symbols import Places, link

WIDTH = 80
"""Columns of a signature before it gets a line for each parameter."""

_TABLE = re.compile(
    r"^(=+(?: +=+)+)\n(.*?)\n=+(?: +=+)+$", re.MULTILINE | re.DOTALL
)
_LITERAL = re.compile(r"(?<!`)``([^`]+)``(?!`)")


def sections(text: str, owner: Optional[griffe.Function] = None) -> Dict[str, Any]:
    """Return the sections of a docstring by kind; texts are joined."""
    docstring = griffe.Docstring(text, parser="google", parent=owner)
    parsed: Dict[str, Any] = {}
    for section in docstring.parse(warnings=False):
        kind = section.kind.value
        parsed[kind] = (
            f"{parsed[kind]}\n\n{section.value}"
            if kind in parsed
            else section.value
        )
    return parsed


def prose(text: str) -> str:
    """Return the text of a docstring as Markdown: its code fenced, its tables drawn."""
    parts = _TABLE.split(text)
    for number, rule, rows in zip(
        range(1, len(parts), 3), parts[1::3], parts[2::3]
    ):
        parts[number] = _table(rule, rows.split("\n"))
        parts[number + 1] = ""
    return _LITERAL.sub(r"`\1`", _fenced("".join(parts)))


def _table(rule: str, rows: Sequence[str]) -> str:
    """Draw a table whose columns are as wide as the parts of the rule above it."""
    starts = [column.start() for column in re.finditer("=+", rule)]
    lines: List[List[str]] = []
    for row in rows:
        cells = [row[a:b].strip() for a, b in zip(starts, [*starts[1:], None])]
        if cells[0]:
            lines.append(cells)
        elif lines:  # it continues the row above
            lines[-1] = [
                f"{old} {new}".strip() for old, new in zip(lines[-1], cells)
            ]
    head = ["|" + " |" * len(starts), "|" + "---|" * len(starts)]
    drawn = [
        f"| {_name(first)} | {' | '.join(others)} |" for first, *others in lines
    ]
    return "\n".join([*head, *drawn])


def _name(cell: str) -> str:
    return f"`{cell}`" if cell.isidentifier() else cell


def _fenced(text: str) -> str:
    """Fence the code that a docstring indents after ``::``."""

    def fence(match: re.Match[str]) -> str:
        code = re.sub(r"(?m)^    ", "", match["code"].strip("\n"))
        colon = ":" if match["before"].strip() else ""
        return f"{match['before']}{colon}\n\n```python\n{code}\n```\n"

    return re.sub(
        r"(?P<before>[^\n]*)::\n\n(?P<code>(?:    [^\n]*\n?|\n)+)", fence, text
    )


def definition(term: str, text: str) -> str:
    """Return one entry of a definition list, or the term alone without a text."""
    if not text:
        return term
    indented = "\n".join(
        f"    {line}" if line else "" for line in text.strip().split("\n")
    )
    return f"{term}\n:   {indented.strip()}"


def folded(kind: str, title: str, text: str) -> str:
    """Return a text that the site shows on demand."""
    return f'??? {kind} "{title}"\n\n{indent(text, "    ")}'


def signature(
    name: str, parameters: Sequence[str], result: str = "", prefix: str = ""
) -> str:
    """Return a signature as code, on several lines only if one would be too long."""
    end = ")" + (f" -> {result}" if result else "")
    line = f"{prefix}{name}({', '.join(parameters)}{end}"
    if len(line) > WIDTH:
        line = "\n".join(
            [f"{prefix}{name}(", *(f"    {one}," for one in parameters), end]
        )
    return f"```python\n{line}\n```"


def documented(text: str, page: str, places: Places, owner: Any = None) -> str:
    """Return a whole docstring as Markdown."""
    parsed = sections(text, owner)
    parts = [prose(parsed.get("text", ""))]
    for kind in ("parameters", "attributes"):
        if kind in parsed:
            entries = [_entry(one, owner) for one in parsed[kind]]
            parts += [f"**{kind.capitalize()}**", *entries]
    if "returns" in parsed:
        parts.append(
            "**Returns** " + " ".join(one.description for one in parsed["returns"])
        )
    if "raises" in parsed:
        parts.append("**Raises**\n\n" + raised(parsed["raises"], page, places))
    return "\n\n".join(part for part in parts if part)


def default(value: Any, owner: Any) -> str:
    """Return a default as a reader wants it: the number, not the name of a constant."""
    text = str(value)
    member = (
        owner.module.members.get(text)
        if text.isupper() and owner is not None
        else None
    )
    if member is None:
        return text
    # Not from the module of the signature: it may need a library that this Python cannot have.
    path = member.target_path if member.is_alias else member.path
    module, _, name = path.rpartition(".")
    known = getattr(importlib.import_module(module), name, None)
    return repr(known) if isinstance(known, (int, float)) else text


def raised(errors: Sequence[Any], page: str, places: Places) -> str:
    """Return the errors of a docstring as a list, each with a link."""
    rows = []
    for one in errors:
        names = ", ".join(
            link(places, page, name) for name in str(one.annotation).split(", ")
        )
        rows.append(f"- {names}: {' '.join(one.description.split())}")
    return "\n".join(rows)


def _entry(one: Any, owner: Any) -> str:
    about = [f"`{one.annotation}`"] if one.annotation else []
    if one.value is not None and not one.name.startswith("*"):
        about.append(f"<small>default `{default(one.value, owner)}`</small>")
    return definition(" ".join([f"`{one.name}`", *about]), prose(one.description))
