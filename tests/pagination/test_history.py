"""The messages of a listing between two places: which ones, in which order, with which requests."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any, Callable, Dict, List, Optional, Set

import pytest

from lagclient import AsyncClient, Client
from lagclient.answer import Page
from lagclient.errors import LagConnectionError, LagInvalidRequestError, LagNotFoundError
from lagclient.models import DmMessage, RoomMessage
from lagclient.pagination.history import KEPT_PAGES, PAGE, AsyncHistory, History
from lagclient.routing.call import Call
from lagclient.sandbox import Sandbox
from tests.kit.calls import NOW, call_of, message

CALL = call_of("servers.rooms.messages.list", server_id="s", room_id="r")


def at(number: int) -> datetime:
    """The time of a message: the higher its number, the older it is."""
    return NOW - timedelta(minutes=number)


class Listing:
    """Lists messages as the API does: the newest page first, with a cursor to the next one.

    Every second page is listed oldest first, because the API does not promise an order.
    """

    def __init__(self, count: int, times: Callable[[int], datetime] = at) -> None:
        self.numbers = list(range(count))
        self.times = times
        self.asked: List[Optional[int]] = []
        self.failures = 0
        self.after_page: Callable[[], None] = lambda: None

    def __call__(self, call: Call) -> Page[RoomMessage]:
        if self.failures:
            self.failures -= 1
            raise LagConnectionError("broken")
        values = call.named()
        cursor = int(values["cursor"] or 0)
        self.asked.append(cursor)
        older = [number for number in self.numbers if number >= cursor]
        page, rest = older[: values["limit"]], older[values["limit"] :]
        result = [self.message(number) for number in page]
        if len(self.asked) % 2:
            result.reverse()
        self.after_page()
        return Page(result, bool(rest), str(rest[0]) if rest else None)

    def message(self, number: int) -> RoomMessage:
        fields = message(f"m{number}", createdAt=self.times(number).isoformat())
        return RoomMessage.model_validate(fields)

    def history(self, **options: Any) -> History[RoomMessage]:
        return History(self, CALL, **options)

    def numbers_of(self, **options: Any) -> List[int]:
        return [int(one.id[1:]) for one in self.history(**options)]


NEWEST: Dict[str, Any] = {}
OLDEST: Dict[str, Any] = {"oldest_first": True}
both_orders = pytest.mark.parametrize("order", [NEWEST, OLDEST], ids=["newest", "oldest"])


def ordered(numbers: List[int], order: Dict[str, Any]) -> List[int]:
    return numbers[::-1] if order else numbers


@both_orders
@pytest.mark.parametrize("count", [0, 1, PAGE, 2 * PAGE + 5])
def test_history_has_every_message_once(count: int, order: Dict[str, Any]) -> None:
    """All messages come, sorted, whatever the order within a page is."""
    assert Listing(count).numbers_of(**order) == ordered(list(range(count)), order)


@both_orders
@pytest.mark.parametrize("edge", [at, lambda number: f"m{number}"], ids=["time", "id"])
def test_places_are_excluded(order: Dict[str, Any], edge: Callable[[int], Any]) -> None:
    """`after` and `before` cut the history, as times or as ids, and are not part of it."""
    listing = Listing(350)
    assert listing.numbers_of(after=edge(7), **order) == ordered(list(range(7)), order)
    assert listing.numbers_of(before=edge(299), **order) == ordered(list(range(300, 350)), order)
    between = listing.numbers_of(after=edge(150), before=edge(120), **order)
    assert between == ordered(list(range(121, 150)), order)
    assert listing.numbers_of(after=edge(120), before=edge(150), **order) == []


def test_walk_ends_at_after() -> None:
    """No page behind `after` is requested."""
    listing = Listing(350)
    listing.numbers_of(after="m10")
    assert listing.asked == [0]


@both_orders
def test_limit_counts_messages(order: Dict[str, Any]) -> None:
    """`limit` ends the history, within a page or after several."""
    listing = Listing(350)
    assert listing.numbers_of(limit=3, **order) == ordered(list(range(350)), order)[:3]
    assert listing.numbers_of(limit=220, **order) == ordered(list(range(350)), order)[:220]


def test_small_limit_asks_for_a_small_page() -> None:
    """A few of the newest messages are one small page, unless others have to be passed first."""
    sizes: List[int] = []

    def page(call: Call) -> Page[Any]:
        sizes.append(call.named()["limit"])
        return Page([])

    for options in ({"limit": 3}, {"limit": 500}, {"limit": 3, "before": NOW}, {}):
        assert list(History(page, CALL, **options)) == []  # type: ignore[arg-type, var-annotated]
    assert list(History(page, CALL, limit=3, oldest_first=True)) == []  # type: ignore[var-annotated]
    assert sizes == [3, PAGE, PAGE, PAGE, PAGE]


def test_oldest_first_keeps_ten_pages() -> None:
    """A long walk forgets the pages in its middle, and requests each of them once more."""
    listing, pages = Listing(15 * PAGE), 15
    assert listing.numbers_of(oldest_first=True) == list(range(15 * PAGE))[::-1]
    middle = range(pages - KEPT_PAGES, 0, -1)
    assert listing.asked == [n * PAGE for n in (*range(pages), *middle)]


def test_deleted_messages_repeat_nothing() -> None:
    """Messages that are deleted between the two requests of a page shift no other one into it."""
    listing = Listing(15 * PAGE)
    deleted: Set[int] = set(range(2 * PAGE, 2 * PAGE + 30))

    def delete() -> None:
        if len(listing.asked) == 15:
            listing.numbers = [number for number in listing.numbers if number not in deleted]

    listing.after_page = delete
    expected = [number for number in range(15 * PAGE) if number not in deleted]
    assert listing.numbers_of(oldest_first=True) == expected[::-1]


def test_page_whose_messages_are_deleted_is_left_out() -> None:
    """A page that only repeats what was delivered brings nothing, and does not end the history."""
    listing = Listing(15 * PAGE)

    def delete() -> None:
        if len(listing.asked) == 15:
            listing.numbers = [n for n in listing.numbers if not 3 * PAGE <= n < 5 * PAGE]

    listing.after_page = delete
    assert len(listing.numbers_of(oldest_first=True)) == 13 * PAGE


@both_orders
def test_messages_of_one_instant_come_once(order: Dict[str, Any]) -> None:
    """Messages with equal times are all delivered, in the order of their page."""
    listing = Listing(12 * PAGE, times=lambda number: at(number // 7))
    assert sorted(listing.numbers_of(**order)) == list(range(12 * PAGE))


@both_orders
@pytest.mark.parametrize("name", ["after", "before"])
def test_unknown_id_raises(name: str, order: Dict[str, Any]) -> None:
    """An id that the listing does not have is an error, because the range would be another one."""
    with pytest.raises(LagNotFoundError, match=f"`{name}` must be the id of a message") as caught:
        Listing(150).numbers_of(**{name: "m999"}, **order)
    error = caught.value
    assert (error.ids, error.outcome, error.code) == ({name: "m999"}, "refused", "not_found")
    assert error.route == "servers.rooms.messages.list"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"after": "2026-01-01"}, "`after` must be an aware datetime or the id of a message"),
        ({"before": datetime(2026, 1, 1)}, "`before` must be an aware datetime or the id"),
        ({"before": ""}, "`before` must be"),
        ({"after": 5}, "`after` must be"),
        ({"oldest_first": "yes"}, "`oldest_first` must be True or False, not 'yes'"),
        ({"limit": 0}, "`limit` must be an int above 0, or None, not 0"),
        ({"limit": True}, "`limit` must be an int above 0"),
        ({"limit": "5"}, "`limit` must be an int above 0"),
    ],
)
def test_wrong_option_is_refused_before_a_request(options: Dict[str, Any], said: str) -> None:
    """Options are checked when the method is called, not when the first message is wanted."""
    listing = Listing(1)
    with pytest.raises(LagInvalidRequestError, match=said):
        listing.history(**options)
    assert listing.asked == []


@both_orders
def test_interrupted_loop_continues(order: Dict[str, Any]) -> None:
    """After an error the same iterator asks again for the page that failed."""
    listing = Listing(15 * PAGE)
    history, messages = listing.history(**order), []

    def fail_next() -> None:
        listing.failures = 1

    listing.after_page = fail_next
    errors = 0
    while True:
        try:
            messages += [int(one.id[1:]) for one in history]
            break
        except LagConnectionError:
            errors += 1
    assert errors >= 14
    assert sorted(messages) == sorted(set(messages))
    assert next(history, None) is None


def test_async_history_has_the_same_messages() -> None:
    """The asynchronous iterator takes the same steps."""
    listing = Listing(250)

    async def perform(call: Call) -> Page[Any]:
        return listing(call)

    async def main() -> List[str]:
        history: AsyncHistory[RoomMessage] = AsyncHistory(perform, CALL, before="m3", limit=240)
        return [one.id async for one in history]

    assert asyncio.run(main()) == [f"m{number}" for number in range(4, 244)]


def test_history_over_the_sandbox() -> None:
    """Both clients read the history of a room and of a conversation."""
    with Sandbox() as lag, Client(token=lag.token, base_url=lag.url) as client:
        room = lag.server_id, lag.room_id
        sent = [client.servers.rooms.messages.send(*room, content=f"{n}") for n in range(3)]
        with Client(token=lag.robot_key, base_url=lag.url) as robot:
            newest = [m.content for m in robot.servers.rooms.messages.history(*room, limit=2)]
        assert newest == ["2", "1"]
        talk = client.dms.list()[0].id
        hello: DmMessage = client.dms.send_message(talk, content="hello")
        assert [one.id for one in client.dms.history(talk, limit=1)] == [hello.id]

        async def main() -> List[str]:
            async with AsyncClient(token=lag.token, base_url=lag.url) as other:
                messages = other.servers.rooms.messages
                history = messages.history(*room, after=sent[0].id, oldest_first=True)
                return [one.content async for one in history]

        assert asyncio.run(main()) == ["1", "2"]
