"""The choice of quick tests."""

from __future__ import annotations

from pathlib import Path

from tests.kit.quick import FILES


def test_quick_files_exist() -> None:
    """A file that moves takes its place in the list along."""
    tests = Path(__file__).parents[1]
    assert [name for name in sorted(FILES) if not (tests / name).is_file()] == []
