"""Those who soak the sandbox: their accounts, their calls, and what they have made so far."""

from __future__ import annotations

import contextlib
import itertools
import random
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

import attrs

from lagclient import Client
from lagclient.sandbox import Sandbox

Mark = Tuple[str, str]
"""What the store will tell of a call: a table, ``set`` before it for changes, and a text."""
MANY = 12
"""So many things of one kind are remembered; the next one takes another's place."""


@attrs.frozen
class Ask:
    """A call to make."""

    who: str
    """``owner``, ``friend``, ``guest`` or ``robot``."""
    method: str
    args: Tuple[Any, ...] = ()
    options: Mapping[str, Any] = attrs.field(factory=dict)
    mark: Optional[Mark] = None
    learn: Optional[Callable[[Any], object]] = None
    """Takes what a call that worked answered."""
    ends: Optional[Mark] = None
    """Table and id of what is gone if it worked."""
    toggles: Optional[str] = None
    """Id of the event whose share link it turns on or off."""


@attrs.frozen
class Cast:
    """The accounts of a life."""

    tokens: Mapping[str, str]
    ids: Mapping[str, str]
    names: Mapping[str, str]
    server: str
    room: str
    conversation: str
    invite: str
    """A code that anybody may use."""


def cast(lag: Sandbox, name: str) -> Cast:
    """Make the accounts of a life, in a sandbox without faults."""
    names = {who: f"{name}-{who}" for who in ("owner", "friend", "guest")}
    tokens = {who: lag.add_user(username) for who, username in names.items()}
    with contextlib.ExitStack() as stack:
        clients = {
            who: stack.enter_context(Client(token=token, base_url=lag.url))
            for who, token in tokens.items()
        }
        owner = clients["owner"]
        ids = {who: client.users.me().id for who, client in clients.items()}
        server = owner.servers.create(name=f"{name}'s").id
        room = owner.servers.rooms.create(server, name="lounge").id
        invite = owner.servers.invites.create(server).code
        clients["friend"].servers.invites.join(invite)
        clients["friend"].friends.accept(owner.friends.send_request(names["friend"]).id)
        conversation = owner.dms.create(ids["friend"]).id
    tokens["robot"] = lag.add_robot(f"{name}-robot", server_id=server)
    return Cast(tokens, ids, names, server, room, conversation, invite)


class Things:
    """What somebody has made, and calls that make, change and end such."""

    def __init__(self, number: int, seed: int, cast: Cast) -> None:
        self.dice = random.Random(f"{seed}/{number}")
        self.number, self.cast = number, cast
        self._numbers = itertools.count(1)
        self._things: Dict[str, List[Any]] = {}

    def _text(self, what: str) -> str:
        return f"{what} {self.number}/{next(self._numbers)}"

    def _some(self, kind: str) -> Any:
        things = self._things.get(kind)
        return self.dice.choice(things) if things else None

    def _keep(self, kind: str, thing: Any) -> None:
        things = self._things.setdefault(kind, [])
        if len(things) >= MANY:
            things.pop(self.dice.randrange(len(things)))
        things.append(thing)

    def _made(self, kind: str, who: str, method: str, *args: Any, **options: Any) -> Ask:
        """A call that makes something; one of its options is its mark."""
        table = {"dms": "dm_messages", "templates": "event_templates"}.get(kind, kind)
        names = ("content", "name", "title", "alt", "token", "max_uses", "reason")
        text = next(str(options[name]) for name in names if name in options)
        return Ask(
            who, method, args, options, (table, text), lambda thing: self._keep(kind, thing.id)
        )

    def _changed(self, kind: str, method: str, field: str, table: str = "") -> Ask:
        text, id = self._text(f"new {field}"), self._some(kind) or f"{kind}_unknown"
        mark = (f"set {table or kind}", text)
        return Ask("owner", method, (self.cast.server, id), {field: text}, mark)

    def _ended(self, kind: str, method: str, table: str = "") -> Ask:
        id = self._some(kind) or f"{kind}_unknown"
        return Ask("owner", method, (self.cast.server, id), ends=(table or kind, id))
