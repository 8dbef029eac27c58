"""Usernames, avatars and push tokens of an account."""

from __future__ import annotations

from typing import Literal

from lagclient.models.base import LagModel

PushPlatform = Literal["ios", "android"]


class CheckUsernameResponse(LagModel):
    """Whether a username is available."""

    available: bool


class AvatarUploadResponse(LagModel):
    """The URL of the uploaded avatar."""

    avatar_url: str
