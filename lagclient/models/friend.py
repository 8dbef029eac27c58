"""Friendships and the requests that lead to them."""

from __future__ import annotations

from typing import List, Literal, Union

from pydantic import Field

from lagclient.models.base import LagModel, Timestamp
from lagclient.models.user import User

FriendshipStatus = Literal["pending", "accepted", "blocked"]


class Friend(LagModel):
    """Somebody on the caller's friend list."""

    id: str
    """The friend's user id; the friendship has its own, `friendship_id`."""
    user: User
    friendship_id: str
    since: Timestamp


class Friendship(LagModel):
    """How two users stand to each other: one of them asked, the other was asked."""

    id: str
    requester_id: str
    addressee_id: str
    status: Union[FriendshipStatus, str]
    created_at: Timestamp
    updated_at: Timestamp


class IncomingFriendRequest(LagModel):
    """A friend request that the caller was sent."""

    id: str
    requester_id: str
    addressee_id: str
    status: Union[FriendshipStatus, str]
    created_at: Timestamp
    updated_at: Timestamp
    from_user: User = Field(alias="from")
    """Who asks; the API says ``from``, which Python reserves."""


class OutgoingFriendRequest(LagModel):
    """A friend request that the caller sent."""

    id: str
    requester_id: str
    addressee_id: str
    status: Union[FriendshipStatus, str]
    created_at: Timestamp
    updated_at: Timestamp
    to_user: User = Field(alias="to")
    """Who was asked; ``to`` in the API, named like its counterpart `from_user`."""


class FriendRequestList(LagModel):
    """The caller's open friend requests, in both directions."""

    incoming: List[IncomingFriendRequest]
    outgoing: List[OutgoingFriendRequest]
