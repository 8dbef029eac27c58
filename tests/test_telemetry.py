"""Spans of OpenTelemetry: one for each call and each attempt, and nothing secret in them."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from typing import Any, Dict, Iterator, List

import anyio
import httpx
import pytest

from lagclient import AsyncClient, Client, LagInvalidRequestError, LagServerError
from lagclient.errors import LagConnectionError, LagNotFoundError
from lagclient.sandbox import Fault, Faults, Sandbox
from lagclient.telemetry import OpenTelemetry
from tests.kit.sandbox import png

pytest.importorskip("opentelemetry.sdk", reason="the dependency group `dev` is not installed")

from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import (
    InMemorySpanExporter,
)


class Recorded:
    """The spans of a provider, and an observer that records them."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        self.provider = TracerProvider()
        self.provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.tracer = self.provider.get_tracer("test")
        self.observer = OpenTelemetry(self.provider)

    @property
    def spans(self) -> List[Any]:
        return list(self.exporter.get_finished_spans())


@pytest.fixture
def recorded() -> Iterator[Recorded]:
    recorded = Recorded()
    yield recorded
    recorded.provider.shutdown()


def test_call_and_attempt_have_a_span(recorded: Recorded) -> None:
    """The call's span is the parent of its attempt's, and a child of the program's."""
    with Sandbox() as lag:
        client = Client(token=lag.token, base_url=lag.url, observer=recorded.observer)
        with client, recorded.tracer.start_as_current_span("program") as program:
            client.servers.get(lag.server_id)
        attempt, call, _ = recorded.spans
        server, port = lag.server_id, int(lag.url.rpartition(":")[2])
        assert (call.name, call.kind) == ("servers.get", trace.SpanKind.INTERNAL)
        assert call.parent.span_id == program.get_span_context().span_id
        assert attempt.parent.span_id == call.context.span_id
        facts = dict(call.attributes)
        assert facts.pop("lagclient.request_id")
        assert facts == {
            "lagclient.method": "servers.get",
            "lagclient.server_id": server,
            "lagclient.attempts": 1,
            "lagclient.outcome": "success",
        }
        assert (attempt.name, attempt.kind) == ("GET /servers/{server_id}", trace.SpanKind.CLIENT)
        assert dict(attempt.attributes) == {
            "http.request.method": "GET",
            "http.response.status_code": 200,
            "server.address": "127.0.0.1",
            "server.port": port,
            "url.full": f"{lag.url}/servers/{server}",
        }
        assert attempt.instrumentation_scope.name == "lagclient"


def test_repeated_attempts_are_counted(recorded: Recorded) -> None:
    """A second attempt has the number of the repetition; the first one its failure."""
    faults = Faults([Fault("error", "system.health", 1.0, times=1, status=503)])
    with Sandbox(faults=faults) as lag:
        client = Client(token=lag.token, base_url=lag.url, observer=recorded.observer)
        client.system.health()
        client.close()
    first, second, call = recorded.spans
    assert first.attributes["error.type"] == "503"
    assert first.status.status_code is trace.StatusCode.ERROR
    assert second.attributes["http.request.resend_count"] == 1
    assert second.status.status_code is trace.StatusCode.UNSET
    assert call.attributes["lagclient.attempts"] == 2


def answering(handle: Any) -> Dict[str, Any]:
    return {
        "token": "lag_pat_canary7f3a",
        "max_retries": 0,
        "http_client": httpx.Client(transport=httpx.MockTransport(handle)),
    }


def raising(error: Exception) -> Any:
    def handle(request: httpx.Request) -> httpx.Response:
        raise error

    return handle


@pytest.mark.parametrize(
    ("failure", "kind", "outcome"),
    [
        (httpx.ConnectError("no"), "connect", "not_sent"),
        (httpx.ReadTimeout("late"), "timeout", "refused"),
        (httpx.ReadError("gone"), "read", "refused"),
    ],
)
def test_failed_call_says_what_became_of_it(
    failure: Exception, kind: str, outcome: str, recorded: Recorded
) -> None:
    """The attempt has the kind of its failure, the call its error and its outcome."""
    client = Client(**answering(raising(failure)), observer=recorded.observer)
    with pytest.raises(LagConnectionError) as caught:
        client.users.me()
    attempt, call = recorded.spans
    assert attempt.attributes["error.type"] == kind
    assert call.attributes["error.type"] == type(caught.value).__name__
    assert call.attributes["lagclient.outcome"] == outcome
    assert call.status.description == caught.value.code


def test_foreign_error_ends_the_spans(recorded: Recorded) -> None:
    """An error that is not one of ours has its type on the call's span."""
    client = Client(**answering(raising(RuntimeError("canary"))), observer=recorded.observer)
    with pytest.raises(RuntimeError):
        client.users.me()
    attempt, call = recorded.spans
    assert attempt.attributes["error.type"] == "cancelled"
    assert call.attributes["error.type"] in ("RuntimeError", "cancelled")


def test_spans_have_nothing_secret(recorded: Recorded) -> None:
    """No token, query, body, message of the API or invite code is in a span."""
    canary = "canary7f3a"

    def handle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500, json={"error": "x", "message": canary, "statusCode": 500})

    client = Client(**answering(handle), observer=recorded.observer)
    calls = (
        lambda: client.servers.rooms.messages.send("s", "r", content=canary),
        lambda: client.users.search(canary),
        lambda: client.servers.invites.preview(canary),
    )
    for call in calls:
        with pytest.raises(LagServerError):
            call()
    assert len(recorded.spans) >= 6
    assert canary not in "".join(span.to_json() for span in recorded.spans)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_async_calls_keep_their_parents(backend: str, recorded: Recorded) -> None:
    """Calls of concurrent tasks are below the span of their own task."""
    with Sandbox() as lag:

        async def one(client: AsyncClient, number: int) -> None:
            with recorded.tracer.start_as_current_span(f"task {number}"):
                await client.users.me()
                assert trace.get_current_span().name == f"task {number}"  # type: ignore[attr-defined]

        async def main() -> None:
            options: Any = {"base_url": lag.url, "observer": recorded.observer}
            client = AsyncClient(token=lag.token, **options)
            async with client, anyio.create_task_group() as tasks:
                for number in range(5):
                    tasks.start_soon(one, client, number)

        anyio.run(main, backend=backend)
    by_id = {span.context.span_id: span for span in recorded.spans}
    calls = [span for span in recorded.spans if span.name == "users.me"]
    assert sorted(by_id[call.parent.span_id].name for call in calls) == [
        f"task {number}" for number in range(5)
    ]
    attempts = [span for span in recorded.spans if span.name == "GET /users/me"]
    assert {by_id[attempt.parent.span_id].name for attempt in attempts} == {"users.me"}


def test_cancelled_call_ends_its_spans(recorded: Recorded) -> None:
    """A call that is cancelled while it waits has two ended spans."""
    with Sandbox(faults=Faults([Fault("latency", "users.me", 1.0, seconds=30)])) as lag:

        async def main() -> None:
            options: Any = {"base_url": lag.url, "observer": recorded.observer}
            async with AsyncClient(token=lag.token, **options) as client:
                with anyio.move_on_after(0.3):
                    await client.users.me()

        asyncio.run(main())
    attempt, call = recorded.spans
    assert attempt.attributes["error.type"] == call.attributes["error.type"] == "cancelled"
    assert call.attributes["lagclient.outcome"] == "cancelled"


def test_attempt_is_the_current_span_while_it_is_sent(recorded: Recorded) -> None:
    """Spans of an HTTP library are below the attempt's."""
    names: List[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        names.append(trace.get_current_span().name)  # type: ignore[attr-defined]
        return httpx.Response(404)

    client = Client(**answering(handle), observer=recorded.observer)
    with pytest.raises(LagNotFoundError):
        client.servers.get("s")
    assert names == ["GET /servers/{server_id}"]
    assert not trace.get_current_span().get_span_context().is_valid


def test_download_has_spans_of_both_requests(recorded: Recorded) -> None:
    """The bytes of an image are a call of their own, whose address has no query."""
    with Sandbox() as lag:
        client = Client(token=lag.token, base_url=lag.url, observer=recorded.observer)
        image = client.images.upload(png(), purpose="chat")
        client.images.download(image.id, io.BytesIO())
        client.close()
    names = [span.name for span in recorded.spans if "." in span.name and " " not in span.name]
    assert names == ["images.upload", "images.get", "images.download"]
    assert recorded.spans[-2].attributes["url.full"] == image.url


def test_observer_without_begin_is_refused() -> None:
    """An observer is checked in the constructor."""
    with pytest.raises(LagInvalidRequestError, match="`observer` must be an object with `begin`"):
        Client(token="lag_pat_x", observer=trace)  # type: ignore[arg-type]


def test_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library, the error says how to install it."""
    monkeypatch.setitem(sys.modules, "opentelemetry", None)
    with pytest.raises(ImportError, match=r"python -m pip install 'lagclient\[otel\]'"):
        OpenTelemetry()


def test_nothing_is_imported_when_it_is_off() -> None:
    """A client without an observer never imports OpenTelemetry, nor does the module itself."""
    program = (
        "import sys, lagclient, lagclient.telemetry\n"
        "lagclient.Client(token='lag_pat_x').servers.get\n"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
