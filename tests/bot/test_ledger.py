"""The ledger: what is saved, and when."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any, List, Mapping, Optional

import anyio
import pytest

from lagclient.bot.ledger import Ledger
from lagclient.bot.state import State
from lagclient.errors import LagInvalidRequestError
from lagclient.listening.cursor import place_of
from lagclient.models import RobotEvent, event_from
from tests.kit.robots import Memory

pytestmark = pytest.mark.anyio
# Files are written by threads, which an old anyio asks trio for in a deprecated way.
on_asyncio = pytest.mark.parametrize("anyio_backend", ["asyncio"])


def event(number: int) -> RobotEvent:
    return event_from({"type": "x", "data": {}}, id=f"evt_{number}")


@on_asyncio
async def test_file_holds_progress(tmp_path: Path) -> None:
    """An event is noted before it is handled and when it is done; a new run reads it."""
    file = tmp_path / "cursor"
    file.write_text("evt_0\n")
    ledger = Ledger(place_of(file))
    assert await ledger.load() == "evt_0"
    for number in (1, 2):
        ledger.arrive(event(number))
        await ledger.begin(event(number))
    await ledger.finish(event(2))
    assert file.read_text() == "evt_0\nbegun 1 evt_1\ndone evt_2\n"
    again = Ledger(place_of(file))
    assert await again.load() == "evt_0"
    assert (again.deaths(event(1)), again.deaths(event(2))) == (1, 0)
    assert again.is_done(event(2))
    await ledger.finish(event(1))
    assert file.read_text() == "evt_2\n"


@on_asyncio
async def test_event_that_is_done_is_recognised_when_it_arrives(tmp_path: Path) -> None:
    """The cursor may pass a done event before its turn has come; it is not handled again."""
    file = tmp_path / "cursor"
    file.write_text("evt_1\ndone evt_3\n")
    ledger = Ledger(place_of(file))
    await ledger.load()
    assert [ledger.arrive(event(number)) for number in (2, 3, 4)] == [True, False, True]
    await ledger.finish(event(2))
    assert file.read_text() == "evt_3\n"


@on_asyncio
async def test_event_that_was_given_up_is_saved_with_the_flush(tmp_path: Path) -> None:
    """A handler that was cancelled leaves no note behind."""
    file = tmp_path / "cursor"
    file.write_text("evt_0\n")
    ledger = Ledger(place_of(file))
    await ledger.load()
    ledger.arrive(event(1))
    await ledger.begin(event(1))
    ledger.give_back(event(1))
    await ledger.flush()
    assert file.read_text() == "evt_0\n"


class Kept:
    """A place with ids only, or with progress."""

    def __init__(self, text: Optional[str] = None) -> None:
        self.text = text
        self.saved: List[str] = []

    def load(self) -> Optional[str]:
        return self.text

    async def save(self, text: str) -> None:
        await anyio.sleep(0)
        self.saved.append(text)


class KeptProgress(Kept):
    def load_progress(self) -> Optional[str]:
        return self.text

    async def save_progress(self, text: str) -> None:
        await self.save(text)


async def test_place_for_ids_is_saved_when_the_cursor_moves() -> None:
    """Functions that take an id are called with ids only, and first with the one they returned."""
    kept = Kept("evt_0")
    ledger = Ledger(place_of((kept.load, kept.save)))
    assert await ledger.load() == "evt_0"
    for number in (1, 2):
        ledger.arrive(event(number))
        await ledger.begin(event(number))
    await ledger.finish(event(2))
    await ledger.finish(event(1))
    assert kept.saved == ["evt_0", "evt_2"]


async def test_object_that_keeps_progress() -> None:
    """An object with the methods for progress keeps the events in flight too."""
    kept = KeptProgress("evt_0\nbegun 1 evt_1\n")
    ledger = Ledger(place_of(kept))
    assert await ledger.load() == "evt_0"
    assert ledger.deaths(event(1)) == 1
    ledger.arrive(event(1))
    await ledger.finish(event(1))
    assert kept.saved == ["evt_0\nbegun 1 evt_1\n", "evt_1\n"]
    assert await Ledger(place_of(KeptProgress())).load() is None


@pytest.mark.parametrize("text", [5, "evt_1\nnonsense", b"evt_1"])
async def test_progress_that_is_something_else_is_refused(text: Any) -> None:
    """An object that returns what it was not passed is an error before the first event."""
    with pytest.raises(LagInvalidRequestError, match="The cursor must be"):
        await Ledger(place_of(KeptProgress(text))).load()


async def test_changes_at_the_same_time_are_saved_together() -> None:
    """While one change is saved, the others collect: the next save has all of them."""
    go_on, kept = anyio.Event(), KeptProgress("evt_0")

    async def save_progress(text: str) -> None:
        kept.saved.append(text)
        if len(kept.saved) == 2:
            await go_on.wait()

    kept.save_progress = save_progress  # type: ignore[method-assign]
    ledger = Ledger(place_of(kept))
    await ledger.load()
    async with anyio.create_task_group() as tasks:
        for number in range(1, 50):
            ledger.arrive(event(number))
            tasks.start_soon(ledger.finish, event(number))
        while len(kept.saved) < 2:
            await anyio.sleep(0)
        await anyio.sleep(0.01)
        go_on.set()
    assert kept.saved[-1] == "evt_49\n"
    assert len(kept.saved) <= 3


async def test_failed_save_is_tried_again_by_the_next_change() -> None:
    """An error of the place is raised where it happened, and loses no note."""
    kept, failures = Kept("evt_0"), [OSError("full")]

    def save(id: str) -> None:
        if failures and id == "evt_1":
            raise failures.pop()
        kept.saved.append(id)

    ledger = Ledger(place_of((kept.load, save)))
    await ledger.load()
    ledger.arrive(event(1))
    with pytest.raises(OSError, match="full"):
        await ledger.finish(event(1))
    await ledger.flush()
    assert kept.saved == ["evt_0", "evt_1"]


@on_asyncio
async def test_commits_are_one_at_a_time_although_a_task_is_cancelled() -> None:
    """asyncio leaves the thread of a cancelled task behind; the next commit waits for it."""
    begun, may_end, log = threading.Event(), threading.Event(), []

    class Slow(Memory):
        def commit(self, progress: str, changes: Mapping[str, Optional[str]], /) -> None:
            log.append("begun")
            begun.set()
            may_end.wait(5)
            log.append("ended")

    state = State(Slow())
    ledger = Ledger(None, state)
    saves = []
    for number in range(2):
        state.set("number", number)
        saves.append(asyncio.ensure_future(ledger.flush()))
        while not begun.is_set():
            await asyncio.sleep(0.001)
        saves[0].cancel()
        await asyncio.sleep(0.02)
    may_end.set()
    assert isinstance((await asyncio.gather(*saves, return_exceptions=True))[0], BaseException)
    assert log == ["begun", "ended"] * 2


async def test_without_a_place_nothing_is_kept() -> None:
    """A robot without a cursor notes nothing, and neither do events without an id."""
    ledger = Ledger(None)
    assert await ledger.load() is None
    await ledger.begin(event(1))
    assert (ledger.deaths(event(1)), ledger.is_kept) == (0, False)
    kept = Kept("evt_0")
    ledger = Ledger(place_of((kept.load, kept.save)))
    await ledger.load()
    nameless = event_from({"type": "x", "data": {}})
    ledger.arrive(nameless)
    await ledger.begin(nameless)
    ledger.give_back(nameless)
    await ledger.finish(nameless)
    assert kept.saved == ["evt_0"]
