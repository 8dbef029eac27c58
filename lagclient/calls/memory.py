"""Remember the sends of one token, so that `look` can distinguish their messages."""

from __future__ import annotations

import weakref
from typing import Any, Dict, Hashable, List, Optional, Tuple

from lagclient.transport.protocol import Secret

MAX_SEEN = 10_000


class Memory:
    """The sends of one token in this process, and the messages that responses contained.

    Attributes:
        own_id: The id of the token's owner, once it is known.
        seen: Ids of messages that a response contained, oldest first.
        in_flight: The sends that wait for their response, one entry for each.
    """

    def __init__(self, own_id: Optional[str] = None) -> None:
        self.own_id: Optional[str] = own_id
        self.seen: Dict[str, None] = {}
        self.in_flight: List[Hashable] = []

    @classmethod
    def of(cls, base_url: str, authorization: Secret) -> Memory:
        """Return the memory of a token at an API, shared by its clients."""
        return _MEMORIES.setdefault((base_url, authorization), cls())

    def claim(self, message_id: str) -> bool:
        """Record that a response contained this message; return False if one did before."""
        mine: Any = object()
        if self.seen.setdefault(message_id, mine) is not mine:
            return False
        if len(self.seen) > 2 * MAX_SEEN:
            for old in list(self.seen)[:-MAX_SEEN]:
                self.seen.pop(old, None)
        return True


_MEMORIES: weakref.WeakValueDictionary[Tuple[str, Secret], Memory] = weakref.WeakValueDictionary()
