"""Progress: the cursor, and what is noted beside it."""

from __future__ import annotations

from collections import Counter
from typing import List, Tuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagclient.listening.progress import Progress


def test_cursor_stays_before_the_oldest_unfinished_event() -> None:
    """Events that are done after an unfinished one are noted, and the cursor waits for that one."""
    progress = Progress("evt_0")
    for id in ("evt_1", "evt_2", "evt_3"):
        progress.arrive(id)
        progress.begin(id)
    progress.finish("evt_3")
    progress.finish("evt_2")
    assert progress.to_text() == "evt_0\nbegun 1 evt_1\ndone evt_3\ndone evt_2\n"
    progress.finish("evt_1")
    assert progress.to_text() == "evt_3\n"


def test_progress_without_a_cursor_is_not_kept() -> None:
    """Before the first event is done, a stream cannot be asked to go on anywhere."""
    progress = Progress()
    progress.arrive("evt_1")
    progress.begin("evt_1")
    assert progress.to_text() == ""


def test_progress_survives_its_text() -> None:
    """What is noted is read back, ids with spaces and several beginnings included."""
    progress = Progress("evt 0")
    for id in ("a b", "c"):
        progress.arrive(id)
        progress.begin(id)
    progress.begin("a b")
    progress.finish("c")
    again = Progress.from_text(progress.to_text())
    assert (again.cursor, again.times_begun("a b"), again.is_done("c")) == ("evt 0", 2, True)
    assert again.to_text() == progress.to_text()


def test_one_id_is_progress() -> None:
    """A file with one id is valid, whatever ends its line."""
    assert [Progress.from_text(text).cursor for text in ("evt_1", "evt_1\n", "evt_1\r\n")] == [
        "evt_1"
    ] * 3


def test_an_empty_line_ends_the_text() -> None:
    """A text that was being written over a longer one ends before the rest of that."""
    assert Progress.from_text("evt_3\n\negun 1 evt_2\n").to_text() == "evt_3\n"


@pytest.mark.parametrize(
    "text",
    ["", "\n", "\xe9", "evt_1\nevt_2", "evt_1\nbegun 0 evt_2", "evt_1\nbegun evt_2", "x" * 3000],
)
def test_other_text_is_refused(text: str) -> None:
    """Text that was not written here is an error."""
    with pytest.raises(ValueError, match="must"):
        Progress.from_text(text)


def test_handling_that_was_given_up_is_not_counted() -> None:
    """A handler that was cancelled while the process lives did not end the process."""
    progress = Progress("evt_0")
    progress.arrive("evt_1")
    for _ in range(2):
        progress.begin("evt_1")
        progress.give_back("evt_1")
    assert progress.to_text() == "evt_0\n"
    progress.begin("evt_1")
    progress.begin("evt_1")
    progress.give_back("evt_1")
    assert progress.times_begun("evt_1") == 1


def test_earlier_runs_are_forgotten_after_a_gap() -> None:
    """Events that cannot come again are dropped; those of this run stay."""
    progress = Progress.from_text("evt_0\nbegun 1 evt_1\ndone evt_2\n")
    progress.arrive("evt_3")
    progress.begin("evt_3")
    progress.forget_earlier_runs()
    assert progress.to_text() == "evt_0\nbegun 1 evt_3\n"


@given(
    st.lists(st.tuples(st.sampled_from(["arrive", "begin", "finish", "kill"]), st.integers(0, 9)))
)
def test_each_event_is_finished_once(story: List[Tuple[str, int]]) -> None:
    """Killed at any point, a robot finishes every event, and none that it had finished before."""
    journal = [f"evt_{number}" for number in range(12)]
    finished: Counter[str] = Counter()
    kept = "start\n"
    progress, place = Progress.from_text(kept), 0
    waiting: List[str] = []
    running: List[str] = []
    the_rest = [("kill", 0), *[("arrive", 0), ("begin", 0), ("finish", 0)] * len(journal)]
    for action, which in [*story, *the_rest]:
        if action == "arrive" and place < len(journal):
            id, place = journal[place], place + 1
            progress.arrive(id)
            if progress.is_done(id):
                progress.finish(id)
            else:
                waiting.append(id)
        elif action == "begin" and waiting:
            running.append(waiting.pop(which % len(waiting)))
            progress.begin(running[-1])
        elif action == "finish" and running:
            id = running.pop(which % len(running))
            progress.finish(id)
            finished[id] += 1
        elif action == "kill":
            progress, waiting, running = Progress.from_text(kept), [], []
            place = journal.index(progress.cursor) + 1 if progress.cursor in journal else 0
        kept = progress.to_text()
    assert finished == Counter(journal)
    assert kept == f"{journal[-1]}\n"
