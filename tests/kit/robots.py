"""Robots that run beside a test, and what is said in their room."""

from __future__ import annotations

import contextlib
import time
from typing import Any, Iterator, List

from anyio.from_thread import start_blocking_portal

from lagclient import Bot, Client
from lagclient.sandbox import Sandbox


@contextlib.contextmanager
def running(bot: Bot) -> Iterator[Any]:
    """The robot runs in an event loop of its own, and is asked to end at the end."""
    with start_blocking_portal() as portal:
        run = portal.start_task_soon(bot.start)
        yield run
        portal.call(bot.stop)
        run.result(10)


class Room:
    """The first room of a sandbox, as its owner sees it."""

    def __init__(self, lag: Sandbox, sam: Client) -> None:
        self.lag, self.sam = lag, sam
        self.here = lag.server_id, lag.room_id

    def say(self, content: str) -> None:
        self.sam.servers.rooms.messages.send(*self.here, content=content)

    def texts(self) -> List[str]:
        """All that was said, oldest first."""
        page = self.sam.servers.rooms.messages.list(*self.here, limit=100)
        return [m.content for m in sorted(page.items, key=lambda m: m.created_at)]

    def hears(self, content: str) -> bool:
        """Whether something is said, in a moment at the latest."""
        return self.until(lambda: content in self.texts())

    @staticmethod
    def until(is_so: Any) -> bool:
        end = time.monotonic() + 10
        while not is_so():
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def is_listened_to(self) -> None:
        """Wait until a stream is open: what is said before is not heard."""
        assert self.until(lambda: self.lag._world.bell._listeners)
