"""Event types, permissions and transports of robots."""

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
"""How a robot receives its events, spelt as in the API; each robot has one."""
