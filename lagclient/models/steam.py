"""What is known of somebody on Steam."""

from __future__ import annotations

from typing import Optional

from lagclient.models.base import LagModel


class SteamLookupResponse(LagModel):
    """The Steam profile that a Steam id, vanity name or profile URL leads to."""

    steam_id: str
    persona_name: Optional[str] = None
    avatar_url: Optional[str] = None
    profile_url: Optional[str] = None
    game_name: Optional[str] = None


class SteamActivityResponse(LagModel):
    """The game that the caller plays on Steam."""

    game_name: Optional[str] = None
    """None when nothing is played, or when no Steam account is linked."""
