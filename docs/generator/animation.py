"""A session of a terminal as an animated picture: one SVG without scripts, light and dark.

Each line of the session is a text that appears when the terminal showed it. The picture moves by
CSS, so it does so as an image too; who prefers reduced motion sees its beginning.
"""

from __future__ import annotations

import re
from html import escape
from typing import Dict, Iterator, List, Sequence, Tuple
from xml.etree import ElementTree

import attrs

COLUMNS, ROWS = 80, 24
"""The size of the terminal."""
WIDTH, HEIGHT = 8.4, 19.0
"""The size of a character in pixels."""
MARGIN = 16.0
FONT = (
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
)

_STYLE = f"""\
svg {{ color: #1c2030; --ground: #fbfbfd; --edge: #d5d8e2; --prompt: #3846c8; }}
@media (prefers-color-scheme: dark) {{
  svg {{ color: #dfe3ee; --ground: #14161f; --edge: #343949; --prompt: #9db0ff; }}
}}
text {{ font: 14px {FONT}; fill: currentColor; white-space: pre; }}
.bold {{ font-weight: 700; }}
.prompt {{ fill: var(--prompt); }}
.ground {{ fill: var(--ground); }}
.edge {{ stroke: var(--edge); }}
.cursor {{ fill: currentColor; opacity: 0.7; }}
.cover {{ visibility: hidden; }}
"""
_STILL = """\
@media (prefers-reduced-motion: reduce) {
  * { animation: none !important; }
  .cursor { visibility: hidden; }
}
"""


@attrs.frozen
class Run:
    """Characters of one style."""

    column: int
    text: str
    style: str
    """Classes of the picture: ``bold``, ``prompt``."""


@attrs.frozen
class Line:
    """What a row shows from a time on."""

    row: int
    runs: Tuple[Run, ...]
    start: float
    """In seconds from the beginning."""


@attrs.frozen
class Typing:
    """A text that a person types."""

    row: int
    column: int
    characters: int
    start: float
    end: float


@attrs.frozen
class Film:
    """A session: all times are in seconds from the beginning."""

    title: str
    seconds: float
    lines: Sequence[Line]
    typings: Sequence[Typing]
    cursor: Sequence[Tuple[float, int, int]]
    """Times, rows and columns."""


def picture(film: Film) -> str:
    """Return the SVG of a session."""
    width = COLUMNS * WIDTH + 2 * MARGIN
    height = ROWS * HEIGHT + 2 * MARGIN
    styles = [_STYLE, _scrolling(film), _cursor(film)]
    body: List[str] = []
    shown: Dict[float, List[Line]] = {}
    for line in film.lines:
        shown.setdefault(line.start, []).append(line)
    for number, (start, lines) in enumerate(shown.items()):
        name = f"at{number}"
        if start:
            moments = [(0.0, "visibility: hidden"), (start, "visibility: visible")]
            styles.append(_animation(name, moments, film.seconds))
        texts = "\n".join(
            _text(line.row, run) for line in lines for run in line.runs
        )
        body.append(f'<g class="{name}">\n{texts}\n</g>')
    for number, typing in enumerate(film.typings):
        styles.append(_typing(f"type{number}", typing, film.seconds))
        body.append(
            f'<rect class="ground cover type{number}" x="{_x(typing.column)}"'
            f' y="{_y(typing.row)}" width="{_pixels(COLUMNS * WIDTH)}" height="{HEIGHT:g}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"'
        f' width="{width:g}" height="{height:g}" role="img" aria-label="{escape(film.title)}">\n'
        f"<title>{escape(film.title)}</title>\n"
        f"<style>\n{''.join(styles)}{_STILL}</style>\n"
        f'<rect class="ground edge" x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}"'
        f' rx="8"/>\n'
        f'<svg x="{MARGIN:g}" y="{MARGIN:g}" width="{_pixels(COLUMNS * WIDTH)}"'
        f' height="{ROWS * HEIGHT:g}">\n'
        '<g class="scroll">\n' + "\n".join(body) + "\n"
        f'<rect class="cursor" width="{WIDTH:g}" height="{HEIGHT:g}"/>\n'
        "</g>\n</svg>\n</svg>\n"
    )


def transcript(svg: str) -> Iterator[Tuple[str, str]]:
    """Yield each command that a picture shows, and the text below it."""
    rows: Dict[int, str] = {}
    picture = ElementTree.fromstring(svg)  # noqa: S314  # it is ours
    for text in picture.iter("{http://www.w3.org/2000/svg}text"):
        row = int(float(text.attrib["y"]) // HEIGHT)
        column = round(float(text.attrib["x"]) / WIDTH)
        rows[row] = rows.get(row, "").ljust(column) + (text.text or "")
    lines = "\n".join(rows.get(row, "") for row in range(max(rows) + 1))
    for part in re.split(r"(?m)^\$ ?", lines)[1:]:
        command, _, shown = part.partition("\n")
        if command:
            yield command, shown


def _text(row: int, run: Run) -> str:
    style = f' class="{run.style}"' if run.style else ""
    # The font of the reader may have another width.
    length = (
        f' textLength="{_pixels(len(run.text) * WIDTH)}"'
        if len(run.text) > 1
        else ""
    )
    y = row * HEIGHT + 14
    return f'<text x="{_x(run.column)}" y="{y:g}"{length}{style}>{escape(run.text)}</text>'


def _typing(name: str, typing: Typing, seconds: float) -> str:
    """A cover that moves away, one character after the other."""
    steps = f"; animation-timing-function: steps({typing.characters})"
    there, away = (
        "transform: none",
        f"transform: translateX({_x(typing.characters)}px)",
    )
    moments = [
        (0.0, f"visibility: visible; {there}"),
        (typing.start, f"visibility: visible; {there}{steps}"),
        (typing.end, f"visibility: hidden; {away}"),
    ]
    return _animation(name, moments, seconds)


def _cursor(film: Film) -> str:
    typings = {typing.start: typing for typing in film.typings}
    moments: List[Tuple[float, str]] = []
    for time, row, column in film.cursor:
        style = f"transform: translate({_x(column)}px, {_y(row)}px)"
        if time in typings:
            characters = typings[time].characters
            style += f"; animation-timing-function: steps({characters})"
        moments.append((time, style))
    return _animation("cursor", moments, film.seconds)


def _scrolling(film: Film) -> str:
    """The terminal shows its last rows."""
    moments: List[Tuple[float, str]] = [(0.0, "transform: none")]
    top = 0
    for time, row, _ in film.cursor:
        if row - ROWS + 1 > top:
            top = row - ROWS + 1
            moments.append(
                (time, f"transform: translateY({-_number(top * HEIGHT)}px)")
            )
    return _animation("scroll", moments, film.seconds)


def _animation(
    name: str, moments: Sequence[Tuple[float, str]], seconds: float
) -> str:
    frames = " ".join(
        f"{time / seconds:.3%} {{ {style} }}" for time, style in moments
    )
    return (
        f".{name} {{ animation: {name} {seconds:g}s step-end infinite; }}\n"
        f"@keyframes {name} {{ {frames} }}\n"
    )


def _number(value: float) -> float:
    return round(value, 1)


def _pixels(value: float) -> str:
    return f"{_number(value):g}"


def _x(column: int) -> str:
    return _pixels(column * WIDTH)


def _y(row: int) -> str:
    return _pixels(row * HEIGHT)
