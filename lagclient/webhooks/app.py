"""An ASGI application that receives webhooks: ``uvicorn robot:app``, or mounted in another one.

The API sends each event up to ten times in about 37 hours, until the response is a 2xx, and waits
15 seconds for it. So an event is acknowledged only after it was handled:

====================================  ===  ====================================================
the handler returned                  204
a repeat of an event that is handled  204  the handler is not called
the handler failed                    500  the next attempt calls it again
the handler takes longer              503  it goes on; the next attempt waits for it, or learns
than `wait_seconds`                        that it has returned
verification fails                    400  see `lagclient.webhooks.verify`
larger than `max_body_bytes`          413
too slow to arrive                    408
====================================  ===  ====================================================

Decisions:

- At least once: if this process ends while a handler runs, the API tries again, because nothing was
  acknowledged. Handled events are remembered in memory: an event whose acknowledgement was lost
  with the process is handled once more, unless `seen` remembers it elsewhere.
- A repeat has the id or the same body as an event that was handled or is being handled. The
  ``webhook-id`` is documented as one for each attempt, so the id alone is not enough. Two events of
  the same type, data and timestamp count as one.
- The response is never 410, because that disables the robot.
- Handlers run at the same time, in tasks of their own: a client that disconnects does not end them.
  A `Bot` puts the events of one room in order. At the end of the application (ASGI lifespan),
  handlers that still run have `wait_seconds` more.
- It runs on asyncio, as uvicorn, granian and hypercorn do by default.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import inspect
import json
import logging
from collections import OrderedDict
from typing import (
    Any,
    Awaitable,
    Callable,
    Dict,
    Literal,
    Mapping,
    MutableMapping,
    Optional,
    Protocol,
    Sequence,
    Tuple,
    Union,
)

from lagclient.errors import LagInvalidRequestError, LagWebhookError
from lagclient.models.robot_event import AnyRobotEvent
from lagclient.types import is_seconds
from lagclient.webhooks.signature import (
    TOLERANCE_SECONDS,
    checked_tolerance,
    signers,
    unix_now,
    verified,
)

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Handler = Callable[[AnyRobotEvent], Union[Awaitable[None], None]]

WAIT_SECONDS = 14.0
"""One second less than the API waits."""
MAX_BODY_BYTES = 1024 * 1024
REMEMBERED = 10_000

_HANDLED = 204, ""
_FAILED = 500, "Not handled"
_LATER = 503, "Not handled yet"

logger: logging.Logger = logging.getLogger("lagclient.webhooks")


class Seen(Protocol):
    """Remembers events for several receivers: `lagclient.redis.RedisSeen`.

    An event has several names; a repeat has at least one of them.
    """

    async def begin(self, names: Sequence[str], /) -> Literal["new", "running", "handled"]:
        """Return the state of an event. If it is new, others see it as running from now on."""
        ...

    async def renew(self, names: Sequence[str], /) -> None:
        """Keep an event running for others. It is called every `renew_seconds`."""
        ...

    async def finish(self, names: Sequence[str], is_handled: bool, /) -> None:
        """End an event: others see it as handled, or as new."""
        ...

    @property
    def renew_seconds(self) -> float:
        """The time between two calls of `renew`."""
        ...


class WebhookApp:
    """Receives the webhooks of a robot, and calls a function with their events.

    ::

        async def handle(event: AnyRobotEvent) -> None: ...

        app = WebhookApp(handle, os.environ["LAG_WEBHOOK_SECRET"])
    """

    def __init__(
        self,
        handler: Handler,
        secret: Union[str, Sequence[str]],
        *,
        path: str = "/",
        wait_seconds: float = WAIT_SECONDS,
        tolerance_seconds: float = TOLERANCE_SECONDS,
        max_body_bytes: int = MAX_BODY_BYTES,
        remembered: int = REMEMBERED,
        seen: Optional[Seen] = None,
        now: Callable[[], float] = unix_now,
    ) -> None:
        """Configure the application.

        Args:
            handler: Called with each event, once unless it fails. A plain function runs in a
                thread, so it may block.
            secret: The robot's secret, ``whsec_...``; several while it is being changed.
            path: The path that receives webhooks, below the path at which this is mounted.
            wait_seconds: Maximum time for a request to arrive and be handled; the API waits 15
                seconds.
            tolerance_seconds: Maximum age of a webhook, and how far it may be ahead of this clock.
            max_body_bytes: Maximum size of a body.
            remembered: Number of handled events that are remembered, to recognise repeats.
            seen: Remembers events for several receivers, such as
                `RedisSeen.from_url(...)` of `lagclient.redis`. Default: each for itself.
            now: Returns the time, in Unix seconds.

        Raises:
            LagInvalidRequestError: An argument is invalid; the message names it.
            ModuleNotFoundError: The extra ``webhooks`` is not installed.
        """
        if not callable(handler):
            raise LagInvalidRequestError(f"`handler` must be a function, not {handler!r}")
        if not str(path).startswith("/"):
            raise LagInvalidRequestError(f"`path` must begin with a slash, not {path!r}")
        numbers: Dict[str, Any] = {"wait_seconds": wait_seconds, "max_body_bytes": max_body_bytes}
        for name, number in {**numbers, "remembered": remembered}.items():
            is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
            if not is_number or not number > 0:
                raise LagInvalidRequestError(f"`{name}` must be a number above 0, not {number!r}")
        if not is_seconds(wait_seconds):
            raise LagInvalidRequestError(
                f"`wait_seconds` must be seconds above 0, at most 1e9, not {wait_seconds!r}"
            )
        if seen is not None and not hasattr(seen, "begin"):
            raise LagInvalidRequestError(
                f"`seen` must be an object with `begin`, `renew` and `finish`, not {seen!r}"
            )
        self._handler: Callable[[AnyRobotEvent], Any] = handler
        self._signers = signers(secret)
        self._path = path
        self._wait_seconds = wait_seconds
        self._tolerance_seconds = checked_tolerance(tolerance_seconds)
        self._max_body_bytes = max_body_bytes
        self._seen = seen
        self._now = now
        self._running: Dict[str, asyncio.Task[Tuple[int, str]]] = {}
        self._is_draining = False
        """Whether `drain` is cancelling handlers."""
        self._handled: OrderedDict[str, None] = OrderedDict()
        # Each event has two names.
        self._remembered = 2 * remembered
        self._is_async: bool = any(
            inspect.iscoroutinefunction(one)
            for one in (handler, getattr(handler, "__call__", None))  # noqa: B004
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            answer = await self._answer(scope, receive)
            if answer is not None:
                await _send(send, *answer)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                break
            await send({"type": "lifespan.startup.complete"})
        await self.drain()
        await send({"type": "lifespan.shutdown.complete"})

    async def drain(self) -> None:
        """Wait for the handlers that still run, for `wait_seconds` at most; then cancel them.

        A server calls this by ASGI's lifespan; call it yourself where the server has no lifespan.
        """
        if self._running:
            _, late = await asyncio.wait({*self._running.values()}, timeout=self._wait_seconds)
            self._is_draining = True
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
            self._is_draining = False

    async def _answer(self, scope: Scope, receive: Receive) -> Optional[Tuple[int, str]]:
        clock = asyncio.get_running_loop().time
        end = clock() + self._wait_seconds
        if _path_of(scope) != self._path:
            return 404, f"Webhooks are received at {self._path}"
        if scope["method"] != "POST":
            return 405, "The method of a webhook must be POST"
        headers = [
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
        ]
        try:
            body = await asyncio.wait_for(self._body(headers, receive), self._wait_seconds)
        except asyncio.TimeoutError:
            return 408, "The body did not arrive in time"
        except _TooLargeError:
            return 413, f"A webhook must have at most {self._max_body_bytes} bytes"
        if body is None:
            return None
        try:
            event = verified(body, headers, self._signers, self._tolerance_seconds, self._now())
        except LagWebhookError as error:
            logger.warning("A webhook was refused: %s", error)
            return 400, error.message
        return await self._outcome(event, body, end - clock())

    async def _body(self, headers: Sequence[Tuple[str, str]], receive: Receive) -> Optional[bytes]:
        # A body that is announced as too large need not be read.
        lengths = [value for name, value in headers if name.lower() == "content-length"]
        # As a float: Python refuses to read an int of thousands of digits.
        if any(value.isdecimal() and float(value) > self._max_body_bytes for value in lengths):
            raise _TooLargeError
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            body += message.get("body", b"")
            if len(body) > self._max_body_bytes:
                raise _TooLargeError
            if not message.get("more_body"):
                return bytes(body)

    async def _outcome(self, event: AnyRobotEvent, body: bytes, seconds: float) -> Tuple[int, str]:
        names = f"id {event.id}", f"body {hashlib.sha256(body).hexdigest()}"
        if any(name in self._handled for name in names):
            return _HANDLED
        running = (self._running.get(name) for name in names)
        task = next(filter(None, running), None)
        if task is None:
            task = asyncio.ensure_future(self._handle_once(event, names))
            self._running.update(dict.fromkeys(names, task))
        # `wait` does not cancel the task, which outlives the request.
        done, _ = await asyncio.wait({task}, timeout=max(0.0, seconds))
        if not done:
            return _LATER
        return _FAILED if task.cancelled() else task.result()

    async def _handle_once(self, event: AnyRobotEvent, names: Sequence[str]) -> Tuple[int, str]:
        """Handle an event unless another receiver does or did."""
        seen = self._seen
        try:
            if seen is None:
                return await self._handle(event, names)
            try:
                state = await seen.begin(names)
            except Exception:
                logger.exception("Not handled, because `seen` failed: %s %s", event.type, event.id)
                return _FAILED
            if state == "running":
                return _LATER
            if state == "handled":
                self._remember(names)
                return _HANDLED
            return await self._handle_seen(seen, event, names)
        finally:
            for name in names:
                del self._running[name]

    async def _handle_seen(
        self, seen: Seen, event: AnyRobotEvent, names: Sequence[str]
    ) -> Tuple[int, str]:
        ended = asyncio.Event()

        async def renew() -> None:
            while not ended.is_set():
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(ended.wait(), seen.renew_seconds)
                    return
                await seen.renew(names)

        renewing, result = asyncio.ensure_future(renew()), _FAILED
        try:
            result = await self._handle(event, names)
        finally:
            # Not cancelled, because a client of Redis may swallow that and never end.
            ended.set()
            await asyncio.wait({renewing})
            await seen.finish(names, result == _HANDLED)
        return result

    async def _handle(self, event: AnyRobotEvent, names: Sequence[str]) -> Tuple[int, str]:
        try:
            if self._is_async:
                await self._handler(event)
            else:
                result = await asyncio.to_thread(_called, self._handler, event)
                if inspect.isawaitable(result):
                    await result
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            if self._ends_the_task(error):
                raise
            logger.exception("The handler failed: %s %s", event.type, event.id)
            return _FAILED
        self._remember(names)
        return _HANDLED

    def _ends_the_task(self, error: BaseException) -> bool:
        """Return whether the event loop ends this task with the error.

        A handler may raise the same errors itself, such as after it cancels a task of its own.
        """
        if isinstance(error, GeneratorExit):
            try:
                asyncio.get_running_loop()
            except RuntimeError:  # the coroutine is closed, outside of its loop
                return True
            return False
        is_cancelled = self._is_draining or getattr(asyncio.current_task(), "cancelling", int)()
        return isinstance(error, asyncio.CancelledError) and bool(is_cancelled)

    def _remember(self, names: Sequence[str]) -> None:
        for name in names:
            self._handled[name] = None
        while len(self._handled) > self._remembered:
            self._handled.popitem(last=False)


class _TooLargeError(Exception):
    """A body exceeds its maximum size."""


def _called(handler: Callable[[AnyRobotEvent], Any], event: AnyRobotEvent) -> Any:
    try:
        return handler(event)
    except (StopIteration, GeneratorExit) as error:
        # With a StopIteration the task would never end; a GeneratorExit would close it.
        raise RuntimeError(f"The handler raised {type(error).__name__}") from error


def _path_of(scope: Scope) -> str:
    # Some servers and frameworks keep the path of the mount in front.
    path, root = str(scope["path"]), str(scope.get("root_path", "")).rstrip("/")
    is_below = path == root or path.startswith(f"{root}/")
    return (path[len(root) :] if is_below else path) or "/"


async def _send(send: Send, status: int, text: str) -> None:
    body = json.dumps({"message": text}).encode() if text else b""
    headers: Mapping[bytes, bytes] = {
        **({b"content-type": b"application/json"} if text else {}),
        **({b"content-length": str(len(body)).encode()} if text else {}),
        **({b"allow": b"POST"} if status == 405 else {}),
    }
    await send({"type": "http.response.start", "status": status, "headers": [*headers.items()]})
    await send({"type": "http.response.body", "body": body})
