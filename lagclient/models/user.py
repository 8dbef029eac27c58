"""Users and the flags of their accounts."""

from __future__ import annotations

from typing import Dict, Literal, Optional, Union

from lagclient.models.base import LagModel, Omitted, OmittedOrNull, Timestamp

UserStatus = Literal["online", "offline", "in-game", "idle"]


class UserFlags(LagModel):
    """State of an account, such as its access or a suspension."""

    has_access: Omitted[bool] = None
    suspended: Omitted[bool] = None
    suspended_at: Omitted[Timestamp] = None
    suspended_reason: Omitted[str] = None
    features: Omitted[Dict[str, bool]] = None
    """By feature name."""


class User(LagModel):
    """A user, as in profiles, friend lists and conversations."""

    id: str
    username: str
    display_name: Optional[str] = None
    avatar_url: Optional[str] = None
    status: Union[UserStatus, str]
    """``online``, ``offline``, ``in-game`` or ``idle``."""
    steam_id: OmittedOrNull[str] = None
    created_at: Timestamp
    flags: Omitted[UserFlags] = None
