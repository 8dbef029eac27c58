"""What test files may import from one another."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Iterator, Tuple

from tests import kit

TESTS = Path(__file__).parents[1]


def imports() -> Iterator[Tuple[str, str]]:
    """Yield each test file with the names of the modules that it imports from."""
    for file in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
                yield from ((file.relative_to(TESTS).as_posix(), name) for name in names)


def test_shared_code_is_in_the_kit() -> None:
    """No file imports from a conftest or from a test, because each would run the other's setup."""
    files = {file.stem for file in TESTS.rglob("test_*.py")} | {"conftest"}
    assert [(file, name) for file, name in imports() if name in files] == []


def test_kit_lists_its_modules() -> None:
    """The docstring of the kit has a row for each of its modules."""
    rows = re.findall(r"^\| `(\w+)` \|", kit.__doc__ or "", re.MULTILINE)
    files = {file.stem for file in (TESTS / "kit").glob("[!_]*.py")} - {"quick"}
    assert sorted(rows) == sorted(name for name in files if not name.startswith("test_"))
