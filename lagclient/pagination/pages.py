"""The pages of a listing, for both clients: ``for page in pages`` and ``async for``."""

from __future__ import annotations

import contextlib
from typing import Any, AsyncIterator, Callable, Generic, Iterator, Optional, TypeVar, overload

import attrs

from lagclient.answer import Answer, Page, page_of
from lagclient.errors import LagDecodeError, LagInvalidRequestError
from lagclient.pagination.prefetch import Ahead, AsyncAhead
from lagclient.pagination.walk import Walk
from lagclient.routing.call import Call

T = TypeVar("T")
P = TypeVar("P")
A = TypeVar("A")


class _Walking(Generic[P]):
    """Where a walk through pages is, whoever waits for them."""

    def __init__(
        self, perform: Callable[[Call], Any], call: Call, *, prefetch: Any = False
    ) -> None:
        if not isinstance(prefetch, bool):
            raise LagInvalidRequestError(f"`prefetch` must be True or False, not {prefetch!r}")
        self._perform = perform
        self._walk = Walk(call)
        self._page: Optional[Page[Any]] = None
        self._prefetch = prefetch
        self._ahead: Any = None

    def _due(self) -> Optional[Call]:
        """The call for the next page; None at the end."""
        if self._page is not None:
            # Only now: a cursor that leads nowhere must not cost the page that came with it.
            page, self._page = self._page, None
            self._walk = self._walk.after(page)
        return self._walk.call

    def _further(self, page: Page[Any], kind: Callable[..., A]) -> Optional[A]:
        """The call for the page after this one, if it is to be made ahead."""
        if self._prefetch:
            with contextlib.suppress(LagDecodeError):  # it is raised when it is reached
                call = self._walk.after(page).call
                return None if call is None else kind(self._perform, call)
        return None

    def _arrived(self, result: Any, page: Page[Any], ahead: Any) -> P:
        self._page, self._ahead = page, ahead
        handed_over: P = result
        return handed_over


class Pages(_Walking[P], Iterator[P]):
    """The pages of a listing: ``for page in pages``.

    Each is fetched when it is reached, or one page ahead if that was asked for (`prefetch`).

    A walk is over when it is over, and goes on where it was left; `paginate` begins another one.
    """

    def __next__(self) -> P:
        call = self._due()
        if call is None:
            raise StopIteration
        ahead, self._ahead = self._ahead, None
        result, page = _paged(ahead.result() if ahead else self._perform(call))
        ahead = self._further(page, Ahead)
        if ahead:
            ahead.begin()
        return self._arrived(result, page, ahead)

    @overload
    def items(self: Pages[Page[T]]) -> Iterator[T]: ...

    @overload
    def items(self: Pages[Answer[Page[T]]]) -> Iterator[T]: ...

    def items(self) -> Iterator[Any]:
        """The items of all pages, one by one."""
        for result in self:
            items = iter(_paged(result)[1].items)
            del result  # nothing is held of a page that was read, while others come
            yield from items


class AsyncPages(_Walking[P], AsyncIterator[P]):
    """The pages of a listing: ``async for page in pages``.

    Each is fetched when it is reached, or one page ahead if that was asked for (`prefetch`).

    A walk is over when it is over, and goes on where it was left; `paginate` begins another one.
    """

    async def __anext__(self) -> P:
        call = self._due()
        if call is None:
            raise StopAsyncIteration
        ahead, self._ahead = self._ahead, None
        result, page = _paged(await (ahead.result() if ahead else self._perform(call)))
        ahead = self._further(page, AsyncAhead)
        if ahead:
            await ahead.begin()  # who is cancelled here has this page again, and loses none
        return self._arrived(result, page, ahead)

    @overload
    def items(self: AsyncPages[Page[T]]) -> AsyncIterator[T]: ...

    @overload
    def items(self: AsyncPages[Answer[Page[T]]]) -> AsyncIterator[T]: ...

    def items(self) -> AsyncIterator[Any]:
        """The items of all pages, one by one."""
        return _AsyncItems(self)


class _AsyncItems(AsyncIterator[Any]):
    # No generator: one that is left early has to be closed by hand, and trio complains.
    def __init__(self, pages: AsyncIterator[Any]) -> None:
        self._pages = pages
        self._items: Iterator[Any] = iter(())

    async def __anext__(self) -> Any:
        while True:
            for item in self._items:
                return item
            self._items = iter(_paged(await self._pages.__anext__())[1].items)


def _paged(result: Any) -> Any:
    """A call's result with its listing as a page, and that page: a raw one keeps its answer."""
    given: Any = result
    page: Page[Any] = page_of(given.data if isinstance(result, Answer) else given)
    return (attrs.evolve(given, data=page) if isinstance(result, Answer) else page), page
