"""The two drivers of listeners: they do what a flow yields until it has an event to deliver.

Whatever ends a step half-way, a cancellation or an error of the caller's own cursor, is raised, and
costs no event: the step is done again when the next event is asked for.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, AsyncIterator, Generic, Iterator, Optional, TypeVar

from lagclient.calls.drive import attempt
from lagclient.calls.steps import Send, Sleep
from lagclient.listening.steps import Deliver, HangUp, Listener, Open, Opened, Read, Run, Step
from lagclient.transport.protocol import AsyncTransport, Transport, TransportError

if TYPE_CHECKING:
    from lagclient.models.robot_event import RobotEvent

TransportT = TypeVar("TransportT")


class _Driver(Generic[TransportT]):
    """Where a listener is, whoever waits for it."""

    def __init__(self, flow: Listener, transport: TransportT) -> None:
        self._flow: Optional[Listener] = flow
        self._transport = transport
        self._step: Optional[Step] = None
        self._answer: Any = None
        """The context of what is open."""
        self._chunks: Any = None
        self._handed_over = False
        """Whether the caller has the event of the last step."""

    def _begin(self) -> Optional[Step]:
        """The step that is to be done now; None: it is over."""
        if self._step is None or self._handed_over:
            return self._go_on(None)
        return self._step

    def _hand_over(self, step: Deliver) -> RobotEvent:
        self._handed_over = True
        return step.event

    def _go_on(self, done: Any, failure: Optional[TransportError] = None) -> Optional[Step]:
        """The next step."""
        if self._flow is None:
            return None
        flow, self._flow, self._step, self._handed_over = self._flow, None, None, False
        try:
            step = flow.send(done) if failure is None else flow.throw(failure)
        except StopIteration:
            return None
        self._flow, self._step = flow, step
        return step


def _lost() -> TransportError:
    return TransportError("The stream was left in the middle", phase="read", sent=True)


class Listening(_Driver[Transport], Iterator["RobotEvent"]):
    """Events as they come: ``for event in events``, for ever.

    To ask for the next event says that the one before is done with; only then does the cursor move.
    Use it in a ``with`` block, or `close` it: it holds a connection.
    """

    def __next__(self) -> RobotEvent:
        step = self._begin()
        while step is not None and not isinstance(step, Deliver):
            step = self._did(step)
        if step is None:
            raise StopIteration
        return self._hand_over(step)

    def confirm(self) -> None:
        """Say that the last event is done with, without asking for the next one."""
        step = self._go_on(None) if self._handed_over else self._step
        while isinstance(step, Run):
            step = self._did(step)

    def _did(self, step: Step) -> Optional[Step]:
        try:
            done = self._do(step)
        except TransportError as failure:
            self._hang_up()
            return self._go_on(None, failure)
        except BaseException:
            if not isinstance(step, Run):
                self._hang_up()
            raise
        return self._go_on(done)

    def _do(self, step: Step) -> Any:
        if isinstance(step, Read):
            if self._chunks is None:
                raise _lost()
            return next(self._chunks, None)
        if isinstance(step, Open):
            self._hang_up()
            answer = self._transport.stream(step.request, step.timeouts)
            stream = answer.__enter__()
            self._answer, self._chunks = answer, stream.chunks
            return Opened(stream.status, stream.headers)
        if isinstance(step, HangUp):
            return self._hang_up()
        if isinstance(step, Run):
            return step.function(*step.args)
        if isinstance(step, Sleep):
            return time.sleep(step.seconds)
        assert isinstance(step, Send)
        return self._transport.send(step.request, step.timeouts)

    def _hang_up(self) -> None:
        answer, self._answer, self._chunks = self._answer, None, None
        if answer is not None:
            answer.__exit__(None, None, None)

    def close(self) -> None:
        """End it: the connection is closed, and there are no more events."""
        flow, self._flow, self._step = self._flow, None, None
        if flow is not None:
            flow.close()
        self._hang_up()

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncListening(_Driver[AsyncTransport], AsyncIterator["RobotEvent"]):
    """Events as they come: ``async for event in events``, for ever.

    To ask for the next event says that the one before is done with; only then does the cursor move.
    Use it in an ``async with`` block, or `aclose` it: it holds a connection. To be cancelled while
    waiting costs no event.
    """

    async def __anext__(self) -> RobotEvent:
        step = self._begin()
        while step is not None and not isinstance(step, Deliver):
            step = await self._did(step)
        if step is None:
            raise StopAsyncIteration
        return self._hand_over(step)

    async def confirm(self) -> None:
        """Say that the last event is done with, without asking for the next one."""
        step = self._go_on(None) if self._handed_over else self._step
        while isinstance(step, Run):
            step = await self._did(step)

    async def _did(self, step: Step) -> Optional[Step]:
        try:
            done = await self._do(step)
        except TransportError as failure:
            await self._hang_up()
            return self._go_on(None, failure)
        except BaseException:
            if not isinstance(step, Run):
                await self._hang_up()
            raise
        return self._go_on(done)

    async def _do(self, step: Step) -> Any:
        import anyio
        import anyio.to_thread

        if isinstance(step, Read):
            if self._chunks is None:
                raise _lost()
            try:
                return await self._chunks.__anext__()
            except StopAsyncIteration:
                return None
        if isinstance(step, Open):
            await self._hang_up()
            answer = self._transport.stream(step.request, step.timeouts)
            stream = await answer.__aenter__()
            self._answer, self._chunks = answer, stream.chunks
            return Opened(stream.status, stream.headers)
        if isinstance(step, HangUp):
            return await self._hang_up()
        if isinstance(step, Run):
            if step.blocks:
                return await anyio.to_thread.run_sync(step.function, *step.args)
            result = step.function(*step.args)
            return await result if hasattr(result, "__await__") else result
        if isinstance(step, Sleep):
            return await anyio.sleep(step.seconds)
        assert isinstance(step, Send)
        return await attempt(self._transport, step)

    async def _hang_up(self) -> None:
        import anyio

        answer, self._answer, self._chunks = self._answer, None, None
        if answer is not None:
            with anyio.CancelScope(shield=True):
                await answer.__aexit__(None, None, None)

    async def aclose(self) -> None:
        """End it: the connection is closed, and there are no more events."""
        flow, self._flow, self._step = self._flow, None, None
        if flow is not None:
            flow.close()
        await self._hang_up()

    async def __aenter__(self) -> AsyncListening:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()
