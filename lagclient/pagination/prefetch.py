"""Fetch the next page while the caller works on the current one.

When the program or its event loop ends, an unfinished prefetch ends without an error. If its page
is needed after all, it is fetched again. So only reads are prefetched.
"""

from __future__ import annotations

import contextvars
import threading
from typing import Any, Awaitable, Callable, List

from lagclient.calls.event_loop import spawn
from lagclient.routing.call import Call

TURNS = 10
"""After this many turns of the event loop the request is on the wire, over every transport. Its
response then arrives even while the caller blocks the loop."""


def prefetch(perform: Callable[[Call], Any], call: Call) -> Callable[[], Any]:
    """Start a call in a thread, in a copy of the caller's context.

    Returns:
        A function that waits for the call, and returns its result or raises its error.
    """
    results: List[Any] = []
    errors: List[BaseException] = []

    def run() -> None:
        try:
            results.append(perform(call))
        except BaseException as error:
            errors.append(error)

    def result() -> Any:
        thread.join()
        if errors:
            raise errors[0]
        return results[0]

    target = contextvars.copy_context().run
    # A daemon thread, because an unwanted prefetch must not delay the end of the program.
    thread = threading.Thread(target=target, args=(run,), name="lagclient prefetch", daemon=True)
    thread.start()
    return result


async def prefetch_async(
    perform: Callable[[Call], Any], call: Call
) -> Callable[[], Awaitable[Any]]:
    """Start a call in a task, and return as `prefetch` does once its request is on the wire."""
    import anyio
    import anyio.lowlevel

    results: List[Any] = []
    errors: List[Exception] = []
    done = anyio.Event()

    async def run() -> None:
        try:
            results.append(await perform(call))
        except Exception as error:
            errors.append(error)
        finally:
            done.set()

    async def result() -> Any:
        await done.wait()
        if errors:
            raise errors[0]
        # Empty if the task was cancelled from outside.
        return results[0] if results else await perform(call)

    spawn(run)
    for _ in range(TURNS):
        await anyio.lowlevel.checkpoint()
    return result
