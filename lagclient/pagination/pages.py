"""The pages of a listing, for both clients: ``for page in pages`` and ``async for``."""

from __future__ import annotations

from typing import Any, AsyncIterator, Callable, Generic, Iterator, Optional, TypeVar, overload

import attrs

from lagclient.answer import Answer, Page, page_of
from lagclient.calls.options import TRUE_OR_FALSE
from lagclient.pagination.prefetch import prefetch, prefetch_async
from lagclient.pagination.walk import Walk
from lagclient.routing.call import Call

T = TypeVar("T")
P = TypeVar("P")


class _Pages(Generic[P]):
    """The position of an iterator. It moves only when a page is handed over."""

    def __init__(
        self, perform: Callable[[Call], Any], call: Call, *, prefetch: bool = False
    ) -> None:
        self._perform = perform
        self._walk = Walk(call)
        self._prefetch: bool = TRUE_OR_FALSE.checked("prefetch", prefetch)
        self._fetched: Optional[Callable[[], Any]] = None
        """Waits for the page that was prefetched."""

    def __repr__(self) -> str:
        # A program that prints it meant the pages.
        return f"<lagclient.{type(self).__name__}: iterate over it, or over its items()>"


class Pages(_Pages[P], Iterator[P]):
    """The pages of a listing: ``for page in pages``.

    Each page is fetched when it is reached, or one page ahead with `prefetch`. A loop that was
    interrupted can continue with the same iterator; `paginate` returns one that starts again.
    """

    def __next__(self) -> P:
        call = self._walk.next_call()
        if call is None:
            raise StopIteration
        fetched, self._fetched = self._fetched, None
        result: P
        result, page = _with_page(fetched() if fetched else self._perform(call))
        self._walk = self._walk.after(page)
        if self._prefetch and self._walk.call:
            self._fetched = prefetch(self._perform, self._walk.call)
        return result

    @overload
    def items(self: Pages[Page[T]]) -> Iterator[T]: ...

    @overload
    def items(self: Pages[Answer[Page[T]]]) -> Iterator[T]: ...

    def items(self) -> Iterator[Any]:
        """Iterate over the items of all pages."""
        for result in self:
            items = iter(_with_page(result)[1].items)
            del result  # frees the page while the next one is fetched
            yield from items


class AsyncPages(_Pages[P], AsyncIterator[P]):
    """The pages of a listing: ``async for page in pages``.

    Each page is fetched when it is reached, or one page ahead with `prefetch`. A loop that was
    interrupted can continue with the same iterator; `paginate` returns one that starts again.
    """

    async def __anext__(self) -> P:
        call = self._walk.next_call()
        if call is None:
            raise StopAsyncIteration
        fetched, self._fetched = self._fetched, None
        result: P
        result, page = _with_page(await (fetched() if fetched else self._perform(call)))
        walk = self._walk.after(page)
        if self._prefetch and walk.call:
            # If this is cancelled, the walk has not moved, and the page is fetched again.
            self._fetched = await prefetch_async(self._perform, walk.call)
        self._walk = walk
        return result

    @overload
    def items(self: AsyncPages[Page[T]]) -> AsyncIterator[T]: ...

    @overload
    def items(self: AsyncPages[Answer[Page[T]]]) -> AsyncIterator[T]: ...

    def items(self) -> AsyncIterator[Any]:
        """Iterate over the items of all pages."""
        return _AsyncItems(self)


class _AsyncItems(AsyncIterator[Any]):
    # Not a generator: trio warns of asynchronous generators that are not run to their end.
    def __init__(self, pages: AsyncPages[Any]) -> None:
        self._pages = pages
        self._items: Iterator[Any] = iter(())

    async def __anext__(self) -> Any:
        while True:
            for item in self._items:
                return item
            self._items = iter(_with_page(await self._pages.__anext__())[1].items)


def _with_page(result: Any) -> Any:
    """Return the result with its listing as a page, and that page."""
    data: Any = result
    if not isinstance(result, Answer):
        page: Page[Any] = page_of(data)
        return page, page
    page = page_of(data.data)
    return attrs.evolve(data, data=page), page
