"""`lagclient run`: a robot that is being written, against a sandbox of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lagclient import development

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


@pytest.mark.parametrize("target", ["my_bot", "my_bot:", ":bot", "os:path"])
def test_target_must_be_a_robot(target: Any) -> None:
    """What is not a robot is refused by its name."""
    with pytest.raises(ValueError, match="`target` must"):
        development.load(target)
