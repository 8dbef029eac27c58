"""The choice of quick tests."""

from __future__ import annotations

from pathlib import Path

from tests.kit.quick import FILES


def test_quick_files_exist() -> None:
    """Each quick file exists, so a file that moves must move in the list too."""
    tests = Path(__file__).parents[1]
    assert [name for name in sorted(FILES) if not (tests / name).is_file()] == []
