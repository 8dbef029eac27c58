"""Servers: members, roles, invites, bans and mutes."""

from __future__ import annotations

from typing import List, Literal, Optional, Union

from lagclient.models.base import LagModel, Timestamp
from lagclient.models.room import Room
from lagclient.models.user import UserStatus

ServerRole = Literal["owner", "admin", "member"]


class Server(LagModel):
    """A community with rooms, members and roles."""

    id: str
    name: str
    icon_url: Optional[str] = None
    icon_emoji: Optional[str] = None
    """A shortcode such as ``:rocket:``."""
    owner_id: str
    member_count: int
    created_at: Timestamp


class ServerMember(LagModel):
    """A user as a member of one server."""

    user_id: str
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    role: Union[ServerRole, str]
    role_id: Optional[str] = None
    """Id of the member's ``ServerRoleObject``."""
    status: Union[UserStatus, str]
    """``online``, ``offline``, ``in-game`` or ``idle``."""
    joined_at: Timestamp


class ServerWithDetails(Server):
    """A server with its rooms, its members and the caller's own role in it."""

    rooms: List[Room]
    members: List[ServerMember]
    my_role: Union[ServerRole, str]


class ServerRoleObject(LagModel):
    """A role of a server, with its permissions."""

    id: str
    server_id: str
    name: str
    color: Optional[str] = None
    permissions: int
    """A bit field: see ``Permission`` and ``has_permission``."""
    sort_order: int
    is_default: bool
    """Whether it is Owner, Admin or Member, whose permissions cannot be edited."""
    created_at: Timestamp


class AssignRoleResponse(LagModel):
    """The new role of a member."""

    user_id: str
    role_id: str
    role_name: str
    role: Union[ServerRole, str]


class ServerInvite(LagModel):
    """An invite code of a server."""

    id: str
    code: str
    created_by: str
    """Id of the user who created the invite."""
    max_uses: Optional[int] = None
    """None if the number of uses is not limited."""
    uses: int
    expires_at: Optional[Timestamp] = None
    """None if the invite does not expire."""
    created_at: Timestamp


class ServerInvitePreview(LagModel):
    """The server of an invite code, as shown before the code is used."""

    server_name: str
    server_icon_url: Optional[str] = None
    server_icon_emoji: Optional[str] = None
    member_count: int
    member_limit: int
    is_full: bool
    valid: bool


class InviteFriendResult(LagModel):
    """Whether the invite was sent to the friend."""

    sent: bool


class ServerIconUploadResponse(LagModel):
    """The URL of the uploaded server icon."""

    icon_url: str


class ServerBan(LagModel):
    """A user's ban from a server, with the user's names and avatar."""

    id: str
    server_id: str
    user_id: str
    banned_by: Optional[str] = None
    """Id of the user who banned them."""
    reason: Optional[str] = None
    expires_at: Optional[Timestamp] = None
    """None if the ban is permanent."""
    created_at: Timestamp
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None


class ServerMute(LagModel):
    """A member's mute in a server, with the member's names and avatar."""

    id: str
    server_id: str
    user_id: str
    muted_by: Optional[str] = None
    """Id of the user who muted them."""
    reason: Optional[str] = None
    expires_at: Optional[Timestamp] = None
    """None if the mute has no end."""
    created_at: Timestamp
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
