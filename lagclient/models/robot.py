"""Event types, permissions and transports of robots."""

from __future__ import annotations

from typing import Literal, Mapping

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
PERMISSION_FOR: Mapping[str, str] = {
    "room.message": "read_messages",
    "room.message.edited": "read_messages",
    "room.message.deleted": "read_messages",
    "voice.join": "read_voice",
    "voice.leave": "read_voice",
    "member.join": "read_members",
    "member.leave": "read_members",
    "member.role_changed": "read_members",
    "room.created": "read_rooms",
    "room.deleted": "read_rooms",
    "presence.update": "read_presence",
    "server.updated": "",
}
"""The permission that a robot needs for each type of event.

The documentation names none for two types. `member.role_changed` is taken to need ``read_members``,
like all other events about members, and `server.updated` to need no permission, because every
response about the server has the same data.
"""
RobotTransport = Literal["webhook", "SSE", "long-poll"]
"""How a robot receives its events, spelt as in the API; each robot has one."""
