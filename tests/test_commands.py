"""The ``lagclient`` command, as somebody types it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any, List

import httpx
import pytest
from click.testing import CliRunner

import lagclient
from lagclient.commands import main
from lagclient.resources import TABLE
from lagclient.sandbox.demo import PROGRAMS, program

GOOD = """\
namespace: servers.stats
doc: Statistics.
routes:
  get:
    doc: Get the statistics of a server.
    request: GET /servers/{server_id}/stats
    scope: user
    model: Server
"""


def lag(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), prog_name="lagclient")


def test_routes_lists_the_table() -> None:
    """`lagclient routes` has a line for each route: method, path, scope, Python name, model."""
    result = lag("routes")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].split() == ["Method", "Path", "Scope", "Python", "Model"]
    assert len(lines) == 1 + len(TABLE)
    (line,) = (line for line in lines if " servers.rooms.messages.send " in line)
    assert line.split() == [
        "POST",
        "/servers/{server_id}/rooms/{room_id}/messages",
        "user",
        "robot:send_messages",
        "servers.rooms.messages.send",
        "RoomMessage",
    ]


def test_routes_json_is_complete() -> None:
    """`--json` prints the same for programs, lists as lists."""
    listed = json.loads(lag("routes", "--json").output)
    assert [one["python"] for one in listed] == [route.method_name for route in TABLE.values()]
    with lagclient.Client(token="lag_pat_x") as client:
        assert all(callable(attrgetter(one["python"])(client)) for one in listed)
    (one,) = (one for one in listed if one["python"] == "servers.rooms.messages.list")
    assert one == {
        "method": "GET",
        "path": "/servers/{server_id}/rooms/{room_id}/messages",
        "scope": ["user", "robot:read_messages"],
        "python": "servers.rooms.messages.list",
        "model": "page[RoomMessage]",
        "replay": "safe",
        "doc": "Get one page of a room's messages, the newest page first.",
    }


def test_lint_accepts_a_good_file(tmp_path: Path) -> None:
    """A file without problems is accepted, and the output says so."""
    file = tmp_path / "good.yaml"
    file.write_text(GOOD)
    result = lag("routes", "lint", str(file))
    assert (result.exit_code, result.output) == (0, "1 file, 1 route: valid\n")


def test_lint_names_file_and_line_of_every_problem(tmp_path: Path) -> None:
    """Each problem is a line with file, line number and what is wrong; the exit code is 1."""
    file = tmp_path / "bad.yaml"
    file.write_text(GOOD.replace("user", "everyone").replace("Server\n", "Sever\n"))
    result = lag("routes", "lint", str(file))
    assert result.exit_code == 1
    assert f"{file}:7: servers.stats.get: `scope` must be public, user" in result.output
    assert f"{file}:8: servers.stats.get: `model` must be in lagclient.models" in result.output
    assert result.output.endswith("Error: 2 problems\n")


def test_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    """A missing file is a usage error with its name."""
    result = lag("routes", "lint", str(tmp_path / "none.yaml"))
    assert result.exit_code == 2
    assert "none.yaml" in result.output


def test_version_option() -> None:
    """`--version` prints the version of the package."""
    assert lag("--version").output.split()[-1] == lagclient.__version__


def test_demo_runs_the_three_programs() -> None:
    """`lagclient demo` prints each program and its output."""
    done = subprocess.run(
        [sys.executable, "-m", "lagclient", "demo"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line.strip() for line in done.stdout.splitlines()]
    for name, title in PROGRAMS:
        assert any(title in line for line in shown)
        for line in program(name).splitlines():
            assert line.strip() in shown
    assert "Hello, Sam" in done.stdout
    assert done.stdout.count("Lag Lounge") == 2
    assert "Beacon: Hello from a robot" in done.stdout
    assert done.stderr == ""


def serve(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lagclient", "sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def facts(server: subprocess.Popen[str]) -> List[str]:
    """What the command prints once it serves: the last word of each line."""
    assert server.stdout is not None
    return [server.stdout.readline().split()[-1] for _ in range(5)]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_sandbox_serves_until_it_is_interrupted(tmp_path: Path) -> None:
    """`lagclient sandbox --db` prints its URL and its tokens, keeps its state, and ends quietly."""
    db = tmp_path / "world.db"
    texts = []
    for text in ("first", "second"):
        server = serve("--db", str(db))
        try:
            url, token, robot_key, server_id, room_id = facts(server)
            for credential in (token, robot_key):
                with lagclient.Client(token=credential, base_url=url) as client:
                    messages = client.servers.rooms.messages
                    messages.send(server_id, room_id, content=text)
                    texts = [m.content for m in messages.list(server_id, room_id, limit=4).items]
        finally:
            server.send_signal(signal.SIGINT)
            rest, _ = server.communicate(timeout=10)
        assert server.returncode == 0
        assert "Traceback" not in rest
    assert sorted(texts) == ["first", "first", "second", "second"]


def test_sandbox_refuses_remote_addresses() -> None:
    """A host beyond this machine needs --allow-remote."""
    result = lag("sandbox", "--host", "0.0.0.0")
    assert result.exit_code == 1
    assert "0.0.0.0" in result.output
    assert "--allow-remote" in result.output or "allow_remote" in result.output


def test_sandbox_reports_a_port_in_use() -> None:
    """A port that is in use is an error that names it, not a traceback."""
    from lagclient.sandbox import Sandbox

    with Sandbox() as taken:
        result = lag("sandbox", "--port", str(httpx.URL(taken.url).port))
    assert result.exit_code == 1
    assert str(httpx.URL(taken.url).port) in result.output
    assert "Traceback" not in result.output
