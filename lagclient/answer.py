"""The results of calls: a page of a listing, and data with its response."""

from __future__ import annotations

from typing import Any, Generic, Iterator, List, Mapping, Optional, TypeVar, Union

import attrs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Answer(Generic[T_co]):
    """The result of a call of ``client.raw``: the data, and facts about the response."""

    data: T_co
    """The result of the same call of ``client``."""
    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Header names in lower case."""
    attempts: int
    """Number of requests that were made."""
    elapsed_seconds: float
    """Seconds from the call to its result, waits included."""

    @property
    def request_id(self) -> Optional[str]:
        """The API's ``x-request-id``, for support questions."""
        return self.headers.get("x-request-id")


@attrs.define
class Page(Generic[T]):
    """One page of a listing.

    The three values can also be read under the keys of the dicts of 0.2.0: ``page["messages"]``,
    ``page["hasMore"]``, ``page["nextCursor"]``.
    """

    items: List[T]
    has_more: bool = False
    """Whether another page follows."""
    next_cursor: Optional[str] = None
    """The `cursor` of the next page, an opaque text; None on the last page."""
    _items_key: str = attrs.field(default="items", repr=False, eq=False)

    def __iter__(self) -> Iterator[T]:
        """Iterate over the items."""
        return iter(self.items)

    def __getitem__(self, wire_name: str) -> Any:
        """Return a value by its name in the API."""
        if wire_name in (self._items_key, "items"):
            return self.items
        if wire_name == "hasMore":
            return self.has_more
        if wire_name == "nextCursor":
            return self.next_cursor
        raise KeyError(wire_name)

    def __contains__(self, wire_name: object) -> bool:
        """Return whether the page has a value with this name in the API."""
        return wire_name in (self._items_key, "items", "hasMore", "nextCursor")

    def get(self, wire_name: str, default: Any = None) -> Any:
        """Return a value by its name in the API, or `default` if it does not exist."""
        try:
            return self[wire_name]
        except KeyError:
            return default


def page_of(data: Union[List[T], Page[T]]) -> Page[T]:
    """Return a listing as a page; a list becomes the only page."""
    return data if isinstance(data, Page) else Page(data)
