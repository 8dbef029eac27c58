"""Path values as a server sees them: one segment each, whoever carries the request."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any, Dict, Iterator, List, Tuple
from urllib.parse import quote, unquote

import httpx
import pytest

from lagclient import AsyncClient, Client
from lagclient.errors import LagAPIError, LagConnectionError, LagInvalidRequestError
from lagclient.resources import TABLE
from lagclient.routing.route import Route
from lagclient.sandbox import Sandbox
from lagclient.sandbox.http import app
from tests.kit.adapters import ASYNC_ADAPTERS, SYNC_ADAPTERS, through
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN, fitting
from tests.kit.every import every
from tests.kit.servers import Serve, answer

REFUSED = ["", ".", "..", "\x00", "a\x00", "..\x00", "\n", "\r\nX: y", "\t", "\x1b", "\x7f", "\x85"]
REFUSED += ["\ud800", "a\udc80"]
# Python's own quoting is not trusted here: what it leaves as it is, is written out.
SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
SENT = ["%2e", "%2E", "%2e%2e", "%2E%2e", ".%2e", "..%2f", "%2f", "%252e", "%00", "%", "%zz"]
SENT += ["/", "//", "\\", "..\\", "a/b", "../x", "../../users/me", "..;", "...", ";", ";x=1"]
SENT += ["?", "?x=1", "#", "#x", "&", "=", "+", " ", "a b", "\xa0", "\u2028", "'", '"', "<", "|"]
SENT += ["@me", "me", "{server_id}", "~", "-", "*", "(", "[", "]", ":", "http://other/", ","]
SENT += ["\u2024\u2024", "\uff0e\uff0e", "\u3002", "\uff0f", "\u2215", "\u202e", "\u2066x"]
SENT += ["\u200b", "\ufeff", "ü", "u\u0308", "\U0001f389" * 30, "x" * 10_000]
WORST = ["%2e%2e", "..%2f", "a/b", "/", "../x", "\\", ";x", "?x=1", "#", "\uff0e\uff0e", " "]
LONG = "é" * 10_000
TOKENS = {"user": USER_TOKEN, "robot": ROBOT_TOKEN}
THREE = "servers.rooms.messages.edit"
PATHS = [name for name in TABLE if "{" in TABLE[name].path]


def values_of(route: Route, value: str) -> Dict[str, str]:
    """The value for every path parameter."""
    return {param.name: value for param in route.params if param.where == "path"}


def expected(route: Route, value: str, kind: str) -> str:
    """The path of a request line with the value in all places."""
    via = route.via.get(kind)
    reached = TABLE[via.route] if via else route
    segment = "".join(
        char if char in SAFE else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in value
    )
    path = "/".join(segment if part.startswith("{") else part for part in reached.path.split("/"))
    is_own = kind == "robot" and "public" not in route.scope
    return f"{reached.method} {'/robots/@me' if is_own else ''}{path} HTTP/1.1"


@contextlib.contextmanager
def client_of(url: str, token: str, over: str) -> Iterator[Client]:
    """A client by our own pool, by a caller's client, or by an adapter."""
    with httpx.Client(trust_env=False, verify=False) as http:
        given: Any = {"http_client": http} if over == "client" else through(over, {})[1]
        with Client(token=token, base_url=url, max_retries=0, pacing="off", **given) as client:
            yield client


SYNC = pytest.mark.parametrize("over", ["sync", "client", *SYNC_ADAPTERS])
ASYNC = pytest.mark.parametrize("over", ["asyncio", "client", *ASYNC_ADAPTERS])


@SYNC
@pytest.mark.parametrize("kind", ["user", "robot"])
def test_every_route_is_asked_for_by_its_own_path(kind: str, over: str, serve: Serve) -> None:
    """Whatever stands in all places of a route: one request, each place one segment, or none."""
    server = serve(answer(b"", "418 Seen"))
    wanted: List[str] = []
    with client_of(server.url, TOKENS[kind], over) as client:
        for name in PATHS:
            route = TABLE[name]
            if kind == "robot" and not route.robot_scopes:
                continue
            for value in REFUSED:
                with pytest.raises(LagInvalidRequestError):
                    client._perform(fitting(name, **values_of(route, value)))
            for value in SENT if name == THREE else WORST:
                with pytest.raises(LagAPIError, match="418"):
                    client._perform(fitting(name, **values_of(route, value)))
                wanted.append(expected(route, value, kind))
    assert [seen.partition(b"\r\n")[0].decode("ascii") for seen in server.seen] == wanted


@SYNC
def test_a_path_that_is_too_long_is_not_sent(over: str, serve: Serve) -> None:
    """What no URL can hold is an error, and nothing is sent of it."""
    server = serve(answer())
    with client_of(server.url, USER_TOKEN, over) as client:
        with pytest.raises(LagConnectionError, match="InvalidURL: URL too long") as caught:
            client.servers.rooms.messages.delete(LONG, LONG, LONG)
        assert len(str(caught.value)) < 500
        assert caught.value.outcome == "not_sent"
    assert (server.seen, server.connections) == ([], 0)


@ASYNC
def test_coroutines_ask_for_the_same_paths(over: str, serve: Serve) -> None:
    """The async client asks for the same path, for every value."""
    server = serve(answer(b"", "418 Seen"))

    async def main() -> None:
        async with httpx.AsyncClient(trust_env=False, verify=False) as http:
            given: Any = {"http_client": http} if over == "client" else through(over, {})[1]
            async with AsyncClient(
                token=USER_TOKEN, base_url=server.url, max_retries=0, **given
            ) as client:
                for value in [*REFUSED, *SENT]:
                    with pytest.raises(LagAPIError):
                        await client.users.get(value)

    asyncio.run(main())
    lines = [seen.partition(b"\r\n")[0].decode("ascii") for seen in server.seen]
    assert lines == [expected(TABLE["users.get"], value, "user") for value in SENT]


@every("value", SENT, ids=ascii)
def test_httpx_leaves_the_path_alone(value: str) -> None:
    """What httpx makes of the URL, by itself or on a base URL of the client's, is the same path."""
    url = f"https://lag.example/servers/{quote(value, safe='')}/leave"
    for http in (httpx.Client(verify=False), httpx.Client(verify=False, base_url="https://o/x/")):
        with http:
            path = http.build_request("DELETE", url).url.raw_path.decode()
        empty, servers, segment, leave = path.split("/")
        assert (empty, servers, leave) == ("", "servers", "leave")
        assert unquote(segment) == value


@SYNC
def test_a_server_that_decodes_finds_the_value(over: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real server, uvicorn, routes every request to its method, and decodes the very value."""
    found: List[Tuple[str, List[str]]] = []
    real = app.values_of

    def noting(route: Route, path: Any, *rest: Any) -> Any:
        values = real(route, path, *rest)
        found.append((route.full_name, [values[name] for name in path]))
        return values

    monkeypatch.setattr(app, "values_of", noting)
    with Sandbox() as lag, client_of(lag.url, lag.token, over) as client:
        for name in PATHS:
            route = TABLE[name]
            via = route.via.get("user")
            for value in WORST if "user" in route.scope else ():
                given = values_of(route, value)
                with contextlib.suppress(LagAPIError):
                    client._perform(fitting(name, **given))
                assert found, (name, value)
                assert found.pop() == (via.route if via else name, [value] * len(given))
                assert found == []
