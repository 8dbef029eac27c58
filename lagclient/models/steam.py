"""Steam profiles and activity."""

from __future__ import annotations

from typing import Optional

from lagclient.models.base import LagModel


class SteamLookupResponse(LagModel):
    """The Steam profile of a Steam id, vanity name or profile URL."""

    steam_id: str
    persona_name: Optional[str] = None
    avatar_url: Optional[str] = None
    profile_url: Optional[str] = None
    game_name: Optional[str] = None


class SteamActivityResponse(LagModel):
    """The game that the caller is playing on Steam."""

    game_name: Optional[str] = None
    """None if the caller is not playing, or if Steam is not linked."""
