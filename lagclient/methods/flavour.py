"""The four flavours of the tree of namespaces: sync and async, each also raw."""

from __future__ import annotations

from typing import NamedTuple


class Flavour(NamedTuple):
    """One of the four flavours of the tree of namespaces."""

    prefix: str
    """Prefix of its class names."""
    is_async: bool
    raw: bool
    """Whether calls return an `Answer` instead of the data."""

    def offers(self, kind: str) -> bool:
        """Return whether methods of this kind exist here: some iterators have no `Answer`."""
        return not (self.raw and kind in ("events", "history"))


SYNC = Flavour("", is_async=False, raw=False)
ASYNC = Flavour("Async", is_async=True, raw=False)
RAW = Flavour("Raw", is_async=False, raw=True)
ASYNC_RAW = Flavour("AsyncRaw", is_async=True, raw=True)
FLAVOURS = (SYNC, ASYNC, RAW, ASYNC_RAW)


def class_name(namespace: str, flavour: Flavour) -> str:
    """Return the class name of a namespace: `AsyncServersRoomsMessages`; `Root` for the client."""
    words = (namespace or "root").replace(".", "_").split("_")
    return flavour.prefix + "".join(word.capitalize() for word in words)
