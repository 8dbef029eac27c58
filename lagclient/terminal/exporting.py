"""How far an export is: a bar in a terminal, a line now and then elsewhere.

The API does not say how many messages a room has. So the share of a room is that of its time: from
its newest message back to the day when it was created.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Callable

from lagclient.terminal.output import note
from lagclient.terminal.uploading import NARROW

LINE_SECONDS = 10.0
SURE_SECONDS = 5.0
"""Time from which on the time left is more than a guess."""


class Meter:
    """Counts messages, and estimates the rest."""

    def __init__(self, rooms: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rooms = max(rooms, 1)
        self._clock = clock
        self._began = self._shown = clock()
        self._done = 0.0
        self.messages: int = 0
        """Messages that this run has fetched."""
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Meter:
        if sys.stderr.isatty():
            self._bar = _bar()
            self._task = self._bar.add_task("export", total=self._rooms, text="")
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def add(self, room: str, messages: int, share: float) -> None:
        """Count a page: `share` is how much of the room is done, from 0 to 1."""
        self.messages += messages
        if self._bar is not None:
            text = self._rate()
            if self._clock() - self._began >= SURE_SECONDS:
                text += f", {self._left(share)}"
            self._bar.update(self._task, completed=self._done + share, text=text, description=room)
        elif self._clock() - self._shown >= LINE_SECONDS:
            self._shown = self._clock()
            note(f"{room}: {self._rate()}, {self._left(share)}")

    def finish_room(self) -> None:
        """Count a room."""
        self._done += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._done, text=self._rate())

    def _rate(self) -> str:
        seconds = max(self._clock() - self._began, 0.001)
        return f"{self.messages} messages, {self.messages / seconds:.0f}/s"

    def _left(self, share: float) -> str:
        part = (self._done + share) / self._rooms
        if part <= 0:
            return "time left unknown"
        left = (self._clock() - self._began) * (1 - part) / part
        return f"about {left / 60:.0f} min left" if left >= 90 else f"about {left:.0f} s left"


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    bar = [BarColumn(bar_width=20)] if console.width >= NARROW else []
    return Progress(
        TextColumn("{task.description}", markup=False),
        *bar,
        TextColumn("{task.fields[text]}", markup=False),
        console=console,
    )
