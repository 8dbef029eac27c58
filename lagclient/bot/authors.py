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
        if self.is_own(event, me):
            return False
        return not self.is_robots(event) or self._is_open_to_robots

    def is_own(self, event: models.RobotEvent, me: models.Identity) -> bool:
        """Whether this robot wrote, edited or deleted the message."""
        data = _fields(event)
        actors = _actors(event, data)
        if me.id in actors:
            return True
        if event.type not in ("room.message", "room.message.edited"):
            return False
        if data.get("messageId") in self._own_messages:
            return True
        return not actors and data.get("senderName") == me.display_name

    def is_robots(self, event: models.RobotEvent) -> bool:
        """Whether another robot wrote, edited or deleted the message."""
        if event.type not in _ACTOR:
            return False
        data, is_deletion = _fields(event), event.type == "room.message.deleted"
        robot, message = (None if is_deletion else data.get("robotId")), data.get("messageId")
        is_robots = (
            robot is not None
            or any(str(data.get(key)).casefold() in ("robot", "bot") for key in _KINDS)
            or any(data.get(key) is True for key in _FLAGS)
            or any(actor in self._robots for actor in _actors(event, data))
            or (not is_deletion and message in self._robots_messages)
        )
        if isinstance(robot, str):
            _remember(self._robots, robot)
        if is_robots and not is_deletion and isinstance(message, str):
            _remember(self._robots_messages, message)
        return is_robots


def _fields(event: models.RobotEvent) -> Dict[str, Any]:
    """All fields by their names in the API: many are looked up, for each event of a burst."""
    return event.data.model_dump(by_alias=True, warnings=False)


def _actors(event: models.RobotEvent, data: Mapping[str, Any]) -> List[str]:
    ids = [data.get(key) for key in _ACTOR.get(event.type, ())]
    return [id for id in ids if isinstance(id, str)]


def _remember(ids: Dict[str, None], id: str) -> None:
    ids.pop(id, None)
    ids[id] = None
    if len(ids) > _REMEMBERED:
        del ids[next(iter(ids))]
