"""A Lag API that costs nothing: it answers with bytes that it made before.

    python tests/benchmarks/server.py

It listens on two ports of 127.0.0.1 and prints them: on the first it answers at once, on the other
20 ms later. It ends when its standard input does. Connections are kept alive. Nothing is checked or
kept: that is the sandbox's business, which would be slower than what is measured.
"""

from __future__ import annotations

import asyncio
import functools
import json
import re
import sys
import time
from typing import Any, Dict
from urllib.parse import parse_qs, urlsplit

SLOW_SECONDS = 0.02
WHEN = "2026-01-01T12:00:00.000Z"
ME = {"id": "usr_1", "username": "sam", "displayName": "Sam", "avatarUrl": None}
USER = {**ME, "status": "online", "steamId": None, "createdAt": WHEN}
ROBOT = {
    "id": "robot_1",
    "name": "Beacon",
    "serverId": "srv_1",
    "permissions": ["read_messages"],
    "active": True,
}
EVENTS = 10_000
EVENT_ROOMS = 10
_ROOM = re.compile(r"/servers/\w+/rooms/room_(\d+)/messages$")


def main() -> None:
    """Serve until nobody holds the other end of standard input."""
    asyncio.run(_serve())


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    ports = []
    for seconds in (0.0, SLOW_SECONDS):
        answering = functools.partial(Answering, seconds)
        server = await loop.create_server(answering, "127.0.0.1", 0, backlog=2048)
        ports.append(server.sockets[0].getsockname()[1])
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


class Answering(asyncio.Protocol):
    """One connection."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._arrived = b""

    def connection_made(self, transport: Any) -> None:
        """Keep what answers are written to."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._arrived += data
        while True:
            head, end, rest = self._arrived.partition(b"\r\n\r\n")
            length = _length(head)
            if not end or len(rest) < length:
                return
            self._arrived = rest[length:]
            reply = answer(head[: head.index(b"\r\n")])
            if self._seconds:
                asyncio.get_running_loop().call_later(self._seconds, self._transport.write, reply)
            else:
                self._transport.write(reply)


def _length(head: bytes) -> int:
    _, named, value = head.lower().partition(b"\r\ncontent-length:")
    return int(value.partition(b"\r\n")[0]) if named else 0


def answer(line: bytes) -> bytes:
    """The whole answer to a request, by its first line."""
    if line.startswith(b"GET /cpu"):
        return _reply({"seconds": time.process_time()})
    return _prepared(line)


@functools.lru_cache(maxsize=4096)
def _prepared(line: bytes) -> bytes:
    method, target, _ = line.decode("ascii").split(" ")
    url = urlsplit(target)
    if url.path.endswith("/robots/@me/info"):
        return _reply({**ROBOT, "createdAt": WHEN})
    if url.path.endswith("/events/sse"):
        return _response(b"".join(map(_event, range(EVENTS))), "text/event-stream")
    room = _ROOM.match(url.path)
    if room is None:
        return _reply(USER)  # also to routes that only a benchmark has
    if method == "POST":
        return _reply(message(0))
    query = parse_qs(url.query)
    begin, limit = (int(query.get(name, [default])[0]) for name, default in _DEFAULTS.items())
    # A room is named after the number of its messages.
    end = min(begin + limit, int(room[1]))
    more = end < int(room[1])
    messages = [message(number) for number in range(begin, end)]
    return _reply({"messages": messages, "hasMore": more, "nextCursor": str(end) if more else None})


_DEFAULTS = {"cursor": "0", "limit": "50"}


def message(number: int) -> Dict[str, Any]:
    """A message of a room as the wire has it: every third answers another, every fifth mentions."""
    said = {
        "id": f"msg_{number}",
        "roomId": "room_1",
        "userId": "usr_1",
        "username": "sam",
        "displayName": "Sam",
        "avatarUrl": "https://cdn.example/avatars/usr_1.png",
        "content": f"Message number {number}, as long as people write them in a chat room.",
        "createdAt": WHEN,
        "editedAt": None,
        "replyTo": None,
        "mentions": [],
        "image": None,
    }
    if number % 3 == 1:
        said["replyTo"] = {**ME, "id": "msg_0", "userId": "usr_2", "content": "Earlier."}
    if number % 5 == 1:
        said["mentions"] = [{"type": "user", "id": "usr_2", "name": "Mira"}]
    return said


def _event(number: int) -> bytes:
    """A message of some room, as robots receive it."""
    data = {"roomId": f"room_{number % EVENT_ROOMS}", "content": "hi", "userId": "usr_1"}
    event = {"type": "room.message", "serverId": "srv_1", "timestamp": WHEN, "data": data}
    return f"id: evt_{number}\nevent: room.message\ndata: {json.dumps(event)}\n\n".encode()


def _reply(data: Any) -> bytes:
    return _response(json.dumps(data, separators=(",", ":")).encode(), "application/json")


def _response(body: bytes, type: str) -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nX-Request-Id: req_1\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


if __name__ == "__main__":
    main()
