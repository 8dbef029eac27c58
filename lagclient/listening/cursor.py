"""Where a listener keeps how far it has come, so that it goes on there when it is started again."""

from __future__ import annotations

import os
import re
from typing import Any, Callable, Literal, Optional, Protocol, Tuple, Union, cast

import attrs

from lagclient.errors import LagCursorError, LagInvalidRequestError

# What a header can carry, and so Last-Event-ID.
_ID = re.compile(r"[!-~](?:[ -~]{0,1000}[!-~])?")


class Cursor(Protocol):
    """A place of the caller's. With an `AsyncClient` both may be coroutine functions."""

    def load(self) -> Any:
        """The id that was saved last; None: none was."""
        ...

    def save(self, id: str, /) -> Any:
        """Keep the id of the last event that was taken and done with."""
        ...


CursorInput = Union[str, os.PathLike[str], Cursor, Tuple[Callable[[], Any], Callable[[str], Any]]]
"""A file, an object with `load` and `save`, or these two as a tuple."""

OnGap = Union[Literal["raise"], Callable[[LagCursorError], Any]]
"""What to do when events may be missing: raise the error, or call this with it and go on."""


@attrs.frozen
class Place:
    """A cursor's place, ready for use."""

    load: Callable[[], Any]
    save: Callable[[str], Any]
    blocks: bool = False
    """Whether these wait for a disk."""


class FileCursor:
    """An id in a file of its own, always the old one or the new one, whole."""

    def __init__(self, path: Union[str, os.PathLike[str]]) -> None:
        from pathlib import Path

        self._path = Path(path)

    def load(self) -> Optional[str]:
        """The id in the file; None: there is no file yet.

        Raises:
            LagInvalidRequestError: The file has something else, or there cannot be one.
        """
        try:
            with self._path.open("rb") as file:
                text = file.read(2000).decode("ascii", "replace").strip()
        except FileNotFoundError:
            if self._path.parent.is_dir():
                return None
            raise LagInvalidRequestError(
                f"`cursor` is a file in {str(self._path.parent)!r}, and there is no such folder"
            ) from None
        except OSError as error:
            raise LagInvalidRequestError(f"`cursor` cannot be read: {error}") from error
        if not _ID.fullmatch(text):
            raise LagInvalidRequestError(
                f"`cursor` is the file {str(self._path)!r}, which does not hold an id of an event: "
                "name another file, or remove it to begin with what happens next"
            )
        return text

    def save(self, id: str) -> None:
        """Replace what is in the file."""
        import tempfile

        handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", dir=self._path.parent)
        try:
            with open(handle, "w", encoding="ascii") as file:
                file.write(f"{id}\n")
                file.flush()
                os.fsync(file.fileno())  # else a power cut may leave the new name without the text
            os.replace(name, self._path)
        except BaseException:
            os.unlink(name)
            raise


def place_of(cursor: Any) -> Place:
    """What was passed as `cursor`, as a place.

    Raises:
        LagInvalidRequestError: It is none.
    """
    if cursor is None:
        return Place(lambda: None, lambda _: None)
    if isinstance(cursor, (str, os.PathLike)) and str(cast("Any", cursor)):
        file = FileCursor(cast("Any", cursor))
        return Place(file.load, file.save, blocks=True)
    given = cast("Any", cursor)
    load, save = getattr(given, "load", None), getattr(given, "save", None)
    if isinstance(cursor, tuple) and len(given) == 2:
        load, save = given
    if callable(load) and callable(save):
        return Place(load, save)
    raise LagInvalidRequestError(
        "`cursor` must be the path of a file, an object with `load` and `save`, or two functions "
        f"(load, save), not {cursor!r}"
    )


def is_sendable(id: Any) -> bool:
    """Whether an id can be asked for again."""
    return isinstance(id, str) and _ID.fullmatch(id) is not None


def loaded(id: Any) -> Optional[str]:
    """What a place held, checked.

    Raises:
        LagInvalidRequestError: It is no id.
    """
    if id is None or id == "":
        return None
    if not is_sendable(id):
        raise LagInvalidRequestError(f"The cursor must be an id of an event, not {id!r}")
    text: str = id
    return text
