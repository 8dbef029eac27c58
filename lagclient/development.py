"""Run a robot while it is written: started again when a file of it changes."""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, Mapping, Sequence

from lagclient.bot.bot import Bot

PAUSE_SECONDS = 0.3
"""The time between two looks at the files."""


def check(target: str) -> None:
    """Check that a target is ``module:name``, and that its module exists; it is not imported.

    Raises:
        ValueError: The target is something else.
    """
    module, _, name = target.partition(":")
    if not name.isidentifier() or not all(map(str.isidentifier, module.split("."))):
        raise ValueError(f"`target` must be module:name, such as my_bot:bot, not {target!r}")
    if module.endswith(".py"):
        raise ValueError(f"`target` must be {module[:-3]}:{name}, without .py, not {target!r}")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        is_there = importlib.util.find_spec(module) is not None
    except (ModuleNotFoundError, ValueError):  # a package around it is missing, or is not one
        is_there = False
    if not is_there:
        raise ValueError(f"`target` must be a module of this folder, not {target!r}")


def load(target: str) -> Bot:
    """Import a robot, as ``module:name``, with the modules of this folder.

    Raises:
        ValueError: The target is something else.
        Exception: The module raises this while it is imported.
    """
    check(target)
    module, _, name = target.partition(":")
    names = vars(importlib.import_module(module))
    bot = names.get(name)
    if isinstance(bot, Bot):
        return bot
    bots = [f"{module}:{each}" for each, value in names.items() if isinstance(value, Bot)]
    expected = " or ".join(bots) or "a module that has a Bot"
    raise ValueError(f"`target` must be {expected}, not {target!r}")


def run_again_and_again(
    target: str, command: Sequence[str], environment: Mapping[str, str], folder: Path
) -> None:
    """Run a robot by a command of lagclient, and again when a module changes; for ever."""
    program = [sys.executable, "-m", "lagclient", *command]
    while True:
        before = _changed(folder)
        process = subprocess.Popen(program, env=environment)  # noqa: S603
        try:
            while _changed(folder) == before:
                time.sleep(PAUSE_SECONDS)
            sys.stderr.write(f"{target}: a file has changed, starting again\n")
        finally:
            process.terminate()
            process.wait()


def _changed(folder: Path) -> Dict[str, float]:
    """When each module below a folder has changed."""
    times: Dict[str, float] = {}
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        for name in names:
            if name.endswith(".py"):
                file = os.path.join(path, name)
                times[file] = os.stat(file).st_mtime if os.path.exists(file) else 0.0
    return times
