"""What the processes of a run have compiled, in a folder that they share."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".pytest_cache" / "bytecode"


def share() -> None:
    """Keep what is compiled for the next run, although PYTHONDONTWRITEBYTECODE is set.

    Tests start hundreds of Pythons. Where bytecode may not be written beside its source, each of
    them would compile everything that it imports, and the workers would rewrite each test again.
    """
    if not sys.dont_write_bytecode:
        return
    sys.dont_write_bytecode, sys.pycache_prefix = False, str(FOLDER)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(FOLDER)
    # What tests write is in another folder in each run.
    for folder in _compiled(Path(tempfile.gettempdir())).glob("pytest-of-*"):
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def copy_tree(source: Path, target: Path, *without: str) -> None:
    """Copy a folder of Python code, and what was compiled of it.

    Args:
        source: The folder.
        target: The copy, a new folder.
        without: Names of folders that are left out.
    """
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(*without))
    if sys.pycache_prefix is not None and _compiled(source).is_dir():
        shutil.copytree(_compiled(source), _compiled(target), dirs_exist_ok=True)


def _compiled(folder: Path) -> Path:
    """Return where Python writes what it compiles of a folder, with a prefix."""
    return FOLDER.joinpath(*folder.resolve().parts[1:])
