from __future__ import annotations

import copy
import pickle

import pytest

from lagclient.types import UNSET, Unset


def test_unset_is_false_and_says_its_name() -> None:
    """UNSET reads well in a signature, and is no value."""
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
def test_there_is_one_unset(again: object) -> None:
    """UNSET stays the same object, so that `is UNSET` can be asked anywhere."""
    assert again(UNSET) is UNSET  # type: ignore[operator]
    assert list(Unset) == [UNSET]
