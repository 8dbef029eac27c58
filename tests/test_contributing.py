"""The worked example of CONTRIBUTING.md is followed to the letter, in a copy of the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator

import pytest

from lagclient.generate import PACKAGE
from tests.kit.documents import ROOT, blocks


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the checkout in which the example's endpoint was described and generated."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in (PACKAGE, ROOT / "routes"):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("__pycache__"))
    (_, route) = next(block for block in blocks("CONTRIBUTING.md", "yaml"))
    (folder / "routes" / "stats.yaml").write_text(route, encoding="utf-8")
    commands = next(block for _, block in blocks("CONTRIBUTING.md", "sh") if "generate" in block)
    for command in commands.splitlines():
        run(folder, *command.split()[1:])
    return folder


def run(checkout: Path, *arguments: str, program: str = "") -> str:
    """What a command of the copy prints; `program` is run instead where there is one."""
    done = subprocess.run(
        [sys.executable, *(("-c", program) if program else ("-m", "lagclient", *arguments))],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_method_is_there_and_documented(checkout: Path) -> None:
    """The last step of the example shows the new method's documentation."""
    (_, program) = blocks("CONTRIBUTING.md", "python")[0]
    shown = run(checkout, program=program)
    assert "get(server_id: str, *, days: Omittable[int] = UNSET) -> models.Server" in shown
    assert "Get the numbers of a server." in shown
    assert "GET /servers/{server_id}/stats" in shown
    assert "days: How many days to count." in shown


def test_the_method_is_on_both_clients_and_works(checkout: Path) -> None:
    """Blocking and asynchronous, for users and robots, the method sends the request."""
    program = """
import asyncio, httpx
from lagclient import AsyncClient, Client
seen = []
def answer(request):
    seen.append(request.url.raw_path.decode())
    return httpx.Response(200, json={"id": "s", "name": "S", "ownerId": "u", "memberCount": 1,
                                     "createdAt": "2026-01-01T00:00:00Z"})
mock = httpx.MockTransport(answer)
user = Client(token="lag_pat_x", http_client=httpx.Client(transport=mock))
print(user.servers.stats.get("s", days=7).name)
robot = AsyncClient(token="lag_robot_x", http_client=httpx.AsyncClient(transport=mock))
print(asyncio.run(robot.servers.stats.get("s")).name, seen)
"""
    shown = run(checkout, program=program)
    assert shown == ("S\nS ['/servers/s/stats?days=7', '/robots/@me/servers/s/stats']\n")


def test_the_command_lists_it(checkout: Path) -> None:
    """`lagclient routes` has a line for it, in both of its forms."""
    listed = json.loads(run(checkout, "routes", "--json"))
    assert [one["path"] for one in listed if one["python"] == "servers.stats.get"] == [
        "/servers/{server_id}/stats"
    ]
    assert "servers.stats.get" in run(checkout, "routes")


def test_the_stub_has_it(checkout: Path) -> None:
    """Type checkers see it: the stub was generated too, and nothing is stale."""
    stub = (checkout / "lagclient" / "resources.pyi").read_text(encoding="utf-8")
    expected = "def get(self, server_id: str, *, days: Omittable[int] = ...) -> models.Server: ..."
    assert f"class ServersStats(Resource):\n    {expected}" in stub
    assert "up to date" in run(checkout, "generate", "--check")
