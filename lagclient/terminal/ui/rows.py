"""A list of rows on the screen, which changes with as little work and movement as possible."""

from __future__ import annotations

from typing import ClassVar, List, Optional, Sequence

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from lagclient.terminal.ui.lines import LINK, Part, Row

NEAR_TOP = 3
"""Number of lines."""


class Rows(OptionList):
    """A list of rows; keys and the mouse choose one."""

    keeps_end: ClassVar[bool] = False
    """Whether the end, not the beginning, stays where it is when rows change."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._rows: List[Row] = []
        self._is_at_end = True

    @property
    def chosen(self) -> Optional[str]:
        """The id of the row that is highlighted."""
        option = None if self.highlighted is None else self.get_option_at_index(self.highlighted)
        return None if option is None else option.id

    def choose(self, id: Optional[str]) -> None:
        """Highlight a row."""
        ids = [row.id for row in self._rows]
        self.highlighted = ids.index(id) if id in ids else None

    def choose_last(self) -> None:
        """Highlight the last row."""
        self.highlighted = self.option_count - 1 if self._rows else None

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows. What is highlighted stays so, and the end stays in sight."""
        if rows == self._rows:
            return
        old, self._rows = self._rows, list(rows)
        if old and rows[: len(old)] == old:
            self.add_options([_option(row) for row in rows[len(old) :]])
            self._settle(None)
            return
        chosen, below = self.chosen, self.virtual_size.height - self.scroll_offset.y
        self.set_options([_option(row) for row in rows])
        self.choose(chosen)
        self._settle(below)

    def on_resize(self) -> None:
        """Keep the end in sight."""
        self._settle(None)

    def to_end(self) -> None:
        """Scroll to the end, and stay there."""
        self._is_at_end = True
        self._settle(None)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Note whether the end is in sight."""
        super().watch_scroll_y(old_value, new_value)
        self._is_at_end = new_value >= self.max_scroll_y - 1

    def _settle(self, below: Optional[int]) -> None:
        """Scroll, after the rows have their heights: to the end, if it was in sight.

        Args:
            below: Otherwise, the number of lines from the top of the view to the end.
        """
        is_at_end = self._is_at_end and self.keeps_end

        def scroll() -> None:
            if is_at_end:
                self.scroll_end(animate=False, immediate=True)
            elif below is not None and self.keeps_end:
                self.scroll_to(y=self.virtual_size.height - below, animate=False, immediate=True)

        self.call_after_refresh(scroll)


class Places(Rows):
    """The list of rooms, conversations and friends."""

    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("enter", "select", "Open"),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("a", "app.answer(True)", "Accept"),
        Binding("x", "app.answer(False)", "Decline"),
        Binding("delete", "app.remove_friend", "Remove"),
        Binding("b", "app.block", "Block"),
    ]


class Messages(Rows):
    """The messages of the place that is open."""

    keeps_end = True

    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("r,enter", "app.reply", "Reply", key_display="r"),
        Binding("e", "app.edit", "Edit"),
        Binding("d,delete", "app.delete", "Delete", key_display="d"),
        Binding("o", "app.open_address", "Link"),
        Binding("y", "app.copy", "Copy"),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("escape,i", "app.write", "Write", key_display="esc"),
    ]

    class TopReached(Message):
        """The reader has come to the oldest message that is shown."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for older messages near the top, where the heading of a day may stand."""
        super().watch_scroll_y(old_value, new_value)
        if new_value < old_value and new_value <= NEAR_TOP:
            self.post_message(self.TopReached())

    def on_focus(self) -> None:
        """Highlight the newest message, unless the mouse has chosen one."""
        if self.highlighted is None:
            self.choose_last()


def _option(row: Row) -> Option:
    return Option(content_of(row.parts), id=row.id, disabled=row.is_fixed)


def content_of(parts: Sequence[Part]) -> Content:
    """Return styled text as Textual shows it."""
    return Content.assemble(
        *(
            (text, Style(underline=True, link=text) if style == LINK else style)
            for text, style in parts
        )
    )
