"""Every example of the README is run, as it stands there, against a sandbox."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from importlib.metadata import metadata
from pathlib import Path
from typing import Set

import pytest

from lagclient import Client
from lagclient.sandbox import Sandbox
from lagclient.sandbox.demo import program
from tests.kit.documents import ROOT, blocks, code
from tests.kit.reader import Reader
from tests.kit.robots import Room

REPOSITORY = "https://github.com/lag-app/sdk-python"
EXAMPLES = [
    block for block in code("README.md") if block.language == "python" or ".py" in block.text
]


def test_examples_run(tmp_path: Path) -> None:
    """The examples run in their order, and print what they say."""
    with Sandbox() as lag, pytest.MonkeyPatch.context() as patch:
        reader = Reader(lag, tmp_path, patch)
        failures = list(reader.read(EXAMPLES))
        reader.close()
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize(
    ("document", "file", "said", "found"),
    [
        ("README.md", "robot.py", "!ping", "pong"),
        ("docs/explanation/robots.md", "listen.py", "hi", "content='hi'"),
    ],
)
def test_robots_run(
    document: str,
    file: str,
    said: str,
    found: str,
    lag_sandbox: Sandbox,
    lag_client: Client,
    tmp_path: Path,
) -> None:
    """A robot of a document works when it is saved and run."""
    (program,) = [block.text for block in code(document) if block.file == file]
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
        try:
            room.is_listened_to()
            room.say(said)
            heard = room.hears(found) if file == "robot.py" else found in robot.stdout.readline()
        finally:
            robot.send_signal(signal.SIGTERM)
    assert heard


def test_first_example_is_that_of_the_product_page() -> None:
    """The README begins with the program that the product page prints."""
    assert EXAMPLES[0].text == program("sync.py")


def test_ci_runs_the_commands_of_the_readme() -> None:
    """`.ci/run` types the commands that the README gives."""
    commands = [line for _, block in blocks("README.md", "sh") for line in block.splitlines()]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in (
        "python -m pip install '.[sandbox]' && lagclient demo",
        "python -m pip install -e '.[test]' && python -m pytest",
    ):
        assert command in commands
        assert command in script


def test_every_extra_is_in_the_table() -> None:
    """A reader learns what each extra is for."""
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| extra |")[2]
    cells = re.findall(r"(?m)^\| (`.*?) \|", table.partition("\n## ")[0])
    named = re.findall(r"`([\w-]+)`", " ".join(cells))
    extras = set(metadata("lagclient").get_all("Provides-Extra") or []) - {"test"}
    assert set(named) == extras


def test_readme_is_short() -> None:
    """The README is read in one go: it has fewer than 200 lines."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 200


def test_links_of_the_readme_are_absolute() -> None:
    """The README is the page of the package too, so its links and pictures name their host."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert [target for target in targets if not target.startswith("https://")] == []
    raw = REPOSITORY.replace("github.com", "raw.githubusercontent.com")
    for target in targets:
        if target.startswith((REPOSITORY, raw)):
            path = re.sub(rf"^({REPOSITORY}/(blob|tree)|{raw})/main/", "", target)
            file, _, anchor = path.partition("#")
            assert (ROOT / file).exists(), target
            assert not anchor or anchor in _anchors(ROOT / file), target


def _anchors(page: Path) -> Set[str]:
    """Return the places in a page that a link can lead to, as GitHub names them."""
    headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", each).strip().lower().replace(" ", "-") for each in headings}


def test_every_namespace_is_in_the_table() -> None:
    """A reader gets from each group of methods to its page, not to the file that describes it."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    table = text.partition("## What it can do")[2].partition("\n## ")[0]
    page = ROOT / "docs" / "reference" / "index.md"
    spaces = re.findall(r"(?m)^## (.+)$", page.read_text(encoding="utf-8"))
    linked = set(re.findall(r"/docs/reference/index\.md#(\w+)\)", table))
    assert linked == {space.replace(".", "") for space in spaces if space != "client"}
    assert "/routes/" not in table


def test_design_pages_are_in_the_index() -> None:
    """The index of docs/design links to each page exactly once."""
    folder = ROOT / "docs" / "design"
    linked = re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(linked) == sorted(
        page.name for page in folder.glob("*.md") if page.stem != "README"
    )


def test_promises_name_their_tests() -> None:
    """Every promise names tests that exist."""
    page = ROOT / "docs" / "explanation" / "promises.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| ")][1:]
    assert len(rows) > 9
    for row in rows:
        tests = re.findall(r"\[`(\w+)`\]\(([^)]+)\)", row)
        assert tests, row
        for name, file in tests:
            assert re.search(rf"def {name}\b", (page.parent / file).read_text("utf-8")), row


def test_changelog_has_this_version() -> None:
    """The newest entry of the changelog is about the version of the package."""
    import lagclient

    text = Path(ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert text.split("\n## ")[1].startswith(lagclient.__version__)
