"""Record the main commands of `lag`: ``python -m docs.generator.recording``.

It runs them in a pseudo-terminal, against a sandbox whose ids and times are always the same, and
draws what an emulated terminal shows then. A test compares the picture with what the commands print
now.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shlex
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import attrs
import pyte
from docs.generator.animation import (
    COLUMNS,
    Film,
    Line,
    Run,
    Typing,
    picture,
)
from docs.generator.session import ARRIVES, COMMANDS, PAUSES, TITLE
from lagclient import Client
from lagclient.sandbox import Sandbox
from lagclient.sandbox.world.clock import Ticking
from tests.kit.terminal import Lag, keyring_in

PICTURE = Path(__file__).parents[1] / "assets" / "lag.svg"
PROMPT = "\x1b[34m$\x1b[m "

BEGIN = datetime(2026, 5, 1, 18, 0, tzinfo=timezone.utc)
LENGTH = 1000
"""Number of rows of the emulated terminal: nothing leaves it, because the picture scrolls."""


def film_of(box: Sandbox, home: Path) -> Film:
    """Return the session, as typed by Sam."""
    camera = Camera()
    with keyring_in(home) as keyring:
        variables = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC"}
        lag = Lag(box, home, {**variables, **keyring, "LAG_BASE_URL": box.url})
        code = 0
        for command in COMMANDS:
            camera.type(command)
            words = shlex.split(command)[1:]
            if words == ["$?"]:
                parts = [f"{code}\n"]
            else:
                done = lag.in_terminal(*words, **_help(words[0], box))
                code, pause = done.code, PAUSES.get(words[0])
                parts = re.split(pause, done.out) if pause else [done.out]
            for part in parts[:-1]:
                camera.show(part)
            camera.show(parts[-1] + PROMPT)
    return camera.film()


def _help(command: str, box: Sandbox) -> Dict[str, Any]:
    """Return what a person, and a friend, do while a command runs."""

    def write() -> None:
        with Client(token=box.tokens["mira"], base_url=box.url) as mira:
            mira.servers.rooms.messages.send(
                box.server_id, box.room_id, content=ARRIVES
            )

    if command == "login":
        return {"prompt": "browser: ", "typed": f"{box.token}\n"}
    if command == "tail":
        return {"prompt": ARRIVES, "typed": "\x03", "then": ("eight?", write)}
    return {}


@attrs.define
class Camera:
    """An emulated terminal, and when it showed what."""

    _screen: Any = attrs.field(factory=lambda: pyte.Screen(COLUMNS, LENGTH))
    _time: float = 0.0
    _lines: Dict[int, Line] = attrs.field(factory=dict[int, Line])
    _typings: List[Typing] = attrs.field(factory=list[Typing])
    _cursor: List[Tuple[float, int, int]] = attrs.field(
        factory=list[Tuple[float, int, int]]
    )

    def __attrs_post_init__(self) -> None:
        self._screen.set_mode(pyte.modes.LNM)  # a newline begins a line
        self._feed(PROMPT)

    def type(self, command: str) -> None:
        """Type a command, as fast as people do, and press Enter."""
        self._time = round(self._time + 0.6, 2)
        self._note()
        row, column = self._screen.cursor.y, self._screen.cursor.x
        end = round(self._time + 0.045 * len(command), 2)
        self._typings.append(Typing(row, column, len(command), self._time, end))
        start, self._time = self._lines[row].start, end
        self._feed(f"\x1b[1m{command}\x1b[m")
        self._lines[row] = attrs.evolve(self._lines[row], start=start)
        self._time = round(end + 0.4, 2)
        self._feed("\n")

    def show(self, text: str) -> None:
        """Show what a command printed, and leave time to read it."""
        self._feed(text)
        self._time = round(self._time + 0.8 + 0.35 * text.count("\n"), 2)

    def film(self) -> Film:
        """Return what was taken."""
        lines = [self._lines[row] for row in sorted(self._lines)]
        return Film(TITLE, self._time + 3, lines, self._typings, self._cursor)

    def _feed(self, text: str) -> None:
        self._screen.dirty.clear()
        pyte.Stream(self._screen).feed(text)
        for row in sorted(self._screen.dirty):
            runs = _runs(self._screen.buffer[row])
            old: Optional[Line] = self._lines.get(row)
            if runs and (old is None or old.runs != runs):
                self._lines[row] = Line(row, runs, self._time)
        self._note()

    def _note(self) -> None:
        self._cursor.append(
            (self._time, self._screen.cursor.y, self._screen.cursor.x)
        )


def _runs(cells: Any) -> Tuple[Run, ...]:
    """Return the characters of a row by their style, without the spaces at the end."""
    runs: List[Run] = []
    styled = [
        (_style(cells[column]), cells[column].data) for column in range(COLUMNS)
    ]
    column = 0
    for style, group in itertools.groupby(styled, key=lambda one: one[0]):
        text = "".join(data for _, data in group)
        if text.strip():
            runs.append(Run(column, text.rstrip(), style))
        column += len(text)
    return tuple(runs)


def _style(cell: Any) -> str:
    return "bold" if cell.bold else "prompt" if cell.fg == "blue" else ""


def ids() -> Any:
    """Return a source of ids that look like random ones."""
    numbers = itertools.count()

    def next_id(kind: str) -> str:
        text = f"{kind} {next(numbers)}"
        return f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    return next_id


def main() -> None:
    """Write the picture."""
    clock = Ticking(BEGIN, timedelta(seconds=10))
    with (
        tempfile.TemporaryDirectory() as home,
        Sandbox(clock=clock, ids=ids()) as box,
    ):
        svg = picture(film_of(box, Path(home)))
    PICTURE.write_text(svg, encoding="utf-8")
    sys.stdout.write(f"wrote {PICTURE.name}: {len(svg)} bytes\n")


if __name__ == "__main__":
    main()
