"""Load and save the cursor of a listener, so that a new start continues there."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import Any, Callable, Literal, Optional, Protocol, Tuple, Union

import attrs

from lagclient.errors import LagCursorError, LagInvalidRequestError
from lagclient.listening.progress import Progress, is_sendable
from lagclient.log import Log
from lagclient.types import path_of

log: Log = Log("listening")

_NOT_REPLACEABLE = (errno.EACCES, errno.EBUSY, errno.EPERM, errno.EROFS, errno.EXDEV)
_MOST_BYTES = 4 * 1024 * 1024
"""Maximum size of the file: a cursor, and beside it the events of a robot that are in flight."""


class Cursor(Protocol):
    """An object of the caller. With an `AsyncClient` its methods may be coroutine functions.

    A `Bot` uses `load_progress` and `save_progress` instead, if the object has them: their text has
    several lines, which also name the events in flight. Only with these, or with a file, does a
    `Bot` recognise an event that ends its process.

    If the object has an attribute `blocks` that is True, its methods wait for a disk or a network,
    so an `AsyncClient` and a `Bot` call them in a thread.
    """

    def load(self) -> Any:
        """Return the id that was saved last; None if none was saved."""
        ...

    def save(self, id: str, /) -> Any:
        """Save the id of the last event that was acknowledged."""
        ...


CursorInput = Union[str, os.PathLike[str], Cursor, Tuple[Callable[[], Any], Callable[[str], Any]]]
"""A file, an object with `load` and `save`, or these two as a tuple."""

OnGap = Union[Literal["raise"], Callable[[LagCursorError], Any]]
"""What to do when events may be missing: raise the error, or pass it to this and continue."""


@attrs.frozen
class Place:
    """The functions that load and save a cursor."""

    load: Callable[[], Any]
    save: Callable[[str], Any]
    load_progress: Optional[Callable[[], Any]] = None
    save_progress: Optional[Callable[[str], Any]] = None
    check: Callable[[], Any] = lambda: None
    """Raises if the cursor cannot be saved."""
    blocks: bool = False
    """Whether these functions wait for a disk or a network."""


class FileCursor:
    """A cursor in a file of its own.

    The file is replaced as a whole, so it holds the old text or the new one. Where it cannot be
    replaced, because it is mounted alone or its folder is read-only, it is overwritten in place.
    Links are followed, and the mode of the file stays.
    """

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        self._path = Path(path)
        self._is_reported = False
        """Whether the empty file was logged."""

    def load(self) -> Optional[str]:
        """Return the id in the file; None if there is no file yet.

        Raises:
            LagInvalidRequestError: The file holds something else, or it cannot be read.
        """
        text = self.load_progress()
        return Progress.from_text(text).cursor if text else None

    def load_progress(self) -> Optional[str]:
        """Return the text of the file; None if there is no file yet.

        An empty file, as `touch` and `mktemp` create it, has no cursor. It is logged as a warning,
        because a save here never leaves an empty file, but another program or a full disk may.

        Raises:
            LagInvalidRequestError: The file holds something else, or it cannot be read.
        """
        target = self._target()
        try:
            with target.open("rb") as file:
                text = file.read(_MOST_BYTES).decode("ascii", "replace")
        except FileNotFoundError:
            if target.parent.is_dir():
                return None
            raise LagInvalidRequestError(
                f"`cursor` must be a file in an existing folder, not in {str(target.parent)!r}"
            ) from None
        except OSError as error:
            raise LagInvalidRequestError(f"`cursor` must be a readable file: {error}") from error
        if not text.strip():
            if not self._is_reported:
                log.warn(
                    "The cursor file %s is empty: the next event is the first",
                    str(self._path),
                )
            self._is_reported = True
            return ""
        try:
            Progress.from_text(text)
        except ValueError:
            raise LagInvalidRequestError(
                f"`cursor` must be a file with the id of an event, not {str(self._path)!r}: "
                "pass another file, or remove this one to begin with the next event"
            ) from None
        return text

    def check(self) -> None:
        """Write the text of the file again; without a file, write a temporary one beside it.

        Raises:
            LagInvalidRequestError: The cursor cannot be saved, so each start would repeat events.
        """
        text = self.load_progress()
        try:
            if text is None:
                os.unlink(_write_beside(self._target(), "evt_0\n"))
            else:
                self.save_progress(text)
        except OSError as error:
            raise LagInvalidRequestError(
                f"`cursor` must be a file that can be written, not {str(self._path)!r}: {error}"
            ) from error

    def save(self, id: str) -> None:
        """Replace the text of the file with an id."""
        self.save_progress(f"{id}\n")

    def save_progress(self, text: str) -> None:
        """Replace the text of the file.

        Raises:
            OSError: It cannot be written; the old text is still there.
        """
        target = self._target()
        try:
            _replace(target, text)
        except OSError as error:
            if error.errno not in _NOT_REPLACEABLE or not target.exists():
                raise
            _write_through(target, text)

    def _target(self) -> Path:
        """Return the file behind a link, because replacing the link would not change that file."""
        return Path(os.path.realpath(self._path))


def _replace(target: Path, text: str) -> None:
    beside = _write_beside(target, text)
    try:
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise


def _write_beside(target: Path, text: str) -> str:
    """Write a temporary file in the same folder, with the mode of the target, else 0600."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with open(handle, "wb") as file:
            file.write(text.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())  # otherwise a power cut may leave an empty file
        with contextlib.suppress(FileNotFoundError):
            os.chmod(name, stat.S_IMODE(target.stat().st_mode))
    except BaseException:
        os.unlink(name)
        raise
    return name


def _write_through(target: Path, text: str) -> None:
    with target.open("r+b", buffering=0) as file:
        before = file.read()
        try:
            _overwrite(file, text.encode("ascii"))
        except OSError:
            _overwrite(file, before)
            raise


def _overwrite(file: Any, text: bytes) -> None:
    """Replace the content of a file; an empty line ends the text until the rest is cut off."""
    file.seek(0)
    rest = memoryview(text + b"\n")
    while rest:
        rest = rest[file.write(rest) :]
    file.truncate(len(text))
    os.fsync(file.fileno())


def place_of(cursor: Any) -> Place:
    """Return the functions of the argument `cursor`.

    Raises:
        LagInvalidRequestError: It is not a `CursorInput`.
    """
    if cursor is None:
        return Place(lambda: None, lambda _: None)
    path = path_of(cursor)
    if path:
        file = FileCursor(path)
        return Place(
            file.load, file.save, file.load_progress, file.save_progress, file.check, blocks=True
        )
    passed: Any = cursor
    load, save = getattr(passed, "load", None), getattr(passed, "save", None)
    if isinstance(cursor, tuple) and len(passed) == 2:
        load, save = passed
    if callable(load) and callable(save):
        load_progress = getattr(passed, "load_progress", None)
        save_progress = getattr(passed, "save_progress", None)
        if not (callable(load_progress) and callable(save_progress)):
            load_progress = save_progress = None
        blocks = getattr(passed, "blocks", False) is True
        return Place(load, save, load_progress, save_progress, blocks=blocks)
    raise LagInvalidRequestError(
        "`cursor` must be the path of a file, an object with `load` and `save`, or two functions "
        f"(load, save), not {cursor!r}"
    )


def loaded(id: Any, source: str = "The cursor") -> Optional[str]:
    """Validate an id that a place returned, or that came from another source.

    Raises:
        LagInvalidRequestError: It is not the id of an event.
    """
    if id is None or id == "":
        return None
    if not is_sendable(id):
        raise LagInvalidRequestError(f"{source} must be an id of an event, not {id!r}")
    text: str = id
    return text
