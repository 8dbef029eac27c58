"""The words that robots are configured by: types of events, permissions and transports."""

from __future__ import annotations

from typing import Literal

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
