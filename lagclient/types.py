"""UNSET, and the type aliases of signatures."""

from __future__ import annotations

import enum
import os
from typing import Any, Literal, Mapping, Optional, Protocol, Sequence, Tuple, TypeVar, Union, cast


class Unset(enum.Enum):
    """The type of :data:`UNSET`."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET = Unset.UNSET
"""The value of an omitted argument: it is not sent, so the API leaves that field unchanged.

``None`` is different: it clears a field that can be cleared.
"""

T = TypeVar("T")

Omittable = Union[T, None, Unset]
"""An argument that may be omitted."""


class Readable(Protocol):
    """A binary file, or the body of an object in a store: it can be read."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, and none at the end."""
        ...


ImageInput = Union[
    str,
    os.PathLike[str],
    bytes,
    bytearray,
    memoryview,
    Readable,
    Tuple[str, Union[bytes, bytearray, memoryview, Readable], str],
]
"""An image to upload: a path, its bytes, an open binary file, or ``(name, data, content type)``."""


Replay = Literal["safe", "never"]
"""Whether a request is repeated although an earlier attempt may have taken effect."""

QueryValue = Union[str, int, float, bool, None]
Query = Mapping[str, Union[QueryValue, Sequence[QueryValue]]]
"""Values of a query by name; None is omitted, and a list repeats its name."""


class TLSContext(Protocol):
    """An `ssl.SSLContext`, as a protocol, because importing ssl takes time."""

    def wrap_socket(self, *args: Any, **kwargs: Any) -> Any:
        """Return a TLS socket."""
        ...


Verify = Union[bool, str, os.PathLike[str], TLSContext]
"""Verification of certificates: on, off (False), a file of certificates, or a TLS context."""


def path_of(value: object) -> Optional[str]:
    """Return the path of a text or an `os.PathLike`; None if the value is not a path.

    ``~/`` in front is the home directory, because no shell has replaced it in a program, in a
    file of settings or in ``--db=~/lag.db``.
    """
    if not isinstance(value, (str, os.PathLike)):
        return None
    try:
        path = os.fsdecode(cast("Union[str, os.PathLike[str]]", value))
    except TypeError:  # its `__fspath__` returns something else
        return None
    return os.path.expanduser(path) if path[:2] in ("~/", f"~{os.sep}") else path


MOST_SECONDS = 1e9
"""The longest time that an option may have; clocks and sockets refuse much longer ones."""


def is_seconds(value: object, *, or_zero: bool = False) -> bool:
    """Return whether a value is a finite number of seconds above 0 (or 0) that a clock can add."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    return value <= MOST_SECONDS and (value > 0 or (or_zero and value == 0))
