"""Every block of code in docs/ is run against a sandbox; every program is type-checked."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Iterator, List

import pytest

from lagclient import Client
from lagclient.commands import main
from lagclient.sandbox import Sandbox
from lagclient.sandbox.demo import PROGRAMS, program
from tests.kit.documents import ROOT, Block, code
from tests.kit.reader import Reader, can_run
from tests.kit.robots import Room, running

DOCUMENTS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))

NAMES = """\
from lagclient import Client

client: Client
robot: Client
robot_key: str
server_id: str
room_id: str
"""
"""What `Reader` has for the parts of programs."""

DEMO = [name for name, _ in PROGRAMS]


def test_the_code_of_the_documents_runs(tmp_path: Path) -> None:
    """A reader who follows a document from its first block to its last meets no failure."""
    failures: List[str] = []
    for number, document in enumerate(DOCUMENTS):
        blocks = code(document)
        if blocks:
            folder = tmp_path / str(number)
            folder.mkdir()
            with Sandbox() as lag, pytest.MonkeyPatch.context() as patch:
                reader = Reader(lag, folder, patch)
                failures += reader.read(blocks)
                reader.close()
    assert not failures, "\n".join(failures)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every program of the README, of docs/, of examples/ and of the demo.

    Clients that a page generates are generated there too.
    """
    folder = tmp_path_factory.mktemp("programs")
    files = {"names.pyi": NAMES}
    for document in ["README.md", *DOCUMENTS]:
        every = code(document)
        for block in every:
            if block.file and can_run(block.text):
                text = files.setdefault(block.file, block.text)
                assert text == block.text, f"{block.file} has two meanings"
        parts = [block for block in every if block.language == "python" and not block.file]
        if parts:
            files[f"{re.sub(r'[/.-]', '_', document[:-3])}.py"] = _joined(parts)
    files.update({f"demo_{name}": program(name) for name in DEMO})
    # The program of the product page has a variable that it does not read.
    files["demo_async.py"] = "# pyright: reportUnusedVariable=false\n" + files["demo_async.py"]
    for example in (ROOT / "examples").glob("*.py"):
        files[f"example_{example.name}"] = example.read_text(encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for command in _generating():
            main(command, standalone_mode=False)
    # A type checker reads the stub of a module instead of the module, so that has another name.
    text = (folder / "my_client.py").read_text(encoding="utf-8")
    (folder / "my_client_itself.py").write_text(text, encoding="utf-8")
    return folder


def _generating() -> Iterator[List[str]]:
    for document in DOCUMENTS:
        for block in code(document):
            for line in block.text.splitlines() if block.language == "sh" else ():
                if line.startswith("lagclient generate ") and "--stubs" in line:
                    yield line.split()[1:]


def test_programs_are_typed_for_mypy(programs: Path) -> None:
    """mypy accepts each program that a reader copies, as strictly as the package itself."""
    api = pytest.importorskip("mypy.api", reason="the dependency group `dev` is not installed")
    options = ["--strict", "--no-error-summary", f"--cache-dir={ROOT / '.mypy_cache'}"]
    problems, errors, _ = api.run([*options, str(programs)])
    assert not problems + errors, problems + errors


def test_programs_are_typed_for_pyright(programs: Path) -> None:
    """pyright accepts each of them too, in its strict mode."""
    pytest.importorskip("pyright", reason="the dependency group `dev` is not installed")
    settings = {"include": ["."], "typeCheckingMode": "strict"}
    (programs / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pyright",
        "--level",
        "error",
        "-p",
        ".",
        "--pythonpath",
        sys.executable,
    ]
    done = subprocess.run(command, cwd=programs, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _joined(parts: List[Block]) -> str:
    """One module of the parts of a page, each at its line, so that a message names its place."""
    lines = ["from names import *  # noqa: F403"]
    for block in parts:
        lines += [""] * (block.line - 1 - len(lines)) + block.text.splitlines()
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("document", "file", "said", "heard"),
    [
        ("docs/tutorial.md", "robot.py", "!ping", "pong"),
        ("docs/howto/deploy.md", "service.py", "!ping", "pong"),
        ("docs/howto/moderate.md", "moderator.py", "Free coins!", "Mira is muted for 10 minutes."),
    ],
)
def test_the_robots_of_the_documents_answer(
    document: str, file: str, said: str, heard: str, tmp_path: Path
) -> None:
    """A robot does what its page says of it, in a room where a member writes."""
    (block,) = [block for block in code(document) if block.file == file]
    with Sandbox() as lag, pytest.MonkeyPatch.context() as patch:
        reader = Reader(lag, tmp_path, patch)
        if "LAG_ROBOT_KEY" not in block.text:
            patch.setenv("LAG_TOKEN", lag.robot_key)
        reader.do(block)
        bot = runpy.run_path(file, run_name="robot")["bot"]
        with running(bot), Client(token=lag.tokens["mira"], base_url=lag.url) as mira:
            room = Room(lag, mira)
            room.is_listened_to()
            room.say(said)
            assert room.hears(heard)
            assert (said in room.texts()) == said.startswith("!")
        reader.close()


def test_export_continues_where_it_was_killed(tmp_path: Path) -> None:
    """The recipe writes each message once, also if it was killed between a page and its cursor."""
    (block,) = [block for block in code("docs/howto/export.md") if block.file == "export.py"]
    with Sandbox() as lag, pytest.MonkeyPatch.context() as patch:
        reader = Reader(lag, tmp_path, patch)
        reader.do(block)
        room, messages = Room(lag, reader.client), reader.client.servers.rooms.messages
        for number in range(100):
            room.say(f"Message {number}")
        runpy.run_path("export.py")
        complete = Path("messages.jsonl").read_bytes()
        assert len(set(complete.splitlines())) == 104

        first = b"".join(complete.splitlines(keepends=True)[:100])
        cursor = messages.list(*room.here, limit=100).next_cursor
        Path("messages.place").write_text(json.dumps({"cursor": cursor, "size": len(first)}))
        Path("messages.jsonl").write_bytes(first + complete[:50])
        runpy.run_path("export.py")
        assert Path("messages.jsonl").read_bytes() == complete
        reader.close()
