"""Hooks for PyInstaller, which cannot see imports that are made by name on first use."""

from __future__ import annotations

import os
from typing import List


def get_hook_dirs() -> List[str]:
    """Return the folder of the hooks: the entry point ``pyinstaller40`` calls this."""
    return [os.path.dirname(__file__)]
