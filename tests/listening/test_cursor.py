"""The cursor in a file."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest

from lagclient.errors import LagInvalidRequestError
from lagclient.listening.cursor import _MOST_BYTES, FileCursor, place_of
from lagclient.listening.progress import MOST_DONE, Progress


def failing(number: int) -> Any:
    """A function that fails as the system does."""

    def fail(*args: object, **options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_file_holds_the_last_id(tmp_path: Path) -> None:
    """The file does not exist at first; then it holds what was saved last, and no other appears."""
    path = tmp_path / "robot.cursor"
    cursor = FileCursor(path)
    assert cursor.load() is None
    for id in ("evt_1", "evt_20"):
        cursor.save(id)
        assert FileCursor(str(path)).load() == id
    assert os.listdir(tmp_path) == ["robot.cursor"]


def test_file_can_be_read_with_all_that_may_be_noted() -> None:
    """The events that are done after an unfinished one fit into what is read, with long ids."""
    progress = Progress("evt_0")
    progress.finish("x" * 75)
    _, line = progress.to_text().splitlines(keepends=True)
    assert MOST_DONE * len(line) <= _MOST_BYTES


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_file_is_never_half_written(
    function: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever fails in the middle of saving, the old id is there, and nothing else."""
    cursor = FileCursor(tmp_path / "robot.cursor")
    cursor.save("evt_1")
    with monkeypatch.context() as patch:
        patch.setattr(os, function, failing(errno.ENOSPC))
        with pytest.raises(OSError, match="No space left"):
            cursor.save("evt_2")
    assert cursor.load() == "evt_1"
    assert os.listdir(tmp_path) == ["robot.cursor"]


@pytest.mark.parametrize(
    ("module", "function", "number"),
    [(os, "replace", errno.EBUSY), (tempfile, "mkstemp", errno.EACCES)],
    ids=["mounted alone", "read-only folder"],
)
def test_file_that_cannot_be_replaced_is_overwritten(
    module: Any, function: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is mounted by itself, or in a read-only folder, is written in place."""
    cursor = FileCursor(tmp_path / "robot.cursor")
    cursor.save_progress("evt_1000\nbegun 1 evt_1001\n")
    inode = (tmp_path / "robot.cursor").stat().st_ino
    monkeypatch.setattr(module, function, failing(number))
    cursor.check()
    cursor.save("evt_2")
    assert (tmp_path / "robot.cursor").read_bytes() == b"evt_2\n"
    assert (tmp_path / "robot.cursor").stat().st_ino == inode
    assert os.listdir(tmp_path) == ["robot.cursor"]


def test_file_that_cannot_be_overwritten_keeps_its_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure in the middle of writing in place restores what was there."""
    cursor = FileCursor(tmp_path / "robot.cursor")
    cursor.save("evt_1000")
    failures = [failing(errno.EIO)]
    fsync = os.fsync
    monkeypatch.setattr(tempfile, "mkstemp", failing(errno.EROFS))
    monkeypatch.setattr(os, "fsync", lambda handle: (failures.pop() if failures else fsync)(handle))
    with pytest.raises(OSError, match="Input/output"):
        cursor.save("evt_2")
    assert (tmp_path / "robot.cursor").read_bytes() == b"evt_1000\n"


def test_file_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A place where nothing can be saved is noticed before the first event, with its reason."""
    old, new = FileCursor(tmp_path / "old"), FileCursor(tmp_path / "new")
    old.save("evt_1")
    for cursor in (old, new):
        cursor.check()
    assert os.listdir(tmp_path) == ["old"]
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    for cursor in (old, new):
        with pytest.raises(LagInvalidRequestError, match=r"must be a file .* No space left"):
            cursor.check()
    monkeypatch.setattr(tempfile, "mkstemp", failing(errno.EACCES))
    with pytest.raises(LagInvalidRequestError, match="Permission denied"):
        new.check()


def test_link_is_followed(tmp_path: Path) -> None:
    """A link still leads to the file that it led to, which has the new text."""
    (tmp_path / "volume").mkdir()
    link = tmp_path / "robot.cursor"
    link.symlink_to(tmp_path / "volume" / "cursor")
    FileCursor(link).save("evt_1")
    assert link.is_symlink()
    assert (tmp_path / "volume" / "cursor").read_text() == "evt_1\n"
    assert FileCursor(link).load() == "evt_1"


def test_file_keeps_its_mode(tmp_path: Path) -> None:
    """A file that others may read stays readable; a new one is the owner's alone."""
    path = tmp_path / "robot.cursor"
    FileCursor(path).save("evt_1")
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    path.chmod(0o644)
    mode = path.stat().st_mode
    FileCursor(path).save("evt_2")
    assert path.stat().st_mode == mode


@pytest.mark.parametrize("content", [b"\0\0", b"evt\n1", b"\xff", b"x" * 3000, b"{}\n[]"])
def test_file_that_holds_something_else(content: bytes, tmp_path: Path) -> None:
    """A file that is not a cursor is neither believed nor overwritten."""
    (tmp_path / "x").write_bytes(content)
    for method in (FileCursor(tmp_path / "x").load, FileCursor(tmp_path / "x").check):
        with pytest.raises(LagInvalidRequestError, match="must be a file with the id of an event"):
            method()


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_empty_file_has_no_cursor(
    content: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A file that `touch` made, or that a crash emptied, begins anew; the log says so, once."""
    (tmp_path / "x").write_bytes(content)
    place = place_of(tmp_path / "x")
    place.check()
    assert place.load() is None
    assert place.load_progress is not None
    assert place.load_progress() == ""
    (line,) = caplog.messages
    assert line.endswith("x is empty: the next event is the first")
    place.save("evt_1")
    assert FileCursor(tmp_path / "x").load() == "evt_1"


def test_place_where_no_file_can_be(tmp_path: Path) -> None:
    """A folder that does not exist, or a folder instead of a file, is an error at once."""
    with pytest.raises(LagInvalidRequestError, match="must be a file in an existing folder"):
        FileCursor(tmp_path / "nowhere" / "x").load()
    with pytest.raises(LagInvalidRequestError, match="must be a readable file"):
        FileCursor(tmp_path).load()


def test_only_a_file_waits_for_a_disk(tmp_path: Path) -> None:
    """An asynchronous driver uses a thread for files, and calls other places itself."""
    assert place_of(tmp_path / "x").blocks
    assert not place_of((print, print)).blocks
    assert place_of(None).load() is None
    place_of(tmp_path / "x").save("evt_1")
    assert (tmp_path / "x").read_text() == "evt_1\n"


def test_object_may_keep_progress() -> None:
    """An object with the two methods for progress keeps more than an id; others do not."""

    class Kept:
        load = save = load_progress = save_progress = staticmethod(print)

    assert place_of(Kept()).save_progress is print
    assert place_of((print, print)).save_progress is None
