from __future__ import annotations

import pytest

from lagclient.sandbox import Sandbox

MESSAGES = "/servers/{server}/rooms/{room}/messages"


@pytest.fixture(scope="module")
def lag():
    """One for all: nothing here minds what the others did."""
    with Sandbox() as lag:
        yield lag


@pytest.mark.parametrize(
    ("line", "body", "field"),
    [
        pytest.param("POST /servers", {}, "name", id="missing"),
        pytest.param("POST /servers", {"name": "x", "colour": 1}, "colour", id="unknown"),
        pytest.param("POST /servers", {"name": 5}, "name", id="number for text"),
        pytest.param("POST /servers", {"name": ["x"]}, "name", id="list for text"),
        pytest.param("POST /servers", {"name": None}, "name", id="null where none may be"),
        pytest.param("POST /servers", {"name": "  "}, "name", id="blank"),
        pytest.param("POST /servers", {"name": "\ud800"}, "name", id="half a surrogate pair"),
        pytest.param("POST /servers", {"name": "x", "\ud800": 1}, "?", id="surrogate as name"),
        pytest.param("POST /servers", {"icon_emoji": ":x:", "name": "x"}, "icon_emoji", id="snake"),
        pytest.param(f"POST {MESSAGES}", {"content": ""}, "content", id="too short"),
        pytest.param(f"POST {MESSAGES}", {"content": "x" * 2001}, "content", id="too long"),
        pytest.param(f"POST {MESSAGES}", {"content": " \n "}, "content", id="only spaces"),
        pytest.param(f"POST {MESSAGES}?draft=1", {"content": "x"}, "draft", id="unknown query"),
        pytest.param(f"GET {MESSAGES}?limit=0", None, "limit", id="below the range"),
        pytest.param(f"GET {MESSAGES}?limit=ten", None, "limit", id="no number"),
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
        pytest.param("DELETE /users/me/push-token", None, "token", id="no body at all"),
        pytest.param(
            "POST /users/me/request-deletion", {"sure": True}, "sure", id="body unasked for"
        ),
    ],
)
def test_fields_that_are_off(line, body, field, wire):
    """A field that is unknown, missing, mistyped or beyond its limits is a 400 that names it."""
    response = wire(line, body)
    assert response.status_code == 400, response.text
    assert response.json()["error"] == "bad_request"
    assert response.json()["message"].startswith(field)


@pytest.mark.parametrize(
    "content", [b"{", b"[1]", b'"x"', b"null", b"\xff", b"[" * 100_000, b"\x00"]
)
def test_bodies_that_are_no_object(content, wire):
    """A body that is not a JSON object is a 400."""
    headers = {"Content-Type": "application/json"}
    response = wire("POST /servers", content=content, headers=headers)
    assert (response.status_code, response.json()["error"]) == (400, "bad_request")


def test_the_type_must_say_json(wire):
    """JSON that does not say so is a 400; a charset may follow."""
    for content_type, status in (("text/plain", 400), ("application/json; charset=utf-8", 201)):
        headers = {"Content-Type": content_type}
        response = wire("POST /servers", who="ines", content=b'{"name": "x"}', headers=headers)
        assert response.status_code == status


def test_a_page_of_too_many_is_cut(wire):
    """A `limit` above the largest page is that page, not an error."""
    for n in range(100):
        wire.ok(f"POST {MESSAGES}", {"content": str(n)})
    assert len(wire.ok(f"GET {MESSAGES}?limit=1000")["messages"]) == 100
    assert len(wire.ok(f"GET {MESSAGES}")["messages"]) == 50


def test_an_empty_object_is_no_body(wire):
    """A route without parameters takes an empty object for nothing."""
    assert wire.ok("POST /users/me/request-deletion", {})


def test_who_you_are_comes_first(wire):
    """A bad body tells a stranger nothing: the token is looked at before."""
    assert wire.refused("POST /servers", {"nonsense": 1}, who="") == 401
    assert wire.refused("POST /servers", {"nonsense": 1}, who="robot") == 403
