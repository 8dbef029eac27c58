"""Close a server of asyncio without losing a connection."""

from __future__ import annotations

import asyncio

_TURNS = 5
"""Turns of the event loop, more than asyncio takes to accept a connection."""


async def settled() -> None:
    """Wait until asyncio has accepted what has connected: closing the server would lose it."""
    for _ in range(_TURNS):
        await asyncio.sleep(0)
