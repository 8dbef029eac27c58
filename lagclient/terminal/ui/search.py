"""Search by name: rooms, conversations and friends, as entries of the command palette."""

from __future__ import annotations

import functools
from typing import Any, Iterator, Tuple, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.markup import escape

from lagclient.terminal.printable import one_line
from lagclient.terminal.ui.state import State, name_of

Target = Tuple[str, str, str]
"""A name, what it is, and the id of its row."""


def targets(state: State) -> Iterator[Target]:
    """Iterate over what can be opened, with unread places first."""
    for entry in sorted(state.entries(), key=lambda one: not one.unread):
        unread = f", {entry.unread} new" if entry.unread else ""
        about = (entry.group or f"@{one_line(entry.other.username)}") + unread
        yield f"{entry.symbol} {entry.title}", about, f"entry:{entry.place.id}"
    for friend in state.friends:
        if state.with_user(friend.user.id) is None:
            about = f"@{one_line(friend.user.username)}, a friend"
            yield f"@ {name_of(friend.user)}", about, f"friend:{friend.user.id}"


class PlaceProvider(Provider):
    """The places of the interface, for the palette."""

    async def discover(self) -> Hits:
        """Yield all places, before something is typed."""
        for name, about, id in targets(self._interface.state):
            command = functools.partial(self._interface.open_row, id)
            yield DiscoveryHit(Content(name), command, name, escape(about))

    async def search(self, query: str) -> Hits:
        """Yield the places that fit."""
        matcher = self.matcher(query)
        for name, about, id in targets(self._interface.state):
            score = max(matcher.match(name), matcher.match(f"{name} {about}"))
            if score > 0:
                command = functools.partial(self._interface.open_row, id)
                yield Hit(score, _marked(matcher, name), command, name, escape(about))

    @property
    def _interface(self) -> Any:
        return cast("Any", self.app)


def _marked(matcher: Matcher, name: str) -> Content:
    """Return a name with marks at what was typed.

    `Matcher.highlight` would read the name, which others chose, as markup.
    """
    content = Content(name)
    for offset in matcher.fuzzy_search.match(matcher.query, name)[1]:
        content = content.stylize("underline", offset, offset + 1)
    return content
