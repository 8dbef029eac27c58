"""The worked example of CONTRIBUTING.md is followed to the letter, in a copy of the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

import pytest

from lagclient.generate import PACKAGE
from lagclient.routing.shape import ParamShape, RouteShape
from tests.kit import bytecode
from tests.kit.documents import ROOT, blocks

ACTIVITY = "servers.activity.get"
EXPORT = '"activity": ("ServerActivity",),'
CASES = '*both("servers.activity.get", SERVER, days=7),'
LACKS = f"""\
{ACTIVITY} still needs:
  a handler, @handles("{ACTIVITY}"), in lagclient/sandbox/handlers/
  a case, case(by("sam", "{ACTIVITY}", ...)), in tests/cassettes/cases.py
  {ACTIVITY}.user.yaml and {ACTIVITY}.robot.yaml in cassettes/: \
run `python -m pytest tests/cassettes --record-mode=rewrite -k {ACTIVITY}`
  its lines in tests/routing/table.txt: run `python -m pytest --rewrite-snapshots`
"""

PARTS = ("routes", "tests", "cassettes", "docs", "examples")


def test_every_key_of_a_route_file_is_documented() -> None:
    """The table of keys names each key of a route and of a parameter."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = "".join(re.findall(r"^\|.*\n", text.partition("| key | meaning |")[2], re.MULTILINE))
    keys = {*RouteShape.model_fields, *ParamShape.model_fields}
    assert keys - set(re.findall(r"`(\w+)`", table)) == set()


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout in which the example's endpoint is described and generated."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in (PACKAGE, *(ROOT / name for name in PARTS)):
        bytecode.copy_tree(part, folder / part.name, "benchmarks")
    for file in (ROOT / "pyproject.toml", *ROOT.glob("*.md")):
        shutil.copy(file, folder)
    (_, route) = next(block for block in blocks("CONTRIBUTING.md", "yaml"))
    (folder / "routes" / "activity.yaml").write_text(route, encoding="utf-8")
    write(folder, "lagclient/models/activity.py")
    insert(folder / "lagclient" / "models" / "__init__.py", "_EXPORTS = {", EXPORT)
    for command in commands("generate"):
        run(folder, *command[1:])
    return folder


@pytest.fixture(scope="module")
def shipped(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of that copy, with the endpoint ready to be shipped."""
    folder = tmp_path_factory.mktemp("shipped") / "checkout"
    bytecode.copy_tree(checkout, folder)
    write(folder, "lagclient/sandbox/handlers/activity.py")
    insert(folder / "tests" / "cassettes" / "cases.py", "CASES: Tuple[Case, ...] = (", CASES)
    for command in commands("--record-mode"):
        if command[0] == "lagclient":
            run(folder, *command[1:])
        elif command[2] == "pytest":
            # No route changes a screen of the terminal.
            pytest_in(folder, *command[3:], "--ignore=tests/terminal")
        else:
            python(folder, *command[1:])
    return folder


def commands(word: str) -> List[List[str]]:
    """Return the commands of the block that has a word, each as its arguments."""
    block = next(block for _, block in blocks("CONTRIBUTING.md", "sh") if word in block)
    return [line.split() for line in block.splitlines()]


def write(folder: Path, file: str) -> None:
    """Write a file as the document shows it."""
    ((_, text),) = blocks("CONTRIBUTING.md", f"python {file}")
    (folder / file).write_text(text, encoding="utf-8")


def insert(file: Path, after: str, line: str) -> None:
    """Insert a line that the document names into a list of a file."""
    assert f"`{line}`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    assert f"{after}\n" in text
    file.write_text(text.replace(f"{after}\n", f"{after}\n    {line}\n", 1), encoding="utf-8")


def run(checkout: Path, *arguments: str, program: str = "") -> str:
    """Return what a command of the copy prints; with `program` that is run instead."""
    return python(checkout, *(("-c", program) if program else ("-m", "lagclient", *arguments)))


def pytest_in(checkout: Path, *arguments: str) -> str:
    """Return what pytest prints in the copy."""
    return python(checkout, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *arguments)


def python(checkout: Path, *arguments: str) -> str:
    """Return what Python prints in the copy, whose package is imported."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_method_is_documented(checkout: Path) -> None:
    """The program of the example prints the new method's documentation."""
    (_, program) = blocks("CONTRIBUTING.md", "python")[0]
    shown = run(checkout, program=program)
    assert "get(server_id: str, *, days: Omittable[int] = UNSET) -> models.ServerActivity" in shown
    assert "Get the numbers of a server." in shown
    assert "GET /servers/{server_id}/activity" in shown
    assert "days: How many days to count." in shown


def test_method_works_on_both_clients(checkout: Path) -> None:
    """The method sends the request, blocking and asynchronous, for users and robots."""
    program = """
import asyncio, httpx
from lagclient import AsyncClient, Client
seen = []
def answer(request):
    seen.append(request.url.raw_path.decode())
    return httpx.Response(200, json={"memberCount": 7})
mock = httpx.MockTransport(answer)
user = Client(token="lag_pat_x", http_client=httpx.Client(transport=mock))
print(user.servers.activity.get("s", days=7).member_count)
robot = AsyncClient(token="lag_robot_x", http_client=httpx.AsyncClient(transport=mock))
print(asyncio.run(robot.servers.activity.get("s")).member_count, seen)
"""
    shown = run(checkout, program=program)
    assert shown == ("7\n7 ['/servers/s/activity?days=7', '/robots/@me/servers/s/activity']\n")


def test_routes_lists_the_method(checkout: Path) -> None:
    """`lagclient routes` has a line for the method, in both of its forms."""
    listed = json.loads(run(checkout, "routes", "--json"))
    assert [one["path"] for one in listed if one["python"] == ACTIVITY] == [
        "/servers/{server_id}/activity"
    ]
    assert ACTIVITY in run(checkout, "routes")


def test_stub_has_the_method(checkout: Path) -> None:
    """Type checkers know the method, because the stub is generated too; no file is stale."""
    stub = (checkout / "lagclient" / "resources.pyi").read_text(encoding="utf-8")
    head = "def get(self, server_id: str, *, days: Omittable[int] = ...) -> models.ServerActivity:"
    assert (
        f'class ServersActivity(Resource):\n    """Activity in a server."""\n    {head}\n'
        '        """Get the numbers of a server.\n' in stub
    )
    assert "up to date" in run(checkout, "generate", "--check")


def test_lint_lists_what_a_route_needs(checkout: Path) -> None:
    """Before the endpoint is shipped, lint names each part that it lacks, and how it is added."""
    lines = run(checkout, "routes", "lint").partition("valid\n")
    assert lines[1:] == ("valid\n", LACKS)


def test_lint_says_where_a_model_goes(checkout: Path, tmp_path: Path) -> None:
    """A route with an unknown model fails, and the hint names the folder of the models."""
    program = """
import pathlib, runpy, sys
file = pathlib.Path("routes/activity.yaml")
text = file.read_text()
file.write_text(text.replace("ServerActivity", "ServerNumbers"))
sys.argv = ["lagclient", "routes", "lint"]
sys.stderr = sys.stdout
try:
    runpy.run_module("lagclient", run_name="__main__")
except SystemExit as end:
    print(end.code)
finally:
    file.write_text(text)
"""
    shown = run(checkout, program=program)
    assert "`model` must be in lagclient.models, dict or module:Class, not 'ServerNumbers'" in shown
    assert "a class in lagclient/models/, named in `_EXPORTS`" in shown
    assert shown.endswith("\n1\n")


@pytest.mark.skipif(sys.version_info < (3, 11), reason="cassettes are recorded with newer ones")
def test_shipped_endpoint_passes_the_tests(shipped: Path) -> None:
    """With handler, case, cassettes and snapshots the endpoint is complete, and tests pass."""
    assert run(shipped, "routes", "lint").endswith(": valid\n")
    assert "+" not in run(shipped, "generate", "--check")
    assert python(shipped, "-m", "docs.generator", "--check") == ""
    table = (shipped / "tests" / "routing" / "table.txt").read_text(encoding="utf-8")
    assert f"\n{ACTIVITY}\n    GET /servers/{{server_id}}/activity -> ServerActivity\n" in table
    shown = pytest_in(
        shipped,
        "tests/calls/test_request.py",
        "tests/cassettes/test_cassettes.py",
        "tests/cassettes/test_replay.py",
        "tests/cassettes/test_sandbox.py",
        "tests/load/test_soak.py::test_route_is_soaked",
        "tests/parity/test_parity.py",
        "tests/routing/test_table.py",
        "tests/sandbox/test_registry.py",
        "tests/test_architecture.py",
        "tests/test_generate.py",
        "tests/test_public.py",
        "tests/test_resources.py",
        "tests/vectors/test_vectors.py",
        "-k",
        # Not what tries one old route with all kinds of values, or programs that use no route.
        "activity or test_cassettes or not (cassettes or path_value or values_ or any_ or stable"
        " or imports_load or start_loads)",
    )
    assert " passed" in shown
    assert "failed" not in shown
