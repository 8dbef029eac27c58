"""The one connection of a transport: kept, replaced, and spoken to in as few packets as can be."""

from __future__ import annotations

import importlib
import socket
from typing import List

import anyio
import httpx
import pytest

from lagclient.transport.httpx.connector import connector
from lagclient.transport.httpx.cork import Cork
from lagclient.transport.protocol import Request
from tests.kit.servers import Serve
from tests.kit.ways import NO_LIMIT, USER_ANSWER, Way


def test_a_head_waits_for_what_follows_it() -> None:
    """Of each request, the head goes out with the first of the body, or with its end."""
    cork = Cork()
    for head, body, rest in ((b"GET ", b"", b""), (b"POST ", b"one", b"two")):
        assert cork.push(head) == b""
        assert cork.push(body) == head + body
        assert cork.push(rest) == rest
        cork.turn()


STREAMS = {
    "sync": ("sync", "SyncStream"),
    "asyncio": ("anyio", "AnyIOStream"),
    "trio": ("trio", "TrioStream"),
}


@pytest.mark.parametrize("kind", STREAMS)
def test_a_request_is_written_at_once(
    kind: str, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Head and body leave together, on the first request of a connection and on the next."""
    server = serve(USER_ANSWER)
    written: List[bytes] = []
    module, name = STREAMS[kind]
    stream = getattr(importlib.import_module(f"httpcore._backends.{module}"), name)
    write = stream.write

    def note(self: object, buffer: bytes, timeout: object = None) -> object:
        written.append(buffer)
        return write(self, buffer, timeout)

    monkeypatch.setattr(stream, "write", note)
    post = Request("POST", server.url, {"content-type": "text/plain"}, b"the body")
    carrier = Way(kind, "pool").carrier(server.url)

    async def both() -> None:
        for _ in range(2):
            await carrier.send(post, NO_LIMIT)
        await carrier.close()

    if kind == "sync":
        for _ in range(2):
            carrier.send(post, NO_LIMIT)
        carrier.close()
    else:
        anyio.run(both, backend=kind)
    assert [data[:4] + data[-8:] for data in written if data] == [b"POSTthe body"] * 2
    assert server.connections == 1


def hung_up(connection: socket.socket, head: bytes) -> bool:
    """One answer, then the end of the connection."""
    connection.sendall(USER_ANSWER)
    return True


@pytest.mark.parametrize("kind", ["HTTPTransport", "AsyncHTTPTransport"])
def test_a_connection_that_the_server_closed_is_replaced(kind: str, serve: Serve) -> None:
    """Before a request is sent, it is seen that nobody listens any more: nothing is lost."""
    server = serve(hung_up)
    made = connector(kind, server.url, True, None, False)()
    request = httpx.Request("GET", f"{server.url}/users/me")

    async def ask() -> int:
        if kind == "HTTPTransport":
            response = made.handle_request(request)
            response.read()
        else:
            response = await made.handle_async_request(request)
            await response.aread()
        while server.live or not made._pool._made.has_expired():
            await anyio.sleep(0.001)  # until the end of the connection has arrived
        return int(response.status_code)

    async def main() -> List[int]:
        found = [await ask(), await ask()]
        await made.aclose() if kind == "AsyncHTTPTransport" else made.close()
        return found

    assert anyio.run(main) == [200, 200]
    assert (len(server.seen), server.connections) == (2, 2)
