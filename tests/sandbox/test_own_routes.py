"""Routes of a program's own, served by its own functions."""

from __future__ import annotations

from typing import Any, Dict

import pytest

from lagclient import Client, LagNotFoundError, LagPermissionError, LagServerError
from lagclient.sandbox import ApiError, Request, Sandbox

STATS = """\
namespace: servers.stats
doc: Statistics of a server.
routes:
  get:
    doc: Get the numbers of a server.
    request: GET /servers/{server_id}/stats
    scope: [user, "robot:read_members"]
    query:
      days: {type: int, range: [1, 90], doc: How many days to count.}
    model: None
"""


def stats(request: Request) -> Any:
    if request["server_id"] == "none":
        raise ApiError(404, "Statistics not found")
    return {"server": request["server_id"], "days": request.get("days"), "by": request.caller.name}


@pytest.fixture
def route_file(tmp_path):
    file = tmp_path / "stats.yaml"
    file.write_text(STATS, encoding="utf-8")
    return file


def test_own_route(route_file, http):
    """A function answers a route of a route file, for the callers and the values of the file."""
    options = {"routes": [route_file], "handlers": {"servers.stats.get": stats}}
    with Sandbox(**options) as lag:
        url = f"{lag.url}/servers/{lag.server_id}/stats"
        headers = {"Authorization": f"Bearer {lag.token}"}
        wrong = http.get(url, params={"days": 91}, headers=headers)
        assert (wrong.status_code, wrong.json()["message"][:6]) == (400, "`days`")
        with Client(token=lag.token, base_url=lag.url, routes=[route_file]) as client:
            assert client.servers.stats.get(lag.server_id, days=7) is None
            with pytest.raises(LagNotFoundError, match="Statistics not found"):
                client.servers.stats.get("none")
        key = lag.add_robot("Blind", [])
        robot = Client(token=key, base_url=lag.url, routes=[route_file])
        with robot, pytest.raises(LagPermissionError, match="read_members"):
            robot.servers.stats.get(lag.server_id)


def test_own_route_without_a_handler(route_file):
    """A route without a function is a 501 that names it."""
    with (
        Sandbox(routes=[route_file]) as lag,
        Client(token=lag.token, base_url=lag.url, routes=[route_file], max_retries=0) as client,
        pytest.raises(LagServerError, match=r"no handler for servers\.stats\.get"),
    ):
        client.servers.stats.get(lag.server_id)


def test_own_handler_of_a_route_of_the_api(caplog):
    """A function can replace the handler of any route; its failure is a 500 and logged."""

    def fail(request: Request) -> Any:
        raise ZeroDivisionError

    handlers = {"users.me": fail, "system.version": lambda _: {"version": "9"}}
    with Sandbox(handlers=handlers) as lag:
        client = Client(token=lag.token, base_url=lag.url, max_retries=0)
        assert client.system.version().version == "9"
        with client, pytest.raises(LagServerError, match=r"The handler of users\.me failed"):
            client.users.me()
    assert "ZeroDivisionError" in caplog.text


def test_coroutine_as_a_handler():
    """A coroutine function is refused, because a handler runs inside a transaction."""

    async def wait(request: Request) -> Any:
        return {}

    with pytest.raises(ValueError, match="`handlers` must be plain functions"):
        Sandbox(handlers={"users.me": wait})


def test_request_shows_no_token() -> None:
    """A handler that prints its request prints neither its token nor its values."""
    shown = []

    def handle(request: Request) -> Dict[str, Any]:
        shown.append(repr(request))
        return {"version": "1"}

    def refuse(request: Request) -> Dict[str, Any]:
        shown.append(repr(request))
        raise ApiError(404, "Server not found")

    handlers = {"system.version": handle, "servers.get": refuse}
    with Sandbox(handlers=handlers) as lag, Client(token=lag.token, base_url=lag.url) as client:
        assert client.system.version().version == "1"
        with pytest.raises(LagNotFoundError, match="Server not found"):
            client.servers.get(lag.server_id)
    assert shown == [
        "<lagclient.sandbox.Request: system.version by user sam>",
        "<lagclient.sandbox.Request: servers.get by user sam>",
    ]
