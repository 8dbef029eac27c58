"""What robots may do, and the events that reach them."""

from __future__ import annotations

from typing import Any, Dict, Literal, Optional, Union

from lagclient.models.base import LagModel, Timestamp

RobotEventType = Literal[
    "room.message",
    "room.message.edited",
    "room.message.deleted",
    "voice.join",
    "voice.leave",
    "member.join",
    "member.leave",
    "member.role_changed",
    "room.created",
    "room.deleted",
    "presence.update",
    "server.updated",
]
RobotPermission = Literal[
    "read_messages",
    "send_messages",
    "read_members",
    "read_voice",
    "read_rooms",
    "read_presence",
]
RobotTransport = Literal["webhook", "SSE", "long-poll"]
"""How a robot gets its events, as the documentation spells it; each robot has one."""


class RobotEventPayload(LagModel):
    """The body of a webhook request: something that happened in the robot's server."""

    type: Union[RobotEventType, str]
    server_id: str
    timestamp: Timestamp
    data: Dict[str, Any]
    """What happened; its keys depend on `type`."""


class RobotPollPayload(LagModel):
    """The payload of a polled event: less than a webhook has."""

    type: Union[RobotEventType, str]
    data: Dict[str, Any]
    """What happened; its keys depend on `type`."""


class RobotPollEvent(LagModel):
    """One of the events that a poll brings."""

    id: str
    event_type: Union[RobotEventType, str]
    payload: RobotPollPayload
    created_at: Optional[Timestamp] = None
    """None when the API does not say."""
