"""The field in which a message is written."""

from __future__ import annotations

from typing import Any, ClassVar, List, cast

import attrs
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")
"""The keys that begin another line."""


class Composer(TextArea):
    """A text of several lines. Enter sends it."""

    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("enter", "submit", "Send"),
        Binding("escape", "leave", "Messages", key_display="esc"),
        Binding("ctrl+c", "clear_or_quit", show=False),
        Binding("pageup", "app.scroll_messages(-1)", show=False),
        Binding("pagedown", "app.scroll_messages(1)", show=False),
    ]

    @attrs.define
    class Submitted(Message):
        """The text is complete."""

        text: str

        def __attrs_pre_init__(self) -> None:
            super().__init__()

    class Left(Message):
        """Escape: the writer leaves the field, or gives up a reply or an edit."""

    class EditLast(Message):
        """Arrow up in an empty field."""

    def __init__(self) -> None:
        super().__init__(id="composer", compact=True, highlight_cursor_line=False)

    def action_submit(self) -> None:
        """Send the text."""
        text = self.text.strip("\n")
        if text.strip():
            self.write("")  # now, because the next keys are on their way
            # Not by way of the parents, so it keeps its place in the order.
            cast("Any", self).app.post_message(self.Submitted(text))

    def action_leave(self) -> None:
        """Leave the field."""
        self.post_message(self.Left())

    async def action_clear_or_quit(self) -> None:
        """Clear the text, as in a shell; quit if it is empty."""
        if self.selected_text:
            self.action_copy()
        elif self.text:
            self.text = ""
        else:
            await self.run_action("app.quit")

    def action_cursor_up(self, select: bool = False) -> None:
        """Move up; in an empty field, edit the last message."""
        if self.text or select:
            super().action_cursor_up(select)
        else:
            self.post_message(self.EditLast())

    def write(self, text: str) -> None:
        """Replace the text, with the cursor at its end."""
        self.text = text
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key != "enter" and event.key not in NEW_LINE:
            await super()._on_key(event)
            return
        # A binding would run before or after its turn among keys that come fast.
        event.stop()
        event.prevent_default()
        if event.key == "enter":
            self.action_submit()
        else:
            self.insert("\n")
