"""Turns at the connections: no more at once than there may be, first come, first served."""

from __future__ import annotations

from typing import Any, Optional

from lagclient.transport.protocol import TransportError


async def enter(gate: Any, most: int, limit: Optional[float]) -> None:
    """Wait for one's turn.

    Args:
        gate: An `anyio.Semaphore`.
        most: How many it lets in at once.
        limit: How many seconds the wait may take; None: no limit.

    Raises:
        TransportError: It took longer.
    """
    import anyio

    try:
        gate.acquire_nowait()
    except anyio.WouldBlock:
        with anyio.move_on_after(limit):
            await gate.acquire()
            return
        raise all_in_use(most, limit) from None


def all_in_use(most: int, limit: Optional[float]) -> TransportError:
    """How a wait ends that took too long."""
    return TransportError(
        f"All {most} connections of the client are in use, none became free in {limit or 0:g} s",
        phase="pool",
        sent=False,
        timed_out=True,
    )
