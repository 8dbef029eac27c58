from __future__ import annotations

import copy
import pickle

import pytest

from lagclient.types import UNSET, Unset


def test_unset_is_false_and_has_a_repr() -> None:
    """UNSET is false, and its repr is its name."""
    assert repr(UNSET) == "UNSET"
    assert not UNSET
    assert UNSET is not None


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda one: pickle.loads(pickle.dumps(one)),
        lambda one: Unset("UNSET"),
    ],
    ids=["copy", "deepcopy", "pickle", "by value"],
)
def test_unset_is_a_singleton(again: object) -> None:
    """UNSET stays the same object, so `is UNSET` works everywhere."""
    assert again(UNSET) is UNSET  # type: ignore[operator]
    assert list(Unset) == [UNSET]
