"""One sandbox for each module, and the command `lag` as a stranger, as Sam, and as the robot."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Iterator

import pytest

from lagclient.sandbox import Sandbox
from tests.kit.terminal import Lag, measured

KEPT = ("PATH", "PYTHONPYCACHEPREFIX", "SYSTEMROOT")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """A sandbox for all tests of a module."""
    with Sandbox() as box:
        yield box


@pytest.fixture
def stranger(box: Sandbox, tmp_path: Path) -> Lag:
    """The command of a user who has no token yet."""
    keep = {name: os.environ[name] for name in KEPT if name in os.environ}
    environ = {
        **keep,
        **measured(),
        "HOME": str(tmp_path),
        "LAG_CONFIG_DIR": str(tmp_path / "config"),
        "LAG_KEYRING": "0",
        "LAG_BASE_URL": box.url,
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    return Lag(box, tmp_path, environ)


@pytest.fixture
def lag(stranger: Lag) -> Lag:
    """The command of Sam, by LAG_TOKEN."""
    return Lag(stranger.box, stranger.home, {**stranger.environ, "LAG_TOKEN": stranger.box.token})


@pytest.fixture
def robot(stranger: Lag) -> Lag:
    """The command of the robot, by LAG_TOKEN."""
    return Lag(
        stranger.box, stranger.home, {**stranger.environ, "LAG_TOKEN": stranger.box.robot_key}
    )
