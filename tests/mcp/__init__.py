from __future__ import annotations

import pytest

pytest.importorskip("mcp", reason="the SDK of the Model Context Protocol needs Python 3.10")
