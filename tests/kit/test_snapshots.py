"""Committed text that a test compares."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit.snapshots import compare


def test_changed_text_is_shown_as_a_diff(tmp_path: Path) -> None:
    """A text that differs fails with its lines, and with the command that accepts it."""
    file = tmp_path / "table.txt"
    file.write_text("one\ntwo\n")
    with pytest.raises(pytest.fail.Exception) as caught:
        compare(file, "one\nthree\n", rewrite=False)
    assert "-two\n+three" in str(caught.value)
    assert "--rewrite-snapshots" in str(caught.value)
    assert file.read_text() == "one\ntwo\n"


def test_snapshot_is_rewritten_on_request(tmp_path: Path) -> None:
    """With --rewrite-snapshots the file becomes the text, and the test passes."""
    file = tmp_path / "table.txt"
    compare(file, "one\n", rewrite=True)
    compare(file, "one\n", rewrite=False)
    assert file.read_text() == "one\n"
