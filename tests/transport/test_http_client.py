"""A caller's httpx client: what it has by itself is kept beside what the call has, or refused."""

from __future__ import annotations

import socket
import time
from typing import Any, AsyncIterator, Dict, List

import anyio
import httpx
import pytest

from lagclient import AsyncClient, Client, LagInvalidRequestError
from lagclient.transport.httpx.http_client import AsyncHttpClientTransport, HttpClientTransport
from lagclient.transport.protocol import Timeouts, TransportError
from tests.kit.calls import USER_TOKEN
from tests.kit.servers import Serve, answer
from tests.kit.ways import NO_LIMIT, USER_ANSWER, describe, get

PAGE = {"messages": [], "hasMore": False, "nextCursor": None}


def request_through(own: Dict[str, Any], path: str = "/users/me", **headers: str) -> httpx.Request:
    """Return the request that is sent through a client which has this by itself."""
    requests: List[httpx.Request] = []

    def note(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(note), **own) as http:
        HttpClientTransport(http).send(get("https://lag.example", path, **headers), NO_LIMIT)
    (request,) = requests
    return request


@pytest.mark.parametrize(
    ("params", "path", "query"),
    [
        ({"trace": "1"}, "/x?limit=5&cursor=abc", {"trace": "1", "limit": "5", "cursor": "abc"}),
        ({"limit": "9"}, "/x?limit=5", {"limit": "5"}),
        ({"trace": "1"}, "/x", {"trace": "1"}),
        ({"a": "1"}, "/x?q=a%26b%20c%2Bd%25&e=", {"a": "1", "q": "a&b c+d%", "e": ""}),
        ({}, "/x?q=a%26b%20c&e=", {"q": "a&b c", "e": ""}),
        (None, "/x", {}),
    ],
)
def test_parameters_of_a_client_are_added(params: Any, path: str, query: Dict[str, str]) -> None:
    """The client's parameters come beside those of the call, which counts where both have one."""
    url = request_through({"params": params}, path).url
    assert url.path == "/x"
    assert dict(url.params) == query
    assert len(url.params.multi_items()) == len(query)


def test_parameters_of_a_client_leave_the_path_alone() -> None:
    """A path that is encoded stays as it is."""
    url = request_through({"params": {"trace": "1"}}, "/a%2Fb/%252e/~x?q=1").url
    assert url.raw_path.startswith(b"/a%2Fb/%252e/~x?")


def test_pages_are_walked_with_parameters_of_a_client() -> None:
    """A walk through pages takes its cursor along: no page comes twice."""
    asked: List[Dict[str, str]] = []

    def respond(request: httpx.Request) -> httpx.Response:
        asked.append(dict(request.url.params))
        more = len(asked) < 3
        return httpx.Response(200, json={**PAGE, "hasMore": more, "nextCursor": f"c{len(asked)}"})

    with httpx.Client(params={"trace": "1"}, transport=httpx.MockTransport(respond)) as http:
        client = Client(token=USER_TOKEN, http_client=http)
        assert len(list(client.servers.rooms.messages.paginate("s", "r", limit=5))) == 3
    assert asked == [
        {"trace": "1", "limit": "5"},
        {"trace": "1", "limit": "5", "cursor": "c1"},
        {"trace": "1", "limit": "5", "cursor": "c2"},
    ]


FRAMING = {
    "Host": "other.example",
    "Content-Length": "5",
    "transfer-encoding": "chunked",
    "TE": "gzip",
    "Trailer": "x",
    "Upgrade": "h2c",
    "Expect": "100-continue",
    "Connection": "keep-alive, x-removed",
}


@pytest.mark.parametrize("name", FRAMING)
def test_default_headers_that_frame_a_message_are_refused(name: str) -> None:
    """A client's own header of the framing or of one connection is refused in the constructor."""
    own = {name: FRAMING[name]}
    expected = pytest.raises(LagInvalidRequestError, match=f"(?i)^`http_client` must .*'{name}'")
    with httpx.Client(headers=own) as http, expected:
        Client(token=USER_TOKEN, http_client=http)
    with expected:
        AsyncClient(token=USER_TOKEN, http_client=httpx.AsyncClient(headers=own))
    with pytest.raises(LagInvalidRequestError, match=f"^`extra_headers` must .*'{name}'"):
        Client(token=USER_TOKEN, extra_headers=own)


def test_default_headers_that_keep_a_connection_are_sent() -> None:
    """Whether a connection is kept is the client's own business."""
    assert request_through({"headers": {"Connection": "close"}}).headers["connection"] == "close"


def test_headers_of_a_client_are_added() -> None:
    """The client's headers come beside those of the call, which counts where both have one."""
    own = {"x-gateway": "1", "x-trace": "own", "authorization": "Bearer other"}
    headers = request_through({"headers": own}, **{"x-trace": "call"}).headers
    assert (headers["x-gateway"], headers["x-trace"]) == ("1", "call")
    assert headers["authorization"] == f"Bearer {USER_TOKEN}"


@pytest.mark.parametrize(
    ("own", "call", "sent"),
    [
        ({"cookies": {"a": "1"}}, {}, "a=1"),
        ({"cookies": {"a": "1"}}, {"cookie": "b=2"}, "a=1; b=2"),
        ({"headers": {"cookie": "c=3"}}, {"cookie": "b=2"}, "c=3; b=2"),
        ({}, {"cookie": "b=2"}, "b=2"),
    ],
)
def test_cookies_of_a_client_are_added(own: Any, call: Any, sent: str) -> None:
    """The client's cookies come beside those that a call has as a header."""
    assert request_through(own, **call).headers["cookie"] == sent


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize(
    "auth", [("user", "swordfish"), httpx.DigestAuth("user", "swordfish")], ids=["basic", "digest"]
)
def test_auth_that_would_replace_the_token_is_refused(cls: Any, auth: Any) -> None:
    """A client whose `auth` sets the Authorization header is refused in the constructor."""
    http: Any = (httpx.Client if cls is Client else httpx.AsyncClient)(auth=auth, verify=False)
    refusal = "^`http_client` must be without `auth`, not with "
    with pytest.raises(LagInvalidRequestError, match=refusal) as caught:
        cls(token=USER_TOKEN, http_client=http)
    assert "swordfish" not in str(caught.value)


def test_auth_of_another_kind_is_applied() -> None:
    """An `auth` of the caller's own kind is applied: it may add what a gateway asks for."""

    class Gateway(httpx.Auth):
        def auth_flow(self, request: httpx.Request) -> Any:
            request.headers["x-signature"] = "1"
            yield request

    headers = request_through({"auth": Gateway()}).headers
    assert headers["x-signature"] == "1"
    assert headers["authorization"] == f"Bearer {USER_TOKEN}"


def test_base_url_of_a_client_does_not_count() -> None:
    """The URL of a call is a whole one: the client's `base_url` is not put before it."""
    request = request_through({"base_url": "https://other.example/v9/"})
    assert request.url == "https://lag.example/users/me"


def test_nothing_is_sent_after_the_deadline(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that took longer than the call may is not used: nothing is sent."""
    server, real, now = serve(USER_ANSWER), socket.getaddrinfo, [1000.0]

    def slow(*args: Any, **options: Any) -> Any:
        now[0] += 60
        return real(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with httpx.Client(trust_env=False, verify=False) as http:
        carrier = HttpClientTransport(http)
        with pytest.raises(TransportError) as caught:
            carrier.send(get(server.url), Timeouts(total=60))
        assert describe(caught.value) == ("connect", False, True, None)
        assert carrier.send(get(server.url), Timeouts(total=61)).status == 200
    assert len(server.seen) == 1


def test_call_that_connects_while_its_client_is_closed_sends_nothing(serve: Serve) -> None:
    """Nothing interrupts a blocking client that connects, but it goes no further."""
    server = serve(answer())
    with httpx.Client(trust_env=False) as http:
        carrier = HttpClientTransport(http)
        carrier.close()  # as another thread would, in the middle
        with pytest.raises(TransportError) as caught:
            carrier.send(get(server.url), NO_LIMIT)
    assert describe(caught.value) == ("connect", False, False, None)
    assert server.seen == []


class _UntilClosed(httpx.AsyncByteStream):
    """A body without pieces, which ends when it is closed."""

    def __init__(self) -> None:
        self.reading, self.closed = anyio.Event(), anyio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.reading.set()
        await self.closed.wait()
        for piece in ():
            yield piece

    async def aclose(self) -> None:
        self.closed.set()


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["send", "stream"])
async def test_closing_ends_what_nothing_else_interrupts(how: str) -> None:
    """A task that reads from a caller's own transport ends with the client, on every backend.

    The status that had arrived says what became of the request.
    """
    reading = anyio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield b"part"
        reading.set()
        await anyio.sleep_forever()

    api = httpx.MockTransport(lambda request: httpx.Response(200, content=endless()))
    carrier = AsyncHttpClientTransport(httpx.AsyncClient(transport=api))

    async def read() -> None:
        if how == "send":
            await carrier.send(get("http://127.0.0.1"), NO_LIMIT)
        async with carrier.stream(get("http://127.0.0.1"), NO_LIMIT) as stream:
            async for _ in stream.chunks:
                pass

    async def close() -> None:
        await reading.wait()
        await carrier.close()

    async with anyio.create_task_group() as group:
        group.start_soon(close)
        with anyio.fail_after(5), pytest.raises(TransportError, match="closed") as caught:
            await read()
    assert caught.value.status == 200


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_stream_that_ends_because_it_is_closed_is_not_complete() -> None:
    """A reader does not take the end of a body for its own if the stream was closed meanwhile."""
    body = _UntilClosed()
    api = httpx.MockTransport(lambda request: httpx.Response(200, stream=body))
    carrier = AsyncHttpClientTransport(httpx.AsyncClient(transport=api))

    opened = carrier.stream(get("http://127.0.0.1"), NO_LIMIT)

    async def leave() -> None:
        await body.reading.wait()
        await opened.__aexit__(None, None, None)

    stream = await opened.__aenter__()
    async with anyio.create_task_group() as group:
        group.start_soon(leave)
        with pytest.raises(TransportError, match="closed") as caught:
            await stream.chunks.__anext__()
    assert caught.value.status == 200
