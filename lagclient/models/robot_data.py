"""The data of a robot's events: one model for each event type.

The API's documentation shows four keys: ``roomId``, ``content`` and ``senderName`` of a message,
and ``username`` of a new member. It describes the others in words only, so their names here follow
the API's other models, and the live API may spell them differently. For this reason every attribute
may be None: the key is missing, or its value has another type. Other keys are kept, as attributes
and as ``data["theKey"]``, and the event's ``raw`` is the whole payload.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, List, Sequence, cast

from pydantic import ConfigDict, ValidationError, WrapValidator

from lagclient.models.base import LagModel, OmittedOrNull, Timestamp


def _if_readable(value: Any, read: Any) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


Text = Annotated[OmittedOrNull[str], WrapValidator(_if_readable)]
Moment = Annotated[OmittedOrNull[Timestamp], WrapValidator(_if_readable)]
Number = Annotated[OmittedOrNull[float], WrapValidator(_if_readable)]
_Texts = Annotated[OmittedOrNull[List[str]], WrapValidator(_if_readable)]


def _hashable(value: Any) -> Any:
    return tuple(cast("Sequence[Any]", value)) if isinstance(value, list) else value


class RobotEventData(LagModel):
    """Base of the data of an event; for an unknown type, only the keys that were sent."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    def __hash__(self) -> int:
        """Return the hash of the fields; a list counts as a tuple."""
        return hash(tuple(map(_hashable, self.__dict__.values())))


class RoomMessageData(RobotEventData):
    """A new message."""

    room_id: Text = None
    content: Text = None
    sender_name: Text = None
    """The sender's display name, according to the example in the API's documentation."""
    message_id: Text = None
    user_id: Text = None
    """Id of the sender, if it is a user."""
    robot_id: Text = None
    """Id of the sender, if it is a robot."""
    timestamp: Moment = None


class RoomMessageEditedData(RobotEventData):
    """An edited message."""

    room_id: Text = None
    message_id: Text = None
    content: Text = None
    """The new text."""
    editor_id: Text = None


class RoomMessageDeletedData(RobotEventData):
    """A deleted message."""

    room_id: Text = None
    message_id: Text = None
    deleter_id: Text = None


class VoiceJoinData(RobotEventData):
    """A user joined the voice call of a room."""

    room_id: Text = None
    user_id: Text = None
    username: Text = None


class VoiceLeaveData(VoiceJoinData):
    """A user left the voice call of a room."""

    duration: Number = None
    """Length of the stay; the API does not document the unit."""


class MemberJoinData(RobotEventData):
    """A new member."""

    username: Text = None
    user_id: Text = None
    joined_at: Moment = None


class MemberLeaveData(RobotEventData):
    """A former member."""

    username: Text = None
    user_id: Text = None


class MemberRoleChangedData(RobotEventData):
    """A member whose role changed."""

    user_id: Text = None
    old_role: Text = None
    new_role: Text = None


class RoomCreatedData(RobotEventData):
    """A new room."""

    room_id: Text = None
    name: Text = None
    user_id: Text = None
    """Id of the user who created it."""


class RoomDeletedData(RobotEventData):
    """A deleted room."""

    room_id: Text = None
    name: Text = None


class PresenceUpdateData(RobotEventData):
    """A user whose status changed."""

    user_id: Text = None
    status: Text = None
    """``online``, ``offline`` or ``idle``."""


class ServerUpdatedData(RobotEventData):
    """Changes of the server."""

    changed: _Texts = None
    """Names of the changed fields."""
    user_id: Text = None
    """Id of the user who changed them."""
