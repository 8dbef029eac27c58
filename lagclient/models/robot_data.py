"""What a robot's events say: one model for the ``data`` of each type.

The documentation shows four keys: ``roomId``, ``content`` and ``senderName`` of a message,
``username`` of a new member. For all else it only says in words what is there; the names below are
read from the API's other models, and the live API may spell them otherwise. So every attribute may
be None: the key is not there, or its value is of another kind. Keys that have no attribute here are
attributes too, and ``data["theKey"]``; the event's ``raw`` has everything as it came.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, List, Optional

from pydantic import ConfigDict, ValidationError, WrapValidator

from lagclient.models.base import LagModel, Timestamp


def _if_readable(value: Any, read: Any) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


Text = Annotated[Optional[str], WrapValidator(_if_readable)]
Moment = Annotated[Optional[Timestamp], WrapValidator(_if_readable)]
Number = Annotated[Optional[float], WrapValidator(_if_readable)]
_Texts = Annotated[Optional[List[str]], WrapValidator(_if_readable)]


class RobotEventData(LagModel):
    """What an event says; of an event of unknown type, only by the keys that came."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)


class RoomMessageData(RobotEventData):
    """A message: where, who and what."""

    room_id: Text = None
    content: Text = None
    sender_name: Text = None
    """The sender's display name, as far as the documentation shows."""
    message_id: Text = None
    user_id: Text = None
    """The sender, if it is a user."""
    robot_id: Text = None
    """The sender, if it is a robot."""
    timestamp: Moment = None


class RoomMessageEditedData(RobotEventData):
    """A message has another text now."""

    room_id: Text = None
    message_id: Text = None
    content: Text = None
    """The new text."""
    editor_id: Text = None


class RoomMessageDeletedData(RobotEventData):
    """A message is gone."""

    room_id: Text = None
    message_id: Text = None
    deleter_id: Text = None


class VoiceJoinData(RobotEventData):
    """Somebody entered the voice of a room."""

    room_id: Text = None
    user_id: Text = None
    username: Text = None


class VoiceLeaveData(VoiceJoinData):
    """Somebody left the voice of a room."""

    duration: Number = None
    """How long they were there; its unit is not documented."""


class MemberJoinData(RobotEventData):
    """Somebody became a member."""

    username: Text = None
    user_id: Text = None
    joined_at: Moment = None


class MemberLeaveData(RobotEventData):
    """Somebody is no member any more."""

    username: Text = None
    user_id: Text = None


class MemberRoleChangedData(RobotEventData):
    """A member has another role now."""

    user_id: Text = None
    old_role: Text = None
    new_role: Text = None


class RoomCreatedData(RobotEventData):
    """There is a new room."""

    room_id: Text = None
    name: Text = None
    user_id: Text = None
    """Who made it."""


class RoomDeletedData(RobotEventData):
    """A room is gone."""

    room_id: Text = None
    name: Text = None


class PresenceUpdateData(RobotEventData):
    """Somebody came online, went offline, or does nothing."""

    user_id: Text = None
    status: Text = None
    """``online``, ``offline`` or ``idle``."""


class ServerUpdatedData(RobotEventData):
    """Something about the server is different."""

    changed: _Texts = None
    """What."""
    user_id: Text = None
    """Who changed it."""
