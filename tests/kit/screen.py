"""The interface `lag ui` without a terminal: a scenario presses keys and reads the screen."""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Tuple

import attrs

from lagclient import AsyncClient
from lagclient.sandbox import Sandbox
from lagclient.terminal.ui.app import Interface
from lagclient.terminal.ui.composer import Composer

SECONDS = 30.0
STEP = 0.02


@attrs.define
class Screen:
    """An interface that runs."""

    app: Interface
    pilot: Any

    @property
    def text(self) -> str:
        """The lines of the screen."""
        size = self.app.size
        strips = self.app.screen._compositor.render_strips(size)
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def composer(self) -> Composer:
        """The field for a message."""
        return self.app.screen_stack[0].query_one(Composer)

    async def press(self, *keys: str) -> None:
        """Press keys."""
        await self.pilot.press(*keys)

    async def until(self, is_so: Callable[[], object]) -> None:
        """Wait until something is so."""
        for _ in range(int(SECONDS / STEP)):
            if is_so():
                return
            await self.pilot.pause(STEP)
        raise AssertionError(self.text)

    async def shows(self, *texts: str) -> None:
        """Wait until the screen shows texts."""
        await self.until(lambda: all(text in self.text for text in texts))

    async def hides(self, text: str) -> None:
        """Wait until the screen does not show a text."""
        await self.until(lambda: text not in self.text)


def at_screen(
    box: Sandbox,
    scenario: Callable[[Screen], Awaitable[object]],
    size: Tuple[int, int] = (80, 24),
    who: str = "sam",
    **options: Any,
) -> None:
    """Run a scenario once the interface is connected and has a room open."""

    async def run() -> None:
        token = box.tokens[who]
        app = Interface(AsyncClient(token=token, base_url=box.url), token, **options)
        async with app.run_test(size=size) as pilot:
            screen = Screen(app, pilot)
            await screen.until(lambda: app._is_live and app.state.opened and app.state.friends)
            await scenario(screen)
            app.exit()

    asyncio.run(run())
