"""The last event of a listener, and the events that it must not deliver again."""

from __future__ import annotations

from typing import Dict, Optional

import attrs

REMEMBERED = 1000
"""Number of ids that are remembered, to recognise repeated events."""


@attrs.define
class Position:
    """The position of one listener."""

    id: Optional[str] = None
    """The id of the last event; None if it is unknown."""
    remembered: Dict[str, None] = attrs.field(factory=dict[str, None])
    """The ids that were delivered lately, oldest first."""
    is_spoiled: bool = False
    """Whether the data after this event was garbage; then the next connection tolerates it."""
    was_open: bool = False
    retry_seconds: float = 0.0
    """Minimum wait before a new connection, as the server asked."""

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
