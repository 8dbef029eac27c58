"""What the docstrings in the stubs cost type checkers: `python -m tests.benchmarks.checkers`.

mypy and pyright check a small program from nothing, over the package as it is and over a copy whose
stubs have no docstrings, in turns. The figure is the ratio of the least processor times, because
other programs on the machine disturb them less than the time on the clock; the aim is 1.2.
"""

from __future__ import annotations

import ast
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, Mapping

import lagclient

AIM = 1.2
ROUNDS = 5
PROGRAM = """\
from lagclient import Client

with Client(token="lag_pat_x") as client:
    for server in client.servers.list():
        print(server.name, client.servers.rooms.list(server.id))
"""
CHECKERS: Mapping[str, List[str]] = {
    "mypy": ["-m", "mypy", "--strict", "--cache-dir=/dev/null", "program.py"],
    "pyright": ["-m", "pyright", "program.py"],
}


def without_docstrings(source: str) -> str:
    """Return a stub without its docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            bare = [one for one in node.body if not _is_text(one)]
            node.body = bare or [ast.Expr(ast.Constant(...))]
    return ast.unparse(tree) + "\n"


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def copies(folder: Path) -> Dict[str, Path]:
    """Create a folder with the program for each copy of the package."""
    folders = {"with": folder / "with", "without": folder / "without"}
    for name, place in folders.items():
        shutil.copytree(
            Path(lagclient.__file__).parent,
            place / "lagclient",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        (place / "program.py").write_text(PROGRAM, encoding="utf-8")
        for stub in place.rglob("*.pyi") if name == "without" else ():
            stub.write_text(without_docstrings(stub.read_text("utf-8")), encoding="utf-8")
    return folders


def seconds(checker: str, folder: Path) -> float:
    """Return the processor time that a checker takes for the program of a folder."""
    before = _processor_of_children()
    done = subprocess.run(
        [sys.executable, *CHECKERS[checker]],
        cwd=folder,
        env={**os.environ, "PYTHONSAFEPATH": "", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{checker} refuses the program:\n{done.stdout}{done.stderr}")
    return _processor_of_children() - before


def _processor_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Print the ratio of each checker; exit with 1 if one is over the aim."""
    is_slow = False
    with tempfile.TemporaryDirectory() as folder:
        folders = copies(Path(folder))
        for checker in CHECKERS:
            times: Dict[str, List[float]] = {name: [] for name in folders}
            for _ in range(ROUNDS):
                for name, place in folders.items():
                    times[name].append(seconds(checker, place))
            least = {name: min(several) for name, several in times.items()}
            ratio = least["with"] / least["without"]
            is_slow |= ratio > AIM
            print(
                f"{checker}: {least['with']:.2f} s with docstrings, "
                f"{least['without']:.2f} s without: {ratio:.2f} (aim {AIM})"
            )
    sys.exit(is_slow)


if __name__ == "__main__":
    main()
