"""One sandbox for each module, and the command `lag` as a stranger, as Sam, and as the robot."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from lagclient.sandbox import Sandbox
from tests.kit.terminal import Lag, environ_of


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """A sandbox for all tests of a module."""
    with Sandbox() as box:
        yield box


@pytest.fixture
def stranger(box: Sandbox, tmp_path: Path) -> Lag:
    """The command of a user who has no token yet."""
    environ = {**environ_of(box, tmp_path), "LAG_CONFIG_DIR": str(tmp_path / "config")}
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
