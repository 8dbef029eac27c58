"""Which requests may use the page and its control API."""

from __future__ import annotations

import json
import socket
from typing import Any, Dict

import httpx
import pytest

from lagclient.sandbox import ApiError, Sandbox
from lagclient.sandbox.page.actions import ACTIONS
from lagclient.sandbox.page.guard import Guard
from tests.kit.sandbox import Wire

CONTROL = ("/_sandbox/changes", "/_sandbox/requests/1", "/_sandbox/messages/x")
PAGE = ("/", "/_sandbox/page.js")


def status(lag: Sandbox, path: str, method: str = "GET", **headers: str) -> int:
    """Return the status of a response, without its body, which may not end."""
    with httpx.Client(trust_env=False, verify=False) as http:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = b"{}" if method == "POST" else None
        with http.stream(method, lag.url + path, headers=named, content=content) as response:
            return response.status_code


@pytest.mark.parametrize("path", [*PAGE, *CONTROL])
def test_host_of_another_name(lag: Sandbox, path: str) -> None:
    """A page that lets its own name resolve to this machine reads nothing (DNS rebinding)."""
    assert status(lag, path, host="evil.test") == 403
    assert status(lag, path, host=lag.url[7:]) != 403


@pytest.mark.parametrize("path", [*PAGE, *CONTROL])
@pytest.mark.parametrize("origin", ["http://evil.test", "null", "http://127.0.0.1:1"])
def test_page_of_another_origin(path: str, origin: str) -> None:
    """Another page reads nothing, also if it may call the API (`cors`)."""
    with Sandbox(cors="*") as lag:
        assert status(lag, path, origin=origin) == 403
        assert status(lag, path, origin=lag.url) != 403
        assert status(lag, "/health", origin=origin) == 200


def test_request_without_an_origin_from_another_site(lag: Sandbox) -> None:
    """A script or an image of another page has no Origin; a link to the page is allowed."""
    for path in CONTROL:
        for site in ("cross-site", "same-site"):
            assert status(lag, path, sec_fetch_site=site) == 403
        assert status(lag, path, sec_fetch_site="same-origin") != 403
    assert status(lag, "/", sec_fetch_site="cross-site") == 200


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_action_of_another_page(lag: Sandbox, http: httpx.Client, name: str) -> None:
    """An action needs a Host, an Origin and a type that another page cannot send."""
    path = f"/_sandbox/do/{name}"
    as_json = {"content_type": "application/json"}
    assert status(lag, path, "POST", host="evil.test", **as_json) == 403
    assert status(lag, path, "POST", origin="http://evil.test", **as_json) == 403
    assert status(lag, path, "POST", sec_fetch_site="cross-site", **as_json) == 403
    assert status(lag, path, "POST", content_type="text/plain") == 415
    assert status(lag, path, "GET") == 405


def test_routes_of_the_api_answer_any_host(wire: Wire) -> None:
    """A client in another container knows the sandbox by another name."""
    assert wire("GET /users/me", headers={"Host": "lag:8000"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "is_own"),
    [
        ("localhost:1", True),
        ("127.0.0.1", True),
        ("[::1]:8000", True),
        ("LOCALHOST:8000", True),
        ("box.test", True),
        ("192.168.0.7:8000", False),
        ("localhost.evil.test", False),
        ("127.0.0.1.evil.test", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_names_of_this_machine(host: str, is_own: bool) -> None:
    """The page is served by names of this machine and by the name that it listens on."""
    assert allowed(Guard("box.test", allow_remote=False), {"host": host}) is is_own


def test_addresses_of_a_remote_sandbox() -> None:
    """With `allow_remote` an address is allowed, which no page can let point elsewhere."""
    guard = Guard("0.0.0.0", allow_remote=True)
    assert allowed(guard, {"host": "192.168.0.7:8000"})
    assert not allowed(guard, {"host": "evil.test:8000"})


def allowed(guard: Guard, headers: Dict[str, str]) -> bool:
    try:
        guard.check(headers, is_control=True)
    except ApiError as error:
        return error.status != 403
    return True


def test_page_allows_nothing_from_elsewhere(lag: Sandbox, http: httpx.Client) -> None:
    """The page loads only files of its own, runs no inline script, and cannot be framed."""
    for path in PAGE:
        headers = http.get(lag.url + path).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"
        assert headers["x-content-type-options"] == "nosniff"
    assert http.get(f"{lag.url}/_sandbox/nothing.js").status_code == 404
    assert http.get(f"{lag.url}/_sandbox/..%2f__init__.py").status_code == 404


def test_get_changes_nothing(lag: Sandbox, http: httpx.Client) -> None:
    """No GET of the page writes to the store or reads the clock."""

    def everything() -> Any:
        with lag._world.store.transaction(writes=False):
            tables = lag._world.store.all("SELECT name FROM sqlite_master WHERE type = 'table'")
            return {
                row["name"]: [
                    tuple(one) for one in lag._world.store.all(f"SELECT * FROM {row['name']}")
                ]
                for row in tables
            }

    clock: Any = lag._world.clock
    before, reading = everything(), clock.latest
    for path in (*PAGE, "/_sandbox/requests/1", f"/_sandbox/messages/{lag.room_id}"):
        http.get(lag.url + path)
    with http.stream("GET", f"{lag.url}/_sandbox/changes") as response:
        lines = response.iter_lines()
        assert any(line == "event: state" for line in lines)
    assert everything() == before
    assert clock.latest == reading


def test_half_a_request_of_the_page(lag: Sandbox) -> None:
    """A client that hangs up in the middle of an action does not stop the sandbox."""
    host, port = lag.url[7:].split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            f"POST /_sandbox/do/clear HTTP/1.1\r\nHost: {host}:{port}\r\n"
            "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{".encode()
        )
    assert status(lag, "/") == 200


def test_actions_take_json_objects(lag: Sandbox, http: httpx.Client) -> None:
    """A body that is not a JSON object, and a missing or wrong field, is a 400 that names it."""
    for name, body, message in (
        ("clear", "{", "must be JSON"),
        ("clear", "[]", "must be a JSON object"),
        ("say", json.dumps({"place": lag.room_id}), "`as` must be text"),
        ("move-clock", json.dumps({"seconds": -1}), "`seconds` must be more than 0"),
        ("move-clock", json.dumps({"seconds": True}), "`seconds` must be a number"),
        ("add-fault", json.dumps({"kind": "fire"}), "`kind` must be one of"),
        ("add-fault", json.dumps({"kind": "error", "routes": "no.*"}), "The routes of a fault"),
        ("switch-fault", json.dumps({"number": 0, "isOn": 1}), "`isOn` must be true or false"),
        ("add-person", json.dumps({"username": "a b"}), "`username` must be"),
        ("add-person", json.dumps({"username": "sam"}), "`username` must be a new name"),
    ):
        response = http.post(
            f"{lag.url}/_sandbox/do/{name}",
            content=body,
            headers={"content-type": "application/json"},
        )
        assert response.status_code == 400, response.text
        assert message in response.json()["message"]
    for name in ("remove-fault", "switch-fault", "nothing"):
        fields = {"number": 7, "isOn": True}
        assert http.post(f"{lag.url}/_sandbox/do/{name}", json=fields).status_code == 404
