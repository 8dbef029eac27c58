"""The two environments: ours from a wheel of this checkout, and 0.2.0 from the registry."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Dict, List, Tuple

from tests.benchmarks.rows import ADAPTERS, PUBLISHED

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("httpx", "httpcore", "h11", "anyio", "pydantic", "pydantic-core")
"""What both are made of: the same versions in both."""
OLDEST = (3, 11)
"""Of Python: an adapter that is measured needs it."""
_VERSIONS = (
    "import json, platform; from importlib.metadata import distributions; "
    "print(json.dumps({'Python': platform.python_version(), **{d.metadata['Name'].lower()"
    ".replace('_', '-'): d.version for d in distributions()}}))"
)


@functools.cache
def base() -> str:
    """The Python of the environments: this one, or the newest on the path if this is too old."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(OLDEST[1] + 10, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SystemExit("This needs Python {}.{} or newer".format(*OLDEST))


def ours(folder: Path) -> str:
    """Build a wheel of this checkout and install it, with event streams and the adapters it has.

    Returns:
        The path of the environment's Python.
    """
    wheel = _wheel(folder)
    extras = [name for name in ("events", *ADAPTERS) if name in _extras(wheel)]
    python = _environment(folder / "ours")
    _install(python, f"{wheel}[{','.join(extras)}]" if extras else str(wheel))
    return python


def published(folder: Path, like: str) -> str:
    """Install 0.2.0 beside the versions of shared libraries that another environment has.

    Returns:
        The path of the environment's Python.
    """
    has = versions(like)
    python = _environment(folder / "published")
    _install(python, f"lagclient=={PUBLISHED}", *(f"{name}=={has[name]}" for name in SHARED))
    return python


def cli(folder: Path, python: str) -> str:
    """Install click and rich in a folder of their own.

    Returns:
        The path of the folder.
    """
    target = str(folder / "cli")
    _install(python, "--target", target, "click>=8.1", "rich>=13")
    return target


def versions(python: str) -> Dict[str, str]:
    """What is installed where a Python belongs, by name."""
    found = subprocess.run([python, "-I", "-c", _VERSIONS], stdout=subprocess.PIPE, check=True)
    versions: Dict[str, str] = json.loads(found.stdout)
    return versions


def compared(ours: str, theirs: str) -> Tuple[List[str], List[str]]:
    """The shared libraries with their versions, and those of which the versions differ."""
    mine, other = versions(ours), versions(theirs)
    names = ("Python", *SHARED)
    same = [f"{name} {mine[name]}" for name in names if mine.get(name) == other.get(name)]
    differ = [
        f"{name} {mine.get(name)} and {other.get(name)}"
        for name in names
        if mine.get(name) != other.get(name)
    ]
    return same, differ


def burden(python: str) -> List[str]:
    """What makes a program start more slowly wherever it is installed.

    httpx imports its own command line if that can run; coverage starts with Python.
    """
    return [name for name in ("click", "rich", "coverage") if name in versions(python)]


def draw(folder: Path, figures: Path, chart: Path) -> None:
    """Draw figures where there is matplotlib: here, or in one more environment."""
    python = sys.executable
    if importlib.util.find_spec("matplotlib") is None:
        python = _environment(folder / "chart")
        if shutil.which("uv") is None:
            _install(python, "pip>=25.1")  # older ones do not know dependency groups
        _install(python, "--group", f"{ROOT / 'pyproject.toml'}:bench")
    _run([python, str(ROOT / "tests" / "benchmarks" / "chart.py"), str(figures), str(chart)])


def _wheel(folder: Path) -> Path:
    dist = folder / "dist"
    if not dist.exists():
        uv = shutil.which("uv")
        build = (
            [uv, "-q", "build", "--wheel", "--out-dir", str(dist)]
            if uv
            else [base(), "-m", "pip", "-q", "wheel", "--no-deps", "-w", str(dist)]
        )
        _run([*build, str(ROOT)])
    (wheel,) = dist.glob("*.whl")
    return wheel


def _extras(wheel: Path) -> List[str]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode()).get_all("Provides-Extra", [])


def _environment(folder: Path) -> str:
    uv = shutil.which("uv")
    if uv:
        _run([uv, "-q", "venv", "-p", base(), str(folder)])
    else:
        _run([base(), "-m", "venv", str(folder)])
    return str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")


def _install(python: str, *what: str) -> None:
    uv = shutil.which("uv")
    if uv:
        _run([uv, "-q", "pip", "install", "--compile-bytecode", "-p", python, *what])
    else:
        _run([python, "-m", "pip", "-q", "--disable-pip-version-check", "install", *what])


def _run(command: List[str]) -> None:
    # What it prints is progress: standard output is for figures.
    subprocess.run(command, stdout=sys.stderr, check=True)
