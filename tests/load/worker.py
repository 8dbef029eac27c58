"""One of those who load the sandbox: a user with a connection, a server, a friend, and notes."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import random
import time
from collections import Counter
from operator import attrgetter
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

import httpx

from lagclient import Client, LagAPIError, LagConnectionError, LagNotFoundError

from .asking import Asked
from .mix import next_asked
from .notes import Change, Notes, View, World
from .serving import Turns

FIELDS: Dict[str, Tuple[str, ...]] = {
    "profile": ("display_name", "avatar_url"),
    "server": ("name", "icon_emoji"),
    "members": ("role_id",),
    "rooms": ("name", "max_participants"),
    "messages": ("room_id", "content"),
    "dms": ("content",),
    "roles": ("name", "color", "permissions"),
    "invites": ("max_uses",),
    "events": ("title", "status", "my_rsvp", "external_access_enabled"),
    "templates": ("title", "start_time"),
    "requests": ("addressee_id",),
    "mutes": ("reason",),
    "bans": ("reason",),
}
"""What is compared."""


def view_of(collection: str, thing: Any) -> View:
    """What is compared of an answer."""
    return {field: getattr(thing, field) for field in FIELDS[collection]}


class Worker:
    """Asks, notes what is acknowledged, and reads it back."""

    def __init__(
        self,
        number: int,
        seed: int,
        url: str,
        token: str,
        buddy_token: str,
        robot_key: Optional[str],
    ) -> None:
        self.number = number
        self.url = url
        self.dice = random.Random(f"{seed}/{number}")
        self.client = Client(token=token, base_url=url, max_retries=0)
        self.robot = robot_key and Client(token=robot_key, base_url=url, max_retries=0)
        self.robot_requests = 0
        self._buddy_token = buddy_token
        # For the bytes of images, which are not found by the API.
        self._http = httpx.Client(trust_env=False, verify=False)
        self._numbers = itertools.count(1)
        self.problems: List[str] = []
        self.asked: Counter[str] = Counter()
        self.seconds: List[float] = []
        self.acknowledged = 0
        self.fates: Counter[str] = Counter()
        """What became of the requests whose connection was lost."""

    def settle_in(self, lounge: Tuple[str, str], code: str, crowd: Mapping[str, str]) -> None:
        """Found a server, make a friend, and join the server where all are."""
        client, self.lounge, self.crowd = self.client, lounge, crowd
        self.id = client.users.me().id
        self.robot_id = self.robot.identity().id if self.robot else ""
        self.server = client.servers.create(name=self.text("server")).id
        client.servers.rooms.create(self.server, name=self.text("room"))
        client.servers.invites.join(code)
        with Client(token=self._buddy_token, base_url=self.url) as buddy:
            me = buddy.users.me()
            self.buddy = me.id
            buddy.servers.invites.join(client.servers.invites.create(self.server).code)
            buddy.friends.accept(client.friends.send_request(me.username).id)
        self.conversation = client.dms.create(self.buddy).id
        self.ranks = [
            role.id
            for role in client.servers.roles.list(self.server)
            if role.is_default and role.name != "Owner"
        ]
        self.notes = Notes({})
        self.notes.world = self.read_back({})

    def work(self, turns: Turns) -> None:
        """Ask until it is enough or the connection is lost."""
        while turns.take():
            asked = next_asked(self)
            self.asked[asked.method + " by a robot" * asked.is_robots] += 1
            began = time.perf_counter()
            try:
                client = self.robot if asked.is_robots else self.client
                answer = attrgetter(asked.method)(client)(*asked.args, **asked.options)
            except LagConnectionError as error:
                self._lost(asked, error)
                if not turns.server.is_killed:
                    self.problems.append(f"lost without a kill: {error}")
                return
            except LagAPIError as error:
                self.problems.append(f"worker {self.number} was refused: {error}")
            else:
                self.seconds.append(time.perf_counter() - began)
                self.notes.acknowledge(asked.changes, answer)
                self.acknowledged += bool(asked.changes)

    def _lost(self, asked: Asked, error: LagConnectionError) -> None:
        self.notes.doubt(asked.changes, error.outcome)
        if error.outcome == "not_sent":
            self.fates["not sent"] += 1
        elif not asked.changes:
            self.fates["read"] += 1

    def check(self, lounge: Mapping[str, Dict[str, View]]) -> None:
        """Compare what is there with the notes.

        Args:
            lounge: The messages of the room where all are, by their authors' ids.
        """
        try:
            there = self.read_back(lounge)
        except LagAPIError as error:
            self.problems.append(f"worker {self.number} could not read it back: {error}")
            return
        has_happened, wrong = self.notes.settle(there)
        if has_happened is not None:
            self.fates["written" if has_happened else "not written"] += 1
        self.problems += wrong

    def read_back(self, lounge: Mapping[str, Dict[str, View]]) -> World:
        """All that is the worker's, by the API."""
        client, here = self.client, self.server
        server = client.servers.get(here)
        roles = client.servers.roles.list(here)
        events = {event.id: event for event in client.events.list(here)}
        for id in self.notes.of("events"):
            if id not in events:  # The list has no cancelled ones.
                with contextlib.suppress(LagNotFoundError):
                    events[id] = client.events.get(here, id)
        mine = dict(lounge.get(self.id, {}))
        for room in server.rooms:
            if room.name.startswith("room"):
                said = client.servers.rooms.messages.paginate(here, room.id, limit=100)
                mine.update(_by_id("messages", said.items()))
        dms = client.dms.paginate_messages(self.conversation, limit=100)
        return {
            "profile": _by_id("profile", [client.users.me()]),
            "server": _by_id("server", [server]),
            "members": _by_user("members", (m for m in server.members if m.user_id == self.buddy)),
            "rooms": _by_id("rooms", server.rooms),
            "messages": mine,
            "robot's messages": dict(lounge.get(self.robot_id, {})),
            "dms": _by_id("dms", dms.items()),
            "roles": _by_id("roles", (role for role in roles if not role.is_default)),
            "invites": _by_id("invites", client.servers.invites.list(here)),
            "events": _by_id("events", events.values()),
            "templates": _by_id("templates", client.events.templates.list(here)),
            "requests": _by_id("requests", client.friends.requests().outgoing),
            "mutes": _by_user("mutes", client.servers.members.list_mutes(here)),
            "bans": _by_user("bans", client.servers.members.list_bans(here)),
            "images": self._images(),
        }

    def _images(self) -> Dict[str, View]:
        # No route lists them: one whose upload is in doubt cannot be found.
        found = {}
        for id in self.notes.ever("images"):
            with contextlib.suppress(LagNotFoundError):
                image = self.client.images.get(id)
                data = self._http.get(image.original_url).raise_for_status().content
                found[id] = {"alt": image.alt, "data": hashlib.sha256(data).hexdigest()}
        return found

    def ids(self, collection: str) -> List[str]:
        """The ids of the things that the worker may change."""
        things = self.notes.of(collection).items()
        if collection == "rooms":  # Those of events go with them.
            return [id for id, view in things if view["name"].startswith("room")]
        if collection == "events":
            return [id for id, view in things if view["status"] == "scheduled"]
        return [id for id, _ in things]

    def room_of(self, message_id: str) -> Tuple[str, str]:
        """Server and room of a message."""
        room_id = self.notes.of("messages")[message_id]["room_id"]
        return self.lounge if room_id == self.lounge[1] else (self.server, room_id)

    def changed(self, collection: str, id: str, **fields: Any) -> Change:
        """A change of some fields of a thing."""
        return Change(collection, id, {**self.notes.of(collection)[id], **fields})

    def count(self) -> int:
        """A number that this worker has not had."""
        return next(self._numbers)

    def text(self, what: str) -> str:
        """A text that nobody has had."""
        return f"{what} {self.number}.{self.count()}"

    def close(self) -> None:
        """Let the connections go."""
        self.client.close()
        self._http.close()
        if self.robot:
            self.robot.close()


def _by_id(collection: str, things: Iterable[Any]) -> Dict[str, View]:
    return {thing.id: view_of(collection, thing) for thing in things}


def _by_user(collection: str, things: Iterable[Any]) -> Dict[str, View]:
    return {thing.user_id: view_of(collection, thing) for thing in things}
