"""A sandbox in a test that has frozen the time: limits follow it, and no wait goes on for ever."""

from __future__ import annotations

import subprocess
import sys

import pytest

BEGIN = """
import httpx
from freezegun import freeze_time
from lagclient.sandbox import Sandbox
from tests.kit.endpoint import Endpoint
from tests.kit.sandbox import Wire
POST = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
http = httpx.Client(trust_env=False, verify=False)
with freeze_time("2030-01-01") as frozen:
"""


def output_of(program: str) -> str:
    """Run a program in frozen time; return what it prints. Its own process, because it may hang."""
    lines = "".join(f"    {line}\n" for line in program.strip().splitlines())
    completed = subprocess.run(
        [sys.executable, "-c", BEGIN + lines],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert completed.returncode == 0, completed.stderr
    return completed.stdout.strip()


def test_limits_in_frozen_time() -> None:
    """The limits of a robot follow the frozen time, and do not end before it is moved."""
    program = """
with Sandbox() as lag:
    wire = Wire(lag, http)
    def statuses(number):
        return {wire(POST, {"content": "x"}, "robot").status_code for _ in range(number)}
    print(statuses(10), statuses(2), end=" ")
    frozen.tick(10)
    print(statuses(10))
"""
    assert output_of(program) == "{201} {429} {201}"


def test_times_in_frozen_time() -> None:
    """Messages have the frozen time, each a little later than the one before."""
    program = """
with Sandbox() as lag:
    wire = Wire(lag, http)
    print(*[wire.ok(POST, {"content": "x"}, "robot")["createdAt"] for _ in range(2)])
"""
    assert output_of(program) == "2030-01-01T00:00:00.004Z 2030-01-01T00:00:00.005Z"


def test_empty_poll_in_frozen_time() -> None:
    """A held poll has its response after a second, and the sandbox ends."""
    program = """
with Sandbox() as lag:
    print(Wire(lag, http).ok("GET /robots/@me/events/poll", who="robot"), end=" ")
print("ended")
"""
    assert output_of(program) == "[] ended"


@pytest.mark.parametrize("option", ["", "frozen.tick(100)"])
def test_webhook_in_frozen_time(option: str) -> None:
    """A refused webhook is posted again, and its signature has the frozen time."""
    program = f"""
with Endpoint(503) as endpoint, Sandbox(webhook_pace=0.001) as lag:
    key = lag.add_robot("Hook", transport="webhook", webhook_url=endpoint.url)
    Wire(lag, http).ok("POST /servers/{{server}}/rooms", {{"name": "x"}})
    endpoint.next()
    {option}
    print(endpoint.next().verified(lag.webhook_secret(key)).type)
"""
    assert output_of(program) == "room.created"
