"""What a worker asks for next: all kinds of requests, mixed by its dice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, Optional, Tuple

import attrs

from . import asking
from .asking import Asked, ask

if TYPE_CHECKING:
    from .worker import Worker

ROBOT_REQUESTS = 10
"""As many as a robot may send messages in ten seconds."""


@attrs.frozen
class Family:
    """Things that a worker makes, changes and ends."""

    make: Callable[[Worker], Asked]
    change: Optional[Callable[[Worker, str], Asked]]
    end: Callable[[Worker, str], Asked]
    few: int = 1
    """With no more, none is ended."""
    many: int = 6
    """With so many, no further one is made."""
    weight: int = 4


def next_asked(worker: Worker) -> Asked:
    """A read or a write, by the worker's dice."""
    dice = worker.dice
    if worker.robot and worker.robot_requests < ROBOT_REQUESTS and dice.random() < 0.05:
        worker.robot_requests += 1
        return _robots(worker)
    if dice.random() < 0.4:
        return dice.choice(READS)(worker)
    names = list(WRITES)
    (name,) = dice.choices(names, [WRITES[name].weight for name in names])
    family, ids = WRITES[name], worker.ids(name)
    kind = dice.choices(("make", "change", "end"), (5, 3, 2))[0]
    if not ids or (kind == "change" and not family.change):
        kind = "make"
    if kind == "make" and len(ids) >= family.many:
        kind = "end"
    if kind == "end" and len(ids) <= family.few:
        kind = "make"
    if kind == "change" and family.change:
        return family.change(worker, dice.choice(ids))
    return family.end(worker, dice.choice(ids)) if kind == "end" else family.make(worker)


def _robots(worker: Worker) -> Asked:
    if worker.dice.random() < 0.3:
        return attrs.evolve(ask("servers.rooms.list", worker.lounge[0]), is_robots=True)
    return attrs.evolve(asking.send(worker, worker.lounge, "robot's messages"), is_robots=True)


def _single(collection: str, change: Callable[[Worker, str], Asked], weight: int = 1) -> Family:
    """What there is one of, from the beginning to the end."""

    def make(worker: Worker) -> Asked:
        return change(worker, worker.ids(collection)[0])

    return Family(make, change, change, many=1, weight=weight)


def _a_room(worker: Worker) -> Tuple[str, str]:
    """The room of all workers, or one of the worker's own."""
    own = [(worker.server, id) for id in worker.ids("rooms")]
    return worker.dice.choice([worker.lounge, *own])


WRITES: Dict[str, Family] = {
    "messages": Family(
        lambda w: asking.send(w, _a_room(w)),
        asking.edit,
        asking.delete_message,
        many=300,
        weight=20,
    ),
    "dms": Family(
        asking.send_dm,
        asking.edit_dm,
        asking.delete_dm,
        many=300,
        weight=10,
    ),
    "rooms": Family(
        asking.create_room,
        asking.update("rooms", "servers.rooms.update", "name", "max_participants"),
        asking.delete_room,
    ),
    "roles": Family(
        asking.create_role,
        asking.update("roles", "servers.roles.update", "name", "color"),
        asking.end("roles", "servers.roles.delete"),
    ),
    "invites": Family(asking.create_invite, None, asking.end("invites", "servers.invites.revoke")),
    "events": Family(asking.create_event, asking.change_event, asking.cancel_event, weight=6),
    "templates": Family(
        asking.create_template,
        asking.update("templates", "events.templates.update", "title", "start_time"),
        asking.end("templates", "events.templates.delete"),
        weight=3,
    ),
    "requests": Family(asking.request_friend, None, asking.withdraw, few=0),
    "images": Family(asking.upload, None, asking.delete_image, weight=3),
    "mutes": Family(
        lambda w: asking.mute(w, w.buddy),
        asking.mute,
        asking.end("mutes", "servers.members.unmute"),
        0,
        1,
        2,
    ),
    "bans": Family(
        asking.ban_somebody, asking.ban, asking.end("bans", "servers.members.unban"), 0, 6, 2
    ),
    "members": _single("members", asking.assign_role),
    "profile": _single("profile", asking.update_me, 4),
    "server": _single("server", asking.update_server, 2),
}

READS: Tuple[Callable[[Worker], Asked], ...] = (
    lambda w: ask("users.me"),
    lambda w: ask("users.get", w.buddy),
    lambda w: ask("users.search", "crowd"),
    lambda w: ask("friends.list"),
    lambda w: ask("friends.requests"),
    lambda w: ask("dms.list"),
    lambda w: ask("dms.list_messages", w.conversation),
    lambda w: ask("servers.list"),
    lambda w: ask("servers.get", w.server),
    lambda w: ask("servers.rooms.list", w.server),
    lambda w: ask("servers.members.list", w.server),
    lambda w: ask("servers.members.list_bans", w.server),
    lambda w: ask("servers.members.list_mutes", w.server),
    lambda w: ask("servers.roles.list", w.server),
    lambda w: ask("servers.invites.list", w.server),
    lambda w: ask("servers.rooms.messages.list", *w.lounge),
    lambda w: ask("servers.rooms.messages.list", *w.lounge, limit=5),
    lambda w: ask("events.list", w.server),
    lambda w: ask("events.templates.list", w.server),
    lambda w: ask("system.health"),
)
