"""The whole screen of `lag ui`, as text, in the smallest and in a large terminal."""

from __future__ import annotations

import os
import time
from typing import Iterator, Tuple

import pytest

from lagclient.sandbox import Sandbox
from lagclient.sandbox.world.clock import Ticking
from tests.kit.snapshots import Snapshot

pytest.importorskip("wsproto", reason="the sandbox's WebSocket")
if os.name == "nt":
    pytest.skip("its time zone cannot be set", allow_module_level=True)

from tests.kit.screen import Screen, at_screen


@pytest.fixture(scope="module")
def still() -> Iterator[Sandbox]:
    """A sandbox whose messages have the same times in each run."""
    with Sandbox(clock=Ticking()) as box:
        yield box


@pytest.mark.parametrize(("size", "theme"), [((80, 24), "dark"), ((160, 48), "light")])
def test_screen_is_as_it_was(
    still: Sandbox,
    size: Tuple[int, int],
    theme: str,
    snapshot: Snapshot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list, the messages, the field and the keys stand where the committed text has them."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()

        async def scenario(screen: Screen) -> None:
            await screen.shows("Lag Lounge", "Me!", "Jun", "ines")
            await screen.press("escape", "up", "r")
            await screen.shows("Reply to Jun")
            await screen.pilot.pause()
            snapshot(f"ui_{size[0]}x{size[1]}.txt", screen.text.rstrip() + "\n")

        at_screen(still, scenario, size, theme=theme)
    time.tzset()
