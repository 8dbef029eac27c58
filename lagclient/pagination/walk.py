"""The rules of the cursor: which call fetches the next page, and when a walk cannot continue."""

from __future__ import annotations

from typing import Any, FrozenSet, NamedTuple, Optional

from lagclient.answer import Page
from lagclient.errors import LagDecodeError
from lagclient.routing.call import Call


class Walk(NamedTuple):
    """A position in a listing: the call for the next page, and the cursors that were used."""

    call: Optional[Call]
    """The call for the next page; None at the end."""
    seen: FrozenSet[Any] = frozenset()
    error: Optional[LagDecodeError] = None
    """The reason why the walk cannot continue although the API has more pages."""

    def next_call(self) -> Optional[Call]:
        """Return the call for the next page; None at the end.

        Raises:
            LagDecodeError: The cursor is missing or was used before, so that following it would
                never end.
        """
        if self.error is not None:
            raise self.error
        return self.call

    def after(self, page: Page[Any]) -> Walk:
        """Return the position after this page."""
        if self.call is None or not page.has_more:
            return Walk(None)
        cursor, seen = page.next_cursor, self.seen | {self.call.named()["cursor"]}
        if cursor and cursor not in seen:
            return Walk(self.call.replacing(cursor=cursor), seen)
        why = f"the cursor {cursor!r} was used before" if cursor else "the cursor is missing"
        error = LagDecodeError(f"The listing cannot continue: {why}", 200)
        error.route, error.request = self.call.route.method_name, self.call.route.line
        error.outcome = "refused"
        return Walk(None, error=error)
