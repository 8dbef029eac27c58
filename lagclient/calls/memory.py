"""What the sends of one token know of each other, so that `look` can tell their messages apart."""

from __future__ import annotations

import weakref
from typing import Any, Dict, Hashable, List, Optional, Tuple

import attrs

from lagclient.transport.protocol import Secret

KNOWN = 10_000


@attrs.define
class Memory:
    """What the sends of one token, in one process, know of each other."""

    own_id: Optional[str] = None
    known: Dict[str, None] = attrs.field(factory=dict[str, None], repr=False)
    """Messages that some answer was about, oldest first."""
    in_flight: List[Hashable] = attrs.field(factory=list[Hashable], repr=False)
    """What the sends without an answer yet send, each as often as it is being sent."""

    @classmethod
    def of(cls, base_url: str, authorization: Secret) -> Memory:
        """The one memory of a token at an API, for as long as a client has it."""
        return _MEMORIES.setdefault((base_url, authorization), cls())

    def claim(self, message_id: str) -> bool:
        """Note that an answer is about this message; False if one was before."""
        mine: Any = object()
        if self.known.setdefault(message_id, mine) is not mine:
            return False
        if len(self.known) > 2 * KNOWN:
            for old in list(self.known)[:-KNOWN]:
                self.known.pop(old, None)
        return True


_MEMORIES: weakref.WeakValueDictionary[Tuple[str, Secret], Memory] = weakref.WeakValueDictionary()
