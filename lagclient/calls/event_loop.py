"""Reach the event loop of a task from other threads and loops."""

from __future__ import annotations

import contextlib
import contextvars
import sys
from typing import Any, Callable, Set


class Loop:
    """The event loop of the task that creates this."""

    def __init__(self) -> None:
        import asyncio

        from lagclient.transport.sessions import running_loop

        loop = self._key = running_loop()
        if isinstance(loop, asyncio.AbstractEventLoop):
            self._soon: Callable[[Callable[[], Any]], Any] = loop.call_soon_threadsafe
        else:
            import trio

            self._soon = trio.lowlevel.current_trio_token().run_sync_soon

    def is_current(self) -> bool:
        """Return whether the current task runs in this loop."""
        return self._key == Loop()._key

    def soon(self, function: Callable[[], Any]) -> None:
        """Call a function in the loop, from any thread; do nothing if the loop has ended."""
        with contextlib.suppress(RuntimeError):
            self._soon(function)


_tasks: Set[Any] = set()


def spawn(run: Callable[[], Any]) -> None:
    """Start a task outside of any task group, in a copy of the caller's context."""
    trio: Any = sys.modules.get("trio")
    if trio is not None:
        with contextlib.suppress(RuntimeError):  # trio is imported, but this loop is asyncio's
            trio.lowlevel.spawn_system_task(run, context=contextvars.copy_context())
            return
    import asyncio

    task = asyncio.ensure_future(run())
    _tasks.add(task)  # the event loop itself holds tasks only weakly
    task.add_done_callback(_tasks.discard)
