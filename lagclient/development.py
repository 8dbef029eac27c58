"""Run a robot while it is written: started again when a file of it changes."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, Mapping

from lagclient.bot.bot import Bot

PAUSE_SECONDS = 0.3
"""The time between two looks at the files."""


def load(target: str) -> Bot:
    """Import a robot, as ``module:name``, with the modules of this folder.

    Raises:
        ValueError: The target is something else.
        ImportError: The module cannot be imported.
    """
    module, _, name = target.partition(":")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    if not module or not name:
        raise ValueError(f"`target` must be module:name, not {target!r}")
    bot = getattr(importlib.import_module(module), name, None)
    if not isinstance(bot, Bot):
        raise ValueError(f"`target` must name a Bot, not {bot!r}")
    return bot


def run_again_and_again(target: str, environment: Mapping[str, str], folder: Path) -> None:
    """Run a robot in a process of its own, and start it again when a module changes; for ever."""
    command = [sys.executable, "-m", "lagclient", "run", "--live", target]
    while True:
        before = _changed(folder)
        process = subprocess.Popen(command, env=environment)  # noqa: S603
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
