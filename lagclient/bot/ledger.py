"""What is begun and done, kept in the place of the cursor.

An event is noted before it is handled. So an event whose handling ends the process, and would end
it at every start, is recognised: after the second time it is passed by.
"""

from __future__ import annotations

import hashlib
import json
import threading
from typing import Any, Callable, Mapping, Optional

import anyio
import anyio.to_thread

from lagclient.bot.state import State, Store
from lagclient.errors import LagInvalidRequestError
from lagclient.listening.cursor import Place, loaded
from lagclient.listening.progress import Progress, is_sendable
from lagclient.models import RobotEvent

MOST_DEATHS = 2
"""How often the handling of an event may end the process."""


class Ledger:
    """The progress of one run. Methods that note something return once it is saved."""

    def __init__(self, place: Optional[Place], state: Optional[State] = None) -> None:
        self._state = State(None) if state is None else state
        self.is_kept: bool = place is not None
        self._place = place
        self._progress = Progress()
        self._lock = anyio.Lock()
        self._one_at_a_time = threading.Lock()
        """A task of asyncio that is cancelled leaves the thread of its commit behind."""
        self._saved = ""
        self._changes = 0
        self._changes_saved = 0
        self._has_marks = place is None and self._state.store is not None
        """Whether events have no cursor, so each is marked in the state."""

    async def load(self) -> Optional[str]:
        """Return the event to go on after, and try to save: else each start repeats the same."""
        place = self._place
        if place is None:
            return None
        await self._call(place.check)
        if place.load_progress is None:
            self._progress = Progress(loaded(await self._call(place.load)))
        else:
            text: Any = await self._call(place.load_progress)
            try:
                self._progress = Progress.from_text(text) if text else Progress()
            except (ValueError, AttributeError, TypeError):
                raise LagInvalidRequestError(
                    f"The cursor must be what `save_progress` saved, not {text!r:.80}"
                ) from None
        if not place.blocks:
            await self._save()
        self._saved = self._text()
        return self._progress.cursor

    def arrive(self, event: RobotEvent) -> bool:
        """Note an event, and return whether it is to be handled; the cursor stays before it."""
        # Asked first, because the cursor may pass the event, which then does not count as done.
        is_done = self.is_done(event)
        if self._is_named(event):
            self._progress.arrive(event.id or "")
            if is_done:
                self._progress.finish(event.id or "")
        return not is_done

    def is_done(self, event: RobotEvent) -> bool:
        """Whether it is done already: in an earlier run, or if it was sent again, in this one."""
        if self._has_marks:
            return self._state.is_handled(_mark(event))
        return self._progress.is_done(event.id or "")

    def blocked_by(self) -> Optional[str]:
        """The unfinished event that must end before others are taken in, if there is one."""
        return self._progress.blocked_by()

    def deaths(self, event: RobotEvent) -> int:
        """In how many runs it was begun and not finished."""
        return self._progress.times_begun(event.id or "")

    async def begin(self, event: RobotEvent) -> None:
        """Note that an event is about to be handled."""
        if self._is_named(event):
            self._progress.begin(event.id or "")
            if self._state.store or (self._place and self._place.save_progress):
                await self.flush()

    def give_back(self, event: RobotEvent) -> None:
        """Note that handling it was given up; it is saved with the next change, or by `flush`."""
        if self._is_named(event) and self.deaths(event):
            self._progress.give_back(event.id or "")

    async def finish(self, event: RobotEvent) -> None:
        """Note that an event is done."""
        if self._has_marks:
            self._state.note_handled(_mark(event))
        elif self._is_named(event):
            self._progress.finish(event.id or "")
        await self.flush()

    def forget_earlier_runs(self) -> None:
        """Drop the notes of earlier runs: after a gap, their events do not come again."""
        self._progress.forget_earlier_runs()

    def _is_named(self, event: RobotEvent) -> bool:
        return self._place is not None and is_sendable(event.id)

    async def flush(self) -> None:
        """Save what is noted, unless another task does meanwhile."""
        if self._place is None and self._state.store is None:
            return
        self._changes += 1
        change = self._changes
        async with self._lock:
            if self._changes_saved < change:
                changes = self._changes
                await self._save()
                self._changes_saved = changes

    async def _save(self) -> None:
        place, text, store = self._place, self._text(), self._state.store
        if store is None:
            if place is not None and text and text != self._saved:
                await self._call(place.save_progress or place.save, text)
                self._saved = text
            return
        changes = self._state.take()
        if changes or text != self._saved:
            try:
                await anyio.to_thread.run_sync(self._commit, store, text, changes)
            except BaseException:
                self._state.give_back(changes)
                raise
            self._saved = text

    def _commit(self, store: Store, text: str, changes: Mapping[str, Optional[str]]) -> None:
        with self._one_at_a_time:
            store.commit(text, changes)

    def _text(self) -> str:
        if self._place is not None and self._place.save_progress is None:
            return self._progress.cursor or ""
        return self._progress.to_text()

    async def _call(self, function: Callable[..., Any], *args: Any) -> Any:
        if self._place is not None and self._place.blocks:
            return await anyio.to_thread.run_sync(function, *args)
        result = function(*args)
        return await result if hasattr(result, "__await__") else result


def _mark(event: RobotEvent) -> str:
    """What an event has in common with its repetition; webhooks have an id for each attempt."""
    payload = json.dumps(event.raw, sort_keys=True, default=str)
    return hashlib.sha256(payload.encode()).hexdigest()
