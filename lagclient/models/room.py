"""Rooms of a server, their participants and their messages."""

from __future__ import annotations

from typing import Dict, List, Literal, Optional, Union

from pydantic import Field

from lagclient.models.base import LagModel, Omitted, OmittedOrNull, Timestamp

MentionType = Literal["user", "robot"]


class RoomParticipant(LagModel):
    """A participant of a room's current voice call."""

    user_id: str
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    is_muted: bool
    is_deafened: bool
    is_speaking: bool
    joined_at: Timestamp


class Room(LagModel):
    """A room of a server, with voice and chat."""

    id: str
    server_id: str
    name: Optional[str] = None
    created_by: str
    """Id of the user who created the room."""
    max_participants: Optional[int] = None
    participants: List[RoomParticipant] = Field(default_factory=list[RoomParticipant])
    created_at: Timestamp


class MessageReplyTo(LagModel):
    """The message that a message replies to, quoted with it."""

    id: str
    user_id: Optional[str] = None
    """None if a robot wrote the quoted message."""
    username: str
    display_name: Optional[str] = None
    content: str
    # The next three are set only if a robot wrote the quoted message.
    robot_id: OmittedOrNull[str] = None
    robot_name: OmittedOrNull[str] = None
    is_bot: Omitted[bool] = None


class MentionData(LagModel):
    """A user or a robot that a message mentions."""

    type: Union[MentionType, str]
    id: str
    name: str


class MessageImageVariant(LagModel):
    """One size of a message's image."""

    url: str
    width: int
    height: int
    size: int
    """In bytes."""


class MessageImage(LagModel):
    """The image of a message."""

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
    """None, or empty, if a robot or a guest wrote the message."""
    username: str
    """Name of the author; for a robot, its name."""
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    content: str
    """Plain text; emoji shortcodes such as ``:smile:`` are not expanded."""
    created_at: Timestamp
    edited_at: OmittedOrNull[Timestamp] = None
    """None until the message is edited."""
    # Some or all of the next four are set only if a robot wrote the message.
    robot_id: OmittedOrNull[str] = None
    robot_name: OmittedOrNull[str] = None
    robot_avatar_url: OmittedOrNull[str] = None
    is_bot: Omitted[bool] = None
    # The next three are set only if an external guest of an event wrote the message.
    guest_id: OmittedOrNull[str] = None
    guest_display_name: OmittedOrNull[str] = None
    is_guest: Omitted[bool] = None
    reply_to: OmittedOrNull[MessageReplyTo] = None
    mentions: OmittedOrNull[List[MentionData]] = None
    image: OmittedOrNull[MessageImage] = None


class EditedRoomMessage(RoomMessage):
    """A message as returned by its edit.

    A user gets the whole message. The documented response to a robot's edit has the id, the room,
    the text and the time of the edit, so all other fields may be None.
    """

    # Wider than in RoomMessage, because the response to a robot's edit lacks them.
    user_id: OmittedOrNull[str] = None
    username: Omitted[str] = None  # type: ignore[assignment]
    display_name: OmittedOrNull[str] = None
    avatar_url: OmittedOrNull[str] = None
    created_at: Omitted[Timestamp] = None  # type: ignore[assignment]
