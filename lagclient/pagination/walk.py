"""The rules of the cursor: the call for the next page, and when a walk cannot go on."""

from __future__ import annotations

from typing import (
    Any,
    FrozenSet,
    NamedTuple,
    Optional,
    TypeVar,
)

from lagclient.answer import Page
from lagclient.errors import LagDecodeError
from lagclient.routing.call import Call

T = TypeVar("T")


class Walk(NamedTuple):
    """A walk through the pages of a listing: the call for the next page, and where it has been."""

    call: Optional[Call]
    """The call for the next page; None at the end."""
    seen: FrozenSet[Any] = frozenset()
    """The cursors of the calls before it."""

    def after(self, page: Page[Any]) -> Walk:
        """The walk once this page has been read.

        Raises:
            LagDecodeError: There are more pages, but the cursor is missing or was there before:
                following it would never end.
        """
        if self.call is None or not page.has_more:
            return Walk(None)
        cursor = page.next_cursor
        if not cursor:
            raise self._lost("more pages are promised, but there is no cursor to them")
        seen = self.seen | {self.call.named()["cursor"]}
        if cursor in seen:
            raise self._lost(f"the cursor {cursor!r} has been there before")
        return Walk(self.call.replacing(cursor=cursor), seen)

    def _lost(self, why: str) -> LagDecodeError:
        error = LagDecodeError(f"The listing cannot go on: {why}", 200)
        if self.call is not None:
            error.route, error.request = self.call.route.method_name, self.call.route.line
        error.outcome = "refused"
        return error
