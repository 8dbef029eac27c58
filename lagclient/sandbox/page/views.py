"""What the page shows: the requests with their secrets hidden, and the state of the world.

Nothing here changes anything or reads the sandbox's clock, because a clock that ticks would tick.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple, cast, get_args

import attrs

from lagclient.sandbox.delivery.subscriptions import data_of, newest, subscription_of
from lagclient.sandbox.delivery.webhooks import SCHEDULE
from lagclient.sandbox.errors import not_found
from lagclient.sandbox.faults import KINDS, WEBHOOK
from lagclient.sandbox.http.app import Service
from lagclient.sandbox.http.callers import identify
from lagclient.sandbox.rules import dm_messages, room_messages
from lagclient.sandbox.rules.members import members_of
from lagclient.sandbox.rules.rooms import rooms_of
from lagclient.sandbox.world.clock import Movable, written
from lagclient.sandbox.world.exchanges import Exchange
from lagclient.sandbox.world.world import ANONYMOUS, Wire
from lagclient.scrubbing import SCRUBBED, Scrub

MESSAGES = 60
"""Number of messages of a room that are shown, the newest."""
DELIVERIES = 12
"""Number of deliveries of a robot, likewise."""
EVENTS = 30
ATTEMPT_SECONDS = 120.0
"""A request that is like a failed one of the same caller is its next attempt, up to this age."""

_POLL = "robots.events.poll"
_SHORTEST_SECRET = 6
_USER_INFO = re.compile(r"(?<=://)[^/@\s]+@")


@attrs.frozen
class Views:
    """The views of one sandbox. Its methods run in a transaction that does not write."""

    service: Service
    clock: Movable

    def constants(self) -> Wire:
        """Return what stays the same while the sandbox runs."""
        from lagclient.models import UserStatus

        routes = sorted(route.full_name for route in self.service.table.values())
        return {
            "url": self.service.world.url,
            "routes": [*routes, WEBHOOK],
            "kinds": {
                kind: {"field": field, "value": value} for kind, (field, value) in KINDS.items()
            },
            "statuses": get_args(UserStatus),
            "attempts": len(SCHEDULE),
        }

    # Requests

    def changed_since(self, version: int) -> Tuple[List[Wire], int]:
        """Return the requests that are new or changed, and the version to ask with next time."""
        self._count_attempts()
        hide, callers = self._hiding(), dict[str, Tuple[str, str]]()
        several: List[Wire] = []
        newest_version = version
        for exchange in self.service.exchanges:
            if exchange.version > version:
                newest_version = max(newest_version, exchange.version)
                several.append(self._summary(exchange, hide, callers))
        return several, newest_version

    def request(self, number: int) -> Wire:
        """Return a request with its bodies.

        Raises:
            ApiError: 404 if it is not kept any more.
        """
        self._count_attempts()
        hide = self._hiding()
        for exchange in self.service.exchanges:
            if exchange.number == number:
                return {
                    **self._summary(exchange, hide, {}),
                    "body": hide.body(exchange.body),
                    "result": hide.body(exchange.result),
                }
        raise not_found("Request")

    def _summary(
        self, exchange: Exchange, hide: _Hiding, callers: Dict[str, Tuple[str, str]]
    ) -> Wire:
        key = exchange.robot_id or exchange.authorization
        if key not in callers:
            callers[key] = self._caller(exchange)
        kind, name = callers[key]
        return {
            "number": exchange.number,
            "at": exchange.at,
            "method": exchange.method,
            "target": hide.url(exchange.target),
            "route": exchange.route,
            "event": exchange.event,
            "kind": kind,
            "who": name,
            "status": exchange.status,
            "state": exchange.state,
            "fault": exchange.fault,
            "ms": exchange.ms,
            "attempt": exchange.tries or 1,
            "size": exchange.body_length,
            "resultSize": exchange.result_length,
        }

    def _caller(self, exchange: Exchange) -> Tuple[str, str]:
        store = self.service.world.store
        if exchange.robot_id:
            name = store.value("SELECT name FROM robots WHERE id = ?", exchange.robot_id)
            return "webhook", name or "a deleted robot"
        now = self.clock.latest
        caller = identify(store, exchange.authorization, now, is_public=True)
        if caller is not ANONYMOUS:
            return caller.kind, caller.name
        return ("unknown", "unknown token") if exchange.authorization else ("anonymous", "no token")

    def _count_attempts(self) -> None:
        """Number the attempts, by equal requests of a caller: clients do not send a number."""
        earlier: Dict[Tuple[str, str, str, bytes], Exchange] = {}
        for exchange in self.service.exchanges:
            key = (exchange.authorization, exchange.method, exchange.target, exchange.body)
            before = earlier.get(key)
            if not exchange.tries:
                is_next = (
                    before is not None
                    and _has_failed(before)
                    and exchange.began - before.began < ATTEMPT_SECONDS
                )
                exchange.tries = before.tries + 1 if before is not None and is_next else 1
            earlier[key] = exchange

    def _hiding(self) -> _Hiding:
        store = self.service.world.store
        secrets = [row["token"] for row in store.all("SELECT token FROM tokens")]
        for row in store.all("SELECT secrets FROM webhooks"):
            secrets += row["secrets"].split()
        return _Hiding.of(secrets)

    # The world

    def state(self) -> Wire:
        """Return the state of the world, without messages."""
        store, hide = self.service.world.store, self._hiding()
        return {
            "servers": [
                self._server(row) for row in store.all("SELECT * FROM servers ORDER BY rowid")
            ],
            "conversations": [
                dict(row)
                for row in store.all(
                    "SELECT c.id, c.opened_by AS opener, c.opened_with AS other,"  # noqa: S608
                    " (SELECT count(*) FROM dm_messages WHERE conversation_id = c.id) AS count,"
                    f" {_change('dm_messages', 'conversation_id', 'c.id')} AS change"
                    " FROM conversations c ORDER BY c.rowid"
                )
            ],
            "people": [
                {
                    "id": row["id"],
                    "username": row["username"],
                    "name": row["display_name"] or row["username"],
                    "status": row["status"],
                }
                for row in store.all("SELECT * FROM users ORDER BY rowid")
            ],
            "robots": [
                self._robot(row) for row in store.all("SELECT * FROM robots ORDER BY rowid")
            ],
            "events": [
                {
                    "number": row["number"],
                    "type": row["type"],
                    "at": row["created_at"],
                    "data": hide.values(data_of(row)),
                }
                for row in store.all("SELECT * FROM journal ORDER BY number DESC LIMIT ?", EVENTS)
            ],
            "faults": list(self._faults()),
            "clock": {
                "ahead": self.clock.ahead.total_seconds(),
                "latest": None if self.clock.runs else written(self.clock.latest),
            },
        }

    def _server(self, row: sqlite3.Row) -> Wire:
        store = self.service.world.store
        changes = {
            room["id"]: room
            for room in store.all(
                "SELECT r.id, (SELECT count(*) FROM messages WHERE room_id = r.id) AS count,"  # noqa: S608
                f" {_change('messages', 'room_id', 'r.id')} AS change FROM rooms r"
                " WHERE server_id = ?",
                row["id"],
            )
        }
        return {
            "id": row["id"],
            "name": row["name"],
            "emoji": row["icon_emoji"],
            "owner": row["owner_id"],
            "rooms": [
                {
                    "id": room["id"],
                    "name": room["name"],
                    "voice": [user["username"] for user in room["participants"]],
                    "count": changes[room["id"]]["count"],
                    "change": changes[room["id"]]["change"],
                }
                for room in rooms_of(store, row["id"])
            ],
            "members": [
                {"id": member["userId"], "rank": member["role"]}
                for member in members_of(store, row["id"])
            ],
        }

    def _robot(self, row: sqlite3.Row) -> Wire:
        store, id = self.service.world.store, row["id"]
        subscription = subscription_of(store, id)
        assert subscription is not None
        hook = store.one("SELECT * FROM webhooks WHERE robot_id = ?", id)
        waiting = store.value(
            "SELECT count(*) FROM journal WHERE server_id = ? AND number > ?",
            row["server_id"],
            subscription.polled,
        )
        keys = {
            f"robot {token['token']}"
            for token in store.all("SELECT * FROM tokens WHERE robot_id = ?", id)
        }
        return {
            "id": id,
            "name": row["name"],
            "server": row["server_id"],
            "permissions": row["permissions"].split(),
            "events": list(subscription.types),
            "transports": sorted(subscription.transports),
            "active": bool(row["active"]),
            "streams": sum(
                _spaced(stream.authorization) in keys for stream in self.service.exchanges.streams
            ),
            "polls": sum(
                exchange.route == _POLL
                and exchange.state == "open"
                and _spaced(exchange.authorization) in keys
                for exchange in self.service.exchanges
            ),
            "unpolled": waiting if newest(store) else 0,
            "webhook": self._hiding().url(hook["url"]) if hook else None,
            "counts": {
                count["state"]: count["count"]
                for count in store.all(
                    "SELECT state, count(*) AS count FROM deliveries WHERE robot_id = ?"
                    " GROUP BY state",
                    id,
                )
            },
            "deliveries": [
                {name: delivery[name] for name in ("number", "type", "attempts", "state", "due")}
                for delivery in store.all(
                    "SELECT * FROM deliveries WHERE robot_id = ? ORDER BY number DESC LIMIT ?",
                    id,
                    DELIVERIES,
                )
            ],
        }

    def _faults(self) -> Iterator[Wire]:
        for number, die in self.service.luck.dice.items():
            field = KINDS[die.fault.kind][0]
            yield {
                "number": number,
                "kind": die.fault.kind,
                "routes": die.fault.routes,
                "probability": die.fault.probability,
                "field": field,
                "value": getattr(die.fault, field) if field else None,
                "isOn": die.is_on,
                "strikes": die.strikes,
            }

    def messages(self, place_id: str) -> List[Wire]:
        """Return the newest messages of a room or a conversation, the oldest of them first."""
        world, now = self.service.world, written(self.clock.latest)
        for table, column, one in (
            ("messages", "room_id", room_messages.message_with),
            ("dm_messages", "conversation_id", dm_messages.message_with),
        ):
            rows = world.store.all(
                f"SELECT id FROM {table} WHERE {column} = ?"  # noqa: S608
                " ORDER BY created_at DESC LIMIT ?",
                place_id,
                MESSAGES,
            )
            if rows:
                several = [one(world, now, row["id"]) for row in reversed(rows)]
                hide = self._hiding()
                return [hide.values(message) for message in several if message is not None]
        return []


@attrs.frozen
class _Hiding:
    """Hides secrets: by their form, by the names of their fields, and those of the sandbox."""

    secrets: Optional[re.Pattern[str]]

    @classmethod
    def of(cls, secrets: List[str]) -> _Hiding:
        # The longest first, because one may be the beginning of another.
        long = sorted((one for one in secrets if len(one) >= _SHORTEST_SECRET), key=len)
        return cls(re.compile("|".join(map(re.escape, reversed(long)))) if long else None)

    def url(self, text: str) -> str:
        return self._text(_USER_INFO.sub("", _SCRUB.url(text)))

    def body(self, data: bytes) -> str:
        # Known ones first: the text of a token that was cut off looks like no secret.
        text = self._text(data.decode("utf-8", "replace"))
        return _SCRUB.body(text.encode()).decode("utf-8", "replace")

    def values(self, data: Any) -> Any:
        if isinstance(data, str):
            return self._text(data)
        if isinstance(data, dict):
            fields = cast("Dict[str, Any]", data)
            return {name: self.values(value) for name, value in fields.items()}
        if isinstance(data, list):
            return [self.values(item) for item in cast("Sequence[Any]", data)]
        return data

    def _text(self, text: str) -> str:
        return self.secrets.sub(SCRUBBED, text) if self.secrets else text


_SCRUB = Scrub(None)


def _change(table: str, column: str, place: str) -> str:
    """Return a column that differs after each change of the messages of a place."""
    return (
        f"(SELECT count(*) || max(id) || max(created_at) || max(coalesce(edited_at, ''))"  # noqa: S608
        f" FROM {table} WHERE {column} = {place})"
    )


def _has_failed(exchange: Exchange) -> bool:
    if exchange.fault == "latency":
        # The client may have given up; if it waited, nothing failed.
        return exchange.state == "open"
    status = exchange.status or 0
    return exchange.state == "lost" or bool(exchange.fault) or status == 429 or status >= 500


def _spaced(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    return f"{scheme.lower()} {token.strip()}"
