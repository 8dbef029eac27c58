"""Who did what an event is about: this robot, another robot, or a user.

A robot ignores its own messages, or it would answer itself, and those of other robots, or two of
them would talk without end. Which of an event's keys names the sender is not documented. So a
message is the robot's own if any id in it is the robot's, or if the robot has sent it here; without
an id of a sender, if the name is its own. A message is another robot's if the event says so, or if
an id in it was a robot's before.

An edit is its author's, because only the author may edit. A deletion is decided by its deleter
alone, because moderators delete the messages of others.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence

from lagclient import models

Data = Mapping[str, Any]

_REMEMBERED = 1000
_SENDER = ("userId", "robotId", "senderId", "authorId")
_ACTOR: Mapping[str, Sequence[str]] = {
    "room.message": _SENDER,
    "room.message.edited": ("editorId", *_SENDER),
    "room.message.deleted": ("deleterId",),
}
_KINDS = ("senderType", "authorType", "editorType", "deleterType")
_FLAGS = ("isRobot", "isBot")


class Authors:
    """Remembers the newest ids of robots and of their messages."""

    def __init__(self, is_open_to_robots: bool = False) -> None:
        self._is_open_to_robots = is_open_to_robots
        self._own_messages: Dict[str, None] = {}
        self._robots: Dict[str, None] = {}
        self._robots_messages: Dict[str, None] = {}

    def note_sent(self, message_id: str) -> None:
        """Remember a message that this robot has sent."""
        _remember(self._own_messages, message_id)

    def is_heard(self, event: models.RobotEvent, me: models.Identity) -> bool:
        """Whether the robot does not ignore the author of an event."""
        if event.type not in _ACTOR:
            return True
        # All fields by their names in the API, once: many are looked up, for each event of a burst.
        data = event.data.model_dump(by_alias=True, warnings=False)
        actors = _actors(event.type, data)
        if self._is_own(event.type, data, actors, me):
            return False
        return not self._is_robots(event.type, data, actors) or self._is_open_to_robots

    def _is_own(self, kind: str, data: Data, actors: List[str], me: models.Identity) -> bool:
        if me.id in actors or kind == "room.message.deleted":
            return me.id in actors
        if data.get("messageId") in self._own_messages:
            return True
        return not actors and data.get("senderName") == me.display_name

    def _is_robots(self, kind: str, data: Data, actors: List[str]) -> bool:
        is_deletion = kind == "room.message.deleted"
        robot, message = (None if is_deletion else data.get("robotId")), data.get("messageId")
        is_robots = (
            robot is not None
            or any(str(data.get(key)).casefold() in ("robot", "bot") for key in _KINDS)
            or any(data.get(key) is True for key in _FLAGS)
            or any(actor in self._robots for actor in actors)
            or (not is_deletion and message in self._robots_messages)
        )
        if isinstance(robot, str):
            _remember(self._robots, robot)
        if is_robots and not is_deletion and isinstance(message, str):
            _remember(self._robots_messages, message)
        return is_robots


def _actors(kind: str, data: Data) -> List[str]:
    ids = [data.get(key) for key in _ACTOR[kind]]
    return [id for id in ids if isinstance(id, str)]


def _remember(ids: Dict[str, None], id: str) -> None:
    ids.pop(id, None)
    ids[id] = None
    if len(ids) > _REMEMBERED:
        del ids[next(iter(ids))]
