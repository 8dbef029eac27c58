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
    """The id of the member's ``ServerRoleObject``."""
    status: Union[UserStatus, str]
    """Presence; mind the hyphen in ``in-game``."""
    joined_at: Timestamp


class ServerWithDetails(Server):
    """A server with its rooms, its members and the caller's own role in it."""

    rooms: List[Room]
    members: List[ServerMember]
    my_role: Union[ServerRole, str]


class ServerRoleObject(LagModel):
    """A role that a server defines, with what its holders may do."""

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
    """The role that a member now has."""

    user_id: str
    role_id: str
    role_name: str
    role: Union[ServerRole, str]


class ServerInvite(LagModel):
    """An invite code of a server."""

    id: str
    code: str
    created_by: str
    """The id of the user who made the invite."""
    max_uses: Optional[int] = None
    """None when the invite may be used any number of times."""
    uses: int
    expires_at: Optional[Timestamp] = None
    """None when the invite does not expire."""
    created_at: Timestamp


class ServerInvitePreview(LagModel):
    """What an invite code shows of its server before it is used."""

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
    """Where the server icon that was just uploaded is found."""

    icon_url: str


class ServerBan(LagModel):
    """A user's ban from a server, with the user's names and avatar."""

    id: str
    server_id: str
    user_id: str
    banned_by: Optional[str] = None
    """A user id."""
    reason: Optional[str] = None
    expires_at: Optional[Timestamp] = None
    """None when the ban is permanent."""
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
    """A user id."""
    reason: Optional[str] = None
    expires_at: Optional[Timestamp] = None
    """None when the mute has no end."""
    created_at: Timestamp
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
