"""Attempts that the deadline ends before anything was sent: the error says that nothing was."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Any, Callable, Iterator, List, Tuple

import anyio
import httpx
import pytest

from lagclient import AsyncClient, Client, LagTimeoutError
from tests.kit.adapters import ASYNC_ADAPTERS
from tests.kit.calls import USER_TOKEN

LIMIT = 0.3
WAYS = ["sync", "sync-client", "asyncio", "trio", "asyncio-client", "trio-client", *ASYNC_ADAPTERS]


@pytest.fixture
def hanging() -> Iterator[Callable[[bytes], int]]:
    """Starts listeners that accept connections and then say only so many bytes."""
    with contextlib.ExitStack() as stack:

        def start(greeting: bytes = b"") -> int:
            listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            opened: List[socket.socket] = []

            def accept() -> None:
                with contextlib.suppress(OSError):
                    while True:
                        connection, _ = listener.accept()
                        opened.append(connection)
                        if greeting:
                            connection.recv(999)
                            connection.sendall(greeting)

            thread = threading.Thread(target=accept)
            thread.start()

            def stop() -> None:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join(5)
                for connection in opened:
                    connection.close()

            stack.callback(stop)
            return int(listener.getsockname()[1])

        yield start


def post(way: str, url: str, **options: Any) -> LagTimeoutError:
    """How a POST ends that its deadline cuts off."""
    kind, _, borrowed = way.partition("-")
    options.update(token=USER_TOKEN, base_url=url, deadline_seconds=LIMIT, allow_http=True)
    with contextlib.ExitStack() as stack:
        if way in ASYNC_ADAPTERS or borrowed:
            own = {name: options.pop(name) for name in ("proxy", "verify") if name in options}
        if borrowed and kind == "sync":
            options["http_client"] = stack.enter_context(httpx.Client(trust_env=False, **own))
        if kind == "sync":
            with Client(**options) as client, pytest.raises(LagTimeoutError) as caught:
                client.servers.create(name="s")
            return caught.value

        async def main() -> LagTimeoutError:
            if borrowed:
                options["http_client"] = httpx.AsyncClient(trust_env=False, **own)
            if way in ASYNC_ADAPTERS:
                from tests.kit.adapters import adapter

                options["transport"] = adapter(way, trust_env=False, **own)
            async with AsyncClient(**options) as client:
                with pytest.raises(LagTimeoutError) as caught:
                    await client.servers.create(name="s")
            if borrowed:
                await options["http_client"].aclose()
            return caught.value

        return anyio.run(main, backend="asyncio" if way in ASYNC_ADAPTERS else kind)


def described(error: LagTimeoutError) -> Tuple[str, Any]:
    """Return the outcome of a call, and the phase of its last attempt."""
    cause: Any = error.__cause__
    return error.outcome, cause.phase


@pytest.mark.parametrize("way", WAYS)
def test_connecting_takes_too_long(way: str, full: int) -> None:
    """Where connecting does not end, nothing was sent."""
    assert described(post(way, f"http://127.0.0.1:{full}")) == ("not_sent", "connect")


@pytest.mark.parametrize("way", WAYS)
def test_tls_handshake_takes_too_long(way: str, hanging: Callable[..., int]) -> None:
    """Where the TLS handshake does not end, nothing was sent."""
    error = post(way, f"https://127.0.0.1:{hanging()}", verify=False)
    assert described(error) == ("not_sent", "connect")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("greeting", [b"", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["CONNECT", "TLS"])
def test_tunnel_takes_too_long(way: str, greeting: bytes, hanging: Callable[..., int]) -> None:
    """Where the tunnel of a proxy is not open in time, or TLS in it, nothing was sent."""
    proxy = f"http://127.0.0.1:{hanging(greeting)}"
    error = post(way, "https://lag.example", proxy=proxy, verify=False)
    assert described(error) == ("not_sent", "connect")


@pytest.mark.parametrize("way", ["sync", "asyncio", "trio"])
def test_socks_proxy_takes_too_long(way: str, hanging: Callable[..., int]) -> None:
    """Where a SOCKS proxy does not answer in time, nothing was sent."""
    proxy = f"socks5://127.0.0.1:{hanging()}"
    assert described(post(way, "http://lag.example", proxy=proxy)) == ("not_sent", "connect")


@pytest.mark.parametrize("way", WAYS)
def test_response_takes_too_long(way: str, hanging: Callable[..., int]) -> None:
    """Once the request was sent, it may have taken effect."""
    error = post(way, f"http://127.0.0.1:{hanging()}")
    assert described(error) == ("unknown", "read")


@pytest.mark.parametrize("way", ["asyncio", "trio", *ASYNC_ADAPTERS, "asyncio-client"])
def test_turn_takes_too_long(way: str, hanging: Callable[..., int]) -> None:
    """Where all connections are in use until the deadline, nothing was sent."""
    url = f"http://127.0.0.1:{hanging()}"

    async def main() -> None:
        options: Any = {}
        http = None
        if way.endswith("client"):
            limits = httpx.Limits(max_connections=1)
            http = options["http_client"] = httpx.AsyncClient(trust_env=False, limits=limits)
        elif way in ASYNC_ADAPTERS:
            from tests.kit.adapters import adapter

            options["transport"] = adapter(way, trust_env=False, max_connections=1)
        else:
            options["max_connections"] = 1
        client = AsyncClient(token=USER_TOKEN, base_url=url, max_retries=0, **options)
        async with client, anyio.create_task_group() as group:

            async def wait() -> None:
                await client.users.me()

            group.start_soon(wait)
            await anyio.sleep(0.05)
            with pytest.raises(LagTimeoutError) as caught:
                await client.with_options(deadline_seconds=LIMIT).servers.create(name="s")
            group.cancel_scope.cancel()
        if http is not None:
            await http.aclose()
        assert described(caught.value) == ("not_sent", "pool")

    anyio.run(main, backend="trio" if way == "trio" else "asyncio")
