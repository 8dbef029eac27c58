"""Snapshots: committed text files that a test compares with what the code produces.

``pytest --rewrite-snapshots`` writes them again; the change is then reviewed as a diff.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Callable

import pytest

FILES = (
    "routing/test_table.py",
    "terminal/test_screens.py",
    "test_public.py",
    "vectors/test_vectors.py",
)
"""The tests that compare snapshots, as paths below ``tests/``."""

Snapshot = Callable[[str, str], None]


def compare(file: Path, text: str, rewrite: bool) -> None:
    """Compare the text with the file, and fail with the lines that differ; or write the file."""
    if rewrite:
        file.write_text(text, encoding="utf-8")
    committed = file.read_text(encoding="utf-8") if file.exists() else ""
    lines = difflib.unified_diff(
        committed.splitlines(), text.splitlines(), f"{file.name}, committed", "now", "", "", 2, ""
    )
    changes = "\n".join(lines)
    if changes:
        pytest.fail(
            f"{file.name} differs. If the change is meant, rewrite it with:\n"
            f"    python -m pytest --rewrite-snapshots\n\n{changes}",
            pytrace=False,
        )


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Compare a text with a file beside the test: ``snapshot("table.txt", text)``."""
    folder = request.path.parent
    rewrite = request.config.getoption("--rewrite-snapshots")
    return lambda name, text: compare(folder / name, text, rewrite)
