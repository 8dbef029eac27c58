"""Pages and the rules of the cursor: no sockets, so no difference between sync and async."""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    FrozenSet,
    Generic,
    Iterator,
    List,
    NamedTuple,
    Optional,
    Type,
    TypeVar,
    Union,
)

import attrs

from lagclient.errors import LagDecodeError
from lagclient.routing.call import Call
from lagclient.routing.route import Param, Route

if TYPE_CHECKING:
    from lagclient.calls.drive import AsyncPages, Pages
    from lagclient.client import AsyncClient, Client

T = TypeVar("T")


@attrs.define
class Page(Generic[T]):
    """One page of a listing.

    The three values can also be read as the dicts of 0.2.0 had them: ``page["messages"]``,
    ``page["hasMore"]``, ``page["nextCursor"]``.
    """

    items: List[T]
    has_more: bool = False
    """Whether another page follows."""
    next_cursor: Optional[str] = None
    """What to pass as `cursor` for the next page; opaque, None when there is none."""
    _items_key: str = attrs.field(default="items", repr=False, eq=False)

    def __iter__(self) -> Iterator[T]:
        """Its items."""
        return iter(self.items)

    def __getitem__(self, wire_name: str) -> Any:
        """A value by the name that the API gives it."""
        if wire_name in (self._items_key, "items"):
            return self.items
        if wire_name == "hasMore":
            return self.has_more
        if wire_name == "nextCursor":
            return self.next_cursor
        raise KeyError(wire_name)

    def __contains__(self, wire_name: object) -> bool:
        """Whether the page has a value of that wire name."""
        return wire_name in (self._items_key, "items", "hasMore", "nextCursor")

    def get(self, wire_name: str, default: Any = None) -> Any:
        """A value by the name that the API gives it, or `default` when there is none."""
        try:
            return self[wire_name]
        except KeyError:
            return default


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
            error.route, error.request = self.call.route.full_name, self.call.route.line
        error.outcome = "refused"
        return error


def page_of(data: Union[List[T], Page[T]]) -> Page[T]:
    """A listing's answer as a page: one without pages is its own only page."""
    return data if isinstance(data, Page) else Page(data)


def sync_paginate(
    client: Client,
    path: str,
    item_model: Type[T],
    items_key: str,
    limit: Optional[int] = None,
    cursor: Optional[str] = None,
    *,
    prefetch: bool = False,
) -> Pages[Page[T]]:
    """Walk through the pages of a listing that has no method of its own.

    Args:
        client: Who asks.
        path: Path of the listing, its values percent-encoded.
        item_model: The model of an item.
        items_key: The key that holds the items in an answer.
        limit: Items on one page.
        cursor: Where the first page begins.
        prefetch: Ask for the next page while this one is worked on.
    """
    from lagclient.calls.drive import Pages

    call = _listing(path, item_model, items_key, limit, cursor)
    return Pages(client._perform, call, prefetch=prefetch)


def async_paginate(
    client: AsyncClient,
    path: str,
    item_model: Type[T],
    items_key: str,
    limit: Optional[int] = None,
    cursor: Optional[str] = None,
    *,
    prefetch: bool = False,
) -> AsyncPages[Page[T]]:
    """Walk through the pages of a listing that has no method of its own: see `sync_paginate`."""
    from lagclient.calls.drive import AsyncPages

    call = _listing(path, item_model, items_key, limit, cursor)
    return AsyncPages(client._perform, call, prefetch=prefetch)


def _listing(path: str, item_model: Type[Any], items_key: str, *values: Any) -> Call:
    """The call of a listing that is not in the table."""
    route = Route(
        namespace="",
        name="paginate",
        method="GET",
        path=path,
        scope=("user", "robot"),
        model=f"page[{item_model.__module__}:{item_model.__qualname__}]",
        items=items_key,
        params=(
            Param("limit", "query", "int", "Items on one page.", "limit"),
            Param("cursor", "query", "str", "Where the page begins.", "cursor"),
        ),
        replay="safe",
    )
    return Call(route, values)
