"""One of something for each event loop, closed with it: connections belong to their loop.

What closes it is an asynchronous generator left open, which asyncio and trio finish before a loop
ends. (`RunVar` is no help: an older anyio knows it by its name alone, so clients would share.)
"""

from __future__ import annotations

from typing import AsyncGenerator, Callable, Dict, Generic, Optional, Protocol, Set, Tuple, TypeVar

from anyio.lowlevel import current_token

# Until their loop ends: else one could be collected before what would close it.
_lives: Set[AsyncGenerator[None, None]] = set()


class Session(Protocol):
    """What belongs to an event loop."""

    async def close(self) -> None:
        """Close its connections."""
        ...


SessionT = TypeVar("SessionT", bound=Session)


class Sessions(Generic[SessionT]):
    """Those of a client."""

    def __init__(self, make: Callable[[], SessionT]) -> None:
        self._make = make
        self._by_loop: Dict[object, Tuple[SessionT, AsyncGenerator[None, None]]] = {}

    def here(self) -> Optional[SessionT]:
        """That of this event loop, if there is one yet."""
        session, _ = self._by_loop.get(current_token(), (None, None))
        return session

    async def opened(self) -> SessionT:
        """A new one, for this event loop."""
        session = self._make()
        life = self._life(session)
        self._by_loop[current_token()] = session, life
        _lives.add(life)
        await life.__anext__()
        return session

    async def _life(self, session: SessionT) -> AsyncGenerator[None, None]:
        loop = current_token()
        try:
            yield
        finally:
            _, life = self._by_loop.pop(loop)
            _lives.discard(life)
            await session.close()

    async def close(self) -> None:
        """Close that of this event loop."""
        _, life = self._by_loop.get(current_token(), (None, None))
        if life is not None:
            await life.aclose()
