"""The WebSocket of apps and terminals: `/ws?token=...`, JSON frames with a `type`.

The documentation does not have it, so its frames are those that the published terminal client sends
and reads. What happens in servers comes from the journal, as for robots; what happens to users, as
to their conversations and friends, comes from a journal of their own.

The fields of the frames about friends and typing are not known; here they are those of the models.
Games and voice are not sent, and a mark of a room has no effect, because only conversations count
what is unread.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import Any, Dict, Iterator, List, Optional, Set

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from lagclient.sandbox.http.callers import identify
from lagclient.sandbox.rules import dm_messages, read_marks, room_messages, typing
from lagclient.sandbox.rules.presence import set_status
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import ANONYMOUS, Caller, Wire, World

POLICY_VIOLATION = 1008

SILENT = frozenset(
    ["subscribe_presence", "unsubscribe_presence", "set_game_activity", "mark_room_read"]
)
"""Frames that are taken and have no effect here."""


def live_route(world: World) -> BaseRoute:
    """Return the route of the WebSocket."""

    async def serve(socket: WebSocket) -> None:
        with world.store.transaction(writes=False):
            token = f"Bearer {socket.query_params.get('token', '')}"
            caller = identify(world.store, token, world.now(), is_public=True)
        if caller is ANONYMOUS:
            await socket.close(POLICY_VIOLATION)  # before it is accepted, this is a 403
            return
        await socket.accept()
        await Connection(world.at(socket.headers.get("host")), caller, socket).run()

    return WebSocketRoute("/ws", serve)


class Connection:
    """One app of one user."""

    def __init__(self, world: World, caller: Caller, socket: WebSocket) -> None:
        self._world, self._caller, self._socket = world, caller, socket
        self._servers: Set[str] = set()
        with world.store.transaction(writes=False):
            self._number = _newest(world, "journal")
            self._user_number = _newest(world, "user_journal")

    async def run(self) -> None:
        """Read and write until the client hangs up or the sandbox ends."""
        tasks = {asyncio.ensure_future(self._read()), asyncio.ensure_future(self._write())}
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for task in done:
            task.result()

    async def _read(self) -> None:
        try:
            while True:
                try:
                    text = await self._socket.receive_text()
                except KeyError:
                    text = ""  # the frame is binary
                answer = self._answer(text)
                if answer is not None:
                    await self._send(answer)
        except WebSocketDisconnect:
            pass

    async def _write(self) -> None:
        with self._world.bell.listening() as rung:
            while not self._world.bell.closed:
                rung.clear()
                with self._world.store.transaction(writes=False):
                    frames = list(self._frames())
                for frame in frames:
                    await self._send(frame)
                if not frames:
                    await rung.wait()
        await self._socket.close(1001)

    async def _send(self, frame: Wire) -> None:
        await self._socket.send_text(json.dumps(frame))

    def _answer(self, text: str) -> Optional[Wire]:
        """Do what a frame asks; return the frame that answers it, if one does."""
        try:
            frame: Any = json.loads(text)
            kind = str(frame["type"])
        except (ValueError, TypeError, KeyError, RecursionError):
            return _error("A frame must be a JSON object with a `type`")
        if kind == "ping":
            return {"type": "pong"}
        if kind == "subscribe_servers":
            return self._subscribe(frame.get("serverIds"))
        if kind in SILENT:
            return None
        try:
            with self._world.store.transaction():
                self._act(kind, frame)
        except ValueError as error:
            return _error(str(error))
        return None

    def _act(self, kind: str, frame: Wire) -> None:
        if kind == "set_status":
            set_status(self._world, self._caller.name, str(frame.get("status")))
        elif kind == "mark_dm_read":
            place, when = frame.get("conversationId"), frame.get("timestamp")
            read_marks.mark(self._world, self._caller.id, place, when)
        elif kind in ("typing_start", "typing_stop"):
            typing.in_conversation(
                self._world, self._caller.id, frame.get("conversationId"), kind.endswith("start")
            )
        elif kind in ("typing_room_start", "typing_room_stop"):
            typing.in_room(
                self._world, self._caller.id, frame.get("roomId"), kind.endswith("start")
            )
        else:
            raise ValueError(f"`type` must be a type of frame, not {kind!r}")

    def _subscribe(self, ids: Any) -> Optional[Wire]:
        every: List[Any] = ids
        if not isinstance(ids, list):
            return _error("`serverIds` must be a list of ids")
        with self._world.store.transaction(writes=False):
            rows = self._world.store.all(
                "SELECT server_id FROM members WHERE user_id = ?", self._caller.id
            )
        own = {row["server_id"] for row in rows}
        wanted: Set[str] = set(map(str, every))
        self._servers = wanted & own
        return (
            _error("You are not a member of every one of these servers") if wanted - own else None
        )

    def _frames(self) -> Iterator[Wire]:
        store = self._world.store
        for row in store.all(
            "SELECT j.* FROM journal j JOIN members m"
            " ON m.server_id = j.server_id AND m.user_id = ? WHERE j.number > ? ORDER BY j.number",
            self._caller.id,
            self._number,
        ):
            self._number = row["number"]
            if row["server_id"] in self._servers:
                yield from self._frame_of(row)
        for row in store.all(
            "SELECT * FROM user_journal WHERE user_id = ? AND number > ? ORDER BY number",
            self._caller.id,
            self._user_number,
        ):
            self._user_number = row["number"]
            yield from self._own_frame_of(row["type"], json.loads(row["data"]))

    def _frame_of(self, row: sqlite3.Row) -> Iterator[Wire]:
        data: Dict[str, Any] = json.loads(row["data"])
        kind = row["type"]
        server = {"serverId": row["server_id"]}
        if kind == "room.message":
            message = room_messages.message_with(self._world, self._now(), data["messageId"])
            if message is not None:  # deleted meanwhile
                yield {"type": "room_message", **server, **message}
        elif kind in _TYPES:
            yield {"type": _TYPES[kind], **server, **data}

    def _own_frame_of(self, kind: str, data: Wire) -> Iterator[Wire]:
        if kind in ("dm_message", "dm_message_edited"):
            message = dm_messages.message_with(self._world, self._now(), data["messageId"])
            if message is not None:  # deleted meanwhile
                yield {"type": kind, **data, **message}
        elif kind == "unread_counts":
            yield {"type": kind, "counts": read_marks.counts(self._world.store, self._caller.id)}
        elif data.get("serverId") in (None, *self._servers):
            yield {"type": kind, **data}

    def _now(self) -> str:
        return written(self._world.now())


_TYPES = {
    "room.message.edited": "room_message_edited",
    "room.message.deleted": "room_message_deleted",
    "room.created": "server_room_created",
    "room.deleted": "server_room_deleted",
    "member.join": "server_member_joined",
    "member.leave": "server_member_left",
    "presence.update": "user_status_changed",
    "voice.join": "voice_room_user_joined",
    "voice.leave": "voice_room_user_left",
}
"""The frame of each type of the journal that has one; `room_message` has the whole message."""


def _newest(world: World, journal: str) -> int:
    return int(world.store.value(f"SELECT coalesce(max(number), 0) FROM {journal}"))  # noqa: S608


def _error(message: str) -> Wire:
    return {"type": "error", "message": message}
