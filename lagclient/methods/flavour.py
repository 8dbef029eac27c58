"""The four ways in which the same tree of namespaces is offered."""

from __future__ import annotations

import re
from typing import NamedTuple


class Flavour(NamedTuple):
    """One of the ways in which the same tree of namespaces is offered."""

    prefix: str
    """Of its classes' names."""
    is_async: bool
    raw: bool
    """Whether calls return an `Answer` with the data, instead of the data."""

    def offers(self, kind: str) -> bool:
        """Return whether methods of this kind exist here: events come without an `Answer`."""
        return not (self.raw and kind == "events")


SYNC = Flavour("", is_async=False, raw=False)
ASYNC = Flavour("Async", is_async=True, raw=False)
RAW = Flavour("Raw", is_async=False, raw=True)
ASYNC_RAW = Flavour("AsyncRaw", is_async=True, raw=True)
FLAVOURS = (SYNC, ASYNC, RAW, ASYNC_RAW)


def class_name(namespace: str, flavour: Flavour) -> str:
    """The class of a namespace: `AsyncServersRoomsMessages`, `Root` for the client itself."""
    words = re.split(r"[._]", namespace) if namespace else ["root"]
    return flavour.prefix + "".join(word.capitalize() for word in words)
