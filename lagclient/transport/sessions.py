"""What an asynchronous adapter has for each event loop: connections, and turns at them.

A session is closed with its loop: what closes it is an asynchronous generator left open, which
asyncio finishes before a loop ends.
"""

from __future__ import annotations

import abc
import asyncio
from typing import AsyncGenerator, Callable, Dict, Generic, Optional, Set, TypeVar

import anyio

from lagclient.transport.gate import enter
from lagclient.transport.protocol import Timeouts, TransportError

# Until their loop ends: else a session could be collected before what would close it.
_lives: Set[AsyncGenerator[None, None]] = set()


class Session(abc.ABC):
    """Of one event loop: its connections, and who may use one."""

    life: AsyncGenerator[None, None]

    def __init__(self, most: int) -> None:
        self.loop: asyncio.AbstractEventLoop = asyncio.get_running_loop()
        self.gate: anyio.Semaphore = anyio.Semaphore(most)
        self._most = most

    async def enter(self, timeouts: Timeouts) -> None:
        """Wait for one's turn, first come, first served."""
        await enter(self.gate, self._most, timeouts.cut().pool)

    @abc.abstractmethod
    async def close(self) -> None:
        """Close the connections."""
        ...


SessionT = TypeVar("SessionT", bound=Session)


class Sessions(Generic[SessionT]):
    """Those of a client."""

    def __init__(self, make: Callable[[], SessionT]) -> None:
        self._make = make
        self._by_loop: Dict[asyncio.AbstractEventLoop, SessionT] = {}

    def here(self) -> Optional[SessionT]:
        """That of this event loop, if there is one yet."""
        try:
            return self._by_loop.get(asyncio.get_running_loop())
        except RuntimeError:
            raise TransportError.unsent(
                "This transport is for asyncio: on trio, leave `transport` out"
            ) from None

    async def opened(self) -> SessionT:
        """A new one, for this event loop."""
        session = self._make()
        self._by_loop[session.loop] = session
        session.life = self._life(session)
        _lives.add(session.life)
        await session.life.__anext__()
        return session

    async def _life(self, session: SessionT) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            _lives.discard(session.life)
            self._by_loop.pop(session.loop, None)
            await session.close()

    async def close(self) -> None:
        """Close that of this event loop."""
        session = self.here()
        if session is not None:
            await session.life.aclose()
