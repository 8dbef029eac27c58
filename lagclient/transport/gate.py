"""Turns at the connections: no more at once than there may be, first come, first served."""

from __future__ import annotations

from typing import Any, Optional

from lagclient.transport.protocol import TransportError


def enter(gate: Any, most: int, limit: Optional[float]) -> None:
    """Wait for one's turn, blocking.

    Args:
        gate: A `threading.Semaphore`.
        most: How many it lets in at once.
        limit: How many seconds the wait may take; None: no limit.

    Raises:
        TransportError: It took longer.
    """
    if not gate.acquire(timeout=limit):
        raise _all_in_use(most, limit)


async def enter_async(gate: Any, most: int, limit: Optional[float]) -> None:
    """The same for a coroutine, at an `anyio.Semaphore`."""
    import anyio

    try:
        gate.acquire_nowait()
    except anyio.WouldBlock:
        with anyio.move_on_after(limit):
            await gate.acquire()
            return
        raise _all_in_use(most, limit) from None


def _all_in_use(most: int, limit: Optional[float]) -> TransportError:
    return TransportError(
        f"All {most} connections of the client are in use, none became free in {limit or 0:g} s",
        phase="pool",
        sent=False,
        timed_out=True,
    )
