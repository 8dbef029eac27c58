"""Calls that wait, or are under way, when their client is closed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import socket
import sys
import threading
import time
from typing import Any, Callable, Dict, List, Optional

import anyio
import httpx
import pytest

from lagclient import AsyncClient, Client
from lagclient.calls.closing import Alarm, Closing
from lagclient.calls.flow import perform, turn_of
from lagclient.calls.processing import wait
from lagclient.calls.steps import Sleep
from lagclient.errors import LagAPIError, LagConnectionError, LagInvalidRequestError
from lagclient.transport.protocol import TransportError
from tests.kit.adapters import ADAPTERS, ASYNC_KINDS, KINDS, adapter, backend_of
from tests.kit.calls import ME, ROBOT_TOKEN, USER_TOKEN, call_of, failure, play, reply, settings_of
from tests.kit.servers import CLOSED, Serve, Server, answer, settled

pytestmark = CLOSED
SEND = call_of("servers.rooms.messages.send", server_id="s", room_id="r", content="hi")
BUSY = answer(b'{"message": "busy"}', "503 Service Unavailable", "retry-after: 50")
PENDING = {"id": "img_1", "processingStatus": "pending", "url": "https://cdn.example/img_1"}
JSON = ("200 OK", "content-type: application/json")
BORROWED = {"http_client": "sync", "async http_client": "asyncio", "trio http_client": "trio"}
ALL_KINDS = [*KINDS, *BORROWED]
UNINTERRUPTED = ("pyreqwest", "http_client")
"""They have no way to interrupt a request of another thread."""


class Endless:
    """A pacer whose turns never come, and a turn of it."""

    def queue(self, token: str, limits: Any) -> Any:
        del token, limits
        return self

    def seconds(self) -> float:
        return 50.0

    def end(self, sent: bool) -> None:
        assert not sent


def silent(connection: socket.socket, head: bytes) -> Optional[bool]:
    """A server's part: nothing, until the client is gone."""
    del head
    connection.settimeout(50)
    with contextlib.suppress(OSError):
        connection.recv(1)
    return True


def half(connection: socket.socket, head: bytes) -> Optional[bool]:
    """A server's part: the image's metadata, or a part of the image and then nothing."""
    if b"/images/" in head:
        port = connection.getsockname()[1]
        url = f"http://127.0.0.1:{port}/media/img_1"
        metadata = {**PENDING, "url": url, "processingStatus": "ready", "contentType": "image/png"}
        metadata.update(size=9, purpose="chat", variants={}, createdAt="2026-01-01T00:00:00Z")
        connection.sendall(answer(json.dumps(metadata).encode(), *JSON))
        return None
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\npart")
    return silent(connection, head)


def borrowed(kind: str, stack: Any) -> Dict[str, Any]:
    """The option of a client of that kind, for which the stack closes what it needs."""
    if kind == "http_client":
        return {
            "http_client": stack.enter_context(
                httpx.Client(trust_env=False, verify=False, timeout=50)
            )
        }
    if kind in BORROWED:
        return {"http_client": httpx.AsyncClient(trust_env=False, verify=False, timeout=50)}
    return {"transport": adapter(kind)} if kind in ADAPTERS else {}


def backend(kind: str) -> str:
    return BORROWED.get(kind) or backend_of(kind)


def closed_during(
    kind: str,
    server: Server,
    call: Callable[[Any], Any],
    is_waiting: Callable[[], Any],
    **more: Any,
) -> LagAPIError:
    """Close a client while a call of another thread or task waits; return the call's error."""
    errors: List[LagAPIError] = []
    options = {"token": USER_TOKEN, "base_url": server.url, "timeout_seconds": 50.0, **more}

    def blocking() -> None:
        with contextlib.ExitStack() as stack:
            client = Client(**options, **borrowed(kind, stack))

            def work() -> None:
                try:
                    call(client)
                except LagAPIError as error:
                    errors.append(error)

            thread = threading.Thread(target=work, daemon=True)
            thread.start()
            while thread.is_alive() and not is_waiting():
                time.sleep(0.01)
            time.sleep(0.1)
            client.close()
            thread.join(10)

    async def main() -> None:
        with contextlib.ExitStack() as stack:
            own = borrowed(kind, stack)
            client = AsyncClient(**options, **own)

            async def work() -> None:
                try:
                    await call(client)
                except LagAPIError as error:
                    errors.append(error)

            with anyio.fail_after(10):
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(work)
                    while not is_waiting():
                        await anyio.sleep(0.01)
                    await anyio.sleep(0.1)
                    await client.aclose()
            if "http_client" in own:
                await own["http_client"].aclose()

    if backend(kind) == "sync":
        blocking()
    else:
        anyio.run(main, backend=backend(kind))
    assert len(errors) == 1, "the call still waits"
    return errors[0]


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_closing_ends_the_wait_before_a_retry(kind: str, serve: Serve) -> None:
    """A call that waits as long as the server asked ends at once, and its error says why."""
    server = serve(BUSY)
    error = closed_during(
        kind, server, lambda c: c.servers.rooms.messages.send("s", "r", content="hi"),
        lambda: server.seen,
    )  # fmt: skip
    assert isinstance(error, LagConnectionError)
    assert error.message == (
        "The client is closed, so the request is not repeated. The last attempt: busy"
    )
    assert (error.outcome, error.attempts, len(server.seen)) == ("refused", 1, 1)
    assert settled(server)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_closing_ends_the_wait_for_a_turn(kind: str, serve: Serve) -> None:
    """A call that waits for the API's limits ends at once, and sends nothing."""
    server, turns = serve(BUSY), Endless()
    waits: List[object] = []

    def queue(*_: Any) -> Any:
        waits.append(0)
        return turns

    pacer: Any = type("Pacer", (), {"queue": queue})()
    error = closed_during(
        kind, server, lambda c: c.identity(), lambda: waits, token=ROBOT_TOKEN, pacer=pacer
    )
    assert isinstance(error, LagInvalidRequestError)
    assert error.message == "The client is closed: create another one"
    assert (error.outcome, error.attempts, server.seen) == ("not_sent", 0, [])


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_closing_ends_the_wait_for_an_image(kind: str, serve: Serve) -> None:
    """`images.wait` ends between two requests for the status."""
    server = serve(answer(json.dumps(PENDING).encode(), *JSON))
    error = closed_during(kind, server, lambda c: c.images.wait("img_1"), lambda: server.seen)
    assert error.message == "The client is closed: create another one"
    count = len(server.seen)
    assert error.route == "images.status"
    time.sleep(0.6)  # longer than the first pause
    assert len(server.seen) == count


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_closing_ends_a_download(kind: str, serve: Serve) -> None:
    """A download that waits for the next piece ends at once, over every transport."""
    server = serve(half)
    error = closed_during(
        kind, server, lambda c: c.images.download("img_1", to=io.BytesIO()),
        lambda: len(server.seen) == 2, max_retries=0,
    )  # fmt: skip
    assert isinstance(error, LagConnectionError)
    assert error.message == "The client was closed before the response arrived"
    assert kind == "pyreqwest" or settled(server)


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind not in UNINTERRUPTED])
def test_closing_interrupts_a_request(kind: str, serve: Serve) -> None:
    """A call whose request is under way says that its own client ended it, not the server."""
    server = serve(silent)
    error = closed_during(
        kind, server, lambda c: c.servers.rooms.messages.send("s", "r", content="hi"),
        lambda: server.seen,
    )  # fmt: skip
    assert isinstance(error, LagConnectionError)
    assert error.message == "The client was closed before the response arrived"
    assert (error.outcome, error.attempts, len(server.seen)) == ("unknown", 1, 1)
    assert settled(server)


@pytest.mark.parametrize("kind", [kind for kind in ALL_KINDS if kind not in UNINTERRUPTED])
def test_closing_interrupts_a_response(kind: str, serve: Serve) -> None:
    """A call whose response has begun to arrive ends at once, too."""
    server = serve(half)
    error = closed_during(kind, server, lambda c: c.users.me(), lambda: server.seen)
    assert isinstance(error, LagConnectionError)
    assert error.message == "The client was closed before the response arrived"
    assert settled(server)


@pytest.mark.parametrize("kind", [*ASYNC_KINDS, "async http_client", "trio http_client"])
def test_closing_ends_connecting(kind: str, full: int) -> None:
    """A call that is connecting ends at once, and says that nothing was sent."""
    tries = iter(range(20))
    error = closed_during(
        kind, Server(full), lambda c: c.servers.create(name="s"), lambda: next(tries, 20) == 20
    )
    assert error.message == "The client was closed before the response arrived"
    assert (error.outcome, error.attempts) == ("not_sent", 1)


def test_derived_client_ends_with_its_origin(serve: Serve) -> None:
    """A client of `with_options` stops waiting when the one it came from is closed."""
    server = serve(BUSY)
    error = closed_during(
        "sync", server, lambda c: c.with_options(max_retries=1).identity(), lambda: server.seen
    )
    assert "The client is closed" in error.message


@pytest.mark.parametrize("kind", BORROWED)
def test_closed_client_refuses_calls_over_a_client_of_the_caller(kind: str, serve: Serve) -> None:
    """A closed client sends nothing, also through an `http_client` that stays open."""
    server = serve(BUSY)

    def check(error: LagAPIError) -> None:
        assert error.message == "The client is closed: create another one"
        assert server.seen == []

    async def main() -> None:
        async with httpx.AsyncClient(trust_env=False, verify=False) as http:
            client = AsyncClient(token=ROBOT_TOKEN, base_url=server.url, http_client=http)
            await client.aclose()
            with pytest.raises(LagInvalidRequestError) as caught:
                await client.identity()
            check(caught.value)
            assert not http.is_closed

    if kind != "http_client":
        anyio.run(main, backend=backend(kind))
        return
    with httpx.Client(trust_env=False, verify=False) as http:
        client = Client(token=ROBOT_TOKEN, base_url=server.url, http_client=http)
        client.close()
        with pytest.raises(LagInvalidRequestError) as caught:
            client.identity()
        check(caught.value)
        assert not http.is_closed


def test_closing_from_another_event_loop_ends_waits(serve: Serve) -> None:
    """`aclose` in one event loop ends the waits of a call in another one, and returns."""
    server = serve(BUSY)
    client = AsyncClient(token=ROBOT_TOKEN, base_url=server.url)
    errors: List[str] = []

    async def call() -> None:
        with pytest.raises(LagAPIError) as caught:
            await client.identity()
        errors.append(caught.value.message)

    async def close() -> None:
        with anyio.fail_after(5):
            await client.aclose()

    for backend in ("asyncio", "trio"):
        client = AsyncClient(token=ROBOT_TOKEN, base_url=server.url)
        seen = len(server.seen)
        thread = threading.Thread(target=anyio.run, args=(call,), kwargs={"backend": backend})
        thread.start()
        while len(server.seen) == seen:
            time.sleep(0.01)
        time.sleep(0.1)
        anyio.run(close)
        thread.join(5)
        assert not thread.is_alive()
    assert ["The client is closed" in message for message in errors] == [True, True]


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no such signal")
def test_signal_handler_may_close_the_client(serve: Serve) -> None:
    """The main thread that waits before a retry is ended by a handler that closes its client."""
    server = serve(BUSY)
    client = Client(token=ROBOT_TOKEN, base_url=server.url)
    before = signal.signal(signal.SIGUSR1, lambda *_: client.close())

    def alarm() -> None:
        while not server.seen:
            time.sleep(0.01)
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGUSR1)

    thread = threading.Thread(target=alarm)
    thread.start()
    try:
        with pytest.raises(LagConnectionError, match="The client is closed"):
            client.identity()
    finally:
        thread.join(5)
        signal.signal(signal.SIGUSR1, before)


# Step by step


def closing_at(flow: Any, settings: Any, *outcomes: Any) -> Any:
    """Step through a flow, and close its client before the last outcome."""
    step = next(flow)
    try:
        for number, outcome in enumerate(outcomes, 1):
            if number == len(outcomes):
                settings.closing.close()
            failed = isinstance(outcome, TransportError)
            step = flow.throw(outcome) if failed else flow.send(outcome)
            while isinstance(step, Sleep):
                step = flow.send(None)
    except LagAPIError as error:
        return error
    return step


@pytest.mark.parametrize("look", [failure(), reply(502)], ids=["lost", "refused"])
def test_looking_for_a_message_ends_with_the_client(look: Any) -> None:
    """A send whose message is looked for when the client is closed says so; it is in doubt."""
    settings = settings_of()
    error = closing_at(perform(SEND, settings), settings, reply(502), look)
    assert isinstance(error, LagConnectionError)
    assert error.message.startswith("The client is closed, so the request is not repeated")
    assert (error.outcome, error.attempts) == ("unknown", 1)


def test_lost_response_is_not_looked_for_after_the_end() -> None:
    """A send that failed while the client was closed makes no other request."""
    settings = settings_of()
    error = closing_at(perform(SEND, settings), settings, reply(500))
    assert error.message.startswith("The client is closed, so the request is not repeated")


def test_response_that_arrives_at_the_end_counts() -> None:
    """A call that has its response when the client is closed returns it."""
    settings = settings_of()
    flow = perform(call_of("users.me"), settings)
    next(flow)
    settings.closing.close()
    with pytest.raises(StopIteration) as ended:
        flow.send(reply(200, ME))
    assert ended.value.value.data.id == "me"


def interrupted(work: Callable[[], Any], line: int, modules: str, act: Callable[[], Any]) -> Any:
    """Return the error of some work, at whose given line something is done in the same thread.

    So does a signal handler. Return None if the work has fewer lines in these modules.
    """
    errors: List[Any] = []
    passed = 0

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal passed
        del argument
        if frame.f_globals.get("__name__", "") not in modules.split():
            return None
        passed += event == "line"
        if passed == line:
            sys.settrace(None)
            act()
        return trace if passed < line else None

    def run() -> None:
        sys.settrace(trace)
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(20)
    assert not thread.is_alive(), f"It hangs at line {line}"
    return (errors or ["no error"])[0] if passed >= line else None


def test_client_is_closed_at_any_line_of_its_pool(serve: Serve) -> None:
    """A signal handler that closes it never waits for the call that it interrupts."""
    server = serve(answer(json.dumps(ME).encode(), *JSON))
    pool = "lagclient.transport.httpx.pool lagclient.transport.connection_limit"
    errors: List[Any] = []
    while None not in errors:
        client = Client(token=USER_TOKEN, base_url=server.url)
        client.users.me()
        errors.append(interrupted(client.users.me, len(errors) + 1, pool, client.close))
        client.close()
    assert {type(error) for error in errors[:-1]} <= {
        str,
        LagConnectionError,
        LagInvalidRequestError,
    }
    assert len(errors) > 20
    assert settled(server)


def test_listener_is_closed_at_any_line(serve: Serve) -> None:
    """A signal handler that closes it ends the iteration, whatever it interrupts."""
    body = "".join(f"id: {number}\nevent: x\ndata: {{}}\n\n" for number in range(3)).encode()
    server = serve(answer(body, "200 OK", "content-type: text/event-stream"))
    errors: List[Any] = []
    with Client(token=ROBOT_TOKEN, base_url=server.url, pacing="off") as client:
        while None not in errors:
            events = client.robots.events.stream()
            next(events)

            def work(events: Any = events) -> None:
                events.confirm()
                next(events)

            line = len(errors) + 1
            errors.append(interrupted(work, line, "lagclient.listening.drive", events.close))
            events.close()
        assert {type(error) for error in errors[:-1]} <= {str, StopIteration}
    assert len(errors) > 20
    assert settled(server)


def test_turn_is_given_back_at_the_end() -> None:
    """A turn that has not come when the client is closed does not keep its place."""
    settings = settings_of(ROBOT_TOKEN, pacer=Endless())
    settings.closing.close()
    error = play(call_of("identity"), settings).error
    assert error.message == "The client is closed: create another one"
    with pytest.raises(StopIteration):
        next(turn_of(call_of("identity").route, 0.0, settings))


def test_wait_for_an_image_says_that_the_client_is_closed() -> None:
    """The pause between two polls of a status is followed by no other poll."""
    settings = settings_of()
    flow = wait(call_of("images.status", image_id="img_1"), settings, deadline_seconds=None)
    error = closing_at(flow, settings, reply(200, PENDING))
    assert error.message == "The client is closed: create another one"


def test_alarm_rings_before_its_wait() -> None:
    """A wait that begins after the end does not block; a second ring changes nothing."""
    closing, alarm = Closing(), Alarm()
    closing.close()
    closing.sleep(50.0)
    alarm.ring()
    alarm.ring()
    alarm.sleep(50.0)
    alarm.sleep(0.001)


def test_long_wait_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait in pieces has its full length, also while a test has frozen the clock."""
    monkeypatch.setattr("lagclient.calls.closing._PIECE_SECONDS", 0.01)
    monkeypatch.setattr(time, "monotonic", lambda: 1.0)
    began = time.perf_counter()
    Closing().sleep(0.05)
    assert time.perf_counter() - began >= 0.045
