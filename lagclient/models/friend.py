"""Friendships and friend requests."""

from __future__ import annotations

from typing import List, Literal, Union

from pydantic import Field

from lagclient.models.base import LagModel, Timestamp
from lagclient.models.user import User

FriendshipStatus = Literal["pending", "accepted", "blocked"]


class Friend(LagModel):
    """An entry of the caller's friend list."""

    id: str
    """User id of the friend; `friendship_id` is the id of the friendship."""
    user: User
    friendship_id: str
    since: Timestamp


class Friendship(LagModel):
    """The relation of two users: one sent the request, the other received it."""

    id: str
    requester_id: str
    addressee_id: str
    status: Union[FriendshipStatus, str]
    created_at: Timestamp
    updated_at: Timestamp


class IncomingFriendRequest(LagModel):
    """A friend request that the caller received."""

    id: str
    requester_id: str
    addressee_id: str
    status: Union[FriendshipStatus, str]
    created_at: Timestamp
    updated_at: Timestamp
    from_user: User = Field(alias="from")
    """The sender; ``from`` in the API, which is a keyword of Python."""


class OutgoingFriendRequest(LagModel):
    """A friend request that the caller sent."""

    id: str
    requester_id: str
    addressee_id: str
    status: Union[FriendshipStatus, str]
    created_at: Timestamp
    updated_at: Timestamp
    to_user: User = Field(alias="to")
    """The recipient; ``to`` in the API, named here like its counterpart `from_user`."""


class FriendRequestList(LagModel):
    """The caller's pending friend requests, in both directions."""

    incoming: List[IncomingFriendRequest]
    outgoing: List[OutgoingFriendRequest]
