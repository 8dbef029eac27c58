from __future__ import annotations

from types import SimpleNamespace

import pytest

from .notes import Change, New, Notes

KEPT = {"text": "kept"}
OTHER = {"text": "other"}


@pytest.fixture
def notes():
    return Notes({"dms": {"1": KEPT}})


def test_state_as_noted_is_right(notes):
    """A state with all acknowledged writes, and nothing else, has no violation."""
    notes.acknowledge([Change("dms", New("number"), OTHER)], SimpleNamespace(number="2"))
    notes.acknowledge([Change("dms", "1", None)], None)
    assert notes.settle({"dms": {"2": OTHER}}) == (None, [])


@pytest.mark.parametrize(
    ("there", "wrong"),
    [
        ({}, "dms 1 is missing"),
        ({"1": OTHER}, "dms 1 is {'text': 'other'}, acknowledged was {'text': 'kept'}"),
        ({"1": KEPT, "2": KEPT}, "dms 2 is there, nothing like it was acknowledged"),
        ({"1": KEPT, "0": KEPT}, "dms 0 is there, acknowledged was its end"),
    ],
    ids=["lost", "changed back", "twice", "back again"],
)
def test_difference_is_reported_once(notes, there, wrong):
    """A write that is lost, undone or done twice is one violation."""
    notes.acknowledge([Change("dms", "0", None)], None)
    (told,) = notes.settle({"dms": there})[1]
    assert told.startswith(wrong)
    assert notes.settle({"dms": there}) == (None, [])


EVENT = (Change("events", New(), KEPT), Change("rooms", New("room_id"), OTHER))


@pytest.mark.parametrize(
    ("outcome", "there", "has_happened", "wrong"),
    [
        ("unknown", {}, False, 0),
        ("unknown", {"events": {"7": KEPT}, "rooms": {"8": OTHER}}, True, 0),
        ("unknown", {"events": {"7": KEPT}}, False, 1),
        ("unknown", {"events": {"7": KEPT, "9": KEPT}, "rooms": {"8": OTHER}}, True, 1),
        ("applied", {}, False, 1),
        ("not_sent", {"events": {"7": KEPT}, "rooms": {"8": OTHER}}, None, 2),
    ],
    ids=["not at all", "as a whole", "in part", "twice", "known to be", "never sent"],
)
def test_open_write_is_whole_or_absent(notes, outcome, there, has_happened, wrong):
    """A write whose response was lost is stored as a whole, once, or not at all."""
    notes.doubt(EVENT, outcome)
    happened, told = notes.settle({"dms": {"1": KEPT}, **there})
    assert (happened, len(told)) == (has_happened, wrong)


def test_write_that_changes_nothing_is_not_missing(notes):
    """A write that leaves all as it was cannot be seen, so it is not said to be lost."""
    notes.doubt((Change("dms", "1", KEPT),), "applied")
    assert notes.settle({"dms": {"1": KEPT}}) == (None, [])
