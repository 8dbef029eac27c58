"""The two drivers of listeners: they take the steps of a flow until it has an event to deliver.

A cancellation, or an error of the caller's cursor, ends a step early and is raised. No event is
lost, because the step is repeated when the next event is requested.

If a listener is closed while another thread or task waits for an event, the wait and the iteration
end at once. If its client is closed, the wait ends with an error.
"""

from __future__ import annotations

import contextlib
import threading
import weakref
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncGenerator,
    AsyncIterator,
    Generator,
    Generic,
    Iterator,
    Optional,
    TypeVar,
)

from lagclient.calls.closing import Alarm, Closing
from lagclient.calls.drive import attempt
from lagclient.calls.event_loop import Loop, spawn
from lagclient.calls.steps import ENDS_OF_LOOPS, Run, Send, Sleep, accident
from lagclient.listening.line import ClosedError, Line
from lagclient.listening.steps import Deliver, HangUp, Listener, Open, Opened, Read, Step
from lagclient.transport.protocol import AsyncTransport, Transport, TransportError

if TYPE_CHECKING:
    from lagclient.models.robot_event import AnyRobotEvent

TransportT = TypeVar("TransportT")


class _Driver(Generic[TransportT]):
    """The position of a listener in its flow."""

    def __init__(self, flow: Listener, transport: TransportT, closing: Closing) -> None:
        self._flow: Optional[Listener] = flow
        self._transport = transport
        self._closing = closing
        """The end of the client."""
        self._step: Optional[Step] = None
        self._handed_over = False
        """Whether the caller has the event of the last step."""
        self._is_closed = False

    def received(self) -> Optional[AnyRobotEvent]:
        """Return the next event if it has arrived already, such as in a poll; else None."""
        step = self._begin()
        return self._hand_over(step) if isinstance(step, Deliver) else None

    def _begin(self) -> Optional[Step]:
        """Return the step to perform now; None if the listener has ended."""
        if self._step is None or self._handed_over:
            return self._go_on(None)
        return self._step

    def _hand_over(self, step: Deliver) -> AnyRobotEvent:
        self._handed_over = True
        return step.event

    def _go_on(self, done: Any, failure: Optional[TransportError] = None) -> Optional[Step]:
        """Continue the flow, and return its next step; None at its end."""
        if self._flow is None or self._is_closed:
            return None
        flow, self._flow, self._step, self._handed_over = self._flow, None, None, False
        try:
            step = flow.send(done) if failure is None else flow.throw(failure)
        except StopIteration:
            return None
        self._flow, self._step = flow, step
        return step

    def _end(self) -> None:
        flow, self._flow, self._step = self._flow, None, None
        if flow is not None:
            flow.close()


def _lost() -> TransportError:
    return TransportError("The stream was interrupted", phase="read", sent=True)


class Listening(_Driver[Transport], Iterator["AnyRobotEvent"]):
    """Events as they arrive: ``for event in events``, for ever.

    Asking for the next event acknowledges the previous one; only then does the cursor move. Use it
    in a ``with`` block, or `close` it: it holds a connection.
    """

    def __init__(self, flow: Listener, transport: Transport, closing: Closing) -> None:
        super().__init__(flow, transport, closing)
        self._lock = threading.RLock()
        self._reader: Optional[int] = None
        """The thread that waits for an event."""
        self._alarm = Alarm()
        self._line: Optional[Line] = None
        self._drop_line: Any = lambda: None

    def __next__(self) -> AnyRobotEvent:
        with self._reading():
            step = self._begin()
            while step is not None and not isinstance(step, Deliver):
                step = self._did(step)
            if step is not None:
                return self._hand_over(step)
        raise StopIteration

    def confirm(self) -> None:
        """Acknowledge the last event without asking for the next one."""
        with self._reading():
            step = self._go_on(None) if self._handed_over else self._step
            while isinstance(step, Run):
                step = self._did(step)

    @contextlib.contextmanager
    def _reading(self) -> Generator[None, None, None]:
        with self._lock:
            if self._reader is not None:
                raise RuntimeError("Another thread waits for the events of this listener")
            self._reader = threading.get_ident()
        try:
            with self._closing.waking(self._interrupt):
                yield
        finally:
            with self._lock:
                self._reader = None
                is_closed = self._is_closed
            if is_closed:
                self._end()

    def _did(self, step: Step) -> Optional[Step]:
        try:
            done = self._do(step)
        except ClosedError:
            return None if self._is_closed else self._go_on(None, TransportError.closed())
        except TransportError as failure:
            self._hang_up()
            return self._go_on(None, failure)
        except ENDS_OF_LOOPS as error:
            raise accident(error) from error
        except BaseException:
            if not isinstance(step, Run):
                self._hang_up()
            raise
        return self._go_on(done)

    def _do(self, step: Step) -> Any:
        if isinstance(step, Run):
            return step.function(*step.args)
        if isinstance(step, HangUp):
            return self._hang_up()
        if isinstance(step, Sleep):
            return self._alarm.sleep(step.seconds)
        if isinstance(step, Read):
            line = self._line  # a signal handler may close this listener meanwhile
            if line is None:
                raise _lost()
            return line.take(step)
        self._hang_up()
        line = Line(self._transport)
        drop = weakref.finalize(self, line.hang_up)
        drop.atexit = False
        with self._lock:
            self._line, self._drop_line = line, drop
            is_closed = self._is_closed or self._closing.is_closed
        if is_closed:
            self._hang_up()
        return line.take(step)

    def _interrupt(self) -> None:
        self._alarm.ring()
        self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            drop, self._drop_line, self._line = self._drop_line, lambda: None, None
        drop()

    def close(self) -> None:
        """End the listener: close its connection, and deliver no more events.

        A thread that waits for an event stops waiting at once.
        """
        with self._lock:
            self._is_closed = True
            is_read = self._reader is not None
        self._interrupt()
        if not is_read:
            self._end()

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


class AsyncListening(_Driver[AsyncTransport], AsyncIterator["AnyRobotEvent"]):
    """Events as they arrive: ``async for event in events``, for ever.

    Asking for the next event acknowledges the previous one; only then does the cursor move. Use it
    in an ``async with`` block, or `aclose` it: it holds a connection. Being cancelled while waiting
    costs no event.
    """

    def __init__(self, flow: Listener, transport: AsyncTransport, closing: Closing) -> None:
        super().__init__(flow, transport, closing)
        self._response: Any = None
        """The context manager of the open response."""
        self._chunks: Any = None
        self._is_open = False
        """Whether the last response is a stream of events, not an error."""
        self._scope: Any = None
        """Cancels the wait of the task with the id `_reader`; `_left` is set when the wait ends."""
        self._reader: Any = None
        self._left: Any = None
        self._loop: Optional[Loop] = None
        """The event loop of the last task that waited, to which the connection belongs."""

    async def __anext__(self) -> AnyRobotEvent:
        async with self._reading():
            step = self._begin()
            while step is not None and not isinstance(step, Deliver):
                step = await self._did(step)
            if step is not None:
                return self._hand_over(step)
        raise StopAsyncIteration

    async def open(self) -> None:
        """Open a stream now, not when the first event is requested; a poll has nothing to open.

        Events after its return are delivered.
        """
        async with self._reading():
            step = self._begin()
            while step is not None and not isinstance(step, (Deliver, Send)):
                if isinstance(step, Read) and self._is_open:
                    break
                step = await self._did(step)

    async def confirm(self) -> None:
        """Acknowledge the last event without asking for the next one."""
        async with self._reading():
            step = self._go_on(None) if self._handed_over else self._step
            while isinstance(step, Run):
                step = await self._did(step)

    @contextlib.asynccontextmanager
    async def _reading(self) -> AsyncGenerator[None, None]:
        import anyio

        if self._scope is not None:
            raise RuntimeError("Another task waits for the events of this listener")
        try:
            with anyio.CancelScope() as self._scope:
                self._reader, self._left = anyio.get_current_task().id, anyio.Event()
                self._loop = Loop()
                yield
        finally:
            self._scope = None
            if self._is_closed:
                self._end()
                await self._hang_up()
            self._left.set()

    async def _did(self, step: Step) -> Optional[Step]:
        try:
            done = await self._do(step)
        except TransportError as failure:
            await self._hang_up()
            return self._go_on(None, failure)
        except ENDS_OF_LOOPS as error:
            raise accident(error) from error
        except BaseException:
            if not isinstance(step, Run):
                await self._hang_up()
            raise
        return self._go_on(done)

    async def _do(self, step: Step) -> Any:
        import anyio.to_thread

        if isinstance(step, HangUp):
            return await self._hang_up()
        if isinstance(step, Run):
            if step.blocks:
                return await anyio.to_thread.run_sync(step.function, *step.args)
            result = (step.async_function or step.function)(*step.args)
            return await result if hasattr(result, "__await__") else result
        if isinstance(step, Sleep):
            return await self._closing.sleep_async(step.seconds)
        with self._closing.interrupting():
            return await self._exchange(step)
        raise TransportError.closed()

    async def _exchange(self, step: Step) -> Any:
        if isinstance(step, Read):
            if self._chunks is None:
                raise _lost()
            try:
                return await self._chunks.__anext__()
            except StopAsyncIteration:
                return None
        if isinstance(step, Open):
            await self._hang_up()
            response = self._transport.stream(step.request, step.timeouts)
            stream = await response.__aenter__()
            self._response, self._chunks = response, stream.chunks
            self._is_open = stream.status == 200
            return Opened(stream.status, stream.headers)
        assert isinstance(step, Send)
        return await attempt(self._transport, step)

    async def _hang_up(self) -> None:
        import anyio

        response, self._response, self._chunks = self._response, None, None
        if response is not None:
            with anyio.CancelScope(shield=True):
                await response.__aexit__(None, None, None)

    async def aclose(self) -> None:
        """End the listener: close its connection, and deliver no more events.

        A task that waits for an event stops waiting at once. If the connection belongs to another
        event loop, that loop closes it, and this does not wait.
        """
        import anyio

        self._is_closed = True
        if self._loop is not None and not self._loop.is_current():
            self._loop.soon(lambda: spawn(self.aclose))
        elif self._scope is None:
            self._end()
            await self._hang_up()
        elif self._reader != anyio.get_current_task().id:  # not called by the listener itself
            self._scope.cancel()
            await self._left.wait()

    async def __aenter__(self) -> AsyncListening:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()
