"""Pages, and the rules by which a walk through them ends."""

from __future__ import annotations

import copy
import pickle
from typing import Any, List, Optional

import pytest

from lagclient.answer import Page, page_of
from lagclient.errors import LagDecodeError
from lagclient.listing import async_paginate, sync_paginate
from lagclient.models import User
from lagclient.pagination.walk import Walk
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.types import UNSET

LIST = TABLE["servers.rooms.messages.list"]


def listing(cursor: Any = UNSET) -> Call:
    """The call that lists a room."""
    return Call(LIST, ("s", "r", 50, cursor))


def test_a_page_reads_like_the_dict_that_it_was() -> None:
    """Its three values are there by the names that the API gives them, and nothing else is."""
    page: Page[int] = Page([1, 2], True, "c", "messages")
    assert page["messages"] == page["items"] == page.items == [1, 2]
    assert (page["hasMore"], page["nextCursor"]) == (True, "c")
    assert [name in page for name in ("messages", "items", "hasMore", "nextCursor")] == [True] * 4
    assert ("rooms" in page, 0 in page, "next_cursor" in page) == (False, False, False)
    assert (page.get("messages"), page.get("rooms"), page.get("rooms", 5)) == ([1, 2], None, 5)
    with pytest.raises(KeyError, match="rooms"):
        page["rooms"]


def test_a_page_reads_like_the_list_that_it_has() -> None:
    """Items are counted, indexed, sliced and looked for; a page without items is still a page."""
    page: Page[int] = Page([5, 6, 7])
    assert (len(page), page[0], page[-1], page[1:]) == (3, 5, 7, [6, 7])
    assert (list(page), list(reversed(page))) == ([5, 6, 7], [7, 6, 5])  # type: ignore[call-overload]
    assert (6 in page, 8 in page) == (True, False)
    assert bool(Page([], True, "c"))
    with pytest.raises(IndexError):
        page[3]


def test_a_page_is_a_value() -> None:
    """Pages are compared by what they hold, shown, and copied."""
    page: Page[int] = Page([1], True, "c", "messages")
    assert page == Page([1], True, "c")
    assert page != Page([1], True, "d")
    assert repr(page) == "Page(items=[1], has_more=True, next_cursor='c')"
    for other in (pickle.loads(pickle.dumps(page)), copy.deepcopy(page)):
        assert other == page
        assert other["messages"] == [1]


def test_a_listing_without_pages_is_one() -> None:
    """A list is its own only page; a page stays what it is."""
    items = [1, 2]
    assert page_of(items) == Page(items)
    assert page_of(items).items is items
    page: Page[int] = Page([1])
    assert page_of(page) is page


def walked(cursor: Any, *pages: Page[Any]) -> List[Any]:
    """The cursors that a walk asks with."""
    walk, cursors = Walk(listing(cursor)), []
    for page in pages:
        assert walk.call is not None
        cursors.append(walk.call.named()["cursor"])
        walk = walk.after(page)
    call = walk.next_call()
    cursors.append(call and call.named()["cursor"])
    return cursors


def more(cursor: Optional[str], *items: Any) -> Page[Any]:
    """A page with another after it."""
    return Page(list(items), True, cursor)


def test_a_walk_follows_the_cursors() -> None:
    """Each page's cursor asks for the next, everything else stays as it was called."""
    assert walked(UNSET, more("a"), more("b"), Page([])) == [UNSET, "a", "b", None]
    assert walked("z", more("a"), Page([], False, "b")) == ["z", "a", None]
    call = Walk(listing()).after(more("a")).call
    assert call is not None
    assert call.named() == {"server_id": "s", "room_id": "r", "limit": 50, "cursor": "a"}


def test_a_cursor_is_opaque() -> None:
    """A cursor is passed on untouched, whatever it looks like."""
    for cursor in ("0", " ", "2026-01-01T00:00:00+00:00", "ü&=%", "null"):
        assert walked(UNSET, more(cursor)) == [UNSET, cursor]


def test_an_empty_page_does_not_end_a_walk() -> None:
    """A page without items may have more after it: what counts is `has_more`."""
    assert walked(UNSET, more("a"), more("b", 1), Page([1], False, "c")) == [UNSET, "a", "b", None]


@pytest.mark.parametrize("cursor", [None, ""])
def test_a_missing_cursor_raises(cursor: Any) -> None:
    """More pages without a cursor to them are an error, not an end and not a loop."""
    with pytest.raises(LagDecodeError, match="the cursor is missing") as caught:
        walked(UNSET, more("a"), more(cursor))
    error = caught.value
    assert (error.route, error.request) == (LIST.full_name, LIST.line)
    assert (error.status, error.outcome) == (200, "refused")


@pytest.mark.parametrize(
    ("first", "pages"),
    [
        (UNSET, ["a", "a"]),
        (UNSET, ["a", "b", "a"]),
        (UNSET, ["a", "b", "c", "b"]),
        ("a", ["a"]),
        ("a", ["b", "a"]),
    ],
)
def test_a_repeated_cursor_raises(first: Any, pages: Any) -> None:
    """A cursor that was there before is an error at its first repetition, never a loop."""
    walked(first, *map(more, pages[:-1]))
    with pytest.raises(LagDecodeError, match=f"'{pages[-1]}' was used before"):
        walked(first, *map(more, pages))


def test_a_walk_that_is_over_stays_over() -> None:
    """After its end a walk goes nowhere."""
    over = Walk(listing()).after(Page([]))
    assert over.call is None
    assert over.after(more("a")).call is None


@pytest.mark.parametrize("paginate", [sync_paginate, async_paginate])
def test_helpers_make_a_call_of_their_own(paginate: Any) -> None:
    """sync_paginate and async_paginate list a path that has no method, with both kinds of token."""

    class Client:
        _perform = staticmethod(lambda call: call)

    call = paginate(Client(), "/notes", User, "notes", 5, "c")._walk.call
    assert call.route.line == "GET /notes"
    assert (call.route.scope, call.route.replay) == (("user", "robot"), "safe")
    assert (call.route.model, call.route.items) == ("page[lagclient.models.user:User]", "notes")
    assert call.named() == {"limit": 5, "cursor": "c"}
    assert paginate(Client(), "/notes", User, "notes")._walk.call.values == (None, None)
