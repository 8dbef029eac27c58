"""The lock that keeps two processes from one file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

import pytest

from lagclient.listening import lock
from lagclient.listening.lock import locked


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no open file")
def test_lock_that_its_holder_removes_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that opened the file of a lock before it was removed locks the next one."""
    file, take = tmp_path / "x.lock", lock._lock
    opened = []

    def end_of_holder(one: IO[Any]) -> None:
        if not opened:
            file.unlink()
        elif len(opened) == 1:  # another process locks between two steps of this one
            file.unlink()
            file.touch()
        opened.append(one)
        take(one)

    monkeypatch.setattr(lock, "_lock", end_of_holder)
    with locked(tmp_path / "x", remove=True) as is_free, locked(tmp_path / "x") as is_free_again:
        assert (is_free, is_free_again) == (True, False)
    assert len(opened) == 4
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows removes no open file")
def test_lock_removes_its_file_only_if_it_is_held(tmp_path: Path) -> None:
    """Without the lock its file stays; with it the file is removed, also after an error."""
    with locked(tmp_path / "x") as is_free:
        with locked(tmp_path / "x", remove=True) as is_free_again:
            assert (is_free, is_free_again) == (True, False)
        assert (tmp_path / "x.lock").exists()
    assert (tmp_path / "x.lock").exists()
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "x", remove=True):
        raise ZeroDivisionError
    assert not list(tmp_path.iterdir())
