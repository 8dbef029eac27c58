"""Rules of the transports that only rare input reaches."""

from __future__ import annotations

import socket
from typing import Any

import anyio
import httpcore
import httpx
import pytest

from lagclient import Client
from lagclient.transport import hangup
from lagclient.transport.aiohttp import AiohttpTransport
from lagclient.transport.aiohttp import transport as over_aiohttp
from lagclient.transport.aiohttp.session import EndedError
from lagclient.transport.httpx.failures import salvage
from lagclient.transport.httpx.pool import AsyncPool, Pool
from lagclient.transport.httpx.request import Builder
from lagclient.transport.httpx.sockets import AsyncDialer
from lagclient.transport.httpx.transport import _Chunks
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import OpenBody, Request, Timeouts, TransportError

URL = "http://127.0.0.1:9/users/me"


def test_nothing_to_hang_up() -> None:
    """A connection that does not exist is hung up without an error."""
    hangup.hang_up(None)
    assert AsyncDialer().abandon() is None


def test_foreign_exception_in_an_error_body_passes_through() -> None:
    """An exception that is not httpx's is raised, also while the body of an error is read."""
    with pytest.raises(KeyError):
        salvage(KeyError("hook"), httpx.Response(500), [])


def test_foreign_exception_of_a_client_passes_through() -> None:
    """An exception of a caller's client that is not httpx's is raised as it is."""

    class Own(httpx.Client):
        def build_request(self, *args: Any, **options: Any) -> httpx.Request:
            raise KeyError("own")

    with Own() as own:
        client = Client(token="lag_pat_x", http_client=own)
        with pytest.raises(KeyError):
            client.users.me()


def test_request_that_httpx_cannot_build_was_not_sent() -> None:
    """A request that httpx refuses to build is an error of the request, and nothing was sent."""
    headers = {"x-name": "\u00e9"}
    with pytest.raises(TransportError) as caught:
        Builder()(Request("GET", URL, headers), Timeouts(), None, {})
    assert caught.value.sent is False


def test_dropping_no_connection_gives_the_turn_back() -> None:
    """A request that failed before it had a connection leaves its turn to the next."""
    pool = Pool(URL, ConnectionOptions())
    pool._gate.enter(None)
    pool.drop(None)
    assert pool._gate.in_use == 0

    async def dropped() -> int:
        pool = AsyncPool(URL, ConnectionOptions())
        await pool._gate.enter(None)
        await pool.drop(None)
        return pool._gate.in_use

    assert anyio.run(dropped) == 0


def test_host_name_that_cannot_be_encoded_was_not_reached() -> None:
    """A host name that no lookup can take is a failure to connect."""

    async def connect() -> None:
        await AsyncDialer().connect_tcp("\udcff.example", 80)

    with pytest.raises(httpcore.ConnectError):
        anyio.run(connect)


def test_closing_a_response_that_is_read_elsewhere_needs_no_socket() -> None:
    """A response of a transport without sockets is given up while another thread reads it."""
    chunks = _Chunks(httpx.Response(200, content=b"x"))
    with chunks._reading:
        chunks.close()
    assert chunks._is_closed


def test_foreign_exception_of_aiohttp_is_kept() -> None:
    """What ended an attempt and is not aiohttp's is raised as it is."""
    error = KeyError("own")
    assert over_aiohttp._failure(EndedError(error, connected=True), None) is error


def test_url_that_aiohttp_cannot_parse_was_not_sent() -> None:
    """A URL with an impossible port is refused before anything is sent."""

    async def send() -> None:
        transport = AiohttpTransport()
        try:
            await transport.send(Request("GET", "http://127.0.0.1:99999/x", {}), Timeouts())
        finally:
            await transport.close()

    with pytest.raises(TransportError) as caught:
        anyio.run(send)
    assert caught.value.sent is False


def test_request_that_is_not_read_ends_in_time_over_aiohttp() -> None:
    """A server that never reads a large body meets the limit for sending."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"

        async def send() -> None:
            transport = AiohttpTransport()
            try:
                request = Request("POST", url, {}, lambda: iter([b"x" * 65536] * 500))
                await transport.send(request, Timeouts(write=0.2))
            finally:
                await transport.close()

        with pytest.raises(TransportError) as caught:
            anyio.run(send)
    assert caught.value.timed_out


def test_failures_of_pyreqwest_are_typed() -> None:
    """The error of a body is raised as it is; an error without details is a lost response."""
    pytest.importorskip("pyreqwest")
    from lagclient.transport import pyreqwest as over

    body = OpenBody(iter([]))
    body.failure = KeyError("file")
    assert over._failure(RuntimeError(), None, body) is body.failure
    assert over._failure(RuntimeError("gone"), None, None).sent is True
