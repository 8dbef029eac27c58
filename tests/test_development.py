"""`lagclient run`: a robot that is being written, against a sandbox of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import List

import pytest
from click.testing import CliRunner

from lagclient import development
from lagclient.commands import main
from lagclient.sandbox import Sandbox

BOT = """
from lagclient import Bot

bot = Bot()

@bot.command("{name}")
async def command(ctx): ...
"""


def test_robot_is_started_again_when_a_file_changes(tmp_path: Path) -> None:
    """It runs in a sandbox, and with its new commands after a change."""
    module = tmp_path / "my_bot.py"
    module.write_text(BOT.format(name="one"))
    command = [sys.executable, "-m", "lagclient", "run", "my_bot:bot", "--reload"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stderr is not None
        assert any("commands: !one" in line for line in iter(program.stderr.readline, ""))
        module.write_text(BOT.format(name="second"))
        assert any("commands: !second" in line for line in iter(program.stderr.readline, ""))
        program.send_signal(2)
        program.stderr.read()
    assert program.returncode == 0


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("my_bot", "module:name, such as my_bot:bot"),
        ("my_bot:", "module:name, such as my_bot:bot"),
        (":bot", "module:name, such as my_bot:bot"),
        ("folder/my_bot.py:bot", "module:name, such as my_bot:bot"),
        ("my_bot.py:bot", "my_bot:bot, without .py"),
        ("nowhere:bot", "a module of this folder"),
        ("nowhere.inside:bot", "a module of this folder"),
        ("__main__:bot", "a module of this folder"),
        ("os:path", "a module that has a Bot"),
        ("my_bot:robot", "my_bot:bot"),
    ],
)
def test_target_must_be_a_robot(
    target: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A target that is not a robot is one line that says what it must be."""
    (tmp_path / "my_bot.py").write_text(BOT.format(name="one"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    try:
        with pytest.raises(ValueError, match=r"^`target` must be ") as caught:
            development.load(target)
    finally:
        sys.modules.pop("my_bot", None)
    assert str(caught.value) == f"`target` must be {expected}, not {target!r}"


def test_wrong_target_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that does not exist is refused before a sandbox begins: one line, exit code 2."""
    monkeypatch.setattr(Sandbox, "__enter__", None)
    result = CliRunner().invoke(main, ["run", "nowhere:bot"])
    line = "Error: MODULE:NAME must be a module of this folder, not 'nowhere:bot'\n"
    assert (result.exit_code, result.output) == (2, line)


def test_wrong_key_is_one_line(tmp_path: Path) -> None:
    """A robot whose key the API refuses ends with one line and exit code 2, in both ways to run."""
    (tmp_path / "my_bot.py").write_text(
        BOT.format(name="one") + "if __name__ == '__main__':\n    bot.run(logging=False)\n"
    )
    with Sandbox() as lag:
        environment = {**os.environ, "LAG_BASE_URL": lag.url, "LAG_TOKEN": "lag_robot_wrong"}
        for command in (["my_bot.py"], ["-m", "lagclient", "run", "--live", "my_bot:bot"]):
            done = subprocess.run(
                [sys.executable, *command],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            lines = [line for line in done.stderr.splitlines() if " ERROR " not in line]
            assert done.returncode == 2, done.stderr
            assert len(lines) == 1, done.stderr
            assert "401 unauthorized" in lines[0]


def test_error_that_a_program_catches_is_its_own() -> None:
    """A program can catch the error of a wrong key, and its later errors have their tracebacks."""
    program = (
        "from lagclient import Bot, LagAPIError\n"
        "try: Bot().run(logging=False)\n"
        "except LagAPIError as error: print(error.code)\n"
        "raise KeyError('of the program')"
    )
    environment = {n: value for n, value in os.environ.items() if not n.startswith("LAG_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "invalid_request\n")
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    ("options", "kept"), [([], "cursor='place'"), (["--live", "--in-memory"], "state='my.sqlite'")]
)
def test_files_of_a_robot_are_not_those_of_a_sandbox(
    options: List[str], kept: str, tmp_path: Path
) -> None:
    """A trial in a sandbox leaves cursor and state alone, because the live robot goes on there."""
    (tmp_path / "my_bot.py").write_text(
        BOT.format(name="one").replace("Bot()", f"Bot({kept})")
        + "@bot.on_start\nasync def end():\n    bot.stop()\n"
    )
    with Sandbox() as lag:
        environment = {**os.environ, "LAG_BASE_URL": lag.url, "LAG_TOKEN": lag.robot_key}
        done = subprocess.run(
            [sys.executable, "-m", "lagclient", "run", *options, "my_bot:bot"],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"my_bot.py", "__pycache__"}


def test_program_of_a_sandbox_has_its_room(tmp_path: Path) -> None:
    """A robot that reads the variables of the tutorial runs against the sandbox of the command."""
    (tmp_path / "my_bot.py").write_text(
        "import os, sys\n"
        "os.environ['LAG_SERVER'], os.environ['LAG_ROOM'], os.environ['LAG_ROBOT_KEY']\n"
        + BOT.format(name="one")
        + "@bot.on_start\nasync def end(): bot.stop()\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "lagclient", "run", "my_bot:bot"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "export LAG_ROOM=" in done.stdout) == (0, True), done.stderr
