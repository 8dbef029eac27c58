"""The ways in which a request reaches the network: each transport, driven blocking or in a loop."""

from __future__ import annotations

import json
from typing import Any, Callable, Optional, Tuple

import anyio
import attrs
import httpx
import pytest

from lagclient.transport.httpx.http_client import AsyncHttpClientTransport, HttpClientTransport
from lagclient.transport.httpx.transport import AsyncHttpxTransport, HttpxTransport
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import Reply, Request, Secret, Timeouts, TransportError
from tests.kit.adapters import ADAPTERS, adapter
from tests.kit.calls import ME, USER_TOKEN
from tests.kit.servers import answer

NO_LIMIT = Timeouts()
# Loading certificates would take longer than these tests.
PLAIN = ConnectionOptions(verify=False, trust_env=False)
USER_ANSWER = answer(json.dumps(ME).encode(), "200 OK", "content-type: application/json")


def get(url: str, path: str = "/users/me", **headers: str) -> Request:
    """A read."""
    return Request("GET", url + path, {"authorization": Secret(f"Bearer {USER_TOKEN}"), **headers})


def idle_connections(client: Any) -> int:
    """Return how many connections a client has: all are idle, and no turn at one is lost."""
    stats = client.pool_stats()
    assert (stats.idle, stats.in_use, stats.waiting) == (stats.open, 0, 0)
    return int(stats.open)


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: Any) -> str:
    """Both event loops, for tests marked `anyio`."""
    backend: str = request.param
    return backend


def send_directly(carrier: Any) -> None:
    """Let a transport send as in a program that has not imported httpx."""
    sender = carrier._sender

    def directly(pool: Any) -> Any:
        pool.is_instrumented = bool
        return pool

    async def directly_soon(url: str) -> Any:
        return directly(await sender(url))

    is_async = isinstance(carrier, AsyncHttpxTransport)
    carrier._sender = directly_soon if is_async else lambda url: directly(sender(url))


def mock_pools(carrier: Any, mock: httpx.MockTransport) -> None:
    """Let a transport over pools of our own end in a handler instead of the network."""
    sender = carrier._sender

    def mocked(pool: Any) -> Any:
        pool.instrumented.handle_request = mock.handle_request
        pool.instrumented.handle_async_request = mock.handle_async_request
        return pool

    async def mocked_soon(url: str) -> Any:
        return mocked(await sender(url))

    is_async = isinstance(carrier, AsyncHttpxTransport)
    carrier._sender = mocked_soon if is_async else lambda url: mocked(sender(url))


@attrs.frozen
class Way:
    """One of the ways in which a request reaches the network."""

    kind: str
    """``sync``, ``asyncio`` or ``trio``."""
    over: str
    """``pool``, ``instrumented`` (a pool behind the transports of httpx), ``client`` (one of the
    caller's), or the name of an adapter."""

    @property
    def has_pool(self) -> bool:
        """Whether it goes over a pool of our own."""
        return self.over in ("pool", "instrumented")

    @property
    def borrowed(self) -> bool:
        """Whether it goes through a client of the caller's."""
        return self.over == "client"

    def carrier(self, mock: Any = None) -> Any:
        """A transport: over a caller's client, a pool of our own, or another library."""
        if self.over in ADAPTERS:
            return adapter(self.over, verify=False, trust_env=False)
        plain: Any = {"transport": mock, "verify": False, "trust_env": False}
        if self.borrowed and self.kind == "sync":
            return HttpClientTransport(httpx.Client(**plain))
        if self.borrowed:
            return AsyncHttpClientTransport(httpx.AsyncClient(**plain))
        makes: Any = HttpxTransport if self.kind == "sync" else AsyncHttpxTransport
        carrier = makes(PLAIN)
        if mock is not None:
            mock_pools(carrier, mock)
        elif self.over == "pool":
            send_directly(carrier)
        return carrier

    def attempt(self, request: Request, timeouts: Timeouts = NO_LIMIT, mock: Any = None) -> Reply:
        """One attempt, and the end of whatever it was made with."""
        carrier = self.carrier(mock)
        if self.kind == "sync":
            try:
                reply: Reply = carrier.send(request, timeouts)
                return reply
            finally:
                carrier.close()
                if self.borrowed:
                    carrier._client.close()

        async def attempt() -> Reply:
            try:
                reply: Reply = await carrier.send(request, timeouts)
                return reply
            finally:
                await self.end(carrier)

        return anyio.run(attempt, backend=self.kind)

    def read(self, request: Request, begun: Callable[[], object] = bool) -> bytes:
        """Read a body piece by piece; call `begun` when the head has arrived."""
        carrier = self.carrier()
        if self.kind == "sync":
            try:
                with carrier.stream(request, NO_LIMIT) as stream:
                    begun()
                    return b"".join(stream.chunks)
            finally:
                carrier.close()
                if self.borrowed:
                    carrier._client.close()

        async def read() -> bytes:
            try:
                async with carrier.stream(request, NO_LIMIT) as stream:
                    begun()
                    return b"".join([chunk async for chunk in stream.chunks])
            finally:
                await self.end(carrier)

        return anyio.run(read, backend=self.kind)

    async def end(self, carrier: Any) -> None:
        """Close an asynchronous transport, and the client that it was made with."""
        await carrier.close()
        if self.borrowed:
            await carrier._client.aclose()

    def failure(self, *args: Any, **options: Any) -> TransportError:
        """How an attempt failed; its cause is never the failure itself."""
        with pytest.raises(TransportError) as caught:
            self.attempt(*args, **options)
        error: TransportError = caught.value
        assert error.__cause__ is not error
        return error


OVER_HTTPX = ("pool", "instrumented", "client")
WAYS = [Way(kind, over) for over in OVER_HTTPX for kind in ("sync", "asyncio", "trio")]
ALL_WAYS = [*WAYS, *(Way(backend, name) for name, (backend, _) in ADAPTERS.items())]


@pytest.fixture(params=ALL_WAYS, ids=lambda way: f"{way.kind}-{way.over}")
def way(request: Any) -> Way:
    """Every way: sync, asyncio and trio, by our own pool, by `http_client`, and by an adapter."""
    found: Way = request.param
    return found


@pytest.fixture(params=WAYS, ids=lambda way: f"{way.kind}-{way.over}")
def httpx_way(request: Any) -> Way:
    """Every way that httpx is on."""
    found: Way = request.param
    return found


def describe(error: TransportError) -> Tuple[str, bool, bool, Optional[int]]:
    """Return the phase of a failure, and its sent, timed_out and status."""
    return error.phase, error.sent, error.timed_out, error.status
