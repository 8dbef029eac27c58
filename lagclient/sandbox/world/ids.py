"""Sources of ids, tokens and codes. Clients must treat all of them as opaque text."""

from __future__ import annotations

import itertools
import secrets
from typing import Callable, Dict, Iterator

Ids = Callable[[str], str]
"""Returns a new id of a kind, such as ``msg`` or ``lag_pat``. The id starts with the kind."""


def random_ids(kind: str) -> str:
    """Return an id that is unique across sandboxes."""
    return f"{kind}_{secrets.token_hex(8)}"


class Counters:
    """Ids that count: ``srv_1``, ``msg_1``, ``msg_2``, so a recording can be repeated.

    Each sandbox needs its own counters. A file that was begun with counters cannot be continued
    with new ones, because they start at 1 again.
    """

    def __init__(self) -> None:
        self._counters: Dict[str, Iterator[int]] = {}

    def __call__(self, kind: str) -> str:
        """Return the next id of this kind."""
        return f"{kind}_{next(self._counters.setdefault(kind, itertools.count(1)))}"
