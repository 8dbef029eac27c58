from __future__ import annotations

import json
from typing import get_args

import pytest

from lagclient import models
from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox
from lagclient.sandbox.errors import ApiError
from lagclient.sandbox.http.reading import values_of
from tests.kit.every import every

MESSAGES = "/servers/{server}/rooms/{room}/messages"


@pytest.fixture(scope="module")
def lag():
    """One sandbox for all tests, because none depends on the state of another."""
    with Sandbox() as lag:
        yield lag


@pytest.mark.parametrize(
    ("line", "body", "field"),
    [
        pytest.param("POST /servers", {}, "name", id="missing"),
        pytest.param("POST /servers", {"name": "x", "colour": 1}, "colour", id="unknown"),
        pytest.param("POST /servers", {"name": 5}, "name", id="number for text"),
        pytest.param("POST /servers", {"name": ["x"]}, "name", id="list for text"),
        pytest.param("POST /servers", {"name": None}, "name", id="null without meaning"),
        pytest.param("POST /servers", {"name": "  "}, "name", id="blank"),
        pytest.param("POST /servers", {"name": "\ud800"}, "name", id="half a surrogate pair"),
        pytest.param("POST /servers", {"name": "x", "\ud800": 1}, "?", id="surrogate as name"),
        pytest.param("POST /servers", {"icon_emoji": ":x:", "name": "x"}, "icon_emoji", id="snake"),
        pytest.param(f"POST {MESSAGES}", {"content": ""}, "content", id="too short"),
        pytest.param(f"POST {MESSAGES}", {"content": "x" * 2001}, "content", id="too long"),
        pytest.param(f"POST {MESSAGES}", {"content": " \n "}, "content", id="only spaces"),
        pytest.param(f"POST {MESSAGES}?draft=1", {"content": "x"}, "draft", id="unknown query"),
        pytest.param(f"GET {MESSAGES}?limit=0", None, "limit", id="below the range"),
        pytest.param(f"GET {MESSAGES}?limit=ten", None, "limit", id="not a number"),
        pytest.param(f"GET {MESSAGES}?limit=1&limit=2", None, "limit", id="twice"),
        pytest.param(f"GET {MESSAGES}?limit=", None, "limit", id="empty number"),
        pytest.param("GET /users/search", None, "q", id="missing query"),
        pytest.param("GET /users/search?q=", None, "q", id="empty query"),
        pytest.param("GET /users/search?query=x", None, "query", id="Python's name in the query"),
        pytest.param(
            "POST /servers/{server}/roles",
            {"name": "x", "permissions": "1"},
            "permissions",
            id="text",
        ),
        pytest.param(
            "POST /servers/{server}/roles",
            {"name": "x", "permissions": True},
            "permissions",
            id="bool",
        ),
        pytest.param(
            "POST /servers/{server}/roles",
            {"name": "x", "permissions": 1.0},
            "permissions",
            id="float",
        ),
        pytest.param(
            "POST /servers/{server}/rooms",
            {"name": "x", "maxParticipants": 2**63},
            "maxPart",
            id="huge",
        ),
        pytest.param(
            "POST /users/me/push-token", {"token": "t", "platform": "palm"}, "platform", id="enum"
        ),
        pytest.param("DELETE /users/me/push-token", None, "token", id="missing body"),
        pytest.param(
            "POST /users/me/request-deletion",
            {"sure": True},
            "sure",
            id="body of a route without one",
        ),
    ],
)
def test_wrong_fields(line, body, field, wire):
    """A field that is unknown, missing, mistyped or beyond its limits is a 400 that names it."""
    response = wire(line, body)
    assert response.status_code == 400, response.text
    assert response.json()["error"] == "bad_request"
    assert response.json()["message"].startswith(f"`{field}")


FITTING = {"str": "x", "int": 1, "bool": True, "datetime": "2026-01-01T00:00:00Z"}
MISTYPED = {
    "str": [5, True, ["x"], {}],
    "int": ["1", 1.5, True, []],
    "bool": ["true", 0, 1, {}],
    "datetime": [5, "tomorrow", []],
}


def fitting(param):
    """Return a value that the parameter accepts."""
    if param.type not in FITTING:
        return get_args(getattr(models, param.type))[0]
    return FITTING[param.type]


BODIES = [name for name in TABLE if any(p.where == "body" for p in TABLE[name].params)]


@every("name", BODIES)
def test_bodies_of_all_routes(name):
    """In every route, a field that it does not have, or of another type, is named in a 400."""
    route = TABLE[name]
    params = [param for param in route.params if param.where == "body"]
    good = {param.wire: fitting(param) for param in params if param.required}

    def read(**fields):
        body = json.dumps({**good, **fields}).encode()
        return values_of(route, {}, [], "application/json", body)

    def refused(field, value):
        with pytest.raises(ApiError) as caught:
            read(**{field: value})
        assert caught.value.status == 400
        assert caught.value.message.startswith(f"`{field}` must")

    refused("fromTheFuture", 1)
    for param in params:
        assert read(**{param.wire: fitting(param)})[param.name] == fitting(param)
        for value in MISTYPED.get(param.type, [5, "from-the-future"]):
            refused(param.wire, value)
        if param.null:
            assert read(**{param.wire: None})[param.name] is None
        else:
            refused(param.wire, None)


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b'"x"', b"null", b"\xff", b"[" * 100_000, b"\x00"]
)
def test_body_that_is_not_an_object(content, wire):
    """A body that is not a JSON object is a 400."""
    headers = {"Content-Type": "application/json"}
    response = wire("POST /servers", content=content, headers=headers)
    assert (response.status_code, response.json()["error"]) == (400, "bad_request")


def test_content_type_of_json(wire):
    """JSON with another content type is a 400; a charset may follow."""
    for content_type, status in (("text/plain", 400), ("application/json; charset=utf-8", 201)):
        headers = {"Content-Type": content_type}
        response = wire("POST /servers", who="ines", content=b'{"name": "x"}', headers=headers)
        assert response.status_code == status


def test_limit_above_the_largest_page(wire):
    """A `limit` above the largest page is that page, not an error."""
    for n in range(100):
        wire.ok(f"POST {MESSAGES}", {"content": str(n)})
    assert len(wire.ok(f"GET {MESSAGES}?limit=1000")["messages"]) == 100
    assert len(wire.ok(f"GET {MESSAGES}")["messages"]) == 50


def test_empty_object_without_parameters(wire):
    """A route without parameters accepts an empty object."""
    assert wire.ok("POST /users/me/request-deletion", {})


def test_token_is_checked_before_the_body(wire):
    """A wrong body does not matter without access, because the token is checked first."""
    assert wire.refused("POST /servers", {"nonsense": 1}, who="") == 401
    assert wire.refused("POST /servers", {"nonsense": 1}, who="robot") == 403
