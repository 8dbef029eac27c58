"""Iterate over the messages of a listing between two places.

`history` is a generator. It yields a `Call` and receives the page of that call, or it yields a list
of messages and receives None. The two iterators at the end drive it.

The API lists the newest messages first. It does not promise an order within a page, so each page is
sorted. The generator requests pages until it reaches `after`.

With `oldest_first` it keeps the messages of the last pages, and only the calls of the pages before.
On the way back it repeats these calls. If messages were deleted in between, a repeated page ends
with messages that were delivered already. So messages that are not newer than the last delivered
one are skipped.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import (
    Any,
    AsyncIterator,
    Callable,
    Dict,
    Generator,
    Generic,
    Iterable,
    Iterator,
    List,
    Optional,
    Set,
    TypeVar,
    Union,
)

import attrs

from lagclient.answer import Page, page_of
from lagclient.calls.options import TRUE_OR_FALSE, refused
from lagclient.errors import LagNotFoundError
from lagclient.pagination.walk import Walk
from lagclient.routing.call import Call

T = TypeVar("T")

PAGE = 100
"""The API's limit for the messages of one page."""
KEPT_PAGES = 10
"""With `oldest_first`, the pages whose messages stay in memory."""

_DATE = re.compile(r"\d{4}-\d\d")
_PLACE = "an aware datetime or the id of a message"

Place = Union[datetime, str, None]
"""A place in a listing: a time, the id of a message, or None for its end."""
Steps = Generator[Union[Call, List[Any]], Optional[Page[Any]], None]


@attrs.frozen
class Between:
    """The range of messages: between two places, both excluded."""

    after: Place
    before: Place
    oldest_first: bool
    limit: Optional[int]

    @classmethod
    def checked(cls, after: object, before: object, oldest_first: object, limit: object) -> Between:
        """Return the range of these arguments.

        Raises:
            LagInvalidRequestError: An argument is invalid.
        """
        for name, place in {"after": after, "before": before}.items():
            if not (place is None or _is_moment(place) or _is_id(place)):
                raise refused(name, _PLACE, place)
        TRUE_OR_FALSE.checked("oldest_first", oldest_first)
        is_count = isinstance(limit, int) and not isinstance(limit, bool) and limit > 0
        if not (limit is None or is_count):
            raise refused("limit", "an int above 0, or None", limit)
        return cls(after, before, oldest_first, limit)  # type: ignore[arg-type]

    def select(self, messages: Iterable[Any], is_inside: bool) -> Selection:
        """Return the messages of one page that are in the range, the newest first.

        Args:
            messages: The page.
            is_inside: Whether the walk has passed `before`.
        """
        wanted: List[Any] = []
        for message in newest_first(messages):
            if self.after is not None and _is_at_or_below(message, self.after):
                return Selection(wanted, is_inside, True)
            if is_inside:
                wanted.append(message)
            elif isinstance(self.before, str):
                is_inside = message.id == self.before
            elif message.created_at < self.before:
                is_inside = True
                wanted.append(message)
        return Selection(wanted, is_inside, False)


@attrs.frozen
class Selection:
    """The messages of a page that are in the range, and the position after that page."""

    messages: List[Any]
    is_inside: bool
    is_over: bool
    """Whether `after` was reached."""


def _is_moment(place: object) -> bool:
    return isinstance(place, datetime) and place.utcoffset() is not None


def _is_id(place: object) -> bool:
    # A date as text is a mistake, and would be searched for in all pages.
    return isinstance(place, str) and bool(place) and not _DATE.match(place)


def _is_at_or_below(message: Any, place: Union[datetime, str]) -> bool:
    if isinstance(place, str):
        return bool(message.id == place)
    return bool(message.created_at <= place)


def newest_first(messages: Iterable[Any]) -> List[Any]:
    """Sort the messages of a page; those of the same time keep their order."""
    items = list(messages)
    if items and items[0].created_at < items[-1].created_at:
        items.reverse()
    return sorted(items, key=lambda message: message.created_at, reverse=True)


def history(call: Call, between: Between) -> Steps:
    """Yield the messages of the range, and the calls that are needed to get them.

    Raises:
        LagNotFoundError: `after` or `before` is not the id of a message in the listing.
    """
    select = _oldest_first if between.oldest_first else _newest_first
    batches = select(call, between)
    left, page = between.limit, None
    while True:
        try:
            step = batches.send(page)
        except StopIteration:
            return
        if isinstance(step, Call):
            page = yield step
            continue
        page = None
        yield step[:left]
        if left is not None:
            left -= len(step)
            if left <= 0:
                return


def _newest_first(call: Call, between: Between) -> Steps:
    walk, is_inside = Walk(call), between.before is None
    while True:
        asked = walk.next_call()
        if asked is None:
            break
        page: Any = yield asked
        walk = walk.after(page)
        selection = between.select(page.items, is_inside)
        is_inside = selection.is_inside
        if selection.messages:
            yield selection.messages
        if selection.is_over:
            return
    _require_places(call, between, is_inside)


def _require_places(call: Call, between: Between, is_inside: bool) -> None:
    """Raise an error if an id was not in the listing."""
    name, id = ("after", between.after) if is_inside else ("before", between.before)
    if isinstance(id, str):
        said = f"`{name}` must be the id of a message in the listing, not {id!r}"
        error = LagNotFoundError(said, 0, "not_found")
        error.ids, error.outcome = {name: id}, "refused"
        error.route, error.request = call.route.method_name, call.route.line
        raise error


def _oldest_first(call: Call, between: Between) -> Steps:
    asked, parts = call, list[_Part]()
    walk = _newest_first(call, between)
    page: Optional[Page[Any]] = None
    while True:
        try:
            step = walk.send(page)
        except StopIteration:
            break
        if isinstance(step, Call):
            asked = step
            page = yield step
            continue
        page = None
        parts.append(_Part(asked, step))
        # The newest page stays, because its repeated call would also return newer messages.
        if len(parts) > KEPT_PAGES:
            parts[-KEPT_PAGES].messages = None
    delivered = _Delivered()
    while parts:
        part = parts.pop()
        if part.messages is None:
            again: Any = yield part.call
            part.messages = between.select(again.items, is_inside=True).messages
        fresh = delivered.fresh(reversed(part.messages))
        if fresh:
            yield fresh


@attrs.define
class _Part:
    """One page: its call, and its messages unless they were dropped to save memory."""

    call: Call
    messages: Optional[List[Any]]


class _Delivered:
    """The time of the last delivered message, and the ids of the messages of that time."""

    def __init__(self) -> None:
        self._moment: Optional[datetime] = None
        self._ids: Set[str] = set()

    def fresh(self, messages: Iterable[Any]) -> List[Any]:
        """Return the messages that were not delivered yet, and record them as delivered."""
        fresh: List[Any] = []
        for message in messages:
            if self._moment is not None and message.created_at < self._moment:
                continue
            if message.created_at != self._moment:
                self._moment, self._ids = message.created_at, set()
            if message.id not in self._ids:
                self._ids.add(message.id)
                fresh.append(message)
        return fresh


class _History(Generic[T]):
    """The position of an iterator. It advances only when a page has arrived."""

    def __init__(
        self,
        perform: Callable[[Call], Any],
        call: Call,
        *,
        after: Place = None,
        before: Place = None,
        oldest_first: bool = False,
        limit: Optional[int] = None,
    ) -> None:
        between = Between.checked(after, before, oldest_first, limit)
        self._perform = perform
        is_short = limit is not None and before is None and not oldest_first
        sizes: Dict[str, int] = {"limit": min(limit or PAGE, PAGE) if is_short else PAGE}
        self._steps = history(call.replacing(**sizes), between)
        self._call: Optional[Call] = None
        """The call for the page that is needed next."""
        self._messages: Iterator[T] = iter(())

    def __repr__(self) -> str:
        # A program that prints it meant the messages.
        return f"<lagclient.{type(self).__name__}: iterate over it>"

    def _go_on(self, page: Optional[Page[Any]]) -> bool:
        """Take the next step; return False at the end."""
        try:
            step = self._steps.send(page)
        except StopIteration:
            self._call = None
            return False
        if isinstance(step, Call):
            self._call = step
        else:
            self._call, self._messages = None, iter(step)
        return True


class History(_History[T], Iterator[T]):
    """Messages of a listing: ``for message in history``.

    Pages are requested when they are needed. A loop that an error ends can be continued.
    """

    def __next__(self) -> T:
        while True:
            for message in self._messages:
                return message
            page = None if self._call is None else page_of(self._perform(self._call))
            if not self._go_on(page):
                raise StopIteration


class AsyncHistory(_History[T], AsyncIterator[T]):
    """Messages of a listing: ``async for message in history``.

    Pages are requested when they are needed. A loop that an error ends can be continued.
    """

    async def __anext__(self) -> T:
        while True:
            for message in self._messages:
                return message
            page = None if self._call is None else page_of(await self._perform(self._call))
            if not self._go_on(page):
                raise StopAsyncIteration
