"""A call that is made ahead, while whoever wants its result is busy with something else.

If it is given up on the way, with the program or the event loop, nobody is told: it is asked again
when its result is wanted. So only reads go ahead.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import Any, Callable, Set

from lagclient.routing.call import Call

TURNS = 10
"""After so many turns of the event loop a request is on the wire, by any transport. Its answer then
comes by itself, even if what is done in the meantime blocks the loop."""


class _Ahead:
    def __init__(self, perform: Callable[[Call], Any], call: Call) -> None:
        self._perform = perform
        self._call = call
        self._results: Any = []
        self._error: Any = None


class Ahead(_Ahead):
    """For a `Client`: in a thread."""

    def begin(self) -> None:
        """Make the call."""
        # A daemon: what nobody waits for must not hold up the end of the program.
        self._thread = threading.Thread(target=self._run, name="lagclient ahead", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._results.append(self._perform(self._call))
        except Exception as error:
            self._error = error

    def result(self) -> Any:
        """What the call returned, or raise what it raised."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._results[0]


class AsyncAhead(_Ahead):
    """For an `AsyncClient`: in a task."""

    async def begin(self) -> None:
        """Make the call, and be back once its request is on the wire."""
        import anyio
        import anyio.lowlevel

        self._done = anyio.Event()
        _spawn(self._run)
        for _ in range(TURNS):
            await anyio.lowlevel.checkpoint()

    async def _run(self) -> None:
        try:
            self._results.append(await self._perform(self._call))
        except Exception as error:
            self._error = error
        finally:
            self._done.set()

    async def result(self) -> Any:
        """What the call returned, or raise what it raised."""
        await self._done.wait()
        if self._error is not None:
            raise self._error
        # Nothing: the task was cancelled by somebody else.
        return self._results[0] if self._results else await self._perform(self._call)


_tasks: Set[Any] = set()


def _spawn(run: Callable[[], Any]) -> None:
    """Begin a task that belongs to the event loop: nobody's scope waits for it."""
    trio: Any = sys.modules.get("trio")
    if trio is not None:
        with contextlib.suppress(RuntimeError):  # its event loop may not be this one
            trio.lowlevel.spawn_system_task(run)
            return
    import asyncio

    task = asyncio.ensure_future(run())
    _tasks.add(task)  # the loop alone would let it be collected
    task.add_done_callback(_tasks.discard)
