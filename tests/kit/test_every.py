"""Tests that hold for every case, and report all that fail."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from tests.kit.every import every


def test_every_failure_is_reported() -> None:
    """Every case runs; the report names those that fail, and the first error is its cause."""
    seen = []

    @every("number", range(4), ids=lambda number: f"number {number}")
    def check(number: int) -> None:
        seen.append(number)
        if number == 3:
            with pytest.raises(ValueError, match="x"):
                pass
        assert number != 1, "it is 1"

    with pytest.raises(AssertionError) as caught:
        check()
    lines = str(caught.value).splitlines()
    assert seen == [0, 1, 2, 3]
    assert lines[0] == "2 of 4 cases fail"
    assert lines[1].startswith("number 1: AssertionError: it is 1")
    assert lines[-1].startswith("number 3: Failed: DID NOT RAISE")
    assert "it is 1" in str(caught.value.__cause__)


def test_cases_may_have_names() -> None:
    """The names of the cases may be listed, in their order."""

    @every("number", [1, 2], ids=["one", "two"])
    def check(number: int) -> None:
        assert number == 1

    with pytest.raises(AssertionError, match=r"^1 of 2 cases fail\ntwo: AssertionError"):
        check()


def test_fixtures_stay_arguments() -> None:
    """The arguments that the values fill are hidden from pytest; fixtures are passed on."""
    seen = []

    @every("one, two", [(1, 2), (3, 4)])
    def check(one: int, two: int, tmp_path: Any) -> None:
        seen.append((one, two, tmp_path))

    assert list(inspect.signature(check).parameters) == ["tmp_path"]
    check(tmp_path="here")
    assert seen == [(1, 2, "here"), (3, 4, "here")]


def test_empty_loop_fails() -> None:
    """A loop over nothing would pass whatever the rule is."""

    @every("name", [])
    def check(name: str) -> None:
        raise NotImplementedError

    with pytest.raises(AssertionError, match="no case"):
        check()
