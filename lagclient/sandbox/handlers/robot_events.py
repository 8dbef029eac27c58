"""Events for robots that ask for them, by polls or by a stream.

The documentation does not say the following, so the sandbox decides:

- A poll returns the events since the robot's last poll, the oldest first, up to 100; the next poll
  returns the rest. A returned event counts as received: there is no other acknowledgement. The
  first poll of a robot returns the events since the robot was created.
- An empty poll is held for a second, and answered as soon as an event comes. So a robot that polls
  again at once, as the documentation's examples do, stays within its 100 requests a minute.
- The data of a streamed event is the body of a webhook: ``{type, serverId, timestamp, data}``.
- A stream begins with the next event, or after the event that `Last-Event-ID` names. An id that is
  unknown, or so old that events after it may be lost, is a 400, because a robot that reconnects
  should know that it missed events. It then begins again without the header. By its standard an
  `EventSource` gives up on a 400, so a client that uses one must reconnect by itself.
- A keepalive is sent after 30 seconds without an event (`Sandbox(keepalive_seconds=...)`).
- Polls and streams work side by side and independently. A robot that was created for one transport
  gets a 403 from the other.
- A stream reads from the journal. An event from another sandbox on the same file is seen with the
  next event here, or the next keepalive.
"""

from __future__ import annotations

import json
import sqlite3
from typing import List

import anyio

from lagclient.sandbox.delivery.subscriptions import (
    Subscription,
    data_of,
    entries_after,
    entry_with,
    event_id,
    event_of,
    newest,
    subscription_of,
)
from lagclient.sandbox.errors import forbidden, invalid
from lagclient.sandbox.registry import handles
from lagclient.sandbox.world.waiting import Held, Send, Stream
from lagclient.sandbox.world.world import Request, Wire, World

HOLD_SECONDS = 1.0


@handles("robots.events.poll")
def poll(request: Request) -> Held:
    """Return the events since the last poll."""
    _subscription(request, "long-poll")
    world, robot_id = request.world, request.caller.id
    return Held(world.store, world.bell, lambda: _polled(world, robot_id), HOLD_SECONDS)


@handles("robots.events.sse")
def sse(request: Request) -> Stream:
    """Stream the events as they come."""
    subscription = _subscription(request, "SSE")
    world, robot_id = request.world, request.caller.id
    after = newest(world.store)
    last_id = request.headers.get("last-event-id")
    if last_id:
        number = entry_with(world.store, subscription, last_id)
        if number is None:
            raise invalid("Last-Event-ID", "the id of an event that is still stored", last_id)
        after = number

    async def run(send: Send) -> None:
        await _stream(world, robot_id, after, send)

    return Stream("text/event-stream", run)


def _subscription(request: Request, transport: str) -> Subscription:
    subscription = subscription_of(request.world.store, request.caller.id)
    assert subscription is not None
    if transport not in subscription.transports:
        others = " or ".join(sorted(subscription.transports))
        raise forbidden(f"The robot {request.caller.name} must use {others}, not {transport}")
    return subscription


def _polled(world: World, robot_id: str) -> List[Wire]:
    subscription = subscription_of(world.store, robot_id)
    if subscription is None:
        return []
    entries = entries_after(world.store, subscription, subscription.polled)
    if entries:
        world.store.run(
            "UPDATE subscriptions SET polled = ? WHERE robot_id = ?",
            entries[-1]["number"],
            robot_id,
        )
    return [
        {
            "id": event_id(entry["number"]),
            "eventType": entry["type"],
            "payload": {"type": entry["type"], "data": data_of(entry)},
            "createdAt": entry["created_at"],
        }
        for entry in entries
    ]


async def _stream(world: World, robot_id: str, after: int, send: Send) -> None:
    with world.bell.listening() as rung:
        keepalive_at = anyio.current_time() + world.keepalive_seconds
        while not world.bell.closed:
            rung.clear()
            with world.store.transaction(writes=False):
                subscription = subscription_of(world.store, robot_id)
                if subscription is None:
                    return
                entries = entries_after(world.store, subscription, after)
            for entry in entries:
                await send(_as_text(entry))
                after = entry["number"]
            if not entries:
                with anyio.move_on_after(keepalive_at - anyio.current_time()):
                    await rung.wait()
                if anyio.current_time() < keepalive_at:
                    continue
                await send(b": keepalive\n\n")
            keepalive_at = anyio.current_time() + world.keepalive_seconds


def _as_text(entry: sqlite3.Row) -> bytes:
    data = json.dumps(event_of(entry), ensure_ascii=False)
    return f"id: {event_id(entry['number'])}\nevent: {entry['type']}\ndata: {data}\n\n".encode()
