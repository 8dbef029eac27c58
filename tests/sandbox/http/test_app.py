from __future__ import annotations

import email.utils
import logging

import httpx
import pytest

from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox, registry
from tests.kit.sandbox import Wire


def test_routes_that_are_supported():
    """Each route of the table has a handler."""
    missing = [name for name in TABLE if registry.handler_of(name) is registry._not_implemented]
    assert missing == []


def test_a_route_that_is_not_supported_yet(http, monkeypatch):
    """A route of the table that nobody has written a handler for is a 501, never a 404."""
    assert registry.handler_of("users.get") is not registry._not_implemented
    monkeypatch.delitem(registry._HANDLERS, "users.get")
    with Sandbox() as lag:
        response = Wire(lag, http)("GET /users/x")
    assert response.status_code == 501
    assert response.json()["error"] == "not_implemented"
    assert "users.get" in response.json()["message"]


def test_unknown_path(wire):
    """A path that no route has is a 404 in the envelope, token or not."""
    response = wire("GET /nowhere", who="")
    assert response.status_code == 404
    assert response.json() == {
        "error": "not_found",
        "message": "There is nothing at /nowhere",
        "statusCode": 404,
    }


def test_wrong_method(wire):
    """A method that no route has at this path is a 405 that says which there are."""
    response = wire("PUT /servers/{server}")
    assert response.status_code == 405
    assert response.json()["error"] == "method_not_allowed"
    assert {m.strip() for m in response.headers["allow"].split(",")} == {
        "GET",
        "HEAD",
        "PATCH",
        "DELETE",
    }


def test_users_find_rooms_in_the_server_only(wire):
    """Where the table sends users through another route, there is no path for them."""
    assert wire.refused("GET /servers/{server}/rooms") == 405
    assert wire.refused("GET /servers/{server}/members") == 404


def test_no_redirect(wire):
    """A slash too many is another path, not a redirect that loses the body."""
    assert wire.refused("GET /users/me/") == 404


def test_names_before_ids(wire):
    """A path that names something is not taken for one with an id."""
    assert isinstance(wire.ok("GET /servers/me"), list)
    assert wire("GET /users/search?q=sam").json()[0]["username"] == "sam"
    # By the other methods, the same text is an id again.
    assert wire.refused("PATCH /servers/me", {"name": "x"}) == 404


@pytest.mark.parametrize(
    "line",
    [
        "DELETE /servers/{server}%2Fleave",
        "DELETE /servers/{server}/rooms/{room}%2Fmessages%2Fx",
        "DELETE /servers/%2E%2E/rooms/{room}",
    ],
)
def test_an_encoded_slash_separates_nothing(line, wire):
    """An id with an encoded slash or dots in it leads to no other route."""
    assert wire.refused(line, who="jun") == 404
    assert "jun" in [m["username"] for m in wire.ok("GET /servers/{server}")["members"]]
    assert len(wire.ok("GET /servers/{server}")["rooms"]) == 3


def test_ids_are_decoded_once(wire):
    """An encoded character in an id is the character."""
    encoded = wire.id_of("mira").replace("_", "%5F")
    assert wire.ok(f"GET /users/{encoded}")["username"] == "mira"
    assert wire.ok("GET /robots/%40me/info", who="robot")["name"] == "Beacon"


def test_request_ids(wire):
    """Every answer has a request id of its own: success, refusal, unknown path, empty body."""
    lines = ["GET /users/me", "GET /users/nobody", "GET /nowhere", "PUT /users/me", "GET /health"]
    ids = {wire(line).headers["x-request-id"] for line in lines}
    assert len(ids) == len(lines)


def test_an_empty_answer_is_empty(wire):
    """A 204 has no body and no type."""
    room = wire.ok("POST /servers/{server}/rooms", {"name": "tmp"})["id"]
    response = wire(f"DELETE /servers/{{server}}/rooms/{room}")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers


def test_the_date_is_told_by_the_same_clock(wire, clock):
    """Date and createdAt agree, whatever clock the sandbox has; it says that it is a sandbox."""
    response = wire("POST /servers/{server}/rooms/{room}/messages", {"content": "hi"})
    assert email.utils.parsedate_to_datetime(response.headers["date"]) == clock.now
    assert response.json()["createdAt"] == "2024-05-01T12:00:00.004Z"
    assert response.headers.get_list("date") == [response.headers["date"]]
    assert response.headers["server"] == "lagclient-sandbox"


def test_head(wire):
    """HEAD is GET without its body."""
    response = wire("HEAD /users/me")
    assert (response.status_code, response.content) == (200, b"")


def test_a_bug_is_a_500(lag, wire, caplog):
    """An unexpected failure is a 500 in the envelope, undone, and logged with its traceback."""
    lag._world.store.run("CREATE TRIGGER bug BEFORE INSERT ON journal BEGIN SELECT nonsense(); END")
    with caplog.at_level(logging.CRITICAL, "lagclient.sandbox"):
        line = "POST /servers/{server}/rooms/{room}/messages"
        assert wire.refused(line, {"content": "lost"}) == 500
    lag._world.store.run("DROP TRIGGER bug")
    page = wire.ok("GET /servers/{server}/rooms/{room}/messages")
    assert "lost" not in [message["content"] for message in page["messages"]]
    assert wire.ok("GET /users/me")


def test_requests_at_once(lag):
    """Requests that come at once each take effect once, with times of their own."""
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
