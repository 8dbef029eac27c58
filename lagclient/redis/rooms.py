"""The events of a robot in Redis: a list for each room, and a stream of the rooms that have events.

`rooms.lua` describes the keys. A stream with a consumer group hands each room to one worker, and
knows which worker has given no sign for a time.
"""

from __future__ import annotations

import json
import logging
import uuid
from typing import Any, Dict, List, Literal, Mapping, Optional, Sequence, Tuple, Union

import attrs

from lagclient.errors import LagInvalidRequestError
from lagclient.models import RobotEvent
from lagclient.models.robot_event import event_from
from lagclient.redis.connections import Connections, Script
from lagclient.redis.lease import Lease

MOST_BEGUN = 2
"""How often an event is begun before it is set aside."""
KEPT_DEAD = 10_000
"""So many events that were set aside are kept."""
_GONE_MS = 60 * 60 * 1000
"""Workers that gave no sign for so long are forgotten."""
_MOST_LATER = 100
_LISTS: Literal["room:"] = "room:"

Writes = Mapping[str, Tuple[Optional[str], Optional[str]]]
"""What changes in the state: by name the old value and the new one; None: not set."""

logger: logging.Logger = logging.getLogger("lagclient.redis")


@attrs.frozen(eq=False)
class Head:
    """The first event of a room, which a worker has taken."""

    id: str
    """The entry of the room in the stream of rooms."""
    room: str
    begun: int
    """How often it was begun, with this time."""
    number: int
    event: RobotEvent
    values: Mapping[str, str]
    """The state of the robot when the event was taken."""


@attrs.frozen
class WorkersStats:
    """What the workers of a robot have to do."""

    waiting: int
    """Events that no worker has begun."""
    oldest_seconds: float
    """How long ago the oldest event arrived that is not done; 0.0 if all are."""
    in_flight: int
    """Events that workers handle."""
    dead: int
    """Events that were set aside, because they were begun twice and not finished."""
    workers: int
    leader: Optional[str]
    """The worker that reads the robot's stream; None while none does."""


class Rooms:
    """The events of one robot, for one worker."""

    def __init__(self, connections: Connections, base: str, lease_seconds: float) -> None:
        self.connections: Connections = connections
        self.worker: str = uuid.uuid4().hex
        self.lease: Lease = Lease(connections, base, lease_seconds)
        self._lists = base + _LISTS
        self._idle_ms = int(lease_seconds * 1000)
        self._place = f"{base}place"
        self._rooms = f"{base}rooms"
        self._dead = f"{base}dead"
        self._timers = f"{base}timers"
        self._state = f"{base}state"
        self._saved = f"{base}saved:"
        self._join = self._script("join")
        self._relay = self._script("relay")
        self._heads = self._script("heads")
        self._reclaim = self._script("reclaim")
        self._done = self._script("done")
        self._renew = self._script("renew")
        self._leave = self._script("leave")
        self._stats = self._script("stats")
        self._save = self._script("state")
        self._later = self._script("later")
        self._timer = connections.script("timer.lua")

    def _script(self, name: str) -> Script:
        return self.connections.script("rooms.lua", f"{name}.lua")

    async def _run(self, script: Script, *arguments: Any, keys: Sequence[str] = ()) -> Any:
        return await script.run_async(
            [self._rooms, self._place, *keys], [self._lists, self.worker, *arguments]
        )

    async def join(self, robot: str) -> None:
        """Create what is missing.

        Raises:
            LagInvalidRequestError: The keys belong to another robot.
        """
        if not await self._run(self._join, robot, _GONE_MS):
            raise LagInvalidRequestError(
                "`workers` must have a `name` of its own for each robot, but another robot uses "
                f"the keys {self._lists.partition(_LISTS)[0]!r}"
            )

    async def relay(self, number: int, event: RobotEvent, is_place: bool) -> int:
        """Append an event; the leader's own number of it makes a second try harmless.

        Returns:
            How many events wait; -1 if this worker cannot go on from here.
        """
        room = event.data.get("roomId")
        room = room if isinstance(room, str) else ""
        text = json.dumps({"id": event.id, "type": event.type, "raw": event.raw}, default=str)
        id = event.id if is_place else ""
        waiting: int = await self._run(
            self._relay, self.lease.owner, number, id, room, text, keys=[self._lists + room]
        )
        return waiting

    async def wait(self, count: int, wait_ms: int) -> List[str]:
        """Wait a moment for rooms with events, and take them; return their entries."""
        reply: Any = await self.connections.execute(
            *("XREADGROUP", "GROUP", "workers", self.worker, "COUNT", count, "BLOCK", wait_ms),
            *("STREAMS", self._rooms, ">"),
        )
        streams = _streams(reply)
        return [id.decode() for stream in streams for entries in stream for id, _ in entries]

    async def heads(self, ids: Sequence[str]) -> List[Head]:
        """Return the first events of rooms that were taken."""
        state, heads = await self._run(self._heads, *ids, keys=[self._state])
        values = _values(state)
        return [_head(each, values) for each in heads]

    async def reclaim(
        self, ids: Sequence[str], others: bool = True
    ) -> Tuple[List[Head], List[str]]:
        """Take events that this worker owns without knowing it, or one whose worker is dead.

        Args:
            ids: What the worker handles; that is prolonged.
            others: Whether to take one of a worker that gives no sign.

        Returns:
            The events, and the `ids` that others have taken.
        """
        idle_ms = self._idle_ms if others else ""
        state, heads, dead, lost = await self._run(
            self._reclaim,
            *(idle_ms, MOST_BEGUN, KEPT_DEAD, *ids),
            keys=[self._state, self._dead],
        )
        values = _values(state)
        for head in (_head(each, values) for each in dead):
            logger.error(
                "The event %s (%s) is set aside: its workers ended or gave no sign, %d times",
                head.event.id,
                head.event.type,
                head.begun,
            )
        return [_head(each, values) for each in heads], [id.decode() for id in lost]

    async def done(self, head: Head, writes: Writes) -> Union[bool, Dict[str, str]]:
        """Remove an event that was handled, and save what it has changed in the state.

        Returns:
            Whether that is done; False: another worker has taken the event. If another event has
            changed the same values: nothing is done, and these are their values now.
        """
        keys = [self._state, self._lists + head.room]
        reply = await self._run(self._done, head.id, head.room, *_flat(writes), keys=keys)
        return _values(reply[1:]) if reply[0] < 0 else reply[0] == 1

    async def later(self, head: Head, after: int) -> List[Tuple[int, RobotEvent]]:
        """Return the events behind one that is handled, with their numbers, above `after`."""
        keys = [self._lists + head.room]
        reply = await self._run(self._later, head.id, head.room, _MOST_LATER, keys=keys)
        return [_event(text) for text in reply if int(text.split(b" ", 2)[1]) > after]

    async def values(self) -> Dict[str, str]:
        """Return the state."""
        return _values(await self._run(self._save, keys=[self._state, self._saved]))

    async def save(self, key: str, writes: Writes) -> Union[bool, Dict[str, str]]:
        """Save changes in the state, once for each key; the result is that of `done`."""
        keys = [self._state, self._saved + key]
        reply = await self._run(self._save, *_flat(writes), keys=keys)
        return _values(reply[1:]) if reply[0] < 0 else True

    async def renew(self, ids: Sequence[str]) -> List[str]:
        """Say that events are being handled; return those that others have taken."""
        return [id.decode() for id in await self._run(self._renew, *ids)]

    async def leave(self, ids: Sequence[str]) -> None:
        """Give events back, and be no worker any more."""
        await self._run(self._leave, self._idle_ms, *ids)

    async def calls(self, key: str, name: str, at_ms: Optional[int], least_ms: int) -> bool:
        """Return whether this worker makes a call of a timer; each call has a key of its own."""
        at = "" if at_ms is None else at_ms
        return bool(await self._timer.run_async([self._timers], [name, at, least_ms, key]))

    async def stats(self) -> WorkersStats:
        """Count the events."""
        keys = [self._dead, self.lease.keys[0]]
        left, in_flight, oldest, dead, workers, leader = await self._run(self._stats, keys=keys)
        return WorkersStats(
            waiting=max(0, left - in_flight),
            oldest_seconds=max(0, oldest) / 1000,
            in_flight=in_flight,
            dead=dead,
            workers=workers,
            leader=leader.decode() or None,
        )

    async def dead(self, count: int) -> List[Tuple[RobotEvent, int]]:
        """Return the events that were set aside last, and how often each was begun."""
        reply = await self.connections.execute("XREVRANGE", self._dead, "+", "-", "COUNT", count)
        return [(_event(fields[b"event"])[1], int(fields[b"begun"])) for _, fields in reply]


def _streams(reply: Any) -> Any:
    """Return the lists of entries of each stream; RESP3 has a dictionary of them."""
    return reply.values() if hasattr(reply, "values") else [stream[1:] for stream in reply or ()]


def _event(text: bytes) -> Tuple[int, RobotEvent]:
    _, number, event = text.split(b" ", 2)
    parts = json.loads(event)
    return int(number), event_from(parts["raw"], id=parts["id"], type=parts["type"])


def _head(reply: Any, values: Mapping[str, str]) -> Head:
    id, room, begun, text = reply
    number, event = _event(text)
    return Head(id.decode(), room.decode(), begun, number, event, values)


def _values(reply: Sequence[bytes]) -> Dict[str, str]:
    """Return the values in a flat list of names and values; one that is not set is empty there."""
    texts = [text.decode() for text in reply]
    return {name: value for name, value in zip(texts[::2], texts[1::2]) if value}


def _flat(writes: Writes) -> List[str]:
    """Return the arguments of a script: each name, its old value and its new one."""
    return [text for name, (old, new) in writes.items() for text in (name, old or "", new or "")]
