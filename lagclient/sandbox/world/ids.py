"""Where ids, tokens and codes come from. Clients see opaque texts, and never more."""

from __future__ import annotations

import itertools
import secrets
from typing import Callable, Dict, Iterator

Ids = Callable[[str], str]
"""Makes a new id of a kind, such as ``msg`` or ``lag_pat``. It starts with the kind."""


def random_ids(kind: str) -> str:
    """An id that no other sandbox has."""
    return f"{kind}_{secrets.token_hex(8)}"


class Counters:
    """Ids that count: ``srv_1``, ``msg_1``, ``msg_2``, so a recording is repeatable.

    Each sandbox needs its own, and a file that was begun with counters cannot be continued with
    new ones: they would start at 1 again.
    """

    def __init__(self) -> None:
        self._counters: Dict[str, Iterator[int]] = {}

    def __call__(self, kind: str) -> str:
        """The next id of this kind."""
        return f"{kind}_{next(self._counters.setdefault(kind, itertools.count(1)))}"
