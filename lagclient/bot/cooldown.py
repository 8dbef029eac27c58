"""How long something waits until it may happen again: a command of an author, or an apology."""

from __future__ import annotations

from collections import OrderedDict


class Cooldown:
    """A wait for each key, such as the id of an author."""

    def __init__(self, seconds: float) -> None:
        self.seconds: float = seconds
        self._ready: OrderedDict[str, float] = OrderedDict()
        """When it may happen again, the earliest first."""

    def left(self, key: str, now: float) -> float:
        """Return the seconds that are left; 0.0 if it may happen, which begins the next wait."""
        while self._ready and next(iter(self._ready.values())) <= now:
            self._ready.popitem(last=False)
        if key in self._ready:
            return self._ready[key] - now
        self._ready[key] = now + self.seconds
        return 0.0

    def clear(self) -> None:
        """Let everything happen at once."""
        self._ready.clear()
