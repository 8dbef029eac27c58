"""One session for each event loop, closed with its loop, because connections belong to a loop.

Each session has an asynchronous generator that is left open: asyncio and trio finish it before
their loop ends, and it then closes the session. (`RunVar` does not help: an older anyio identifies
it by name alone, so clients would share it.) If a program closes an asyncio loop without
`shutdown_asyncgens`, the generator is not finished. The session is then abandoned when the next one
is opened, or when its client is dropped.
"""

from __future__ import annotations

import asyncio
import weakref
from typing import (
    Any,
    AsyncGenerator,
    Callable,
    Dict,
    Generic,
    List,
    Optional,
    Protocol,
    Set,
    TypeVar,
)

from anyio.lowlevel import current_token


class Session(Protocol):
    """Connections that belong to an event loop."""

    async def close(self) -> None:
        """Close its connections."""
        ...

    def abandon(self) -> None:
        """Hang up without the event loop, which is closed."""
        ...


SessionT = TypeVar("SessionT", bound=Session)


def running_loop() -> object:
    """Return an object that identifies the event loop of this task."""
    try:
        if asyncio.current_task() is not None:  # it is None if asyncio hosts trio
            return asyncio.get_running_loop()  # anyio's token takes ten times as long
    except RuntimeError:
        pass
    return current_token()


class _Life(Generic[SessionT]):
    """The time from the opening of a session to the end of its event loop."""

    def __init__(self, session: SessionT, by_loop: Dict[object, _Life[SessionT]]) -> None:
        self.session = session
        self._by_loop = by_loop
        self._loop = running_loop()
        self._generator = self._until_the_end()

    async def begin(self) -> None:
        self._by_loop[self._loop] = self
        _lives.add(self)
        await self._generator.__anext__()

    async def _until_the_end(self) -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            self._forget()
            await self.session.close()

    async def end(self) -> None:
        await self._generator.aclose()

    def abandon_if_closed(self) -> None:
        loop = self._loop  # of trio, nothing is abandoned
        if isinstance(loop, asyncio.AbstractEventLoop) and loop.is_closed() and self in _lives:
            self._forget()
            self.session.abandon()

    def _forget(self) -> None:
        _lives.discard(self)
        self._by_loop.pop(self._loop, None)


# Kept until their loop ends, because a generator that is collected earlier closes nothing.
_lives: Set[_Life[Any]] = set()


def _abandon_closed() -> None:
    for life in list(_lives):
        life.abandon_if_closed()


class Sessions(Generic[SessionT]):
    """The sessions of a client."""

    def __init__(self, make: Callable[[], SessionT]) -> None:
        self._make = make
        self._by_loop: Dict[object, _Life[SessionT]] = {}
        weakref.finalize(self, _abandon_closed).atexit = False

    def here(self) -> Optional[SessionT]:
        """Return the session of this event loop, or None."""
        life = self._by_loop.get(running_loop())
        return None if life is None else life.session

    def every(self) -> List[SessionT]:
        """Return the sessions of all event loops."""
        return [life.session for life in list(self._by_loop.values())]

    async def opened(self) -> SessionT:
        """Open a session for this event loop."""
        _abandon_closed()
        life = _Life(self._make(), self._by_loop)
        await life.begin()
        return life.session

    async def close(self) -> None:
        """Close the session of this event loop."""
        _abandon_closed()
        life = self._by_loop.get(running_loop())
        if life is not None:
            await life.end()
