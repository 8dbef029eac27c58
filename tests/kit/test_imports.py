"""What test files may import from one another."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator, Tuple

TESTS = Path(__file__).parents[1]
# Imports from another test of today. The list only gets shorter.
KNOWN = {
    ("listening/test_drive.py", "test_crowd"),
    ("webhooks/test_app.py", "test_signature"),
}


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
    found = {(file, name) for file, name in imports() if name in files}
    assert found <= KNOWN, found - KNOWN
