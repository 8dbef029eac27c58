"""The life of one call, traced: how far it is from the public method to the transport."""

from __future__ import annotations

import asyncio
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Any, List, Optional, Tuple

import httpx
import pytest

import lagclient
from lagclient import AsyncClient, Client, LagAPIError
from tests.kit.ways import mock_pools

PACKAGE = str(Path(lagclient.__file__).parent)
MESSAGE = {
    "id": "m",
    "roomId": "r",
    "userId": "u",
    "username": "sam",
    "content": "hi",
    "createdAt": "2026-01-01T00:00:00Z",
}
Trace = List[List[Tuple[str, str]]]


def frames() -> List[Tuple[str, str]]:
    """Our own frames on the stack, outermost first: file and function."""
    found = []
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None:
        file = frame.f_code.co_filename
        if file.startswith((PACKAGE, "<lagclient ")):
            found.append((file, frame.f_code.co_name))
        frame = frame.f_back
    return found[::-1]


def busy_then_sent(traces: Trace) -> httpx.MockTransport:
    """Answers 503 twice, then the message, and notes the stack each time."""

    def answer(request: httpx.Request) -> httpx.Response:
        traces.append(frames())
        if len(traces) < 3:
            return httpx.Response(503, headers={"retry-after": "0"})
        return httpx.Response(201, json=MESSAGE)

    return httpx.MockTransport(answer)


def send(client: Any) -> Any:
    return client.servers.rooms.messages.send("s", "r", content="hi")


@pytest.fixture(params=["pool", "http_client"])
def carrier(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes a client whose requests end in a handler, by our own pool or by `http_client`."""

    def make(cls: Any, http_cls: Any, handler: httpx.MockTransport) -> Any:
        if request.param == "http_client":
            return cls(token="lag_pat_x", http_client=http_cls(transport=handler))
        client = cls(token="lag_pat_x")
        mock_pools(client._transport, handler)
        return client

    return make


def judge(traces: Trace) -> None:
    assert len(traces) == 3
    for trace in traces:
        files = {file for file, _ in trace}
        assert trace[0] == (f"<lagclient {trace[0][0].split()[1]}", "send")
        assert len(trace) <= 6, trace
        assert len(files) <= 5, files
    assert traces[0] == traces[2]


def test_sync_call_has_six_frames(carrier: Any) -> None:
    """First and repeated attempts have at most 6 of our frames, from 5 of our files."""
    traces: Trace = []
    with carrier(Client, httpx.Client, busy_then_sent(traces)) as client:
        assert send(client).content == "hi"
    judge(traces)


def test_async_call_has_six_frames(carrier: Any) -> None:
    """Coroutines of the async client have at most 6 of our frames too."""
    traces: Trace = []

    async def run() -> Any:
        async with carrier(AsyncClient, httpx.AsyncClient, busy_then_sent(traces)) as client:
            return await send(client)

    assert asyncio.run(run()).content == "hi"
    judge(traces)


def ours(error: BaseException) -> List[str]:
    """The functions of ours in the traceback of an error, outermost first."""
    return [
        frame.name
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.startswith((PACKAGE, "<lagclient "))
    ]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("answer", ["404", "lost", "no JSON", "wrong argument"])
def test_traceback_is_short(answer: str, asynchronous: bool) -> None:
    """A traceback ends three of our frames below the caller, and causes have none of ours."""

    def handle(request: httpx.Request) -> httpx.Response:
        if answer == "lost":
            raise httpx.ReadError("gone")
        return httpx.Response(404 if answer == "404" else 200, content=b"<html>")

    mock = httpx.MockTransport(handle)
    id = ".." if answer == "wrong argument" else "s"
    options: Any = {"token": "lag_pat_x", "max_retries": 0}

    def call() -> Any:
        if asynchronous:
            http = httpx.AsyncClient(transport=mock)
            return asyncio.run(AsyncClient(http_client=http, **options).servers.get(id))
        return Client(http_client=httpx.Client(transport=mock), **options).servers.get(id)

    with pytest.raises(LagAPIError) as caught:
        call()
    assert ours(caught.value) == ["get", "_perform", "run_async" if asynchronous else "run"]
    cause = caught.value.__cause__
    while cause is not None:
        assert ours(cause) == []
        cause = cause.__cause__


def test_traceback_names_the_public_method() -> None:
    """A traceback has the built method's name and source line."""

    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json={"message": "no such room"})

    client = Client(
        token="lag_pat_x", http_client=httpx.Client(transport=httpx.MockTransport(refuse))
    )
    with pytest.raises(lagclient.LagNotFoundError) as caught:
        send(client)
    text = "".join(traceback.format_exception(None, caught.value, caught.value.__traceback__))
    assert 'File "<lagclient ServersRoomsMessages.send>"' in text
    assert "return self._perform(Call(ROUTE, (server_id, room_id, content," in text
