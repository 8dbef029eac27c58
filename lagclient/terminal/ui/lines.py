"""Places and messages as rows of text. Styles have the names of Textual's themes."""

from __future__ import annotations

import re
import zlib
from datetime import datetime, timedelta
from typing import Any, Iterable, List, Optional, Sequence, Set, Tuple

import attrs

from lagclient.terminal.printable import one_line, printable
from lagclient.terminal.ui.state import Entry, State, name_of

Part = Tuple[str, str]
"""A text and its style. The style of an address is `LINK`."""

LINK = "link"
ADDRESS = re.compile(r"https?://[^\s<>\"')\]]+")
AUTHORS = 6
"""Number of colours for authors: ``$author-0`` and so on, of `themes`."""
_PAUSE = timedelta(minutes=7)
"""After this long, the name of the author stands above a message again."""
_DOTS = {"online": ("●", "$success"), "idle": ("◐", "$warning")}
_IN_GAME = ("▶", "$accent")
_OFFLINE = ("○", "dim")


@attrs.frozen
class Row:
    """A row of a list; it can have several lines."""

    id: str
    parts: Tuple[Part, ...]
    is_fixed: bool = False
    """It cannot be chosen: a heading."""


# The list of places


def place_rows(state: State, closed: Set[str], width: int) -> List[Row]:
    """Return the list of places and people. Servers in `closed` show only unread rooms."""
    rows: List[Row] = []
    for server in state.servers:
        is_closed = server.id in closed
        parts = [(" ▸ " if is_closed else " ▾ ", "dim"), (one_line(server.name), "bold")]
        rows.append(_row(f"server:{server.id}", parts, width))
        for entry in state.rooms.get(server.id, ()):
            if not is_closed or entry.unread or entry is state.opened:
                rows.append(_entry_row(state, entry, width))
    if state.requests:
        rows.append(_heading("requests", "Friend requests", width))
        for one in state.requests:
            parts = [("   ? ", "$warning"), (name_of(one.from_user), "bold")]
            rows.append(_row(f"request:{one.id}", parts, width))
    if state.conversations:
        rows.append(_heading("dms", "Messages", width))
        rows += [_entry_row(state, entry, width) for entry in state.conversations]
    others = [one for one in state.friends if state.with_user(one.user.id) is None]
    if others:
        rows.append(_heading("friends", "Friends", width))
        for one in others:
            parts = [("   ", ""), _dot(state, one.user.id), (" " + name_of(one.user), "")]
            rows.append(_row(f"friend:{one.user.id}", parts, width))
    return rows


def _heading(id: str, text: str, width: int) -> Row:
    return Row(f"heading:{id}", ((" ", ""), (_cut(text, width - 1), "bold dim")), is_fixed=True)


def _entry_row(state: State, entry: Entry, width: int) -> Row:
    mark = _dot(state, entry.other.id) if entry.other else ("#", "dim")
    style = "bold" if entry.unread or entry is state.opened else ""
    parts = [("▌  " if entry is state.opened else "   ", "$primary"), mark]
    count = f" {entry.unread if entry.unread < 100 else '99+'}" if entry.unread else ""
    parts.append((" " + entry.title, style))
    return _row(f"entry:{entry.place.id}", parts, width, count)


def _row(id: str, parts: List[Part], width: int, count: str = "") -> Row:
    """Return a row of one line; the last part is cut, and a count stands at the end."""
    from rich.cells import cell_len

    before = sum(cell_len(text) for text, _ in parts[:-1])
    text, style = parts[-1]
    space = width - before - len(count)
    text = _cut(text, space)
    shown = [*parts[:-1], (text, style)]
    if count:
        shown += [(" " * (space - cell_len(text)), ""), (count, "bold $warning")]
    return Row(id, tuple(shown))


def _cut(text: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    return set_cell_size(text, max(width - 1, 0)).rstrip() + "…"


def _dot(state: State, user_id: str) -> Part:
    status = state.statuses.get(user_id, "offline")
    return _IN_GAME if status == "in-game" else _DOTS.get(status, _OFFLINE)


def typing_text(names: Sequence[str]) -> str:
    """Return who is typing, for the line above the messages."""
    if not names:
        return ""
    if len(names) > 2:
        return f"  {len(names)} people are typing…"
    return f"  {' and '.join(names)} {'is' if len(names) == 1 else 'are'} typing…"


# Messages


def message_rows(
    messages: Iterable[Any], me: Any, new: int = 0, is_spaced: bool = False
) -> List[Row]:
    """Return the rows of messages.

    Args:
        messages: The messages, the oldest first.
        me: The reader.
        new: Number of new messages at the end; a line stands before them.
        is_spaced: Whether an empty line stands between authors.
    """
    every = list(messages)
    rows: List[Row] = []
    day: Optional[str] = None
    last: Any = None
    for number, message in enumerate(every):
        when = message.created_at.astimezone()
        if f"{when:%Y-%m-%d}" != day:
            day = f"{when:%Y-%m-%d}"
            rows.append(Row(f"day:{day}", ((f"── {_day(when)} ──", "dim"),), is_fixed=True))
            last = None
        if new and number == len(every) - new:
            rows.append(Row("new", (("── new ──", "bold $warning"),), is_fixed=True))
            last = None
        rows.append(Row(message.id, tuple(_message(message, when, me, last, is_spaced))))
        last = message
    return rows


def _day(when: datetime) -> str:
    return f"{when:%A, }{when.day}{when: %B %Y}"


def _message(message: Any, when: datetime, me: Any, last: Any, is_spaced: bool) -> List[Part]:
    parts: List[Part] = []
    if message.reply_to or not _follows(message, last):
        robot = " robot" if _is_robot(message) else ""
        number = zlib.crc32(message.username.encode(errors="replace")) % AUTHORS
        gap = "\n" if is_spaced and last is not None else ""
        parts = [
            (gap + name_of(message), f"bold $author-{number}"),
            (f"  {when:%H:%M}{robot}\n", "dim"),
        ]
    if message.reply_to is not None:
        quoted = one_line(message.reply_to.content) or "[image]"
        parts.append((f"┌ {name_of(message.reply_to)}: {_cut(quoted, 60)}\n", "dim italic"))
    parts += _text(message, me)
    if message.image is not None:
        gap = " " if message.content else ""
        url = one_line(message.image.url or "")
        parts.append((f"{gap}[image] ", "$accent"))
        parts.append((url, LINK) if ADDRESS.fullmatch(url) else ("not ready yet", "dim"))
    if message.edited_at:
        parts.append((" (edited)", "dim"))
    return parts


def _follows(message: Any, last: Any) -> bool:
    return (
        last is not None
        and _author(last) == _author(message)
        and message.created_at - last.created_at <= _PAUSE
    )


def _text(message: Any, me: Any) -> List[Part]:
    """Return the text, with marks at addresses and at the name of the reader."""
    text = printable(message.content).replace("\t", "    ")
    own = rf"|@{re.escape(me.username)}\b" if me is not None else ""
    parts: List[Part] = []
    end = 0
    for match in re.finditer(ADDRESS.pattern + own, text):
        style = LINK if match[0].startswith("http") else "bold $warning"
        parts += [(text[end : match.start()], ""), (match[0], style)]
        end = match.end()
    return [*parts, (text[end:], "")]


def _author(message: Any) -> str:
    other = getattr(message, "robot_id", None) or getattr(message, "guest_id", None)
    return str(other or message.user_id or message.username)


def _is_robot(message: Any) -> bool:
    return bool(getattr(message, "robot_id", None) or getattr(message, "is_bot", None))


def address_in(message: Any) -> Optional[str]:
    """Return the address that a message shows: of its image, else the first one in its text."""
    image = message.image.url if message.image is not None else None
    match = ADDRESS.search(image or message.content)
    return match[0] if match else None
