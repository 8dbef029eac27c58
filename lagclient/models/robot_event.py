"""Events of a robot's server: one model for each event type.

``event.data`` is the typed data, see `lagclient.models.robot_data`; ``event.raw`` is the payload as
it was received. A type that this version does not know becomes an `UnknownEvent`; data that is not
an object counts as empty. Reading an event never fails, because an event that cannot be read must
not stop the events after it.

`AnyRobotEvent` is the union of all of them, so a comparison narrows the type of an event::

    if event.type == "member.join":
        print(event.data.username)
"""

# Events are frozen, so a subclass may narrow the type of an attribute.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Dict,
    Literal,
    Mapping,
    Optional,
    Type,
    Union,
    cast,
)

from pydantic import (
    ConfigDict,
    Field,
    SerializeAsAny,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import CoreSchema

from lagclient.models.base import LagModel, Timestamp, without_surrogates
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
    """An event of the robot's server; each event type is a subclass."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True)

    type: Union[RobotEventType, str]
    id: Optional[str] = None
    """Id of the event; None if the payload has none."""
    server_id: Optional[str] = None
    """Id of the server; None if the payload has none, as in polled events."""
    timestamp: Optional[Timestamp] = None
    """Time of the event; None if the payload has none, or it cannot be read."""
    # An annotation of `RobotEvent` serialises the data of every event type, not its own type's.
    data: SerializeAsAny[RobotEventData]
    """The typed data."""
    raw: Any = Field(default=None, repr=False)
    """The payload as it was received; lone surrogates in its texts are U+FFFD."""

    @model_validator(mode="wrap")
    @classmethod
    def _typed(cls, value: Any, read: Any) -> Any:
        # An annotation of `RobotEvent` accepts every event type.
        if cls is RobotEvent and not isinstance(value, RobotEvent):
            return _restored(value) or event_from(value)
        return read(value)

    def __hash__(self) -> int:
        """Return the hash of what identifies the event; `raw` may be of any type."""
        return hash((self.type, self.id, self.server_id, self.timestamp))

    @property
    def event_type(self) -> str:
        """The same as `type`, under the name that polled events use.

        It is plain text, so it can be compared with a type that this version does not know.
        """
        return self.type

    @property
    def created_at(self) -> Any:
        """The same as `timestamp`, under the name that polled events use."""
        return self.timestamp


class RoomMessageEvent(RobotEvent):
    """``room.message``: a new message, possibly of this robot itself."""

    type: Literal["room.message"] = "room.message"
    data: RoomMessageData


class RoomMessageEditedEvent(RobotEvent):
    """``room.message.edited``: a message was edited."""

    type: Literal["room.message.edited"] = "room.message.edited"
    data: RoomMessageEditedData


class RoomMessageDeletedEvent(RobotEvent):
    """``room.message.deleted``: a message was deleted."""

    type: Literal["room.message.deleted"] = "room.message.deleted"
    data: RoomMessageDeletedData


class VoiceJoinEvent(RobotEvent):
    """``voice.join``: a user joined the voice call of a room."""

    type: Literal["voice.join"] = "voice.join"
    data: VoiceJoinData


class VoiceLeaveEvent(RobotEvent):
    """``voice.leave``: a user left the voice call of a room."""

    type: Literal["voice.leave"] = "voice.leave"
    data: VoiceLeaveData


class MemberJoinEvent(RobotEvent):
    """``member.join``: a user joined the server."""

    type: Literal["member.join"] = "member.join"
    data: MemberJoinData


class MemberLeaveEvent(RobotEvent):
    """``member.leave``: a user left the server."""

    type: Literal["member.leave"] = "member.leave"
    data: MemberLeaveData


class MemberRoleChangedEvent(RobotEvent):
    """``member.role_changed``: the role of a member changed."""

    type: Literal["member.role_changed"] = "member.role_changed"
    data: MemberRoleChangedData


class RoomCreatedEvent(RobotEvent):
    """``room.created``: a room was created."""

    type: Literal["room.created"] = "room.created"
    data: RoomCreatedData


class RoomDeletedEvent(RobotEvent):
    """``room.deleted``: a room was deleted."""

    type: Literal["room.deleted"] = "room.deleted"
    data: RoomDeletedData


class PresenceUpdateEvent(RobotEvent):
    """``presence.update``: the status of a user changed."""

    type: Literal["presence.update"] = "presence.update"
    data: PresenceUpdateData


class ServerUpdatedEvent(RobotEvent):
    """``server.updated``: the server changed."""

    type: Literal["server.updated"] = "server.updated"
    data: ServerUpdatedData


class UnknownEvent(RobotEvent):
    """An event of a type that this version does not know; `raw` has the whole payload.

    `type` is "" if the payload has none.
    """

    # A comparison of `type` narrows an event only if each class has a literal of its own.
    if TYPE_CHECKING:
        type: Literal["(another type)"]


class _ByType:
    """Have pydantic validate the union as `RobotEvent`, which chooses the class by `type`."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        schema: CoreSchema = handler.generate_schema(RobotEvent)
        return schema


AnyRobotEvent = Annotated[
    Union[
        RoomMessageEvent,
        RoomMessageEditedEvent,
        RoomMessageDeletedEvent,
        VoiceJoinEvent,
        VoiceLeaveEvent,
        MemberJoinEvent,
        MemberLeaveEvent,
        MemberRoleChangedEvent,
        RoomCreatedEvent,
        RoomDeletedEvent,
        PresenceUpdateEvent,
        ServerUpdatedEvent,
        UnknownEvent,
    ],
    _ByType,
]
"""Any event of a robot: narrow it by its `type`."""

RoomEvent = Union[
    RoomMessageEvent,
    RoomMessageEditedEvent,
    RoomMessageDeletedEvent,
    VoiceJoinEvent,
    VoiceLeaveEvent,
    RoomCreatedEvent,
]
"""An event that is about a room which still exists, so that a robot can answer there."""

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
) -> AnyRobotEvent:
    """Return the event of a payload. This never fails: see the module.

    Args:
        payload: The decoded payload: the body of a webhook request, the data of a streamed event
            (both ``{type, serverId, timestamp, data}``), or a polled event (``{id, eventType,
            payload: {type, data}, createdAt}``).
        id: Id of the event, if the payload has none.
        type: Event type, if the payload has none. A payload with neither a type nor ``data`` is
            then the data itself.
        timestamp: Time of the event, if the payload has none: a datetime or text.

    Returns:
        The model of the event type; an `UnknownEvent` if the type is not known.
    """
    payload = without_surrogates(payload)
    envelope = _object(payload) or {}
    inner = _object(envelope.get("payload"))
    if inner is not None and "data" not in envelope:
        envelope = {**envelope, **inner}
    if _text(type) and not {"type", "eventType", "data"} & envelope.keys():
        envelope = {"data": envelope}
    named = _text(envelope.get("type")) or _text(envelope.get("eventType")) or _text(type) or ""
    moment = envelope.get("timestamp") or envelope.get("createdAt") or timestamp
    fields: Dict[str, Any] = {
        "id": _text(id) or _text(envelope.get("id")),
        "type": named,
        "server_id": _text(envelope.get("serverId")) or _text(envelope.get("server_id")),
        "timestamp": _MOMENT.validate_python(moment),
        "data": _object(envelope.get("data")) or {},
        "raw": payload,
    }
    more = {key: value for key, value in envelope.items() if key not in {*_ENVELOPE, *fields}}
    event = _TYPED.get(named, UnknownEvent).model_validate({**more, **fields})
    return cast("AnyRobotEvent", event)


def _restored(value: Any) -> Optional[RobotEvent]:
    """Return the event that `value` was dumped from; None if it is a payload."""
    if not isinstance(value, Mapping):
        return None
    dumped = cast("Dict[Any, Any]", value)
    if not {"type", "data", "raw"} <= dumped.keys():
        return None
    cls = _TYPED.get(dumped["type"] if isinstance(dumped["type"], str) else "", UnknownEvent)
    try:
        return cls.model_validate(value)
    except ValidationError:
        return None


def _object(value: Any) -> Optional[Dict[str, Any]]:
    """Return an object without keys that cannot be attributes; None if it is not an object."""
    if not isinstance(value, Mapping):
        return None
    return {key: item for key, item in cast("Dict[Any, Any]", value).items() if _text(key)}


def _text(value: Any) -> Optional[str]:
    """Return text that can be printed; None if it is not text."""
    return cast("str", without_surrogates(value)) if isinstance(value, str) else None
