"""The cursor in a file."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from lagclient.errors import LagInvalidRequestError
from lagclient.listening.cursor import FileCursor, place_of


def test_a_file_holds_the_last_id(tmp_path: Path) -> None:
    """Nothing is there at first; then what was saved last, and no other file."""
    path = tmp_path / "robot.cursor"
    cursor = FileCursor(path)
    assert cursor.load() is None
    for id in ("evt_1", "evt_20"):
        cursor.save(id)
        assert FileCursor(str(path)).load() == id
    assert os.listdir(tmp_path) == ["robot.cursor"]


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_file_is_never_half_written(
    function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails in the middle of saving, the old id is there, and nothing else."""

    def fail(*args: object) -> None:
        raise OSError("no space left")

    cursor = FileCursor(tmp_path / "robot.cursor")
    cursor.save("evt_1")
    with monkeypatch.context() as patch:
        patch.setattr(os, function, fail)
        with pytest.raises(OSError, match="no space left"):
            cursor.save("evt_2")
    assert cursor.load() == "evt_1"
    assert os.listdir(tmp_path) == ["robot.cursor"]


@pytest.mark.parametrize("content", [b"", b"\n", b"evt\n1", b"\xff", b"x" * 3000, b"{}\n[]"])
def test_a_file_that_holds_something_else(content: bytes, tmp_path: Path) -> None:
    """Another file than a cursor's is neither believed nor overwritten unseen."""
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(LagInvalidRequestError, match="does not hold an id of an event"):
        FileCursor(tmp_path / "x").load()


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    """A folder that is not there, or a folder instead of a file, is said at once."""
    with pytest.raises(LagInvalidRequestError, match="there is no such folder"):
        FileCursor(tmp_path / "nowhere" / "x").load()
    with pytest.raises(LagInvalidRequestError, match="cannot be read"):
        FileCursor(tmp_path).load()


def test_only_a_file_waits_for_a_disk(tmp_path: Path) -> None:
    """An asynchronous driver has a thread for files, and calls other places itself."""
    place = place_of(tmp_path / "x")
    assert place.blocks
    assert not place_of((print, print)).blocks
    assert place_of(None).load() is None
    place.save("evt_1")
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) & 0o077 == 0
