"""Requests that no method describes: what is sent, repeated, refused and returned."""

from __future__ import annotations

import inspect
from typing import Any, Dict

import anyio
import pytest

from lagclient import (
    AsyncClient,
    Client,
    LagDecodeError,
    LagInvalidRequestError,
    LagNotFoundError,
    sync_paginate,
)
from lagclient.calls.custom import custom
from lagclient.calls.flow import perform
from lagclient.models import Server
from lagclient.sandbox import Sandbox
from tests.kit.calls import (
    BASE_URL,
    ROBOT_TOKEN,
    USER_TOKEN,
    Played,
    failure,
    play,
    reply,
    settings_of,
)
from tests.kit.every import every

JSON = {"content_type": "application/json; charset=utf-8"}


def asked(method: str, path: str, *outcomes: Any, token: str = USER_TOKEN, **more: Any) -> Played:
    """What a request does, step by step."""
    settings = settings_of(token)
    options: Dict[str, Any] = {"query": None, "json": None, "replay": None, **more}
    call, request = custom(method, path, *options.values(), settings)
    return play(perform(call, settings, request), settings, *outcomes)


def test_request_is_sent_as_it_is() -> None:
    """Method, path, query and body go out as they are, with the token of the client."""
    query = {"limit": 5, "tag": ["a b", "c"], "all": True, "none": None, "some": [None, 1.5]}
    played = asked("post", "/servers/a%2Fb/x", reply(200), query=query, json={"a": [None, "ü"]})
    (send,) = played.sends
    query_text = "limit=5&tag=a+b&tag=c&all=true&some=1.5"
    assert (send.request.method, send.request.url) == (
        "POST",
        f"{BASE_URL}/servers/a%2Fb/x?{query_text}",
    )
    assert send.request.body == '{"a":[null,"ü"]}'.encode()
    assert send.request.headers["content-type"] == "application/json"
    assert send.request.headers["authorization"] == f"Bearer {USER_TOKEN}"


def test_robot_writes_its_own_path() -> None:
    """The path of a robot's request is not changed either; its key is in its own scheme."""
    played = asked("GET", "/robots/@me/x", reply(200), token=ROBOT_TOKEN)
    assert played.lines == ["GET /robots/@me/x"]
    assert played.sends[0].request.headers["authorization"] == f"Robot {ROBOT_TOKEN}"


@pytest.mark.parametrize(
    ("body", "headers", "data"),
    [
        (b'{"a": [1]}', JSON, {"a": [1]}),
        (b'{"title": "x"}', {"content_type": "application/problem+json"}, {"title": "x"}),
        (b"", JSON, None),
        (b"a,b\n", {"content_type": "text/csv"}, b"a,b\n"),
        (b"\x00", {}, b"\x00"),
    ],
    ids=["json", "of a kind", "empty", "csv", "no type"],
)
def test_data_is_raw(body: bytes, headers: Any, data: Any) -> None:
    """JSON is decoded, an empty body is None, and everything else stays bytes."""
    answer = asked("GET", "/x", reply(200, body, **headers)).answer
    assert (answer.data, answer.status, answer.attempts) == (data, 200, 1)


def test_json_that_is_none_is_an_error() -> None:
    """A response that says that it is JSON, and is not, cannot be decoded."""
    error = asked("POST", "/x", reply(200, b"<html>", **JSON)).error
    assert isinstance(error, LagDecodeError)
    assert (error.outcome, error.body, error.request) == ("unknown", "<html>", "POST /x")


def test_method_decides_what_is_repeated() -> None:
    """Reads, PUT and DELETE are repeated, POST and PATCH are not; `replay` says otherwise."""
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert len(asked(method, "/x", failure(), reply(200)).sends) == 2
        assert asked(method, "/x", failure(), replay="never").error.attempts == 1
    for method in ("POST", "PATCH"):
        assert asked(method, "/x", failure()).error.outcome == "unknown"
        assert len(asked(method, "/x", failure(), reply(200), replay="safe").sends) == 2


def test_error_names_the_request() -> None:
    """A refusal is the error of its status, with the request's line."""
    error = asked("GET", "/servers/s", reply(404, {"message": "No."})).error
    assert isinstance(error, LagNotFoundError)
    assert (error.route, error.request, error.message) == ("request", "GET /servers/s", "No.")


PATHS = [
    *("", "servers", "//servers", "/servers//x", "/servers/", "/", "/.", "/servers/..", "/../x"),
    *("/servers/%2e%2E", "/servers/.%2e/x", "/a%00", "/a%0a", "/a\n", "/a b", "/ä", "/a%", "/a%2"),
    *("/a?x=1", "/a#b", "/{server_id}", "/a\\b", "https://lag.example/x", None, 5, b"/x"),
]


@every("path", PATHS, ids=repr)
def test_path_cannot_lead_elsewhere(path: Any) -> None:
    """A path with an empty segment, ``..`` in any spelling, or a raw character is refused."""
    with pytest.raises(LagInvalidRequestError, match="`path` must be a path such as /servers"):
        asked("GET", path)


def test_path_of_a_listing_is_checked() -> None:
    """`sync_paginate` refuses the same paths."""
    client = Client(token=USER_TOKEN)
    with pytest.raises(LagInvalidRequestError, match="`path` must be"):
        sync_paginate(client, "/servers/../users", Server, "items")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"method": "TRACE"}, "`method` must be one of GET, HEAD"),
        ({"method": None}, "`method` must be one of"),
        ({"replay": "look"}, "`replay` must be 'safe', 'never' or None"),
        ({"query": "a=1"}, "`query` must be a mapping"),
        ({"query": {1: "a"}}, "`query` must be a mapping with text as names"),
        ({"query": {"a": {}}}, r"`query\['a'\]` must be text"),
        ({"query": {"a": "\ud800"}}, r"`query\['a'\]` must be text"),
        ({"query": {"\ud800": "a"}}, "`query` must be"),
        ({"json": {"a": object()}, "method": "PUT"}, "`json` must be JSON data"),
        ({"json": float("nan"), "method": "PUT"}, "`json` must be JSON data"),
        ({"json": "\ud800", "method": "PUT"}, "`json` must be JSON data"),
        ({"json": {}}, "`json` must be None for a GET"),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
def test_wrong_argument_is_refused(arguments: Any, said: str) -> None:
    """Each argument is checked before anything is sent."""
    given = {"method": "GET", "path": "/x", **arguments}
    with pytest.raises(LagInvalidRequestError, match=said):
        asked(given.pop("method"), given.pop("path"), **given)


def test_both_clients_send_requests() -> None:
    """Both clients reach an endpoint by its path, and return an `Answer` with raw data."""
    assert inspect.signature(Client.request) == inspect.signature(AsyncClient.request)
    with Sandbox() as lag:
        path = f"/servers/{lag.server_id}/rooms/{lag.room_id}/messages"
        with Client(token=lag.token, base_url=lag.url) as client:
            sent = client.request("POST", path, json={"content": "hi"})

        async def read() -> Any:
            async with AsyncClient(token=lag.token, base_url=lag.url) as client:
                return await client.request("GET", path, query={"limit": 1})

        found = anyio.run(read)
    assert (sent.status, sent.data["content"], bool(sent.request_id)) == (201, "hi", True)
    assert [message["id"] for message in found.data["messages"]] == [sent.data["id"]]
