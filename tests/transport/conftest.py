from __future__ import annotations

from tests.kit.adapters import ADAPTERS

# pyreqwest is not available for this Python.
collect_ignore = [] if "pyreqwest" in ADAPTERS else ["test_pyreqwest.py"]
