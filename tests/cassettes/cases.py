"""The recorded calls: one for each route and each kind of credential that the route admits.

A sandbox with `Counters` creates the same ids each time, so they can be written here.
"""

from __future__ import annotations

import base64
from datetime import datetime, timezone
from typing import Any, Mapping, Tuple

import attrs

from lagclient.models import Permission
from lagclient.resources import TABLE
from lagclient.routing.route import Route

SERVER, MEMBER_ROLE, NEW_ROLE = "srv_1", "role_3", "role_4"
ROOM, OTHER_ROOM = "room_1", "room_2"
SAM, JUN, MIRA, INES = "usr_1", "usr_2", "usr_3", "usr_4"
SEEDED_MESSAGE, NEW_MESSAGE = "msg_1", "msg_5"
CONVERSATION, SEEDED_DM = "conv_1", "dm_1"
FRIENDSHIP, REQUEST = "friendship_1", "friendship_3"
INVITE, CODE = "inv_1", "code_1"
EVENT, GUEST, TEMPLATE, IMAGE = "event_1", "guest_1", "template_1", "img_1"

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
PICTURE = ("pixel.png", PIXEL, "image/png")
PICTURE_TEXT = base64.b64encode(PIXEL).decode()


@attrs.frozen
class Step:
    """A call by a user of the sandbox, by its robot, or by its keeper."""

    who: str
    method: str
    """The name after ``client.``; for the keeper, a method of the `Sandbox`."""
    args: Tuple[Any, ...]
    options: Mapping[str, Any]


@attrs.frozen
class Case:
    """The call of one cassette, and the calls that prepare it."""

    step: Step
    before: Tuple[Step, ...]
    """The calls that prepare it; they are not recorded."""

    @property
    def route(self) -> Route:
        """The route of the recorded call."""
        return TABLE[self.step.method]

    @property
    def kind(self) -> str:
        """The kind of credential."""
        return "robot" if self.step.who == "robot" else "user"

    @property
    def name(self) -> str:
        """The name of the cassette."""
        return f"{self.step.method}.{self.kind}"


def by(who: str, method: str, *args: Any, **options: Any) -> Step:
    """Return a call."""
    return Step(who, method, args, options)


def case(*steps: Step) -> Case:
    """Return a case that records the last step; the others prepare it."""
    return Case(steps[-1], steps[:-1])


def both(method: str, *args: Any, **options: Any) -> Tuple[Case, Case]:
    """Return the same case for Sam and for the robot."""
    return (
        case(by("sam", method, *args, **options)),
        case(by("robot", method, *args, **options)),
    )


UPLOAD = by("sam", "images.upload", PICTURE, purpose="chat", alt="One pixel")
MAKE_INVITE = by("sam", "servers.invites.create", SERVER, max_uses=3, expires_in_hours=24)
BAN = by("sam", "servers.members.ban", SERVER, INES, reason="Spam", duration=60)
MUTE = by("sam", "servers.members.mute", SERVER, MIRA, reason="Too loud", duration=10)
MAKE_ROLE = by(
    "sam",
    "servers.roles.create",
    SERVER,
    name="Hosts",
    permissions=int(Permission.MANAGE_EVENTS | Permission.CREATE_INVITES),
    color="#3366ff",
)
MAKE_EVENT = by(
    "sam",
    "events.create",
    SERVER,
    title="Game night",
    starts_at=datetime(2024, 1, 5, 19, 0, tzinfo=timezone.utc),
    ends_at="2024-01-05T22:00:00Z",
    description="Bring snacks",
    external_access_enabled=True,
)
GUEST_COMES = by("keeper", "add_guest", EVENT, "Robin")
MAKE_TEMPLATE = by(
    "sam",
    "events.templates.create",
    SERVER,
    title="Friday game night",
    rrule="FREQ=WEEKLY;BYDAY=FR",
    timezone="Europe/Berlin",
    start_time="20:00",
    duration_minutes=120,
)
TYPO = by("robot", "servers.rooms.messages.send", SERVER, ROOM, content="Helo")

CASES: Tuple[Case, ...] = (
    *both("identity"),
    *both("system.health"),
    *both("system.version"),
    *both("system.status"),
    case(by("sam", "system.config")),
    case(by("sam", "users.me")),
    case(by("sam", "users.update_me", display_name="Sam :wave: 🌊", steam_id=None)),
    case(by("newcomer", "users.setup", username="nova", display_name="Nova")),
    case(by("sam", "users.upload_avatar", image_base64=PICTURE_TEXT, content_type="image/png")),
    case(by("sam", "users.register_push_token", token="device-1", platform="ios")),
    case(
        by("sam", "users.register_push_token", token="device-1", platform="ios"),
        by("sam", "users.remove_push_token", "device-1"),
    ),
    case(by("sam", "users.request_deletion")),
    case(by("sam", "users.request_deletion"), by("sam", "users.cancel_deletion")),
    case(by("sam", "users.steam_lookup", "sam")),
    case(by("sam", "users.import_steam_avatar", "https://steam.invalid/avatars/sam.jpg")),
    case(
        by("sam", "users.update_me", steam_id="76561190000000001"),
        by("sam", "users.steam_activity"),
    ),
    case(by("sam", "users.check_username", "sam")),
    case(by("sam", "users.search", "i")),
    case(by("sam", "users.get", MIRA)),
    case(by("sam", "friends.list")),
    case(by("sam", "friends.requests")),
    case(by("mira", "friends.send_request", "jun")),
    case(by("sam", "friends.accept", REQUEST)),
    case(by("sam", "friends.decline", REQUEST)),
    case(by("sam", "friends.remove", FRIENDSHIP)),
    case(by("sam", "friends.block", JUN)),
    case(by("sam", "dms.list")),
    case(by("sam", "dms.create", INES)),
    case(by("sam", "dms.get", CONVERSATION)),
    case(by("sam", "dms.list_messages", CONVERSATION, limit=1)),
    case(by("sam", "dms.send_message", CONVERSATION, content="Of course!", reply_to_id="dm_2")),
    case(by("sam", "dms.edit_message", CONVERSATION, SEEDED_DM, content="Welcome to the Lounge!")),
    case(by("sam", "dms.delete_message", CONVERSATION, SEEDED_DM)),
    case(UPLOAD),
    case(UPLOAD, by("sam", "images.get", IMAGE)),
    case(UPLOAD, by("sam", "images.status", IMAGE)),
    case(UPLOAD, by("sam", "images.delete", IMAGE)),
    case(by("sam", "servers.list")),
    case(by("mira", "servers.create", name="Mira's Den", icon_emoji=":tent:")),
    case(by("sam", "servers.get", SERVER)),
    case(by("sam", "servers.update", SERVER, name="Lag Lounge 2", icon_emoji=None)),
    case(
        by(
            "sam",
            "servers.upload_icon",
            SERVER,
            image_base64=PICTURE_TEXT,
            content_type="image/png",
        )
    ),
    case(by("sam", "servers.delete", SERVER)),
    case(by("mira", "servers.leave", SERVER)),
    case(MAKE_INVITE, by("sam", "servers.invites.list", SERVER)),
    case(MAKE_INVITE),
    case(MAKE_INVITE, by("sam", "servers.invites.revoke", SERVER, INVITE)),
    case(MAKE_INVITE, by("ines", "servers.invites.preview", CODE)),
    case(MAKE_INVITE, by("robot", "servers.invites.preview", CODE)),
    case(MAKE_INVITE, by("ines", "servers.invites.join", CODE)),
    case(by("sam", "servers.invites.invite_friend", SERVER, INES)),
    *both("servers.members.list", SERVER),
    case(by("sam", "servers.members.kick", SERVER, MIRA)),
    case(BAN, by("sam", "servers.members.list_bans", SERVER)),
    case(BAN),
    case(BAN, by("sam", "servers.members.unban", SERVER, INES)),
    case(MUTE),
    case(MUTE, by("sam", "servers.members.unmute", SERVER, MIRA)),
    case(MUTE, by("sam", "servers.members.list_mutes", SERVER)),
    case(by("sam", "servers.roles.list", SERVER)),
    case(MAKE_ROLE),
    case(
        MAKE_ROLE,
        by("sam", "servers.roles.update", SERVER, NEW_ROLE, name="Party hosts", sort_order=5),
    ),
    case(MAKE_ROLE, by("sam", "servers.roles.delete", SERVER, NEW_ROLE)),
    case(by("sam", "servers.roles.assign_to_member", SERVER, JUN, role_id=MEMBER_ROLE)),
    *both("servers.rooms.list", SERVER),
    case(by("sam", "servers.rooms.create", SERVER, name="quiet", max_participants=8)),
    case(by("sam", "servers.rooms.update", SERVER, OTHER_ROOM, name="loud music")),
    case(by("sam", "servers.rooms.delete", SERVER, OTHER_ROOM)),
    *both("servers.rooms.messages.list", SERVER, ROOM, limit=3),
    case(
        UPLOAD,
        by(
            "sam",
            "servers.rooms.messages.send",
            SERVER,
            ROOM,
            content="Count me in :tada: @mira 🎉",
            reply_to_id="msg_3",
            image_id=IMAGE,
        ),
    ),
    case(by("robot", "servers.rooms.messages.send", SERVER, ROOM, content="The table is set.")),
    case(by("sam", "servers.rooms.messages.edit", SERVER, ROOM, SEEDED_MESSAGE, content="Hello")),
    case(by("sam", "servers.rooms.messages.delete", SERVER, ROOM, SEEDED_MESSAGE)),
    case(
        TYPO, by("robot", "servers.rooms.messages.edit", SERVER, ROOM, NEW_MESSAGE, content="Hello")
    ),
    case(TYPO, by("robot", "servers.rooms.messages.delete", SERVER, ROOM, NEW_MESSAGE)),
    case(
        by("sam", "servers.rooms.messages.send", SERVER, ROOM, content="Is Beacon awake?"),
        by("robot", "robots.events.poll"),
    ),
    case(MAKE_EVENT),
    case(MAKE_EVENT, by("sam", "events.list", SERVER)),
    case(MAKE_EVENT, by("sam", "events.get", SERVER, EVENT)),
    case(MAKE_EVENT, by("sam", "events.update", SERVER, EVENT, title="Board game night")),
    case(MAKE_EVENT, by("sam", "events.cancel", SERVER, EVENT)),
    case(MAKE_EVENT, by("mira", "events.rsvp", SERVER, EVENT, status="maybe")),
    case(MAKE_EVENT, by("sam", "events.toggle_external_access", SERVER, EVENT)),
    case(MAKE_EVENT, GUEST_COMES, by("sam", "events.guests.list", SERVER, EVENT)),
    case(MAKE_EVENT, GUEST_COMES, by("sam", "events.guests.admit", SERVER, EVENT, GUEST)),
    case(MAKE_EVENT, GUEST_COMES, by("sam", "events.guests.reject", SERVER, EVENT, GUEST)),
    case(MAKE_TEMPLATE),
    case(MAKE_TEMPLATE, by("sam", "events.templates.list", SERVER)),
    case(MAKE_TEMPLATE, by("sam", "events.templates.update", SERVER, TEMPLATE, start_time="19:30")),
    case(MAKE_TEMPLATE, by("sam", "events.templates.delete", SERVER, TEMPLATE)),
)
