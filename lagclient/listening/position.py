"""Which event a listener delivered last, and which ones it does not deliver again."""

from __future__ import annotations

from typing import Dict, Optional

import attrs

REMEMBERED = 1000
"""The number of ids by which repeated events are recognised."""


@attrs.define
class Position:
    """Where one listener is."""

    id: Optional[str] = None
    """The id of the last event; None if it is unknown."""
    remembered: Dict[str, None] = attrs.field(factory=dict[str, None])
    """The ids that were delivered lately, oldest first."""
    is_spoiled: bool = False
    """Whether what follows this event could not be read: the next connection reads leniently."""
    was_open: bool = False
    retry_seconds: float = 0.0
    """The shortest wait that the server asks for."""

    def is_new(self, id: Optional[str]) -> bool:
        """Return whether an event must be delivered, and remember its id."""
        if id is None:
            return True
        if id in self.remembered:
            return False
        self.remembered[id] = None
        if len(self.remembered) > REMEMBERED:
            del self.remembered[next(iter(self.remembered))]
        return True
