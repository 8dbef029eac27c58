"""What the interface shows: rooms, conversations, their messages, and people."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

import attrs

from lagclient.terminal.live import Frame
from lagclient.terminal.names import pick
from lagclient.terminal.places import Place
from lagclient.terminal.printable import one_line

PAGE = 50
"""Number of messages that are fetched at once."""

PEOPLE, ROOMS = "people", "rooms"
"""What a frame can make out of date."""


def name_of(one: Any) -> str:
    """Return the name of a user, of a member or of the author of a message."""
    return one_line(one.display_name or one.username or "?")


@attrs.define
class Timeline:
    """The messages of a place that are known."""

    _messages: Dict[str, Any] = attrs.field(factory=dict[str, Any])
    _deleted: Set[str] = attrs.field(factory=set[str])
    has_older: bool = True

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the messages, the oldest first."""
        return iter(sorted(self._messages.values(), key=lambda one: one.created_at))

    def get(self, id: str) -> Any:
        """Return a message; None if it is not known."""
        return self._messages.get(id)

    def put(self, message: Any) -> bool:
        """Add a message, or replace it by a later state of it; return whether it is new."""
        old = self._messages.get(message.id)
        if message.id in self._deleted or (old is not None and _is_later(old, message)):
            return False
        self._messages[message.id] = message
        return old is None

    def edit(self, id: str, content: str) -> None:
        """Change the text of a message."""
        message = self._messages.get(id)
        if message is not None:
            now = datetime.now(timezone.utc)
            changed = {"content": content, "edited_at": now}
            self._messages[id] = message.model_copy(update=changed)

    def delete(self, id: str) -> None:
        """Remove a message, also one whose arrival is still to come."""
        self._deleted.add(id)
        self._messages.pop(id, None)

    def put_newest(self, page: Sequence[Any]) -> None:
        """Add the newest messages of the place.

        What lies between them and is not among them was deleted meanwhile. If they do not reach
        back to the messages that are known, these are dropped, because of the gap between.
        """
        ids = {message.id for message in page}
        is_whole = len(page) < PAGE
        if is_whole:
            self.has_older = False
        oldest = min((message.created_at for message in page), default=None)
        newest = max((message.created_at for message in page), default=None)
        reaches = is_whole or bool(ids & self._messages.keys())
        self._messages = {
            id: message
            for id, message in self._messages.items()
            if id in ids
            or newest is None
            or message.created_at > newest
            or (reaches and not is_whole and message.created_at < oldest)
        }
        if not reaches:
            self.has_older = True
        for message in page:
            self.put(message)

    def put_older(self, page: Sequence[Any]) -> None:
        """Add a page of older messages."""
        self.has_older = len(page) >= PAGE
        for message in page:
            self.put(message)


def _is_later(one: Any, other: Any) -> bool:
    return one.edited_at is not None and (
        other.edited_at is None or other.edited_at < one.edited_at
    )


@attrs.define(eq=False)
class Entry:
    """A room or a conversation of the user."""

    place: Place
    group: str
    """The name of its server; empty for a conversation."""
    other: Any = None
    """The other user of a conversation."""
    unread: int = 0
    draft: str = ""
    timeline: Timeline = attrs.field(factory=Timeline)

    @property
    def title(self) -> str:
        """The name of the room or of the other user."""
        return name_of(self.other) if self.other else one_line(self.place.title)

    @property
    def symbol(self) -> str:
        """What stands before the title: # for a room, @ for a person."""
        return "@" if self.other else "#"


TYPING_SECONDS = 6.0
"""How long a person counts as typing without another frame that says so."""


@attrs.define
class State:
    """Everything that the interface shows."""

    me: Any = None
    servers: List[Any] = attrs.field(factory=list[Any])
    rooms: Dict[str, List[Entry]] = attrs.field(factory=dict[str, List[Entry]])
    """By the id of the server."""
    conversations: List[Entry] = attrs.field(factory=list[Entry])
    friends: List[Any] = attrs.field(factory=list[Any])
    requests: List[Any] = attrs.field(factory=list[Any])
    """The friend requests that came in."""
    statuses: Dict[str, str] = attrs.field(factory=dict[str, str])
    """By the id of the user."""
    opened: Optional[Entry] = None
    typing: Dict[Tuple[str, str], Tuple[str, float]] = attrs.field(
        factory=dict[Tuple[str, str], Tuple[str, float]]
    )
    """The name of each person who is typing, and until when; by the ids of place and user."""

    def typists(self, place_id: str, now: float) -> List[str]:
        """Return the names of those who are typing in a place."""
        return [
            name
            for (where, _), (name, until) in self.typing.items()
            if where == place_id and until > now
        ]

    def entries(self) -> Iterator[Entry]:
        """Iterate over all rooms and conversations, in the order of the list."""
        for server in self.servers:
            yield from self.rooms.get(server.id, ())
        yield from self.conversations

    def entry(self, id: Optional[str]) -> Optional[Entry]:
        """Return the room or the conversation with this id."""
        return next((one for one in self.entries() if one.place.id == id), None)

    def with_user(self, user_id: str) -> Optional[Entry]:
        """Return the conversation with a user."""
        return next((one for one in self.conversations if one.other.id == user_id), None)

    def named(self, word: str) -> Entry:
        """Return the room or the conversation that a word of the command line means.

        Raises:
            click.ClickException: Nothing fits, or several do.
        """

        def describe(entry: Entry) -> Tuple[str, List[str]]:
            if entry.other:
                name = entry.other.username
                return entry.place.id, [f"@{name}", name, entry.title]
            room = entry.place.title
            return entry.place.id, [f"{entry.group}/{room}", room, f"#{room}"]

        return pick(word, self.entries(), describe, "PLACE")

    def put_rooms(self, server: Any, entries: Sequence[Entry]) -> None:
        """Replace the rooms of a server; those that stay keep their drafts."""
        self.rooms[server.id] = self._kept(entries)

    def put_conversations(self, entries: Sequence[Entry]) -> None:
        """Replace the conversations, likewise."""
        self.conversations = self._kept(entries)
        for one in entries:
            self.statuses[one.other.id] = one.other.status

    def _kept(self, entries: Sequence[Entry]) -> List[Entry]:
        kept: List[Entry] = []
        for new in entries:
            old = self.entry(new.place.id)
            if old is not None:
                old.place, old.group, old.other = new.place, new.group, new.other
                if new.other:  # the API counts for conversations only
                    old.unread = 0 if old is self.opened else new.unread
            kept.append(old or new)
        return kept

    def put_friends(self, friends: Sequence[Any], requests: Sequence[Any]) -> None:
        """Replace the friends and the friend requests."""
        self.friends, self.requests = list(friends), list(requests)
        for friend in friends:
            self.statuses[friend.user.id] = friend.user.status

    def apply(self, frame: Frame, now: float = 0.0) -> Optional[str]:
        """Apply a live event; return what has to be fetched again because of it.

        Args:
            frame: The event.
            now: The time in seconds, for what ends by itself.
        """
        kind = frame["type"]
        if kind in ("dm_typing", "room_typing"):
            self._apply_typing(frame, now)
            return None
        if "_message" in kind:
            return self._apply_message(frame)
        user = frame.get("userId")
        if kind in ("friend_online", "friend_offline") and user:
            self.statuses[user] = str(frame.get("status") or kind[len("friend_") :])
        elif kind in ("friend_status_changed", "user_status_changed") and user:
            self.statuses[user] = str(frame.get("status"))
            if self.me is not None and user == self.me.id:
                self.me = self.me.model_copy(update={"status": str(frame.get("status"))})
        elif kind == "unread_counts":
            for one in frame.get("counts") or frame.get("dms") or ():
                entry = self.entry(one.get("conversationId") or one.get("id"))
                if entry is not None and entry is not self.opened:
                    entry.unread = int(one.get("count") or 0)
        elif kind.startswith("friend_"):
            return PEOPLE
        elif kind.startswith("server_room_"):
            return ROOMS
        return None

    def _apply_typing(self, frame: Frame, now: float) -> None:
        """Note who is typing. The fields are not documented, so the names of the models count."""
        entry = self.entry(frame.get("conversationId") or frame.get("roomId"))
        user_id = frame.get("userId")
        if entry is None or not user_id or (self.me is not None and user_id == self.me.id):
            return
        key = (entry.place.id, str(user_id))
        if frame.get("isTyping") is False:
            self.typing.pop(key, None)
            return
        name = frame.get("displayName") or frame.get("username") or self._name_in(entry, user_id)
        self.typing[key] = (one_line(str(name)), now + TYPING_SECONDS)

    def _name_in(self, entry: Entry, user_id: str) -> str:
        if entry.other:
            return entry.title
        authors = (name_of(one) for one in entry.timeline if one.user_id == user_id)
        return next(authors, "Someone")

    def _apply_message(self, frame: Frame) -> Optional[str]:
        fields: Dict[str, Any] = {**frame, **(frame.get("message") or {})}
        is_direct = frame["type"].startswith("dm_")
        entry = self.entry(fields.get("conversationId" if is_direct else "roomId"))
        if entry is None:
            return PEOPLE if is_direct else ROOMS
        event = entry.place.event_of(frame)
        if event is None:
            return None
        kind, value = event
        if kind.endswith("_message"):
            self.typing.pop((entry.place.id, str(value.user_id)), None)
            is_mine = self.me is not None and value.user_id == self.me.id
            if entry.timeline.put(value) and entry is not self.opened and not is_mine:
                entry.unread += 1
            if is_direct:  # the newest conversation stands first
                self.conversations.remove(entry)
                self.conversations.insert(0, entry)
            return None
        id = str(value.get("messageId") or value.get("id"))
        if kind.endswith("_deleted"):
            entry.timeline.delete(id)
        elif isinstance(value.get("content"), str):
            entry.timeline.edit(id, value["content"])
        return None
