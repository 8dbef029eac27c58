from __future__ import annotations

import email.utils
import logging

import httpx
import pytest

from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox, registry
from lagclient.sandbox.handlers import Handlers
from tests.kit.sandbox import Wire


def test_table_has_a_handler_for_each_route():
    """Each route of the table has a handler."""
    handlers = Handlers()
    missing = [r.full_name for r in TABLE.values() if handlers.of(r) is registry._not_implemented]
    assert missing == []


def test_route_without_a_handler(http, monkeypatch):
    """A route of the table without a handler is a 501, never a 404."""
    monkeypatch.delitem(registry._HANDLERS, "users.get")
    with Sandbox() as lag:
        response = Wire(lag, http)("GET /users/x")
    assert response.status_code == 501
    assert response.json()["error"] == "not_implemented"
    assert "users.get" in response.json()["message"]


def test_unknown_path(wire):
    """An unknown path is a 404 in the envelope, with or without a token."""
    response = wire("GET /nowhere", who="")
    assert response.status_code == 404
    assert response.json() == {
        "error": "not_found",
        "message": "No route GET /nowhere",
        "statusCode": 404,
    }


def test_wrong_method(wire):
    """A method that a path does not have is a 405 with the methods that it has."""
    response = wire("PUT /servers/{server}")
    assert response.status_code == 405
    assert response.json()["error"] == "method_not_allowed"
    assert {m.strip() for m in response.headers["allow"].split(",")} == {
        "GET",
        "HEAD",
        "PATCH",
        "DELETE",
    }


def test_path_of_a_route_that_users_reach_by_another(wire):
    """A kind of caller that the table sends through another route has no path of its own."""
    assert wire.refused("GET /servers/{server}/rooms") == 405
    assert wire.refused("GET /servers/{server}/members") == 404


def test_slash_at_the_end(wire):
    """A path with a slash at its end is unknown, because a redirect would lose the body."""
    assert wire.refused("GET /users/me/") == 404


def test_fixed_segment_and_id(wire):
    """A fixed segment of a path is not taken for an id."""
    assert isinstance(wire.ok("GET /servers/me"), list)
    assert wire("GET /users/search?q=sam").json()[0]["username"] == "sam"
    # Other methods take the same text for an id.
    assert wire.refused("PATCH /servers/me", {"name": "x"}) == 404


@pytest.mark.parametrize(
    "line",
    [
        "DELETE /servers/{server}%2Fleave",
        "DELETE /servers/{server}/rooms/{room}%2Fmessages%2Fx",
        "DELETE /servers/%2E%2E/rooms/{room}",
    ],
)
def test_encoded_slash_in_an_id(line, wire):
    """An id with an encoded slash or dots does not lead to another route."""
    assert wire.refused(line, who="jun") == 404
    assert "jun" in [m["username"] for m in wire.ok("GET /servers/{server}")["members"]]
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 3


def test_encoded_character_in_an_id(wire):
    """An encoded character in an id is the character."""
    encoded = wire.id_of("mira").replace("_", "%5F")
    assert wire.ok(f"GET /users/{encoded}")["username"] == "mira"
    assert wire.ok("GET /robots/%40me/info", who="robot")["name"] == "Beacon"


def test_request_ids_are_unique(wire):
    """Every response has a request id of its own: success, refusal, unknown path, empty body."""
    lines = ["GET /users/me", "GET /users/nobody", "GET /nowhere", "PUT /users/me", "GET /health"]
    ids = {wire(line).headers["x-request-id"] for line in lines}
    assert len(ids) == len(lines)


def test_response_without_a_body(wire):
    """A 204 has neither a body nor a content type."""
    room = wire.ok("POST /servers/{server}/rooms", {"name": "tmp"})["id"]
    response = wire(f"DELETE /servers/{{server}}/rooms/{room}")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers


def test_date_and_creation_time_agree(wire, clock):
    """Date and createdAt come from the sandbox's clock, and Server says that it is a sandbox."""
    response = wire("POST /servers/{server}/rooms/{room}/messages", {"content": "hi"})
    assert email.utils.parsedate_to_datetime(response.headers["date"]) == clock.now
    assert response.json()["createdAt"] == "2024-05-01T12:00:00.004Z"
    assert response.headers.get_list("date") == [response.headers["date"]]
    assert response.headers["server"] == "lagclient-sandbox"


def test_head_request(wire):
    """HEAD is GET without the body."""
    response = wire("HEAD /users/me")
    assert (response.status_code, response.content) == (200, b"")


def test_unexpected_failure_of_a_handler(lag, wire, caplog):
    """An unexpected failure is a 500 in the envelope, undone, and logged with its traceback."""
    lag._world.store.run("CREATE TRIGGER bug BEFORE INSERT ON journal BEGIN SELECT nonsense(); END")
    with caplog.at_level(logging.CRITICAL, "lagclient.sandbox"):
        line = "POST /servers/{server}/rooms/{room}/messages"
        assert wire.refused(line, {"content": "lost"}) == 500
    lag._world.store.run("DROP TRIGGER bug")
    page = wire.ok("GET /servers/{server}/rooms/{room}/messages")
    assert "lost" not in [message["content"] for message in page["messages"]]
    assert wire.ok("GET /users/me")


def test_concurrent_requests(lag):
    """Concurrent requests each take effect once, and messages have different times."""
    from concurrent.futures import ThreadPoolExecutor

    url = f"{lag.url}/servers/{lag.server_id}/rooms/{lag.room_id}/messages"
    headers = {"Authorization": f"Bearer {lag.token}"}
    with httpx.Client(trust_env=False, verify=False, headers=headers) as http:
        with ThreadPoolExecutor(8) as threads:
            sent = threads.map(lambda n: http.post(url, json={"content": str(n)}).json(), range(80))
        times = {message["createdAt"] for message in sent}
        page = http.get(url, params={"limit": 80}).json()["messages"]
    assert len(times) == 80
    assert {message["content"] for message in page} == {str(n) for n in range(80)}
