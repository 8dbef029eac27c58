"""What calls return: a page of a listing, and data together with the response that brought it."""

from __future__ import annotations

from typing import Any, Generic, Iterator, List, Mapping, Optional, TypeVar, Union

import attrs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Answer(Generic[T_co]):
    """What a call of ``client.raw`` returns."""

    data: T_co
    """What the same call of ``client`` returns."""
    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Names in lower case."""
    attempts: int
    """How many requests it took."""
    elapsed_seconds: float
    """From the call to its data, waits included."""

    @property
    def request_id(self) -> Optional[str]:
        """The API's ``x-request-id``, for support questions."""
        return self.headers.get("x-request-id")


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


def page_of(data: Union[List[T], Page[T]]) -> Page[T]:
    """A listing's answer as a page: one without pages is its own only page."""
    return data if isinstance(data, Page) else Page(data)
