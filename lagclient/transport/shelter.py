"""Attempts that asyncio cannot break off in the middle of cleaning up.

httpx cleans up behind the shield of a scope. `Task.cancel`, and so `asyncio.wait_for`, goes through
that shield, and what it hits then is a connection that stays in its pool and serves nobody any
more. So an attempt is a task of its own, which only a scope cancels.
"""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, TypeVar

import anyio

T = TypeVar("T")


async def sheltered(attempt: Callable[..., Awaitable[T]], *args: Any) -> T:
    """Make an attempt; who is cancelled meanwhile waits until it has cleaned up."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return await attempt(*args)  # trio knows no cancellation but that of scopes
    scope = anyio.CancelScope()

    async def within() -> T:
        with scope:
            return await attempt(*args)
        raise asyncio.CancelledError

    task = asyncio.ensure_future(within())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        with anyio.CancelScope(shield=True):
            await asyncio.wait({task})
        task.cancelled() or task.exception()  # nobody else will ask for it
        raise
