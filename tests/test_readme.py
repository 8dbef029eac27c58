"""Every example of the README is run, as it stands there, against a sandbox."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator

import pytest

from lagclient import Client
from lagclient.generate import PACKAGE
from lagclient.sandbox import Sandbox
from lagclient.sandbox.demo import program
from tests.kit.documents import ROOT, blocks
from tests.kit.robots import Room

EXAMPLES = blocks("README.md", "python")
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dict[str, Any]]:
    """The names that the examples share; each sees what those before it left."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "party.png").write_bytes(PIXEL)
    ((_, routes),) = [(n, b) for n, b in blocks("README.md", "yaml") if "my_routes.yaml" in b]
    (folder / "my_routes.yaml").write_text(routes, encoding="utf-8")
    with Sandbox() as lag, pytest.MonkeyPatch.context() as patch:
        patch.setenv("LAG_BASE_URL", lag.url)
        patch.setenv("LAG_TOKEN", lag.token)
        patch.chdir(folder)
        names = {
            "__name__": "__main__",
            "token": lag.token,
            "robot_key": lag.robot_key,
            "server_id": lag.server_id,
            "room_id": lag.room_id,
            "clients": [],
        }
        yield names
        for client in names["clients"]:
            client.close()


@pytest.mark.parametrize(("line", "example"), EXAMPLES, ids=[f"line-{n}" for n, _ in EXAMPLES])
def test_examples_run(
    line: int, example: str, world: Dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    """An example runs to its end, and prints something if it says so."""
    text = example.replace('"lag_pat_..."', repr(world["token"]))
    exec(compile("\n" * (line - 1) + text, "README.md", "exec"), world)
    world["clients"] += [value for value in world.values() if isinstance(value, Client)]
    printed = capsys.readouterr().out
    assert bool(printed) or ("print(" not in text and "help(" not in text) or "for " in text


@pytest.mark.parametrize(
    ("file", "said", "found"), [("robot.py", "!ping", "pong"), ("listen.py", "hi", "content='hi'")]
)
def test_robots_run(
    file: str, said: str, found: str, lag_sandbox: Sandbox, lag_client: Client, tmp_path: Path
) -> None:
    """A robot does what is said of it when it is saved and run as the README says."""
    ((_, program),) = blocks("README.md", f"python {file}")
    (tmp_path / file).write_text(program, encoding="utf-8")
    room = Room(lag_sandbox, lag_client)
    robot = subprocess.Popen(
        [sys.executable, "-u", file],
        cwd=tmp_path,
        env={**os.environ, "LAG_TOKEN": lag_sandbox.robot_key},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    with robot:
        assert robot.stdout is not None
        room.is_listened_to()
        room.say(said)
        heard = room.hears(found) if file == "robot.py" else found in robot.stdout.readline()
        robot.send_signal(signal.SIGTERM)
    assert heard


def test_the_first_example_is_the_product_page() -> None:
    """The README begins with the program that the product page prints."""
    assert EXAMPLES[0][1] == program("sync.py")


def test_ci_runs_the_commands_of_the_readme() -> None:
    """What a newcomer is told to type is what CI types."""
    commands = [line for _, block in blocks("README.md", "sh") for line in block.splitlines()]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert commands == [
        "python -m pip install '.[sandbox]' && lagclient demo",
        "python -m pip install -e '.[test]' && python -m pytest",
    ]
    for command in commands:
        assert command in script


def test_links_of_the_documents_lead_somewhere() -> None:
    """A link to a file of the project names one that exists, seen from the document's folder."""
    broken = []
    for document in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
            places = (document.parent / target, PACKAGE.parent / target)
            if not target.startswith("https://") and not any(place.exists() for place in places):
                broken.append((document.name, target))
    assert not broken


def test_every_design_page_is_in_the_index() -> None:
    """The index of docs/design links to each page exactly once."""
    folder = ROOT / "docs" / "design"
    linked = re.findall(r"\]\((\w+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(
        page.name for page in folder.glob("*.md") if page.stem != "README"
    )


def test_promises_are_held_by_tests() -> None:
    """Every promise names tests, and they are there."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("## What we promise")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 9
    for row in rows:
        tests = re.findall(r"\[`(\w+)`\]\(([^)]+)\)", row)
        assert tests, row
        for name, file in tests:
            assert re.search(rf"def {name}\b", (ROOT / file).read_text(encoding="utf-8")), row


def test_the_changelog_has_this_version() -> None:
    """The newest entry of the changelog is about the version of the package."""
    import lagclient

    text = Path(ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.split("\n## ")[1].startswith(lagclient.__version__)
