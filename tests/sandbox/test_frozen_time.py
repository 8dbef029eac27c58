"""A sandbox in a test that has frozen the time: limits follow it, and no wait goes on for ever."""

from __future__ import annotations

import subprocess
import sys
from typing import Dict

import pytest

BEGIN = """
import httpx
from freezegun import freeze_time
from lagclient.sandbox import Sandbox
from tests.kit.endpoint import Endpoint
from tests.kit.sandbox import Wire
POST = "POST /robots/@me/servers/{server}/rooms/{room}/messages"
http = httpx.Client(trust_env=False, verify=False)
"""

LIMITS = """
with Sandbox() as lag:
    wire = Wire(lag, http)
    def statuses(number):
        return {wire(POST, {"content": "x"}, "robot").status_code for _ in range(number)}
    print(statuses(10), statuses(2), end=" ")
    frozen.tick(10)
    print(statuses(10))
"""

TIMES = """
with Sandbox() as lag:
    wire = Wire(lag, http)
    print(*[wire.ok(POST, {"content": "x"}, "robot")["createdAt"] for _ in range(2)])
"""

POLL = """
with Sandbox() as lag:
    print(Wire(lag, http).ok("GET /robots/@me/events/poll", who="robot"), end=" ")
print("ended")
"""

WEBHOOK = """
with Endpoint(503) as endpoint, Sandbox(webhook_pace=0.001) as lag:
    key = lag.add_robot("Hook", transport="webhook", webhook_url=endpoint.url)
    Wire(lag, http).ok("POST /servers/{server}/rooms", {"name": "x"})
    endpoint.next()
    MEANWHILE
    print(endpoint.next().verified(lag.webhook_secret(key)).type)
"""

PROGRAMS = {
    "limits": LIMITS,
    "times": TIMES,
    "poll": POLL,
    "webhook": WEBHOOK.replace("MEANWHILE", ""),
    "webhook, later": WEBHOOK.replace("MEANWHILE", "frozen.tick(100)"),
}


@pytest.fixture(scope="module")
def printed() -> Dict[str, str]:
    """What each program prints in frozen time. They have a process of their own: one may hang."""
    parts = [BEGIN]
    for name, program in PROGRAMS.items():
        lines = "".join(f"    {line}\n" for line in program.strip().splitlines())
        parts += [f'print("{name}: ", end="", flush=True)\n']
        parts += [f'with freeze_time("2030-01-01") as frozen:\n{lines}']
    command = [sys.executable, "-c", "".join(parts)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired as error:
        raise AssertionError(f"It hangs after {error.stdout!r}") from None
    assert done.returncode == 0, done.stdout + done.stderr
    pairs = (line.partition(": ") for line in done.stdout.splitlines())
    return {name: output for name, _, output in pairs}


def test_limits_in_frozen_time(printed: Dict[str, str]) -> None:
    """The limits of a robot follow the frozen time, and do not end before it is moved."""
    assert printed["limits"] == "{201} {429} {201}"


def test_times_in_frozen_time(printed: Dict[str, str]) -> None:
    """Messages have the frozen time, each a little later than the one before."""
    assert printed["times"] == "2030-01-01T00:00:00.004Z 2030-01-01T00:00:00.005Z"


def test_empty_poll_in_frozen_time(printed: Dict[str, str]) -> None:
    """A held poll has its response after a second, and the sandbox ends."""
    assert printed["poll"] == "[] ended"


@pytest.mark.parametrize("name", ["webhook", "webhook, later"])
def test_webhook_in_frozen_time(printed: Dict[str, str], name: str) -> None:
    """A refused webhook is posted again, and its signature has the frozen time."""
    assert printed[name] == "room.created"
