"""What an account has beside its user: a name that is free or not, an avatar, push tokens."""

from __future__ import annotations

from typing import Literal

from lagclient.models.base import LagModel

PushPlatform = Literal["ios", "android"]


class CheckUsernameResponse(LagModel):
    """Whether a username is still free."""

    available: bool


class AvatarUploadResponse(LagModel):
    """Where the avatar that was just uploaded is found."""

    avatar_url: str
