"""What the page can do, by name. An action takes a JSON object, and returns one or None.

What people and robots do, they do by the handlers of the API, with its rules: a muted member cannot
speak here either.
"""

from __future__ import annotations

import json
import re
from typing import Any, Callable, Dict, Mapping, Optional

import attrs

from lagclient.sandbox.accounts import sign_up, token_for
from lagclient.sandbox.errors import bad_request, not_found
from lagclient.sandbox.faults import KINDS, Fault, Faults
from lagclient.sandbox.http.admission import doors
from lagclient.sandbox.http.app import Service
from lagclient.sandbox.http.callers import identify
from lagclient.sandbox.http.reading import values_of
from lagclient.sandbox.rules.presence import set_status
from lagclient.sandbox.world.clock import Movable
from lagclient.sandbox.world.world import ANONYMOUS, Caller, Request

Fields = Mapping[str, Any]


@attrs.frozen
class Actions:
    """The actions of one sandbox. Its methods run in a transaction that writes."""

    service: Service
    clock: Movable

    def named(self, name: str) -> Callable[[Fields], Any]:
        """Return the action with a name.

        Raises:
            ApiError: 404 if there is not one.
        """
        action: Optional[Callable[[Actions, Fields], Any]] = ACTIONS.get(name)
        if action is None:
            raise not_found("Action")
        return lambda fields: action(self, fields)

    def say(self, fields: Fields) -> Any:
        """Send a message to a room or a conversation, as a person or a robot."""
        store, place, author = (
            self.service.world.store,
            _text(fields, "place"),
            self._caller(fields),
        )
        body = {"content": _text(fields, "content")}
        room = store.one("SELECT * FROM rooms WHERE id = ?", place)
        if room is not None:
            path = {"server_id": room["server_id"], "room_id": place}
            return self._call("servers.rooms.messages.send", author, path, body)
        return self._call("dms.send_message", author, {"conversation_id": place}, body)

    def add_person(self, fields: Fields) -> Any:
        """Create an account, and let it join a server unless `server` is empty."""
        world, username = self.service.world, _text(fields, "username")
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,32}", username):
            raise bad_request("`username` must be 1 to 32 letters, digits, '_', '.' or '-'")
        person = sign_up(world, username, _text(fields, "name", "") or username.title())
        token_for(world, person)
        server_id = _text(fields, "server", "")
        if server_id:
            owner_id = world.store.value("SELECT owner_id FROM servers WHERE id = ?", server_id)
            owner = self._user(owner_id)
            invite = self._call(
                "servers.invites.create", owner, {"server_id": server_id}, {"maxUses": 1}
            )
            self._call("servers.invites.join", person, {"code": invite["code"]}, {})
        return {"id": person.id}

    def set_status(self, fields: Fields) -> None:
        """Change the status of a person."""
        caller = self._caller(fields)
        set_status(self.service.world, caller.name, _text(fields, "status"))

    def token(self, fields: Fields) -> Any:
        """Return the newest token of a person or the newest key of a robot, to be copied."""
        return {"token": self._token(_text(fields, "as"))}

    def add_fault(self, fields: Fields) -> None:
        """Add a fault, switched on."""
        kind = _text(fields, "kind")
        field = KINDS.get(kind, (None, None))[0]
        value = fields.get("value")
        fault = Fault(
            kind,
            _text(fields, "routes", "*") or "*",
            _number(fields, "probability", 1),
            **({field: _number(fields, "value")} if field and value is not None else {}),
        )
        Faults([fault]).check_routes(self.service.table)
        self.service.luck.add(fault)

    def switch_fault(self, fields: Fields) -> None:
        """Switch a fault on or off."""
        if not isinstance(fields.get("isOn"), bool):
            raise bad_request("`isOn` must be true or false")
        self._die(fields).is_on = fields["isOn"]

    def remove_fault(self, fields: Fields) -> None:
        """Remove a fault."""
        self._die(fields)
        del self.service.luck.dice[fields["number"]]

    def move_clock(self, fields: Fields) -> None:
        """Move the clock forward."""
        self.clock.move(_number(fields, "seconds"))

    def clear(self, fields: Fields) -> None:  # noqa: ARG002
        """Forget the requests."""
        self.service.exchanges.clear()

    def _die(self, fields: Fields) -> Any:
        die = self.service.luck.dice.get(_number(fields, "number"))
        if die is None:
            raise not_found("Fault")
        return die

    def _caller(self, fields: Fields) -> Caller:
        return self._user(_text(fields, "as"))

    def _user(self, id: str) -> Caller:
        world, token = self.service.world, self._token(id)
        for scheme in ("Bearer", "Robot"):
            caller = identify(world.store, f"{scheme} {token}", self.clock.latest, is_public=True)
            if caller is not ANONYMOUS:
                return caller
        raise not_found("Person or robot")

    def _token(self, id: str) -> str:
        token: Optional[str] = self.service.world.store.value(
            "SELECT token FROM tokens WHERE ? IN (user_id, robot_id) ORDER BY rowid DESC", id
        )
        if token is None:
            raise not_found("Person or robot")
        return token

    def _call(
        self, name: str, caller: Caller, path: Mapping[str, str], body: Mapping[str, Any]
    ) -> Any:
        """Do what a request of the API does, in this transaction."""
        service = self.service
        route = service.table[name]
        for door in doors(route):
            if door.kind in (caller.kind, "public"):
                door.admit(caller)
        values = values_of(route, path, [], "application/json", json.dumps(body).encode())
        now = service.world.now()
        return service.handlers.of(route)(Request(service.world, route, caller, values, now))


ACTIONS: Dict[str, Callable[[Actions, Fields], Any]] = {
    name.replace("_", "-"): action
    for name, action in vars(Actions).items()
    if callable(action) and not name.startswith("_") and name != "named"
}


def _text(fields: Fields, name: str, default: Optional[str] = None) -> str:
    value = fields.get(name, default)
    if not isinstance(value, str):
        raise bad_request(f"`{name}` must be text")
    return value


def _number(fields: Fields, name: str, default: Optional[float] = None) -> Any:
    value = fields.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise bad_request(f"`{name}` must be a number")
    return value
