"""The event loop of a robot: how threads and signal handlers reach it, and what blocks it."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import os
import signal
import sys
import threading
from typing import Any, Awaitable, Callable, Generator, List, NoReturn, Optional

import anyio

from lagclient.bot.announcement import logger

running: contextvars.ContextVar[Optional[Loop]] = contextvars.ContextVar("running", default=None)
"""The loop that the handlers run in, for what they call; their threads see it too."""

_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")
_ENDING_SIGNAL = 3
_MOST_THREADS = 40
_LOOK_SECONDS = 1.0
_BLOCKED_SECONDS = 5.0


def is_inside_a_loop() -> bool:
    """Return whether asyncio runs an event loop in this thread."""
    with contextlib.suppress(RuntimeError):
        asyncio.get_running_loop()
        return True
    return False


async def watch() -> None:
    """Warn when the loop has stood still, because then no handler went on; until cancelled."""
    while True:
        due = anyio.current_time() + _LOOK_SECONDS
        await anyio.sleep(_LOOK_SECONDS)
        late = anyio.current_time() - due
        if late >= _BLOCKED_SECONDS:
            logger.warning(
                "The event loop stood still for %.1f s: the process was suspended, or a coroutine "
                "function blocks; a plain function may block, because it has a thread of its own",
                late,
            )


class Loop:
    """The event loop that it is created in, for other threads."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._threads: Optional[anyio.Semaphore] = None
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # trio, then
            import trio

            token = trio.lowlevel.current_trio_token()
            self._soon: Callable[..., Any] = token.run_sync_soon

            def run(function: Callable[..., Any], *args: Any) -> Any:
                return trio.from_thread.run(function, *args, trio_token=token)
        else:
            self._soon = loop.call_soon_threadsafe

            def run(function: Callable[..., Any], *args: Any) -> Any:
                return asyncio.run_coroutine_threadsafe(function(*args), loop).result()

        self._run = run

    def is_current(self) -> bool:
        """Return whether this is the loop's own thread."""
        return threading.get_ident() == self._thread

    def soon(self, function: Callable[[], Any]) -> None:
        """Have a function called in the loop; nothing happens once the loop has ended."""
        with contextlib.suppress(RuntimeError):
            self._soon(function)

    def call(self, function: Callable[..., Awaitable[Any]], *args: Any) -> Any:
        """Call a coroutine function: in the loop's thread return what to await, else the result."""
        if self.is_current():
            return function(*args)
        return self._run(function, *args)

    async def in_thread(self, function: Callable[[], Any], name: str) -> Any:
        """Call a plain function in a thread of its own, which has a name.

        A task that is cancelled leaves the thread behind, and the thread does not keep the process
        from ending.
        """
        done = anyio.Event()
        results: List[Any] = []
        failures: List[BaseException] = []
        call = contextvars.copy_context().run

        def work() -> None:
            try:
                results.append(call(function))
            except BaseException as error:
                failures.append(error)
            self.soon(done.set)

        self._threads = self._threads or anyio.Semaphore(_MOST_THREADS)
        async with self._threads:
            threading.Thread(target=work, name=f"lagclient {name}", daemon=True).start()
            await done.wait()
        if not failures:
            return results[0]
        raise failures[0]


def _end_process(code: int) -> NoReturn:
    """End the process without cleaning up, which coroutines and threads could delay."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):  # closed, missing, or in the middle of a write
            stream.flush()
    os._exit(code)


@contextlib.contextmanager
def signals(loop: Loop, obey: Callable[[], Any]) -> Generator[None, None, None]:
    """Call a function in the loop for each SIGINT or SIGTERM, in the main thread.

    These are plain signal handlers, which Windows has as well. A signal that arrives before the
    loop has obeyed the previous one finds the loop blocked: it is a KeyboardInterrupt. The third
    ends the process, because a handler can swallow both of these.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pending: List[int] = []
    received: List[int] = []

    def obeyed() -> None:
        pending.clear()
        obey()

    def receive(number: int, _: Any) -> None:
        received.append(number)
        if len(received) >= _ENDING_SIGNAL:
            _end_process(128 + number)  # as a shell reports a process that a signal has ended
        if pending:
            raise KeyboardInterrupt
        pending.append(number)
        loop.soon(obeyed)

    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, receive) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
