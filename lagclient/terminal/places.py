"""A room or a conversation that is followed: its messages so far, and those that come.

Users receive them by the WebSocket, robots by their stream of events. After each connection the
messages that were missed are fetched, and each message comes once.
"""

from __future__ import annotations

import collections
import functools
from datetime import datetime, timezone
from typing import Any, Callable, Deque, Dict, Iterator, List, Optional, Tuple

import attrs

from lagclient.errors import LagCursorError, LagNotFoundError
from lagclient.terminal.live import CONNECTED, Frame, Live
from lagclient.terminal.output import note

Event = Tuple[str, Any]
"""The type of a frame, and its message or its fields."""

REMEMBERED = 500
"""Number of messages whose second arrival is noticed."""


@attrs.frozen
class Place:
    """A room or a conversation of the caller."""

    title: str
    prefix: str
    """Of its frames: ``room`` or ``dm``."""
    key: str
    """The field of frames that has its id."""
    id: str
    history: Callable[..., Any]
    """`history` of the SDK, for this place."""
    send: Callable[..., Any]
    """The method of the SDK that sends a message, for this place; so are the next two."""
    edit: Callable[..., Any]
    delete: Callable[[str], Any]
    servers: Tuple[str, ...] = ()
    """The servers to subscribe to."""

    def event_of(self, frame: Frame) -> Optional[Event]:
        """Return the event of a frame; None if it is about something else."""
        kind = frame["type"]
        fields: Dict[str, Any] = {**frame, **(frame.get("message") or {})}
        del fields["type"]
        fields.pop("message", None)
        if not kind.startswith(f"{self.prefix}_message") or fields.get(self.key) != self.id:
            return None
        if kind != f"{self.prefix}_message":
            return kind, fields
        from lagclient import models

        model: Any = models.RoomMessage if self.prefix == "room" else models.DmMessage
        try:
            return kind, model.model_validate(fields)
        except ValueError:
            note("A message that this version of lag cannot read")
            return None


def room(client: Any, server_id: str, one: Any) -> Place:
    """Return a room. With an `AsyncClient`, its methods are asynchronous; so it is below."""
    messages = client.servers.rooms.messages
    return Place(
        one.name or one.id,
        "room",
        "roomId",
        one.id,
        functools.partial(messages.history, server_id, one.id),
        functools.partial(messages.send, server_id, one.id),
        functools.partial(messages.edit, server_id, one.id),
        functools.partial(messages.delete, server_id, one.id),
        (server_id,),
    )


def conversation(client: Any, id: str, title: str) -> Place:
    """Return a conversation with a person."""
    return Place(
        title,
        "dm",
        "conversationId",
        id,
        functools.partial(client.dms.history, id),
        functools.partial(client.dms.send_message, id),
        functools.partial(client.dms.edit_message, id),
        functools.partial(client.dms.delete_message, id),
    )


class Following:
    """The events of a place, each message once."""

    def __init__(self, place: Place, frames: Iterator[Frame]) -> None:
        self._place, self._frames = place, frames
        self._seen: Deque[str] = collections.deque(maxlen=REMEMBERED)
        self._last: Any = None
        self._began = datetime.now(timezone.utc)

    def recent(self, limit: int) -> List[Any]:
        """Return the newest messages, the oldest of them first."""
        messages = list(self._place.history(limit=max(limit, 1)))[::-1]
        for message in messages:
            self.see(message)
        return messages[-limit:] if limit else []

    def see(self, message: Any) -> bool:
        """Note a message; return whether it is new."""
        if message.id in self._seen:
            return False
        self._seen.append(message.id)
        if self._last is None or message.created_at >= self._last.created_at:
            self._last = message
        return True

    def events(self) -> Iterator[Event]:
        """Yield events without end."""
        kind = f"{self._place.prefix}_message"
        for frame in self._frames:
            if frame["type"] == CONNECTED:
                for message in self._missed():
                    if self.see(message):
                        yield kind, message
            elif frame["type"] == "error":
                note(f"The API: {frame.get('message')}")
            else:
                event = self._place.event_of(frame)
                if event is not None and (event[0] != kind or self.see(event[1])):
                    yield event

    def _missed(self) -> List[Any]:
        if self._last is None:
            return list(self._place.history(after=self._began))[::-1]
        try:
            return list(self._place.history(after=self._last.id))[::-1]
        except LagNotFoundError:  # it was deleted meanwhile
            return list(self._place.history(after=self._last.created_at))[::-1]


def frames_of(client: Any, token: str, place: Place) -> Iterator[Frame]:
    """Return the frames of a user, or of a robot in the same form."""
    if client.is_robot:
        return _robot_frames(client)
    return Live(client._settings.base_url, token, place.servers).frames()


_ROBOT_TYPES = {
    "room.message": "room_message",
    "room.message.edited": "room_message_edited",
    "room.message.deleted": "room_message_deleted",
}


def _note_gap(error: LagCursorError) -> None:
    note(str(error))


def _robot_frames(client: Any) -> Iterator[Frame]:
    with client.robots.events.stream(on_gap=_note_gap) as stream:
        for event in stream:
            data: Dict[str, Any] = event.data.model_dump(mode="json", by_alias=True)
            if event.type in _ROBOT_TYPES:
                yield {
                    "id": data.get("messageId"),
                    "username": data.get("senderName") or "",
                    "createdAt": data.get("timestamp") or event.created_at.isoformat(),
                    **data,
                    "type": _ROBOT_TYPES[event.type],
                }
