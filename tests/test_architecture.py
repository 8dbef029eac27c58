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
ASYNC_ALLOWED = (
    "bot.py",
    "client.py",
    "transport/aiohttp.py",
    "listening/drive.py",
    "transport/ahead.py",
    "listening/handlers.py",
    "transport/drive.py",
    "transport/gate.py",
    "transport/httpx.py",
    "transport/pool.py",
    "transport/sessions.py",
    "transport/single.py",
    "transport/sockets.py",
    "transport/streams.py",
    "transport/tunnels.py",
    "transport/unrepeated.py",
    "sandbox/",
    "webhooks/app.py",
)
ASYNC = (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)


@pytest.mark.parametrize(("module", "name"), list(zip(MODULES, NAMES)), ids=NAMES)
def test_async_is_written_by_hand_in_few_places(module: Path, name: str) -> None:
    """Only the client, the driver, the transport's async half, and what serves, say `async`."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    has_async = any(isinstance(node, ASYNC) for node in ast.walk(tree))
    assert not has_async or name.startswith(ASYNC_ALLOWED)


@pytest.mark.parametrize(("module", "name"), list(zip(MODULES, NAMES)), ids=NAMES)
def test_a_module_has_one_idea(module: Path, name: str) -> None:
    """No module outgrows about 300 lines, and each says in its docstring what it is."""
    text = module.read_text(encoding="utf-8")
    if name != "routing/_table.py":
        assert len(text.splitlines()) <= 320
    assert ast.get_docstring(ast.parse(text))
    assert not {"utils", "helpers", "manager", "common", "misc"} & {Path(name).stem}


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
