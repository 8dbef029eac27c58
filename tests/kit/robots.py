"""Robots that run beside a test, and the messages in their room."""

from __future__ import annotations

import contextlib
import http.client
import socket
import time
from typing import Any, Callable, Collection, Dict, Iterator, List, Mapping, Optional, Set, Tuple

from anyio.from_thread import start_blocking_portal

from lagclient import Bot, Client
from lagclient.sandbox import Sandbox

SOURCES = ["stream", "poll", "webhook"]


@contextlib.contextmanager
def running(bot: Bot) -> Iterator[Any]:
    """Run a robot in an event loop of its own, and stop it at the end."""
    with start_blocking_portal() as portal:
        run = portal.start_task_soon(bot.start)
        yield run
        portal.call(bot.stop)
        run.result(10)


def until(is_so: Callable[[], Any]) -> bool:
    """Whether something becomes true, in ten seconds at the latest."""
    end = time.monotonic() + 10
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def serves(port: int) -> bool:
    """Whether a program answers HTTP on a port of this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError), contextlib.closing(connection):
        connection.request("GET", "/")
        return connection.getresponse().status == 405
    return False


class Room:
    """The first room of a sandbox, as its owner sees it."""

    def __init__(self, lag: Sandbox, sam: Client) -> None:
        self.lag, self.sam = lag, sam
        self.here = lag.server_id, lag.room_id

    def say(self, content: str, room_id: str = "") -> None:
        """Send a message to this room, or to another one."""
        self.sam.servers.rooms.messages.send(self.here[0], room_id or self.here[1], content=content)

    def texts(self) -> List[str]:
        """All messages, oldest first."""
        page = self.sam.servers.rooms.messages.list(*self.here, limit=100)
        return [m.content for m in sorted(page.items, key=lambda m: m.created_at)]

    def hears(self, content: str) -> bool:
        """Whether a message arrives."""
        return until(lambda: content in self.texts())

    def is_listened_to(self, before: Collection[Any] = ()) -> None:
        """Wait until another stream is open than before: it brings no message from before."""
        assert until(lambda: self.listeners() - set(before))

    def listeners(self) -> Set[Any]:
        """What waits for events: streams, and the delivery of webhooks."""
        return set(self.lag._world.bell._listeners)

    def robot(self, source: Any, **options: Any) -> Bot:
        """A robot of this server that receives events in one of the three ways."""
        options = {"base_url": self.lag.url, **options}
        if source != "webhook":
            return Bot(self.lag.robot_key, source=source, **options)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        url = f"http://127.0.0.1:{port}/"
        before = self.listeners()
        key = self.lag.add_robot("Hook", transport="webhook", webhook_url=url)
        self.is_listened_to(before)  # else its delivery would be taken for a stream that opens
        secret = self.lag.webhook_secret(key)
        return Bot(key, source=source, secret=secret, port=port, **options)

    @contextlib.contextmanager
    def beside(self, bot: Bot) -> Iterator[Any]:
        """Run a robot, and go on when it receives events."""
        before = self.listeners()
        with running(bot) as run:
            if bot._source == "stream":
                self.is_listened_to(before)
            elif bot._source == "webhook":
                assert until(lambda: serves(bot._address[1]))
            yield run


class Memory:
    """A store of the caller's own: what was saved, by name; "" is the progress."""

    def __init__(self) -> None:
        self.saved: Dict[str, Any] = {"": ""}

    def load(self) -> Tuple[str, Dict[str, str]]:
        return self.saved[""], {name: text for name, text in self.saved.items() if name}

    def commit(self, progress: str, changes: Mapping[str, Optional[str]], /) -> None:
        self.saved.update({"": progress, **changes})
