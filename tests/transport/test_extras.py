"""Transports over libraries that are extras."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

import lagclient

FILES = {"aiohttp": "aiohttp/__init__.py", "pyreqwest": "pyreqwest.py"}


@pytest.mark.parametrize("library", FILES)
def test_library_that_is_not_installed(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of the import names the extra."""
    monkeypatch.setitem(sys.modules, library, None)
    file = Path(lagclient.__file__).parent / "transport" / FILES[library]
    with pytest.raises(ModuleNotFoundError, match=rf"'lagclient\[{library}\]'") as caught:
        runpy.run_path(str(file))
    assert caught.value.name == library
