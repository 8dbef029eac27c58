"""What happened in a robot's server, typed: one model for each type of event.

``event.data`` has what the event says, see `lagclient.models.robot_data`; ``event.raw`` is what
came, exactly as it came. A type that this version does not know, or data that is no object, makes
an `UnknownEvent`. Reading an event never fails: one that cannot be understood must not cost those
after it.
"""

# Events are frozen, so a subclass may say more exactly what an attribute is.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import Any, ClassVar, Dict, Literal, Mapping, Optional, Type, Union, cast

from pydantic import ConfigDict, Field, TypeAdapter, model_validator

from lagclient.models.base import LagModel, Timestamp
from lagclient.models.robot import RobotEventType
from lagclient.models.robot_data import (
    MemberJoinData,
    MemberLeaveData,
    MemberRoleChangedData,
    Moment,
    PresenceUpdateData,
    RobotEventData,
    RoomCreatedData,
    RoomDeletedData,
    RoomMessageData,
    RoomMessageDeletedData,
    RoomMessageEditedData,
    ServerUpdatedData,
    VoiceJoinData,
    VoiceLeaveData,
)


class RobotEvent(LagModel):
    """Something that happened in the robot's server; each type of event is a subclass."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    type: Union[RobotEventType, str]
    id: Optional[str] = None
    """What tells it from other events; None where it came without one."""
    server_id: Optional[str] = None
    """None where it came without one: polled events do."""
    timestamp: Optional[Timestamp] = None
    """When it happened; None where that was not said, or cannot be read."""
    data: RobotEventData
    """What happened."""
    raw: Any = Field(default=None, repr=False)
    """What came, exactly as it came."""

    @model_validator(mode="wrap")
    @classmethod
    def _typed(cls, value: Any, read: Any) -> Any:
        # Whatever says `RobotEvent` gets the model of the type that comes.
        if cls is RobotEvent and not isinstance(value, RobotEvent):
            return event_from(value)
        return read(value)

    @property
    def event_type(self) -> str:
        """The same as `type`: polled events call it so."""
        return self.type

    @property
    def created_at(self) -> Any:
        """The same as `timestamp`: polled events call it so."""
        return self.timestamp


class RoomMessageEvent(RobotEvent):
    """``room.message``: somebody wrote, maybe this robot itself."""

    type: Literal["room.message"] = "room.message"
    data: RoomMessageData


class RoomMessageEditedEvent(RobotEvent):
    """``room.message.edited``: a message has another text now."""

    type: Literal["room.message.edited"] = "room.message.edited"
    data: RoomMessageEditedData


class RoomMessageDeletedEvent(RobotEvent):
    """``room.message.deleted``: a message is gone."""

    type: Literal["room.message.deleted"] = "room.message.deleted"
    data: RoomMessageDeletedData


class VoiceJoinEvent(RobotEvent):
    """``voice.join``: somebody entered the voice of a room."""

    type: Literal["voice.join"] = "voice.join"
    data: VoiceJoinData


class VoiceLeaveEvent(RobotEvent):
    """``voice.leave``: somebody left the voice of a room."""

    type: Literal["voice.leave"] = "voice.leave"
    data: VoiceLeaveData


class MemberJoinEvent(RobotEvent):
    """``member.join``: somebody became a member."""

    type: Literal["member.join"] = "member.join"
    data: MemberJoinData


class MemberLeaveEvent(RobotEvent):
    """``member.leave``: somebody is no member any more."""

    type: Literal["member.leave"] = "member.leave"
    data: MemberLeaveData


class MemberRoleChangedEvent(RobotEvent):
    """``member.role_changed``: a member has another role now."""

    type: Literal["member.role_changed"] = "member.role_changed"
    data: MemberRoleChangedData


class RoomCreatedEvent(RobotEvent):
    """``room.created``: there is a new room."""

    type: Literal["room.created"] = "room.created"
    data: RoomCreatedData


class RoomDeletedEvent(RobotEvent):
    """``room.deleted``: a room is gone."""

    type: Literal["room.deleted"] = "room.deleted"
    data: RoomDeletedData


class PresenceUpdateEvent(RobotEvent):
    """``presence.update``: somebody came online, went offline, or does nothing."""

    type: Literal["presence.update"] = "presence.update"
    data: PresenceUpdateData


class ServerUpdatedEvent(RobotEvent):
    """``server.updated``: something about the server is different."""

    type: Literal["server.updated"] = "server.updated"
    data: ServerUpdatedData


class UnknownEvent(RobotEvent):
    """An event that this version cannot type; `raw` has all of it, `type` is "" if it has none."""


_TYPED: Mapping[str, Type[RobotEvent]] = {
    cls.model_fields["type"].default: cls
    for cls in RobotEvent.__subclasses__()
    if cls is not UnknownEvent
}
_ENVELOPE = ("id", "type", "eventType", "serverId", "timestamp", "createdAt", "data", "payload")
_MOMENT: Any = TypeAdapter(Moment)


def event_from(
    payload: Any,
    *,
    id: Optional[str] = None,
    type: Optional[str] = None,
    timestamp: Any = None,
) -> RobotEvent:
    """The event that a payload is about. This never fails: see the module.

    Args:
        payload: What came, decoded: the body of a webhook request, the data of a streamed event
            (both ``{type, serverId, timestamp, data}``), or a polled event (``{id, eventType,
            payload: {type, data}, createdAt}``).
        id: Its id, where that did not come in the payload.
        type: Its type, where that did not come in the payload: which then is the data, if it has
            none inside.
        timestamp: When it happened, where that did not come in the payload: a datetime or text.

    Returns:
        The model of its type; an `UnknownEvent` if there is none, or if ``data`` is no object.
    """
    envelope = _object(payload) or {}
    inner = _object(envelope.get("payload"))
    if inner is not None and "data" not in envelope:
        envelope = {**envelope, **inner}
    if _text(type) and not {"type", "eventType", "data"} & envelope.keys():
        envelope = {"data": envelope}
    data = _object(envelope.get("data"))
    named = _text(envelope.get("type")) or _text(envelope.get("eventType")) or _text(type) or ""
    moment = envelope.get("timestamp") or envelope.get("createdAt") or timestamp
    fields: Dict[str, Any] = {
        "id": _text(id) or _text(envelope.get("id")),
        "type": named,
        "server_id": _text(envelope.get("serverId")),
        "timestamp": _MOMENT.validate_python(moment),
        "data": data or {},
        "raw": payload,
    }
    cls = UnknownEvent if data is None else _TYPED.get(named, UnknownEvent)
    more = {key: value for key, value in envelope.items() if key not in {*_ENVELOPE, *fields}}
    return cls.model_validate({**more, **fields})


def _object(value: Any) -> Optional[Dict[str, Any]]:
    """An object, without keys that no attribute can have; None: it is none."""
    if not isinstance(value, Mapping):
        return None
    return {key: item for key, item in cast("Dict[Any, Any]", value).items() if _text(key)}


def _text(value: Any) -> Optional[str]:
    """Text that can be printed, as half an emoji cannot; None: it is none."""
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value
