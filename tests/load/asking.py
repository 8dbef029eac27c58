"""The single requests of the load, and what changes if they succeed.

Names and texts are unique, so that nothing that is there twice can pass for one thing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Callable, Dict, Mapping, Tuple

import attrs

from lagclient.models import Permission
from tests.cassettes.cases import PIXEL

from .notes import Change, New

if TYPE_CHECKING:
    from .worker import Worker

RSVPS = ("going", "maybe", "not_going")


@attrs.frozen
class Asked:
    """A request, and what changes if it succeeds; nothing if it is a read."""

    method: str
    """As after ``client.``."""
    args: Tuple[Any, ...] = ()
    options: Mapping[str, Any] = attrs.field(factory=dict)
    changes: Tuple[Change, ...] = ()
    is_robots: bool = False


def ask(method: str, *args: Any, **options: Any) -> Asked:
    """A request that changes nothing."""
    return Asked(method, args, options)


def write(asked: Asked, *changes: Change) -> Asked:
    """A request that changes something."""
    return attrs.evolve(asked, changes=changes)


def send(worker: Worker, room: Tuple[str, str], collection: str = "messages") -> Asked:
    content = worker.text("message")
    return write(
        ask("servers.rooms.messages.send", *room, content=content),
        Change(collection, New(), {"room_id": room[1], "content": content}),
    )


def edit(worker: Worker, id: str) -> Asked:
    content = worker.text("edited message")
    request = ask("servers.rooms.messages.edit", *worker.room_of(id), id, content=content)
    return write(request, worker.changed("messages", id, content=content))


def delete_message(worker: Worker, id: str) -> Asked:
    request = ask("servers.rooms.messages.delete", *worker.room_of(id), id)
    return write(request, Change("messages", id, None))


def send_dm(worker: Worker) -> Asked:
    content = worker.text("dm")
    return write(
        ask("dms.send_message", worker.conversation, content=content),
        Change("dms", New(), {"content": content}),
    )


def edit_dm(worker: Worker, id: str) -> Asked:
    content = worker.text("edited dm")
    return write(
        ask("dms.edit_message", worker.conversation, id, content=content),
        worker.changed("dms", id, content=content),
    )


def delete_dm(worker: Worker, id: str) -> Asked:
    return write(ask("dms.delete_message", worker.conversation, id), Change("dms", id, None))


def update(collection: str, method: str, *names: str) -> Callable[[Worker, str], Asked]:
    """A change of one of the texts of a thing of the worker's server."""

    def change(worker: Worker, id: str) -> Asked:
        name = worker.dice.choice(names)
        text = _values(worker, collection)[name]
        request = ask(method, worker.server, id, **{name: text})
        return write(request, worker.changed(collection, id, **{name: text}))

    return change


def _values(worker: Worker, collection: str) -> Dict[str, Any]:
    minute = worker.dice.randrange(60)
    return {
        "name": worker.text(collection[:-1]),
        "title": worker.text(collection[:-1]),
        "color": f"#{worker.dice.randrange(16**6):06x}",
        "max_participants": worker.dice.randint(2, 99),
        "start_time": f"20:{minute:02}",
    }


def end(collection: str, method: str) -> Callable[[Worker, str], Asked]:
    def end(worker: Worker, id: str) -> Asked:
        return write(ask(method, worker.server, id), Change(collection, id, None))

    return end


def create_room(worker: Worker) -> Asked:
    view = {"name": worker.text("room"), "max_participants": worker.dice.randint(2, 99)}
    return write(ask("servers.rooms.create", worker.server, **view), Change("rooms", New(), view))


def delete_room(worker: Worker, id: str) -> Asked:
    said = [i for i, view in worker.notes.of("messages").items() if view["room_id"] == id]
    return write(
        ask("servers.rooms.delete", worker.server, id),
        Change("rooms", id, None),
        *(Change("messages", message_id, None) for message_id in said),
    )


def create_role(worker: Worker) -> Asked:
    permissions = int(worker.dice.choice(list(Permission)))
    view = {"name": worker.text("role"), "color": "#336699", "permissions": permissions}
    return write(ask("servers.roles.create", worker.server, **view), Change("roles", New(), view))


def create_invite(worker: Worker) -> Asked:
    uses = 1000 + worker.count()
    return write(
        ask("servers.invites.create", worker.server, max_uses=uses, expires_in_hours=24),
        Change("invites", New(), {"max_uses": uses}),
    )


def create_event(worker: Worker) -> Asked:
    title = worker.text("event")
    start = datetime.now(timezone.utc) + timedelta(days=worker.dice.randint(3, 99))
    view = {
        "title": title,
        "status": "scheduled",
        "my_rsvp": None,
        "external_access_enabled": False,
    }
    return write(
        ask("events.create", worker.server, title=title, starts_at=start),
        Change("events", New(), view),
        # It has a room of its own.
        Change("rooms", New("voice_room_id"), {"name": title, "max_participants": None}),
    )


def change_event(worker: Worker, id: str) -> Asked:
    kind = worker.dice.choice(("update", "rsvp", "toggle_external_access"))
    if kind == "update":
        return update("events", "events.update", "title")(worker, id)
    if kind == "rsvp":
        status = worker.dice.choice(RSVPS)
        request = ask("events.rsvp", worker.server, id, status=status)
        return write(request, worker.changed("events", id, my_rsvp=status))
    is_on = worker.notes.of("events")[id]["external_access_enabled"]
    change = worker.changed("events", id, external_access_enabled=not is_on)
    return write(ask("events.toggle_external_access", worker.server, id), change)


def cancel_event(worker: Worker, id: str) -> Asked:
    request = ask("events.cancel", worker.server, id)
    return write(request, worker.changed("events", id, status="cancelled"))


def create_template(worker: Worker) -> Asked:
    view = {"title": worker.text("template"), "start_time": "20:00"}
    # Half a year ahead, so that no event comes of it by itself.
    month = (datetime.now(timezone.utc).month + 5) % 12 + 1
    rrule = f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY=1"
    return write(
        ask("events.templates.create", worker.server, rrule=rrule, timezone="Etc/UTC", **view),
        Change("templates", New(), view),
    )


def request_friend(worker: Worker) -> Asked:
    asked = {view["addressee_id"] for view in worker.notes.of("requests").values()}
    name, id = worker.dice.choice([who for who in worker.crowd.items() if who[1] not in asked])
    return write(ask("friends.send_request", name), Change("requests", New(), {"addressee_id": id}))


def withdraw(worker: Worker, id: str) -> Asked:
    return write(ask("friends.remove", id), Change("requests", id, None))


def upload(worker: Worker) -> Asked:
    alt = worker.text("image")
    data = PIXEL + alt.encode() * worker.dice.randint(1, 4000)
    return write(
        ask("images.upload", ("image.png", data, "image/png"), purpose="chat", alt=alt),
        Change("images", New(), {"alt": alt, "data": hashlib.sha256(data).hexdigest()}),
    )


def delete_image(worker: Worker, id: str) -> Asked:
    return write(ask("images.delete", id), Change("images", id, None))


def impose(collection: str, method: str) -> Callable[[Worker, str], Asked]:
    def impose(worker: Worker, user_id: str) -> Asked:
        reason = worker.text(method)
        return write(
            ask(method, worker.server, user_id, reason=reason),
            Change(collection, user_id, {"reason": reason}),
        )

    return impose


mute = impose("mutes", "servers.members.mute")
ban = impose("bans", "servers.members.ban")


def ban_somebody(worker: Worker) -> Asked:
    return ban(worker, worker.dice.choice(list(worker.crowd.values())))


def update_me(worker: Worker, id: str) -> Asked:
    name = worker.dice.choice(("display_name", "avatar_url"))
    text = worker.text("https://avatar.invalid/?")
    request = ask("users.update_me", **{name: text})
    return write(request, worker.changed("profile", id, **{name: text}))


def update_server(worker: Worker, id: str) -> Asked:
    changes = worker.dice.choice(
        ({"name": worker.text("server")}, {"icon_emoji": worker.text(":e:")}, {"icon_emoji": None})
    )
    return write(ask("servers.update", id, **changes), worker.changed("server", id, **changes))


def assign_role(worker: Worker, user_id: str) -> Asked:
    role_id = worker.dice.choice(worker.ranks)
    return write(
        ask("servers.roles.assign_to_member", worker.server, user_id, role_id=role_id),
        worker.changed("members", user_id, role_id=role_id),
    )
