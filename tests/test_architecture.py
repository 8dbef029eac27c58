"""The house as it was drawn: read from the syntax trees, so that it stays so."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lagclient

PACKAGE = Path(lagclient.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [module.relative_to(PACKAGE).as_posix() for module in MODULES]


def test_modules_say_what_they_are() -> None:
    """Every module has a docstring, and a name from the field."""
    vague = {"utils", "helpers", "manager", "common", "misc"}
    texts = {name: module.read_text(encoding="utf-8") for module, name in zip(MODULES, NAMES)}
    assert [name for name, text in texts.items() if not ast.get_docstring(ast.parse(text))] == []
    assert [name for name in NAMES if Path(name).stem in vague] == []


@pytest.mark.parametrize(
    ("program", "heavy"),
    [
        ("import lagclient", "httpx pydantic attr attrs anyio asyncio ssl yaml typing_extensions"),
        ("import lagclient.models", "httpx pydantic attr yaml"),
        (
            "from lagclient import Client; Client(token='lag_pat_x')",
            "httpx pydantic yaml ssl logging json pathlib",
        ),
        ("from lagclient import LagNotFoundError", "httpx pydantic attr"),
    ],
    ids=["package", "models", "client", "errors"],
)
def test_imports_bring_only_what_is_used(program: str, heavy: str) -> None:
    """A program does not pay for libraries before it uses what needs them."""
    check = f"{program}\nimport sys\nprint([n for n in {heavy.split()!r} if n in sys.modules])"
    out = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
