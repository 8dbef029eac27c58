"""One connection of a blocking listener, and the thread that waits for it.

Not every platform and transport can wake a thread that waits for a socket. So the listener has a
thread of its own that waits, and closing the listener releases the caller's thread at once.
"""

from __future__ import annotations

import contextvars
import threading
from queue import Empty, SimpleQueue
from typing import Any, ContextManager, Iterator, Optional, Tuple

from lagclient.calls.drive import attempt_blocking
from lagclient.calls.steps import Send
from lagclient.listening.steps import Open, Opened, Read, Step
from lagclient.transport.protocol import Stream, Transport

_PIECE_SECONDS = 1.0
"""On Windows, Ctrl+C does not interrupt a wait, so a wait is split."""

_Outcome = Tuple[Any, Optional[BaseException]]


class ClosedError(Exception):
    """The line was hung up during a step."""


class Line:
    """Performs the steps of one connection."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._steps: SimpleQueue[Optional[Step]] = SimpleQueue()
        self._outcomes: SimpleQueue[_Outcome] = SimpleQueue()
        self._lock = threading.RLock()
        self._is_busy = False
        self._is_over = False
        self._response: Optional[ContextManager[Stream]] = None
        self._chunks: Iterator[bytes] = iter(())
        # In the caller's context, because hooks and logging may depend on it.
        work = contextvars.copy_context().run, self._work
        threading.Thread(target=work[0], args=work[1:], name="lagclient line", daemon=True).start()

    def take(self, step: Step) -> Any:
        """Perform a step in the line's thread, and return its result.

        Raises:
            TransportError: The step failed.
            ClosedError: Another thread hung up.
        """
        self._steps.put(step)
        while True:
            try:
                result, error = self._outcomes.get(timeout=_PIECE_SECONDS)
            except Empty:
                continue
            if error is not None:
                raise error
            return result

    def hang_up(self) -> None:
        """Close the connection, and release the thread that waits in `take`."""
        with self._lock:
            self._is_over, response, self._response = True, self._response, None
        self._steps.put(None)
        self._outcomes.put((None, ClosedError()))
        if response is not None and self._is_busy:
            # A transport that cannot end a read would keep the caller until the read ends.
            leave = threading.Thread(
                target=response.__exit__, args=(None, None, None), name="lagclient end", daemon=True
            )
            leave.start()
            leave.join(_PIECE_SECONDS)
        elif response is not None:
            response.__exit__(None, None, None)

    def _work(self) -> None:
        while (step := self._steps.get()) is not None:
            self._is_busy = True
            try:
                outcome: _Outcome = self._done(step), None
            except BaseException as error:
                outcome = None, error
            self._is_busy = False
            self._outcomes.put(outcome)

    def _done(self, step: Step) -> Any:
        if isinstance(step, Read):
            return next(self._chunks, None)
        if isinstance(step, Send):
            return attempt_blocking(self._transport, step)
        assert isinstance(step, Open)
        response = self._transport.stream(step.request, step.timeouts)
        if getattr(response, "leaves_at_any_time", False):
            with self._lock:
                if self._is_over:
                    raise ClosedError
                self._response = response  # so that `hang_up` need not wait for a response
        stream = response.__enter__()
        with self._lock:
            self._chunks, is_over = stream.chunks, self._is_over
            self._response = None if is_over else response
        if is_over:
            response.__exit__(None, None, None)
        return Opened(stream.status, stream.headers)
