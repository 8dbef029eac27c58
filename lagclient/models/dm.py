"""Direct messages between two users."""

from __future__ import annotations

from typing import Optional

from lagclient.models.base import LagModel, Omitted, OmittedOrNull, Timestamp
from lagclient.models.room import MessageImage, MessageReplyTo
from lagclient.models.user import User


class DmMessage(LagModel):
    """A message in a direct conversation."""

    id: str
    conversation_id: str
    user_id: str
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    content: str
    created_at: Timestamp
    edited_at: OmittedOrNull[Timestamp] = None
    """None until the message is edited."""
    reply_to: OmittedOrNull[MessageReplyTo] = None
    image: OmittedOrNull[MessageImage] = None


class DmConversation(LagModel):
    """The caller's direct conversation with one other user."""

    id: str
    other_user: User
    last_message: Optional[DmMessage] = None
    created_at: Timestamp
    unread_count: Omitted[int] = None
    """How many messages of the conversation the caller has not read."""
