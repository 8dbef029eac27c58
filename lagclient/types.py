"""UNSET, and the aliases that signatures are written with."""

from __future__ import annotations

import enum
import os
from typing import IO, Any, Protocol, Tuple, TypeVar, Union


class Unset(enum.Enum):
    """The type of :data:`UNSET`."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET = Unset.UNSET
"""The value of an argument that was not given: the API leaves that field as it is.

``None`` is not the same: it clears a field that the API lets you clear.
"""

T = TypeVar("T")

Omittable = Union[T, None, Unset]
"""An argument that may be left out."""

ImageInput = Union[
    str,
    os.PathLike[str],
    bytes,
    bytearray,
    IO[bytes],
    Tuple[str, Union[bytes, bytearray, IO[bytes]], str],
]
"""An image to upload: a path, its bytes, an open binary file, or ``(name, data, content type)``."""


class TLSContext(Protocol):
    """An `ssl.SSLContext`, without importing ssl to name it."""

    def wrap_socket(self, *args: Any, **kwargs: Any) -> Any:
        """Make a socket a TLS one."""
        ...


Verify = Union[bool, str, os.PathLike[str], TLSContext]
"""Whom to trust: everybody (False), the usual authorities, a file of certificates, a context."""
