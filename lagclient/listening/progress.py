"""The progress of a robot: the events that it began to handle, and those that are done.

Rooms are handled at the same time, so events are not done in the order of their arrival. The cursor
is the last event before the oldest unfinished one: a stream that continues there misses nothing.
The progress also has the later events that are done, which must not be handled again, and those
that were begun: the next start recognises an event that was being handled when the process ended.

As text, the cursor is the first line, so a file with one id is valid too::

    evt_41
    begun 1 evt_42
    done evt_43
"""

from __future__ import annotations

import itertools
import re
from collections import deque
from typing import Deque, Dict, List, Optional

# A value that a header, such as Last-Event-ID, can carry.
_ID = re.compile(r"[!-~](?:[ -~]{0,1000}[!-~])?")
_BEGUN = re.compile(rf"begun ([1-9][0-9]{{0,5}}) ({_ID.pattern})")
_DONE = re.compile(rf"done ({_ID.pattern})")


MOST_DONE = 50_000
"""Maximum number of done events after an unfinished one: a file of more could not be read."""


def is_sendable(id: object) -> bool:
    """Return whether an id can be sent as Last-Event-ID."""
    return isinstance(id, str) and _ID.fullmatch(id) is not None


class Progress:
    """The ids of events that are begun or done. An event without an id is never sent again."""

    def __init__(self, cursor: Optional[str] = None) -> None:
        self.cursor = cursor
        self._begun: Dict[str, int] = {}
        self._done: Dict[str, None] = {}
        self._arrived: Deque[str] = deque()
        """Ids that arrived in this run and that the cursor has not passed, in order of arrival."""

    @classmethod
    def from_text(cls, text: str) -> Progress:
        """Parse the text of `to_text`, or a single id.

        Raises:
            ValueError: The text is something else.
        """
        lines = list(itertools.takewhile(bool, map(str.strip, text.splitlines())))
        if not lines or not is_sendable(lines[0]):
            raise ValueError("The first line must be the id of an event")
        progress = cls(lines[0])
        for line in lines[1:]:
            begun, done = _BEGUN.fullmatch(line), _DONE.fullmatch(line)
            if begun:
                progress._begun[begun[2]] = int(begun[1])
            elif done:
                progress._done[done[1]] = None
            else:
                raise ValueError(f"A line must begin with 'begun' or 'done', not {line[:40]!r}")
        return progress

    def to_text(self) -> str:
        """Return the lines to save; "" as long as there is no cursor."""
        if self.cursor is None:
            return ""
        lines: List[str] = [self.cursor]
        lines += [f"begun {times} {id}" for id, times in self._begun.items()]
        lines += [f"done {id}" for id in self._done]
        return "".join(f"{line}\n" for line in lines)

    def arrive(self, id: str) -> None:
        """Record an event that arrived; the cursor does not pass it before it is done."""
        self._arrived.append(id)

    def is_done(self, id: str) -> bool:
        """Return whether an event after the cursor is done."""
        return id in self._done

    def blocked_by(self) -> Optional[str]:
        """Return the unfinished event if too many later ones are done; None if more may be done."""
        return self._arrived[0] if self._arrived and len(self._done) >= MOST_DONE else None

    def times_begun(self, id: str) -> int:
        """Return how often an unfinished event was begun."""
        return self._begun.get(id, 0)

    def begin(self, id: str) -> None:
        """Record that an event is about to be handled."""
        self._begun[id] = self.times_begun(id) + 1

    def give_back(self, id: str) -> None:
        """Undo `begin`, because the handling was given up and the process goes on."""
        times = self._begun.pop(id)
        if times > 1:
            self._begun[id] = times - 1

    def finish(self, id: str) -> None:
        """Record that an event is done, and move the cursor as far as that allows."""
        self._begun.pop(id, None)
        self._done[id] = None
        while self._arrived and self._arrived[0] in self._done:
            self.cursor = self._arrived.popleft()
            del self._done[self.cursor]

    def forget_earlier_runs(self) -> None:
        """Drop the events of earlier runs, because after a gap they are not sent again."""
        arrived = set(self._arrived)
        self._begun = {id: times for id, times in self._begun.items() if id in arrived}
        self._done = {id: None for id in self._done if id in arrived}
