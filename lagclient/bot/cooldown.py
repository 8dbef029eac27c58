"""How long something waits until it may happen again: a command of an author, or an apology."""

from __future__ import annotations

from typing import Dict

_MOST_KEYS = 1000


class Cooldown:
    """A wait for each key, such as the id of an author."""

    def __init__(self, seconds: float) -> None:
        self.seconds: float = seconds
        self._ready: Dict[str, float] = {}
        """When it may happen again."""

    def left(self, key: str, now: float) -> float:
        """Return the seconds that are left; 0.0 if it may happen, which begins the next wait."""
        left = self._ready.get(key, now) - now
        if left > 0:
            return left
        if len(self._ready) >= _MOST_KEYS:
            self._ready = {key: ready for key, ready in self._ready.items() if ready > now}
        self._ready[key] = now + self.seconds
        return 0.0

    def clear(self) -> None:
        """Let everything happen at once."""
        self._ready.clear()
