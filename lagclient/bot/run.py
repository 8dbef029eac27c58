"""One run of a robot, and its end: asked for, or by an error."""

from __future__ import annotations

import contextlib
import math
from typing import Any, Awaitable, Callable, Dict, Generator, List, Optional, Union

import anyio

from lagclient.bot.loop import Loop

EXITS = (SystemExit, KeyboardInterrupt)
"""The errors by which a function of the program asks for the end of the process."""
_MOMENT_SECONDS = 1.0
Exit = Union[SystemExit, KeyboardInterrupt]


def ends_the_task(error: BaseException) -> bool:
    """Whether the event loop ends this task with an error.

    A function of the program may raise the same errors: that of a task of its own that was
    cancelled, or that of a generator.
    """
    if isinstance(error, GeneratorExit):
        try:
            anyio.get_current_task()
        except RuntimeError:  # the coroutine is closed, outside of its loop
            return True
        return False
    is_error = isinstance(error, Exception)
    return not is_error and anyio.current_effective_deadline() == -math.inf


class Run:
    """Created in the event loop that the robot runs in."""

    def __init__(self) -> None:
        self.loop: Loop = Loop()
        self.is_stopping: bool = False
        self.failure: Optional[BaseException] = None
        """What `Bot.start` raises in the end."""
        self.at_stop: List[Callable[[], Any]] = []
        """End what the run and its handlers wait for."""

    def stop(self) -> None:
        """End the run once the handlers that run have ended."""
        self.is_stopping = True
        for end in list(self.at_stop):
            end()

    def fail(self, error: BaseException) -> None:
        """End the run with an error, once the handlers that run have ended."""
        self.failure = self.failure or error
        self.stop()

    async def attempt(self, part: Awaitable[None]) -> None:
        """Do a part of the run; if it fails, so does the run, and the other parts end as usual."""
        try:
            await part
        except BaseException as error:
            if ends_the_task(error):
                raise
            self.fail(error)

    @contextlib.contextmanager
    def until_stopped(self) -> Generator[None, None, None]:
        """Cancel the block when the run is to end."""
        with anyio.CancelScope() as scope:
            if self.is_stopping:
                scope.cancel()
            self.at_stop.append(scope.cancel)
            try:
                yield
            finally:
                self.at_stop.remove(scope.cancel)


async def side_by_side(*parts: Callable[[], Awaitable[Any]]) -> None:
    """Do parts at the same time; the error of the first part that fails is raised as it is.

    After an error the others have a moment to end, because they may be in the middle of a request.
    """
    errors: Dict[int, BaseException] = {}

    async def attempt(number: int) -> None:
        try:
            await parts[number]()
        except BaseException as error:
            if ends_the_task(error):
                raise
            errors[number] = error
            tasks.cancel_scope.deadline = anyio.current_time() + _MOMENT_SECONDS

    async with anyio.create_task_group() as tasks:
        for number in range(len(parts)):
            tasks.start_soon(attempt, number)
    if errors:
        raise errors[min(errors)]
