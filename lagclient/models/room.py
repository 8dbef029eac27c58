"""Rooms of a server, who is in them, and their chat messages."""

from __future__ import annotations

from typing import Dict, List, Literal, Optional, Union

from pydantic import Field

from lagclient.models.base import LagModel, Timestamp

MentionType = Literal["user", "robot"]


class RoomParticipant(LagModel):
    """Somebody who is in a room's voice call right now."""

    user_id: str
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    is_muted: bool
    is_deafened: bool
    is_speaking: bool
    joined_at: Timestamp


class Room(LagModel):
    """A room of a server: a place to talk, with a chat of its own."""

    id: str
    server_id: str
    name: Optional[str] = None
    created_by: str
    """The id of the user who made the room."""
    max_participants: Optional[int] = None
    participants: List[RoomParticipant] = Field(default_factory=list[RoomParticipant])
    created_at: Timestamp


class MessageReplyTo(LagModel):
    """The earlier message that a message answers, quoted along with it."""

    id: str
    user_id: Optional[str] = None
    """None when a robot wrote the quoted message."""
    username: str
    display_name: Optional[str] = None
    content: str
    # The next three are there only when a robot wrote the quoted message.
    robot_id: Optional[str] = None
    robot_name: Optional[str] = None
    is_bot: Optional[bool] = None


class MentionData(LagModel):
    """A user or a robot that a message mentions."""

    type: Union[MentionType, str]
    id: str
    name: str


class MessageImageVariant(LagModel):
    """One size in which a message's image can be had."""

    url: str
    width: int
    height: int
    size: int
    """In bytes."""


class MessageImage(LagModel):
    """The image that a message carries."""

    id: str
    url: Optional[str] = None
    width: Optional[int] = None
    height: Optional[int] = None
    blurhash: Optional[str] = None
    content_type: str
    variants: Optional[Dict[str, MessageImageVariant]] = None
    """By variant name, such as ``thumb``."""


class RoomMessage(LagModel):
    """A chat message in a room, written by a user, a robot or an external guest of an event."""

    id: str
    room_id: str
    user_id: Optional[str] = None
    """None, or empty, when a robot or a guest wrote the message."""
    username: str
    """For a robot, its name."""
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    content: str
    """Plain text; emoji shortcodes such as ``:smile:`` stay as they are."""
    created_at: Timestamp
    edited_at: Optional[Timestamp] = None
    """None until the message is edited."""
    # The next four are there only when a robot wrote the message, not always all of them.
    robot_id: Optional[str] = None
    robot_name: Optional[str] = None
    robot_avatar_url: Optional[str] = None
    is_bot: Optional[bool] = None
    # The next three are there only when an external guest of an event wrote the message.
    guest_id: Optional[str] = None
    guest_display_name: Optional[str] = None
    is_guest: Optional[bool] = None
    reply_to: Optional[MessageReplyTo] = None
    mentions: Optional[List[MentionData]] = None
    image: Optional[MessageImage] = None


class EditedRoomMessage(RoomMessage):
    """A message as the answer to its edit shows it.

    A user gets the whole message. The documented answer to a robot's edit has neither `username`
    nor `created_at`, so here both may be None.
    """

    # Wider than in RoomMessage on purpose: the answer to a robot's edit lacks them.
    username: Optional[str] = None  # type: ignore[assignment]
    created_at: Optional[Timestamp] = None  # type: ignore[assignment]
