"""The progress of bytes on their way, on the standard error of a terminal."""

from __future__ import annotations

import sys
from typing import Any, Optional

from lagclient.terminal.printable import one_line

NARROW = 76
"""Number of columns below which only the most important ones are shown."""

LONGEST_TITLE = 20


class Bar:
    """A bar for one transfer; only in a terminal, and only once bytes have moved."""

    def __init__(self, title: str) -> None:
        text = one_line(title)
        # The end of a path is the name of the file.
        self._title = text if len(text) <= LONGEST_TITLE else f"…{text[1 - LONGEST_TITLE :]}"
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: int, total: Optional[int]) -> None:
        """Show how many bytes have moved; a new attempt begins at 0."""
        if not sys.stderr.isatty():
            return
        if self._bar is None:
            self._bar = _bar()
            self._task = self._bar.add_task(self._title, total=total)
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    console = Console(stderr=True)
    is_narrow = console.width < NARROW
    numbers = (
        [TextColumn("{task.percentage:>3.0f}%")]
        if is_narrow
        else [DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()]
    )
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=10 if is_narrow else 20),
        *numbers,
        console=console,
    )
