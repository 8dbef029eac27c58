"""The application that receives webhooks: its responses, and that each event is handled once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from typing import Any, List, Sequence

import pytest

from lagclient import LagInvalidRequestError
from lagclient.models.robot_event import event_from
from lagclient.webhooks import WebhookApp
from tests.kit.webhooks import BODY, NOW, OTHER, SECRET, Receiver, run


def test_event_is_verified_handled_and_acknowledged():
    """A webhook is acknowledged once its handler has returned, in whatever pieces it arrived."""
    receiver = Receiver()
    pieces = [{"body": BODY[:9], "more_body": True}, {"more_body": True}, {"body": BODY[9:]}]
    assert run(lambda: receiver.post(chunks=pieces)) == (204, {}, b"")
    (event,) = receiver.events
    assert (event.id, event.type) == ("msg_1", "room.message")


class Callable_:
    def __init__(self, events: List[Any]) -> None:
        self.events = events

    async def __call__(self, event: Any) -> None:
        self.events.append(event.id)


@pytest.mark.parametrize("kind", ["plain", "object", "awaitable"])
def test_handlers_may_be_functions_or_objects(kind):
    """A plain function runs in another thread; objects and functions with awaitables work."""
    events: List[Any] = []
    threads: List[Any] = []
    async_one = Callable_(events)

    def plain(event: Any) -> None:
        threads.append(threading.current_thread())
        events.append(event.id)

    handler = {"plain": plain, "object": async_one, "awaitable": lambda event: async_one(event)}
    receiver = Receiver()
    receiver.app = WebhookApp(handler[kind], SECRET, now=lambda: NOW)
    assert run(receiver.status) == 204
    assert events == ["msg_1"]
    assert threading.main_thread() not in threads


@pytest.mark.parametrize(
    ("more", "status", "said"),
    [
        ({"secret": OTHER}, 400, b"No signature"),
        ({"headers": {"webhook-id": "\xe9"}}, 400, b"webhook-id"),
        ({"path": "/other"}, 404, b"received at /"),
        ({"method": "GET"}, 405, b"must be POST"),
        ({"chunks": [{"body": b"x" * 500, "more_body": True}] * 3}, 413, b"at most 1000 bytes"),
        ({"chunks": [], "headers": {"Content-Length": "1001"}}, 413, b"at most 1000 bytes"),
        ({"chunks": [], "headers": {"Content-Length": "9" * 5000}}, 413, b"at most 1000 bytes"),
        ({"chunks": [{"body": b"x", "more_body": True}], "wait": 0.01}, 408, b"in time"),
    ],
    ids=["forged", "odd", "path", "method", "large", "said to be large", "very large", "slow"],
)
def test_other_requests_are_refused(more, status, said, caplog):
    """A request that is not a webhook of the API gets a reason, and is not handled."""
    receiver = Receiver(max_body_bytes=1000, wait_seconds=more.pop("wait", 14))
    answered, headers, body = run(lambda: receiver.post(**more))
    assert (answered, receiver.events) == (status, [])
    assert said in body
    assert headers["content-length"] == str(len(body))
    assert headers.get("allow") == ("POST" if status == 405 else None)
    assert [record.levelname for record in caplog.records] == ["WARNING"] * (status == 400)
    assert SECRET[6:] not in caplog.text


@pytest.mark.parametrize(
    ("path", "root", "own"),
    [
        ("/hooks/", "/hooks", "/"),
        ("/hooks", "/hooks", "/"),
        ("/hooks", "/hooks/", "/"),
        ("/hooks/a", "/hooks/", "/a"),
        ("/", "/hooks", "/"),
        ("/a", "", "/a"),
        ("/lag-hook", "/lag", "/lag-hook"),
        ("/lag/lag-hook", "/lag", "/lag-hook"),
    ],
)
def test_application_may_be_mounted(path, root, own):
    """Its path is below the one of the application around it, however that says so."""
    receiver = Receiver(path=own)
    assert run(lambda: receiver.status(path=path, root_path=root)) == 204


def test_repeats_are_handled_once():
    """A repeat has the id or the body of a handled event; it is acknowledged, and nothing else."""
    receiver = Receiver()
    other = BODY.replace(b"hi", b"ho")

    async def main() -> List[int]:
        return [
            await receiver.status("msg_1"),
            await receiver.status("msg_1", BODY + b" "),
            await receiver.status("msg_2"),
            await receiver.status("msg_2", other),
            await receiver.status("msg_3", other),
        ]

    assert run(main) == [204] * 5
    assert [event.id for event in receiver.events] == ["msg_1", "msg_2"]


def test_memory_of_handled_events_is_bounded():
    """The newest events are remembered, as many as the option says."""
    receiver = Receiver(remembered=2)

    async def main() -> None:
        for number in (0, 1, 2, 1, 2, 0):
            await receiver.status(f"msg_{number}", BODY + b" " * number)

    run(main)
    assert [event.id for event in receiver.events] == ["msg_0", "msg_1", "msg_2", "msg_0"]
    assert len(receiver.app._handled) == 4


class OddError(BaseException):
    """An error that is not an Exception, as groups of cancelled tasks raise."""


def test_failed_event_is_handled_again(caplog):
    """A handler that fails acknowledges nothing, and is logged; the next attempt calls it again."""
    failures = [ValueError("first"), asyncio.CancelledError(), OddError(), GeneratorExit()]

    async def handler(event: Any) -> None:
        if failures:
            raise failures.pop(0)

    receiver = Receiver(handler)

    async def main() -> List[int]:
        return [await receiver.status(f"msg_{number}") for number in range(6)]

    assert run(main) == [500, 500, 500, 500, 204, 204]
    assert [event.id for event in receiver.events] == [f"msg_{number}" for number in range(5)]
    assert [record.args[1] for record in caplog.records] == [f"msg_{number}" for number in range(4)]


def test_handler_that_python_closes_is_not_logged(caplog):
    """A handler of an event loop that is gone ends at once, when Python closes its coroutine."""

    async def handler(event: Any) -> None:
        await asyncio.sleep(60)

    app = WebhookApp(handler, SECRET, now=lambda: NOW)
    handling = app._handle(event_from(json.loads(BODY)), ["id", "body"])

    async def begin() -> None:
        handling.send(None)

    asyncio.run(begin())
    handling.close()
    assert caplog.records == []


@pytest.mark.parametrize("error", [StopIteration, GeneratorExit])
def test_end_of_a_generator_in_a_plain_function_is_a_failure(error: Any, caplog):
    """A plain function that raises what generators raise fails like any other; the event ends."""

    def handler(event: Any) -> None:
        raise error

    app = WebhookApp(handler, SECRET, now=lambda: NOW)
    receiver = Receiver()
    receiver.app = app
    assert run(receiver.status) == 500
    assert f"raised {error.__name__}" in caplog.text


@pytest.mark.parametrize("fails", [False, True])
def test_slow_handler_goes_on(fails):
    """An event that takes too long is not acknowledged; a repeat waits for the same call."""

    async def main() -> List[int]:
        may_end = asyncio.Event()

        async def handler(event: Any) -> None:
            await may_end.wait()
            if fails and len(receiver.events) == 1:
                raise ValueError

        receiver = Receiver(handler, wait_seconds=0.05)
        statuses = [await receiver.status("msg_1"), await receiver.status("msg_1")]
        receiver.app._wait_seconds = 20
        repeat = asyncio.ensure_future(receiver.status("msg_2"))
        for _ in range(20):  # Until it waits, too.
            await asyncio.sleep(0)
        may_end.set()
        statuses += [await repeat, await receiver.status("msg_3")]
        return [*statuses, len(receiver.events)]

    assert run(main) == ([503, 503, 500, 204, 2] if fails else [503, 503, 204, 204, 1])


def test_disconnected_request_is_not_handled():
    """A request that ends early has no response, and nothing is handled."""
    receiver = Receiver()
    chunks = [{"body": BODY, "more_body": True}, {"type": "http.disconnect"}]
    assert run(lambda: receiver.post(chunks=chunks)) is None
    assert receiver.events == []


def test_cancelled_request_ends_no_handler():
    """A server that gives a request up leaves its handler running."""

    async def main() -> int:
        begun, may_end = asyncio.Event(), asyncio.Event()

        async def handler(event: Any) -> None:
            begun.set()
            await may_end.wait()

        receiver = Receiver(handler)
        request = asyncio.ensure_future(receiver.post())
        await begun.wait()
        request.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await request
        may_end.set()
        return await receiver.status(), len(receiver.events)

    assert run(main) == (204, 1)


@pytest.mark.parametrize("late", [False, True])
def test_shutdown_waits_for_handlers(late):
    """At the end, running handlers have their time; then they are cancelled."""

    async def main() -> List[str]:
        begun, may_end = asyncio.Event(), asyncio.Event()
        said: List[str] = []

        async def handler(event: Any) -> None:
            begun.set()
            try:
                await may_end.wait()
                said.append("handled")
            except asyncio.CancelledError:
                said.append("cancelled")
                raise

        async def receive() -> Any:
            if not said:
                said.append("startup")
                return {"type": "lifespan.startup"}
            request.append(asyncio.ensure_future(receiver.status()))
            await begun.wait()
            if not late:
                may_end.set()
            return {"type": "lifespan.shutdown"}

        async def send(message: Any) -> None:
            said.append(message["type"])

        request: List[Any] = []
        receiver = Receiver(handler, wait_seconds=0.05 if late else 20)
        await receiver.app({"type": "lifespan"}, receive, send)
        said.append(str(await request[0]))
        return said

    how, status = ("cancelled", "5") if late else ("handled", "2")
    begin, started, ended, stopped, answered = run(main)
    assert (begin, started, ended) == ("startup", "lifespan.startup.complete", how)
    assert (stopped, answered[0]) == ("lifespan.shutdown.complete", status)


def test_shutdown_without_handlers():
    """With nothing to wait for, it ends at once."""
    run(Receiver().app.drain)


class StubbornSeen:
    """Seen ids in a service whose client swallows a cancellation, as redis-py does sometimes."""

    renew_seconds = 0.001

    def __init__(self) -> None:
        self.ended: List[bool] = []
        self.is_renewing = asyncio.Event()

    async def begin(self, names: Sequence[str]) -> Any:
        return "new"

    async def renew(self, names: Sequence[str]) -> None:
        self.is_renewing.set()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0.01)

    async def finish(self, names: Sequence[str], is_handled: bool) -> None:
        self.ended.append(is_handled)


def test_lease_that_is_being_prolonged_does_not_hold_up_the_end():
    """An event ends although its lease is just being prolonged, by a client of any manners."""

    async def main() -> Any:
        seen = StubbornSeen()

        async def handler(event: Any) -> None:
            await seen.is_renewing.wait()

        return await Receiver(handler, seen=seen).status(), seen.ended

    assert run(main) == (204, [True])


def test_web_sockets_are_closed():
    """It serves no web sockets."""
    sent: List[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    run(lambda: Receiver().app({"type": "websocket"}, None, send))
    assert sent == [{"type": "websocket.close"}]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("secret", "whsec_"), ("secret", None), ("path", "hooks"), ("path", None)),
        *(("wait_seconds", 0), ("wait_seconds", "1"), ("wait_seconds", True)),
        *(("max_body_bytes", -1), ("remembered", 0), ("remembered", None)),
        ("tolerance_seconds", -1),
    ],
)
def test_invalid_options_are_refused(name, value):
    """They are refused in the constructor, by name."""
    with pytest.raises(LagInvalidRequestError, match=f"^`{name}` must .*, not "):
        Receiver(**{name: value})


def test_handler_must_be_a_function():
    """Anything else is refused in the constructor."""
    with pytest.raises(LagInvalidRequestError, match="`handler` must be a function, not None"):
        WebhookApp(None, SECRET)  # type: ignore[arg-type]
