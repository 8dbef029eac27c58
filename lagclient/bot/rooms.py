"""Events of one room are handled in the order in which they arrive; rooms side by side.

Events that are about no room, such as ``member.join``, are in order among themselves.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, AsyncGenerator, Dict, Optional

import anyio

if TYPE_CHECKING:
    from lagclient.models import RobotEvent


class Turn:
    """The place of one event in the queue of its room."""

    def __init__(self, before: Optional[Turn]) -> None:
        self.before = before
        self.left: anyio.Event = anyio.Event()
        self.is_over = False
        """Whether it left after its turn had come; else those behind wait for the one before it."""


class Rooms:
    """The queues of all rooms."""

    def __init__(self) -> None:
        self._last: Dict[Optional[str], Turn] = {}

    def queue(self, event: RobotEvent) -> contextlib.AbstractAsyncContextManager[None]:
        """Put an event at the end of its room's queue; the block begins when its turn comes."""
        room = event.data.get("roomId")
        key = room if isinstance(room, str) else None
        turn = self._last[key] = Turn(self._last.get(key))
        return self._in_turn(turn, key)

    @contextlib.asynccontextmanager
    async def _in_turn(self, turn: Turn, key: Optional[str]) -> AsyncGenerator[None, None]:
        try:
            while turn.before is not None:
                before = turn.before
                await before.left.wait()
                turn.before = None if before.is_over else before.before
            turn.is_over = True
            yield
        finally:
            turn.left.set()
            if self._last.get(key) is turn and turn.is_over:
                del self._last[key]
