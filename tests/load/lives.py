"""What those who soak the sandbox do: calls of every route, and what they have made so far.

A life is a user with a server, a friend, somebody who comes and goes, and a robot. It asks for the
next call, hears what became of it, and keeps no account of that: see `ledger`. Every text is used
once, so that the store can tell how often a call took effect.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Dict, Optional, Tuple

import attrs

from lagclient.models import Permission
from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox
from tests.cassettes import cases
from tests.cassettes.cases import PICTURE, PICTURE_TEXT

from .things import Ask, Cast, Things

ROUTES = sorted(name for name in TABLE if not TABLE[name].model.startswith("stream["))
STEPS = {case.route.full_name: case.step for case in cases.CASES if case.kind == "user"}
SENDS = ("servers.rooms.messages.send", "dms.send_message")


class Life(Things):
    """Knows what is there to be read, changed and ended."""

    def __init__(self, number: int, seed: int, cast: Cast, lag: Sandbox) -> None:
        super().__init__(number, seed, cast)
        self._lag = lag
        owner = self.cast.names["owner"]
        self._fixed: Dict[str, Tuple[str, Tuple[Any, ...]]] = {
            "users.search": ("owner", (owner,)),
            "users.check_username": ("owner", (owner,)),
            "dms.create": ("owner", (cast.ids["friend"],)),
            "servers.invites.invite_friend": ("owner", (cast.server, cast.ids["friend"])),
            "servers.members.kick": ("owner", (cast.server, cast.ids["guest"])),
            "servers.members.unban": ("owner", (cast.server, cast.ids["guest"])),
            "servers.members.unmute": ("owner", (cast.server, cast.ids["guest"])),
        }
        self._own = {
            cases.SERVER: cast.server,
            cases.ROOM: cast.room,
            cases.CONVERSATION: cast.conversation,
            cases.CODE: cast.invite,
            cases.SAM: cast.ids["owner"],
            **dict.fromkeys((cases.JUN, cases.MIRA, cases.INES), cast.ids["friend"]),
        }

    def ask(self) -> Ask:
        """The next call of a user."""
        if self.dice.random() < 0.3:
            return self._of(self.dice.choice(SENDS))
        return self._of(self.dice.choice(ROUTES))

    def robots_ask(self) -> Ask:
        """The next call of the robot."""
        server, room = self.cast.server, self.cast.room
        text = self._text("robot message")
        send = Ask("robot", SENDS[0], (server, room), {"content": text}, ("messages", text))
        calls = [
            attrs.evolve(send, learn=lambda sent: self._keep("robot messages", sent.id)),
            Ask("robot", "identity"),
            Ask("robot", "servers.rooms.list", (server,)),
            Ask("robot", "servers.members.list", (server,)),
            Ask("robot", "servers.rooms.messages.list", (server, room), {"limit": 5}),
            Ask("robot", "robots.events.poll"),
        ]
        old = self._some("robot messages")
        if old:
            path = (server, room, old)
            edited = self._text("robot edit")
            change = ("set messages", edited)
            calls += [
                Ask("robot", f"{SENDS[0][:-4]}edit", path, {"content": edited}, change),
                Ask("robot", f"{SENDS[0][:-4]}delete", path, ends=("messages", old)),
            ]
        return self.dice.choice([calls[0], *calls])

    def _of(self, route: str) -> Ask:
        """Return a call of this route, or of the one that creates what it needs."""
        if route in self._fixed:
            who, args = self._fixed[route]
            return Ask(who, route, args)
        if route == "robots.events.poll":
            return Ask("owner", route)  # refused here: users have no such route
        own: Optional[Callable[[], Ask]] = getattr(self, "_" + route.replace(".", "_"), None)
        return own() if own else self._as_recorded(route)

    def _as_recorded(self, route: str) -> Ask:
        """Return the call of the route's cassette, with what this life has in place of its ids.

        A write is the guest's, because it may end something that the others need.
        """
        step = STEPS[route]
        who = "owner" if TABLE[route].method == "GET" else "guest"
        return Ask(who, route, tuple(self._own.get(arg, arg) for arg in step.args), step.options)

    def _servers_create(self) -> Ask:
        return self._made("servers", "guest", "servers.create", name=self._text("server"))

    def _servers_update(self) -> Ask:
        name = self._text("server's name")
        at = (self.cast.server,)
        return Ask("owner", "servers.update", at, {"name": name}, ("set servers", name))

    def _servers_upload_icon(self) -> Ask:
        at, picture = (self.cast.server,), {"image_base64": PICTURE_TEXT}
        return Ask("owner", "servers.upload_icon", at, picture)

    def _servers_delete(self) -> Ask:
        server = self._some("servers")
        if server is None:
            return self._servers_create()
        return Ask("guest", "servers.delete", (server,), ends=("servers", server))

    def _servers_rooms_create(self) -> Ask:
        at = ("servers.rooms.create", self.cast.server)
        return self._made("rooms", "owner", *at, name=self._text("room"))

    def _servers_rooms_update(self) -> Ask:
        return self._changed("rooms", "servers.rooms.update", "name")

    def _servers_rooms_delete(self) -> Ask:
        return self._ended("rooms", "servers.rooms.delete")

    def _servers_rooms_messages_send(self) -> Ask:
        room = self.cast.room if self.dice.random() < 0.8 else self._some("rooms")
        room = room or self.cast.room
        who, text = self.dice.choice(["owner", "friend"]), self._text("message")
        send = self._made("messages", who, SENDS[0], self.cast.server, room, content=text)
        if who == "friend":
            return attrs.evolve(send, learn=None)
        return attrs.evolve(send, learn=lambda sent: self._keep("messages", (room, sent.id)))

    def _servers_rooms_messages_edit(self) -> Ask:
        room, id = self._some("messages") or (self.cast.room, "..")  # refused here
        text, path = self._text("edit"), (self.cast.server, room, id)
        mark = ("set messages", text)
        return Ask("owner", "servers.rooms.messages.edit", path, {"content": text}, mark)

    def _servers_rooms_messages_delete(self) -> Ask:
        room, id = self._some("messages") or (self.cast.room, "..")
        path = (self.cast.server, room, id)
        return Ask("owner", "servers.rooms.messages.delete", path, ends=("messages", id))

    def _servers_roles_create(self) -> Ask:
        permissions = int(Permission.CREATE_INVITES)
        return self._made(
            "roles",
            "owner",
            "servers.roles.create",
            self.cast.server,
            name=self._text("role"),
            permissions=permissions,
        )

    def _servers_roles_update(self) -> Ask:
        return self._changed("roles", "servers.roles.update", "name")

    def _servers_roles_delete(self) -> Ask:
        return self._ended("roles", "servers.roles.delete")

    def _servers_roles_assign_to_member(self) -> Ask:
        role = {"role_id": self._some("roles") or "role_unknown"}
        at = (self.cast.server, self.cast.ids["friend"])
        return Ask("owner", "servers.roles.assign_to_member", at, role)

    def _servers_invites_create(self) -> Ask:
        uses = self.number * 10**6 + next(self._numbers)
        make = self._made(
            "invites", "owner", "servers.invites.create", self.cast.server, max_uses=uses
        )
        return attrs.evolve(make, learn=lambda invite: self._keep("invites", invite))

    def _servers_invites_preview(self) -> Ask:
        invite = self._some("invites")
        return Ask("guest", "servers.invites.preview", (invite.code if invite else "code_0",))

    def _servers_invites_revoke(self) -> Ask:
        invite = self._some("invites")
        if invite is None:
            return self._servers_invites_create()
        path = (self.cast.server, invite.id)
        return Ask("owner", "servers.invites.revoke", path, ends=("invites", invite.id))

    def _servers_members_ban(self) -> Ask:
        at = ("servers.members.ban", self.cast.server, self.cast.ids["guest"])
        return attrs.evolve(
            self._made("bans", "owner", *at, reason=self._text("ban"), duration=5), learn=None
        )

    def _servers_members_mute(self) -> Ask:
        at = ("servers.members.mute", self.cast.server, self.cast.ids["guest"])
        return attrs.evolve(
            self._made("mutes", "owner", *at, reason=self._text("mute"), duration=5), learn=None
        )

    def _dms_send_message(self) -> Ask:
        at = ("dms.send_message", self.cast.conversation)
        return self._made("dms", "owner", *at, content=self._text("dm"))

    def _dms_edit_message(self) -> Ask:
        text, id = self._text("dm's edit"), self._some("dms") or "dm_unknown"
        path = (self.cast.conversation, id)
        return Ask("owner", "dms.edit_message", path, {"content": text}, ("set dm_messages", text))

    def _dms_delete_message(self) -> Ask:
        id = self._some("dms") or "dm_unknown"
        path = (self.cast.conversation, id)
        return Ask("owner", "dms.delete_message", path, ends=("dm_messages", id))

    def _events_create(self) -> Ask:
        starts = datetime.now(timezone.utc) + timedelta(hours=1)
        make = self._made(
            "events",
            "owner",
            "events.create",
            self.cast.server,
            title=self._text("event"),
            starts_at=starts,
            external_access_enabled=True,
        )
        return attrs.evolve(make, learn=self._hold)

    def _hold(self, event: Any) -> None:
        self._keep("events", event.id)
        with contextlib.suppress(ValueError):  # its link is off by now
            self._keep("guests", (event.id, self._lag.add_guest(event.id, "Robin")))

    def _events_get(self) -> Ask:
        path = (self.cast.server, self._some("events") or "event_unknown")
        return Ask("friend", "events.get", path)

    def _events_update(self) -> Ask:
        return self._changed("events", "events.update", "title")

    def _events_cancel(self) -> Ask:
        return self._ended("events", "events.cancel")

    def _events_rsvp(self) -> Ask:
        path = (self.cast.server, self._some("events") or "event_unknown")
        return Ask("friend", "events.rsvp", path, {"status": "going"})

    def _events_toggle_external_access(self) -> Ask:
        event = self._some("events")
        if event is None:
            return self._events_create()
        path = (self.cast.server, event)
        return Ask("owner", "events.toggle_external_access", path, toggles=event)

    def _events_guests_list(self) -> Ask:
        path = (self.cast.server, self._some("events") or "event_unknown")
        return Ask("owner", "events.guests.list", path)

    def _events_guests_admit(self) -> Ask:
        path = (self.cast.server, *(self._some("guests") or ("event_unknown", "guest_unknown")))
        return Ask("owner", "events.guests.admit", path)

    def _events_guests_reject(self) -> Ask:
        return attrs.evolve(self._events_guests_admit(), method="events.guests.reject")

    def _events_templates_create(self) -> Ask:
        return self._made(
            "templates",
            "owner",
            "events.templates.create",
            self.cast.server,
            title=self._text("template"),
            rrule="FREQ=WEEKLY",
            timezone="Europe/Berlin",
            start_time="20:00",
        )

    def _events_templates_update(self) -> Ask:
        return self._changed("templates", "events.templates.update", "title", "event_templates")

    def _events_templates_delete(self) -> Ask:
        return self._ended("templates", "events.templates.delete", "event_templates")

    def _friends_requests(self) -> Ask:
        def learn(requests: Any) -> None:
            for request in requests.incoming:
                self._keep("requests", request.id)

        return Ask("owner", "friends.requests", learn=learn)

    def _friends_send_request(self) -> Ask:
        owner = (self.cast.names["owner"],)
        return Ask(
            "guest",
            "friends.send_request",
            owner,
            learn=lambda friendship: self._keep("requests", friendship.id),
        )

    def _friends_accept(self) -> Ask:
        return Ask("owner", "friends.accept", (self._some("requests") or "friendship_unknown",))

    def _friends_decline(self) -> Ask:
        return attrs.evolve(self._friends_accept(), method="friends.decline")

    def _friends_remove(self) -> Ask:
        id = self._some("requests") or "friendship_unknown"
        return Ask("guest", "friends.remove", (id,), ends=("friendships", id))

    def _images_upload(self) -> Ask:
        return self._made(
            "images", "owner", "images.upload", PICTURE, purpose="chat", alt=self._text("image")
        )

    def _images_get(self) -> Ask:
        return Ask("friend", "images.get", (self._some("images") or "img_unknown",))

    def _images_status(self) -> Ask:
        return attrs.evolve(self._images_get(), method="images.status")

    def _images_delete(self) -> Ask:
        id = self._some("images") or "img_unknown"
        return Ask("owner", "images.delete", (id,), ends=("images", id))

    def _users_update_me(self) -> Ask:
        name = self._text("name")
        return Ask("owner", "users.update_me", (), {"display_name": name}, ("set users", name))

    def _users_setup(self) -> Ask:
        names = {"username": self.cast.names["guest"], "display_name": "Guest"}
        return Ask("guest", "users.setup", (), names)

    def _users_upload_avatar(self) -> Ask:
        return Ask("owner", "users.upload_avatar", (), {"image_base64": PICTURE_TEXT})

    def _users_register_push_token(self) -> Ask:
        token = self._text("token")
        make = self._made(
            "push_tokens", "owner", "users.register_push_token", token=token, platform="ios"
        )
        return attrs.evolve(make, learn=lambda _: self._keep("push tokens", token))

    def _users_remove_push_token(self) -> Ask:
        token = self._some("push tokens") or "token"
        return Ask("owner", "users.remove_push_token", (token,), ends=("push_tokens", token))
