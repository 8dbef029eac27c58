"""What stands over the interface: a question, a field for a text, the list of keys."""

from __future__ import annotations

from typing import ClassVar, List, Optional

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label


class Confirm(ModalScreen[bool]):
    """Ask before something that cannot be undone."""

    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("y", "dismiss(True)", "Yes"),
        Binding("n,escape,ctrl+c", "dismiss(False)", "No", key_display="n"),
        Binding("left,right", "app.focus_next", show=False),
    ]

    def __init__(self, question: str, action: str) -> None:
        super().__init__()
        self._question, self._action = question, action

    def compose(self) -> ComposeResult:
        """Draw the question and two buttons."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False)
            with Horizontal():
                yield Button(f"{self._action} (y)", variant="error", id="yes", compact=True)
                yield Button("Cancel (n)", id="no", compact=True)

    def on_mount(self) -> None:
        """Enter must not do harm."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Return the answer."""
        self.dismiss(event.button.id == "yes")


class Ask(ModalScreen[Optional[str]]):
    """Ask for a text."""

    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("escape,ctrl+c", "dismiss(None)", "Cancel", key_display="esc")
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Draw the question and a field."""
        with Vertical(classes="dialog"):
            yield Label(self._question, markup=False)
            yield Input(compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the text; None if it is empty."""
        self.dismiss(event.value.strip() or None)


KEYS = """\
^p  search a room or a person      ^n  next unread
^b  show or hide the list          ^r  fetch everything again
alt+up, alt+down  previous, next   tab  next part of the screen
F1  this list                      ^q  quit

Writing
enter  send                        ^j  new line
esc    to the messages             up  edit your last message
^c     clear, then quit            pgup, pgdn  scroll

Messages
r  reply      e  edit your own     o  open the link
y  copy       d  delete your own   esc  write

List
enter  open, or fold a server      del  remove a friend
a  accept a friend request         x  decline it
b  block a friend, or a person who asked you\
"""


class Keys(ModalScreen[None]):
    """What the keys do."""

    BINDINGS: ClassVar[List[BindingType]] = [
        Binding("escape,enter,q,f1,ctrl+c", "dismiss(None)", "Close", key_display="esc")
    ]

    def compose(self) -> ComposeResult:
        """Draw the list."""
        with VerticalScroll(classes="dialog keys"):
            yield Label(KEYS, markup=False)
